"""Our own search, measured as the peers are, and its encoders and parts besides.

python -m search.ours write|ask REQUEST        (with benchmarks/ in PYTHONPATH)
"""

from __future__ import annotations

import json
import logging
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from indexer.read import Index, SearchOptions, open_index_with_model
from indexer.retrieval import embed, encoders, model_files, quantised, rank
from indexer.retrieval.embed_cache import VectorCache
from indexer.retrieval.rank import POOL
from indexer.retrieval.searcher import Searcher
from indexer.retrieval.writer import write
from indexer.searching import cited_in
from indexer.settings import settings
from search.peer import K, answered, peak_mb

Encode = Callable[[list[str]], object]


def percentiles(times: list[float]) -> dict[str, float]:
    """The median and the 99th percentile of milliseconds."""
    return {f"p{p}": round(float(np.percentile(times, p)), 2) for p in (50, 99)}


def rate(encode: Encode, texts: list[str]) -> float:
    """Texts encoded a second, after one to warm."""
    encode(texts[:1])
    start = time.perf_counter()
    encode(texts)
    return len(texts) / (time.perf_counter() - start)


def full_graph(reference: embed.SentenceEncoder, folder: Path) -> Encode:
    """The exported graph with the weights as they are, by onnxruntime, one text at a time."""
    import onnxruntime

    logging.disable(logging.WARNING)
    reference.export(folder / "full.onnx")
    logging.disable(logging.NOTSET)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(folder / "full.onnx", options)
    cutting = model_files.tokenizer(reference.folder)
    cutting.enable_truncation(reference.model.window)

    def encode(texts: list[str]) -> object:
        rows = (np.array([cutting.encode(text).ids], dtype=np.int64) for text in texts)
        return [
            session.run(None, dict(zip(embed.INPUTS, (r, np.ones_like(r)), strict=True)))
            for r in rows
        ]

    return encode


def written(request: dict[str, Any]) -> dict[str, Any]:
    """Texts encoded a second by each way, and what writing a whole search index takes."""
    texts, index = list(request["texts"].values()), Path(request["index"])
    reference = embed.open_encoder(threads=1)
    made = quantised.made(encoders.models_folder(index, settings()), reference)
    small = quantised.QuantisedEncoder(made, threads=1)
    with tempfile.TemporaryDirectory() as folder:
        rates = {
            "int8, onnxruntime": rate(small.encode, texts),
            "fp32, onnxruntime": rate(full_graph(reference, Path(folder)), texts),
            "fp32, torch, one at a time": rate(reference.encode, texts),
        }
        cache = VectorCache(Path(folder) / "cache", small.model)
        target = Path(folder) / "search"
        start = time.perf_counter()
        done = write(target, list(request["texts"].items()), small, cache)
        seconds = time.perf_counter() - start
    return {
        "texts a second": rates["int8, onnxruntime"],
        "by encoder": {name: round(value, 1) for name, value in rates.items()},
        "whole write": {"passages": done.passages, "seconds": round(seconds, 2)},
    }


def parts(index: Index, query: str) -> dict[str, float]:
    """Milliseconds of a hybrid query by part.

    `rest` is what the whole takes beside them: matched sentences, copies folded, JSON.
    """
    found: dict[str, float] = {}
    searcher: Searcher = index.searcher

    def timed(name: str, action: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        value = action()
        found[name] = 1000 * (time.perf_counter() - start)
        return value

    whole = timed("whole", lambda: index.search_json(query, SearchOptions(k=K)))
    timed("slips", lambda: searcher.corrections(query))
    timed("citations", lambda: cited_in(index, query))
    vector = timed("encode", lambda: searcher.encode(query))
    timed("dense", lambda: searcher.vectors.search(vector, POOL, None))
    named, near = timed("concepts", lambda: _concepts(searcher, query, vector))
    shares = timed("lexical", lambda: searcher.words.shares(query, named))
    joined = [searcher.words.weights, searcher.vectors, vector, shares, near, K, None]
    timed("fuse", lambda: rank.rank_hybrid(*joined))
    found["fuse"] = max(0.0, found["fuse"] - found["dense"])
    timed("fetch", lambda: [index.show_json(item["id"]) for item in whole["items"]])
    found["rest"] = max(0.0, 2 * found["whole"] - sum(found.values()))
    return found


def _concepts(
    searcher: Searcher, query: str, vector: embed.Vectors
) -> tuple[list[str], embed.Vectors]:
    named = searcher.notions.named(query)
    return named, searcher.words.having(searcher.notions.near(vector))


def asked(request: dict[str, Any]) -> dict[str, Any]:
    """Every answer with its times, as with the peers, and the times by part."""
    index = open_index_with_model(Path(request["index"]))

    def find(query: str) -> list[str]:
        return [item["id"] for item in index.search_json(query, SearchOptions(k=K))["items"]]

    found = answered(find, request["queries"], request["rounds"])
    memory = peak_mb()
    rows = [parts(index, query) for query in request["queries"].values()]
    by_part = {name: percentiles([row[name] for row in rows]) for name in rows[0]}
    return found | {"by part": by_part, "MB": memory}


def main(task: str, path: str) -> dict[str, Any]:
    """Measure one task of a request."""
    request = json.loads(Path(path).read_text())
    return written(request) if task == "write" else asked(request)


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
