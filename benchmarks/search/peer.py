"""Another engine, run by the peers' own Python, which has none of our packages.

    python peer.py ENGINE write|ask|cold REQUEST

`REQUEST` is a JSON file: the folder of the model, a folder to keep the index in, texts by
identifier, queries by topic. `write` embeds and keeps the texts, `ask` opens what was kept and
answers every query, `cold` answers the first one only. Prints one JSON object on the last line.
"""

import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

K = 10
Find = Callable[[str], list[str]]


def encoder(request: dict[str, Any]) -> Any:
    """Return the model of a request, on one thread."""
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)
    return SentenceTransformer(request["model"], device="cpu", local_files_only=True)


def vectors(model: Any, texts: list[str]) -> Any:
    """Return the vectors of texts, each of length one."""
    return model.encode(texts, normalize_embeddings=True, show_progress_bar=False)


class Plain:
    """sentence-transformers and a product of numpy matrices."""

    package = "sentence-transformers"

    def __init__(self, request: dict[str, Any]) -> None:
        self.folder, self.names = Path(request["folder"]), list(request["texts"])
        self.model = encoder(request)

    def write(self, texts: dict[str, str]) -> None:
        """Embed the texts and keep them."""
        import numpy as np

        np.save(self.folder / "vectors.npy", vectors(self.model, list(texts.values())))

    def open(self) -> Find:
        """Open what was kept; return what finds the best units for a query."""
        import numpy as np

        rows = np.load(self.folder / "vectors.npy")

        def find(query: str) -> list[str]:
            scores = rows @ vectors(self.model, [query])[0]
            return [self.names[place] for place in np.argsort(-scores)[:K]]

        return find


class Txtai:
    """txtai with its own BM25 beside the vectors, and the texts kept."""

    package, hybrid = "txtai", True

    def __init__(self, request: dict[str, Any]) -> None:
        from txtai import Embeddings

        self.folder = str(Path(request["folder"]) / "txtai")
        how = {"method": "sentence-transformers", "path": request["model"], "gpu": False}
        self.index = Embeddings(**how, hybrid=self.hybrid, content=True)

    def write(self, texts: dict[str, str]) -> None:
        """Embed the texts and keep them."""
        self.index.index(list(texts.items()))
        self.index.save(self.folder)

    def open(self) -> Find:
        """Open what was kept; return what finds the best units for a query."""
        self.index.load(self.folder)
        return lambda query: [found["id"] for found in self.index.search(query, K)]


class TxtaiVectors(Txtai):
    """txtai by vectors alone."""

    hybrid = False


class Lance:
    """LanceDB, all vectors compared."""

    package = "lancedb"

    def __init__(self, request: dict[str, Any]) -> None:
        import lancedb

        self.model = encoder(request)
        self.database = lancedb.connect(str(Path(request["folder"]) / "lance"))

    def write(self, texts: dict[str, str]) -> None:
        """Embed the texts and keep them."""
        rows = vectors(self.model, list(texts.values()))
        table = [
            {"id": name, "text": text, "vector": row}
            for (name, text), row in zip(texts.items(), rows, strict=True)
        ]
        self.database.create_table("units", table)

    def open(self) -> Find:
        """Open what was kept; return what finds the best units for a query."""
        table = self.database.open_table("units")

        def find(query: str) -> list[str]:
            asked = table.search(vectors(self.model, [query])[0]).limit(K)
            return [row["id"] for row in asked.to_list()]

        return find


class Chroma:
    """Chroma with its graph of neighbours, which it has at every size."""

    package = "chromadb"

    def __init__(self, request: dict[str, Any]) -> None:
        import chromadb
        from chromadb.config import Settings

        self.model = encoder(request)
        quiet = Settings(anonymized_telemetry=False)
        folder = str(Path(request["folder"]) / "chroma")
        self.client = chromadb.PersistentClient(folder, settings=quiet)

    def write(self, texts: dict[str, str]) -> None:
        """Embed the texts and keep them."""
        units = self.client.create_collection("units", embedding_function=None)
        rows = vectors(self.model, list(texts.values())).tolist()
        units.add(ids=list(texts), documents=list(texts.values()), embeddings=rows)

    def open(self) -> Find:
        """Open what was kept; return what finds the best units for a query."""
        units = self.client.get_collection("units", embedding_function=None)

        def find(query: str) -> list[str]:
            asked = vectors(self.model, [query]).tolist()
            return list(units.query(query_embeddings=asked, n_results=K)["ids"][0])

        return find


ENGINES: dict[str, Any] = {
    "sentence-transformers and numpy": Plain,
    "txtai, hybrid": Txtai,
    "txtai, vectors": TxtaiVectors,
    "LanceDB": Lance,
    "Chroma": Chroma,
}


def peak_mb() -> int:
    """Most memory that this program itself held; getrusage would count its parent's too."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def answered(find: Find, queries: dict[str, str], rounds: int) -> dict[str, Any]:
    """Every answer, and milliseconds of every query in every round after one to warm."""
    run = {topic: find(query) for topic, query in queries.items()}
    times = []
    for _ in range(rounds):
        for query in queries.values():
            start = time.perf_counter()
            find(query)
            times.append(1000 * (time.perf_counter() - start))
    return {"run": run, "ms": times}


def main(name: str, task: str, path: str) -> dict[str, Any]:
    """Do one task with one engine; return what is to be printed."""
    request = json.loads(Path(path).read_text())
    kind, texts = ENGINES[name], request["texts"]
    engine = kind(request)
    found: dict[str, Any] = {"version": f"{kind.package} {version(kind.package)}"}
    if task == "write":
        start = time.perf_counter()
        engine.write(texts)
        found["texts a second"] = len(texts) / (time.perf_counter() - start)
    elif task == "ask":
        found |= answered(engine.open(), request["queries"], request["rounds"])
    else:
        engine.open()(next(iter(request["queries"].values())))
    return found | {"MB": peak_mb()}


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
