"""The language of citation templates."""

import pytest

from indexer.citing.template import fill, parse
from indexer.errors import InputError


@pytest.mark.parametrize(
    ("template", "facts", "text", "missing"),
    [
        ("{a}, {b}", {"a": "1", "b": "2"}, "1, 2", ()),
        ("{a}[ ({b})]", {"a": "1"}, "1", ("b",)),
        ("{a}[? ({b})]", {"a": "1"}, "1", ()),
        ("{a}[ x {b}| y {c}]", {"a": "1", "c": "3"}, "1 y 3", ()),
        ("{a}[ x {b}| y {c}]", {"a": "1"}, "1", ("b",)),
        ("{a}[ x {b}|| y {c}]", {"a": "1", "c": "3"}, "1 y 3", ("b",)),
        ("{a}[ x {b}|| y {c}]", {"a": "1", "b": "2"}, "1 x 2", ()),
        ("{a} ([x {b}][, y {c}])", {"a": "1", "c": "3"}, "1 (y 3)", ("b",)),
        ("{a} ([x {b}][, y {c}])", {"a": "1"}, "1", ("b", "c")),
        ("{a}[ ([?{b}, ]{c})]", {"a": "1", "c": "3"}, "1 (3)", ()),
        ("{a}[ ([?{b}, ]{c})]", {"a": "1", "b": "2"}, "1", ("c",)),
        ("{a}", {"a": ""}, "", ("a",)),
    ],
)
def test_pieces_drop_out_cleanly(
    template: str, facts: dict[str, str], text: str, missing: tuple[str, ...]
) -> None:
    filled = fill(parse(template), facts)
    assert (filled.text, filled.missing) == (text, missing)


def test_the_facts_that_are_used_are_named() -> None:
    assert fill(parse("{a}[ {b}][ {c}]"), {"a": "1", "c": "3"}).used == {"a", "c"}


@pytest.mark.parametrize("template", ["{a}]", "[{a}", "{a}|{b}", "[{a}[?{b}]"])
def test_brackets_have_to_pair(template: str) -> None:
    with pytest.raises(InputError, match="stands alone"):
        parse(template)
