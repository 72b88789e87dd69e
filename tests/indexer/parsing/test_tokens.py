from __future__ import annotations

from typing import Any

import pytest

from indexer.model import Span
from indexer.parsing.lines import split_lines
from indexer.parsing.profiles import parse_profile
from indexer.parsing.tokens import Reader, Token, tokenize

MARKER = {"name": "m", "kind": "footnote", "pattern": r"(?<=\S)[¹²³]+", "label": "([¹²³]+)"}


def tokens(
    text: str,
    *rules: dict[str, Any],
    title: str = "",
    inside: frozenset[str] = frozenset(),
    **tables: Any,
) -> list[Token]:
    """The tokens of a text by rules that need only say what they are about."""
    full = [{"name": f"rule {at}", "role": "item", **rule} for at, rule in enumerate(rules)]
    data = {"name": "p", "describes": "p", "unnumbered": "paragraph", "rule": full, **tables}
    profile = parse_profile("p.toml", data)
    lines = split_lines(text, [Span(0, len(text))])

    def bare(line: str) -> str:
        for marker in profile.markers:
            line = marker.pattern.sub("", line)
        return line

    def watch(reader: Reader, token: Token) -> frozenset[str]:
        return inside

    return tokenize(text, lines, profile, title, bare, watch)


def shown(text: str, found: list[Token]) -> list[tuple[str, str | None, str]]:
    """Role, label and body of each token."""
    return [(t.rule.role, t.label, " ".join(text[s.start : s.end] for s in t.body)) for t in found]


def roles(text: str, *rules: dict[str, Any], **settings: Any) -> list[str]:
    return [token.rule.role for token in tokens(text, *rules, **settings)]


def test_rules_are_tried_in_their_order_and_the_rest_is_text() -> None:
    text = "1. First\n2. Second\nThird"
    found = tokens(
        text,
        {"role": "numbered", "pattern": r"^(?P<label>1)\. "},
        {"role": "item", "pattern": r"^(?P<label>\d)\. "},
    )
    assert shown(text, found) == [
        ("numbered", "1", "First"),
        ("item", "2", "Second"),
        ("text", None, "Third"),
    ]
    assert [token.opens_block for token in found] == [True, False, False]


def test_a_label_has_its_place_from_the_start_of_the_line_with_its_punctuation() -> None:
    text = "  - (a) one"
    (found,) = tokens(text, {"pattern": r"^\s*- \((?P<label>[a-z])\) "})
    assert found.label_span == Span(2, 8)
    assert found.body == (Span(8, 11),)
    assert found.spans == (Span(2, 11),)


def test_a_label_may_stand_alone() -> None:
    (found,) = tokens("(a)", {"pattern": r"^\((?P<label>[a-z])\)\s*"})
    assert (found.label_span, found.body) == (Span(0, 3), ())


@pytest.mark.parametrize(
    ("condition", "taken", "left"),
    [
        ({"alone": True}, "X one", "X one\ntwo"),
        ({"alone": False}, "X one\ntwo", "X one"),
        ({"first": True}, "X one", "before\nX one"),
        ({"narrow": 9}, "X one\ntwo", "X one\ntwo that is long"),
        ({"max_width": 9}, "X one", "X one that is long"),
        ({"next": "^two"}, "X one\ntwo", "X one\nthree"),
        ({"next": "^two"}, "X one\ntwo", "X one\n\ntwo"),
        ({"is_title": True}, "X of\nthe  title", "X of the other"),
    ],
    ids=str,
)
def test_a_rule_takes_a_line_only_where_its_condition_holds(
    condition: dict[str, Any], taken: str, left: str
) -> None:
    rule = {"role": "furniture", "pattern": "^X", **condition}
    assert "furniture" in roles(taken, rule, title="X of the title")
    assert "furniture" not in roles(left, rule, title="X of the title")


def test_a_rule_may_follow_only_another_by_name_or_role() -> None:
    rules = (
        {"name": "first", "role": "quotation", "pattern": "^Q"},
        {"role": "attribution", "pattern": "^A", "after": "quotation"},
    )
    assert roles("Q\n\nA\n\nA", *rules) == ["quotation", "attribution", "text"]
    named = ({**rules[0]}, {**rules[1], "after": "first"})
    assert roles("Q\n\nA", *named) == ["quotation", "attribution"]


def test_a_rule_may_hold_only_under_a_heading() -> None:
    rules = (
        {"role": "section", "pattern": "^# (?P<title>.+)$"},
        {"role": "item", "pattern": r"^(?P<label>\d)\. ", "under": "^Themes"},
    )
    assert roles("1. x\n# Themes\n1. y\n# Other\n1. z", *rules) == [
        "text",
        "section",
        "item",
        "section",
        "text",
    ]


def test_a_rule_may_hold_only_outside_of_something() -> None:
    rule = {"role": "item", "pattern": "^X", "outside": "box"}
    assert roles("A\nX", rule) == ["text", "item"]
    assert roles("A\nX", rule, inside=frozenset({"box"})) == ["text", "text"]


def test_footnotes_in_sequence_count_from_one() -> None:
    rule = {
        "role": "footnote",
        "pattern": r"^(?P<label>\d+) (?=[A-Z])",
        "in_sequence": True,
        "first": True,
    }
    text = "2 Two\n\n1 One\n\n3 Three\n\n2 Two"
    assert roles(text, rule) == ["text", "footnote", "text", "footnote"]


def test_a_rule_may_take_its_whole_block() -> None:
    text = "¹ A note\nof two lines\n\nText"
    (note, _) = tokens(text, {"role": "footnote", "pattern": "^(?P<label>¹) ", "whole_block": True})
    assert shown(text, [note]) == [("footnote", "¹", "A note of two lines")]
    assert len(note.spans) == 2


def test_a_quotation_is_matched_over_all_its_lines() -> None:
    rule = {"role": "quotation", "pattern": "^“[^”]*”$", "whole_block": True}
    assert roles("“One\ntwo”", rule) == ["quotation"]
    assert roles("“One”\ntwo", rule) == ["text", "text"]


@pytest.mark.parametrize(
    ("line", "label", "title"),
    [
        ("1 Aims", "1", "Aims"),
        ("1 Aims² of the Code", "1", "Aims² of the Code"),
        ("1 Aims of the Code²", "1", "Aims of the Code²"),
        ("A A² and more", "A", "A² and more"),
    ],
)
def test_a_heading_is_matched_without_its_markers_and_keeps_them(
    line: str, label: str, title: str
) -> None:
    rule = {"role": "section", "pattern": "^(?P<label>[A1]) (?P<title>[A-Za-z ]+)$"}
    assert shown(line, tokens(line, rule, marker=[MARKER])) == [("section", label, title)]


@pytest.mark.parametrize("title", ["Act now", "Care and action", "Protect"])
def test_a_title_is_found_behind_its_label(title: str) -> None:
    line = f"Action area 1: {title}"
    rule = {"role": "section", "pattern": r"^Action area (?P<label>\d): (?P<title>\S)"}
    (found,) = tokens(line, rule)
    assert found.label_span == Span(0, 15)
    assert shown(line, [found]) == [("section", "1", title)]


def test_a_title_may_hold_its_label() -> None:
    rule = {"role": "section", "pattern": r"^## (?P<title>PART (?P<label>[IV]+)\. .*)$"}
    line = "## PART II. SCOPE"
    assert shown(line, tokens(line, rule)) == [("section", "II", "PART II. SCOPE")]


def test_a_line_may_carry_the_first_item_behind_its_label() -> None:
    rules = (
        {
            "role": "numbered",
            "pattern": r"^(?P<label>\d)\. (?=\(1\) )",
            "then": "item",
        },
        {"role": "item", "style": "number", "pattern": r"^\((?P<label>\d)\) "},
        {"role": "item", "style": "brackets", "pattern": r"^\((?P<label>\d)\) "},
    )
    text = "2. (1) For the purpose"
    found = tokens(text, *rules)
    assert shown(text, found) == [("numbered", "2", ""), ("item", "1", "For the purpose")]
    assert found[0].spans == (Span(0, 3),)
    assert found[1].rule.style == "brackets"


def test_a_second_label_that_no_rule_knows_stays_text() -> None:
    rule = {"role": "numbered", "pattern": r"^(?P<label>\d)\. ", "then": "item"}
    text = "2. (1) For the purpose"
    assert shown(text, tokens(text, rule)) == [("numbered", "2", "(1) For the purpose")]


REGIONS: list[tuple[dict[str, Any], str, list[str]]] = [
    ({"until": "^Contents"}, "A\nB\nContents\nC", ["cover", "cover", "text", "text"]),
    ({"start": "^B", "until": "^C"}, "A\nB\nB2\nC", ["text", "cover", "cover", "text"]),
    ({"start": "^B", "while": r"\d$"}, "A\nB\nb 1\nb 2\nC", ["text", *["cover"] * 3, "text"]),
    ({"heading": "^Contact"}, "A\n# Contact\nB\nC", ["text", "section", "cover", "cover"]),
    ({"start": "^X"}, "A\nB", ["text", "text"]),
    ({"until": "^A"}, "A\nB", ["text", "text"]),
]


@pytest.mark.parametrize(("region", "text", "expected"), REGIONS, ids=str)
def test_a_region_is_furniture_from_its_first_line_to_its_last(
    region: dict[str, Any], text: str, expected: list[str]
) -> None:
    rule = {"role": "section", "pattern": "^# (?P<title>.+)$"}
    found = tokens(text, rule, region=[{"furniture": "cover", **region}])
    assert [token.rule.furniture or token.rule.role for token in found] == expected


def test_a_region_that_nothing_ends_does_not_take_the_whole_text() -> None:
    cover = {"furniture": "cover", "until": "^Contents"}
    rights = {"furniture": "rights", "start": "^©", "until": "^Contents"}
    found = tokens("A\n\n© B\nC\n\nD", region=[cover, rights])
    assert [token.rule.furniture for token in found] == [None, "rights", "rights", None]


def test_a_region_without_a_line_leaves_the_line_to_the_next() -> None:
    cover = {"furniture": "cover", "until": "^Contents"}
    contents = {"furniture": "contents", "start": "^Contents", "while": r"\d$"}
    found = tokens("Contents\nA 1\nB", region=[cover, contents])
    assert [token.rule.furniture for token in found] == ["contents", "contents", None]


def test_no_lines_give_no_tokens() -> None:
    assert tokens("", {"pattern": "^X"}) == []
