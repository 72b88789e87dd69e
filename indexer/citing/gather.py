"""What a build keeps so that citations are written and resolved from its folder alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indexer.citeas import Templates
from indexer.citing.names import names_of
from indexer.citing.particulars import Particulars, particulars_of
from indexer.citing.styles import Cited, Styles
from indexer.model import Instrument

if TYPE_CHECKING:
    from indexer.corpus_folder import CorpusFolder

INSTRUMENTS = "registry/instruments.toml"
_REQUIRED = frozenset({"edition", "fn", "fn-nn", "note"})
"""Steps that a parsed text may always have, so that their templates have to be there."""


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


def templates(registry: Mapping[str, Any], shipped: CorpusFolder) -> dict[str, Mapping[str, str]]:
    """Return the house templates, those that an instrument states of its own among them.

    What a corpus leaves out of its default is taken from the one that is shipped.
    """
    found: dict[str, Mapping[str, str]] = dict(registry.get("citation", {}))
    if not found.get("default", {}).keys() >= _REQUIRED:
        default = shipped.toml(INSTRUMENTS)["citation"]["default"]
        found["default"] = {**default, **found.get("default", {})}
    for table in registry.get("instrument", ()):
        if "cite" in table:
            name = table["id"].lower()
            found[name] = {**found.get(name, {}), **table["cite"]}
    return found


def _tables(folder: CorpusFolder, shipped: CorpusFolder, name: str) -> dict[str, Any]:
    """Return the tables of a file that a corpus may leave to the one that is shipped."""
    own = folder.root.joinpath(name).is_file()
    return folder.toml(name) if own else shipped.toml(name)


def gather(
    folder: CorpusFolder,
    shipped: CorpusFolder,
    registry: Mapping[str, Any],
    instruments: Mapping[str, Instrument],
    house: Templates,
) -> Citing:
    """Return the facts of citations of a corpus folder.

    `registry` is the table of its instruments.toml, `house` its templates; `shipped` is the
    corpus that gives what the folder leaves out. Raises InputError for a file that is wrong.
    """
    styles = _tables(folder, shipped, "registry/styles.toml")
    resolver = _tables(folder, shipped, "registry/resolver.toml")
    bodies = {body["id"]: body["label"] for body in registry.get("body", ())}
    urls = registry.get("url_template", {})
    found = {
        table["id"]: particulars_of(table, bodies, urls) for table in registry.get("instrument", ())
    }
    things = [Cited(instruments[name], own) for name, own in found.items()]
    names = names_of(things, registry, Styles(styles, house), resolver["form"], resolver["common"])
    return Citing(found, names, styles, resolver)
