"""What the user corpus writes down of one file: its source, and its instrument if that is new."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import PurePath
from typing import Any

from indexer.corpus_io import Facts
from indexer.errors import InputError
from indexer.model import Instrument
from indexer.own.folder import Kept, Table
from indexer.own.identify import suggestion
from indexer.own.intake import Taken, is_paged

_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_EDITION = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_ENDINGS = {"docx": ".docx", "html": ".html", "markdown": ".md", "pdf": ".pdf", "text": ".txt"}
_LANGUAGES = {"en": "eng", "fr": "fra", "es": "spa", "ar": "ara", "ru": "rus", "zh": "zho"}
"""The languages of the United Nations, by their tags in files and in the graph."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the user tells of a file besides what it is read as."""

    edition: str | None = None
    date: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Entry:
    """One file as the user corpus is to have it."""

    instrument: str
    edition: str
    source: Table
    new_instrument: Table | None
    new_body: Table | None
    kept: Kept

    @property
    def id(self) -> str:
        """The identifier of the edition."""
        return f"{self.instrument}@{self.edition}"


def entry_of(
    name: str, data: bytes, taken: Taken, told: Told, facts: Facts, shipped: Collection[str]
) -> Entry:
    """Return the entry of a file that was read; `shipped` are the instruments that have a text.

    Raises InputError for a date that is none, or that is lacking.
    """
    date, basis = _date(name, taken, told, facts, shipped)
    edition = told.edition or date
    if not _EDITION.fullmatch(edition):
        raise InputError(
            f"{name}: {edition!r} cannot name an edition.",
            mend="Use letters, digits, `_`, `-` and `.`, such as --as compact@2023.",
        )
    known = facts.instruments.get(taken.instrument)
    kept_as = f"{taken.instrument}@{edition}{_ENDINGS[taken.document.kind]}"
    document = taken.document
    noted = {
        "kind": document.kind,
        "pages": document.pages,
        "boxes": [_values(box) for box in document.boxes],
        "mends": [_values(mend) for mend in document.mends],
        "notices": [_values(notice) for notice in document.notices],
    }
    source = {
        "file": kept_as,
        "sha256": hashlib.sha256(data).hexdigest(),
        "text_sha256": hashlib.sha256(taken.text.encode()).hexdigest(),
        "received": PurePath(name).name,
        "title": taken.title,
        "publisher": ", ".join(known.body) if known else "not stated by the user",
        "date": date,
        "date_basis": basis,
        "status": "added by the user",
        "edition": edition,
        "language": told.language or _LANGUAGES.get((document.language or "en")[:2], "eng"),
        "origin": f"given by the user as {PurePath(name).name}",
        "rights": "The user has not stated them.",
        "paged": is_paged(document, facts.profiles[taken.profile]),
        "part": [{"instrument": taken.instrument, "profile": taken.profile}],
    }
    kept = Kept(kept_as, data, taken.text, f"{json.dumps(noted)}\n".encode())
    made = None if known else instrument_table(taken.instrument, taken.title, date)
    return Entry(taken.instrument, edition, source, made, None if known else _kinds()["body"], kept)


def _values(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _date(
    name: str, taken: Taken, told: Told, facts: Facts, shipped: Collection[str]
) -> tuple[str, str]:
    """Return the date of a text, and where it is from."""
    if told.date is not None:
        if not _DATE.fullmatch(told.date):
            raise InputError(
                f"{name}: {told.date!r} is no date.", mend="Write --date 2023, or 2023-05-30."
            )
        return told.date, "stated by the user"
    if taken.instrument in shipped:
        return _other_date(name, taken.instrument, told.edition or "")
    known = facts.instruments.get(taken.instrument)
    if known is not None and known.year is not None and not _is_own(known):
        return str(known.year), "the year of the instrument in the registry"
    year = _YEAR.search(taken.title) or _YEAR.search(told.edition or "")
    if year is None and known is not None and known.year is not None:
        return str(known.year), "the year of the instrument"
    if year is None:
        raise InputError(
            f"{name}: its title {taken.title!r} has no year.", mend="State its date: --date 2023."
        )
    return year[0], "the year in its title"


def _other_date(name: str, instrument: str, edition: str) -> tuple[str, str]:
    """Return the date of another text of an instrument: its own year is that of the first."""
    year = _YEAR.search(edition)
    if year is None:
        raise InputError(
            f"{name}: there is a text of {instrument} already, and the date of this one is not "
            "known.",
            mend="State its date: --date 2023.",
        )
    return year[0], "the year in the name of its edition"


def _is_own(instrument: Instrument) -> bool:
    """Whether an instrument is known from the user alone; its editions then have their years."""
    return instrument.body == (_kinds()["body"]["id"],)


def _kinds() -> Mapping[str, Any]:
    return tomllib.loads(files("indexer.own").joinpath("kinds.toml").read_text("utf-8"))


def instrument_table(identifier: str, title: str, date: str) -> dict[str, Any]:
    """Return the registry's table for an instrument of the user's own."""
    kinds = _kinds()
    low = title.casefold()
    found = [
        (len(word), number)
        for number, own in enumerate(kinds["kind"])
        for word in own["words"]
        if re.search(rf"\b{re.escape(word)}\b", low)
    ]
    chosen = kinds["kind"][max(found)[1]] if found else kinds["otherwise"]
    body, year = kinds["body"], int(date[:4])
    slug = suggestion(identifier)
    return {
        "id": identifier,
        "title": title or identifier,
        "short_title": title or identifier,
        "path": f"{body['path']}/{chosen['kind']}/{year}/{slug}",
        "body": [body["id"]],
        **{key: chosen[key] for key in ("kind", "form", "bindingness", "law")},
        "year": year,
        "status": "adopted",
        "subjects": [],
        "source": "the user",
        "verified": False,
    }
