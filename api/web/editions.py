"""The pages of an edition, and of a unit or a note as an edition prints it that is not current."""

from __future__ import annotations

from typing import Any

from api.web.marked import stretches
from api.web.reading import contents, read_through
from api.web.units import FILES, citations, editions
from api.web.words import language
from indexer.read import Index

Json = dict[str, Any]


def edition_values(index: Index, identifier: str) -> Json:
    """Return what the page of an edition says, for `edition.html`."""
    instrument, _, name = identifier.partition("@")
    reading = read_through(index.units_of(instrument, name).values())
    row = index.edition(instrument, name)
    return {
        "instrument": index.instruments[instrument],
        "name": name,
        "current": row["current"],
        "source": index.sources[row["file"]],
        "language": language(row["language"]),
        "editions": editions(index, instrument),
        "reading": reading,
        "contents": contents(reading),
    }


def earlier_values(index: Index, identifier: str) -> Json:
    """Return what the page of a unit or note of an earlier edition says, for `earlier.html`."""
    view = index.show_json(identifier)
    name, _, eid = identifier.partition(":")
    instrument, _, edition = name.partition("@")
    plain = f"{instrument}:{eid}"
    row = index.edition(instrument, edition)
    unit = "cite_as" in view
    return {
        "view": view,
        "edition": edition,
        "instrument": index.instruments[instrument],
        "source": index.sources[row["file"]],
        "language": language(row["language"]),
        "pieces": stretches(view["text"] or "", notes=view.get("notes", ())),
        "title": view["cite_as"] if unit else f"{view['kind']} {view['label']}",
        "cited_as": citations(index, identifier) if unit else [],
        "files": FILES if unit else (),
        "editions": editions(index, instrument, eid),
        "now": plain if plain in index.units and plain not in index.withdrawn else None,
    }
