"""What people type, resolved: the hand-made table, and every citation there is, back to itself."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.citing.catalogue import Catalogue
from indexer.citing.house import House
from indexer.citing.resolver import resolve
from indexer.citing.words import folded
from tests.indexer.citing.tables import rows

DRESS = st.lists(st.sampled_from([" ", "\u00a0", "  ", "\n", "\u2009"]), min_size=1, max_size=9)


@pytest.mark.parametrize("row", rows("resolve"), ids=lambda row: row["typed"])
def test_typed_citations_mean_what_the_hand_made_table_says(
    catalogue: Catalogue, row: dict[str, str]
) -> None:
    assert sorted(resolve(row["typed"], catalogue).matches) == sorted(row["matches"].split())


@pytest.mark.parametrize("row", rows("nearest"), ids=lambda row: row["typed"])
def test_what_matches_nothing_is_answered_with_the_nearest(
    catalogue: Catalogue, row: dict[str, str]
) -> None:
    found = resolve(row["typed"], catalogue)
    assert found.matches == ()
    assert found.nearest[0] == row["nearest"]
    assert len(found.nearest) == len(set(found.nearest)) <= 5


@pytest.mark.parametrize("row", rows("lists"), ids=lambda row: row["typed"])
def test_a_list_or_a_range_is_each_of_its_places(catalogue: Catalogue, row: dict[str, str]) -> None:
    found = resolve(row["typed"], catalogue)
    assert list(found.matches) == row["matches"].split()
    assert found.listed is (row["listed"] == "yes")


@pytest.mark.parametrize("row", rows("no_lists"), ids=lambda row: row["typed"])
def test_a_list_with_a_place_that_is_not_known_says_which(
    catalogue: Catalogue, row: dict[str, str]
) -> None:
    found = resolve(row["typed"], catalogue)
    assert (found.matches, found.listed) == ((), False)
    assert found.nearest[:1] == ((row["nearest"],) if row["nearest"] else ())
    assert row["said"] in (found.remark or "")


def test_the_house_citation_of_every_unit_and_provision_resolves_back_to_it(
    catalogue: Catalogue,
) -> None:
    wrong = {}
    for name in catalogue.ids:
        found = resolve(catalogue.write(name).citation, catalogue).matches
        if found != (name,):
            wrong[name] = found
    assert wrong == {}
    assert len(catalogue.ids) > 7000
    assert len(catalogue.provisions) > 5900


def test_without_the_table_of_whole_citations_the_grammar_alone_finds_them_all(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vars(catalogue), "house", House((), lambda _: (), str))
    typed = ((name, catalogue.write(name).citation) for name in catalogue.ids)
    wrong = {name: text for name, text in typed if resolve(text, catalogue).matches != (name,)}
    assert wrong == {}


@pytest.mark.parametrize("style", ["oscola", "bluebook", "mcgill", "aglc"])
def test_citations_in_every_style_resolve_back(catalogue: Catalogue, style: str) -> None:
    typed = ((name, catalogue.write(name, style).citation) for name in catalogue.ids)
    wrong = {name: text for name, text in typed if resolve(text, catalogue).matches != (name,)}
    assert wrong == {}


def test_no_two_things_have_one_house_citation(catalogue: Catalogue) -> None:
    tables = map(catalogue.house.of, catalogue.instruments)
    assert [ids for own in tables for ids in own.values() if len(ids) > 1] == []


def test_the_citation_of_a_place_contains_that_of_its_instrument(catalogue: Catalogue) -> None:
    for instrument in catalogue.instruments:
        whole = catalogue.write(instrument).citation
        assert all(folded(whole).casefold() in text for text in catalogue.house.of(instrument))


def test_identifiers_and_iris_are_their_own_names(catalogue: Catalogue) -> None:
    for name in catalogue.ids:
        assert resolve(catalogue.iri(name), catalogue).matches == (name,)
        if ":" in name:
            assert resolve(name, catalogue).matches == (name,)


def test_a_name_that_may_mean_several_is_never_one(catalogue: Catalogue) -> None:
    shared = {name: set(ids) for name, ids in catalogue.all_names.items() if len(ids) > 1}
    assert len(shared) > 90
    for name, ids in shared.items():
        assert ids <= set(resolve(name, catalogue).matches), name


@pytest.mark.property
@given(spaces=DRESS, upper=st.booleans())
def test_spacing_and_case_change_nothing(
    catalogue: Catalogue, spaces: list[str], upper: bool
) -> None:
    for typed, meant in (
        ("Art. 13 of Convention No. 155", "C155:art_13"),
        ("Compact para. 26(g)", "compact:para_26__point_g"),
    ):
        parts = typed.split(" ")
        dressed = parts[0] + "".join(
            spaces[at % len(spaces)] + part for at, part in enumerate(parts[1:])
        )
        dressed = dressed.upper() if upper else dressed
        assert resolve(dressed, catalogue).matches == (meant,)


@pytest.mark.property
@given(text=st.text(max_size=80))
def test_any_text_is_answered_with_things_that_exist(catalogue: Catalogue, text: str) -> None:
    found = resolve(text, catalogue)
    assert all(catalogue.sort(name) for name in (*found.matches, *found.nearest))
    assert not (found.matches and found.nearest)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000,
        "9" * 100_000,
        "Article 1, " * 30_000,
        "the Convention " * 140,
        "C155 " * 140,
        "art 1 of " * 70,
        "Article 1, " * 70,
        "x " * 149,
    ],
    ids=lambda text: f"{text[:12]}…{len(text)}",
)
def test_hostile_texts_are_answered_soon(catalogue: Catalogue, text: str) -> None:
    resolve("C155", catalogue)
    started = perf_counter()
    resolve(text, catalogue)
    assert perf_counter() - started < 3


def test_a_letter_case_that_tells_two_labels_apart_is_kept(catalogue: Catalogue) -> None:
    found = resolve("section A of the Platform", catalogue).matches
    assert found == ("platform:sec_A",)
