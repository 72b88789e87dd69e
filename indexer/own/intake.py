"""What one file becomes before it is added: its text, its instrument, its profile, its units.

All of it happens in the child process that reads the file, so that a hostile file spends its own
limits on being parsed too. What comes back is a value of JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from indexer.corpus_io import Facts
from indexer.errors import InputError
from indexer.nearest import nearest
from indexer.own.evidence import Choice, in_form, weigh
from indexer.own.identify import Identifier, check_id
from indexer.parsing import parse
from indexer.parsing.profiles import Profile
from indexer.readers.document import Document
from indexer.readers.limits import ReadLimits
from indexer.readers.plain import check_text
from indexer.readers.read import read_document


def is_paged(document: Document, profile: Profile) -> bool:
    """Whether a page break may cut a sentence of a document, which is not mended before."""
    return document.kind == "pdf" or (document.kind == "text" and not profile.shaped)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user says of a file; what is None the file has to say itself."""

    instrument: str | None = None
    profile: str | None = None
    title: str | None = None


@dataclass(frozen=True)
class Taken:
    """What one file is found to be."""

    instrument: str
    title: str
    profile: str
    told: str
    """The profile with the signs that speak for it, as the user is told."""
    document: Document
    text: str
    """The text as it is kept, in the form that the profile reads."""
    counts: Mapping[str, int]
    """Units by kind."""


def take(
    data: bytes, name: str, asked: Asked, facts: Facts, limits: ReadLimits, line: int
) -> dict[str, Any]:
    """Read, identify and parse one file; return what `taken` makes a value of.

    `line` is how many characters a line may have. Raises InputError for whatever is wrong.
    """
    document = read_document(data, name, limits)
    check_text(document.text, name, line)
    instrument, title = _instrument(document, name, asked, facts)
    choice = _choice(document.text, name, asked, facts)
    # The boxes of a PDF count the characters of its text, which therefore stays as it is.
    text = (
        document.text if document.boxes else in_form(document.text, facts.profiles[choice.profile])
    )
    part = parse.Part(instrument, choice.profile)
    known = facts.instruments.get(instrument)
    titles = {instrument: known.title if known else title}
    paged = is_paged(document, facts.profiles[choice.profile])
    parsed = parse.parse_document(
        parse.Document(name, text, (part,), titles, paged), facts.profiles, {}
    )
    kinds = [unit.kind for unit in parsed.instruments[instrument].units]
    if not kinds:
        raise InputError(
            f"{name}: no unit was found by the profile {choice.profile!r}.",
            mend=f"Choose another with --profile: {', '.join(sorted(facts.profiles))}.",
        )
    return {
        "instrument": instrument,
        "title": title,
        "profile": choice.profile,
        "told": choice.words,
        "document": _value(document),
        "text": text,
        "counts": {kind: kinds.count(kind) for kind in sorted(set(kinds))},
    }


def _value(document: Document) -> dict[str, Any]:
    """A document as a value of JSON; its boxes are no list, but make one."""
    boxes = [asdict(box) for box in document.boxes]
    return asdict(replace(document, boxes=())) | {"boxes": boxes}


def taken(value: Mapping[str, Any]) -> Taken:
    """Return what `take` found."""
    return Taken(**{**value, "document": document_of(value["document"])})


def document_of(value: Mapping[str, Any]) -> Document:
    """Return a document from its value of JSON."""
    from indexer.readers.document import Box, Mend, Notice

    made = {"boxes": Box, "mends": Mend, "notices": Notice}
    lists = {key: tuple(kind(**own) for own in value[key]) for key, kind in made.items()}
    return Document(**{**value, **lists})


def _instrument(document: Document, name: str, asked: Asked, facts: Facts) -> tuple[str, str]:
    """Return the instrument, and the title that the document prints or the user states."""
    identifier = Identifier(facts)
    if asked.instrument is not None:
        check_id(name, asked.instrument)
        _, title = identifier.find(document)
        return asked.instrument, asked.title or title
    stated = Document(f"# {asked.title}", document.kind) if asked.title else document
    found, title = identifier.find(stated)
    if found is None:
        raise identifier.unknown(name, title)
    return found, title


def _choice(text: str, name: str, asked: Asked, facts: Facts) -> Choice:
    """Return the profile asked for, or the one that the text shows signs of."""
    weighed = weigh(text, facts.profiles)
    if asked.profile is None:
        return weighed
    if asked.profile not in facts.profiles:
        near = nearest(asked.profile, facts.profiles)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise InputError(
            f"{name}: there is no profile {asked.profile!r}.",
            mend=f"{hint}There are: {', '.join(sorted(facts.profiles))}.",
        )
    return Choice(asked.profile, ("as asked for",))
