"""Which format an Accept header asks for (RFC 9110, section 12.5.1)."""

import pytest

from api.negotiate import best, parse_accept

OFFERED = {
    "application/json": "json",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/turtle": "turtle",
}


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("TEXT/CSV", "csv"),
        ("text/*", "csv"),
        ("text/*;q=0.5, application/xml", "xml"),
        ("text/csv;q=0.5, text/turtle;q=0.9", "turtle"),
        ("text/csv; q=0.9, */*; q=0.1", "csv"),
        ("application/json;q=0, */*", "xml"),
        ("application/json;q=0, application/*", "xml"),
        ("text/turtle;charset=utf-8", "turtle"),
        ("text/html, text/csv;q=0.1", "csv"),
        ("text/html", None),
        ("image/*", None),
        ("*/*;q=0", None),
        ("text/csv;q=0", None),
        ("text/csv;q=many", None),
        ("nonsense", "json"),
        (",;,", "json"),
        ("application/xml, application/json", "json"),
    ],
)
def test_the_best_format(accept: str | None, form: str | None) -> None:
    assert best(accept, OFFERED) == form


def test_a_quality_is_kept_within_bounds() -> None:
    assert [r.quality for r in parse_accept("a/b;q=7, a/c;q=-1, a/d;Q=0.5")] == [1.0, 0.0, 0.5]


def test_the_more_precise_range_decides() -> None:
    assert best("text/*;q=1, text/csv;q=0.2, text/turtle;q=0.3", OFFERED) == "turtle"
