"""A draft traced: verdicts on citations, sentences beside clauses, elements left out, limits."""

import re
from typing import Any

import pytest

from indexer.errors import QueryError
from indexer.kept import Extent
from indexer.read import Index, TraceOptions
from indexer.tracing.citations import MOST_MEANT, VERDICTS, Checker
from indexer.tracing.clauses import elements_view
from indexer.tracing.places import Known, Places
from indexer.tracing.sentences import LONGEST, draft_sentences, query_of
from indexer.tracing.trace import readable

OSH = "Occupational Safety and Health Convention"
RIGHT: dict[str, Any] = {"instrument": True}
TITLED: dict[str, Any] = {"instrument": True, "title": True}
FULL: dict[str, Any] = {"instrument": True, "title": True, "number": True}
PLACE: dict[str, Any] = {"instrument": True, "provision": True}
CITATIONS: list[tuple[str, str, str, dict[str, Any], list[str]]] = [
    # text, the quote that is checked, verdict, checks that are not null, the first nearest
    (f"{OSH}, 1981 (No. 155)", OSH, "exists", {**FULL, "year": True}, []),
    ("Convention No. 155", "Convention No. 155", "exists", RIGHT, []),
    ("the 1981 " + OSH, OSH, "exists", {**TITLED, "year": True}, []),
    ("Convention No. 155 of 1981", "Convention No. 155", "exists", {**RIGHT, "year": True}, []),
    ("Geneva Conventions of 1949", "Geneva", "exists", {**RIGHT, "year": True}, []),
    ("International Health Regulations (2005)", "Int", "exists", {**TITLED, "year": True}, []),
    ("WHA63.16", "WHA63.16", "exists", RIGHT, []),
    (
        "Protocol of 2014 to the Forced Labour Convention, 1930 (No. 29)",
        "Protocol",
        "exists",
        {**FULL, "year": True},
        [],
    ),
    (
        "ILO Convention No. 190 on violence and harassment",
        "ILO Convention No. 190",
        "exists",
        {**TITLED},
        [],
    ),
    # the year is another's
    (
        f"{OSH}, 1982 (No. 155)",
        OSH,
        "wrong",
        {**FULL, "year": False},
        [],
    ),
    (f"{OSH}, 1982", OSH, "wrong", {**TITLED, "year": False}, ["C155"]),
    (f"the 1982 {OSH}", OSH, "wrong", {**TITLED, "year": False}, []),
    ("C155 (1982)", "C155", "wrong", {**RIGHT, "year": False}, []),
    ("Security Council resolution 2286 (2014)", "Sec", "wrong", {**TITLED, "year": False}, []),
    (
        "CESCR General Comment No. 23 (2015)",
        "CESCR",
        "wrong",
        {**RIGHT, "year": False},
        ["CESCR-GC-23"],
    ),
    ("Geneva Conventions of 1950", "Geneva", "wrong", {**RIGHT, "year": False}, []),
    (
        "Nursing Personnel Convention (No. 149), 1978",
        "Nursing",
        "wrong",
        {**FULL, "year": False},
        ["C149"],
    ),
    # the number is another's, or nobody's
    (
        f"{OSH}, 1981 (No. 187)",
        OSH,
        "wrong",
        {**TITLED, "number": False, "year": True},
        ["C155", "C187"],
    ),
    (f"{OSH} (No. 999)", OSH, "wrong", {**TITLED, "number": False}, ["C155"]),
    # the title is another's, or nobody's
    (
        "ILO Convention No. 155 on Violence and Harassment",
        "ILO Convention No. 155",
        "wrong",
        {**RIGHT, "title": False},
        ["C190"],
    ),
    (
        "the Health Workers Dignity Convention, 1981 (No. 155)",
        "Convention, 1981",
        "wrong",
        {**RIGHT, "title": False, "year": True},
        [],
    ),
    # nothing of the kind is registered
    ("ILO Convention No. 999 says so", "ILO Conv", "not-found", {"instrument": False}, ["C099"]),
    ("Recommendation No. 999", "Rec", "not-found", {"instrument": False}, ["R099"]),
    ("Conventions Nos. 155, 999 and 187", "999", "not-found", {"instrument": False}, ["C099"]),
    ("resolution WHA99.19", "resolution", "not-found", {"instrument": False}, []),
    ("the Chemical Dignity Convention", "Chemical", "not-found", {"instrument": False}, []),
    # provisions
    ("Article 13 of C155", "Article 13", "exists", PLACE, []),
    ("Article 19(f) of C155", "Article 19(f)", "exists", PLACE, []),
    ("Article 25 of C155", "Article 25", "exists", PLACE, []),  # a final clause
    ("Code of Practice: WHO Code, art. 5.1", "art. 5.1", "exists", PLACE, []),
    ("common Article 3 of the Geneva Conventions", "common Article 3", "exists", PLACE, []),
    (
        "Article 99 of C155",
        "Article 99",
        "not-found",
        {**PLACE, "provision": False},
        ["C155:art_22"],
    ),
    (
        "Articles 13 and 99 of C155",
        "99",
        "not-found",
        {**PLACE, "provision": False},
        ["C155:art_22"],
    ),
    ("art. 70 ICESCR", "art. 70", "not-found", {**PLACE, "provision": False}, ["ICESCR:art_25"]),
    ("WHO Code, art. 99", "art. 99", "not-found", {**PLACE, "provision": False}, ["code:art_10"]),
    (
        "Article 26(g) of the Global health and care worker compact",
        "Article 26(g)",
        "not-found",
        {**PLACE, "provision": False},
        ["compact:para_26__action_g", "compact:para_26__point_g"],
    ),
    ("Article 4(9) of C155", "Article 4(9)", "not-known", RIGHT, ["C155:art_4"]),
    ("Article 44 of C128", "Article 44", "not-known", RIGHT, ["C128:art_36"]),
    # what cannot be checked
    ("Employment Act 2012", "Employment", "not-known", {}, []),
    ("Article 5 of Convention No. 999", "Article 5", "unresolved", {}, []),
    ("C155 and C190. Under the Convention", "Convention", "ambiguous", {}, []),
    ("as said in paragraph 3 above", "paragraph 3", "internal", {}, []),
]


def checked(index: Index, text: str, quote: str) -> dict[str, Any]:
    """The view of the first mention whose quote begins so."""
    checker = Checker(index, text)
    return next(checker.view(m) for m in index.mentions(text) if m.quote.startswith(quote))


@pytest.mark.parametrize(
    ("text", "quote", "verdict", "checks", "near"), CITATIONS, ids=[c[0][:60] for c in CITATIONS]
)
def test_a_citation_is_checked(
    real_index: Index, text: str, quote: str, verdict: str, checks: dict[str, Any], near: list[str]
) -> None:
    found = checked(real_index, text, quote)
    assert found["verdict"] == verdict
    assert {name: own for name, own in found["checks"].items() if own is not None} == checks
    assert [end["id"] for end in found["nearest"]][: len(near)] == near
    assert bool(found["problems"]) == (verdict != "exists")


@pytest.mark.parametrize(
    ("text", "quote", "said"),
    [
        (
            f"{OSH}, 1981 (No. 187)",
            OSH,
            "title is that of Occupational .* but No. 187 is Promotional",
        ),
        (f"{OSH} (No. 999)", OSH, "No. 999 is nobody's"),
        (f"{OSH}, 1982 (No. 155)", OSH, "prints 1982; .*: 1981."),
        ("Convention No. 999", "Conv", "no Convention No. 999 in the registry, .* up to No. 19\\d"),
        ("Article 99 of C155", "Article 99", "the articles run to 30"),
        ("WHO Code, art. 99", "art. 99", "which is in the build, has no .*Article 99"),
        ("Article 44 of C128", "Article 44", "Not known here"),
    ],
)
def test_what_is_wrong_is_said_in_words(
    real_index: Index, text: str, quote: str, said: str
) -> None:
    (problem,) = checked(real_index, text, quote)["problems"]
    assert re.search(said, problem)


def test_what_is_meant_is_named_with_what_is_known_of_it(real_index: Index) -> None:
    text = "Articles 13 and 25 of C155, and WHO Code, art. 5.1"
    found = [
        own
        for quote in ("Articles 13", "25", "C155", "art.")
        for own in checked(real_index, text, quote)["meant"]
    ]
    assert [(own["id"], own["known"]) for own in found] == [
        ("C155:art_13", "provision"),
        ("C155:art_25", "numbered"),
        ("C155", "instrument"),
        ("code:art_5__para_1", "unit"),
    ]
    assert found[0]["subject"] == real_index.provisions["C155:art_13"].subject
    assert found[1]["subject"] is None


PLACES = Places(
    ["own:art_1", "own:art_1__para_2"],
    ["T1:art_3", "T1:art_3__para_1", "T1:art_7", "T2:para_4"],
    {"T1": Extent("art", 9, "text")},
)


@pytest.mark.parametrize(
    ("identifier", "known"),
    [
        ("own:art_1", Known.UNIT),
        ("own:art_2", Known.NOT_THERE),
        ("own:art_1__para_9", Known.NOT_THERE),
        ("T1:art_3__para_1", Known.PROVISION),
        ("T1:art_9", Known.NUMBERED),
        ("T1:art_9__para_1", Known.NOT_KNOWN),
        ("T1:art_3__para_2", Known.NOT_KNOWN),
        ("T1:art_10", Known.NOT_THERE),
        ("T1:art_10__para_1", Known.NOT_THERE),
        (f"T1:art_{'9' * 5000}", Known.NOT_THERE),
        ("T1:part_II", Known.NOT_KNOWN),
        ("T1:para_3", Known.NOT_KNOWN),
        ("T2:para_9", Known.NOT_KNOWN),
        ("T3:art_1", Known.NOT_KNOWN),
    ],
)
def test_what_is_known_of_a_place(identifier: str, known: Known) -> None:
    assert PLACES.known(identifier) is known


@pytest.mark.parametrize(
    ("identifier", "near"),
    [
        ("T1:art_99", ("T1:art_7", "T1:art_3")),
        ("T1:art_3__para_2", ("T1:art_3",)),
        ("T2:art_4", ("T2:para_4",)),
        ("T3:art_1", ()),
        ("T1:annex_IV", ()),
    ],
)
def test_the_places_near_to_one_that_is_not_there(identifier: str, near: tuple[str, ...]) -> None:
    assert PLACES.nearest(identifier) == near


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", []),
        ("One sentence stands alone here.", ["One sentence stands alone here."]),
        (
            "Nurses are paid every month.\nThey are paid\r\nin full and in time.",
            ["Nurses are paid every month.", "They are paid\r\nin full and in time."],
        ),
        ("Title\n\nThe first paragraph has words.", ["Title", "The first paragraph has words."]),
        ("Workers:\n- may leave;\n- may stay.", ["Workers:", "- may leave;", "- may stay."]),
        ("(a) one thing\n(b) another", ["(a) one thing", "(b) another"]),
        (
            "See Art. 13 of C155, No. 5. Then you may all go home.",
            ["See Art. 13 of C155, No. 5.", "Then you may all go home."],
        ),
    ],
)
def test_a_draft_is_cut_into_sentences(text: str, cut: list[str]) -> None:
    assert [text[own.start : own.end] for own in draft_sentences(text)] == cut


def test_a_sentence_without_end_is_cut_between_words_and_nothing_is_lost() -> None:
    for text in ("word " * 1000, "x" * 3333):
        found = draft_sentences(text)
        assert all(own.end - own.start <= LONGEST for own in found)
        joined = "".join(text[own.start : own.end] for own in found)
        assert joined.replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("sentence", "query"),
    [
        ("- Staff may\n  leave  early", "Staff may leave early"),
        ("2. Every nurse is paid", "Every nurse is paid"),
        ("Two words", ""),
        ("1 2 3 4 5", ""),
        ("", ""),
    ],
)
def test_a_sentence_is_looked_up_by_its_words(sentence: str, query: str) -> None:
    assert query_of(sentence) == query


DRAFT = """Policy

1. Workers may leave a dangerous place, after Article 2 of the Safe Work Treaty, 2001.

2. The xylophone belongs beside the zither quartet.
"""


def test_a_draft_is_traced(linked: Index) -> None:
    answer = linked.trace_json(DRAFT, TraceOptions(mode="lexical"))
    assert [own["verdict"] for own in answer["citations"]] == ["exists", "exists"]
    title, leave, nothing = answer["sentences"]
    assert (title["searched"], title["clauses"]) == (False, [])
    clause = leave["clauses"][0]
    assert (clause["id"], clause["good"], leave["element"]) == ("compact:para_2__point_b", True, 1)
    words, match = linked.units[clause["id"]].text, clause["match"]
    assert words[match["start"] : match["end"]] == match["quote"]
    assert (nothing["no_good_match"], nothing["clauses"], nothing["element"]) == (True, [], None)
    assert all(DRAFT[own["start"] : own["end"]] == own["quote"] for own in answer["sentences"])
    assert [own["number"] for own in answer["elements"]["touched"]] == [1]
    assert answer["elements"]["touched"][0]["sentences"] == [1]
    assert [own["number"] for own in answer["elements"]["untouched"]] == [2]
    assert answer["limits"]["remarks"] == []
    assert (answer["totals"]["searched"], answer["totals"]["no_good_match"]) == (2, 1)
    assert set(answer["totals"]["verdicts"]) == set(VERDICTS)


def test_behind_a_clause_stands_what_is_its_own_and_what_is_likely(linked: Index) -> None:
    answer = linked.trace_json(DRAFT, TraceOptions(mode="lexical"))
    behind = answer["backing"]["compact:para_2__point_b"]
    assert {row["target"] for row in behind["curated"]} == {"T001:art_2", "T001:art_2__para_1"}
    assert [row["via"] for row in behind["citations"]] == ["footnote"] * len(behind["citations"])
    assert behind["citations"]
    assert [(row["target"], row["probability"]) for row in behind["suggested"]] == [
        ("T001:art_2", 0.75)
    ]
    assert behind.keys() == answer["about"].keys() == {"citations", "curated", "suggested"}
    clauses = {own["id"] for sentence in answer["sentences"] for own in sentence["clauses"]}
    assert clauses == answer["backing"].keys()


def test_a_heading_is_no_clause(linked: Index) -> None:
    answer = linked.trace_json("Hazards: safety at work, uniforms.", TraceOptions(mode="lexical"))
    (sentence,) = answer["sentences"]
    assert all(linked.units[own["id"]].own_text for own in sentence["clauses"])


@pytest.mark.parametrize(
    ("limits", "part", "counts", "remark"),
    [
        ({"characters": 90}, "characters", (90, len(DRAFT), 88), "first 88 of"),
        ({"citations": 1}, "citations", (1, 2, 1), "first 1 of 2 citations were checked"),
        ({"sentences": 2}, "sentences", (2, 3, 2), "first 2 of 3 sentences were looked up"),
    ],
)
def test_what_a_limit_leaves_out_is_said(
    linked: Index, limits: dict[str, int], part: str, counts: tuple[int, int, int], remark: str
) -> None:
    answer = linked.trace_json(DRAFT, TraceOptions(mode="lexical", **limits))
    assert tuple(answer["limits"][part].values()) == counts
    (said,) = answer["limits"]["remarks"]
    assert remark in said


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("ab cd", 5, "ab cd"),
        ("ab cd", 4, "ab"),
        ("ab cd", 2, "ab"),
        ("abcde", 3, "abc"),
        ("", 1, ""),
    ],
)
def test_a_cut_text_ends_where_a_word_ends(text: str, most: int, kept: str) -> None:
    assert readable(text, most) == kept


def test_a_wrong_mode_is_refused_even_for_an_empty_draft(linked: Index) -> None:
    with pytest.raises(QueryError, match="no mode 'psychic'"):
        linked.trace_json("", TraceOptions(mode="psychic"))


def test_a_real_draft_is_held_against_the_framework(real_index: Index) -> None:
    draft = (
        "Health workers may remove themselves from an imminent and serious risk to life.\n\n"
        "Staff may report misconduct without fear of reprisal.\n\n"
        "The purple elephant danced over quantum marmalade.\n"
    )
    answer = real_index.trace_json(draft, TraceOptions())
    leave, report, nothing = answer["sentences"]
    assert (leave["clauses"][0]["id"], leave["element"]) == ("compact:para_26__point_g", 1)
    assert len(leave["clauses"]) == 3
    assert (report["element"], nothing["no_good_match"]) == (10, True)
    # element 2 too: paragraph 28(b) forbids reprisals against whoever reports violence
    assert [own["number"] for own in answer["elements"]["untouched"]] == [3, 4, 5, 6, 7, 8, 9]
    behind = {row["target"] for row in answer["backing"]["compact:para_26__point_g"]["curated"]}
    assert "C155:art_13" in behind


def test_of_a_wide_range_all_is_checked_and_the_beginning_described(real_index: Index) -> None:
    found = checked(real_index, "Articles 1 to 30 of C155", "Articles")
    assert (found["verdict"], len(found["targets"])) == ("exists", 30)
    assert [own["id"] for own in found["meant"]] == found["targets"][:MOST_MEANT]
    wide = checked(real_index, "Articles 20 to 40 of C155", "Articles")
    assert wide["verdict"] == "not-found"
    assert "Article 31;" in wide["problems"][0]
    assert "and 6 more" in wide["problems"][0]


def test_a_sentence_touches_the_elements_of_all_clauses_that_are_level(real_index: Index) -> None:
    def clause(element: int | None, score: float, good: bool = True) -> dict[str, object]:
        return {"element": element, "score": score, "good": good}

    sentence = {"clauses": [clause(None, 0.9), clause(8, 0.4), clause(5, 0.39), clause(6, 0.3)]}
    weak = {"clauses": [clause(1, 0.1, good=False)]}
    found = elements_view(real_index, [sentence, weak])
    assert [(one["number"], one["sentences"]) for one in found["touched"]] == [(5, [0]), (8, [0])]
    assert [one["number"] for one in found["untouched"]] == [1, 2, 3, 4, 6, 7, 9, 10]
