"""Validation: a sound graph conforms, a damaged one says where and what in words."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad

from indexer.graph import quads
from indexer.graph.shacl import Report, validate
from indexer.graph.text import nquads
from ontology.terms import CG
from tests.indexer.graph import graph_fixtures as tiny

POINT = tiny.BASE + "who/guidance/2022/tiny/para_26__point_a"
QUADS = frozenset(
    quads(tiny.corpus(), tiny.run(), tiny.BASE, cite_as=tiny.cite_as, texts=tiny.texts())
)


def without(predicate: str) -> Report:
    kept = [q for q in QUADS if (q.subject.value, q.predicate.value) != (POINT, predicate)]
    assert len(kept) < len(QUADS)
    return validate(nquads(kept))


def test_the_graph_of_the_small_corpus_conforms() -> None:
    report = validate(nquads(QUADS))
    assert report.violations == ()
    assert report.conforms


def test_a_report_counts_what_each_shape_looked_at() -> None:
    checked = validate(nquads(QUADS)).checked
    assert list(checked) == sorted(checked)
    assert checked["Instrument"] == 3
    assert checked["Unit"] == checked["UnitText"] == 9
    assert checked["Marker"] == checked["Note"] == 2
    assert checked["Recommendation"] == checked["Provision"] == 2  # one is a policy action
    assert checked["OnlyConcepts"] == 1
    assert checked["Citation"] == checked["CuratedLink"] == checked["Suggestion"] == 0


def test_a_violation_names_node_property_message_and_shape() -> None:
    (violation,) = without(str(CG.citeAs)).violations
    assert violation.focus == POINT
    assert violation.path == str(CG.citeAs)
    assert violation.message == "A unit has one citation."
    assert violation.shape == "Unit"
    assert str(violation) == f"{POINT}, under {CG.citeAs}: A unit has one citation."


def test_a_violation_of_a_whole_node_has_no_property() -> None:
    violations = without(str(CG.text)).violations
    assert {(v.shape, v.path) for v in violations} == {
        ("Recommendation", str(CG.text)),
        ("UnitHasWords", None),
    }
    whole = next(v for v in violations if v.path is None)
    assert str(whole) == f"{POINT}: A unit has words of its own, or a heading, or units below it."


def test_violations_come_in_the_same_order() -> None:
    extra = [
        Quad(
            q.subject,
            NamedNode(str(CG.ordinal)),
            Literal(99),
            NamedNode(tiny.BASE + "graph/corpus"),
        )
        for q in QUADS
        if q.predicate.value == str(CG.position)
    ]
    first, second = (validate(nquads([*QUADS, *extra])) for _ in range(2))
    assert first == second
    assert len(first.violations) == len(extra)
    assert list(first.violations) == sorted(first.violations, key=lambda v: v.focus)
