from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]


def article(*lines: str) -> str:
    return "### Article 1\n\n" + "\n\n".join(lines) + "\n"


NESTED: list[tuple[tuple[str, ...], list[str]]] = [
    (("(a) one;", "(b) two."), ["point_a", "point_b"]),
    (("1. One:", "(a) x;", "2. Two."), ["para_1", "para_1__point_a", "para_2"]),
    (("1. (a) One;", "(b) two."), ["para_1", "para_1__point_a", "para_1__point_b"]),
    (("3. a) One;", "b) two."), ["para_3", "para_3__point_a", "para_3__point_b"]),
    (
        ("(a) one:", "(i) x;", "(ii) y;", "(b) two."),
        ["point_a", "point_a__item_i", "point_a__item_ii", "point_b"],
    ),
    (
        ("(h) eight;", "(i) nine;", "(j) ten."),
        ["point_h", "point_i", "point_j"],
    ),
    (
        ("I. a. One;", "b. two.", "II. a. Three.", "III. Four."),
        [
            "point_I",
            "point_I__item_a",
            "point_I__item_b",
            "point_II",
            "point_II__item_a",
            "point_III",
        ],
    ),
    (
        ("A. One:", "(1) x:", "(a) y;", "(2) z.", "B.", "(1) x."),
        [
            "point_A",
            "point_A__item_1",
            "point_A__item_1__item_a",
            "point_A__item_2",
            "point_B",
            "point_B__item_1",
        ],
    ),
    (("i) one;", "(ii) two."), ["point_i", "point_ii"]),
    (("1. One.", "2. 2. Two."), ["para_1", "para_2"]),
    (("(a) one;", "(a) two;", "(b) three."), ["point_a", "point_a_2", "point_b"]),
    (("1.1 One.", "1.2 Two:", "(a) x."), ["para_1", "para_2", "para_2__point_a"]),
    (("One:", "- green;", "– black;", "•  white."), ["item_nn_1", "item_nn_2", "item_nn_3"]),
    (("(a) one:", "- x;", "(b) two."), ["point_a", "point_a__item_nn_1", "point_b"]),
    (("10. Ten.", "10a. Ten and a half."), ["para_10", "para_10a"]),
]


@pytest.mark.parametrize(("lines", "below"), NESTED, ids=["; ".join(case[0]) for case in NESTED])
def test_items_nest_by_their_labels(lines: tuple[str, ...], below: list[str], read: Read) -> None:
    found = read("treaty", article(*lines), paged=False)
    assert found.eids == ["art_1", *(f"art_1__{eid}" for eid in below)]
    for unit in found.units[1:]:
        assert unit.parent == f"x:{unit.eid.rpartition('__')[0]}"


def test_a_list_that_text_interrupts_is_carried_on(read: Read) -> None:
    lines = ("A. One:", "(1) x.", "In between.", "Once more.", "(2) y.", "B. Two.")
    found = read("treaty", article(*lines), paged=False)
    assert found.eids[1:] == [
        "art_1__point_A",
        "art_1__point_A__item_1",
        "art_1__para_nn_1",
        "art_1__para_nn_2",
        "art_1__point_A__item_2",
        "art_1__point_B",
    ]


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        (("1. One:", "(a) x;", "(b) y.", "Flush.", "(c) z."), "art_1__para_1__point_c"),
        (("1. One:", "(a) x:", "(i) y.", "Flush.", "(ii) z."), "art_1__para_1__point_a__item_ii"),
        (("1. One:", "(a) x.", "Flush:", "(i) y."), "art_1__para_1__point_i"),
        (("1. One:", "(a) x.", "Flush:", "(a) y."), "art_1__para_1__point_a_2"),
        (("1. One:", "(a) x.", "Flush.", "2. Two."), "art_1__para_2"),
    ],
)
def test_a_label_that_carries_nothing_on_begins_a_list_of_its_own(
    lines: tuple[str, ...], last: str, read: Read
) -> None:
    assert read("treaty", article(*lines), paged=False).eids[-1] == last


def test_an_interrupted_list_ends_with_its_article(read: Read) -> None:
    text = article("A. One:", "(1) x.", "Flush.") + "\n### Article 2\n\n(2) y.\n"
    assert read("treaty", text, paged=False).eids[-1] == "art_2__point_2"


def test_a_label_alone_is_a_unit_without_words_of_its_own(read: Read) -> None:
    found = read("treaty", "### Article 1. Tea\n\nB.\n\n(1) One.\n", paged=False)
    unit = found["art_1__point_B"]
    assert (unit.printed_label, unit.own_text, unit.text) == ("B", False, "Tea")


def test_printed_labels_keep_the_print_and_ordinals_the_order(read: Read) -> None:
    found = read("treaty", article("7.1 One.", "7.2 Two.", "7.2 Three."), paged=False)
    shown = [(u.eid, u.printed_label, u.ordinal) for u in found.units[1:]]
    assert shown == [
        ("art_1__para_1", "7.1", 1),
        ("art_1__para_2", "7.2", 2),
        ("art_1__para_2_2", "7.2", 3),
    ]


def test_operative_paragraphs_hold_points(read: Read) -> None:
    text = "1. ADOPTS the leaf;\n\n2. REQUESTS the Director:\n\n- (1) to pour;\n\n- (2) to drink.\n"
    found = read("treaty", text, paged=False)
    assert [(u.eid, u.kind) for u in found.units] == [
        ("para_1", "operative-paragraph"),
        ("para_2", "operative-paragraph"),
        ("para_2__point_1", "point"),
        ("para_2__point_2", "point"),
    ]


def test_headed_provisions_are_of_their_type(read: Read) -> None:
    text = (
        "### Regulation 1.1 – Tea\n\n1. Pour.\n\n### Standard A1.1 – Cups\n\nPorcelain.\n\n"
        "### Guideline B1.1.1 – Spoons\n\nSilver.\n\n### Paragraph 3\n\nThe end.\n"
    )
    found = read("treaty", text, paged=False)
    assert [(u.eid, u.kind, u.heading) for u in found.units if u.printed_label != "1"] == [
        ("reg_1-1", "article", "Tea"),
        ("std_A1-1", "article", "Cups"),
        ("gdl_B1-1-1", "article", "Spoons"),
        ("para_3", "paragraph", None),
    ]


def test_bullets_in_a_box_hang_from_the_paragraph_above_them(read: Read) -> None:
    text = "1. Tea.\n\nTea makers\n\nThose are:\n- pickers;\n- pourers.\n"
    assert read("guidance", text).eids == [
        "para_1",
        "box_nn_1",
        "box_nn_1__para_nn_1",
        "box_nn_1__para_nn_1__item_nn_1",
        "box_nn_1__para_nn_1__item_nn_2",
    ]


def test_bullets_in_a_preamble_hang_from_their_recital(read: Read) -> None:
    text = "Recalling the following:\n\n- the leaf;\n\n- the cup;\n\n### Article 1\n\nTea.\n"
    assert read("treaty", text, paged=False).eids == [
        "pream_nn_1",
        "pream_nn_1__item_nn_1",
        "pream_nn_1__item_nn_2",
        "art_1",
    ]


TABLE = """Leaves of the
world

Water of the
world

1.1 Pick leaves by
hand

2.1 Boil water
well

3.1 Wash cups
"""


def test_a_table_is_read_by_its_columns(read: Read) -> None:
    found = read("brief", TABLE)
    assert [(u.eid, u.text, u.parent) for u in found.units] == [
        ("item_nn_1", "Leaves of the world", None),
        ("item_nn_2", "Water of the world", None),
        ("item_1-1", "Pick leaves by hand", "x:item_nn_1"),
        ("item_2-1", "Boil water well", "x:item_nn_2"),
        ("item_3-1", "Wash cups", None),
    ]
    assert {u.kind for u in found.units} == {"table-cell"}


def test_a_box_ends_with_the_rows_of_its_table(read: Read) -> None:
    text = (
        "BOX N° 1\n\nWhen tea came\n\n1610\tTea in Europe\n1650\tTea in England\nEtc...\n\nMore.\n"
    )
    found = read("guide", text)
    assert [(u.eid, u.kind, u.text) for u in found.units] == [
        ("box_1", "box", "When tea came"),
        ("box_1__item_1610", "timeline-entry", "Tea in Europe"),
        ("box_1__item_1650", "timeline-entry", "Tea in England"),
        ("box_1__item_nn_1", "timeline-entry", "Etc..."),
        ("para_nn_1", "paragraph", "More."),
    ]


def test_lines_of_a_markdown_table_are_one_unit(read: Read) -> None:
    text = article("1. As follows:") + "\n| a | b |\n|---|---|\n| 1 | 2 |\n\n2. Two.\n"
    found = read("treaty", text, paged=False)
    table = found["art_1__para_nn_1"]
    assert (table.kind, table.text) == ("table", "| a | b | |---|---| | 1 | 2 |")
    assert found.eids[-1] == "art_1__para_2"
