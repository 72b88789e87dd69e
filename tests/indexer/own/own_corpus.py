"""A user corpus over the tiny corpus, with an encoder that needs no model."""

from pathlib import Path

from indexer.own.add import Added, Limits, add
from indexer.own.change import Place
from indexer.own.entry import Told
from indexer.own.folder import OwnFolder
from indexer.own.intake import Asked
from indexer.own.process import ProcessLimits
from indexer.readers.limits import ReadLimits
from indexer.retrieval.hash_encoder import HashEncoder
from tests.indexer.tiny_corpus import BASE

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples" / "own"
NIGHT = EXAMPLES / "night-shifts.md"
LATER = EXAMPLES / "night-shifts-2025.md"
LIMITS = Limits(ReadLimits(), ProcessLimits(seconds=60), 200_000)
NAMED = Asked(instrument="night")


def place(corpus: Path, index: Path) -> Place:
    """The user corpus below an index, over a corpus folder."""
    return Place(OwnFolder(index / "own", index), corpus, BASE, HashEncoder)


def added(
    where: Place,
    *files: Path,
    asked: Asked = NAMED,
    told: Told | None = None,
    limits: Limits = LIMITS,
) -> Added:
    """Add files to a user corpus."""
    return add(files, asked, told or Told(), where, limits)
