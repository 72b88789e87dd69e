"""Real treaties say themselves which registered instruments they are, and how they are read."""

import csv
import tomllib
from pathlib import Path

import corpus
from indexer.corpus_io import CorpusFolder, read_facts
from indexer.own.evidence import weigh
from indexer.own.identify import Identifier
from indexer.readers.limits import ReadLimits
from indexer.readers.read import read_document


def test_every_reference_treaty_is_identified_by_its_title(treaties: Path) -> None:
    registry = tomllib.loads(corpus.root.joinpath("registry/instruments.toml").read_text("utf-8"))
    ids = {item.get("reference"): item["id"] for item in registry["instrument"]}
    facts = read_facts(CorpusFolder())
    identifier = Identifier(facts)
    with (treaties / "index.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 50
    for row in rows:
        data = (treaties / row["file"]).read_bytes()
        document = read_document(data, row["file"], ReadLimits())
        assert identifier.find(document)[0] == ids[row["id"]], row["id"]
        assert weigh(document.text, facts.profiles).profile == "treaty", row["id"]
