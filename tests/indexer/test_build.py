"""The whole build: the same bytes, nothing embedded twice, and nothing breaks what stands."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from importlib.resources import as_file
from pathlib import Path
from threading import Event, Thread
from zlib import ZLIB_RUNTIME_VERSION

import numpy as np
import pytest

import corpus
from indexer import publish
from indexer.build import build
from indexer.corpus_io import CorpusFolder
from indexer.errors import InputError
from indexer.graph.store import dump_nquads
from indexer.manifest import LIBRARIES
from indexer.read import Index, SearchOptions, open_index
from indexer.retrieval.embed import Encoder, ModelId, Vectors, open_encoder
from indexer.retrieval.hash_encoder import HashEncoder
from tests.conftest import BASE
from tests.indexer import tiny_corpus
from tests.indexer.tiny_corpus import LETTER, build_tiny, sha256, write_corpus

ROOT = Path(__file__).parents[2]
OTHER = LETTER.replace("before the summer", "before the winter")
LEXICAL = SearchOptions(k=3, mode="lexical")


class Recorder:
    """Names the real model and cuts texts as it does, but only notes what it is to encode."""

    def __init__(self, real: Encoder) -> None:
        self._real = real
        self.model: ModelId = self._real.model
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded.extend(texts)
        vectors = np.zeros((len(texts), self.model.dimensions), dtype=np.float32)
        vectors[:, 0] = 1
        return vectors

    def pieces(self, text: str) -> list[tuple[int, int]]:
        return self._real.pieces(text)


def stable_bytes(folder: Path) -> dict[str, bytes]:
    """Every file whose bytes the inputs decide, and the manifest."""
    return {
        name: (folder / name).read_bytes() for name in (*publish.hashes(folder), "manifest.json")
    }


def answers(index: Path) -> Index:
    """Open the published build, assert that it answers in every way, and return it."""
    opened = open_index(index)
    assert opened.search("dangerous place", LEXICAL).hits[0].id == "compact:para_2__point_b"
    assert b"true" in opened.sparql("ASK { ?unit cg:text ?text }").body
    assert all(publish.compared(opened.folder).values())
    return opened


def leftovers(index: Path) -> list[Path]:
    """Hidden files and folders of an index, except those that stay."""
    return [path for path in index.rglob(".*") if path.name != ".lock"]


@pytest.fixture
def index(tmp_path: Path, corpus_folder: Path) -> Path:
    """An index folder with one published build."""
    build_tiny(corpus_folder, tmp_path / "index")
    return tmp_path / "index"


# -- the same again ----------------------------------------------------------------------------


def test_the_real_corpus_gives_the_same_bytes_in_another_folder(
    index_folder: Path, tmp_path: Path, real_encoder: Encoder
) -> None:
    shutil.copytree(index_folder / "cache", tmp_path / "cache")
    encoder = Recorder(real_encoder)
    again = build(CorpusFolder(), tmp_path, BASE, encoder)
    first = open_index(index_folder)
    assert encoder.encoded == []
    assert (again.id, again.reused, again.encoded_passages) == (first.build, False, 0)
    assert stable_bytes(again.folder) == stable_bytes(first.folder)
    assert dump_nquads(open_index(tmp_path).store) == dump_nquads(first.store)


def test_a_build_without_a_cache_gives_the_same_bytes(index: Path, tmp_path: Path) -> None:
    again = build_tiny(tmp_path / "corpus", tmp_path / "again")
    first = open_index(index)
    assert again.encoded_passages == again.passages
    assert stable_bytes(again.folder) == stable_bytes(first.folder)
    assert dump_nquads(open_index(tmp_path / "again").store) == dump_nquads(first.store)


def test_the_same_inputs_are_not_built_twice(index: Path, corpus_folder: Path) -> None:
    before = publish.published(index)
    times = {path: path.stat().st_mtime_ns for path in before.rglob("*")}
    encoder = HashEncoder()
    again = build_tiny(corpus_folder, index, encoder)
    assert again.reused
    assert (again.folder, again.encoded_passages, encoder.encoded) == (before, 0, [])
    assert {path: path.stat().st_mtime_ns for path in before.rglob("*")} == times


@pytest.mark.parametrize("what", ["text", "fact", "base", "model"])
def test_another_input_is_another_build(index: Path, tmp_path: Path, what: str) -> None:
    folder, base, encoder = tmp_path / "corpus", tiny_corpus.BASE, HashEncoder()
    if what == "text":
        write_corpus(folder, letter=OTHER)
    if what == "fact":
        registry = folder / "registry" / "instruments.toml"
        registry.write_text(registry.read_text().replace("Letter on debt", "Letter about debt"))
    if what == "base":
        base = "https://example.org/other/"
    if what == "model":
        encoder = HashEncoder(dimensions=32)
    made = build(CorpusFolder(folder), index, base, encoder)
    assert not made.reused
    assert len(list((index / "builds").iterdir())) == 2


def test_only_a_changed_paragraph_is_embedded(index: Path, corpus_folder: Path) -> None:
    write_corpus(corpus_folder, letter=OTHER)
    encoder = HashEncoder()
    made = build_tiny(corpus_folder, index, encoder)
    assert encoder.encoded == ["We ask every ministry to answer this letter before the winter."]
    assert (made.encoded_passages, made.encoded_units) == (1, 1)


def test_one_changed_paragraph_of_the_real_corpus_is_all_that_is_embedded(
    index_folder: Path, tmp_path: Path, real_encoder: Encoder
) -> None:
    shutil.copytree(index_folder / "cache", tmp_path / "index" / "cache")
    with as_file(corpus.root) as shipped:
        folder = Path(shutil.copytree(shipped, tmp_path / "corpus"))
    text = (folder / "sources" / "compact.txt").read_bytes().decode()
    changed = text.replace("remove themselves from situations", "walk away from situations")
    (folder / "sources" / "compact.txt").write_bytes(changed.encode())
    declared = (folder / "sources.toml").read_text(encoding="utf-8")
    declared = declared.replace(sha256(text), sha256(changed))
    (folder / "sources.toml").write_text(declared, encoding="utf-8")
    encoder = Recorder(real_encoder)
    made = build(CorpusFolder(folder), tmp_path / "index", BASE, encoder)
    assert made.encoded_units == 1
    assert len(encoder.encoded) == made.encoded_passages
    unit = open_index(tmp_path / "index").unit("compact:para_26__point_g")
    assert "walk away from situations" in unit.text
    assert all(passage in unit.text for passage in encoder.encoded)


# -- what a manifest says ------------------------------------------------------------------------


def test_the_manifest_names_everything_that_decides_the_bytes(
    real_index: Index, real_encoder: Encoder
) -> None:
    manifest, model = real_index.manifest, real_encoder.model
    with as_file(corpus.root) as shipped:
        texts = {f"sources/{s.file}": s.sha256 for s in real_index.sources.values()}
        facts = ("sources.toml", "registry/instruments.toml", "registry/framework.toml")
        named = {name: sha256((shipped / name).read_bytes().decode()) for name in facts}
        profiles = {f"profiles/{path.name}" for path in (shipped / "profiles").glob("*.toml")}
    assert {**texts, **named}.items() <= manifest["inputs"].items()
    assert profiles <= manifest["inputs"].keys()
    assert manifest["model"] == asdict(model)
    assert (model.sha256, model.precision) == (open_encoder().model.sha256, "int8")
    versions = {name: version(name) for name in LIBRARIES}
    assert manifest["versions"] == {**versions, "zlib": ZLIB_RUNTIME_VERSION}
    assert (manifest["version"], manifest["base"]) == (version("clausegraph"), BASE)
    assert manifest["outputs"] == publish.hashes(real_index.folder)
    assert real_index.folder.name == manifest["build"]


def test_the_manifest_counts_what_was_built(real_index: Index) -> None:
    figures = real_index.manifest["figures"]
    assert figures["units"] == len(real_index.units)
    assert figures["notes"] == len(real_index.notes)
    assert figures["quads"] == len(real_index.store)
    assert figures["markers"] == sum(len(u.markers) for u in real_index.units.values())
    assert figures["passages"] == len(real_index.searcher.vectors)


def test_a_build_reports_its_steps(tmp_path: Path, corpus_folder: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    built = build(
        CorpusFolder(corpus_folder),
        tmp_path / "index",
        tiny_corpus.BASE,
        HashEncoder(),
        lambda *step: steps.append(step),
    )
    assert list(dict.fromkeys(name for name, *_ in steps)) == ["read", "cite", "embed", "graph"]
    assert ("embed", built.passages, built.passages) in steps
    assert steps[-1] == ("graph", 1, 1)


# -- what cannot break it ------------------------------------------------------------------------


def unknown_profile(folder: Path) -> None:
    sources = folder / "sources.toml"
    sources.write_text(sources.read_text().replace('profile = "letter"', 'profile = "novel"'))


def changed_text(folder: Path) -> None:
    (folder / "sources" / "letter.txt").write_text("Not what was declared.")


def broken_registry(folder: Path) -> None:
    (folder / "registry" / "instruments.toml").write_text("[[instrument]\n")


@pytest.mark.parametrize("damage", [unknown_profile, changed_text, broken_registry])
def test_a_wrong_corpus_is_told_and_leaves_what_was_published(
    index: Path, corpus_folder: Path, damage: object
) -> None:
    before = answers(index).build
    assert callable(damage)
    damage(corpus_folder)
    with pytest.raises(InputError) as raised:
        build_tiny(corpus_folder, index)
    assert raised.value.mend
    assert answers(index).build == before


class Failing(HashEncoder):
    """Fails in the middle, like a full disk."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        raise OSError(28, f"No space left on device for {len(texts)} vectors")


def test_a_build_that_fails_at_work_leaves_what_was_published(
    index: Path, corpus_folder: Path
) -> None:
    before = answers(index).build
    write_corpus(corpus_folder, letter=OTHER)
    with pytest.raises(OSError, match="No space left"):
        build_tiny(corpus_folder, index, Failing())
    assert answers(index).build == before
    assert leftovers(index) == []
    after = build_tiny(corpus_folder, index)
    assert answers(index).build == after.id != before
    assert leftovers(index) == []


def test_killed_before_any_change_of_the_disk_the_index_stays_readable(
    index: Path, corpus_folder: Path, tmp_path: Path
) -> None:
    old = [answers(index).build]
    write_corpus(corpus_folder, letter=OTHER)
    build_tiny(corpus_folder, index)
    old.append(answers(index).build)
    write_corpus(corpus_folder, letter=OTHER.replace("winter", "spring"))
    (tmp_path / "killed").mkdir()
    program = [sys.executable, str(Path(__file__).with_name("killed_builds.py"))]
    run = subprocess.run(
        [*program, corpus_folder, index, tmp_path / "killed"],
        stdout=subprocess.PIPE,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert {"open .lock", "os.rename .current", "open .current"} <= set(json.loads(run.stdout))
    new = answers(tmp_path / "killed" / "whole").build
    assert new not in old
    found = []
    for folder in sorted(tmp_path.joinpath("killed").glob("[0-9]*"), key=lambda f: int(f.name)):
        found.append(answers(folder).build)
        if len(found) % 3 == 0:
            assert build_tiny(corpus_folder, folder).id == new
            assert answers(folder).build == new
            assert leftovers(folder) == []
    assert len(found) >= 12
    assert found == sorted(found, key=[old[1], new].index)
    assert new in found


@pytest.mark.parametrize("moment", ["builds/.aside-*", "builds/.aside-*/store/*.sst"])
def test_the_command_killed_while_it_writes_leaves_what_was_published(
    index: Path, corpus_folder: Path, moment: str
) -> None:
    before = answers(index).build
    command = [sys.executable, "-c", "from indexer.cli import main; main()", "build"]
    with subprocess.Popen(
        [*command, "--corpus", corpus_folder, "--out", index], start_new_session=True
    ) as running:
        limit = time.monotonic() + 60
        while not list(index.glob(moment)) and running.poll() is None and time.monotonic() < limit:
            time.sleep(0.001)
        running.kill()
    assert running.returncode == -signal.SIGKILL
    assert answers(index).build == before
    assert leftovers(index)
    write_corpus(corpus_folder, letter=OTHER)
    build_tiny(corpus_folder, index)
    assert leftovers(index) == []


@pytest.mark.parametrize("part", ["units.jsonl", "store", "manifest.json", "search/rows.npy"])
def test_a_damaged_published_build_is_made_again(
    index: Path, corpus_folder: Path, part: str
) -> None:
    folder = publish.published(index)
    whole = stable_bytes(folder)
    damaged = next((folder / part).glob("*.sst"), folder / part)
    damaged.write_bytes(damaged.read_bytes()[:-20])
    again = build_tiny(corpus_folder, index)
    assert not again.reused
    assert again.folder == folder
    assert stable_bytes(folder) == whole
    answers(index)


def test_what_the_cache_lost_is_embedded_again(index: Path, corpus_folder: Path) -> None:
    for path in (index / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(b"\0" * path.stat().st_size)
    shutil.rmtree(index / "builds")
    made = build_tiny(corpus_folder, index)
    assert made.encoded_passages == made.passages
    answers(index)


class Waiting(HashEncoder):
    """Stops in the middle until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.there, self.go_on = Event(), Event()

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.there.set()
        assert self.go_on.wait(60)
        return super().encode(texts)


def test_of_two_builders_the_second_is_told_to_wait(index: Path, corpus_folder: Path) -> None:
    write_corpus(corpus_folder, letter=OTHER)
    encoder = Waiting()
    first = Thread(target=build_tiny, args=(corpus_folder, index, encoder))
    first.start()
    try:
        assert encoder.there.wait(60)
        with pytest.raises(InputError, match="Another build is being written"):
            build_tiny(corpus_folder, index)
        before = answers(index).build
    finally:
        encoder.go_on.set()
        first.join()
    assert answers(index).build != before


def test_a_reader_keeps_the_build_that_it_opened(index: Path, corpus_folder: Path) -> None:
    reader = open_index(index)
    write_corpus(corpus_folder, letter=OTHER)
    build_tiny(corpus_folder, index)
    assert reader.text("letter.txt") == LETTER
    assert reader.search("summer", LEXICAL).hits[0].id == "letter:para_nn_2"
    assert (
        b"summer" in reader.sparql('SELECT ?t { ?u cg:text ?t FILTER CONTAINS(?t,"summer") }').body
    )
    assert answers(index).text("letter.txt") == OTHER
