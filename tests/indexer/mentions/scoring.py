"""Score extraction against the golden mentions: found where kind, status and targets agree and the
spans overlap. Run as a script, it prints the table by kind and every gain and loss.

    python -m tests.indexer.mentions.scoring
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indexer.citations import extract, mentions_of
from indexer.corpus_io import CorpusFolder, read_corpus
from indexer.model import Mention
from indexer.registry import read_registry

GOLDEN = Path(__file__).parents[2] / "golden" / "mentions"
KINDS = ("instrument", "provision", "resolution", "internal")
_ESCAPE = re.compile(r"\\(n|t|\\|u[0-9a-f]{4})")


def unescape(text: str) -> str:
    """Undo the escapes of the golden files."""
    plain = {"n": "\n", "t": "\t", "\\": "\\"}
    return _ESCAPE.sub(lambda m: plain.get(m[1]) or chr(int(m[1][1:], 16)), text)


def rows(name: str) -> list[list[str]]:
    lines = (GOLDEN / name).read_text(encoding="utf-8").split("\n")[1:]
    return [line.split("\t") for line in lines if line]


def golden(name: str) -> dict[str, list[Mention]]:
    """Return the golden mentions of a file by unit or sentence."""
    found: dict[str, list[Mention]] = defaultdict(list)
    for place, start, end, quote, kind, status, targets in rows(name):
        mention = Mention(
            int(start), int(end), unescape(quote), kind, status, tuple(targets.split()), ""
        )
        found[place].append(mention)
    return dict(found)


def sentences() -> dict[str, str]:
    return {name: unescape(text) for name, _, text in rows("sentences.tsv")}


@dataclass
class Score:
    """Counts by kind, and what was missed or made up."""

    right: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    exact: int = 0
    differences: list[str] = field(default_factory=list)

    def precision(self, *kinds: str) -> float:
        return self._share(self.extra, kinds or KINDS)

    def recall(self, *kinds: str) -> float:
        return self._share(self.missed, kinds or KINDS)

    def _share(self, wrong: Counter[str], kinds: Sequence[str]) -> float:
        right = sum(self.right[k] for k in kinds)
        return right / max(1, right + sum(wrong[k] for k in kinds))

    def add(self, place: str, wanted: Sequence[Mention], got: Sequence[Mention]) -> None:
        left = list(got)
        for want in wanted:
            same = [m for m in left if agree(want, m)]
            if not same:
                self.missed[want.kind] += 1
                self.differences.append(f"- {place}: {said(want)}")
                continue
            best = max(same, key=lambda m: (m.start, m.end) == (want.start, want.end))
            left.remove(best)
            self.right[want.kind] += 1
            self.exact += (best.start, best.end) == (want.start, want.end)
        for mention in left:
            self.extra[mention.kind] += 1
            self.differences.append(f"+ {place}: {said(mention)} [{mention.rule}]")


def agree(want: Mention, got: Mention) -> bool:
    return (
        (want.kind, want.status, set(want.targets)) == (got.kind, got.status, set(got.targets))
        and want.start < got.end
        and got.start < want.end
    )


def said(mention: Mention) -> str:
    targets = " ".join(mention.targets) or mention.status
    return f"{mention.quote!r} {mention.kind} {targets}"


def score(wanted: Mapping[str, Sequence[Mention]], got: Mapping[str, Sequence[Mention]]) -> Score:
    """Compare the mentions of all places."""
    result = Score()
    for place in sorted({*wanted, *got}):
        result.add(place, wanted.get(place, ()), got.get(place, ()))
    return result


def score_both() -> dict[str, Score]:
    """Score the seven instruments of the corpus and the sentences."""
    corpus = read_corpus(CorpusFolder())[0]
    registry = read_registry(CorpusFolder(), corpus)
    own = {
        unit: [found.mention for found in located if found.via == "text"]
        for unit, located in mentions_of(corpus, registry).items()
    }
    free = {name: extract(text, registry) for name, text in sentences().items()}
    return {
        "texts": score(golden("texts.tsv"), own),
        "sentences": score(golden("sentence_mentions.tsv"), free),
    }


def table(scores: Mapping[str, Score]) -> str:
    """Return precision and recall by kind as a Markdown table."""
    lines = ["| set | kind | precision | recall | mentions |", "|---|---|---|---|---|"]
    for name, result in scores.items():
        for kind in (*KINDS, "all"):
            kinds = KINDS if kind == "all" else (kind,)
            count = sum(result.right[k] + result.missed[k] for k in kinds)
            figures = f"{result.precision(*kinds):.3f} | {result.recall(*kinds):.3f}"
            lines.append(f"| {name} | {kind} | {figures} | {count} |")
    return "\n".join(lines)


if __name__ == "__main__":
    both = score_both()
    print(table(both))
    for name, result in both.items():
        print(f"\n{name}: {result.exact} of {sum(result.right.values())} spans exact")
        print("\n".join(result.differences))
