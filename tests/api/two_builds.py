"""An index folder with two builds, for what happens when another one is published."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from indexer.publish import switch
from tests.indexer.tiny_corpus import RULES, build_tiny, write_corpus


@dataclass(frozen=True)
class Builds:
    """An index folder with two builds, the first published."""

    index: Path
    first: str
    second: str

    def copied(self, folder: Path) -> "Builds":
        """The same two builds in an index folder of their own, to be published and damaged."""
        shutil.copytree(self.index, folder / "index")
        switch(folder / "index", self.first)
        return Builds(folder / "index", self.first, self.second)


def two_builds(folder: Path) -> Builds:
    """Build the tiny corpus, and once more with another word in it."""
    first = build_tiny(write_corpus(folder / "corpus"), folder / "index").id
    changed = write_corpus(folder / "other", rules=RULES.replace("transport", "travel"))
    return Builds(folder / "index", first, build_tiny(changed, folder / "index").id)
