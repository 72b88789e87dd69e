"""What the graph says of an edition and of its citations, said once and remembered as text.

Most of a graph tells of units and their words, which do not change with the texts beside them. Only
the name of the run does, so there is a stand-in for it. No node names two runs, so that the order
of the lines is the same with the stand-in and with the name.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from pyoxigraph import Triple

from indexer.cited import Cited
from indexer.graph.corpus import Part, part_triples
from indexer.graph.links import Graphed, anchor_of, citation_triples, resolved
from indexer.graph.names import Names
from indexer.graph.places import AROUND, Anchor
from indexer.graph.text import lines_in
from indexer.ident import split_id
from indexer.records import note_record, plain_record, unit_record
from indexer.remembered import Remembered

_STAND_IN = "0" * 16


def part_lines(part: Part, remembered: Remembered) -> Iterator[bytes]:
    """Yield what the graph `corpus` says of an edition as sorted lines of N-Quads."""
    names, run = part.context.names, part.context.run
    whole = replace(part, context=replace(part.context, run=_STAND_IN))
    data = remembered.data(
        "graph", _decides(part), lambda: _sorted("corpus", part_triples(whole), names)
    )
    yield from _named(data, names, run)


def citation_lines(
    citations: Iterable[Cited], graphed: Graphed, remembered: Remembered
) -> Iterator[bytes]:
    """Yield what the graph `citations` says of mentions as lines of N-Quads.

    What the units of one instrument cite is remembered together.
    """
    names, run = graphed.names, graphed.run
    whole = replace(graphed, run=replace(run, build=_STAND_IN))
    by_instrument: dict[str, list[Cited]] = {}
    for cited in resolved(citations):
        by_instrument.setdefault(split_id(cited.unit)[0], []).append(cited)
    paths = [(name, own.path) for name, own in graphed.instruments.items()]
    for own in by_instrument.values():
        places = [_around(anchor_of(cited, graphed)) for cited in own]
        said = repr((names.base, paths, own, places))
        data = remembered.data(
            "graph of citations",
            hashlib.sha256(said.encode()).hexdigest(),
            partial(_sorted, "citations", citation_triples(own, whole), names),
        )
        yield from _named(data, names, run.build)


def _around(anchor: Anchor) -> tuple[str, int, int, str]:
    """What an anchor says: the file, the range, and its words with those around it."""
    start, end = anchor.span.start, anchor.span.end
    return anchor.file.value, start, end, anchor.text[max(0, start - AROUND) : end + AROUND]


def _sorted(graph: str, triples: Iterable[Triple], names: Names) -> bytes:
    return b"".join(sorted(set(lines_in(graph, triples, names))))


def _named(data: bytes, names: Names, run: str) -> Iterator[bytes]:
    """Yield lines with the name of the run in place of its stand-in."""
    stand_in, named = (f"{names.run(own)}".encode() for own in (_STAND_IN, run))
    yield from data.replace(stand_in, named).splitlines(keepends=True)


def _decides(part: Part) -> str:
    """Return the hash of all that is said of an edition, but for the run."""
    context = part.context
    edition = context.edition
    said = (
        context.names.base,
        plain_record(context.instrument),
        plain_record(context.source),
        (edition.instrument, edition.edition, edition.language, edition.file),
        [unit_record(unit) for unit in edition.units],
        [note_record(note) for note in edition.notes],
        [(place, unit.id, context.cite_as(unit)) for place, unit in part.first],
        context.text,
    )
    return hashlib.sha256(marshal.dumps(said, 2)).hexdigest()
