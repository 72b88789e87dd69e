"""Citations as CSL-JSON, for reference managers (schema: citation-style-language/schema).

The schema has no field for what a treaty has beyond others (entry into force, identifiers), so
these stand in its `custom`; a fact that the registry does not state has no field at all.
"""

from __future__ import annotations

from typing import Any

from indexer.citing.styles import Cited, Styles

_PLACE_STYLE = "oscola"


def csl_item(identifier: str, cited: Cited, styles: Styles, iri: str) -> dict[str, Any]:
    """Return one item of CSL-JSON; its `section` is the place in the instrument."""
    instrument, own = cited.instrument, cited.particulars
    facts = styles.facts(cited, _PLACE_STYLE)
    made = own.adopted or own.signed
    series = own.series
    found = {
        "id": identifier,
        "type": styles.class_of(instrument)["csl"],
        "title": instrument.title,
        "title-short": instrument.short_title,
        "authority": ", ".join(own.authors),
        "number": instrument.number or instrument.symbol,
        "section": facts.get("pinpoint"),
        "issued": _date(made) or _year(instrument.year),
        "event-place": own.place,
        "container-title": styles.series_name(cited),
        "volume": str(series.vol) if series else None,
        "page": str(series.page) if series else None,
        "status": facts.get("status"),
        "language": "en",
        "URL": own.url,
        "custom": _custom(identifier, cited, iri),
    }
    return {key: value for key, value in found.items() if value}


def _date(date: str | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in date.split("-")]]} if date else None


def _year(year: int | None) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[year]]} if year else None


def _custom(identifier: str, cited: Cited, iri: str) -> dict[str, str]:
    own = cited.particulars
    found = {
        "clausegraph_id": identifier,
        "iri": iri,
        "symbol": cited.instrument.symbol,
        "signed": own.signed,
        "entry_into_force": own.in_force,
        "bindingness": cited.instrument.bindingness,
    }
    return {key: value for key, value in found.items() if value}
