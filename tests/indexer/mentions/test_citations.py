"""Citations in running text: what is found, and what it is resolved to."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.citations import Context, Located, extract, mentions_of
from indexer.model import Corpus
from indexer.registry import Registry

Reader = Callable[..., list[str]]

FORMS = {
    "Convention No. 155": ["Convention No. 155 → C155"],
    "Convention (No. 155)": ["Convention (No. 155) → C155"],
    "(Convention No. 155)": ["Convention No. 155 → C155"],
    "C155, C.155 and C 155": ["C155 → C155", "C.155 → C155", "C 155 → C155"],
    "ILO Convention 155": ["ILO Convention 155 → C155"],
    "Convention nº155 and Convention n° 29": ["Convention nº155 → C155", "Convention n° 29 → C029"],
    "the Occupational Safety and Health Convention, 1981 (No. 155)": [
        "Occupational Safety and Health Convention, 1981 (No. 155) → C155"
    ],
    "*Migration for Employment Convention (Revised)*, 1949\n(No. 97)": [
        "Migration for Employment Convention (Revised)*, 1949\n(No. 97) → C097"
    ],
    "Conventions Nos 87, 98 and 151": ["Conventions Nos 87 → C087", "98 → C098", "151 → C151"],
    "Convention Nos. 87 and 98": ["Convention Nos. 87 → C087", "98 → C098"],
    "conventions and recommendations Nos. 97 and 143": [
        "conventions and recommendations Nos. 97 → C097",
        "143 → C143",
    ],
    "Recommendation No. 86": ["Recommendation No. 86 → R086"],
    "Protocol of 2014 to the Forced Labour Convention, 1930 (P029)": [
        "Protocol of 2014 to the Forced Labour Convention, 1930 (P029) → P029"
    ],
    "the Protocol to Convention No. 29": ["Protocol to Convention No. 29 → P029"],
    "the 2000 Maternity Protection Convention": ["2000 Maternity Protection Convention → C183"],
    "the Maternity Protection Convention": ["Maternity Protection Convention → C003 C103 C183?"],
    "Occupational Safety and Health Convention, 1981 (No. 161)": [
        "Occupational Safety and Health Convention, 1981 (No. 161) → C155 C161?"
    ],
    "Occupational Safety and Health Convention, 1999": [
        "Occupational Safety and Health Convention, 1999 → -"
    ],
    "Convention No. 999": ["Convention No. 999 → -"],
    "WHA63.16; WHA 57.19; WHA Res 63.16; WHA resolution 70.6": [
        "WHA63.16 → wha63-16",
        "WHA 57.19 → WHA57-19",
        "WHA Res 63.16 → wha63-16",
        "WHA resolution 70.6 → WHA70-6",
    ],
    "A/RES/71/1; S/RES/2286 (2016); General Assembly resolution 71/1": [
        "A/RES/71/1 → A-RES-71-1",
        "S/RES/2286 (2016) → S-RES-2286",
        "General Assembly resolution 71/1 → A-RES-71-1",
    ],
    "resolutions 1325 (2000) and 2286 (2016)": [
        "resolutions 1325 (2000) → S-RES-1325",
        "2286 (2016) → S-RES-2286",
    ],
    "General Comment No. 23 (2016), para. 5": [
        "General Comment No. 23 (2016) → CESCR-GC-23",
        "para. 5 → CESCR-GC-23:para_5",
    ],
    "General Comment No. 18": ["General Comment No. 18 → CCPR-GC-18 CESCR-GC-18?"],
    "Human Rights Committee, general comment No. 18": [
        "Human Rights Committee, general comment No. 18 → CCPR-GC-18"
    ],
    "common Article 3": ["common Article 3 → GC1:art_3 GC2:art_3 GC3:art_3 GC4:art_3"],
    "Article 3 common to the Geneva Conventions": [
        "Article 3 → GC1:art_3 GC2:art_3 GC3:art_3 GC4:art_3",
        "Geneva Conventions → GC1 GC2 GC3 GC4",
    ],
    "common article 1 of the ICCPR and the ICESCR": [
        "common article 1 → ICCPR:art_1 ICESCR:art_1",
        "ICCPR → ICCPR",
        "ICESCR → ICESCR",
    ],
    "Additional Protocol I, art. 15": ["Additional Protocol I → AP1", "art. 15 → AP1:art_15"],
    "the Geneva Conventions of 1949 and the Additional Protocols thereto of 1977": [
        "Geneva Conventions of 1949 → GC1 GC2 GC3 GC4",
        "Additional Protocols thereto of 1977 → AP1 AP2",
    ],
    "Art. 13 of C155": ["Art. 13 → C155:art_13", "C155 → C155"],
    "Articles 10 and 16 of Convention No. 81 and Articles 14 and 21 of Convention No. 129": [
        "Articles 10 → C081:art_10",
        "16 → C081:art_16",
        "Convention No. 81 → C081",
        "Articles 14 → C129:art_14",
        "21 → C129:art_21",
        "Convention No. 129 → C129",
    ],
    "arts. 6–8 ICESCR": [
        "arts. 6–8 → ICESCR:art_6 ICESCR:art_7 ICESCR:art_8",
        "ICESCR → ICESCR",
    ],
    "Article 9, in conjunction with Article 10(1) of Convention No. 102": [
        "Article 9 → C102:art_9",
        "Article 10(1) → C102:art_10__para_1",
        "Convention No. 102 → C102",
    ],
    "Part II of C102": ["Part II → C102:part_II", "C102 → C102"],
    "Paragraph 3(2) of resolution WHA63.16": [
        "Paragraph 3(2) → wha63-16:para_3__point_2",
        "resolution WHA63.16 → wha63-16",
    ],
    "Articles 12 and 24 of the ICESCR and the CRC, respectively": [
        "Articles 12 → ICESCR:art_12",
        "24 → CRC:art_24",
        "ICESCR → ICESCR",
        "CRC → CRC",
    ],
    "Article 10 of Conventions Nos. 81 and 129": [
        "Article 10 → C081:art_10 C129:art_10",
        "Conventions Nos. 81 → C081",
        "129 → C129",
    ],
    "UDHR, Art. 23; ICESCR, Art. 7(a)(i); CRPD art 27": [
        "UDHR → UDHR",
        "Art. 23 → UDHR:art_23",
        "ICESCR → ICESCR",
        "Art. 7(a)(i) → ICESCR:art_7__point_a__item_i",
        "CRPD → CRPD",
        "art 27 → CRPD:art_27",
    ],
    "Article 5 of the Labour Code of Kenya": ["Article 5 → -", "Labour Code of Kenya → -"],
    "Convention on Biological Diversity, Article 8": [
        "Convention on Biological Diversity → -",
        "Article 8 → -",
    ],
    "SDG targets 8.5 and 8.8": ["SDG targets 8.5 → SDG-8.5", "8.8 → SDG-8.8"],
}

NOTHING = [
    "Human resources for health vary widely.",
    "vitamin C 155 mg; room C155; form R 164-B; p. 155",
    "conventions adopted 30 years ago",
    "a code of practice on the international recruitment of health personnel",
    "see https://www.ilo.org/C155/Article-13",
    "The delegates met in 1981 and 155 of them voted.",
    "relevant ILO Conventions and Recommendations",
]


@pytest.mark.parametrize(("text", "expected"), FORMS.items(), ids=list(FORMS))
def test_every_form_of_a_citation(read: Reader, text: str, expected: list[str]) -> None:
    assert read(text) == expected
    assert read(f"The report cites {text}.") == expected


@pytest.mark.parametrize("text", NOTHING)
def test_no_citation(read: Reader, text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", list(FORMS))
def test_breaks_and_hard_spaces_change_nothing_but_the_quote(registry: Registry, text: str) -> None:
    plain = extract(text, registry)
    for gap in ("\u00a0", "\n", " \n "):
        broken = extract(text.replace(" ", gap), registry)
        assert [m.targets for m in broken] == [m.targets for m in plain]


def test_the_kinds(registry: Registry) -> None:
    text = "Article 5 of C155, resolution WHA63.16, and section 7 above"
    assert [m.kind for m in extract(text, registry)] == [
        "provision",
        "instrument",
        "resolution",
        "internal",
    ]


@given(st.text(alphabet=st.sampled_from(list(" .,;()0123456789abiCNoWHA/–“”\n*[]§")), max_size=200))
def test_any_text_is_read_and_every_quote_is_its_slice(registry: Registry, text: str) -> None:
    last = 0
    for mention in extract(text, registry):
        assert text[mention.start : mention.end] == mention.quote
        assert last <= mention.start < mention.end
        assert (mention.status == "unresolved") == (not mention.targets)
        last = mention.end


HOSTILE = [
    "(",
    "(a",
    "1",
    "Article 1, ",
    "Article 1(a)",
    "No. ",
    "Convention No. ",
    "C155 ",
    "Ibid. ",
    "the Convention ",
    "Article 1 of ",
    "paragraph 1 of Article 2 of ",
    "general comment No. 1, ",
    "resolution 71/1, ",
    "Aaa ",
    "Convention on the Rights ",
    "*",
    "\n",
    "C155 (“the Code”) ",
    "Act of ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_no_faster_than_the_text(registry: Registry, piece: str) -> None:
    """Count calls, not seconds: twice the text takes at most about twice the calls."""
    calls = [_calls(partial(extract, piece * size, registry)) for size in (200, 400)]
    assert calls[1] <= 2.3 * calls[0] + 200


def _calls(action: Callable[[], object]) -> int:
    count = 0

    def tick(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(tick)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count


@pytest.fixture(scope="module")
def located(parsed: tuple[Corpus, Any, Any], registry: Registry) -> dict[str, tuple[Located, ...]]:
    return mentions_of(parsed[0], registry)


def targets(located: dict[str, tuple[Located, ...]], unit: str, via: str = "text") -> list[str]:
    return [t for found in located[unit] if found.via == via for t in found.mention.targets]


def test_own_references_resolve_inside_the_text(
    located: dict[str, tuple[Located, ...]],
) -> None:
    unit = "code:art_7__para_2__point_c"
    assert targets(located, unit) == ["code:art_7__para_2__point_a", "code:art_7__para_2__point_b"]
    assert targets(located, "code:art_7__para_3") == [
        "code:art_7__para_2__point_c",
        "code:art_9__para_1",
    ]
    assert targets(located, "code:art_7__para_4") == ["code:art_7__para_3"]
    assert targets(located, "compact:para_35__point_c") == ["compact:para_35__point_b"]
    assert {found.mention.kind for found in located[unit]} == {"internal"}


def test_scope_rules_are_named(located: dict[str, tuple[Located, ...]]) -> None:
    rules = {
        (found.mention.rule, found.mention.kind)
        for unit, all_found in located.items()
        if unit.startswith("guide:")
        for found in all_found
        if found.mention.kind == "provision"
    }
    assert ("guide-footnote-5", "provision") in rules
    assert targets(located, "wha63-16:para_1")[:2] == ["WHO-CONST:art_23", "WHO-CONST"]


def test_footnotes_reach_the_unit_with_the_marker(
    located: dict[str, tuple[Located, ...]],
) -> None:
    note = [f for f in located["guide:fn_4"] if f.via == "text"]
    assert [t for f in note for t in f.mention.targets] == [
        "UDHR:art_13",
        "UDHR",
        "ICCPR:art_12",
        "ICCPR",
    ]
    hosts = [
        unit
        for unit, all_found in located.items()
        if any(f.via == "footnote" and f.place == "guide:fn_4" for f in all_found)
    ]
    assert len(hosts) == 1
    assert not hosts[0].startswith("guide:fn_")


def test_every_place_of_the_corpus_slices_to_its_quote(
    parsed: tuple[Corpus, Any, Any], located: dict[str, tuple[Located, ...]]
) -> None:
    texts = {unit.id: unit.text for edition in parsed[0].editions for unit in edition.units}
    assert sum(map(len, located.values())) > 250
    for all_found in located.values():
        for found in all_found:
            text = texts[found.place]
            assert text[found.mention.start : found.mention.end] == found.mention.quote


def test_every_target_of_the_corpus_is_known(
    registry: Registry, located: dict[str, tuple[Located, ...]]
) -> None:
    for all_found in located.values():
        for target in (t for found in all_found for t in found.mention.targets):
            instrument, _, _ = target.partition(":")
            assert instrument in registry.entries


def test_a_text_of_its_own_document_is_read_in_its_context(read: Reader) -> None:
    context = Context(own="code", unit="art_8__para_1")
    assert read("as stipulated in Article 2.2 of this Code", context) == [
        "Article 2.2 → code:art_2__para_2"
    ]
