"""Citations as BibTeX: one `@misc` entry that plain BibTeX and biblatex both read.

The fields that oscola-biblatex reads for treaties and United Nations documents (`entrysubtype`,
`execution`, `pagination`, `instrument_no`) stand in it too; other styles pass them over. For
oscola-biblatex itself change the entry of a treaty to `@legal`.
"""

from __future__ import annotations

import re

from indexer.citing.styles import Cited, Styles

_ESCAPED = str.maketrans({c: f"\\{c}" for c in "&%$#_"}) | {
    ord("\\"): r"\textbackslash{}",
    ord("{"): r"\{",
    ord("}"): r"\}",
    ord("~"): r"\textasciitilde{}",
    ord("^"): r"\textasciicircum{}",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_STYLE = "oscola"


def bibtex(identifier: str, cited: Cited, styles: Styles, iri: str) -> str:
    """Return one BibTeX entry; its key is the identifier with `-` for a colon."""
    fields = _fields(cited, styles, iri)
    lines = [f"  {name} = {value}," for name, value in fields.items()]
    key = re.sub(r"[^A-Za-z0-9_.-]", "-", identifier)
    return "\n".join([f"@misc{{{key},", *lines, "}", ""])


def _text(value: str) -> str:
    return f"{{{value.translate(_ESCAPED)}}}"


def _fields(cited: Cited, styles: Styles, iri: str) -> dict[str, str]:
    instrument, own = cited.instrument, cited.particulars
    facts = styles.facts(cited, _STYLE)
    made = own.adopted or own.signed
    texts = {
        "author": f"{{{facts['author'].translate(_ESCAPED)}}}" if "author" in facts else None,
        "title": f"{{{instrument.title.translate(_ESCAPED)}}}",
        "shorttitle": instrument.short_title,
        "year": str(instrument.year) if instrument.year else None,
        "date": made,
        "howpublished": facts.get("series") or instrument.symbol,
        "number": instrument.number,
        "note": facts.get("pinpoint"),
        "address": own.place,
        "url": own.url,
        "entrysubtype": styles.class_of(instrument).get("biblatex"),
        "execution": _execution(cited),
        "instrument_no": instrument.symbol,
        "iri": iri,
    }
    raw = {"title", "author", "url", "iri"}
    found = {
        name: f"{{{value}}}" if name in raw else _text(value)
        for name, value in texts.items()
        if value
    }
    if made:
        found["month"] = _MONTHS[int(made.split("-")[1]) - 1]
    return found


def _execution(cited: Cited) -> str | None:
    own = cited.particulars
    dates = {"adopted": own.adopted, "signed": own.signed, "inforce": own.in_force}
    return " and ".join(f"{name}={date}" for name, date in dates.items() if date) or None
