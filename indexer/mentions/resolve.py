"""Read a text from left to right: every instrument, pointer and provision becomes a mention.

What the two passes found is put in one order, so that each pointer, and each provision without
an instrument beside it, meets exactly what stands open at its place.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from indexer.mentions.antecedents import Cited, Places, State
from indexer.mentions.bind import REACH, Binding, bind, respective
from indexer.mentions.chains import Chain, Group
from indexer.mentions.descriptions import Pointer, Seen, define_terms, resolve_pointer
from indexer.mentions.events import events_of
from indexer.mentions.instruments import RESOLVED, UNRESOLVED, Found, status_of
from indexer.mentions.meanings import Meaning, Where
from indexer.mentions.open_places import that_place
from indexer.mentions.patterns import fold
from indexer.mentions.places import meaning
from indexer.mentions.ranges import Path
from indexer.model import Mention
from indexer.registry import Registry

_AHEAD = 4
"""How many instruments behind a provision its words may speak of."""


@dataclass(frozen=True, slots=True)
class Context:
    """Where a text stands, so that it can be read as its own document reads it.

    `own` is the instrument whose text it is, `unit` the eId of the unit at hand, `notes` the
    identifiers of the document's notes by label. `state` carries what stands open from the piece
    before, and what this piece opens is added to it.
    """

    own: str | None = None
    unit: str | None = None
    state: State = field(default_factory=State)
    notes: dict[str, str] = field(default_factory=dict)
    notes_cite: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Instruments that each note so far cites, by label."""


class Reading:
    """One pass over the events of one text."""

    def __init__(self, text: str, registry: Registry, context: Context) -> None:
        self.text, self.registry, self.context = text, registry, context
        self.folded = fold(text)
        self.places = Places.of(registry, self.folded)
        self.events = events_of(registry, self.folded)
        named = ((e.start, e.ids) for e in self.events if isinstance(e, Found) and e.ids)
        self.seen = Seen(registry, context.state, self.places, context.own, tuple(named))
        self.where = Where(
            registry,
            self.folded,
            self.places,
            context.own,
            context.unit,
            context.state,
            self.seen.later,
        )
        self.mentions: list[Mention] = []
        self.reach = 0
        self.last: Found | None = None

    def run(self) -> tuple[Mention, ...]:
        """Settle every event in its turn; return the mentions in order."""
        for index, event in enumerate(self.events):
            if event.start < self.reach:
                continue
            if isinstance(event, Chain):
                self._settle_chain(event, self._ahead(index + 1, event.end))
            elif (found := self._found(event)) is not None:
                self._settle(found)
        return tuple(sorted(self.mentions, key=lambda m: (m.start, m.end)))

    def _ahead(self, index: int, end: int) -> list[Found]:
        """Return the next instruments or places behind `end`, without settling them."""
        ahead: list[Found] = []
        for event in self.events[index : index + 12]:
            if isinstance(event, Chain) or event.start > end + 2 * REACH or len(ahead) == _AHEAD:
                break
            found = self._found(event) if event.start >= end else None
            if found is not None:
                ahead.append(found)
                end = found.end
        return ahead

    def _found(self, event: Found | Pointer) -> Found | None:
        if isinstance(event, Found):
            return event
        if event.sort == "ibid":
            return self._ibid(event)
        if event.sort == "place":
            return self._that_place(event)
        if event.sort == "note":
            return self._note(event)
        return resolve_pointer(self.seen, event, self.folded)

    def _ibid(self, pointer: Pointer) -> Found:
        cited = self.context.state.last_citation()
        ids = tuple(dict.fromkeys(i for c in cited for i in c.instruments))
        return Found(pointer.start, pointer.end, ids, status_of(ids), "ibid", sort="ibid")

    def _that_place(self, pointer: Pointer) -> Found | None:
        found = that_place(self.where, pointer)
        return (
            Found(
                pointer.start,
                pointer.end,
                found,
                status_of(found),
                "that-place",
                "provision",
                "place",
            )
            if found
            else None
        )

    def _note(self, pointer: Pointer) -> Found | None:
        labels = [n for n in pointer.form.replace(",", " ").split() if n in self.context.notes]
        if not labels:
            return None
        ids = tuple(self.context.notes[label] for label in labels)
        cite = (i for label in labels for i in self.context.notes_cite.get(label, ()))
        return Found(
            *(pointer.start, pointer.end, ids, RESOLVED, "note-reference", "internal", "note"),
            group=tuple(dict.fromkeys(cite)),
        )

    # -- settling

    def _settle(self, found: Found) -> None:
        targets = self._ibid_targets(found) if found.sort == "ibid" else found.ids
        if found.sort != "silent" and found.ids != (self.context.own,):
            self._mention(found, targets)
        self.reach = found.end
        if found.sort != "note" or found.group:
            self.last = found
        if found.sort in ("note", "place"):
            return
        self.context.state.name(self.registry, found.start, found.ids)
        if found.ids:
            self._cite(found.start, found.ids, (), ())
            if found.sort not in ("description", "ibid"):
                define_terms(self.registry, self.context.state, self.folded, found)

    def _ibid_targets(self, found: Found) -> tuple[str, ...]:
        """Return the very places cited before, or the instrument where a new place follows."""
        cited = [c for c in self.context.state.last_citation() if c.targets]
        rest = self.folded[found.end : found.end + 3].lstrip(" ,")
        follows = self.registry.patterns["head"].match(
            self.folded, len(self.folded[: found.end + 3]) - len(rest)
        )
        if follows or found.status != "resolved" or not cited:
            return found.ids
        return tuple(dict.fromkeys(t for c in cited for t in c.targets))

    def _kind(self, found: Found) -> str:
        if found.kind != "instrument":
            return found.kind
        entries = self.registry.entries
        if found.ids and all(entries[i].kind == "resolution" for i in found.ids):
            return "resolution"
        return "instrument"

    def _settle_chain(self, chain: Chain, ahead: list[Found]) -> None:
        if each := respective(self.registry, self.folded, chain, ahead):
            group = chain.groups[0]
            for reference, found in zip(group.references, each, strict=True):
                one = replace(group, references=(reference,))
                self._settle_group(
                    one, meaning(self.where, one, Binding(found, "respectively"), chain.end)
                )
            self.reach = chain.end
            return
        bindings = bind(self.registry, self.folded, chain, self.last, ahead)
        for group, binding in zip(chain.groups, bindings, strict=True):
            self._settle_group(group, meaning(self.where, group, binding, chain.end))
        self.reach = max(self.reach, chain.end)

    def _settle_group(self, group: Group, meant: Meaning | None) -> None:
        if meant is None:
            return
        for reference in group.references:
            targets = meant.targets(reference)
            status = meant.status if targets else UNRESOLVED
            start, end = reference.start, reference.end
            quote = self.text[start:end]
            self.mentions.append(
                Mention(start, end, quote, meant.kind, status, targets, meant.rule)
            )
            if meant.instruments:
                self._cite(start, meant.instruments, reference.paths[-1], targets)

    def _cite(
        self, position: int, instruments: tuple[str, ...], path: Path, targets: tuple[str, ...]
    ) -> None:
        segment = self.places.start(self.places.segments, position)
        self.context.state.cited.append(Cited(position, segment, instruments, path, targets))

    def _mention(self, found: Found, targets: tuple[str, ...]) -> None:
        start, end = found.start, found.end
        kind, quote = self._kind(found), self.text[start:end]
        self.mentions.append(Mention(start, end, quote, kind, found.status, targets, found.rule))


def read(text: str, registry: Registry, context: Context) -> tuple[Mention, ...]:
    """Return the mentions of a text, in order, read in its context."""
    return Reading(text, registry, context).run()
