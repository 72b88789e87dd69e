"""Words that point to an instrument named elsewhere: "the Code", "that Convention", "ibid.".

Each is found here and resolved against what stands open when the reading comes to it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from indexer.mentions.aliases import Word
from indexer.mentions.antecedents import MANY, Places, State
from indexer.mentions.instruments import RESOLVED, Found, status_of
from indexer.registry import Registry

_DETERMINER = re.compile(r"^(?:the|this) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pointer:
    """A pointing expression: what sort it is, and the words that choose what it may mean."""

    start: int
    end: int
    sort: str
    """`description`, `term`, `acronym`, `pair`, `ibid`, `place` or `note`."""
    form: str
    near: str = "no"
    """Of a description: `near`, `latter` or `former`, `bare` without a determiner, else `no`."""
    ids: tuple[str, ...] = ()


def pointers(registry: Registry, folded: str, cut: list[Word]) -> list[Pointer]:
    """Return every pointing expression of a text; they may overlap."""
    return [
        *_descriptions(registry, folded),
        *(
            Pointer(h.start, h.end, "term", folded[h.start : h.end], ids=h.ids)
            for h in registry.terms.find(folded, cut)
        ),
        *_simple(registry, folded, "acronym", "acronym"),
        *_simple(registry, folded, "ibid", "ibid"),
        *_simple(registry, folded, "that-article", "place"),
        *_simple(registry, folded, "note-reference", "note"),
        *(
            Pointer(*m.span(), "pair", m["head"])
            for m in registry.patterns["pair"].finditer(folded)
        ),
    ]


def _simple(registry: Registry, folded: str, name: str, sort: str) -> Iterator[Pointer]:
    for match in registry.patterns[name].finditer(folded):
        groups = match.groupdict()
        form = next((groups[g] for g in ("art", "para", "numbers") if groups.get(g)), match[0])
        near = "this" if match[0][:4].lower() == "this" else "no"
        yield Pointer(*match.span(), sort, form, near)


def _descriptions(registry: Registry, folded: str) -> Iterator[Pointer]:
    for match in registry.patterns["description"].finditer(folded):
        small = registry.patterns["small-head"].fullmatch(match["form"])
        if small and not match["near"]:
            continue  # "this resolution" is running prose, "the said resolution" a citation
        words = (match["det"] or "") + (match["near"] or "")
        near = "no" if words else "bare"
        for name in ("near", "latter", "former"):
            if registry.patterns[name].search(words):
                near = name
        start = match.start("near") if match["near"] else match.start("form")
        yield Pointer(start, match.end(), "description", " ".join(match["form"].split()), near)


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a pointer is read from: the document, its places, what stands open, what follows."""

    registry: Registry
    state: State
    places: Places
    own: str | None
    named: tuple[tuple[int, tuple[str, ...]], ...]
    """Every instrument that the text itself names: where, and which."""

    def later(self, position: int, fits: Callable[[str], bool]) -> tuple[str, ...]:
        """Return what the text names behind `position` and fits; more than MANY is cut off."""
        found: dict[str, None] = {}
        for _, ids in self.named[bisect_left(self.named, (position, ())) :]:
            found.update(dict.fromkeys(i for i in ids if fits(i)))
            if len(found) > MANY:
                break
        return tuple(found)


def resolve_pointer(seen: Seen, pointer: Pointer, folded: str) -> Found | None:
    """Return what a pointer means now; None where it is no mention at all."""
    if pointer.sort == "description":
        return _description(seen, pointer, folded)
    if pointer.sort == "term":
        return _term(seen, pointer)
    if pointer.sort == "acronym":
        ids = seen.state.terms.get(pointer.form, ())
        return _found(pointer, ids, "defined-term") if ids else None
    if pointer.sort == "pair":
        ids = seen.state.described(seen.registry, pointer.form.removesuffix("s"))
        return _found(pointer, ids, "both", RESOLVED) if len(ids) == 2 else None
    return None


def _found(pointer: Pointer, ids: tuple[str, ...], rule: str, status: str | None = None) -> Found:
    if len(ids) > MANY:
        ids = ()
    status = status or status_of(ids)
    return Found(pointer.start, pointer.end, ids, status, rule, sort="description")


def _defined(seen: Seen, form: str) -> tuple[str, ...]:
    """Return what the text itself, or a fact about the document, says a term means."""
    if form in seen.state.terms:
        return seen.state.terms[form]
    terms = seen.registry.document_terms.get(seen.own or "", {})
    for name, instrument in terms.items():
        if _DETERMINER.sub("", name) == form:
            return (instrument,)
    return ()


def _is_own(seen: Seen, pointer: Pointer) -> bool:
    if seen.own is None:
        return False
    return pointer.form in seen.registry.entries[seen.own].heads or seen.own in (
        seen.registry.forms.get(pointer.form, ())
    )


def _description(seen: Seen, pointer: Pointer, folded: str) -> Found | None:
    patterns = seen.registry.patterns
    if patterns["definition-means"].match(folded, pointer.end):
        ids = next((ids for start, ids in seen.named if start >= pointer.end), ())
        seen.state.define(pointer.form, ids)
    defined = _defined(seen, pointer.form)
    if defined:
        return _found(pointer, defined, "defined-term", RESOLVED if len(defined) > 1 else None)
    if _is_own(seen, pointer):
        return _found(pointer, (str(seen.own),), "own-text")
    if pointer.near in ("near", "latter", "former"):
        return _nearest(seen, pointer)
    lone = " " not in pointer.form
    if patterns["small-head"].fullmatch(pointer.form) or (lone and pointer.near == "bare"):
        return None
    ids = seen.state.described(seen.registry, pointer.form)
    if ids:
        return _found(pointer, ids, "antecedent")
    ids = seen.later(pointer.start, _may_be(seen, pointer.form))
    if ids:
        return _found(pointer, ids, "named-later")
    if patterns["certain-head"].fullmatch(pointer.form):
        return _found(pointer, (), "antecedent")
    return None


def _may_be(seen: Seen, form: str) -> Callable[[str], bool]:
    """Return whether an instrument may be called by a short form."""
    forms = frozenset(seen.registry.forms.get(form, ()))
    return lambda i: i in forms if " " in form else form in seen.registry.entries[i].heads


def _nearest(seen: Seen, pointer: Pointer) -> Found | None:
    """Resolve "that Convention", "the latter Convention", "that instrument"."""
    patterns = seen.registry.patterns
    anything = patterns["head-any"].fullmatch(pointer.form) is not None
    small = patterns["small-head"].fullmatch(pointer.form) is not None
    meant = frozenset(seen.state.described(seen.registry, pointer.form))
    ids = seen.state.nearest(seen.places, pointer.start, lambda i: anything or i in meant)
    if pointer.near == "latter":
        ids = ids[-1:]
    elif pointer.near == "former":
        ids = ids[:1]
    if anything:
        found = _found(pointer, ids, "near-antecedent")
        return replace(found, sort="silent") if ids else None
    ids = ids or seen.later(pointer.start, _may_be(seen, pointer.form))
    if not ids and (small or not patterns["certain-head"].fullmatch(pointer.form)):
        return None
    return _found(pointer, ids, "near-antecedent")


def _term(seen: Seen, pointer: Pointer) -> Found | None:
    """Resolve a registered term, which holds only once its instrument is open or at hand."""
    form = _DETERMINER.sub("", pointer.form)
    ids = _defined(seen, form) or tuple(i for i in pointer.ids if i == seen.own)
    rule = "own-text" if ids == (seen.own,) else "term"
    ids = ids or tuple(i for i in pointer.ids if i in seen.state.opened)
    start = pointer.end - len(form)
    return _found(replace(pointer, start=start), ids, rule) if len(ids) == 1 else None


def define_terms(registry: Registry, state: State, folded: str, found: Found) -> None:
    """Note the names that a bracket or a "hereinafter" behind an instrument gives it."""
    for name in ("definition", "definition-later"):
        match = registry.patterns[name].match(folded, found.end)
        if match is None:
            continue
        inner = match["inner"]
        quoted = '"' + inner if name == "definition-later" else inner
        terms = [m["term"] for m in registry.patterns["definition-quoted"].finditer(quoted)]
        plain = registry.patterns["definition-plain"].fullmatch(inner.strip())
        for term in terms or ([plain["term"]] if plain else []):
            state.define(term, found.ids)
