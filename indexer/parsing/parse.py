"""One source file, parsed whole: its parts, each by its profile, and the proof that they tile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indexer.errors import InputError
from indexer.model import Piece, Span
from indexer.parsing.fold import fold
from indexer.parsing.lines import split_lines
from indexer.parsing.node import Hint
from indexer.parsing.notes import without_marks
from indexer.parsing.outline import Outline
from indexer.parsing.profiles import Profile
from indexer.parsing.tiling import check_tiling
from indexer.parsing.units import Frame, Parsed, make_units


@dataclass(frozen=True, slots=True)
class Part:
    """Which stretch of a file belongs to which instrument, and how it is read."""

    instrument: str
    profile: str
    begins: str | None = None
    """The words with which the part begins; None for the start of the file."""
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file to be parsed."""

    file: str
    text: str
    parts: tuple[Part, ...]
    titles: Mapping[str, str]
    """The title that each instrument prints on its own pages."""
    paged: bool = True
    """Whether the text was taken from pages, so that a page break may cut a sentence."""


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """The instruments of one file and the tiles of the whole file, in order."""

    instruments: Mapping[str, Parsed]
    pieces: tuple[Piece, ...]
    covered: int
    """Non-blank code points that the tiles cover: all of them."""


def _stretches(document: Document) -> list[tuple[Part, Span]]:
    starts: list[int] = []
    for part in document.parts:
        at = (
            0
            if part.begins is None
            else document.text.find(part.begins, starts[-1] if starts else 0)
        )
        if at < 0:
            raise InputError(
                f"{document.file}: the part {part.instrument!r} begins with {part.begins!r}, "
                "which the file does not contain.",
                mend="Correct `begins` in sources.toml.",
            )
        starts.append(at)
    ends = [*starts[1:], len(document.text)]
    return [(p, Span(s, e)) for p, s, e in zip(document.parts, starts, ends, strict=True)]


def parse_instrument(
    document: Document,
    instrument: str,
    stretches: Sequence[tuple[Part, Span]],
    profile: Profile,
    elements: Mapping[str, int],
) -> Parsed:
    """Parse the stretches of a file that belong to one instrument."""

    def bare(line: str) -> str:
        return without_marks(line, profile)

    spans = [span for _, span in stretches]
    hints = tuple(hint for part, _ in stretches for hint in part.hints)
    outline = Outline(document.text, profile, bare, hints, document.paged)
    lines = split_lines(document.text, spans)
    title = document.titles.get(instrument, "")
    fold(outline, lines, title)
    frame = Frame(instrument, document.file, document.text, profile, elements)
    parsed = make_units(frame, outline.nodes)
    furniture = tuple(Piece(span, name, None) for name, span in outline.furniture)
    return Parsed(parsed.units, parsed.notes, parsed.pieces + furniture)


def parse_document(
    document: Document,
    profiles: Mapping[str, Profile],
    elements: Mapping[str, Mapping[str, int]],
) -> ParsedDocument:
    """Parse a file whole.

    `elements` gives the framework element by section label, for each instrument that has a
    framework. Raises InputError where the file does not tile.
    """
    stretches = _stretches(document)
    found: dict[str, Parsed] = {}
    for instrument in dict.fromkeys(part.instrument for part in document.parts):
        own = [(part, span) for part, span in stretches if part.instrument == instrument]
        profile = profiles[own[0][0].profile]
        found[instrument] = parse_instrument(
            document, instrument, own, profile, elements.get(instrument, {})
        )
    pieces = sorted((p for parsed in found.values() for p in parsed.pieces), key=lambda p: p.span)
    covered = check_tiling(document.file, document.text, pieces)
    return ParsedDocument(found, tuple(pieces), covered)
