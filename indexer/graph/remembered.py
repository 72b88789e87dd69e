"""What the graph says of an edition, said once and remembered as text.

Most of a graph tells of units and their words, which do not change with the texts beside them. Only
the name of the run does, so there is a stand-in for it. No node names two runs, so that the order
of the lines is the same with the stand-in and with the name.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Iterator
from dataclasses import replace

from indexer.graph.corpus import Part, part_triples
from indexer.graph.text import in_graph, nquads
from indexer.records import note_record, plain_record, unit_record
from indexer.remembered import Remembered

_STAND_IN = "0" * 16


def part_lines(part: Part, remembered: Remembered) -> Iterator[bytes]:
    """Yield what the graph `corpus` says of an edition as sorted lines of N-Quads."""
    names, run = part.context.names, part.context.run
    whole = replace(part, context=replace(part.context, run=_STAND_IN))
    data = remembered.data(
        "graph",
        _decides(part),
        lambda: nquads(in_graph("corpus", part_triples(whole), names)),
    )
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
