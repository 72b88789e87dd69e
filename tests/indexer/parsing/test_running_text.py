from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]


def test_unnumbered_text_goes_on_with_the_numbered_paragraph_where_nothing_else_numbers_it(
    read: Read,
) -> None:
    found = read("guidance", "1. Tea is hot.\n\nSo take care.\n\n2. Cups.\n")
    assert found.outline == [
        ("para_1", "paragraph", "Tea is hot. So take care."),
        ("para_2", "paragraph", "Cups."),
    ]
    assert len(found["para_1"].spans) == 1


def test_a_paragraph_that_a_footnote_interrupts_has_several_spans(read: Read) -> None:
    found = read("guidance", "1. Tea¹ is hot and\n\n¹ A leaf.\n\nso are cups.\n")
    assert found["para_1"].text == "Tea is hot and so are cups."
    words = [found.text[s.start : s.end] for s in found["para_1"].spans]
    assert words == ["1. Tea¹ is hot and", "so are cups."]


def test_an_article_without_numbers_has_its_text_or_unnumbered_paragraphs(read: Read) -> None:
    text = "### Article 1\n\nOne.\n\n### Article 2\n\nTwo.\n\nThree.\n"
    found = read("treaty", text, paged=False)
    assert found.outline == [
        ("art_1", "article", "One."),
        ("art_2", "article", ""),
        ("art_2__para_nn_1", "article-paragraph", "Two."),
        ("art_2__para_nn_2", "article-paragraph", "Three."),
    ]
    assert [u.own_text for u in found.units] == [True, False, True, True]


def test_text_behind_a_list_is_a_paragraph_of_what_holds_the_list(read: Read) -> None:
    text = "### Article 1\n\n1. Tea:\n\n(a) green;\n\n(b) black.\n\nNo coffee.\n\n2. Cups.\n"
    found = read("treaty", text, paged=False)
    assert found.eids[-2:] == ["art_1__para_1__para_nn_1", "art_1__para_2"]
    assert found["art_1__para_1__para_nn_1"].text == "No coffee."


def test_words_of_enactment_and_recitals_count_together(read: Read) -> None:
    text = (
        "The General Tea Conference,\n\nRecalling the leaf, and\n\nMindful of the cup,\n\n"
        "adopts this first day of May the following Convention:\n\n### Article 1\n\nTea.\n"
    )
    for paged in (True, False):
        kinds = [(u.eid, u.kind) for u in read("treaty", text, paged=paged).units]
        assert kinds == [
            ("pream_nn_1", "formula"),
            ("pream_nn_2", "preambular-paragraph"),
            ("pream_nn_3", "preambular-paragraph"),
            ("pream_nn_4", "formula"),
            ("art_1", "article"),
        ]


def test_a_recital_goes_on_over_a_page_break(read: Read) -> None:
    text = "Recalling the leaf and the\n\ncup of all;\n\nTHEREFORE\n\nThe Parties agree:\n"
    found = read("treaty", text)
    assert found.outline == [
        ("pream_nn_1", "preambular-paragraph", "Recalling the leaf and the cup of all;"),
        ("pream_nn_2", "formula", "THEREFORE The Parties agree:"),
    ]


def test_a_recital_with_a_label_is_named_by_it(read: Read) -> None:
    found = read("treaty", "(PP1) Recalling the leaf,\n\n(PP2) Mindful of the cup,\n")
    assert found.eids == ["pream_PP1", "pream_PP2"]
    assert found["pream_PP2"].text == "Mindful of the cup,"


def test_a_quotation_has_its_speaker_below_it(read: Read) -> None:
    found = read("guide", "“Tea is\na victory.”\n\nDr Green, Director\n\nSo it is.\n")
    quotation, after = found.units
    assert (quotation.kind, quotation.text) == ("quotation", "“Tea is a victory.”")
    assert quotation.attribution == "Dr Green, Director"
    assert found.text[quotation.spans[-1].start : quotation.end].endswith("Director")
    assert (after.kind, after.text, after.attribution) == ("paragraph", "So it is.", None)


def test_a_quotation_ends_the_box_above_it(read: Read) -> None:
    found = read("guide", "BOX N° 1\n\nKettles\n\nThey boil.\n\n“Tea!”\n\nDr Green\n\nMore tea.\n")
    assert found.eids == ["box_1", "box_1__para_nn_1", "para_nn_1", "para_nn_2"]


def test_an_address_belongs_to_the_reference_above_it(read: Read) -> None:
    text = "Sources:\n\nLeaf, B. Leaves.\n<https://leaves.example>\nwww.cups.example\n\nCup, C.\n"
    found = read("guide", text)
    assert [(u.kind, u.text) for u in found.units] == [
        ("reference", "Leaf, B. Leaves. <https://leaves.example> www.cups.example"),
        ("reference", "Cup, C."),
    ]
    assert found.furniture == [("subheading", "Sources:")]


def test_an_address_with_nothing_above_it_is_a_reference(read: Read) -> None:
    found = read("letter", "References\n\nhttps://leaves.example\n")
    assert [(u.kind, u.text) for u in found.units[1:]] == [("reference", "https://leaves.example")]


@pytest.mark.parametrize(
    ("line", "role"),
    [("Figure 1: A kettle", "caption"), ("Table 2: Elements of tea", "caption")],
)
def test_furniture_is_no_unit_and_does_not_end_a_sentence(line: str, role: str, read: Read) -> None:
    found = read("guidance", f"1. Tea is hot and\n\n{line}\n\nso are cups.\n")
    assert found["para_1"].text == "Tea is hot and so are cups."
    assert found.furniture == [(role, line)]
