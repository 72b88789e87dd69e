"""What is to be printed: the blocks of a supplied text with their runs, taken from its parse.

The tiles of the parse say what each stretch of a text is, and which stretches belong together over
a page break; the words are those of the text, so that a PDF made of the blocks must be read back
to the same units.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from indexer.corpus_io import CorpusFolder, _document, read_facts
from indexer.model import Piece, Unit
from indexer.parsing.clean import emphasis
from indexer.parsing.parse import ParsedDocument, parse_document

_LABELS = re.compile(r"\d+")
_TOGETHER = ("signature", "title")
"""Furniture whose lines make up one block."""
_SUPERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True)
class Run:
    """Characters of one style."""

    text: str
    style: str = "plain"
    """`plain`, `italic`, `bold`, `endnote` (text: labels with commas), or `footnote`."""


@dataclass
class Block:
    """One paragraph, heading, note or line of furniture."""

    style: str
    """`text`, `heading`, `item`, `cell`, `footnote`, `contents`, `cover`, `caption` …"""
    level: int
    runs: list[Run] = field(default_factory=list)
    label: str = ""
    """Of a footnote."""

    @property
    def text(self) -> str:
        """The words without their markers."""
        return "".join(run.text for run in self.runs if run.style not in ("endnote", "footnote"))


@dataclass(frozen=True)
class Printed:
    """A text ready to be printed."""

    name: str
    title: str
    blocks: Sequence[Block]
    endnotes: Sequence[tuple[str, str]]
    """Label and text of a composed list; empty for none."""


def load(name: str, endnotes: bool = False) -> Printed:
    """Return the blocks of a supplied text by the name of its file, without its ending.

    With `endnotes` a list is composed that gives every endnote marker of the text an entry, made
    of citations of provisions that the registry knows.
    """
    folder = CorpusFolder()
    facts = read_facts(folder)
    table = next(t for t in folder.toml("sources.toml")["source"] if t["file"] == f"{name}.txt")
    document = _document(folder, table, facts)
    parsed = parse_document(document, facts.profiles, {})
    blocks = list(_blocks(document.text, parsed))
    title = facts.instruments[document.parts[0].instrument].title
    notes = _composed(blocks, facts) if endnotes else []
    return Printed(name, title, blocks, notes)


def _composed(blocks: Sequence[Block], facts: object) -> list[tuple[str, str]]:
    labels = {
        int(x)
        for block in blocks
        for run in block.runs
        if run.style == "endnote"
        for x in run.text.split(",")
    }
    known = sorted(p.id for p in facts.provisions if re.fullmatch(r"[CR]\d+:art_\d+", p.id))  # type: ignore[attr-defined]
    entries = []
    for label in sorted(labels):
        target = known[label * 37 % len(known)]
        instrument = facts.instruments[target.partition(":")[0]]  # type: ignore[attr-defined]
        article = target.partition("_")[2]
        entries.append((str(label), f"{instrument.title}, Art. {article}."))
    return entries


def _blocks(text: str, parsed: ParsedDocument) -> Iterator[Block]:
    units = {u.id: u for own in parsed.instruments.values() for u in own.units}
    open_blocks: dict[tuple[str, str], Block] = {}
    made: list[Block] = []
    end = 0
    last: Block | None = None
    for piece in parsed.pieces:
        key = (piece.owner or f"@{piece.span.start}", "heading" if piece.role == "heading" else "")
        if piece.role == "marker" and last is not None:
            key = next(k for k, b in open_blocks.items() if b is last)
        block = open_blocks.get(key)
        gap = text[end : piece.span.start]
        together = last is not None and piece.role == last.style and piece.role in _TOGETHER
        if block is None and last is not None and together and gap.count("\n") < 2:
            block = open_blocks[key] = last
            last.runs.append(Run("\n"))
            gap = ""
        unit = units.get(piece.owner or "")
        if block is last and unit is not None and _apart(unit, gap):
            block = None
        if block is None:
            block = _new(piece, units.get(piece.owner or ""))
            open_blocks[key] = block
            made.append(block)
        elif block is last:
            newline = block.style == "footnote" and "\n" in gap
            block.runs += [Run("\n" if newline else " ")] if gap else []
        elif not (block.runs and block.runs[-1].text.endswith("-")):
            block.runs.append(Run(" "))
        block.runs += _runs(text, piece)
        end, last = piece.span.end, block
    yield from (_trimmed(block) for block in made)


def _apart(unit: Unit, gap: str) -> bool:
    """Whether the next piece of a unit stands on its own: a box's title, a quotation's speaker."""
    return unit.kind in ("box", "quotation") and gap.count("\n") > 1


def _new(piece: Piece, unit: Unit | None) -> Block:
    if unit is None:
        return Block(piece.role, 0)
    if unit.kind == "note":
        return Block("footnote", 0, label=unit.printed_label or "")
    depth = sum(part.startswith(("point", "action", "item")) for part in unit.eid.split("__"))
    if piece.role == "heading":
        level = (unit.printed_label or "").count(".") + 1 if unit.kind == "section" else 2
        return Block("heading", min(level, 3))
    if unit.kind in ("table-cell", "timeline-entry"):
        return Block("cell", 0)
    return Block("item" if depth else "text", depth)


def _runs(text: str, piece: Piece) -> Iterator[Run]:
    words = text[piece.span.start : piece.span.end]
    if piece.role == "marker":
        labels = _LABELS.findall(words.translate(_SUPERS))
        if "[" in words:
            yield Run(",".join(labels), "endnote")
        else:
            yield Run(labels[0] if labels else words, "footnote")
        return
    stars = sorted(emphasis(text, piece.span), key=lambda span: span.start)
    at, style = piece.span.start, "plain"
    for star in stars:
        if star.start < at:
            continue
        yield Run(text[at : star.start], style)
        width = "italic" if len(star) == 1 else "bold"
        style = width if style == "plain" else "plain"
        at = star.end
    yield Run(text[at : piece.span.end], style)


def _trimmed(block: Block) -> Block:
    newline = "\n" if block.style in ("footnote", *_TOGETHER) else " "
    runs = [
        Run(re.sub(r"[^\S\t]*\n[^\S\t]*", newline, run.text), run.style)
        for run in block.runs
        if run.text
    ]
    whole = "".join(run.text for run in runs)
    if whole.startswith("*") and whole.endswith("*"):
        runs = [Run(whole.strip("*"), "italic")]
    if block.style == "footnote" and runs:
        runs[0] = Run(re.sub(r"^\s*[⁰¹²³⁴⁵⁶⁷⁸⁹\d*]+\s*", "", runs[0].text), runs[0].style)
    return Block(block.style, block.level, _merged(runs), block.label)


def _merged(runs: Sequence[Run]) -> list[Run]:
    out: list[Run] = []
    for index, run in enumerate(runs):
        styles = [other.style for other in runs[max(index - 1, 0) : index + 2]]
        if run.text.isspace() and styles == ["endnote", run.style, "endnote"]:
            continue
        if out and out[-1].style == run.style and run.style != "footnote":
            parted = "," if run.style == "endnote" else ""
            out[-1] = Run(out[-1].text + parted + run.text, run.style)
        else:
            out.append(run)
    for i, run in enumerate(out[:-1]):
        if out[i + 1].style in ("endnote", "footnote") and run.style in ("plain", "italic", "bold"):
            out[i] = Run(run.text.rstrip(" ") if not run.text.isspace() else "", run.style)
    return [run for run in out if run.text]


def rows(blocks: Sequence[Block], start: int) -> list[list[Block]]:
    """Return the rows of the table whose first cell stands at `start`: its heads have no number."""
    end = start
    while end < len(blocks) and blocks[end].style == "cell":
        end += 1
    cells = list(blocks[start:end])
    if any("\t" in cell.text for cell in cells):
        return [[_half(cell, 0), _half(cell, 1)] for cell in cells]
    heads = [cell for cell in cells if not cell.text[:1].isdigit()]
    width = len(heads) or 1
    return [cells[at : at + width] for at in range(0, len(cells), width)]


def _half(cell: Block, which: int) -> Block:
    """One side of a cell that a tab parts."""
    sides = cell.text.partition("\t")
    return Block("cell", 0, [Run(sides[2 * which].strip())])
