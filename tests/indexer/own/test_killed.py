"""An add that is killed at any moment: the build and the user corpus change together, or not."""

import subprocess
import sys
from pathlib import Path

from indexer import publish
from indexer.own.folder import OwnFolder
from indexer.read import open_index
from tests.indexer.own import killed_adds
from tests.indexer.own.own_corpus import LATER, NIGHT, added, place
from tests.indexer.tiny_corpus import build_tiny, write_corpus


def test_a_killed_add_leaves_all_as_it_was_or_as_it_shall_be(tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    build_tiny(corpus, index)
    added(place(corpus, index), NIGHT)
    before = open_index(index).build
    arguments = [str(path) for path in (corpus, index, LATER, tmp_path / "killed")]
    run = [sys.executable, str(Path(killed_adds.__file__)), *arguments]
    assert int(subprocess.run(run, check=True, capture_output=True, text=True).stdout) > 50
    after = open_index(tmp_path / "killed" / "whole").build
    outcomes = set()
    for folder in (tmp_path / "killed").iterdir():
        build = open_index(folder).build
        assert all(publish.compared(open_index(folder).folder).values())
        own = OwnFolder(folder / "own", folder)
        editions = list(own.read().editions)
        assert editions == (["night@2024", "night@2025"] if build == after else ["night@2024"])
        assert build in (before, after)
        kept = {path.name for path in (own.root / "files").iterdir()}
        assert kept == {f"{edition}.md" for edition in editions}
        outcomes.add(build)
    assert outcomes == {before, after}
