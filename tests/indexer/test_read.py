"""Opening a build and asking it: by name, by words, by meaning, by query."""

import gc
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import InputError, NotFoundError, QueryError
from indexer.read import Index, SearchOptions, open_index
from indexer.retrieval.hash_encoder import HashEncoder
from tests.imported import MODELS, imported_by

LEXICAL = SearchOptions(mode="lexical")
HEAVY = {"torch", "sentence_transformers", "faiss", "bm25s", "pyoxigraph", "rdflib", "pyshacl"}


# -- opening --------------------------------------------------------------------------------------


def test_showing_a_unit_imports_no_model_index_or_store(index_folder: Path) -> None:
    program = """
import sys
from pathlib import Path
from indexer.read import open_index_with_model
index = open_index_with_model(Path(sys.argv[1]))
assert index.show_json("compact:para_26__point_g")["printed_label"] == "g"
assert index.show_json("compact:note_42")["state"] == "text-absent"
assert index.instrument_json(index.instrument("C155"))["number"] == "155"
"""
    assert imported_by(program, HEAVY, index_folder) == set()


def test_a_search_by_words_and_a_query_import_no_model(index_folder: Path) -> None:
    program = """
import sys
from pathlib import Path
from indexer.read import SearchOptions, open_index_with_model
index = open_index_with_model(Path(sys.argv[1]))
assert index.search("whistle-blower", SearchOptions(mode="lexical")).hits
assert index.sparql("ASK { ?s ?p ?o }").body
"""
    assert imported_by(program, MODELS, index_folder) == set()


def test_a_build_is_opened_by_its_identifier(tiny_folder: Path, tiny: Index) -> None:
    assert open_index(tiny_folder, build=tiny.build).folder == tiny.folder
    with pytest.raises(NotFoundError, match="no build 'none'"):
        open_index(tiny_folder, build="none")


def test_where_there_is_no_build_the_mend_is_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError) as raised:
        open_index(tmp_path)
    assert "clausegraph build" in str(raised.value.mend)


@pytest.mark.parametrize("file", ["manifest.json", "units.jsonl"])
def test_a_damaged_build_is_told_at_opening(tiny_copy: Path, file: str) -> None:
    path = open_index(tiny_copy).folder / file
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(InputError, match=file) as raised:
        open_index(tiny_copy)
    assert "clausegraph build" in str(raised.value.mend)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("instruments.jsonl", "instruments"),
        ("sources.jsonl", "sources"),
        ("editions.jsonl", "editions"),
        ("notes.jsonl", "notes"),
        ("areas.jsonl", "areas"),
        ("elements.jsonl", "elements"),
        ("pieces.jsonl", "pieces"),
        ("citation.json", "templates"),
    ],
)
def test_a_damaged_part_is_told_when_it_is_asked_for(tiny_copy: Path, file: str, name: str) -> None:
    index = open_index(tiny_copy)
    (index.folder / file).write_text('{"neither": "here"')
    with pytest.raises(InputError, match=file):
        getattr(index, name)


def test_a_missing_text_is_told(tiny_copy: Path) -> None:
    index = open_index(tiny_copy)
    (index.folder / "texts" / "rules.txt").unlink()
    with pytest.raises(InputError, match=r"rules\.txt"):
        index.text("rules.txt")


# -- by name --------------------------------------------------------------------------------------


def test_the_json_of_a_unit_is_the_one_of_the_design(real_index: Index) -> None:
    view = real_index.unit_json(real_index.unit("compact:para_26__point_g"))
    text = view["text"]
    shown: dict[str, Any] = {
        "id": "compact:para_26__point_g",
        "iri": f"{real_index.base}who/guidance/2022/hcw-compact/para_26__point_g",
        "instrument": "compact",
        "kind": "recommendation",
        "printed_label": "g",
        "ordinal": 7,
        "parent": "compact:para_26",
        "section": "5.1.1",
        "heading": "Protection from occupational hazards",
        "element": 1,
        "text": text,
        "notes": [
            {
                "kind": "endnote",
                "label": "42",
                "offset": 273,
                "state": "text-absent",
                "id": "compact:note_42",
            }
        ],
        "source": {
            "file": "compact.txt",
            "start": 22463,
            "end": 22746,
            "parts": [[22463, 22746]],
        },
        "cite_as": "Global health and care worker compact, para. 26(g)",
    }
    told = {"edition": "draft-2022", "withdrawn": False, "boxes": []}
    assert view == {**shown, "heading_only": False, "attribution": None, **told}
    assert text.startswith("As relevant under applicable national")
    assert text.endswith("serious risk to their life or health.")
    assert len(text) == 273
    source = real_index.text("compact.txt")[22463:22746]
    assert source == f"- g. {text}^[42]"


def test_every_unit_has_the_same_fields(real_index: Index) -> None:
    fields = list(real_index.unit_json(real_index.unit("compact:para_26__point_g")))
    assert all(list(real_index.unit_json(u)) == fields for u in real_index.units.values())


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("compact:para_26_point_g", "compact:para_26__point_g"),
        ("COMPACT:PARA_26__POINT_G", "compact:para_26__point_g"),
        ("code:art_7__para_22", "code:art_7__para_2"),
    ],
)
def test_an_unknown_unit_is_told_with_the_nearest(real_index: Index, name: str, near: str) -> None:
    with pytest.raises(NotFoundError) as raised:
        real_index.unit(name)
    assert near in raised.value.nearest
    assert near in str(raised.value.mend)
    with pytest.raises(NotFoundError):
        real_index.show_json(name)


def test_an_unknown_instrument_is_told_with_the_nearest(real_index: Index) -> None:
    with pytest.raises(NotFoundError) as raised:
        real_index.instrument("c155")
    assert raised.value.nearest == ("C155",)


def test_what_resembles_nothing_has_no_nearest(tiny: Index) -> None:
    for ask in (tiny.unit, tiny.instrument):
        with pytest.raises(NotFoundError) as raised:
            ask("\N{SNOWMAN}")
        assert raised.value.nearest == ()
        assert raised.value.mend


def test_an_unknown_element_is_told_with_the_range(real_index: Index) -> None:
    assert real_index.element(10).label == "Whistle-blower protections and freedom from retaliation"
    with pytest.raises(NotFoundError, match="no element 11") as raised:
        real_index.element(11)
    assert "1 to 10" in str(raised.value.mend)


def test_show_answers_units_notes_and_instruments(real_index: Index) -> None:
    note = real_index.show_json("compact:note_42")
    assert (note["kind"], note["state"], note["text"]) == ("endnote", "text-absent", None)
    assert note["carried_by"] == ["compact:para_26__point_g"]
    footnote = real_index.show_json("compact:fn_1")
    assert (footnote["kind"], bool(footnote["text"])) == ("note", True)
    assert real_index.show_json("C155")["editions"] == []
    compact = real_index.show_json("compact")
    assert compact["editions"][0]["file"] == "compact.txt"
    assert compact["units"] == sum(u.instrument == "compact" for u in real_index.units.values())


def test_an_element_counts_its_units(real_index: Index) -> None:
    view = real_index.element_json(real_index.element(1))
    assert view["area"] == {"id": "preventing-harm", "label": "Preventing harm"}
    own = [u for u in real_index.units.values() if u.element == 1]
    assert sum(view["units"].values()) == len(own)
    assert view["units"]["recommendation"] == sum(u.kind == "recommendation" for u in own)


def test_children_are_in_order(tiny: Index) -> None:
    assert tiny.children["compact:para_2"] == ("compact:para_2__point_a", "compact:para_2__point_b")
    assert tiny.cite_as("compact:para_2__point_b") == "Rules for safe work, para. 2(b)"


# -- search ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["hybrid", "semantic", "lexical"])
def test_each_mode_finds_and_shows_where(tiny: Index, mode: str) -> None:
    answer = tiny.search_json("let workers leave a dangerous place", SearchOptions(k=2, mode=mode))
    first = answer["items"][0]
    assert first["id"] == "compact:para_2__point_b"
    match = first["match"]
    assert first["text"][match["start"] : match["end"]] == match["quote"] != ""
    assert {key: first[key] for key in tiny.unit_json(tiny.unit(first["id"]))} == tiny.unit_json(
        tiny.unit(first["id"])
    )
    assert (first["parts"]["semantic"] is None) == (mode == "lexical")
    assert (first["parts"]["lexical"] is None) == (mode == "semantic")
    assert (answer["mode"], answer["build"]) == (mode, tiny.build)
    assert answer["total"] == len(answer["items"]) <= 2


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (SearchOptions(instruments=("letter",)), 3),
        (SearchOptions(kinds=("section",)), 3),
        (SearchOptions(kinds=("section", "note")), 4),
        (SearchOptions(elements=(2,)), 1),
        (SearchOptions(elements=(1,)), 5),
        (SearchOptions(elements=(1, 2)), 6),
        (SearchOptions(bodies=("Union",)), 3),
        (SearchOptions(bindingness=("non-binding",)), 9),
        (SearchOptions(bindingness=("binding-when-ratified",)), 0),
        (SearchOptions(instruments=("letter",), elements=(1,)), 0),
        (SearchOptions(), 9),
    ],
)
@pytest.mark.parametrize("mode", ["hybrid", "semantic"])
def test_k_results_come_back_where_k_exist(
    tiny: Index, filters: SearchOptions, count: int, mode: str
) -> None:
    for k in (1, count or 1, 50):
        found = tiny.search("uniforms", replace(filters, k=k, mode=mode)).hits
        assert len(found) == min(k, count)
        assert len({hit.id for hit in found}) == len(found)


@pytest.mark.parametrize(
    ("filters", "near"),
    [
        (SearchOptions(instruments=("compct",)), "compact"),
        (SearchOptions(kinds=("recomendation",)), "recommendation"),
        (SearchOptions(bindingness=("non binding",)), "non-binding"),
        (SearchOptions(bodies=("who",)), "WHO"),
        (SearchOptions(elements=(100,)), "10"),
    ],
)
def test_an_unknown_filter_is_told_with_the_nearest(
    real_index: Index, filters: SearchOptions, near: str
) -> None:
    with pytest.raises(QueryError, match="in this build") as raised:
        real_index.search("anything", replace(filters, mode="lexical"))
    assert str(raised.value.mend).startswith("Did you mean")
    assert near in str(raised.value.mend).partition("?")[0]


def test_a_filter_like_no_other_is_told_with_all_there_are(tiny: Index) -> None:
    with pytest.raises(QueryError) as raised:
        tiny.search("x", replace(LEXICAL, instruments=("zzz",)))
    assert raised.value.mend == "There are: compact, letter."


@pytest.mark.parametrize(
    ("query", "options"),
    [("", LEXICAL), (" \n", LEXICAL), ("x", replace(LEXICAL, k=0)), ("x", SearchOptions(mode="?"))],
)
def test_a_wrong_search_is_told(tiny: Index, query: str, options: SearchOptions) -> None:
    with pytest.raises(QueryError) as raised:
        tiny.search(query, options)
    assert raised.value.mend


def test_words_that_no_unit_has_find_nothing_and_say_so(tiny: Index) -> None:
    answer = tiny.search_json("xylophone", LEXICAL)
    assert (answer["items"], answer["total"], answer["no_good_match"]) == ([], 0, True)


def test_without_a_model_only_words_are_searched(tiny_folder: Path) -> None:
    index = open_index(tiny_folder)
    assert index.search("uniforms", LEXICAL).hits
    with pytest.raises(InputError, match="No model") as raised:
        index.search("uniforms", SearchOptions())
    assert "lexical" in str(raised.value.mend)


def test_another_model_than_that_of_the_build_is_refused(tiny_folder: Path) -> None:
    index = open_index(tiny_folder, lambda: HashEncoder(dimensions=32))
    with pytest.raises(InputError, match="was built with"):
        index.warm()


# -- the graph ------------------------------------------------------------------------------------


def test_the_graph_holds_every_unit_with_words_of_its_own(real_index: Index) -> None:
    query = "SELECT (COUNT(DISTINCT ?u) AS ?n) { ?u cg:text ?t }"
    body = json.loads(real_index.sparql(query).body)
    assert int(body["results"]["bindings"][0]["n"]["value"]) == sum(
        unit.own_text for unit in real_index.units.values()
    )


def test_a_query_that_writes_or_reaches_out_is_refused(tiny: Index) -> None:
    for query in ("DROP ALL", "SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }"):
        with pytest.raises(QueryError, match="not offered"):
            tiny.sparql(query)


def test_the_error_of_a_query_may_leave_its_thread(tiny: Index) -> None:
    """The engine's solutions may not: dropped elsewhere, they would never be freed."""

    def ask() -> QueryError:
        with pytest.raises(QueryError) as raised:
            tiny.sparql("SELECT * { ?s ?p ?o }", "turtle")
        return raised.value

    with ThreadPoolExecutor(1) as pool:
        error = pool.submit(ask).result()
    assert "'turtle'" in error.message
    del error
    gc.collect()  # what cannot be freed is a warning, and warnings are errors here


def test_a_missing_store_is_told(tiny_copy: Path) -> None:
    index = open_index(tiny_copy)
    (index.folder / "store" / "CURRENT").unlink()
    with pytest.raises(InputError, match="no graph"):
        index.sparql("ASK {}")
