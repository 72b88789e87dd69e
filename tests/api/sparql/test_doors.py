"""Every door through which a query might reach out, tried over HTTP: nobody is called.

A socket listens in the test; each request names its address. The first test shows that the address
would be called if the door were open, the last that the kernel keeps the process from calling even
where the guard is not asked.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.sparql.jail import can_bound_memory
from tests.api.problems import problem
from tests.indexer.sparql.listener import listening

REFUSED = [
    "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "ASK { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "ASK { BIND(<URL> AS ?where) SERVICE ?where { ?s ?p ?o } }",
    "ASK { VALUES ?where { <URL> } SERVICE SILENT ?where { ?s ?p ?o } }",
    "ASK { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "ASK { FILTER NOT EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "PREFIX cg: <URL> ASK { SERVICE cg:search { [] cg:query 'a' ; cg:unit ?u } }",
    "PREFIX there: <URL> ASK { SERVICEthere:x {} }",
    'ASK { SERVICE cg:search { [] cg:query "a" ; cg:unit ?u } SERVICE <URL> {} }',
    'ASK { SERVICE cg:search { [] cg:query "a" ; cg:unit ?u . SERVICE <URL> {} } }',
    "ASK { FILTER(?a<?b)SERVICE#>\n<URL>{} }",
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <a:g>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
]
EMPTY = [
    ("SELECT * FROM <URL> { ?s ?p ?o }", {}),
    ("SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }", {}),
    ("SELECT * { GRAPH <URL> { ?s ?p ?o } }", {}),
    ("SELECT * { ?s ?p ?o }", {"default-graph-uri": "URL"}),
    ("SELECT * { GRAPH ?g { ?s ?p ?o } }", {"named-graph-uri": "URL"}),
]


@pytest.mark.parametrize("way", ["get", "form", "direct"])
@pytest.mark.parametrize("query", REFUSED)
def test_no_query_calls(bounded: TestClient, query: str, way: str) -> None:
    with listening() as listener:
        text = query.replace("URL", listener.url)
        if way == "get":
            response = bounded.get("/sparql", params={"query": text})
        elif way == "form":
            response = bounded.post("/sparql", data={"query": text})
        else:
            headers = {"Content-Type": "application/sparql-query"}
            response = bounded.post("/sparql", content=text.encode(), headers=headers)
        assert problem(response, 400)["mend"]
        assert listener.calls == 0


@pytest.mark.parametrize(("query", "beside"), EMPTY)
def test_a_graph_elsewhere_is_empty_and_not_fetched(
    bounded: TestClient, query: str, beside: dict[str, str]
) -> None:
    with listening() as listener:
        parameters = {"query": query, **beside}
        asked = {name: text.replace("URL", listener.url) for name, text in parameters.items()}
        response = bounded.get("/sparql", params=asked)
        assert response.json()["results"]["bindings"] == []
        assert listener.calls == 0


def test_json_ld_is_answered_without_anything_to_fetch(bounded: TestClient) -> None:
    with listening() as listener:
        query = f"CONSTRUCT {{ <{listener.url}s> <{listener.url}p> '@context' }} {{}}"
        asked = {"query": query, "format": "jsonld"}
        assert "@context" not in bounded.get("/sparql", params=asked).json()[0]
        assert listener.calls == 0


CALLING = """
import os, socket, sys
from contextlib import suppress
from pyoxigraph import Store
from api.sparql import jail
if sys.argv[2] == "jailed":
    assert jail.forbid_network(talk=False)
with suppress(OSError, RuntimeError):
    list(Store().query("SELECT * { SERVICE <" + sys.argv[1] + "> { ?s ?p ?o } }"))
with suppress(OSError):
    socket.create_connection(("127.0.0.1", int(sys.argv[1].rsplit(":", 1)[1].strip("/"))), 2)
with suppress(OSError):
    os.execv("/bin/sh", ["sh", "-c", "exit 7"])
"""


@pytest.mark.skipif(not can_bound_memory(), reason="this system has no such filter")
@pytest.mark.parametrize(("state", "code"), [("free", 7), ("jailed", 0)])
def test_the_kernel_keeps_a_process_from_calling_and_from_starting_another(
    state: str, code: int
) -> None:
    with listening() as listener:
        run = subprocess.run(
            [sys.executable, "-c", CALLING, listener.url, state], check=False, timeout=60
        )
        time.sleep(0.1)
        assert run.returncode == code
        assert bool(listener.calls) is (state == "free")


BOUNDED = """
import os, resource, sys
from api.sparql import jail
assert jail.bound(64 << 20, 4096)
assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
try:
    bytearray(128 << 20)
except MemoryError:
    print("memory")
bytearray(16 << 20)
try:
    with open(sys.argv[1], "wb") as file:
        file.write(bytes(8192))
except OSError:
    print("file")
"""


@pytest.mark.skipif(not can_bound_memory(), reason="this system does not tell a process its size")
def test_memory_and_files_are_bounded(tmp_path: Path) -> None:
    command = [sys.executable, "-c", BOUNDED, str(tmp_path / "file")]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.split() == ["memory", "file"]


def test_sockets_of_the_tests_are_free() -> None:
    """The jail of other processes does not hold this one."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as own:
        assert own.connect_ex(server.getsockname()) == 0
