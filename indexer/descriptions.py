"""Words that point to an instrument named elsewhere: "the Code", "that Convention", "ibid.".

Each is found here and resolved against what stands open when the reading comes to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.aliases import Word
from indexer.antecedents import MANY, Places, State
from indexer.instruments import AMBIGUOUS, RESOLVED, UNRESOLVED, Found, status_of
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
    near: bool = False
    ids: tuple[str, ...] = ()


def pointers(registry: Registry, folded: str, cut: list[Word]) -> list[Pointer]:
    """Return every pointing expression of a text; they may overlap."""
    return [
        *_descriptions(registry, folded),
        *(Pointer(h.start, h.end, "term", folded[h.start : h.end], ids=h.ids) for h in registry.terms.find(folded, cut)),
        *_simple(registry, folded, "acronym", "acronym"),
        *_simple(registry, folded, "ibid", "ibid"),
        *_simple(registry, folded, "that-article", "place"),
        *_simple(registry, folded, "note-reference", "note"),
        *(Pointer(*m.span(), "pair", m["head"]) for m in registry.patterns["pair"].finditer(folded)),
    ]


def _simple(registry: Registry, folded: str, name: str, sort: str) -> Iterator[Pointer]:
    for match in registry.patterns[name].finditer(folded):
        groups = match.groupdict()
        form = next((groups[g] for g in ("art", "para", "numbers") if groups.get(g)), match[0])
        yield Pointer(*match.span(), sort, form)


def _descriptions(registry: Registry, folded: str) -> Iterator[Pointer]:
    for match in registry.patterns["description"].finditer(folded):
        near = bool(match["near"]) or registry.patterns["near"].fullmatch(match["det"]) is not None
        yield Pointer(*match.span(), "description", " ".join(match["form"].split()), near)


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a pointer is read from: the document, its places, and what stands open."""

    registry: Registry
    state: State
    places: Places
    own: str | None


def resolve_pointer(seen: Seen, pointer: Pointer, folded: str) -> Found | None:
    """Return what a pointer means now; None where it is no mention at all."""
    if pointer.sort == "description":
        return _description(seen, pointer, folded)
    if pointer.sort == "term":
        return _term(seen, pointer)
    if pointer.sort == "acronym":
        ids = seen.state.terms.get(pointer.form, ())
        return _found(seen, pointer, ids, "defined-term") if ids else None
    if pointer.sort == "pair":
        ids = seen.state.described(seen.registry, pointer.form.removesuffix("s"))
        rule, both = "both", len(ids) == 2
        return _found(seen, pointer, ids if both else (), rule, RESOLVED if both else UNRESOLVED)
    return None


def _found(
    seen: Seen, pointer: Pointer, ids: tuple[str, ...], rule: str, status: str | None = None
) -> Found:
    return Found(
        pointer.start, pointer.end, ids, status or status_of(ids), rule, sort="description"
    )


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
    defined = _defined(seen, pointer.form)
    if defined:
        status = RESOLVED if len(defined) > 1 else None
        return _found(seen, pointer, defined, "defined-term", status)
    if _is_own(seen, pointer):
        return _found(seen, pointer, (str(seen.own),), "own-text")
    if pointer.near or seen.registry.patterns["head-any"].fullmatch(pointer.form):
        return _nearest(seen, pointer)
    ids = seen.state.described(seen.registry, pointer.form)
    if ids:
        return _found(seen, pointer, ids if len(ids) <= MANY else (), "antecedent")
    if seen.registry.patterns["certain-head"].fullmatch(pointer.form):
        return _found(seen, pointer, (), "antecedent")
    return None


def _nearest(seen: Seen, pointer: Pointer) -> Found | None:
    """Resolve "that Convention", "this resolution", "the said instrument"."""
    anything = seen.registry.patterns["head-any"].fullmatch(pointer.form) is not None
    if anything and not pointer.near:
        return None
    meant = set(seen.state.described(seen.registry, pointer.form))
    ids = seen.state.nearest(
        seen.places, pointer.start, lambda i: anything or i in meant
    )
    if not ids and (anything or not seen.registry.patterns["certain-head"].fullmatch(pointer.form)):
        return None
    return _found(seen, pointer, ids if len(ids) <= MANY else (), "near-antecedent")


def _term(seen: Seen, pointer: Pointer) -> Found | None:
    """Resolve a registered term, which holds only once its instrument is open or at hand."""
    ids = _defined(seen, _DETERMINER.sub("", pointer.form)) or tuple(
        i for i in pointer.ids if i == seen.own
    )
    rule = "own-text" if ids == (seen.own,) else "term"
    if not ids:
        ids = tuple(i for i in pointer.ids if i in seen.state.opened)
    return _found(seen, pointer, ids, rule) if len(ids) == 1 else None


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


__all__ = ["AMBIGUOUS", "Pointer", "Seen", "define_terms", "pointers", "resolve_pointer"]
