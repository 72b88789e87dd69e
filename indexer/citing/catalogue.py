"""Everything in a build that can be cited, as a resolver of what people type looks it up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from indexer.citing.grammar import Grammar
from indexer.citing.house import House
from indexer.citing.lists import Lists
from indexer.citing.names import Names, phrases_of
from indexer.citing.places import Chunk, chunks_of
from indexer.citing.things import Things
from indexer.citing.words import Key, key
from indexer.editions.current import AT

if TYPE_CHECKING:
    from indexer.editions.reading import Editions


@dataclass(frozen=True, slots=True)
class Node:
    """One citable place in an instrument."""

    id: str
    path: tuple[Chunk, ...]
    nth: int
    """Which one of those with its label it is; 0 where the label is printed once."""
    headings: tuple[Key, ...]
    """The headings of its unnumbered steps."""

    @property
    def keys(self) -> Key:
        """The keys of its path."""
        return tuple(chunk.key for chunk in self.path)


class Catalogue(Things):
    """The citable things of one build, by identifier and by the words that people type."""

    def __init__(self, contents: Editions) -> None:
        """Take what a build contains."""
        super().__init__(contents)
        self._phrases: dict[str, frozenset[Key]] = {}
        self._frames: dict[str, tuple[tuple[Key, Key], ...]] = {}
        self._nodes: dict[str, tuple[Node, ...]] = {}
        self._by_keys: dict[str, dict[Key, list[Node]]] = {}

    @cached_property
    def grammar(self) -> Grammar:
        """The words of places."""
        return Grammar(self._contents.resolver)

    @cached_property
    def lists(self) -> Lists:
        """How lists and ranges of places are written."""
        return Lists(self._contents.resolver.get("list"))

    @property
    def all_names(self) -> Mapping[str, Sequence[str]]:
        """Every name of an instrument, with the instruments that it may mean."""
        return self._contents.names

    @cached_property
    def names(self) -> Names:
        """The same, to look up by their words."""
        return Names(self.all_names)

    @cached_property
    def single_names(self) -> Mapping[str, str]:
        """Names that mean one instrument alone, word by word, with that instrument."""
        found = {" ".join(key(name)): ids for name, ids in self.all_names.items()}
        return {name: ids[0] for name, ids in found.items() if len(ids) == 1}

    def phrases(self, instrument: str) -> frozenset[Key]:
        """Return what may stand beside a name of the instrument."""
        if instrument not in self._phrases:
            templates = self._contents.resolver["phrases"]
            self._phrases[instrument] = phrases_of(self.cited(instrument), self.styles, templates)
        return self._phrases[instrument]

    def frames(self, instrument: str) -> tuple[tuple[Key, Key], ...]:
        """Return the words before and behind the place in each style's citations of it."""
        if instrument not in self._frames:
            cited = self.cited(instrument)
            frames = [self.styles.frame(cited, style) for style in self.styles.names]
            self._frames[instrument] = tuple(
                (key(before), key(behind)) for before, behind in frames
            )
        return self._frames[instrument]

    @cached_property
    def folded_ids(self) -> Mapping[str, str]:
        """Identifiers in lower case, where that is only one identifier's."""
        found: dict[str, list[str]] = defaultdict(list)
        for identifier in self.ids:
            found[identifier.casefold()].append(identifier)
        return {name: ids[0] for name, ids in found.items() if len(ids) == 1}

    def _node(self, identifier: str) -> Node:
        path = self.steps_of(identifier)
        nth = next((step.nth for step in reversed(path) if step.nth), 0)
        headings = tuple(key(step.heading) for step in path if step.key.endswith("-nn"))
        return Node(identifier, chunks_of(path), nth, headings)

    def nodes(self, instrument: str) -> tuple[Node, ...]:
        """Return the citable places of an instrument, units first, in their order."""
        if instrument not in self._nodes:
            own = (name for name in self.ids_of.get(instrument, ()) if ":" in name)
            self._nodes[instrument] = tuple(map(self._node, own))
        return self._nodes[instrument]

    def with_keys(self, keys: Key, instrument: str | None = None) -> Iterator[Node]:
        """Yield the places whose labels have these keys, in one instrument or in all."""
        for name in self.ids_of if instrument is None else (instrument,):
            yield from self._keyed(name).get(keys, ())

    def _keyed(self, instrument: str) -> Mapping[Key, Sequence[Node]]:
        """The places of an instrument by their keys, put together when first asked for."""
        if instrument not in self._by_keys:
            found: dict[Key, list[Node]] = defaultdict(list)
            for node in self.nodes(instrument):
                found[node.keys].append(node)
            self._by_keys[instrument] = found
        return self._by_keys[instrument]

    def place_words(self, identifier: str) -> str:
        """Return the words by which the house cites the place in its instrument."""
        return self.styles.place(self.cited(identifier))

    @cached_property
    def house(self) -> House:
        """What each house citation cites."""
        return House(self.instruments, self._with_earlier, lambda own: self.write(own).citation)

    def _with_earlier(self, instrument: str) -> tuple[str, ...]:
        earlier = (n for n in self._contents.earlier if n.startswith(f"{instrument}{AT}"))
        return (*self.ids_of.get(instrument, ()), *earlier)

    @cached_property
    def by_path(self) -> Mapping[str, str]:
        """The instrument of each path below the base."""
        return {own.path: own.id for own in self.instruments.values()}
