"""What citations need to know of an instrument beyond what a search or a graph does.

Each is as the registry states it; what the registry does not state is None and is never filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Series:
    """Where a treaty is printed."""

    name: str
    vol: int
    page: int


@dataclass(frozen=True, slots=True)
class Particulars:
    """The particulars of one instrument; dates are written YYYY-MM-DD."""

    id: str
    long_title: str | None
    adopted: str | None
    signed: str | None
    """The date of signature, where it is not that of adoption or where nothing was adopted."""
    in_force: str | None
    place: str | None
    session: int | None
    series: Series | None
    authors: tuple[str, ...]
    """The bodies that adopted or published it, in full."""
    url: str | None
    unverified: frozenset[str]
    """Those of its facts that no text at hand confirmed."""


_CHECKED = ("adopted", "signed", "in_force", "symbol", "title", "year", "number")
"""The facts that the registry marks one by one."""


def particulars_of(
    table: Mapping[str, Any], bodies: Mapping[str, str], urls: Mapping[str, str]
) -> Particulars:
    """Return the particulars of an instrument's table in the registry.

    `bodies` gives the label of each body, `urls` the registry's templates of addresses.
    """
    series = table.get("series")
    return Particulars(
        id=table["id"],
        long_title=table.get("long_title"),
        adopted=table.get("adopted"),
        signed=table.get("signed"),
        in_force=table.get("in_force"),
        place=table.get("place"),
        session=table.get("session"),
        series=Series(series["name"], series["vol"], series["page"]) if series else None,
        authors=tuple(bodies.get(body, body).partition(",")[0] for body in table["body"]),
        url=_url(table, urls),
        unverified=_unverified(table),
    )


def _url(table: Mapping[str, Any], urls: Mapping[str, str]) -> str | None:
    template = urls.get(f"{table['body'][0]}-{table['kind']}".lower())
    if "url" in table or template is None:
        return table.get("url")
    if "{symbol}" in template and "symbol" not in table:
        return None
    symbol = quote(str(table.get("symbol", "")), safe="/()")
    return template.format(code=table.get("url_code", table["id"]), symbol=symbol)


def _unverified(table: Mapping[str, Any]) -> frozenset[str]:
    """The stated facts that are not verified: those named, or all of an unverified entry.

    Where a series comes from is stated beside it, and the registry knows of none from a text.
    """
    named = table.get("unverified", ()) if table.get("verified") else _CHECKED
    series = table.get("series", {}).get("source") == "general knowledge"
    return frozenset({name for name in named if name in table} | ({"series"} if series else set()))


def particulars_record(particulars: Particulars) -> dict[str, Any]:
    """Return particulars as a record."""
    return {**asdict(particulars), "unverified": sorted(particulars.unverified)}


def record_particulars(record: Mapping[str, Any]) -> Particulars:
    """Return the particulars of a record."""
    series = Series(**record["series"]) if record["series"] else None
    lists = {"authors": tuple(record["authors"]), "unverified": frozenset(record["unverified"])}
    return Particulars(**{**record, "series": series, **lists})
