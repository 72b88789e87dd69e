"""Train the model of the suggestions and show it: its weights, and what each measure is worth.

Usage: train_links.py [--corpus FOLDER] [--cache FOLDER] [--without] [--json]

`--without` trains once more without each measure, which takes some minutes. The build trains the
same model by itself; this is for whoever works on it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from indexer.corpus_io import CorpusFolder
from indexer.linking.features import FEATURES
from indexer.linking.gather import ground_of
from indexer.linking.gold import Gold, gold_of
from indexer.linking.ground import Ground
from indexer.linking.learned import model_facts
from indexer.linking.measure import ranking
from indexer.linking.training import train
from indexer.retrieval.embed import open_encoder
from indexer.retrieval.embed_cache import VectorCache
from indexer.settings import settings


def without_each(ground: Ground, gold: Gold) -> dict[str, dict[str, float]]:
    """The figures on unseen units without each measure and without each group of them."""
    groups = {
        group: [feature.name for feature in FEATURES if feature.group == group]
        for group in dict.fromkeys(feature.group for feature in FEATURES)
    }
    left_out = {feature.name: [feature.name] for feature in FEATURES} | groups
    found = {}
    for name, names in left_out.items():
        unseen = train(ground, gold, without=names).unseen
        found[name] = ranking(np.where(gold.open, -np.inf, unseen), gold.grades)
    return found


def shown(facts: dict[str, Any]) -> None:
    """Print the model as tables."""
    learned, unseen = facts["learned_from"], facts["unseen"]
    print(f"{facts['name']}: {learned['links']} links of {learned['units']} units")
    for name, own in unseen["rankings"].items():
        cells = [f"{figure:.3f}" for level in own.values() for figure in level.values()]
        print(f"{name:22}{'  '.join(cells)}")
    for name in ("brier", "brier_of_the_mean"):
        print(f"{name:22}{unseen[name]}")
    print(f"\n{'measure':22}{'weight':>9}{'mean':>11}{'scale':>11}  says")
    for own in facts["final"]["measures"]:
        numbers = f"{own['weight']:9.3f}{own['mean']:11.4f}{own['scale']:11.4f}"
        print(f"{own['name']:22}{numbers}  {own['says']}")
    print(f"{'intercept':22}{facts['final']['intercept']:9.3f}")
    print(f"\n{'said':>8}{'true':>8}{'pairs':>9}")
    for row in unseen["reliability"]:
        print(f"{row['said']:8.3f}{row['true']:8.3f}{row['pairs']:9}")
    for name, own in facts.get("without", {}).items():
        print(f"{name:24}{'  '.join(f'{figure:.3f}' for figure in own.values())}")


def main() -> None:
    """Train and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, help="corpus folder; else the one that is shipped")
    parser.add_argument("--cache", type=Path, default=Path("index") / "cache", help="vectors kept")
    parser.add_argument("--without", action="store_true", help="train without each measure")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    options = parser.parse_args()
    encoder = open_encoder(settings().model, threads=settings().threads or 1)
    cache = VectorCache(options.cache, encoder.model)
    ground, links = ground_of(CorpusFolder(options.corpus), encoder, cache)
    gold = gold_of(ground, links)
    facts = model_facts(ground, gold, train(ground, gold))
    if options.without:
        facts["without"] = without_each(ground, gold)
    if options.json:
        print(json.dumps(facts, indent=1))
    else:
        shown(facts)


if __name__ == "__main__":
    main()
