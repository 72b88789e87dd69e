"""Every name by which an instrument may be called, and what may stand beside it if it is true.

The names are the registry's titles, aliases and terms, and those that follow from an instrument's
facts by the forms of registry/resolver.toml. A name that means several instruments keeps them all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import Formatter
from typing import Any

from indexer.citing.styles import Cited, Styles
from indexer.citing.words import Key, key

_ARTICLE = re.compile(r"^(?:the|this) ", re.IGNORECASE)
_DATED = "oscola"
"""The style in whose words dates are put into names; any that writes them in full would do."""


def _facts(cited: Cited, styles: Styles) -> dict[str, str]:
    instrument = cited.instrument
    by = instrument.short_title.lower().partition(f" {instrument.kind.replace('-', ' ')}")[0]
    initials = "".join(word[0] for word in instrument.kind.split("-"))
    return {**styles.facts(cited, _DATED), "by": by, "initials": initials}


def _filled(templates: Iterable[str], facts: Mapping[str, str]) -> Iterator[str]:
    """The templates all of whose facts are known, filled."""
    for template in templates:
        wanted = {name for _, name, _, _ in Formatter().parse(template) if name}
        if wanted <= facts.keys():
            yield template.format(**facts)


def _titles(cited: Cited, table: Mapping[str, Any]) -> Iterator[str]:
    instrument = cited.instrument
    yield from (instrument.id, instrument.title, instrument.short_title)
    for title in (instrument.title, instrument.cite_title, cited.particulars.long_title):
        if title:
            yield from (title, title.removesuffix(f", {instrument.year}"))
    yield from table.get("aliases", ())
    yield from (_ARTICLE.sub("", term) for term in table.get("terms", ()))


def names_of(
    things: Sequence[Cited],
    registry: Mapping[str, Any],
    styles: Styles,
    forms: Sequence[Mapping[str, Any]],
    common: Mapping[str, str],
) -> dict[str, list[str]]:
    """Return every name with the identifiers of the instruments that it may mean.

    `registry` is the table of instruments.toml, `forms` and `common` those of resolver.toml.
    """
    tables = {table["id"]: table for table in registry.get("instrument", ())}
    by_class = {form["class"]: form["names"] for form in forms}
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for cited in things:
        instrument = cited.instrument
        templates = by_class.get(styles.class_of(instrument)["id"], ())
        made = _filled(templates, _facts(cited, styles))
        for name in (*_titles(cited, tables[instrument.id]), *made):
            found[name][instrument.id] = None
    for name, ids in _shared(registry, common):
        found[name].update(dict.fromkeys(ids))
    return {name: list(ids) for name, ids in found.items()}


def _shared(
    registry: Mapping[str, Any], common: Mapping[str, str]
) -> Iterator[tuple[str, Sequence[str]]]:
    for table in registry.get("ambiguous", ()):
        yield table["alias"], table["candidates"]
    for table in registry.get("collective", ()):
        yield from ((name, table["members"]) for name in table["names"])
        if table["id"] == common.get("collective"):
            yield common["name"], table["members"]


def phrases_of(
    cited: Cited, styles: Styles, templates: Mapping[str, Sequence[str]]
) -> frozenset[Key]:
    """Return what may stand beside a name of the instrument, as words to compare."""
    own = templates.get(styles.class_of(cited.instrument)["id"], ())
    facts = _facts(cited, styles)
    bodies = [*cited.instrument.body, *cited.particulars.authors]
    found = {key(text) for text in _filled([*templates["any"], *own], facts)}
    found |= {key(text) for body in bodies for text in _filled(templates["any"], {"body": body})}
    return frozenset(found - {()})


class Names:
    """Names to look up, by their words."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._ids: dict[Key, dict[str, None]] = defaultdict(dict)
        self._lengths: dict[str, set[int]] = defaultdict(set)
        for name, ids in names.items():
            words = key(name)
            if words:
                self._ids[words].update(dict.fromkeys(ids))
                self._lengths[words[0]].add(len(words))

    def at(self, words: Key, place: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the end and the meanings of each name that begins at a word, the longest first."""
        for length in sorted(self._lengths.get(words[place], ()), reverse=True):
            ids = self._ids.get(words[place : place + length])
            if ids and place + length <= len(words):
                yield place + length, tuple(ids)


def iter_mentioned(names: Names, words: Key) -> Iterator[str]:
    """Yield every instrument that a name anywhere among the words may mean."""
    seen: set[str] = set()
    for place in range(len(words)):
        for _, ids in names.at(words, place):
            yield from (name for name in ids if name not in seen)
            seen |= set(ids)
