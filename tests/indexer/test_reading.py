"""Any text read for citations by a build alone: what it keeps, and what it answers."""

import hashlib
from pathlib import Path

import pytest

from indexer.citations import extract
from indexer.corpus_io import CorpusFolder
from indexer.errors import InputError, QueryError
from indexer.kept import Extent, extents_of, read_kept
from indexer.read import Index
from indexer.registry import read_registry
from tests.indexer.linked_corpus import write_linked

TEXT = (
    "Under Article 2 of the Safe Work Treaty, 2001, and\r\n“article 99” of the\u00a0same 🙂 Treaty."
)
HARD = (
    "Articles 10 and 16 of Convention No. 81; arts. 6–8 ICESCR; Conventions Nos 87, 98 and 151; "
    "common Article 3; Part II of C102; General Comment No. 23 (2016), para. 5; ibid. "
)


def test_a_build_keeps_the_files_of_its_registry_as_they_are(
    linked_folder: Path, linked: Index
) -> None:
    kept = read_kept(CorpusFolder(linked_folder.parent / "corpus"))
    assert kept.keys() == {"instruments.toml", "patterns.toml", "scopes.toml"}
    assert {path.name: path.read_bytes() for path in (linked.folder / "registry").iterdir()} == kept
    hashes = linked.manifest["inputs"]
    assert all(
        hashes[f"registry/{name}"] == hashlib.sha256(data).hexdigest()
        for name, data in kept.items()
    )


def test_mentions_have_the_fields_of_the_interface(linked: Index) -> None:
    answer = linked.extract_json(TEXT)
    assert (answer["total"], answer["build"]) == (len(answer["items"]), linked.build)
    first = answer["items"][0]
    assert first == {
        "start": 6,
        "end": 15,
        "quote": "Article 2",
        "kind": "provision",
        "status": "resolved",
        "targets": ["T001:art_2"],
        "rule": "provision-of",
    }
    assert all(TEXT[own["start"] : own["end"]] == own["quote"] for own in answer["items"])


def test_a_build_reads_as_its_corpus_does(real_index: Index) -> None:
    corpus_registry = read_registry(CorpusFolder())
    assert real_index.mentions(HARD) == extract(HARD, corpus_registry)
    assert len(real_index.mentions(HARD)) > 12


@pytest.mark.parametrize("text", ["", " \n", "Nothing is cited here."])
def test_a_text_without_citations_has_none(linked: Index, text: str) -> None:
    assert linked.extract_json(text) == {"items": [], "total": 0, "build": linked.build}


def test_a_build_without_patterns_says_so(tiny: Index) -> None:
    with pytest.raises(QueryError, match="no patterns of citations") as raised:
        tiny.extract_json(TEXT)
    assert "registry/patterns.toml" in (raised.value.mend or "")
    assert tiny.extents == {}


def test_an_extent_needs_all_its_facts() -> None:
    own = {"instrument": "T001", "type": "art", "last": 9, "basis": "text"}
    assert extents_of({"extent": [own]}) == {"T001": Extent("art", 9, "text")}
    with pytest.raises(InputError, match="lacks 'last'"):
        extents_of({"extent": [{**own, "last": 9} | {"instrument": "T002"}, _without(own, "last")]})


def _without(table: dict[str, object], key: str) -> dict[str, object]:
    return {name: value for name, value in table.items() if name != key}


def test_extents_are_part_of_what_names_a_build(tmp_path: Path) -> None:
    folder = CorpusFolder(write_linked(tmp_path / "corpus"))
    (tmp_path / "corpus/registry/extents.toml").write_text(
        '[[extent]]\ninstrument = "T001"\ntype = "art"\nlast = 9\nbasis = "text"\n',
        encoding="utf-8",
    )
    assert "extents.toml" in read_kept(folder)
    assert "registry/extents.toml" in folder.hashes
