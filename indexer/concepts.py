"""Finds the concepts of labour rights and health work that a text names, so that two texts which
say the same in other words can be seen to share it.

The vocabulary is data (corpus/registry/concepts.toml); indexer/wording.py says which differences
of print between a label and a text are none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from indexer.corpus_io import CorpusFolder
from indexer.errors import InputError
from indexer.remembered import Remembered
from indexer.wording import Reader, Token

FILE = "registry/concepts.toml"


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept, with the words for it and its place in the vocabulary."""

    id: str
    label: str
    alt: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    elements: tuple[int, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label, the preferred one first."""
        return (self.label, *self.alt, *self.everyday)


@dataclass(frozen=True, slots=True)
class Found:
    """One place in a text that names a concept."""

    concept: str
    start: int
    """Code points of the text as given before the place."""
    end: int
    label: str
    """The label that was recognised, as the vocabulary writes it."""


@dataclass(slots=True)
class _Node:
    """What may follow a run of words, and the concept and label that end there."""

    next: dict[str, _Node] = field(default_factory=dict)
    ends: tuple[str, str] | None = None


class Vocabulary:
    """Concepts, compiled so that a text is searched for all of them in one pass."""

    def __init__(
        self,
        concepts: Iterable[Concept],
        reader: Reader,
        remembered: Remembered | None = None,
        stated: object = "",
    ) -> None:
        """Compile the concepts, whose labels and texts the reader cuts into words.

        What texts name is `remembered`; `stated` tells by its `repr` what states all of it.
        Raises InputError for an identifier or a label that stands twice, a label without words,
        a broader concept that does not exist, or one that is its own broader concept.
        """
        self._reader = reader
        self._remembered = remembered or Remembered()
        self._stated = stated
        self._root = _Node()
        self._longest = 0
        self.read: list[tuple[tuple[str, ...], str, str]] = []
        """Every label as the reader reads it, with its concept and as the file writes it."""
        self.concepts: dict[str, Concept] = {}
        for concept in concepts:
            self._add(concept)
        self._above: dict[str, frozenset[str]] = {}
        for name in self.concepts:
            self._climb(name, ())

    @classmethod
    def of_labels(
        cls, labels: Iterable[tuple[Sequence[str], str, str]], reader: Reader
    ) -> Vocabulary:
        """Return a vocabulary that finds what `read` of another one lists, and knows no more.

        It is compiled without reading a label again, which takes most of the time.
        """
        found = cls((), reader)
        for keys, concept, label in labels:
            found._plant(tuple(keys), concept, label)
        return found

    def concepts_in(self, text: str) -> tuple[Found, ...]:
        """Return the concepts that a text names, in the order of the text.

        Places do not overlap: the label of most words wins, and among equals the first. Time is
        linear in the length of the text. No label reaches across punctuation that it lacks.
        """
        tokens = self._reader.tokens(text)
        found = []
        taken = bytearray(len(tokens))
        by_length: list[list[tuple[int, tuple[str, str]]]] = [[] for _ in range(self._longest + 1)]
        for start, length, ends in self._matches(tokens):
            by_length[length].append((start, ends))
        for length in range(self._longest, 0, -1):
            for start, (concept, label) in by_length[length]:
                last = start + length - 1
                # Whatever was taken is as long or longer, so an overlap covers an end.
                if taken[start] or taken[last]:
                    continue
                taken[start : last + 1] = b"\1" * length
                found.append(Found(concept, tokens[start].start, tokens[last].end, label))
        return tuple(sorted(found, key=lambda place: place.start))

    def named(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the concepts that each of some texts names, each once, in their order."""

        def one(text: str) -> list[str]:
            return list(dict.fromkeys(found.concept for found in self.concepts_in(text)))

        return self._remembered.each("concepts", texts, one, self._stated)

    def above(self, concept: str) -> frozenset[str]:
        """Return the identifiers of all broader concepts. Raises KeyError for an unknown one."""
        return self._above[concept]

    def _add(self, concept: Concept) -> None:
        where = f"{FILE}, concept {concept.id!r}"
        if concept.id in self.concepts:
            raise InputError(f"{where}: it stands twice.", mend="Join the two.")
        self.concepts[concept.id] = concept
        for label in concept.labels:
            tokens = self._reader.tokens(label)
            if not tokens or any(token.apart for token in tokens[1:]):
                raise InputError(
                    f"{where}: the label {label!r} is no run of words.",
                    mend="Write words with spaces, hyphens and commas only.",
                )
            self._plant(tuple(token.key for token in tokens), concept.id, label)

    def _plant(self, keys: tuple[str, ...], concept: str, label: str) -> None:
        node = self._root
        for key in keys:
            node = node.next.setdefault(key, _Node())
        if node.ends is not None:
            raise InputError(
                f"{FILE}, concept {concept!r}: {label!r} reads as {node.ends[1]!r} of "
                f"{node.ends[0]!r}.",
                mend="Keep one of them.",
            )
        node.ends = (concept, label)
        self._longest = max(self._longest, len(keys))
        self.read.append((keys, concept, label))

    def _climb(self, name: str, path: tuple[str, ...]) -> frozenset[str]:
        """All concepts above a concept, kept for the next question."""
        if name in path:
            raise InputError(
                f"{FILE}: {' → '.join((*path, name))} is a circle.", mend="Break it in `broader`."
            )
        if name not in self.concepts:
            raise InputError(
                f"{FILE}, concept {path[-1]!r}: there is no broader concept {name!r}.",
                mend="Name one of the file.",
            )
        if name not in self._above:
            direct = self.concepts[name].broader
            higher = [self._climb(above, (*path, name)) for above in direct]
            self._above[name] = frozenset(direct).union(*higher)
        return self._above[name]

    def _matches(self, tokens: list[Token]) -> Iterator[tuple[int, int, tuple[str, str]]]:
        """Every label in the text: its first token, its number of tokens, concept and label."""
        for start, first in enumerate(tokens):
            node = None if first.inner else self._root.next.get(first.key)
            at = start
            while node is not None:
                at += 1
                following = tokens[at] if at < len(tokens) else None
                if node.ends and not (following and following.inner):
                    yield start, at - start, node.ends
                if following is None or following.apart:
                    break
                node = node.next.get(following.key)


def vocabulary_of(
    table: Mapping[str, Any], remembered: Remembered | None = None, stated: object = ""
) -> Vocabulary:
    """Return the vocabulary that concepts.toml states; see Vocabulary for what is remembered.

    Raises InputError, naming the concept, for what the file lacks or contradicts.
    """
    entries = _field(FILE, table, "concept")
    concepts = [_concept(f"{FILE}, concept {n}", entry) for n, entry in enumerate(entries, 1)]
    return Vocabulary(concepts, reader_of(table), remembered, stated)


def reader_of(table: Mapping[str, Any]) -> Reader:
    """Return the reader that concepts.toml states."""
    reading = table.get("reading", {})
    return Reader(
        skipped=reading.get("skipped", ()),
        whole=reading.get("whole", ()),
        spelling=table.get("spelling", {}),
    )


def _concept(where: str, entry: Mapping[str, Any]) -> Concept:
    name, label = _field(where, entry, "id"), _field(where, entry, "label")
    lists = {key: tuple(entry.get(key, ())) for key in ("alt", "everyday", "broader", "elements")}
    return Concept(id=name, label=label, **lists)


def _field(where: str, table: Mapping[str, Any], key: str) -> Any:
    if key not in table:
        raise InputError(f"{where}: {key!r} is missing.", mend=f"State {key!r}.")
    return table[key]


def load_vocabulary(folder: CorpusFolder) -> Vocabulary:
    """Return the vocabulary of a corpus. Raises InputError where it cannot be read or is wrong."""
    return vocabulary_of(folder.toml(FILE))
