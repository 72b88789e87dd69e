"""The graph of a build as it is, and as many copies of it as make a larger one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from indexer.publish import read_manifest
from ontology.terms import NAMESPACE, PREFIXES


def copied(build: Path, folder: Path, copies: int) -> Path:
    """Return a build like another, whose graph has so many copies of its own things."""
    target = folder / "copies"
    shutil.copytree(build, target, ignore=shutil.ignore_patterns("store", "graph.nq"))
    base = str(read_manifest(build)["base"])
    with (target / "graph.nq").open("wb") as output:
        for number in range(copies):
            quads = parse(path=str(build / "graph.nq"), format=RdfFormat.N_QUADS)
            serialize((_renamed(q, base, number) for q in quads), output, RdfFormat.N_QUADS)
    manifest = json.loads((target / "manifest.json").read_text())
    manifest["figures"]["quads"] *= copies
    (target / "manifest.json").write_text(json.dumps(manifest))
    return target


def _renamed(quad: Quad, base: str, number: int) -> Quad:
    """Return a statement about the copy of a thing; the first copy keeps the names."""

    def own(term: object) -> object:
        if number == 0:
            return term
        if isinstance(term, NamedNode) and term.value.startswith(base):
            kept = term.value.startswith((NAMESPACE, f"{base}graph/", f"{base}framework"))
            return term if kept else NamedNode(f"{term.value}/copy-{number}")
        return term

    value = quad.object
    if number and quad.predicate.value == f"{PREFIXES['dct']}identifier":
        value = Literal(f"{quad.object.value}~{number}")
    return Quad(own(quad.subject), quad.predicate, own(value), quad.graph_name)
