"""The styles, held against tables that were written by hand."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from indexer.citeas import steps
from indexer.citing.catalogue import Catalogue
from indexer.citing.particulars import particulars_of
from indexer.citing.styles import Cited
from indexer.errors import QueryError
from tests.indexer.citing.tables import rows

CORPUS = Path(__file__).parents[3] / "corpus"
TABLES = ("treaties", "recommendations", "resolutions", "guidance", "comments")
STYLES = ("house", "oscola", "bluebook", "mcgill", "aglc")


def cited(catalogue: Catalogue, identifier: str) -> Cited:
    """A place in an instrument, whether or not it is registered."""
    instrument, _, eid = identifier.partition(":")
    path = steps(identifier, catalogue.units) if eid else ()
    return Cited(catalogue.instruments[instrument], catalogue.particulars[instrument], path)


def table(name: str) -> dict[str, Any]:
    """A file of the registry."""
    return tomllib.loads((CORPUS / f"registry/{name}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", TABLES)
def test_citations_are_those_of_the_hand_made_table(catalogue: Catalogue, name: str) -> None:
    for row in rows(name):
        written = catalogue.styles.write(cited(catalogue, row["id"]), row["style"])
        found = (written.citation, " ".join(written.incomplete))
        assert found == (row["citation"], row["incomplete"]), (row["id"], row["style"])


def test_the_tables_hold_every_style_and_every_class(catalogue: Catalogue) -> None:
    seen = {
        (row["style"], catalogue.styles.class_of(cited(catalogue, row["id"]).instrument)["id"])
        for name in TABLES
        for row in rows(name)
    }
    classes = {entry["id"] for entry in table("styles")["class"]} - {"target", "ga-text"}
    assert seen >= {(style, own) for style in STYLES for own in classes}


@pytest.mark.parametrize("name", ["styles", "resolver"])
def test_the_registry_files_fit_their_schemas(name: str) -> None:
    schema = json.loads((CORPUS / f"schema/{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert [e.message for e in Draft202012Validator(schema).iter_errors(table(name))] == []


def test_forms_and_phrases_are_those_of_known_classes() -> None:
    classes = {entry["id"] for entry in table("styles")["class"]}
    resolver = table("resolver")
    assert {form["class"] for form in resolver["form"]} <= classes
    assert set(resolver["phrases"]) <= classes | {"any"}


def test_every_instrument_is_written_in_every_style_without_a_trace_of_what_lacks(
    catalogue: Catalogue,
) -> None:
    for name in catalogue.instruments:
        for style in catalogue.styles.names:
            text = catalogue.write(name, style).citation
            assert text == " ".join(text.split())
            for trace in ("None", "{", "[", "()", "( ", " )", " ,", ",,"):
                assert trace not in text, (name, style, text)


def test_a_missing_fact_is_named_and_never_made_up(catalogue: Catalogue) -> None:
    whole = cited(catalogue, "C155:art_13")
    bare = replace(whole.particulars, series=None, in_force=None, adopted=None)
    written = catalogue.styles.write(replace(whole, particulars=bare), "oscola")
    assert written.citation == "Occupational Safety and Health Convention (ILO No 155) art 13"
    assert written.incomplete == ("adopted", "in_force", "series")


def test_a_treaty_that_is_not_in_force_lacks_no_date(catalogue: Catalogue) -> None:
    whole = cited(catalogue, "C155")
    own = replace(whole.particulars, in_force=None)
    waiting = replace(whole.instrument, status="not-in-force")
    written = catalogue.styles.write(Cited(waiting, own), "oscola")
    assert "(adopted 22 June 1981, not yet in force) 1331 UNTS 279" in written.citation
    assert written.incomplete == ()


def test_what_no_text_confirmed_is_told_where_it_is_shown(catalogue: Catalogue) -> None:
    assert catalogue.write("C155:art_13", "oscola").unverified == ("in_force", "series")
    assert catalogue.write("C155:art_13", "bluebook").unverified == ("series",)
    assert catalogue.write("C155:art_13").unverified == ()
    assert catalogue.write("R164:para_3").unverified == ("number", "title")
    assert catalogue.write("wha63-16:para_3__point_2", "oscola").unverified == ()


def test_addresses_follow_the_templates_of_the_registry() -> None:
    urls = {"ilo-convention": "https://n/{code}", "un-resolution": "https://u/{symbol}"}
    base = {"title": "T", "verified": True}
    ilo = {**base, "id": "C155", "body": ["ILO"], "kind": "convention"}
    assert particulars_of(ilo, {}, urls).url == "https://n/C155"
    assert particulars_of({**ilo, "url": "https://own"}, {}, urls).url == "https://own"
    un = {**base, "id": "A", "body": ["UN"], "kind": "resolution"}
    assert particulars_of(un, {}, urls).url is None
    assert (
        particulars_of({**un, "symbol": "A/RES/1 (I)"}, {}, urls).url == "https://u/A/RES/1%20(I)"
    )


def test_an_unknown_style_is_refused_with_those_that_there_are(catalogue: Catalogue) -> None:
    with pytest.raises(QueryError, match="no style 'harvard'") as caught:
        catalogue.write("C155", "harvard")
    assert "oscola" in (caught.value.mend or "")
