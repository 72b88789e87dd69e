"""The three families of links in the graph, over the small corpus made by hand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from pyoxigraph import NamedNode, Quad

from indexer.cited import Cited, with_resolved_notes
from indexer.evidence import Evidence, Suggestion
from indexer.graph import quads
from indexer.graph.shacl import validate
from indexer.graph.text import nquads
from indexer.links.model import Link
from indexer.model import Corpus, NoteState, Provision
from indexer.parsing.clean import to_source
from indexer.read import Index
from ontology.terms import CG, CITO, ELI, OA, PROV
from tests.indexer.graph import graph_fixtures as tiny

POINT, PARAGRAPH = "tiny:para_26__point_a", "pact:art_1__para_1"
NOTE_TEXT = "See X001, Article 3."


def cited(unit: str, place: str, words: str, *targets: str, status: str = "resolved") -> Cited:
    """A citation by `words` as they stand in the clean text of `place`."""
    text = NOTE_TEXT if "note_" in place else units()[place]
    start = text.index(words)
    via = "text" if unit == place else "endnote" if "note_" in place else "footnote"
    kind = "instrument" if ":" not in targets[0] else "provision"
    end = start + len(words)
    return Cited(unit, via, place, start, end, words, kind, status, targets, "made-up")


def units() -> dict[str, str]:
    return {unit.id: unit.text for edition in tiny.corpus().editions for unit in edition.units}


def corpus() -> Corpus:
    """The small corpus with a text for its endnote."""
    made = tiny.corpus()
    first = made.editions[0]
    notes = tuple(
        replace(n, state=NoteState.TEXT_PRESENT, text=NOTE_TEXT) if n.text is None else n
        for n in first.notes
    )
    return replace(made, editions=(replace(first, notes=notes), *made.editions[1:]))


EVIDENCE = Evidence(
    provisions=(
        Provision("X001:art_1", "What it is for", "text"),
        Provision("X001:art_1__para_2", "An exception", "knowledge"),
        Provision(PARAGRAPH, "The aim of the pact", "text"),
    ),
    citations=(
        cited(PARAGRAPH, PARAGRAPH, "aim", "X001"),
        cited(POINT, POINT, "workers safe", "X001:art_1", "X001:art_9"),
        cited(POINT, "tiny:note_42", "Article 3", "X001:art_3"),
        cited(POINT, "tiny:fn_1", "remark", "pact"),
        cited(POINT, POINT, "keep", "X001", "pact", status="ambiguous"),
    ),
    curated=(
        Link(
            POINT,
            "backedBy",
            "X001:art_1",
            "the editors",
            "2025-11-21",
            "X001:art_1",
            "text",
            0.9,
            "Both.",
        ),
        Link(
            POINT,
            "relatedProvision",
            PARAGRAPH,
            "the editors",
            "2025-11-21",
            "in print",
            "knowledge",
            None,
            "In part.",
        ),
        Link(
            "tiny:para_26",
            "backedBy",
            "X001:art_1",
            "another",
            "2025-11-20",
            "https://example.org/x",
            "text",
            0.5,
            "So.",
        ),
    ),
    suggestions=(
        Suggestion(POINT, "X001:art_1", 0.7, 0.6, 1, 3, "made up", "small-model"),
        Suggestion(POINT, PARAGRAPH, 0.3, None, 2, 3, "made up", tiny.run().model or ""),
    ),
)


def made() -> list[Quad]:
    return list(
        quads(
            with_resolved_notes(corpus(), EVIDENCE.citations),
            tiny.run(),
            tiny.BASE,
            cite_as=tiny.cite_as,
            texts=tiny.texts(),
            evidence=EVIDENCE,
            cite=lambda name: f"cite {name}",
        )
    )


QUADS = made()


def said(predicate: str, graph: str | None = None) -> list[tuple[str, str]]:
    """Subjects and objects of a property, of one graph or of all, without the base."""
    return sorted(
        (q.subject.value.removeprefix(tiny.BASE), q.object.value.removeprefix(tiny.BASE))
        for q in QUADS
        if q.predicate == NamedNode(predicate)
        and (graph is None or str(q.graph_name) == f"<{tiny.BASE}graph/{graph}>")
    )


def test_links_of_every_family_conform_to_the_shapes() -> None:
    report = validate(nquads(QUADS))
    assert report.violations == ()
    counts = {name: report.checked[name] for name in ("Citation", "CuratedLink", "Suggestion")}
    assert counts == {"Citation": 5, "CuratedLink": 3, "Suggestion": 2}
    assert report.checked["RegisteredProvision"] == 2


def test_each_family_stands_in_its_own_graph() -> None:
    for graph, kinds in (
        ("citations", {str(CITO.Citation)}),
        ("curated", {str(CG.CuratedLink)}),
        ("suggestions", {str(CG.Suggestion)}),
    ):
        assert said(ELI.cites, graph) == (said(ELI.cites) if graph == "citations" else [])
        types = {q.object.value for q in QUADS if str(q.graph_name).endswith(f"{graph}>")}
        others = {str(CITO.Citation), str(CG.CuratedLink), str(CG.Suggestion)} - kinds
        assert kinds <= types
        assert not others & types


def test_flat_triples_are_said_of_facts_and_claims_alone() -> None:
    point, pact = "who/guidance/2022/tiny/para_26__point_a", "who/code/2010/pact"
    treaty = "ilo/convention/1981/x001"
    assert said(CG.backedBy) == [
        ("who/guidance/2022/tiny/para_26", f"{treaty}/art_1"),
        (point, f"{treaty}/art_1"),
    ]
    assert said(CG.relatedProvision) == [(point, f"{pact}/art_1__para_1")]
    assert (point, f"{treaty}/art_9") in said(ELI.cites)
    assert said(CG.suggests) == []


def test_what_is_not_resolved_is_no_citation() -> None:
    assert "keep" not in {words for _, words in said(OA.exact, "citations")}


def test_a_citation_quotes_its_file_or_the_note_that_is_no_unit() -> None:
    words = dict(said(OA.exact, "citations"))
    assert "workers safe" in words.values()
    sources = {
        source: subject.rpartition("/place")[0]
        for subject, source in said(OA.hasSource, "citations")
    }
    note = "who/guidance/2022/tiny/eng-draft-2022/note_42"
    assert note in sources
    assert words[f"{sources[note]}/place/quote"] == "Article 3"


def test_the_source_of_a_claim_is_an_identifier_an_address_or_words() -> None:
    found = {source for _, source in said(PROV.hadPrimarySource)}
    treaty = "ilo/convention/1981/x001/art_1"
    assert {treaty, "https://example.org/x"} < found
    assert [name.startswith("source/") for name in sorted(found)].count(True) == 1


def test_a_provision_is_registered_or_a_unit_and_has_our_subject() -> None:
    assert said(CG.subject) == [
        ("ilo/convention/1981/x001/art_1", "What it is for"),
        ("ilo/convention/1981/x001/art_1__para_2", "An exception"),
        ("who/code/2010/pact/art_1__para_1", "The aim of the pact"),
    ]
    parts = dict(said(ELI.is_part_of, "registry"))
    assert parts == {
        "ilo/convention/1981/x001/art_1": "ilo/convention/1981/x001",
        "ilo/convention/1981/x001/art_1__para_2": "ilo/convention/1981/x001/art_1",
    }


def test_a_cited_provision_that_nobody_registered_has_its_identifier() -> None:
    names = dict(said("http://purl.org/dc/terms/identifier", "citations"))
    treaty = "ilo/convention/1981/x001"
    assert names == {f"{treaty}/art_3": "X001:art_3", f"{treaty}/art_9": "X001:art_9"}


def test_a_note_that_leads_to_an_instrument_is_resolved() -> None:
    states = dict(said(CG.noteState))
    assert {state.rpartition("#")[2] for state in states.values()} == {"Resolved"}
    absent = with_resolved_notes(tiny.corpus(), EVIDENCE.citations)
    assert absent.editions[0].notes[0].state is NoteState.TEXT_ABSENT


def test_no_triple_stands_in_two_graphs(real_index: Index, linked: Index) -> None:
    """To the engine the union of the graphs would have it twice, and so would every answer."""
    for found in (set(QUADS), set(linked.store), set(real_index.store)):
        times = Counter((q.subject, q.predicate, q.object) for q in found)
        assert [triple for triple, count in times.items() if count > 1] == []


def test_every_citation_of_the_texts_quotes_the_file_at_its_words(real_index: Index) -> None:
    """The file has the words of the quote, and beside them at most markers and line ends."""
    assert len(real_index.citations) > 300
    for own in real_index.citations:
        unit, file = real_index.units[own.place], real_index.text(real_index.units[own.place].file)
        start = to_source(unit.offsets, own.start)
        end = to_source(unit.offsets, own.end - 1) + 1
        marked = {at for m in unit.markers for at in range(m.span.start, m.span.end)}
        printed = "".join(file[at] for at in range(start, end) if at not in marked)
        assert re.sub(r"[\s^{},*]", "", printed) == re.sub(r"[\s,]", "", own.quote)
