from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from indexer.model import Span
from indexer.parsing.node import Node
from indexer.parsing.outline import Outline
from indexer.parsing.profiles import parse_profile

PROFILE = parse_profile("p", {"name": "p", "describes": "p", "unnumbered": "paragraph"})


def outline(text: str, *, paged: bool = True) -> Outline:
    """An outline into which the first line of a text has flowed."""
    made = Outline(text, PROFILE, lambda line: line.replace("^[1]", ""), (), paged)
    end = text.index("\n") if "\n" in text else len(text)
    made.last = made.new(Node("para", "paragraph", body=[Span(0, end)]))
    return made


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        ("The code of", True),
        ("The code,", True),
        ("It ends.", False),
        ("It ends?”", False),
        ("as follows:", False),
        ("(see below.)", False),
        ("it is *so.*", False),
        ("It ends.^[1]", False),
        ("It goes on^[1]", True),
        ("and so on…", False),
        ("one;", False),
    ],
)
def test_a_sentence_without_its_stop_is_open(line: str, broken: bool) -> None:
    assert outline(line).breaks_off() is broken
    assert ("open sentence" in outline(line).states()) is broken
    assert "open sentence" not in outline(line, paged=False).states()


def test_a_reference_is_never_an_open_sentence() -> None:
    made = outline("Leaf, B. Leaves")
    made.mode = "references"
    assert not made.breaks_off()


PAGES = [
    ("The code of", "practice holds.", True),
    ("The code of", "Practice holds.", True),
    ("kettles, cups,", "and spoons.", True),
    ("Dear all,", "Tea is served.", False),
    ("It ends.", "and so on.", False),
    ("kettles; and", "spoons.", True),
]


@pytest.mark.parametrize(("above", "below", "joined"), PAGES)
def test_running_text_goes_on_over_a_page_break_where_its_sentence_was_cut(
    above: str, below: str, joined: bool, read: Callable[..., Any]
) -> None:
    text = f"A. Work\n\n{above}\n\n{below}\n"
    words = [unit.text for unit in read("paper", text).units[1:]]
    assert words == ([f"{above} {below}"] if joined else [above, below])
    unpaged = [unit.text for unit in read("paper", text, paged=False).units[1:]]
    joined = joined and below[0].islower()
    assert unpaged == ([f"{above} {below}"] if joined else [above, below])


def test_lines_of_one_block_are_one_text(read: Callable[..., Any]) -> None:
    found = read("paper", "A. Work\n\nIt ends.\nAnd begins, again,\nHere.\n", paged=False)
    assert found["para_nn_1"].text == "It ends. And begins, again, Here."


def test_what_the_document_is_inside_of_is_told_to_the_rules() -> None:
    made = outline("It ends.")
    assert made.states() == frozenset()
    section = made.new(Node("sec", "action-area"))
    made.sections = [(1, section)]
    made.box = made.new(Node("box", "box"))
    made.anchor = made.new(Node("art", "article"))
    made.body_begun, made.mode = True, "references"
    assert made.states() == {"box", "article", "body", "references", "action-area"}
    made.close_box()
    assert (made.box, made.anchor, made.mode) == (None, None, None)


def test_a_new_node_hangs_from_its_host() -> None:
    made = outline("x")
    host = made.new(Node("art", "article"))
    child = made.new(Node("point", "point", host=host))
    assert host.children == [child]
    assert made.nodes[1:] == [host, child]


def test_items_hang_from_the_number_the_box_the_recital_or_the_annex() -> None:
    made = outline("x")
    made.last = None
    assert made.item_host is None
    made.annex = Node("annex", "section", "I")
    assert made.item_host is made.annex
    part = Node("part", "section", "II")
    made.sections = [(1, part), (2, Node("sec", "section"))]
    assert made.item_host is part
    recital = made.new(Node("pream", "preambular-paragraph"))
    made.last = recital
    assert made.item_host is recital
    made.box = Node("box", "box")
    assert made.item_host is made.box
    made.anchor = Node("para", "paragraph", "1")
    assert made.item_host is made.anchor
