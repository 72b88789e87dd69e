from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest

from indexer.citeas import citation, citer, instrument_citation
from indexer.corpus_io import Facts
from indexer.errors import InputError
from indexer.model import Corpus, Instrument, Unit
from tests.indexer.made_units import made_unit

Read = tuple[Corpus, Facts, dict[str, str]]
CODE = "WHO Global Code of Practice on the International Recruitment of Health Personnel"
COMPACT = "Global health and care worker compact"
BRIEF = "Lessons from the COVID-19 pandemic: recruiting, retaining and supporting health and care"

SHIPPED = {
    "compact:para_26": f"{COMPACT}, para. 26",
    "compact:para_26__point_g": f"{COMPACT}, para. 26(g)",
    "compact:para_26__action_a": f"{COMPACT}, para. 26, policy action (a)",
    "compact:para_36__point_a__item_i": f"{COMPACT}, para. 36(a)(i)",
    "compact:para_31__point_b": f"{COMPACT}, para. 31(b) (the first so labelled)",
    "compact:para_31__point_b_2": f"{COMPACT}, para. 31(b) (the second so labelled)",
    "compact:sec_5-1-1": f"{COMPACT}, section 5.1.1",
    "compact:box_nn_1": f"{COMPACT}, unnumbered box 1",
    "code:art_5": f"{CODE}, Article 5",
    "code:art_7__para_2": f"{CODE}, Article 7.2",
    "code:art_7__para_2__point_c": f"{CODE}, Article 7.2(c)",
    "code:pream_nn_1": f"{CODE}, enacting words 1",
    "code:pream_nn_2": f"{CODE}, preambular paragraph 1",
    "wha63-16:para_3__point_2": "resolution WHA63.16, paragraph 3(2)",
    "guide:box_5__item_2012": f"User's Guide to the {CODE}, Box 5, entry 2012",
    "guide:fn_1": f"User's Guide to the {CODE}, footnote 1",
    "platform:fn_nn_1": "International Platform on Health Worker Mobility, footnote “*”",
    "brief:action_1-1": f"{BRIEF} workers, action 1.1",
    "brief:item_1-1": f"{BRIEF} workers, priority table, cell 1.1",
}


@pytest.fixture(scope="module")
def cited(parsed: Read) -> dict[str, str]:
    """The citation of every shipped unit."""
    corpus, facts, _ = parsed
    units = {unit.id: unit for edition in corpus.editions for unit in edition.units}
    cite = citer(units, facts.instruments, facts.citation)
    return {name: cite(name) for name in units}


@pytest.mark.parametrize("identifier", SHIPPED)
def test_a_shipped_unit_is_cited_down_to_its_item(identifier: str, cited: dict[str, str]) -> None:
    assert cited[identifier] == SHIPPED[identifier]


def test_no_two_units_have_one_citation(cited: dict[str, str]) -> None:
    assert [words for words, count in Counter(cited.values()).items() if count > 1] == []
    assert [words for words in cited.values() if "None" in words or "{" in words] == []


TEMPLATES = {
    "default": {
        "instrument": "{title}",
        "art": ", Article {label}",
        "para": ", paragraph {label}",
        "art/para": "({label})",
        "point": "({label})",
        "pream-nn": ", recital {n}",
        "formula-nn": ", formula {n}",
        "repeat": " ({nth} such)",
    },
    "tea-convention": {"instrument": "{title} (No. {number})", "art": ", art. {label}"},
    "t1": {"point": " lit. {label}"},
}


def instrument(name: str = "T1", kind: str = "convention", **more: str) -> Instrument:
    return Instrument(
        name, "Tea Convention", "T", "tea/t1", ("Tea",), kind, "binding", True, 2030, **more
    )


def unit(eid: str, label: str | None = None, kind: str = "point") -> Unit:
    return made_unit(f"T1:{eid}", kind=kind, printed_label=label)


def cite(*units: Unit, of: Instrument | None = None) -> str:
    """The citation of the last of some units."""
    by_id = {unit.id: unit for unit in units}
    return citation(units[-1].id, by_id, of or instrument(), TEMPLATES)


def test_templates_of_the_instrument_come_before_those_of_its_kind_and_the_default() -> None:
    chain = (unit("art_1", "1"), unit("art_1__para_2", "2"), unit("art_1__para_2__point_a", "a"))
    of = instrument(number="7")
    assert cite(*chain, of=of) == "Tea Convention (No. 7), art. 1(2) lit. a"
    assert cite(*chain, of=instrument("x", "code")) == "Tea Convention, Article 1(2)(a)"
    titled = instrument("x", "code", cite_title="Tea Code")
    assert instrument_citation(titled, TEMPLATES) == "Tea Code"


def test_a_label_printed_below_its_articles_number_is_written_once() -> None:
    assert cite(unit("art_7", "7"), unit("art_7__para_2", "7.2")).endswith("art. 7(2)")


def repeated(count: int) -> list[Unit]:
    """Units that print one label, so many times."""
    names = ["para_1__point_b", *(f"para_1__point_b_{n}" for n in range(2, count + 1))]
    return [unit("para_1", "1"), *(unit(name, "b") for name in names)]


@pytest.mark.parametrize(
    ("count", "words"),
    [(2, "second"), (9, "ninth"), (10, "10th"), (11, "11th"), (21, "21st"), (112, "112th")],
)
def test_a_label_printed_again_is_told_apart(count: int, words: str) -> None:
    assert cite(*repeated(count)).endswith(f", paragraph 1 lit. b ({words} such)")


def test_a_decimal_label_printed_again_is_told_apart() -> None:
    chain = [unit("art_7", "7"), unit("art_7__para_2", "7.2"), unit("art_7__para_2_2", "7.2")]
    assert cite(*chain).endswith("art. 7(2) (second such)")


def test_recitals_count_among_recitals_and_formulas_among_formulas() -> None:
    chain = [
        unit("pream_nn_1", kind="formula"),
        unit("pream_nn_2", kind="preambular-paragraph"),
        unit("pream_nn_3", kind="preambular-paragraph"),
        unit("pream_nn_4", kind="formula"),
    ]
    assert cite(*chain[:3]).endswith(", recital 2")
    assert cite(*chain).endswith(", formula 2")


def test_a_provision_that_is_no_unit_is_cited_by_its_identifier() -> None:
    units: Mapping[str, Unit] = {}
    words = citation("T1:art_9-1__point_c", units, instrument("x", "code"), TEMPLATES)
    assert words == "Tea Convention, Article 9.1(c)"


def test_a_template_that_is_missing_is_told_with_its_mend() -> None:
    with pytest.raises(InputError) as caught:
        cite(unit("box_1", "1"))
    assert caught.value.message == (
        "registry/instruments.toml has no citation template for 'box' of T1."
    )
    assert caught.value.mend == "Add it under [citation.default]."
