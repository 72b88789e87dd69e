"""Contrasts of the style's colours, light and dark, computed as WCAG 2.2 does (1.4.3, 1.4.11)."""

import re

import pytest

from api.web.assets import body

CSS = body("page.css").decode()
WORDS = (
    *((ink, ground) for ink in ("ink", "quiet", "link") for ground in ("paper", "raised", "sunk")),
    *((ink, "paper") for ink in ("citations", "curated", "suggested", "wrong")),
    *(("on-heat", f"heat-{step}") for step in range(1, 5)),
    ("on-mark", "mark"),
    ("on-link", "link"),
)
"""Colours of words, with what they stand on: 4.5 to 1 at least."""
EDGES = (("edge", "paper"), ("edge", "raised"), ("link", "paper"))
"""Edges of fields and the ring of what has the focus: 3 to 1 at least."""


def _schemes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks]
    return {"light": found[0], "dark": {**found[0], **found[1]}}


def _light(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("pair", "least"), [*((p, 4.5) for p in WORDS), *((p, 3.0) for p in EDGES)], ids=str
)
def test_colours_stand_out(scheme: str, pair: tuple[str, str], least: float) -> None:
    own = _schemes()[scheme]
    assert _contrast(own[pair[0]], own[pair[1]]) >= least


def test_the_style_fetches_nothing() -> None:
    assert "url(" not in CSS
    assert "@import" not in CSS


def test_the_contrast_is_that_of_the_definition() -> None:
    assert _contrast("#000000", "#ffffff") == 21
    assert round(_contrast("#777777", "#ffffff"), 2) == 4.48
