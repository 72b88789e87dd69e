"""The shapes: sound data conforms, and each constraint of each shape notices its own damage.

The damage is made from the shapes themselves: for every property shape, every constraint that it
states is broken on one focus node, and the violation must name that node, shape and property. So a
constraint cannot be added without being tested, and none can be there that never fires.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import RDF, SH, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from indexer.graph import quads
from indexer.graph.rdflib_io import union
from indexer.graph.shacl import validate_graph
from indexer.graph.text import nquads
from ontology import shapes_graph
from ontology.terms import C4O, CG, CITO, ELI, OA, PAV
from tests.indexer.graph import graph_fixtures as tiny

SHAPES = shapes_graph()
NAMED = {str(s).rpartition("#")[2]: s for s in SHAPES.subjects(RDF.type, SH.NodeShape)}
JUNK = URIRef(tiny.BASE + "junk")
WORK = URIRef(tiny.BASE + "who/guidance/2022/tiny/")
POINT = URIRef(WORK + "para_26__point_a")


def sound() -> Graph:
    made = quads(tiny.corpus(), tiny.run(), tiny.BASE, cite_as=tiny.cite_as, texts=tiny.texts())
    graph = union(nquads(made))
    return graph.parse(Path(__file__).with_name("links.ttl"), format="turtle")


SOUND = sound()


def copy() -> Graph:
    graph = Graph()
    for triple in SOUND:
        graph.add(triple)
    return graph


def alone(shape: Node) -> Graph:
    """One shape without the others, so that damage shows where it is looked for, and soon."""
    return SHAPES.cbd(shape)


def focus_nodes(graph: Graph, shape: Node) -> list[Node]:
    classes = SHAPES.objects(shape, SH.targetClass)
    nodes = {node for kind in classes for node in graph.subjects(RDF.type, kind)}
    for predicate in SHAPES.objects(shape, SH.targetSubjectsOf):
        nodes |= set(graph.subjects(predicate))
    for predicate in SHAPES.objects(shape, SH.targetObjectsOf):
        nodes |= set(graph.objects(None, predicate))
    return sorted(nodes)


@dataclass(frozen=True)
class Case:
    """A property shape of a shape, one of its constraints, and the constraint's value."""

    shape: str
    part: Node
    constraint: URIRef
    value: Node

    @property
    def path(self) -> Node:
        path = SHAPES.value(self.part, SH.path)
        assert path is not None
        return path

    def __str__(self) -> str:
        name = str(self.path).rpartition("#")[2].rpartition("/")[2]
        if isinstance(self.path, BNode):
            name = "path"
        return f"{self.shape}-{name}-{str(self.constraint).rpartition('#')[2]}"


NOT_CONSTRAINTS = {SH.path, SH.message}


def cases() -> Iterator[Case]:
    for name, shape in sorted(NAMED.items()):
        for part in SHAPES.objects(shape, SH.property):
            for constraint, value in SHAPES.predicate_objects(part):
                if constraint not in NOT_CONSTRAINTS and constraint != SH.qualifiedValueShape:
                    yield Case(name, part, constraint, value)


CASES = sorted(cases(), key=str)


def test_sound_data_conforms_to_every_shape() -> None:
    assert validate_graph(copy(), SHAPES).violations == ()


def test_every_shape_looks_at_something() -> None:
    checked = validate_graph(copy(), SHAPES).checked
    assert {name for name, count in checked.items() if count == 0} == {"NoFlatSuggestion"}


def test_every_constraint_has_a_message() -> None:
    parts = [part for shape in NAMED.values() for part in SHAPES.objects(shape, SH.property)]
    assert all(str(SHAPES.value(part, SH.message)).endswith(".") for part in parts)


def last_step(path: Node) -> Node:
    """The property that a simple path is, or with which a sequence ends."""
    return list(Collection(SHAPES, path))[-1] if (path, RDF.first, None) in SHAPES else path


def holder(graph: Graph, focus: Node, path: Node) -> Node:
    """The node that the last step of a path starts from."""
    for step in list(Collection(SHAPES, path))[:-1] if (path, RDF.first, None) in SHAPES else []:
        value = graph.value(focus, step)
        assert value is not None
        focus = value
    return focus


def damage(graph: Graph, focus: Node, case: Case) -> None:
    """Break the one constraint of `case` at `focus`."""
    inverse = SHAPES.value(case.path, SH.inversePath)
    if inverse is not None:
        graph.remove((None, inverse, focus))
        return
    predicate = last_step(case.path)
    subject = holder(graph, focus, case.path)
    values = list(graph.objects(subject, predicate))
    if case.constraint == SH.qualifiedMinCount:
        wanted = SHAPES.value(SHAPES.value(case.part, SH.qualifiedValueShape), SH["class"])
        for value in values:
            if (value, RDF.type, wanted) in graph:
                graph.remove((subject, predicate, value))
    elif case.constraint in (SH.maxCount, SH.uniqueLang):
        for _ in range(int(case.value) + 1 if case.constraint == SH.maxCount else 1):
            graph.add((subject, predicate, another(graph, values[0] if values else JUNK)))
    else:
        graph.remove((subject, predicate, None))
        if case.constraint != SH.minCount:
            graph.add((subject, predicate, WRONG[case.constraint](graph, subject, case, values[0])))


COUNT = iter(range(10_000))


def another(graph: Graph, value: Node) -> Node:
    """A further value of the same sort: same types for a node, same datatype for a literal."""
    number = next(COUNT)
    if isinstance(value, Literal):
        text = f"{value}{number}" if value.datatype in (None, XSD.string) else different(value)
        return Literal(text, lang=value.language, datatype=value.datatype)
    fresh = URIRef(f"{value}-{number}")
    for kind in graph.objects(value, RDF.type):
        graph.add((fresh, RDF.type, kind))
    return fresh


def different(value: Literal) -> str:
    if value.datatype == XSD.date:
        return "1999-12-31"
    if value.language:
        return f"{value} again"
    return str(int(float(value)) + 1)


def number_beside(case: Case, step: int) -> Literal:
    limit = SHAPES.value(case.part, case.constraint)
    return Literal(int(float(str(limit))) + step)


Wrong = Callable[[Graph, Node, Case, Node], Node]
WRONG: dict[URIRef, Wrong] = {
    SH.datatype: lambda _g, _s, _c, _v: Literal(True),
    SH["class"]: lambda _g, _s, _c, _v: JUNK,
    SH["or"]: lambda _g, _s, _c, _v: JUNK,
    SH["in"]: lambda _g, _s, _c, _v: JUNK,
    SH.hasValue: lambda _g, _s, _c, _v: JUNK,
    SH.nodeKind: lambda _g, _s, _c, _v: Literal("no IRI"),
    SH.pattern: lambda _g, _s, _c, _v: Literal("§ no match"),
    SH.minLength: lambda _g, _s, _c, v: Literal("", lang=getattr(v, "language", None)),
    SH.minInclusive: lambda _g, _s, c, _v: number_beside(c, -1),
    SH.maxInclusive: lambda _g, _s, c, _v: number_beside(c, +1),
    SH.lessThan: lambda g, s, c, _v: g.value(s, SHAPES.value(c.part, SH.lessThan)) or JUNK,
    SH.lessThanOrEquals: lambda g, s, c, _v: Literal(
        int(str(g.value(s, SHAPES.value(c.part, SH.lessThanOrEquals)))) + 1
    ),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_damage_to_a_constraint_is_noticed(case: Case) -> None:
    graph, shape = copy(), NAMED[case.shape]
    if case.shape == "NoFlatSuggestion":
        graph.add((POINT, CG.suggests, JUNK))
    focus = next(
        node
        for node in focus_nodes(graph, shape)
        if isinstance(case.path, BNode)
        or (node, case.path, None) in graph
        or case.value == Literal(0)
    )
    damage(graph, focus, case)
    path = str(case.path) if isinstance(case.path, URIRef) else None
    violations = validate_graph(graph, alone(shape)).violations
    assert (case.shape, str(focus), path) in {(v.shape, v.focus, v.path) for v in violations}
    assert str(SHAPES.value(case.part, SH.message)) in {v.message for v in violations}


CLASSES = sorted(
    (name, kind) for name, shape in NAMED.items() for kind in SHAPES.objects(shape, SH["class"])
)


@pytest.mark.parametrize(("name", "kind"), CLASSES, ids=lambda value: str(value).rpartition("#")[2])
def test_a_node_without_its_reused_class_is_noticed(name: str, kind: Node) -> None:
    graph = copy()
    focus = focus_nodes(graph, NAMED[name])[0]
    graph.remove((focus, RDF.type, kind))
    violations = validate_graph(graph, alone(NAMED[name])).violations
    assert (name, str(focus), None) in {(v.shape, v.focus, v.path) for v in violations}


@pytest.mark.parametrize(
    "name", [name for name, shape in NAMED.items() if (shape, SH.nodeKind, SH.IRI) in SHAPES]
)
def test_a_blank_node_in_place_of_a_name_is_noticed(name: str) -> None:
    graph, blank = copy(), BNode()
    focus = focus_nodes(graph, NAMED[name])[0]
    for predicate, value in list(graph.predicate_objects(focus)):
        graph.remove((focus, predicate, value))
        graph.add((blank, predicate, value))
    violations = validate_graph(graph, alone(NAMED[name])).violations
    assert (name, str(blank), None) in {(v.shape, v.focus, v.path) for v in violations}


def noticed(graph: Graph, name: str) -> set[str]:
    return {v.focus for v in validate_graph(graph, alone(NAMED[name])).violations}


def test_a_unit_without_words_and_heading_is_noticed() -> None:
    graph = copy()
    graph.remove((POINT, CG.text, None))
    assert noticed(graph, "UnitHasWords") == {str(POINT)}


PARAGRAPH = URIRef(WORK + "para_26")
IN_EDITION = URIRef(WORK + "eng-draft-2022/para_26")
OTHER = URIRef(WORK + "eng-draft-2021/para_26")


def wordless(unit: URIRef) -> Graph:
    """The data with a unit that has neither words nor a heading, in no edition."""
    graph = copy()
    graph.remove((unit, CG.text, None))
    graph.remove((unit, SKOS.prefLabel, None))
    for text in graph.objects(unit, ELI.is_realized_by):
        graph.remove((text, C4O.hasContent, None))
    return graph


def test_a_unit_whose_words_stand_below_it_conforms() -> None:
    assert validate_graph(wordless(PARAGRAPH), SHAPES).violations == ()


def test_where_a_part_has_no_words_either_the_part_is_noticed() -> None:
    graph = wordless(PARAGRAPH)
    graph.remove((POINT, CG.text, None))
    assert noticed(graph, "UnitHasWords") == {str(POINT)}


def test_a_part_that_is_only_registered_holds_no_words() -> None:
    graph = wordless(PARAGRAPH)
    for part in list(graph.subjects(ELI.is_part_of, PARAGRAPH)):
        graph.remove((part, RDF.type, CG.Unit))
    assert noticed(graph, "UnitHasWords") == {str(PARAGRAPH)}


@pytest.mark.parametrize("unit", [POINT, PARAGRAPH])
def test_a_text_without_the_words_that_its_unit_has_is_noticed(unit: URIRef) -> None:
    graph = copy()
    (text,) = graph.objects(unit, ELI.is_realized_by)
    graph.remove((text, C4O.hasContent, None))
    assert noticed(graph, "UnitTextHasWords") == {str(text)}


def test_a_unit_may_have_had_only_parts_in_another_edition() -> None:
    graph = copy()
    graph.add((PARAGRAPH, ELI.is_realized_by, OTHER))
    graph.add((OTHER, ELI.realizes, PARAGRAPH))
    graph.add((OTHER, RDF.type, CG.UnitText))
    assert noticed(graph, "UnitTextHasWords") == set()
    graph.remove((IN_EDITION, C4O.hasContent, None))
    assert noticed(graph, "UnitTextHasWords") == {str(IN_EDITION), str(OTHER)}


NOTE = URIRef(WORK + "eng-draft-2022/note_42")
FOOTNOTE = URIRef(WORK + "eng-draft-2022/fn_1")


def test_an_absent_note_with_a_text_is_noticed() -> None:
    graph = copy()
    graph.add((NOTE, C4O.hasContent, Literal("Guessed.", lang="en")))
    assert noticed(graph, "NoteTextFitsState") == {str(NOTE)}


@pytest.mark.parametrize("state", [CG.TextPresent, CG.Resolved])
def test_a_present_note_without_a_text_is_noticed(state: URIRef) -> None:
    graph = copy()
    graph.set((NOTE, CG.noteState, state))
    assert noticed(graph, "NoteTextFitsState") == {str(NOTE)}


def test_a_resolved_note_with_its_text_conforms() -> None:
    graph = copy()
    graph.set((FOOTNOTE, CG.noteState, CG.Resolved))
    assert noticed(graph, "NoteTextFitsState") == set()


@pytest.mark.parametrize(
    ("name", "link", "kind"),
    [
        ("Citation", "citation/1", CG.Suggestion),
        ("CuratedLink", "link/1", CITO.Citation),
        ("CuratedLink", "link/1", CG.Suggestion),
        ("Suggestion", "suggestion/1", CITO.Citation),
    ],
)
def test_a_link_of_two_families_is_noticed(name: str, link: str, kind: URIRef) -> None:
    graph, node = copy(), URIRef(tiny.BASE + link)
    graph.add((node, RDF.type, kind))
    assert noticed(graph, name) == {str(node)}


def test_a_suggestion_with_an_author_is_noticed() -> None:
    graph, node = copy(), URIRef(tiny.BASE + "suggestion/1")
    graph.add((node, PAV.authoredBy, JUNK))
    assert noticed(graph, "Suggestion") == {str(node)}


def test_a_flat_claim_or_citation_without_its_evidence_is_noticed() -> None:
    graph, section = copy(), URIRef(WORK + "sec_5")
    graph.add((section, CG.backedBy, JUNK))
    graph.add((section, ELI.cites, JUNK))
    assert noticed(graph, "Claims") == {str(section)}
    assert noticed(graph, "Cites") == {str(section)}


def test_a_skos_mapping_of_a_provision_is_noticed() -> None:
    graph = copy()
    graph.add((POINT, URIRef("http://www.w3.org/2004/02/skos/core#closeMatch"), JUNK))
    assert noticed(graph, "OnlyConcepts") == {str(POINT)}


def test_a_third_selector_at_a_place_is_noticed() -> None:
    graph, place = copy(), URIRef(tiny.BASE + "citation/1/place")
    graph.add((place, OA.hasSelector, another(graph, URIRef(place + "/position"))))
    assert noticed(graph, "Place") == {str(place)}
