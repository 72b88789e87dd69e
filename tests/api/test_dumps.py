"""`/dump.nq.gz` and `/dump.jsonl.gz`."""

import gzip
import hashlib
import json
from base64 import b64encode
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from indexer.read import Index, open_index
from tests.api.problems import problem
from tests.indexer.tiny_corpus import build_tiny, write_corpus

DUMPS = ("/dump.nq.gz", "/dump.jsonl.gz")


@pytest.mark.parametrize("path", DUMPS)
def test_a_dump_is_the_file_of_the_build_with_its_digest(
    client: TestClient, index: Index, path: str
) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.content == (index.folder / path[1:]).read_bytes()
    digest = hashlib.sha256(response.content)
    encoded = b64encode(digest.digest()).decode()
    assert response.headers["repr-digest"] == f"sha-256=:{encoded}:"
    assert response.headers["content-type"] == "application/gzip"
    assert "content-encoding" not in response.headers
    assert client.get(f"{path}.sha256").text == f"{digest.hexdigest()}  {path[1:]}\n"
    assert index.manifest["outputs"][path[1:]] == digest.hexdigest()


def test_the_dumps_hold_the_graph_and_the_units(client: TestClient, index: Index) -> None:
    graph = gzip.decompress(client.get("/dump.nq.gz").content)
    assert graph == (index.folder / "graph.nq").read_bytes()
    lines = gzip.decompress(client.get("/dump.jsonl.gz").content).splitlines()
    assert [json.loads(line) for line in lines] == [
        index.unit_json(unit) for unit in index.units.values()
    ]


@pytest.mark.parametrize("path", DUMPS)
def test_a_dump_is_revalidated_and_asked_for_in_parts(client: TestClient, path: str) -> None:
    whole = client.get(path)
    tag = whole.headers["etag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.content))
    part = client.get(path, headers={"Range": "bytes=2-9", "If-Range": tag})
    assert (part.status_code, part.content) == (206, whole.content[2:10])
    changed = client.get(path, headers={"Range": "bytes=2-9", "If-Range": '"other"'})
    assert changed.status_code == 200
    beyond = client.get(path, headers={"Range": f"bytes={len(whole.content)}-"})
    assert str(len(whole.content)) in problem(beyond, 416)["detail"]
    assert beyond.headers["content-range"] == f"bytes */{len(whole.content)}"


@pytest.mark.parametrize(
    "asked", ["bytes=9-2", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6", "", "bytes=1"]
)
def test_what_is_no_single_range_of_bytes_gets_the_whole(client: TestClient, asked: str) -> None:
    whole = client.get("/dump.nq.gz").content
    response = client.get("/dump.nq.gz", headers={"Range": asked})
    assert (response.status_code, response.content) == (200, whole)


def test_the_last_bytes(client: TestClient) -> None:
    whole = client.get("/dump.nq.gz").content
    assert client.get("/dump.nq.gz", headers={"Range": "bytes=-5"}).content == whole[-5:]
    problem(client.get("/dump.nq.gz", headers={"Range": "bytes=-0"}), 416)


def test_the_same_inputs_give_the_same_dumps(tmp_path: Path) -> None:
    folders = []
    for name in ("a", "b"):
        build_tiny(write_corpus(tmp_path / name / "corpus"), tmp_path / name / "index")
        folders.append(open_index(tmp_path / name / "index").folder)
    for path in DUMPS:
        first, second = ((folder / path[1:]).read_bytes() for folder in folders)
        assert first == second


def test_a_build_without_dumps_says_so(
    client: TestClient, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(index.manifest, "outputs", {})
    for path in DUMPS:
        assert "Build the index again" in problem(client.get(path), 404)["mend"]
        problem(client.get(f"{path}.sha256"), 404)
