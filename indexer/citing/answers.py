"""Citations and resolutions as the JSON and the files that the command line and HTTP give."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from indexer.citing.bibtex import bibtex
from indexer.citing.catalogue import Catalogue
from indexer.citing.csl import csl_item
from indexer.citing.offered import FILES, FORMATS, HOUSE
from indexer.citing.resolver import resolve
from indexer.citing.ris import ris
from indexer.citing.styles import Cited, Styles
from indexer.citing.things import INSTRUMENT, NOTE, PROVISION, UNIT
from indexer.editions.current import canonical, split_edition
from indexer.nearest import not_offered

Json = dict[str, Any]


def _csl_json(identifier: str, cited: Cited, styles: Styles, iri: str) -> str:
    items = [csl_item(identifier, cited, styles, iri)]
    return f"{json.dumps(items, ensure_ascii=False, indent=2)}\n"


_WRITERS: dict[str, Callable[[str, Cited, Styles, str], str]] = {
    "csl-json": _csl_json,
    "bibtex": bibtex,
    "ris": ris,
}


def cite_json(catalogue: Catalogue, identifier: str, style: str = HOUSE) -> Json:
    """Return a citation with what a drafter has to look up or to look at again.

    Raises NotFoundError with the nearest identifiers, and QueryError for a style.
    """
    identifier = canonical(identifier)
    written = catalogue.write(identifier, style)
    return {
        "id": identifier,
        "iri": catalogue.iri(identifier),
        "style": written.style,
        "citation": written.citation,
        "incomplete": list(written.incomplete),
        "unverified": list(written.unverified),
    }


def cite_file(catalogue: Catalogue, identifier: str, name: str) -> tuple[str, str]:
    """Return a citation in a format of reference managers, and its media type.

    Raises NotFoundError with the nearest identifiers, and QueryError for any other format; the
    text itself is what `cite_json` gives.
    """
    if name not in FILES:
        listed = f"Use one of {', '.join(FORMATS)}."
        raise not_offered(f"There is no format {name!r}.", name, FORMATS, listed)
    identifier = canonical(identifier)
    cited = catalogue.cited(identifier)
    written = _WRITERS[name](identifier, cited, catalogue.styles, catalogue.iri(identifier))
    return written, FILES[name]


def match_json(catalogue: Catalogue, identifier: str) -> Json:
    """Return what an identifier names: a unit with its text, a provision with our words for it."""
    sort = catalogue.sort(identifier) or INSTRUMENT
    plain = split_edition(identifier)[0]
    instrument = catalogue.instruments[plain.partition(":")[0]]
    view: Json = {
        "id": identifier,
        "iri": catalogue.iri(identifier),
        "type": sort,
        "instrument": instrument.id,
        "cite_as": catalogue.write(identifier).citation,
        "bindingness": instrument.bindingness,
    }
    if sort == UNIT:
        unit = catalogue.unit(identifier)
        view |= {"kind": unit.kind, "text": unit.text}
    elif sort == NOTE:
        view |= {"kind": catalogue.note(identifier).kind.value}
    elif sort == INSTRUMENT:
        view |= {"kind": instrument.kind, "title": instrument.title}
    if identifier in catalogue.provisions:
        own = catalogue.provisions[identifier]
        view |= {"subject": own.subject, "subject_by": "editor", "basis": own.basis}
    if sort == PROVISION:
        view |= {"kind": PROVISION}
    return view


def resolve_json(catalogue: Catalogue, text: str) -> Json:
    """Return what a text cites: `status` is `one`, `several` or `none`.

    `listed` tells whether the text itself names every one of several, by a list or a range; else
    one of them is meant. `remark` says why a list or a range has no match.
    """
    found = resolve(text, catalogue)
    status = ("none", "one")[len(found.matches)] if len(found.matches) < 2 else "several"
    return {
        "query": text,
        "status": status,
        "items": [match_json(catalogue, name) for name in found.matches],
        "total": len(found.matches),
        "listed": found.listed,
        "nearest": [match_json(catalogue, name) for name in found.nearest],
        "remark": found.remark,
        "build": catalogue.build,
    }
