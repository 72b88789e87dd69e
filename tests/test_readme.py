"""The README is a promise: its commands print what it shows, its targets and links are there."""

import re
from pathlib import Path

import pytest

from tools import readme

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


EXAMPLES = list(readme.examples(TEXT))


def test_the_readme_shows_commands() -> None:
    assert len(EXAMPLES) >= 10


@pytest.mark.parametrize("example", EXAMPLES, ids=[e.command[:60] for e in EXAMPLES])
def test_command_prints_what_is_shown(example: readme.Example, index_folder: Path) -> None:
    found = readme.run(example.command, index_folder)
    assert readme.matches(example.shown, found), "\n".join(found)


@pytest.mark.parametrize(
    ("shown", "found", "same"),
    [
        (("a", "b"), ("a", "b"), True),
        (("a", "b"), ("a", "c"), False),
        (("a",), ("a", "b"), False),
        (("a", "…"), ("a", "b", "c"), True),
        (("…", "c"), ("a", "b", "c"), True),
        (("a", "…", "d"), ("a", "b", "c", "d"), True),
        (("a", "…", "d"), ("a", "b", "c"), False),
        (("score 0.512",), ("score 0.519",), True),
        (("score 0.512",), ("score 0.612",), False),
    ],
)
def test_comparison(shown: tuple[str, ...], found: tuple[str, ...], same: bool) -> None:
    assert readme.matches(shown, found) is same


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", TEXT, re.MULTILINE))
    assert named
    assert named <= targets


def test_links_lead_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", TEXT) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
