"""Finding concepts: what counts as the same words, where they stand, and which label wins."""

import re
import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.concepts import Concept, Vocabulary, vocabulary_of
from indexer.errors import InputError
from indexer.wording import Reader

READER = Reader(
    skipped=["a", "the", "their"],
    whole=["housing"],
    spelling={"healthcare": "health care", "women": "woman"},
)


def vocabulary(*labels: str, **more: Any) -> Vocabulary:
    """Concepts `c1`, `c2` …, each with one label."""
    concepts = [Concept(f"c{n}", label, **more) for n, label in enumerate(labels, 1)]
    return Vocabulary(concepts, READER)


def found(text: str, *labels: str) -> list[str]:
    """The pieces of the text in which one of the labels was found."""
    return [text[place.start : place.end] for place in vocabulary(*labels).concepts_in(text)]


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("sick leave", "SICK LEAVE"),
        ("sick leave", "sick-leave"),
        ("sick leave", "sick\n leaves"),
        ("organisation of workers", "organizations of workers"),
        ("labour inspector", "labor inspectors"),
        ("favourable behaviour", "favorable behavior"),
        ("health centre", "health centers"),
        ("defence programme", "defense programs"),
        ("counselling", "counseling"),
        ("health policy", "health policies"),
        ("hiring practice", "hire practices"),
        ("stop work", "stopped work"),
        ("stop work", "stopping work"),
        ("illness", "illnesses"),
        ("noise at work", "noises at work"),
        ("study leave", "studied leave"),
        ("leave a dangerous workplace", "leaving their dangerous workplaces"),
        ("workers' organisation", "workers’ organisations"),
        ("worker's health", "workers health"),
        ("health care worker", "healthcare workers"),
        ("healthcare worker", "health-care workers"),
        ("healthcare", "health care"),
        ("safety and health", "safety & health"),
        ("HIV/AIDS", "HIV/AIDS"),
        ("café work", "cafe work"),
        ("physical, mental and social", "physical, mental and social"),
        ("health worker", "health workers"),
        ("burnout", "burn\u00adout"),
        ("women workers", "woman workers"),
        ("housing", "Housing"),
    ],
)
def test_the_same_words_in_another_print_are_found_whole(label: str, text: str) -> None:
    assert found(f"Of {text}¹ we speak.", label) == [text]


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("sick leave", "sick; leave"),
        ("sick leave", "sick, leave"),
        ("sick leave", "sick (leave)"),
        ("sick leave", "sick. Leave"),
        ("sick leave", "sick and leave"),
        ("sick leave", "seasick leave"),
        ("informal worker", "informing workers"),
        ("informal worker", "information workers"),
        ("public health", "public healthcare"),
        ("care worker", "healthcare workers"),
        ("care worker", "car workers"),
        ("universal coverage", "university coverage"),
        ("pay", "payment"),
        ("housing for nurses", "houses for nurses"),
    ],
)
def test_other_words_are_not_found(label: str, text: str) -> None:
    assert found(text, label) == []


def test_offsets_are_those_of_the_text_as_given() -> None:
    text = "𝔘 ﬁrst: “Workers’ \u00a0representatives” and ＰＡＩＤ leave"
    assert found(text, "workers' representatives", "paid leave") == [
        "Workers’ \u00a0representatives",
        "ＰＡＩＤ leave",
    ]


def test_the_longest_label_wins_wherever_it_begins() -> None:
    labels = ("health and safety", "safety committee of the ward", "ward")
    assert found("A health and safety committee of the ward", *labels) == [
        "safety committee of the ward"
    ]
    assert found("health and safety in the ward", *labels) == ["health and safety", "ward"]


def test_among_labels_of_equal_length_the_first_wins() -> None:
    assert found("equal pay audit", "equal pay", "pay audit") == ["equal pay"]


def test_the_label_that_was_recognised_is_told() -> None:
    concept = Concept("leave-danger", "leaving danger", ("quit danger",), ("walk out",))
    places = Vocabulary([concept], READER).concepts_in("They walked out and quit the danger.")
    assert [(p.concept, p.label) for p in places] == [
        ("leave-danger", "walk out"),
        ("leave-danger", "quit danger"),
    ]


def test_all_broader_concepts_are_above() -> None:
    concepts = [
        Concept("maternity-leave", "maternity leave", broader=("leave", "maternity")),
        Concept("leave", "leave of absence", broader=("conditions",)),
        Concept("maternity", "maternity protection"),
        Concept("conditions", "working conditions"),
    ]
    above = Vocabulary(concepts, READER).above
    assert above("maternity-leave") == {"leave", "maternity", "conditions"}
    assert above("conditions") == frozenset()


@pytest.mark.parametrize(
    ("concepts", "complaint"),
    [
        ([("a", "sick leave", ()), ("a", "pay", ())], "concept 'a': it stands twice"),
        ([("a", "sick leave", ()), ("b", "Sick-leaves", ())], "reads as 'sick leave' of 'a'"),
        ([("a", "the", ())], "'the' is no run of words"),
        ([("a", "leave (sick)", ())], "'leave (sick)' is no run of words"),
        ([("a", "pay", ("b",))], "concept 'a': there is no broader concept 'b'"),
        ([("a", "pay", ("b",)), ("b", "rest", ("a",))], "a → b → a is a circle"),
    ],
)
def test_what_contradicts_itself_is_refused(
    concepts: list[tuple[str, str, tuple[str, ...]]], complaint: str
) -> None:
    made = [Concept(name, label, broader=broader) for name, label, broader in concepts]
    with pytest.raises(InputError, match=re.escape(complaint)) as caught:
        Vocabulary(made, READER)
    assert caught.value.message.startswith("registry/concepts.toml")


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ({}, "'concept' is missing"),
        ({"concept": [{"id": "a"}]}, "concept 1: 'label' is missing"),
        ({"concept": [{"id": "a", "label": "b"}, {"label": "c"}]}, "concept 2: 'id' is missing"),
    ],
)
def test_a_file_that_lacks_a_field_is_refused(table: dict[str, Any], complaint: str) -> None:
    with pytest.raises(InputError, match=re.escape(complaint)):
        vocabulary_of(table)


WORDS = st.sampled_from(
    ["sick", "leave", "Leave", "pay", ",", ".", "-", "of", "healthcare", "\u00ad"]
)


@pytest.mark.property
@given(st.lists(WORDS | st.text(max_size=4)).map(" ".join))
def test_places_are_in_order_apart_and_found_again_alone(text: str) -> None:
    words = vocabulary("sick leave", "leave", "leave of pay", "pay", "health care")
    places = words.concepts_in(text)
    assert all(a.end <= b.start for a, b in pairwise(places))
    for place in places:
        (again,) = words.concepts_in(text[place.start : place.end])
        assert (again.concept, again.start, again.end) == (
            place.concept,
            0,
            place.end - place.start,
        )


@pytest.mark.parametrize("piece", ["sick leave of pay ", "a", "(", " ", "'", "sick-"])
def test_time_is_linear_in_the_text(piece: str) -> None:
    words = vocabulary("sick leave of pay and sick leave of pay", "sick leave", "pay sick")
    text = piece * (400_000 // len(piece))
    started = time.perf_counter()
    words.concepts_in(text)
    assert time.perf_counter() - started < 5
