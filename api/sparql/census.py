"""How much there is in the graph that is served, counted by queries like any other."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Final

from api.sparql.pool import Pool
from indexer.sparql.model import Request

_GRAPHS: Final = "SELECT ?name (COUNT(*) AS ?count) { GRAPH ?name { ?s ?p ?o } } GROUP BY ?name"
_WHOLE: Final = (
    "SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) "
    "(COUNT(DISTINCT ?p) AS ?properties) (COUNT(DISTINCT ?o) AS ?objects) { ?s ?p ?o }"
)
_ENTITIES: Final = (
    "SELECT (COUNT(DISTINCT ?s) AS ?entities) { ?s ?p ?o FILTER STRSTARTS(STR(?s), %s) }"
)
_CLASSES: Final = "SELECT ?name (COUNT(DISTINCT ?s) AS ?count) { ?s a ?name } GROUP BY ?name"
_PROPERTIES: Final = "SELECT ?name (COUNT(*) AS ?count) { ?s ?name ?o } GROUP BY ?name"


@dataclass(frozen=True, slots=True)
class Census:
    """Counts of the graph as it is served, with what lies beside the build."""

    graphs: dict[str, int]
    """Triples of each named graph, by IRI."""
    triples: int
    """Distinct triples of the union of all graphs."""
    subjects: int
    properties: int
    objects: int
    entities: int
    """Subjects whose IRI lies below the base of the data."""
    classes: dict[str, int]
    """Distinct instances of each class, by IRI."""
    uses: dict[str, int]
    """Triples with each property, by IRI."""


class Counted:
    """The census of one pool, taken when it is first asked for, and once."""

    def __init__(self, pool: Pool, base: str) -> None:
        """Count what `pool` serves; entities lie below the IRI `base`."""
        self._pool = pool
        self._base = base
        self._lock = asyncio.Lock()
        self._census: Census | None = None

    async def census(self) -> Census:
        """Return the counts. Raises what `Pool.run` raises."""
        async with self._lock:
            if self._census is None:
                self._census = await self._taken()
            return self._census

    async def _taken(self) -> Census:
        whole = (await self._rows(_WHOLE))[0]
        entities = (await self._rows(_ENTITIES % json.dumps(self._base)))[0]
        return Census(
            graphs=await self._by_name(_GRAPHS),
            triples=int(whole["triples"]),
            subjects=int(whole["subjects"]),
            properties=int(whole["properties"]),
            objects=int(whole["objects"]),
            entities=int(entities["entities"]),
            classes=await self._by_name(_CLASSES),
            uses=await self._by_name(_PROPERTIES),
        )

    async def _by_name(self, query: str) -> dict[str, int]:
        rows = await self._rows(query)
        return dict(sorted((row["name"], int(row["count"])) for row in rows if "name" in row))

    async def _rows(self, query: str) -> list[dict[str, str]]:
        answer = await self._pool.run(Request(query, table_form="json"))
        found: dict[str, Any] = json.loads(answer.body.read())
        return [
            {name: term["value"] for name, term in row.items()}
            for row in found["results"]["bindings"]
        ]
