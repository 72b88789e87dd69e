"""The hand-kept facts of a corpus: registry, framework, profiles and what citations need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import corpus
from indexer.citing.gather import Citing, gather, templates
from indexer.corpus_folder import CorpusFolder, field
from indexer.errors import InputError
from indexer.model import Area, Element, Instrument, Provision
from indexer.parsing.examples import failing_examples
from indexer.parsing.profiles import Profile, parse_profile
from indexer.provisions import read_provisions


@dataclass(frozen=True, slots=True)
class Facts:
    """The hand-kept facts of a corpus, and the hash of every file they were read from."""

    instruments: Mapping[str, Instrument]
    areas: tuple[Area, ...]
    elements: tuple[Element, ...]
    profiles: Mapping[str, Profile]
    citation: Mapping[str, Mapping[str, str]]
    provisions: tuple[Provision, ...]
    citing: Citing
    hashes: Mapping[str, str]


def _instrument(table: Mapping[str, Any]) -> Instrument:
    where = f"registry/instruments.toml, instrument {table.get('id')!r}"
    return Instrument(
        id=field(where, table, "id"),
        title=field(where, table, "title"),
        short_title=table.get("short_title", table["title"]),
        path=field(where, table, "path"),
        body=tuple(field(where, table, "body")),
        kind=field(where, table, "kind"),
        bindingness=field(where, table, "bindingness"),
        is_law=field(where, table, "law"),
        year=table.get("year"),
        number=_optional_text(table, "number"),
        symbol=_optional_text(table, "symbol"),
        date=_optional_text(table, "adopted"),
        form=table.get("form"),
        status=table.get("status"),
        cite_title=table.get("cite_title"),
    )


def _optional_text(table: Mapping[str, Any], key: str) -> str | None:
    return str(table[key]) if key in table else None


def _element(file: str, table: Mapping[str, Any]) -> Element:
    where = f"{file}, element {table.get('number')!r}"
    return Element(*(field(where, table, key) for key in ("number", "label", "area", "section")))


def _profiles(folder: CorpusFolder) -> dict[str, Profile]:
    profiles = {}
    for name in (n for n in folder.names("profiles") if n.endswith(".toml")):
        profile = parse_profile(f"profiles/{name}", folder.toml(f"profiles/{name}"))
        failing = failing_examples(profile)
        if failing:
            raise InputError(f"profiles/{name}: {failing[0]}.", mend="Correct the pattern.")
        profiles[profile.name] = profile
    return profiles


def read_facts(folder: CorpusFolder) -> Facts:
    """Read registry, framework and profiles. Raises InputError for what is wrong in them."""
    registry = folder.toml("registry/instruments.toml")
    instruments = {t["id"]: _instrument(t) for t in registry.get("instrument", ())}
    shipped = folder if folder.root == corpus.root else CorpusFolder()
    citation = templates(registry, shipped)
    citing = gather(folder, shipped, registry, instruments, citation)
    if shipped is not folder:
        folder.hashes |= {f"shipped/{name}": found for name, found in shipped.hashes.items()}
    file = "registry/framework.toml"
    framework = folder.toml(file)
    return Facts(
        instruments=instruments,
        areas=tuple(
            Area(*(field(f"{file}, area {t.get('id')!r}", t, key) for key in ("id", "label")))
            for t in framework.get("area", ())
        ),
        elements=tuple(_element(file, t) for t in framework.get("element", ())),
        profiles=_profiles(folder),
        citation=citation,
        provisions=read_provisions(folder, instruments),
        citing=citing,
        hashes=folder.hashes,
    )
