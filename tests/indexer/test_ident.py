from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ident import (
    EID,
    Minter,
    edition_iri,
    graph_iri,
    instrument_iri,
    iris_of,
    number,
    split_id,
    unit_iri,
)
from indexer.model import Instrument
from tests.indexer.made_units import made_unit

BASE = "https://example.org/"
CODE = Instrument(
    id="code",
    title="The Code",
    short_title="Code",
    path="who/code/2010/code",
    body=("WHO",),
    kind="code",
    bindingness="non-binding",
    is_law=True,
    year=2010,
)


@pytest.mark.parametrize(
    ("label", "num"),
    [
        ("26", "26"),
        ("(g)", "g"),
        ("a.", "a"),
        ("7.2", "7-2"),
        ("5.1.1", "5-1-1"),
        ("3.1.", "3-1"),
        ("Article 8 bis", "Article8bis"),
        ("10 a", "10a"),
        ("A1.1", "A1-1"),
        ("IV", "IV"),
        ("1–2", "1-2"),
        ("1, paragraph 2", "1-paragraph2"),
        ("[270]", "270"),
        ("a_b", "a-b"),
        ("é-1", "1"),
        ("*", ""),
        ("", ""),
        ("¹", ""),
        ("—", ""),
    ],
)
def test_a_printed_label_becomes_a_num(label: str, num: str) -> None:
    assert number(label) == num


@given(st.text())
def test_a_num_is_trimmed_and_of_the_grammar(label: str) -> None:
    num = number(label)
    assert re.fullmatch(r"(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)?", num)
    assert number(num) == num


def test_a_label_printed_twice_is_counted_from_its_second_time() -> None:
    minter = Minter()
    minted = [minter.mint("para_31", "point", label) for label in "abbb"]
    assert minted == [
        "para_31__point_a",
        "para_31__point_b",
        "para_31__point_b_2",
        "para_31__point_b_3",
    ]


def test_units_without_a_label_are_counted_by_host_and_type() -> None:
    minter = Minter()
    asked = [("", "para"), ("", "para"), ("", "sec"), ("box_1", "para"), ("", "para")]
    assert [minter.mint(host, kind, None) for host, kind in asked] == [
        "para_nn_1",
        "para_nn_2",
        "sec_nn_1",
        "box_1__para_nn_1",
        "para_nn_3",
    ]
    assert minter.mint("", "fn", "*") == "fn_nn_1"


def test_points_and_actions_share_letters() -> None:
    minter = Minter()
    assert minter.mint("para_26", "point", "a") == "para_26__point_a"
    assert minter.mint("para_26", "action", "a") == "para_26__action_a"


LABELS = st.one_of(
    st.none(),
    st.sampled_from(["a", "b", "(a)", "a_2", "a.2", "nn", "nn_1", "nn 1", "1", "1.1", "1-1", "*"]),
    st.text(max_size=6),
)
TYPES = st.sampled_from(["sec", "para", "point", "action", "art", "pream", "item", "fn", "box"])


@given(st.lists(st.tuples(TYPES, LABELS, st.integers(0, 6)), max_size=40))
def test_minted_identifiers_never_collide_and_keep_the_grammar(
    asked: list[tuple[str, str | None, int]],
) -> None:
    minter = Minter()
    minted: list[str] = []
    for unit_type, label, above in asked:
        host = minted[-above] if 0 < above <= len(minted) else ""
        minted.append(minter.mint(host, unit_type, label))
    assert len(set(minted)) == len(minted)
    assert all(EID.fullmatch(eid) for eid in minted)
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+", eid) for eid in minted)


@given(st.lists(st.tuples(TYPES, LABELS), max_size=20))
def test_the_same_labels_give_the_same_identifiers(asked: list[tuple[str, str | None]]) -> None:
    first, second = Minter(), Minter()
    assert [first.mint("", *a) for a in asked] == [second.mint("", *a) for a in asked]


@pytest.mark.parametrize(
    "eid",
    [
        "para_26__point_g",
        "para_31__action_a_2",
        "para_nn_12",
        "sec_5-1-1",
        "art_7__para_2__point_c",
        "box_5__item_nn_1",
        "sec_A__sec_i",
        "note_42",
    ],
)
def test_the_grammar_takes_what_the_design_names(eid: str) -> None:
    assert EID.fullmatch(eid)


@pytest.mark.parametrize("eid", ["", "para", "para_", "_1", "para_26__", "para 26", "para_26/x"])
def test_the_grammar_refuses_the_rest(eid: str) -> None:
    assert EID.fullmatch(eid) is None


@pytest.mark.parametrize(
    ("identifier", "parts"),
    [
        ("compact:para_26", ("compact", "para_26")),
        ("C155", ("C155", "")),
        ("wha63-16:para_3__point_2", ("wha63-16", "para_3__point_2")),
    ],
)
def test_an_identifier_is_split_at_its_colon(identifier: str, parts: tuple[str, str]) -> None:
    assert split_id(identifier) == parts


def test_iris_hang_from_the_base_and_the_path() -> None:
    assert instrument_iri(BASE, CODE) == "https://example.org/who/code/2010/code"
    assert unit_iri(BASE, CODE, "art_5") == "https://example.org/who/code/2010/code/art_5"
    assert graph_iri(BASE, "corpus") == "https://example.org/graph/corpus"
    iri = edition_iri(BASE, CODE, "eng", "draft 2010")
    assert iri == "https://example.org/who/code/2010/code/eng-draft%202010"


def test_every_unit_and_instrument_has_its_iri() -> None:
    assert iris_of(BASE, [CODE], [made_unit("code:art_5")]) == {
        "code": f"{BASE}who/code/2010/code",
        "code:art_5": f"{BASE}who/code/2010/code/art_5",
    }
