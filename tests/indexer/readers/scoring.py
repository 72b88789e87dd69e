"""How well PDFs are read: the parse of each against the parse of the text that it was made of.

    python -m tests.indexer.readers.scoring [FOLDER]

prints a table of rates for the PDFs of a folder; a file's name begins with the name of its text
(`compact-…`). Words are compared in order of reading; texts are units by their words, units by
identifier and words, so that one paragraph too many costs all unnumbered ones behind it; markers by
label and the words before them; notes by label and words; hyphens by the word that became of them.
Where a print has labels of its own, as footnotes that begin again on every page, `places` are the
markers by the words before them alone, and `led` those that lead to the right words of a note too.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from indexer.corpus_io import CorpusFolder, Facts, read_facts
from indexer.errors import InputError
from indexer.model import Note, Unit
from indexer.parsing.node import Hint
from indexer.parsing.parse import Document as Given
from indexer.parsing.parse import ParsedDocument, Part, parse_document
from indexer.readers.document import Document
from indexer.readers.limits import ReadLimits
from indexer.readers.pdf import read_pdf

FIXTURES = Path(__file__).resolve().parents[2] / "golden" / "pdf"
TEXTS = {"compact": "compact", "platform": "platform", "users-guide": "users-guide",
         "brief": "civil-society-brief", "call": "hw4all-call"}  # fmt: skip
RATES = ("words", "order", "texts", "units", "markers R", "markers P", "footnotes", "endnotes",
         "soft hyphens", "hard hyphens", "places", "led")  # fmt: skip
_SIGNS = str.maketrans("\u2010’‘“”", "-''\"\"")
_WORD = re.compile(r"[^\W_]+(?:[-\u2010’'][^\W_]+)*")


@dataclass(frozen=True)
class Score:
    """Rates of one PDF; None where there is nothing to count."""

    name: str
    rates: Mapping[str, float | None]
    differs: tuple[str, ...]


@cache
def facts() -> Facts:
    return read_facts(CorpusFolder())


@cache
def source(text: str) -> tuple[Mapping[str, Any], str]:
    folder = CorpusFolder()
    table = next(t for t in folder.toml("sources.toml")["source"] if t["file"] == f"{text}.txt")
    return table, folder.text(table["file"], table["sha256"])


def parsed(text: str, words: str) -> ParsedDocument:
    """Parse words by the profiles of a supplied text."""
    table, _ = source(text)
    parts = tuple(
        Part(p["instrument"], p["profile"], _begins(p.get("begins"), words), _hints(p))
        for p in table["part"]
    )
    titles = {p.instrument: facts().instruments[p.instrument].title for p in parts}
    return parse_document(Given(f"{text}.txt", words, parts, titles), facts().profiles, {})


def _hints(part: Mapping[str, Any]) -> tuple[Hint, ...]:
    return tuple(Hint(h["ends"], h["before"], h["reason"]) for h in part.get("hints", ()))


def _begins(stated: str | None, words: str) -> str | None:
    """The words with which a part begins, as the text of the file parts and marks them."""
    if stated is None:
        return None
    pattern = r"\s+(?:#+ )?".join(map(re.escape, stated.split()))
    found = list(re.finditer(rf"(?m)^(?:#+ )?{pattern}", words))
    return found[-1][0] if found else stated


def units(found: ParsedDocument) -> dict[str, Unit]:
    return {u.id: u for own in found.instruments.values() for u in own.units}


def texts(found: ParsedDocument) -> list[str]:
    """The words of all units but notes, in order of print."""
    own = sorted(units(found).values(), key=lambda unit: unit.start)
    return [unit.text for unit in own if unit.kind != "note"]


def notes(found: ParsedDocument) -> dict[str, Note]:
    return {n.id: n for own in found.instruments.values() for n in own.notes}


def words_of(text: str) -> list[str]:
    bare = re.sub(r"\^\{[^}]*\}|\^?\[\d+\]|\^\w+\^|[⁰¹²³⁴⁵⁶⁷⁸⁹*]", " ", text)
    return [w.translate(_SIGNS).lower() for w in _WORD.findall(bare)]


def f1(truth: Iterable[str], found: Iterable[str]) -> float:
    a, b = Counter(truth), Counter(found)
    return 2 * sum((a & b).values()) / max(sum(a.values()) + sum(b.values()), 1)


def order(truth: list[str], found: list[str]) -> float:
    """Share of the shared words that stand in the same order."""
    matcher = SequenceMatcher(None, truth, found, autojunk=False)
    shared = sum((Counter(truth) & Counter(found)).values())
    return sum(block.size for block in matcher.get_matching_blocks()) / max(shared, 1)


def _plain(text: str) -> str:
    """Text without space, and with the quotation marks that typesetters put for straight ones."""
    return "".join(text.translate(_SIGNS).split())


def _same(want: Unit, have: Unit) -> bool:
    """Whether two units have the same words; a heading may be printed in capitals."""
    a, b = _plain(want.text), _plain(have.text)
    return a == b or (not want.own_text and a.lower() == b.lower())


def markers(found: ParsedDocument) -> set[tuple[str, str]]:
    """Markers as label and the 24 characters before."""
    return {
        (m.label, _plain(u.text[: m.offset])[-24:])
        for u in units(found).values()
        for m in u.markers
    }


def led(found: ParsedDocument, endnotes: Mapping[str, str]) -> set[tuple[str, str]]:
    """Markers as the 24 characters before, and the words of the note that they lead to; `endnotes`
    has those that the text itself lacks, by label."""
    known = notes(found)
    return {
        (
            _plain(u.text[: m.offset])[-24:],
            _plain(known[m.target].text or endnotes.get(m.label, "")),
        )
        for u in units(found).values()
        for m in u.markers
    }


def whole(want: Iterable[Unit], have: Iterable[Unit]) -> float:
    """Share of the units whose words are those of a unit, whatever its identifier."""
    wanted, had = (Counter(_plain(u.text).lower() for u in own) for own in (want, have))
    return sum((wanted & had).values()) / max(sum(wanted.values()), 1)


def rate(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def hyphens(document: Document, truth: list[str]) -> tuple[float | None, float | None]:
    """Share of the broken words that became a word of the text: soft ones, then true hyphens."""
    known = Counter(truth)
    right: Counter[bool] = Counter()
    total: Counter[bool] = Counter()
    for mend in document.mends:
        if mend.kind not in ("soft-hyphen", "hard-hyphen"):
            continue
        before = re.search(r"[\w’'-]*$", document.text[: mend.end])
        after = re.match(r"[\w’'-]*", document.text[mend.end :])
        if before is None or after is None:
            continue
        made = f"{before[0]}{after[0]}".lower()
        other = (
            f"{before[0]}-{after[0]}".lower() if mend.kind == "soft-hyphen"
            else f"{before[0].removesuffix('-')}{after[0]}".lower()
        )  # fmt: skip
        good, bad = bool(known[made]), bool(known[other])
        if good == bad:
            continue
        hard = (mend.kind == "hard-hyphen") == good
        total[hard] += 1
        right[hard] += good
    return rate(right[False], total[False]), rate(right[True], total[True])


def endnote_rate(document: Document, expected: Mapping[str, str]) -> float | None:
    lines = dict(re.findall(r"(?m)^\[(\d+)\] (.*)$", document.text))
    good = sum(_plain(lines.get(k, "")) == _plain(v) for k, v in expected.items())
    return rate(good, len(expected))


def score(path: Path, endnotes: Mapping[str, str]) -> Score:
    """Read a PDF and compare it with the text that its name begins with."""
    text = next(file for name, file in TEXTS.items() if path.stem.startswith(name))
    document = read_pdf(path.read_bytes(), path.name, ReadLimits())
    expected = parsed(text, source(text)[1])
    body = re.split(r"(?m)^(?:Endnotes|Notes|References)$\n\n\[1\] ", document.text)[0]
    try:
        found = parsed(text, document.text)
    except InputError as error:
        return Score(path.stem, dict.fromkeys(RATES, 0.0), (str(error),))
    truth, read = words_of(source(text)[1]), words_of(body)
    flow, own = (words_of(" ".join(texts(p))) for p in (expected, found))
    want, have = units(expected), units(found)
    same = {k for k in want if k in have and _same(want[k], have[k])}
    wanted, had = markers(expected), markers(found)
    feet = {k: n for k, n in notes(expected).items() if n.kind == "footnote" and n.text}
    got = notes(found)
    kept = sum(
        k in got and _plain(got[k].text or "") == _plain(n.text or "") for k, n in feet.items()
    )
    has_list = text == "compact"
    soft, hard = hyphens(document, truth)
    places, others = ({place for _, place in own} for own in (wanted, had))
    leads = led(expected, endnotes)
    rates = dict(zip(RATES, (
        f1(truth, read), order(flow, own), whole(want.values(), have.values()),
        rate(len(same), len(want)),
        rate(len(wanted & had), len(wanted)), rate(len(wanted & had), len(had)),
        rate(kept, len(feet)), endnote_rate(document, endnotes) if has_list else None, soft, hard,
        rate(len(places & others), len(places)), rate(len(leads & led(found, {})), len(leads)),
    ), strict=True))  # fmt: skip
    differs = [f"unit {k}" for k in want if k not in same]
    differs += [f"extra {k}" for k in have if k not in want]
    differs += [f"marker {m}" for m in sorted(wanted - had)] + [
        f"marker+ {m}" for m in sorted(had - wanted)
    ]
    return Score(path.stem, rates, tuple(differs))


def composed() -> dict[str, str]:
    """The list of endnotes that was printed behind the Compact's text."""
    lines = (FIXTURES / "endnotes.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines)


def table(scores: Iterable[Score]) -> str:
    rows = ["| file | " + " | ".join(RATES) + " |", "|---" * (len(RATES) + 1) + "|"]
    for one in scores:
        cells = ["–" if r is None else f"{r:.3f}" for r in one.rates.values()]
        rows.append(f"| {one.name} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FIXTURES
    scores = [score(path, composed()) for path in sorted(folder.glob("*.pdf"))]
    print(table(scores))
    if "-v" in sys.argv:
        for one in scores:
            print(one.name, *one.differs, sep="\n  ")


if __name__ == "__main__":
    main()
