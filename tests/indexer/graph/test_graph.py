"""The conversion of the corpus to quads, on a small corpus made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, XSD, URIRef

from indexer.errors import InputError
from indexer.graph import RunFacts, quads
from indexer.graph.names import Names, slug
from indexer.graph.terms import date, language_tag, tagged
from indexer.model import Corpus, Edition, NoteState
from ontology.terms import BIRO, C4O, CG, ELI, OA
from tests.indexer.graph import graph_fixtures as tiny

CORPUS, REGISTRY = (NamedNode(f"{tiny.BASE}graph/{name}") for name in ("corpus", "registry"))
WORK = tiny.BASE + "who/guidance/2022/tiny"
EDITION = WORK + "/eng-draft-2022"
POINT = WORK + "/para_26__point_a"
POINT_TEXT = EDITION + "/para_26__point_a"
FILE = f"{tiny.BASE}file/{tiny.sha256(tiny.TINY)[:16]}"


def made(corpus: Corpus, run: RunFacts | None = None) -> list[Quad]:
    return list(
        quads(corpus, run or tiny.run(), tiny.BASE, cite_as=tiny.cite_as, texts=tiny.texts())
    )


QUADS = made(tiny.corpus())


def facts(
    subject: str, predicate: URIRef, graph: NamedNode = CORPUS, among: list[Quad] = QUADS
) -> set[str]:
    """The values of a property of a subject in a graph, as text."""
    return {
        quad.object.value
        for quad in among
        if quad.subject.value == subject
        and quad.predicate.value == str(predicate)
        and quad.graph_name == graph
    }


def test_there_are_five_graphs_and_each_describes_itself() -> None:
    names = {"corpus", "registry", "citations", "curated", "suggestions"}
    graphs = {quad.graph_name.value for quad in QUADS}
    assert graphs == {f"{tiny.BASE}graph/{name}" for name in names}
    for graph in graphs:
        described = facts(graph, PROV.wasGeneratedBy, NamedNode(graph))
        assert described == {tiny.BASE + "run/0a1b2c"}


def test_the_link_graphs_hold_nothing_but_their_description() -> None:
    for name in ("citations", "curated", "suggestions"):
        graph = f"{tiny.BASE}graph/{name}"
        subjects = {quad.subject.value for quad in QUADS if quad.graph_name.value == graph}
        assert subjects == {graph}


def test_the_conversion_is_pure() -> None:
    assert set(made(tiny.corpus())) == set(QUADS)


def test_no_node_is_blank() -> None:
    for quad in QUADS:
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode | Literal)


@pytest.mark.parametrize(
    ("predicate", "values"),
    [
        (RDF.type, {str(ELI.WorkSubdivision), str(CG.Unit), str(CG.Recommendation)}),
        (DCTERMS.identifier, {"tiny:para_26__point_a"}),
        (ELI.id_local, {"para_26__point_a"}),
        (ELI.is_part_of, {WORK + "/para_26"}),
        (CG.inInstrument, {WORK}),
        (CG.inSection, {WORK + "/sec_5-1", WORK + "/sec_5"}),
        (CG.kind, {"recommendation"}),
        (CG.printedLabel, {"a"}),
        (CG.ordinal, {"1"}),
        (CG.position, {"4"}),
        (CG.text, {"keep workers safe and well;"}),
        (SKOS.prefLabel, set()),
        (CG.citeAs, {"cite tiny:para_26__point_a"}),
        (CG.underElement, {tiny.BASE + "framework/compact/element/1"}),
        (ELI.is_realized_by, {POINT_TEXT}),
        (CG.hasMarker, {POINT_TEXT + "/ref_42", POINT_TEXT + "/ref_1"}),
        (CG.accelerates, set()),
    ],
    ids=lambda given: str(sorted(given)) if isinstance(given, set) else str(given),
)
def test_what_is_said_of_a_recommendation(predicate: URIRef, values: set[str]) -> None:
    assert facts(POINT, predicate) == values


def test_labels_are_strings_and_places_are_integers() -> None:
    of_type = {
        (quad.predicate.value, quad.object.datatype.value)
        for quad in QUADS
        if isinstance(quad.object, Literal)
    }
    integers = {p for p, datatype in of_type if datatype == str(XSD.integer)}
    assert integers == {
        str(p) for p in (CG.ordinal, CG.position, CG.offset, CG.year, OA.start, OA.end)
    }
    assert (str(CG.printedLabel), str(XSD.string)) in of_type
    pact = tiny.BASE + "who/code/2010/pact/art_1__para_2"
    assert facts(pact, CG.printedLabel) == {"1.10"}


def test_a_heading_is_a_label_and_no_text() -> None:
    assert facts(WORK + "/sec_5", SKOS.prefLabel) == {"Safety"}
    assert facts(WORK + "/sec_5", CG.text) == set()
    assert facts(EDITION + "/sec_5", C4O.hasContent) == {"Safety"}


def test_a_unit_with_words_and_a_heading_of_its_own_keeps_both() -> None:
    corpus = tiny.corpus()
    whole = corpus.editions[0]
    units = tuple(
        replace(unit, heading="Duties") if unit.id == "tiny:para_26" else unit
        for unit in whole.units
    )
    result = made(replace(corpus, editions=(replace(whole, units=units),)))
    assert facts(WORK + "/para_26", SKOS.prefLabel, among=result) == {"Duties"}
    assert facts(WORK + "/para_26", CG.text, among=result) == {"Employers should:"}


def test_a_policy_action_serves_its_paragraph() -> None:
    assert facts(WORK + "/para_26__action_a", CG.accelerates) == {WORK + "/para_26"}


def test_units_of_law_are_provisions_where_they_have_words() -> None:
    pact = tiny.BASE + "who/code/2010/pact/"
    assert str(CG.Provision) in facts(pact + "art_1__para_1", RDF.type)
    assert str(ELI.LegalResourceSubdivision) in facts(pact + "art_1", RDF.type)
    assert str(CG.Provision) not in facts(pact + "art_1", RDF.type)
    assert str(CG.Provision) not in facts(POINT, RDF.type)


def test_a_unit_in_two_places_has_both() -> None:
    places = facts(POINT_TEXT, CG.standsAt)
    assert places == {POINT_TEXT + "/place_1", POINT_TEXT + "/place_2"}
    slices = [quote_at(place) for place in sorted(places)]
    assert slices == ["(a) keep workers safe^[42] and", "well;¹"]


def quote_at(place: str) -> str:
    assert facts(place, OA.hasSource) == {FILE}
    (start,) = facts(place + "/position", OA.start)
    (end,) = facts(place + "/position", OA.end)
    return tiny.TINY[int(start) : int(end)]


def test_a_marker_is_anchored_and_points_to_its_note() -> None:
    marker = POINT_TEXT + "/ref_42"
    assert facts(marker, RDF.type) == {str(C4O.InTextReferencePointer)}
    assert facts(marker, C4O.hasContent) == {"42"}
    assert facts(marker, C4O.hasContext) == {POINT_TEXT}
    assert facts(marker, C4O.denotes) == {EDITION + "/note_42"}
    assert facts(marker, CG.offset) == {"17"}
    (place,) = facts(marker, CG.standsAt)
    assert quote_at(place) == "^[42]"
    (exact,) = facts(place + "/quote", OA.exact)
    (prefix,) = facts(place + "/quote", OA.prefix)
    (suffix,) = facts(place + "/quote", OA.suffix)
    assert prefix + exact + suffix in tiny.TINY
    assert exact == "^[42]"
    assert len(prefix) == len(suffix) == 32


def test_a_label_marked_twice_in_a_unit_gives_two_markers() -> None:
    corpus = tiny.corpus()
    whole = corpus.editions[0]
    units = tuple(
        replace(unit, markers=(tiny.ENDNOTE, tiny.ENDNOTE)) if unit.markers else unit
        for unit in whole.units
    )
    result = made(replace(corpus, editions=(replace(whole, units=units),)))
    assert facts(POINT, CG.hasMarker, among=result) == {
        POINT_TEXT + "/ref_42",
        POINT_TEXT + "/ref_42_2",
    }


def test_an_endnote_without_text_says_so() -> None:
    note = EDITION + "/note_42"
    assert facts(note, RDF.type) == {str(BIRO.BibliographicReference), str(CG.Endnote)}
    assert facts(note, CG.noteState) == {str(CG.TextAbsent)}
    assert facts(note, C4O.hasContent) == set()
    assert facts(note, DCTERMS.identifier) == {"tiny:note_42"}


def test_an_endnote_with_text_carries_it() -> None:
    corpus = tiny.corpus()
    whole = corpus.editions[0]
    endnote = replace(whole.notes[0], state=NoteState.RESOLVED, text="C155, Art. 13.")
    result = made(replace(corpus, editions=(replace(whole, notes=(endnote, whole.notes[1])),)))
    assert facts(EDITION + "/note_42", C4O.hasContent, among=result) == {"C155, Art. 13."}
    assert facts(EDITION + "/note_42", CG.noteState, among=result) == {str(CG.Resolved)}


def test_a_footnote_is_at_once_the_words_of_its_unit() -> None:
    note = EDITION + "/fn_1"
    assert {str(CG.Footnote), str(CG.UnitText)} <= facts(note, RDF.type)
    assert facts(note, C4O.hasContent) == {"A remark."}
    assert facts(note, ELI.realizes) == {WORK + "/fn_1"}
    assert facts(note, DCTERMS.identifier) == set()


def test_no_identifier_names_two_things() -> None:
    named: dict[str, set[str]] = {}
    for quad in QUADS:
        if quad.predicate.value == str(DCTERMS.identifier):
            named.setdefault(quad.object.value, set()).add(quad.subject.value)
    assert all(len(subjects) == 1 for subjects in named.values())


def test_the_edition_leads_to_its_work_its_file_and_its_run() -> None:
    assert facts(EDITION, DCTERMS.identifier) == {"tiny@draft-2022"}
    assert facts(EDITION, ELI.realizes) == {WORK}
    assert facts(EDITION, ELI.is_embodied_by) == {FILE}
    assert facts(EDITION, PROV.wasGeneratedBy) == {tiny.BASE + "run/0a1b2c"}
    assert facts(EDITION, CG.versionNote) == {"draft"}
    (language,) = facts(EDITION, ELI.language)
    assert language.endswith("/ENG")


def test_of_two_editions_the_last_speaks_for_the_work() -> None:
    corpus = tiny.corpus()
    draft = corpus.editions[0]
    final = Edition(
        "tiny",
        "2023",
        "eng",
        "tiny.txt",
        tuple(replace(unit, text=unit.text.upper()) for unit in draft.units[:4]),
        (),
    )
    result = made(replace(corpus, editions=(draft, final)))
    assert facts(POINT, CG.text, among=result) == {"KEEP WORKERS SAFE AND WELL;"}
    assert facts(POINT, ELI.is_realized_by, among=result) == {
        POINT_TEXT,
        WORK + "/eng-2023/para_26__point_a",
    }
    dropped = facts(WORK + "/para_26__action_a", CG.text, among=result)
    assert dropped == {"inspect."}


def test_a_registered_instrument_without_text_is_in_the_registry_alone() -> None:
    treaty = tiny.BASE + "ilo/convention/1981/x001"
    assert facts(treaty, RDF.type, REGISTRY) == {
        str(kind) for kind in (ELI.Work, ELI.LegalResource, CG.Instrument)
    }
    assert facts(treaty, CG.bindingness, REGISTRY) == {str(CG.BindingWhenRatified)}
    assert facts(treaty, ELI.date_document, REGISTRY) == {"1981-06-22"}
    assert facts(treaty, CG.year, REGISTRY) == {"1981"}
    bodies = facts(treaty, DCTERMS.creator, REGISTRY)
    assert bodies == {tiny.BASE + "agent/ilo", tiny.BASE + "agent/who"}
    assert facts(tiny.BASE + "agent/ilo", RDFS.label, REGISTRY) == {"ILO"}
    assert facts(treaty, ELI.is_realized_by) == set()


def test_the_framework_is_a_scheme_of_concepts() -> None:
    element = tiny.BASE + "framework/compact/element/1"
    assert str(SKOS.Concept) in facts(element, RDF.type, REGISTRY)
    assert facts(element, SKOS.notation, REGISTRY) == {"1"}
    area = tiny.BASE + "framework/compact/area/preventing-harm"
    assert facts(element, SKOS.broader, REGISTRY) == {area}
    assert facts(area, SKOS.topConceptOf, REGISTRY) == {tiny.BASE + "framework/compact"}


def test_the_run_names_every_input_once() -> None:
    run = tiny.BASE + "run/0a1b2c"
    assert facts(run, PROV.used) == {
        FILE,
        f"{tiny.BASE}file/{tiny.sha256(tiny.PACT)[:16]}",
        f"{tiny.BASE}file/{'7' * 16}",
        tiny.BASE + "model/all-MiniLM-L6-v2",
    }
    assert facts(FILE, DCTERMS.identifier) == {"sha256:" + tiny.sha256(tiny.TINY)}
    assert facts(FILE, RDFS.label) == {"tiny.txt"}
    model = tiny.BASE + "model/all-MiniLM-L6-v2"
    assert facts(model, DCTERMS.identifier) == {"sha256:" + "5" * 64}


def test_a_build_without_vectors_has_no_model() -> None:
    result = made(tiny.corpus(), RunFacts("0a1b2c", "0.1.0"))
    assert not [quad for quad in result if "/model/" in str(quad)]


def test_an_unknown_kind_is_an_error_that_names_it() -> None:
    corpus = tiny.corpus()
    whole = corpus.editions[0]
    unit = replace(whole.units[0], kind="stanza")
    with pytest.raises(InputError, match="'stanza'"):
        made(replace(corpus, editions=(replace(whole, units=(unit,)),)))


def test_an_unknown_bindingness_is_an_error_that_names_it() -> None:
    corpus = replace(tiny.corpus(), instruments=(tiny.instrument("tiny", bindingness="soft"),))
    with pytest.raises(InputError, match="'soft'"):
        made(replace(corpus, editions=()))


def test_an_edition_of_an_unregistered_instrument_is_an_error() -> None:
    corpus = tiny.corpus()
    with pytest.raises(InputError, match="'tiny', which is not registered"):
        made(replace(corpus, instruments=corpus.instruments[1:]))


def test_an_edition_without_its_file_is_an_error() -> None:
    corpus = tiny.corpus()
    with pytest.raises(InputError, match=r"'tiny\.txt', which was not read"):
        made(replace(corpus, sources=corpus.sources[1:]))


@pytest.mark.parametrize(
    ("text", "datatype"),
    [("2022", XSD.gYear), ("2022-05", XSD.gYearMonth), ("2022-05-31", XSD.date)],
)
def test_a_date_has_the_type_of_its_precision(text: str, datatype: URIRef) -> None:
    assert date(text) == Literal(text, datatype=NamedNode(str(datatype)))


def test_what_is_no_date_is_an_error() -> None:
    assert date(None) is None
    with pytest.raises(InputError, match="'May 2022' is not a date"):
        date("May 2022")


def test_languages_are_tagged_by_their_shortest_code() -> None:
    assert [language_tag(code) for code in ("eng", "fra", "en", "nld")] == ["en", "fr", "en", "nld"]
    assert tagged("mot", "fra") == Literal("mot", language="fr")
    assert tagged("", "fra") is None


def test_only_the_graphs_of_a_build_can_be_named() -> None:
    assert Names(tiny.BASE).graph("curated").value == tiny.BASE + "graph/curated"
    with pytest.raises(ValueError, match="'links' is not a graph"):
        Names(tiny.BASE).graph("links")


def test_a_model_given_by_its_path_is_named_by_the_last_part() -> None:
    model = Names(tiny.BASE).model("/srv/models/My Model (v2)/")
    assert model.value == tiny.BASE + "model/My-Model-v2"
    assert slug("a b/c") == "a-b-c"
