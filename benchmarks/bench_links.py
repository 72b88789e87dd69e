"""How good the suggestions are: against the links of editors, on units that the model had not seen.

    python benchmarks/bench_links.py [--json] [--cache FOLDER] [TREATIES]

The same provisions are ranked by cosine alone, BM25 alone, their reciprocal-rank fusion and the
model. Where reference copies of treaties are at hand (the folder that is named, or that
CLAUSEGRAPH_TREATIES names, or ../shared/treaties beside the checkout), all is measured again with
their texts added.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import tempfile
import time
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from indexer.corpus_io import CorpusFolder, read_facts
from indexer.evidence import Suggestion
from indexer.linking.baselines import asked, baselines, figures
from indexer.linking.folds import SEED, Grouping, by_paragraph, by_unit
from indexer.linking.gather import INSTRUMENTS, ground_of
from indexer.linking.gold import Gold, gold_of
from indexer.linking.ground import Ground
from indexer.linking.measure import brier, reliability
from indexer.linking.model import Floats
from indexer.linking.suggest import suggest
from indexer.linking.training import train, unseen_probabilities
from indexer.links.model import Links
from indexer.model import Edition
from indexer.retrieval.embed import Encoder, open_encoder
from indexer.retrieval.embed_cache import VectorCache

ROOT = Path(__file__).resolve().parents[1]
RECOMMENDED = re.compile(r"compact:para_(2[6-9]|3[0-5])__(point|action)_")
"""The recommendations and policy actions of the Compact's paragraphs 26 to 35."""
INSTRUMENT_FOLDS = 5


def treaties_tool() -> ModuleType:
    """tools/parse_treaties.py, which finds and parses reference copies."""
    sys.path.append(str(ROOT / "tools"))
    return import_module("parse_treaties")


def treaties(named: str | None) -> list[Edition]:
    """Reference copies as editions, under the identifiers of the registry."""
    tool = treaties_tool()
    folder = tool.treaties_folder(named)
    if folder is None:
        return []
    registered = tomllib.loads(CorpusFolder().read(INSTRUMENTS).decode())["instrument"]
    names = {own["reference"]: own["id"] for own in registered if "reference" in own}
    profiles = read_facts(CorpusFolder()).profiles
    found = []
    for row in tool.listed(folder):
        if row["id"] in names:
            known = {**row, "id": names[row["id"]]}
            units = tool.parse(folder, known, profiles)[1]
            found.append(Edition(known["id"], "reference", "eng", row["file"], units, ()))
    return found


def unseen_instruments(ground: Ground, gold: Gold) -> Floats:
    """Logits of provisions of instruments none of whose links were seen, nor the unit's own."""
    names = ground.targets.instruments
    order = np.random.default_rng(SEED).permutation(int(names.max()) + 1)
    folds = (np.argsort(order) % INSTRUMENT_FOLDS)[names]
    found = np.full(gold.grades.shape, -np.inf)
    for fold in range(INSTRUMENT_FOLDS):
        hidden = folds == fold
        grades = np.where(hidden, 0, gold.grades).astype(np.int8)
        rest = replace(gold, grades=grades, open=gold.open | hidden)
        found[:, hidden] = train(ground, rest).unseen[:, hidden]
    return found


def compared(ground: Ground, links: Links, kept: frozenset[str] | None = None) -> dict[str, Any]:
    """Every ranking of every set of units, by provision and by article.

    `kept` are the provisions to be ranked, for comparison with another material.
    """
    gold = gold_of(ground, links)
    if kept is not None:
        others = np.array([target.id not in kept for target in ground.targets.all])
        gold = replace(gold, open=gold.open | (others[None, :] & (gold.grades == 0)))
    closed = {
        "model, units unseen": trained(ground, gold, by_unit),
        "model, paragraphs unseen": trained(ground, gold, by_paragraph),
        "model, units and instruments unseen": asked(unseen_instruments(ground, gold), gold),
    }
    units = [ground.units[row].id for row in gold.rows]
    sets = {
        "all units with links": np.arange(len(units)),
        "recommendations and policy actions, 26 to 35": np.array(
            [number for number, name in enumerate(units) if RECOMMENDED.match(name)]
        ),
    }
    return {
        f"{name} ({len(rows)})": {
            method: figures(scores[rows], replace_rows(gold, rows), ground)
            for method, scores in {**baselines(ground, gold), **closed}.items()
        }
        for name, rows in sets.items()
    }


def trained(ground: Ground, gold: Gold, grouping: Grouping) -> Floats:
    """Return the scores that the model gives to rows which it did not see."""
    return asked(train(ground, gold, grouping).unseen, gold)


def replace_rows(gold: Gold, rows: Sequence[int]) -> Gold:
    """Return the chosen rows of the gold standard."""
    return Gold(tuple(gold.rows[row] for row in rows), gold.grades[rows], gold.open[rows])


def calibration(ground: Ground, links: Links) -> dict[str, Any]:
    """Return how well probabilities agree with what editors linked."""
    gold = gold_of(ground, links)
    said = unseen_probabilities(train(ground, gold), gold)[~gold.open]
    linked = gold.linked[~gold.open]
    return {
        "pairs": len(said),
        "Brier": round(brier(said, linked), 6),
        "Brier of the mean": round(float(linked.mean() * (1 - linked.mean())), 6),
        "reliability": reliability(said, linked),
    }


def answered(found: Sequence[Suggestion], links: Links) -> dict[str, Any]:
    """How much of what a pass of the editors found an answer holds, by its families.

    The passes are those from which the links were made; what only one of them found was often
    refused later. Suggestions for a unit never rest on its own links.
    """
    suggested = {(own.subject, own.target) for own in found}
    claimed = {(own.subject, own.target) for own in links.curated}
    wanted = {
        "links of editors": claimed,
        "on which editors differ": {(own.subject, own.target) for own in links.unsure},
        **{f"pass {name}": pass_of(name) for name in "ab"},
    }
    families = {"suggested": suggested, "curated": claimed, "both": claimed | suggested}
    return {
        name: {family: round(len(own & pairs) / len(pairs), 3) for family, own in families.items()}
        for name, pairs in wanted.items()
    }


def pass_of(name: str) -> set[tuple[str, str]]:
    """Return the pairs of one pass of the editors."""
    text = (ROOT / "tests" / "golden" / "links" / f"pass_{name}.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {(row["subject_id"], row["object_id"]) for row in rows}


def measure(encoder: Encoder, cache: VectorCache, named: str | None) -> dict[str, Any]:
    """Return all figures; `named` is a folder of the texts of treaties, where there is one."""
    start = time.perf_counter()
    ground, links = ground_of(CorpusFolder(), encoder, cache)
    encoded = time.perf_counter()
    found = suggest(ground, links)
    done = time.perf_counter()
    report: dict[str, Any] = {
        "units": len(ground.units),
        "provisions": len(ground.targets),
        "suggestions": len(found.suggestions),
        "read and encode, s": round(encoded - start, 1),
        "train and suggest, s": round(done - encoded, 1),
        "share of pairs that an answer holds": answered(found.suggestions, links),
        "calibration": calibration(ground, links),
        "subjects": compared(ground, links),
    }
    editions = treaties(named)
    if editions:
        registered = frozenset(target.id for target in ground.targets.all)
        full, _ = ground_of(CorpusFolder(), encoder, cache, editions)
        report["texts"] = len(editions)
        report["provisions with texts"] = len(full.targets)
        report["texts, the registered provisions"] = compared(full, links, registered)
        report["texts, every provision"] = compared(full, links)
    return report


def printed(value: Any, indent: str = "") -> None:
    """Print figures for people, indented by how deep they stand."""
    for name, own in value.items():
        if isinstance(own, Mapping) and "provision" in own:
            cells = [f"{f:.3f}" for level in ("provision", "article") for f in own[level].values()]
            print(f"{indent}{name:38} {'  '.join(cells)}")
        elif isinstance(own, Mapping):
            print(f"{indent}{name}")
            printed(own, indent + "  ")
        elif isinstance(own, list):
            print(f"{indent}{name}")
            for row in own:
                print(f"{indent}  {'  '.join(f'{cell!s:>8}' for cell in row.values())}")
        else:
            print(f"{indent}{name:38} {own}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treaties", nargs="?", help="folder of reference copies")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--cache", type=Path, help="folder of vectors that are kept")
    options = parser.parse_args()
    encoder = open_encoder()
    with tempfile.TemporaryDirectory() as folder:
        cache = VectorCache(options.cache or Path(folder), encoder.model)
        report = measure(encoder, cache, options.treaties)
    if options.json:
        print(json.dumps(report, indent=1))
        return
    print("Of rankings: nDCG@10, recall@10, recall@50 by provision, then by article.")
    printed(report)


if __name__ == "__main__":
    main()
