"""RDF of a user's own that is served beside a build, and never written into one.

Statements without a graph come into a graph of the file's own, `{base}graph/overlay/{file}`. The
graphs of the build are the build's: a file that adds to one of them is refused, since what the
texts cite, what an editor claims and what a model suggests would no longer be kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat

from indexer.errors import InputError
from indexer.graph.names import GRAPHS
from indexer.ident import graph_iri

_EXTENSIONS = ("ttl", "nt", "nq", "trig", "rdf", "owl", "xml", "jsonld", "json", "n3")


def overlay_quads(files: Sequence[Path], base: str) -> list[Quad]:
    """Return what the files state, each statement in a named graph.

    `base` is the IRI below which the data of the build lies. Blank nodes of different files stay
    apart. Raises InputError that names the file, and the line where it is no RDF.
    """
    return [quad for file in files for quad in _quads(file, base)]


def _quads(file: Path, base: str) -> Iterator[Quad]:
    own = NamedNode(graph_iri(base, f"overlay/{_name(file)}"))
    taken = {graph_iri(base, name) for name in GRAPHS}
    for quad in _parsed(file):
        graph = own if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name
        if isinstance(graph, NamedNode) and graph.value in taken:
            raise InputError(
                f"{file} adds to {graph.value}, which is the build's.",
                mend="Put the statements into a graph of your own, or into none.",
            )
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


def _parsed(file: Path) -> list[Quad]:
    form = _format(file)
    try:
        with file.open("rb") as stream:
            return list(pyoxigraph.parse(stream, format=form, rename_blank_nodes=True))
    except SyntaxError as error:
        line = "" if error.lineno is None else f", line {error.lineno}"
        raise InputError(
            f"{file}{line} is not {form.name}: {error.msg}.", mend="Correct the file there."
        ) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(f"{file} cannot be read: {why}.", mend="Name a file of RDF.") from error


def _format(file: Path) -> RdfFormat:
    extension = file.suffix[1:].lower()
    form = RdfFormat.from_extension("rdf" if extension == "owl" else extension)
    if form is None:
        raise InputError(
            f"{file} has no extension of a format of RDF.",
            mend=f"Name it with one of {', '.join(_EXTENSIONS)}.",
        )
    return form


def _name(file: Path) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", file.stem).strip("-") or "file"
