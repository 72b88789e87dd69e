"""Which registered instrument a text is, by what it calls itself: its title, its year, its number.

Nothing is guessed: every word of the title has to belong to one registered instrument and no
other. Else the user says which it is.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from types import SimpleNamespace
from typing import TYPE_CHECKING, NoReturn, cast

from indexer.citing.catalogue import Catalogue
from indexer.citing.resolver import resolve
from indexer.corpus_io import Facts
from indexer.errors import InputError, NotFoundError
from indexer.nearest import nearest
from indexer.readers.document import Document

if TYPE_CHECKING:
    from indexer.editions.reading import Editions

_NUMBER = re.compile(r"\bNo\.? ?(\d+)")
_FIRST_LINES = 3
_HEADING = re.compile(r"^#+ ")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_LONGEST_NAME = 40


@dataclass(frozen=True)
class Identifier:
    """Finds the instrument that a title names."""

    facts: Facts

    @cached_property
    def catalogue(self) -> Catalogue:
        """The registered instruments, to look up by their names."""
        return _catalogue_of(self.facts)

    @cached_property
    def _entitled(self) -> Mapping[str, Sequence[str]]:
        """The instruments whose official title nothing else has."""
        found: dict[str, list[str]] = defaultdict(list)
        for own in self.facts.instruments.values():
            found[own.title.casefold()].append(own.id)
        return {title: ids for title, ids in found.items() if len(ids) == 1}

    def find(self, document: Document) -> tuple[str | None, str]:
        """Return the instrument that a document names, or None, and the title that it prints."""
        titles = list(titles_of(document))
        official = [own for title in titles for own in self._entitled.get(title.casefold(), ())]
        if official:
            return official[0], titles[0]
        for title in titles:
            found = self._named(title)
            if found is not None:
                return found, title
        for title in titles:
            found = next(filter(None, map(self._named, _shortened(title))), None)
            if found is not None and self._has_numbers(found, title):
                return found, title
        return None, titles[0] if titles else ""

    def _has_numbers(self, instrument: str, title: str) -> bool:
        """Whether an instrument has every number that a title prints as `No. 155`."""
        number = str(self.facts.instruments[instrument].number)
        return all(own == number for own in _NUMBER.findall(title))

    def _named(self, title: str) -> str | None:
        """Return the instrument that a title names as it stands."""
        matches = resolve(title, self.catalogue).matches
        if len(matches) == 1 and matches[0] in self.facts.instruments:
            return matches[0]
        return None

    def unknown(self, name: str, title: str) -> InputError:
        """Return the error for a text that names no registered instrument, or more than one."""
        matches = resolve(title, self.catalogue).matches if title else ()
        near = matches or nearest(title, self.facts.citing.names)
        ids = dict.fromkeys(
            own for found in near for own in self.facts.citing.names.get(found, (found,))
        )
        named = " or ".join(f"--as {own}" for own in list(ids)[:3])
        hint = f"If it is that, say {named}; else name" if ids else "Name"
        shown = title if len(title) <= 80 else f"{title[:79]}…"
        verb = "may be several registered instruments" if matches else "is no registered instrument"
        return InputError(
            f"{name}: its title {shown!r} {verb}.",
            mend=f"{hint} it yourself, such as --as {suggestion(title or name)}.",
        )


def titles_of(document: Document) -> Iterator[str]:
    """Yield what may be the title of a document, the likeliest first."""
    lines = _first_lines(document.text)
    headings = [line for line in lines if line.startswith("# ")]
    stated = (document.title or "").split(" | ")
    found = [*headings, *stated, *lines]
    found += [" ".join(lines[:count]) for count in range(2, len(lines) + 1)]
    yield from dict.fromkeys(title for raw in found if (title := _bare(raw)))


def _shortened(title: str) -> Iterator[str]:
    """Yield a title without more and more of what stands beside it in headings."""
    for pattern in _besides():
        shorter = pattern.sub("", title).strip(" ,.;")
        if shorter and shorter != title:
            title = shorter
            yield title


@cache
def _besides() -> Sequence[re.Pattern[str]]:
    tables = tomllib.loads(files(__package__).joinpath("titles.toml").read_text("utf-8"))
    return [re.compile(table["pattern"]) for table in tables["besides"]]


def _first_lines(text: str) -> Sequence[str]:
    lines: list[str] = []
    for line in text.split("\n"):
        if line.strip():
            lines.append(line.strip())
        if len(lines) == _FIRST_LINES:
            break
    return lines


def _bare(line: str) -> str:
    return " ".join(_HEADING.sub("", line).replace("*", "").split())


def suggestion(title: str) -> str:
    """Return an identifier that a user might choose for a title."""
    words = re.sub(r"[^a-z0-9]+", "-", title.casefold().rpartition("/")[2]).strip("-")
    short = words[:_LONGEST_NAME].rpartition("-")[0] if len(words) > _LONGEST_NAME else words
    return short or "my-text"


def check_id(name: str, identifier: str) -> None:
    """Raise InputError where an identifier that a user gives cannot be one."""
    if not _ID.fullmatch(identifier):
        raise InputError(
            f"{name}: {identifier!r} cannot be an identifier.",
            mend="Use letters, digits, `_`, `-` and `.`, such as --as my-text@2020.",
        )


def _no_edition(*names: str) -> NoReturn:
    """Refuse whatever is asked of an edition, for there is no text in sight."""
    raise NotFoundError(f"There is no {'@'.join(names)}.", mend="Name a registered instrument.")


def _catalogue_of(facts: Facts) -> Catalogue:
    """Return the registered instruments as a catalogue without any text."""
    nothing: Mapping[str, object] = {}
    contents = SimpleNamespace(
        instruments=facts.instruments,
        particulars=facts.citing.particulars,
        provisions=nothing,
        units=nothing,
        notes=nothing,
        earlier=nothing,
        in_edition=_no_edition,
        edition=_no_edition,
        base="https://example.invalid/",
        build="",
        styles=facts.citing.styles,
        templates=facts.citation,
        resolver=facts.citing.resolver,
        names=facts.citing.names,
    )
    return Catalogue(cast("Editions", contents))
