"""Everything in a build that can be cited, as a resolver and a writer of citations look it up.

Units, notes that are no units, registered provisions and instruments; a provision whose text is
in the build is that unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

from indexer.citeas import Step, recital_places, steps
from indexer.citing.grammar import Grammar
from indexer.citing.house import House
from indexer.citing.lists import Lists
from indexer.citing.names import Names, phrases_of
from indexer.citing.offered import HOUSE
from indexer.citing.particulars import Particulars
from indexer.citing.places import Chunk, chunks_of
from indexer.citing.styles import Cited, Styles, Written
from indexer.citing.words import Key, key
from indexer.editions.current import AT, split_edition
from indexer.errors import NotFoundError
from indexer.ident import instrument_iri, split_id, unit_iri
from indexer.model import Instrument, Note, Provision, Unit
from indexer.nearest import nearest

if TYPE_CHECKING:
    from indexer.editions.reading import Editions

UNIT, NOTE, PROVISION, INSTRUMENT = "unit", "note", "provision", "instrument"


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


class Catalogue:
    """The citable things of one build."""

    def __init__(self, contents: Editions) -> None:
        self.instruments: Mapping[str, Instrument] = contents.instruments
        self.particulars: Mapping[str, Particulars] = contents.particulars
        self.provisions: Mapping[str, Provision] = contents.provisions
        self.units: Mapping[str, Unit] = contents.units
        self.notes: Mapping[str, Note] = contents.notes
        self.base = contents.base
        self.build = contents.build
        self.styles = Styles(contents.styles, contents.templates)
        self._contents = contents
        self._phrases: dict[str, frozenset[Key]] = {}
        self._frames: dict[str, tuple[tuple[Key, Key], ...]] = {}
        self._nodes: dict[str, tuple[Node, ...]] = {}
        self._by_keys: dict[str, dict[Key, list[Node]]] = {}
        self._recitals = cache(lambda instrument: recital_places(self._units_of(instrument)))

    # -- things by identifier -----------------------------------------------------------------

    def sort(self, identifier: str) -> str | None:
        """Return what an identifier names: `unit`, `note`, `provision`, `instrument`, or None."""
        if AT in identifier:
            return self._sort_in_edition(identifier)
        if identifier in self.units:
            return UNIT
        if identifier in self.notes:
            return NOTE
        if identifier in self.provisions:
            return PROVISION
        return INSTRUMENT if identifier in self.instruments else None

    def _sort_in_edition(self, identifier: str) -> str | None:
        try:
            if ":" not in identifier:
                name, edition = split_edition(identifier)
                self._contents.edition(name, edition or "")
                return INSTRUMENT
            self._contents.in_edition(identifier)
        except NotFoundError:
            return None
        plain = split_edition(identifier)[0]
        return UNIT if plain in self._units_in_edition(identifier) else NOTE

    def _units_in_edition(self, identifier: str) -> Mapping[str, Unit]:
        """Return the units among which an identifier's path is read."""
        name, edition = split_edition(identifier)
        if edition is None:
            return self.units
        return self._contents.units_of(name.partition(":")[0], edition)

    def unit(self, identifier: str) -> Unit:
        """Return the unit that an identifier names, in an edition too."""
        kept = self._contents.in_edition(identifier)[0] if AT in identifier else identifier
        return self._contents.earlier[kept] if AT in kept else self.units[kept]

    def note(self, identifier: str) -> Note:
        """Return the note that an identifier names, in an edition too."""
        kept = self._contents.in_edition(identifier)[0] if AT in identifier else identifier
        return self._contents.earlier_notes[kept] if AT in kept else self.notes[kept]

    def cited(self, identifier: str) -> Cited:
        """Return what an identifier names, ready to be cited.

        Raises NotFoundError with the nearest identifiers.
        """
        instrument, eid = split_id(split_edition(identifier)[0])
        if AT in identifier and ":" in identifier:
            self._contents.in_edition(identifier)
        if self.sort(identifier) is None:
            self._contents.refuse_retired(identifier)
            near = nearest(identifier, self.ids)
            raise NotFoundError(
                f"There is no {identifier!r} in this build.",
                mend=f"Did you mean {', '.join(near)}?" if near else "See `clausegraph list`.",
                nearest=near,
            )
        path = self._steps(identifier) if eid else ()
        return Cited(self.instruments[instrument], self.particulars[instrument], path)

    def _steps(self, identifier: str) -> tuple[Step, ...]:
        plain, edition = split_edition(identifier)
        if edition is None:
            return steps(plain, self.units, partial(self._recitals, split_id(plain)[0]))
        return steps(plain, self._units_in_edition(identifier))

    def write(self, identifier: str, style: str = HOUSE) -> Written:
        """Return the citation of what an identifier names.

        Raises NotFoundError, and QueryError where there is no such style.
        """
        self.styles.check(style)
        written = self.styles.write(self.cited(identifier), style)
        edition = split_edition(identifier)[1]
        if edition is None:
            return written
        told = self._contents.templates["default"]["edition"].format(edition=edition)
        return replace(written, citation=written.citation + told)

    def iri(self, identifier: str) -> str:
        """Return the IRI of what an identifier names."""
        plain, edition = split_edition(identifier)
        instrument, eid = split_id(plain)
        own = self.instruments[instrument]
        if edition is not None:
            whole = self._contents.edition_iri(instrument, edition)
            return f"{whole}/{eid}" if eid else whole
        return unit_iri(self.base, own, eid) if eid else instrument_iri(self.base, own)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Every identifier that can be cited."""
        places = (*self.units, *self.notes, *self.provisions)
        return tuple(dict.fromkeys((*places, *self.instruments)))

    @cached_property
    def _ids_of(self) -> Mapping[str, tuple[str, ...]]:
        """The identifiers of each instrument, its own among them."""
        found: dict[str, list[str]] = defaultdict(list)
        for identifier in self.ids:
            found[split_id(identifier)[0]].append(identifier)
        return {instrument: tuple(ids) for instrument, ids in found.items()}

    def _units_of(self, instrument: str) -> Iterator[Unit]:
        own = self._ids_of.get(instrument, ())
        return (self.units[identifier] for identifier in own if identifier in self.units)

    # -- things by what people type -----------------------------------------------------------

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
        path = self._steps(identifier)
        nth = next((step.nth for step in reversed(path) if step.nth), 0)
        headings = tuple(key(step.heading) for step in path if step.key.endswith("-nn"))
        return Node(identifier, chunks_of(path), nth, headings)

    def nodes(self, instrument: str) -> tuple[Node, ...]:
        """Return the citable places of an instrument, units first, in their order."""
        if instrument not in self._nodes:
            own = (name for name in self._ids_of.get(instrument, ()) if ":" in name)
            self._nodes[instrument] = tuple(map(self._node, own))
        return self._nodes[instrument]

    def with_keys(self, keys: Key, instrument: str | None = None) -> Iterator[Node]:
        """Yield the places whose labels have these keys, in one instrument or in all."""
        for name in self._ids_of if instrument is None else (instrument,):
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
        return (*self._ids_of.get(instrument, ()), *earlier)

    @cached_property
    def by_path(self) -> Mapping[str, str]:
        """The instrument of each path below the base."""
        return {own.path: own.id for own in self.instruments.values()}
