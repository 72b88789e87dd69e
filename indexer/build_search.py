"""The search of a build: over the current units and, apart, over editions that are not current."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from indexer.build_inputs import all_units
from indexer.editions.current import earlier, origins
from indexer.model import Corpus
from indexer.remembered import Remembered
from indexer.retrieval import writer
from indexer.retrieval.embed import Encoder
from indexer.retrieval.embed_cache import VectorCache
from indexer.retrieval.filters import write_facets
from indexer.retrieval.sections import write_sections
from indexer.retrieval.writer import Language, Written

EARLIER_SEARCH = "search-earlier"
"""The folder of a build with the search over editions that are not current."""


def write_search(
    folder: Path,
    whole: Corpus,
    corpus: Corpus,
    encoder: Encoder,
    cache: VectorCache,
    language: Language,
    remembered: Remembered,
    told: Callable[[int, int], None],
) -> Written:
    """Write the searches of a build into its folder.

    `whole` has every edition, `corpus` one for each instrument; `told` hears of passages encoded.
    """

    def write(name: str, entries: Sequence[tuple[str, str]]) -> Written:
        return writer.write(folder / name, entries, encoder, cache, told, language, remembered)

    origin = origins(whole)
    current = [unit for unit in all_units(corpus) if not origin[unit.id][1]]
    entries = [(unit.id, unit.text) for unit in current]
    written = write("search", entries)
    write_facets(folder / "search", current)
    write_sections(folder / "search", current)
    others = [(unit.id, unit.text) for edition in earlier(whole) for unit in edition.units]
    if others:
        more = write(EARLIER_SEARCH, others)
        written = written.plus(more)
    return written
