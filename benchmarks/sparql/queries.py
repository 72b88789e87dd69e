"""What is asked: eight queries that users of the graph ask, and one that never ends."""

from __future__ import annotations

from typing import Final

from ontology.terms import PREFIXES

PROLOGUE: Final = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
QUERIES: Final = {
    "is it there": 'ASK { ?u dct:identifier "compact:para_26__point_g" }',
    "a unit": 'SELECT ?text ?cite { ?u dct:identifier "compact:para_26__point_g" ; cg:text ?text ; '
    "cg:citeAs ?cite }",
    "what backs it": 'SELECT ?target ?why { ?u dct:identifier "compact:para_26__point_g" . '
    "?link owl:annotatedSource ?u ; a cg:CuratedLink ; owl:annotatedTarget ?p ; "
    "rdfs:comment ?why . ?p dct:identifier ?target }",
    "what a provision backs": 'SELECT ?unit { ?p dct:identifier "C155:art_13" . '
    "?link owl:annotatedTarget ?p ; a cg:CuratedLink ; owl:annotatedSource ?u . "
    "?u dct:identifier ?unit }",
    "cited instruments": "SELECT DISTINCT ?id { ?c a cito:Citation ; cito:hasCitingEntity ?u ; "
    "cg:toInstrument ?i . ?u a cg:Recommendation . ?i dct:identifier ?id }",
    "words in a text": "SELECT ?id { ?u a cg:Recommendation ; cg:text ?t ; dct:identifier ?id "
    'FILTER CONTAINS(LCASE(?t), "violence") }',
    "parts of a text": 'SELECT (COUNT(*) AS ?n) { ?i dct:identifier "compact" . '
    "?u eli:is_part_of+ ?i }",
    "coverage": "SELECT ?n ?b (COUNT(*) AS ?links) { ?link a cg:CuratedLink ; "
    "owl:annotatedSource ?u ; cg:toInstrument ?i . ?u cg:underElement/cg:ordinal ?n . "
    "?i cg:bindingness ?b } GROUP BY ?n ?b",
}
SHORT: Final = tuple(PROLOGUE + query for query in list(QUERIES.values())[:4])
"""Those that concern one unit, which several clients ask in turn."""
RUNAWAY: Final = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
