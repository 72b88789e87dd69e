"""Citations as RIS, which knows no treaty: they are legal rules, `TY  - LEGAL`."""

from __future__ import annotations

from indexer.citing.styles import Cited, Styles

_STYLE = "oscola"


def ris(identifier: str, cited: Cited, styles: Styles, iri: str) -> str:
    """Return one RIS record; `SE` is the place in the instrument."""
    instrument, own = cited.instrument, cited.particulars
    facts = styles.facts(cited, _STYLE)
    made = own.adopted or own.signed
    tags: list[tuple[str, str | None]] = [
        ("TY", styles.class_of(instrument)["ris"]),
        ("ID", identifier),
        ("TI", instrument.title),
        ("ST", instrument.short_title),
        *(("A1", author) for author in own.authors),
        ("PY", str(instrument.year) if instrument.year else None),
        ("DA", made.replace("-", "/") if made else None),
        ("M1", instrument.number or instrument.symbol),
        ("SE", facts.get("pinpoint")),
        ("T2", styles.series_name(cited)),
        ("VL", str(own.series.vol) if own.series else None),
        ("SP", str(own.series.page) if own.series else None),
        ("CY", own.place),
        ("LA", "en"),
        ("UR", own.url),
        ("L2", iri),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in tags if value]
    return "\n".join([*lines, "ER  - ", ""])
