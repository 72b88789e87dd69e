"""Names in running text: dress, breaks and case tolerated, the longest taken."""

from __future__ import annotations

import pytest

from indexer.mentions.aliases import Name, Names, words
from indexer.mentions.patterns import fold

NAMES = Names(
    [
        Name("Occupational Safety and Health Convention", ("C155",)),
        Name("Occupational Safety and Health Convention, 1981", ("C155",)),
        Name("Covenant on Economic, Social and Cultural Rights", ("ICESCR",)),
        Name("Workers' Representatives Convention", ("C135",)),
        Name("Migration for Employment Convention (Revised)", ("C097",)),
        Name("Convention of Belém do Pará", ("BELEM",)),
        Name("Geneva Conventions", ("GC1", "GC2"), "collective"),
        Name("CAT", ("CAT",)),
        Name("ILO ISCO 2008", ("ISCO-08",)),
        Name("ISCO 2008 classification", ("ISCO-08",)),
        Name("Right to Organise Convention", ("C087",)),
    ],
    {"&": "and", "organize": "organise"},
)


def found(text: str) -> list[tuple[str, tuple[str, ...]]]:
    folded = fold(text)
    return [(text[h.start : h.end], h.ids) for h in NAMES.find(folded, NAMES.words(folded))]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            "the Occupational Safety and Health Convention, 1981 says",
            "Occupational Safety and Health Convention, 1981",
        ),
        (
            "the occupational safety and health convention says",
            "occupational safety and health convention",
        ),
        ("Occupational Safety & Health Convention", "Occupational Safety & Health Convention"),
        (
            "Occupational\n   Safety\u00a0and *Health* Convention",
            "Occupational\n   Safety\u00a0and *Health* Convention",
        ),
        (
            "Covenant on Economic, Social, and Cultural Rights",
            "Covenant on Economic, Social, and Cultural Rights",
        ),
        ("Workers’ Representatives Convention", "Workers’ Representatives Convention"),
        (
            "*Migration for Employment Convention (Revised)*, 1949",
            "Migration for Employment Convention (Revised)",
        ),
        ("Convention of Belem do Para", "Convention of Belem do Para"),
        ("Right to Organize Convention", "Right to Organize Convention"),
        ("ILO ISCO 2008 classification", "ILO ISCO 2008 classification"),
        ("GENEVA CONVENTIONS", "GENEVA CONVENTIONS"),
    ],
)
def test_a_name_is_found_however_it_is_dressed(text: str, quote: str) -> None:
    assert [q for q, _ in found(text)] == [quote]


@pytest.mark.parametrize(
    "text",
    [
        "cat",
        "Cat",
        "geneva conventions",
        "Geneva. Conventions of industry",
        "the Geneva\n\nConventions",
        "workers' representatives convention",
        "Occupational Safety. And Health Convention",
        "concatenated CATs",
    ],
)
def test_what_only_looks_like_a_name(text: str) -> None:
    assert found(text) == []


def test_names_stand_side_by_side_and_at_a_place() -> None:
    text = fold("CAT, Geneva Conventions")
    cut = NAMES.words(text)
    assert [hit.sort for hit in NAMES.find(text, cut)] == ["name", "collective"]
    assert NAMES.at(text, cut, 5) is not None
    assert NAMES.at(text, cut, 6) is None
    assert NAMES.at(text, cut, 99) is None


def test_words_keep_their_places() -> None:
    assert [(w.text, w.key, w.start) for w in words("A & Pará", {"&": "and"})] == [
        ("A", "a", 0),
        ("&", "and", 2),
        ("Pará", "para", 4),
    ]
