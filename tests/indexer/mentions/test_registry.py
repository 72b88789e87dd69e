"""The registry as look-up tables."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import corpus
from indexer.corpus_io import CorpusFolder
from indexer.errors import InputError
from indexer.registry import Registry, read_registry, symbol_key


def test_numbers_symbols_and_comments_lead_to_their_instruments(registry: Registry) -> None:
    assert registry.numbered["C", 155] == "C155"
    assert registry.numbered["P", 29] == "P029"
    assert registry.series["R202"] == "R"
    assert registry.symbols[symbol_key("WHA58.3")][0] == "WHA58-3"
    assert registry.comments["general-comment", "18"] == ("CCPR-GC-18", "CESCR-GC-18")
    assert registry.targets["8.8"] == "SDG-8.8"
    assert registry.common == ("GC1", "GC2", "GC3", "GC4")
    assert "AP1" in registry.protocols["GC1"]


def test_short_forms_end_in_a_head_noun(registry: Registry) -> None:
    assert registry.forms["New York Declaration"] == ("A-RES-71-1",)
    assert len(registry.forms["Convention"]) > 100
    assert "call" not in registry.forms.get("Health", ())


def test_provisions_and_units_are_known(registry: Registry) -> None:
    assert "art_13" in registry.known["C155"]
    assert "para_26__point_g" in registry.known["compact"]


@pytest.mark.parametrize(
    ("symbol", "key"),
    [
        ("S/RES/2286 (2016)", "S/RES/2286"),
        ("WHA 63.16", "WHA63.16"),
        ("A/RES/217 (III)", "A/RES/217(III)"),
    ],
)
def test_symbols_are_compared_without_space_and_year(symbol: str, key: str) -> None:
    assert symbol_key(symbol) == key


def test_no_name_stands_for_two_instruments_unless_declared(registry: Registry) -> None:
    declared = set(CorpusFolder().toml("registry/instruments.toml")["ambiguous"][0])
    assert declared == {"alias", "candidates"}
    folded = "maternity protection convention, 2000"
    assert registry.names.find(folded, registry.names.words(folded))[0].ids == ("C183",)


def copied(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    shutil.copytree(
        str(corpus.root), folder, ignore=shutil.ignore_patterns("sources", "__pycache__")
    )
    return folder


def test_a_scope_of_an_unknown_instrument_is_told(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    path = folder / "registry/scopes.toml"
    path.write_text(path.read_text().replace('instrument = "code"', 'instrument = "codex"', 1))
    with pytest.raises(InputError, match="codex"):
        read_registry(CorpusFolder(folder))


def test_a_corpus_without_provisions_is_read(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    shutil.rmtree(folder / "registry/provisions")
    assert read_registry(CorpusFolder(folder)).known == {}
