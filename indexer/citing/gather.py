"""What a build keeps so that citations are written and resolved from its folder alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexer.citeas import Templates
from indexer.citing.names import names_of
from indexer.citing.particulars import Particulars, particulars_of
from indexer.citing.styles import Cited, Styles
from indexer.model import Instrument


@dataclass(frozen=True, slots=True)
class Citing:
    """The facts of citations: particulars and names of instruments, styles, words."""

    particulars: Mapping[str, Particulars]
    names: Mapping[str, list[str]]
    """Every name with the identifiers of the instruments that it may mean."""
    styles: Mapping[str, Any]
    """The tables of registry/styles.toml."""
    resolver: Mapping[str, Any]
    """The tables of registry/resolver.toml."""


def gather(
    registry: Mapping[str, Any],
    instruments: Mapping[str, Instrument],
    house: Templates,
    styles: Mapping[str, Any],
    resolver: Mapping[str, Any],
) -> Citing:
    """Return the facts of citations from the tables of the registry's files.

    `registry` is the table of instruments.toml, `house` its templates of citations.
    """
    bodies = {body["id"]: body["label"] for body in registry.get("body", ())}
    urls = registry.get("url_template", {})
    found = {
        table["id"]: particulars_of(table, bodies, urls) for table in registry.get("instrument", ())
    }
    things = [Cited(instruments[name], own) for name, own in found.items()]
    names = names_of(things, registry, Styles(styles, house), resolver["form"], resolver["common"])
    return Citing(found, names, styles, resolver)
