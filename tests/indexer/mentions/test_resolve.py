"""Antecedents: taken where exactly one candidate is open, and told where not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.citations import extract
from indexer.registry import Registry

Reader = Callable[..., list[str]]

CASES = {
    # one candidate
    "Convention No. 155 binds. The Convention covers nurses.": "Convention → C155",
    "The ICESCR binds. Article 7 of that Covenant.": "Covenant → ICESCR",
    "C155 and R164. The said Recommendation.": "said Recommendation → R164",
    "The New York Declaration for Refugees and Migrants. The New York Declaration.": (
        "New York Declaration → A-RES-71-1"
    ),
    "The Global Compact for Safe, Orderly and Regular Migration. The Global Compact.": (
        "Global Compact → A-RES-73-195"
    ),
    "C161 and C155; the latter Convention.": "latter Convention → C155",
    "C161 and C155; the former Convention.": "former Convention → C161",
    "Convention No. 81 and Convention No. 129: both Conventions.": "both Conventions → C081 C129",
    # a name given by the text itself
    "C189 (“the Convention”) and C177. The Convention.": "Convention → C189",
    "C189 (hereinafter “the Workers Text”). The Workers Text.": "C189 → C189",
    "The Violence and Harassment Convention, 2019 (“OSHC”). OSHC applies.": "OSHC → C190",
    # the name stands later
    "Article 19(f) of the Convention. The comment on C155.": "C155 → C155",
    # several, or none
    "Conventions Nos 81 and 129. The Convention.": "Convention → C081 C129?",
    "Convention No. 81 and Convention No. 129; the said Convention.": (
        "said Convention → C081 C129?"
    ),
    "The Convention covers nurses.": "Convention → -",
    "C155. The Covenant.": "Covenant → -",
}


@pytest.mark.parametrize(("text", "last"), CASES.items(), ids=list(CASES))
def test_descriptions(read: Reader, text: str, last: str) -> None:
    assert read(text)[-1] == last


BARE = {
    "Convention No. 155 applies. Article 13 protects.": "Article 13 → C155:art_13",
    "C190 binds (Article 10(g)). C155 too (Article 13).": "Article 13 → C155:art_13",
    "C155 and C161 apply. See Article 5.": "Article 5 → C155:art_5 C161:art_5?",
    "Article 5.": "Article 5 → -",
    "Article 7 of the ICESCR, in particular subparagraph (b).": (
        "subparagraph (b) → ICESCR:art_7__point_b"
    ),
    "Article 10 of C155; its paragraph 2.": "paragraph 2 → C155:art_10__para_2",
    "C155, Article 13, and Article 3 of the treaty.": "Article 3 → -",
    "C155. Article 5 of this Agreement.": "Article 5 → -",
    "R202 applies. Paragraph 4.": "Paragraph 4 → R202:para_4",
    "The Employment Act 2007 differs from C155. Under the Employment Act, Article 9.": (
        "Article 9 → -"
    ),
}


@pytest.mark.parametrize(("text", "last"), BARE.items(), ids=list(BARE))
def test_provisions_without_an_instrument(read: Reader, text: str, last: str) -> None:
    assert read(text)[-1] == last


def test_that_article(read: Reader) -> None:
    assert read("Article 10 of C155 applies. Paragraph 2 of that Article.") == [
        "Article 10 → C155:art_10",
        "C155 → C155",
        "Paragraph 2 → C155:art_10__para_2",
        "that Article → C155:art_10",
    ]


def test_ibid(read: Reader) -> None:
    assert read("C155, Art. 13. Ibid. Ibid., Art. 19(f).") == [
        "C155 → C155",
        "Art. 13 → C155:art_13",
        "Ibid. → C155:art_13",
        "Ibid. → C155",
        "Art. 19(f) → C155:art_19__point_f",
    ]
    assert read("C161 and C190 apply. Ibid., Art. 2.")[-2:] == [
        "Ibid. → C161 C190?",
        "Art. 2 → C161:art_2 C190:art_2?",
    ]
    assert read("Ibid., para. 4.") == ["Ibid. → -", "para. 4 → -"]


def test_the_candidates_of_a_crowd_are_not_listed(read: Reader) -> None:
    crowd = ", ".join(f"C{n}" for n in range(87, 103))
    assert read(f"{crowd}. The Convention. Article 5.")[-2:] == ["Convention → -", "Article 5 → -"]


def test_every_mention_names_its_rule(registry: Registry) -> None:
    text = "Article 5 of C155. The Convention. Article 6. Ibid. Convention No. 999. WHA63.16"
    rules = {m.rule for m in extract(text, registry)}
    assert {"provision-of", "code-by-number", "antecedent", "open-instrument", "ibid"} <= rules
    assert "" not in rules
