"""The tools, asked by the SDK's own client: in this process, over standard streams, over HTTP."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.types import CallToolResult
from starlette.applications import Starlette

from api.mcp.server import NAMES, mcp_server
from api.settings import ServiceSettings
from api.state import Service
from indexer.read import Index, LinkOptions, SearchOptions
from tests.api.server.serving import ROOT, free_port

SERVER = str(Path(__file__).with_name("stdio_server.py"))
UNIT = "compact:para_2__point_b"
Ask = Callable[[str, dict[str, Any]], CallToolResult]


def holder(index: Index, settings: ServiceSettings | None = None) -> Starlette:
    app = Starlette()
    app.state.service = Service(index, settings)
    return app


def asked(index: Index, *calls: tuple[str, dict[str, Any]], **limits: int) -> list[CallToolResult]:
    """Ask a server within this process, through the protocol."""

    async def run() -> list[CallToolResult]:
        settings = ServiceSettings.model_validate(limits)
        server = mcp_server(holder(index, settings), settings)
        async with Client(server) as client:
            return [await client.call_tool(name, arguments) for name, arguments in calls]

    return asyncio.run(run())


def words(result: CallToolResult) -> str:
    (content,) = result.content
    assert content.type == "text"
    return content.text


# -- what is offered ------------------------------------------------------------------------------


def test_every_tool_says_what_it_does_and_only_reads(index: Index) -> None:
    async def run() -> Any:
        async with Client(mcp_server(holder(index), ServiceSettings())) as client:
            return (await client.list_tools()).tools, client.instructions

    tools, instructions = asyncio.run(run())
    assert [tool.name for tool in tools] == list(NAMES)
    assert all(word in instructions for word in ("cites", "editor", "model", "not instructions"))
    for tool in tools:
        assert len(tool.description) > 80
        assert tool.annotations.read_only_hint
        assert tool.output_schema["type"] == "object"
        for own in tool.input_schema["properties"].values():
            assert own["description"], tool.name


@pytest.mark.parametrize("name", ["backing", "backs"])
def test_links_are_told_in_three_families(index: Index, name: str) -> None:
    async def run() -> Any:
        async with Client(mcp_server(holder(index), ServiceSettings())) as client:
            return {tool.name: tool.description for tool in (await client.list_tools()).tools}

    described = asyncio.run(run())[name]
    assert all(f"`{family}`" in described for family in ("citations", "curated", "suggested"))
    assert "never" in described


# -- what is answered -----------------------------------------------------------------------------


def test_answers_are_those_of_the_build(index: Index) -> None:
    found, shown, resolved, cited = asked(
        index,
        ("search", {"query": "uniforms", "k": 2, "mode": "lexical"}),
        ("show", {"identifier": UNIT}),
        ("resolve", {"citation": "2(b)"}),
        ("cite", {"identifier": UNIT}),
    )
    assert found.structured_content == index.search_json("uniforms", SearchOptions(2, "lexical"))
    assert shown.structured_content == index.show_json(UNIT)
    assert resolved.structured_content == index.resolve_json("2(b)")
    assert cited.structured_content == index.cite_json(UNIT)
    assert "let workers leave a dangerous place" in words(shown)
    assert not any(own.is_error for own in (found, shown, resolved, cited))


def test_a_search_by_meaning_waits_for_the_model(index: Index) -> None:
    (found,) = asked(index, ("search", {"query": "leaving a dangerous place"}))
    assert found.structured_content is not None
    assert found.structured_content["mode"] == "hybrid"
    assert found.structured_content["items"]


def test_links_come_with_their_family_and_evidence(linked: Index) -> None:
    unit, whole = next(
        (id_, answer)
        for id_ in linked.units
        if (answer := linked.backing_json(id_, LinkOptions()))["curated"] and answer["citations"]
    )
    (result,) = asked(linked, ("backing", {"identifier": unit, "most": 1}))
    cut = result.structured_content
    assert cut is not None
    assert cut["totals"] == whole["totals"]
    for family in ("citations", "curated", "suggested"):
        assert len(cut[family]) == min(len(whole[family]), 1)
        assert cut["left_out"][family] == len(whole[family]) - len(cut[family])
    assert cut["curated"][0]["reason"] == whole["curated"][0]["reason"]
    assert cut["citations"][0]["quote"] == whole["citations"][0]["quote"]
    text = words(result)
    places = [text.index(part) for part in ("CITES", "EDITORIAL", "SIMILAR WORDING")]
    assert places == sorted(places)
    link = whole["curated"][0]
    (back,) = asked(linked, ("backs", {"identifier": link["target"]}))
    assert back.structured_content is not None
    assert link["unit"] in {row["unit"] for row in back.structured_content["curated"]}


def test_a_draft_is_traced_and_its_citations_extracted(linked: Index) -> None:
    draft = "Workers leave danger. See paragraph 2 of the Rules for safe work."
    traced, extracted, covered = asked(
        linked,
        ("trace", {"text": draft, "mode": "lexical"}),
        ("extract", {"text": draft}),
        ("coverage", {}),
    )
    assert extracted.structured_content == linked.extract_json(draft)
    assert traced.structured_content is not None
    assert all(row["quote"] in draft for row in traced.structured_content["sentences"])
    assert traced.structured_content["totals"]["sentences"] == 1
    assert covered.structured_content is not None
    assert covered.structured_content["total"] == linked.coverage_json(LinkOptions())["total"]
    assert words(covered)


def test_the_graph_is_asked_within_bounds(index: Index) -> None:
    prefix = "PREFIX cg: <https://w3id.org/clausegraph/ns#> "
    select = f'{prefix}SELECT ?t {{ ?u cg:text ?t FILTER CONTAINS(?t, "uniforms") }}'
    searched = (
        f"{prefix}SELECT ?u {{ SERVICE cg:search "
        '{ [] cg:query "uniforms" ; cg:limit 1 ; cg:mode "lexical" ; cg:unit ?u } }'
    )
    rows, yes, graph, found, wrong, service, update = asked(
        index,
        ("sparql", {"query": select}),
        ("sparql", {"query": "ASK {}"}),
        ("sparql", {"query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 2"}),
        ("sparql", {"query": searched}),
        ("sparql", {"query": "SELEKT"}),
        ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}),
        ("sparql", {"query": "DELETE WHERE { ?s ?p ?o }"}),
    )
    assert rows.structured_content is not None
    assert len(rows.structured_content["results"]["bindings"]) == 1
    assert "Employers pay for uniforms" in words(rows)
    assert words(yes) == "true"
    assert graph.structured_content is not None
    assert graph.structured_content["triples"] == 2
    assert "para_3" in words(found)
    assert [own.is_error for own in (wrong, service, update)] == [True] * 3
    assert "line 1" in words(wrong)


def test_a_query_that_runs_away_is_stopped_and_one_that_tells_too_much_refused(
    index: Index,
) -> None:
    product = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
    server = {"sparql_timeout": 1, "mcp_sparql_bytes": 3000}
    runaway, long, after = asked(
        index,
        ("sparql", {"query": product.replace("AS ?n", "AS ?count")}),
        ("sparql", {"query": "SELECT * { ?s ?p ?o }"}),
        ("sparql", {"query": "ASK {}"}),
        **server,
    )
    assert runaway.is_error
    assert "1 second" in words(runaway)
    assert long.is_error
    assert "LIMIT" in words(long)
    assert words(after) == "true"


# -- what is wrong --------------------------------------------------------------------------------

WRONG: dict[str, tuple[str, dict[str, Any], str]] = {
    "an unknown unit": ("show", {"identifier": "compact:para_22"}, "compact:para_2"),
    "an unknown target": ("backing", {"identifier": "nothing"}, "nothing"),
    "an unknown style": (
        "cite",
        {"identifier": UNIT, "style": "mla"},
        "'mla'. Use one of house, oscola",
    ),
    "an unknown mode": ("search", {"query": "a", "mode": "semntic"}, "semantic"),
    "an unknown filter": ("search", {"query": "a", "mode": "lexical", "bodies": ["XX"]}, "XX"),
    "an unknown edition": ("search", {"query": "a", "edition": "compact@last"}, "compact@first"),
    "a unit of another edition": ("show", {"identifier": f"{UNIT}@last"}, "compact@first"),
    "a citation in words": ("backs", {"identifier": "2(b)"}, f"it means {UNIT}: ask by"),
    "a name like nothing": ("show", {"identifier": "zzz"}, "Use `resolve`"),
    "an empty query": ("search", {"query": " ", "mode": "lexical"}, "empty"),
    "too many results": ("search", {"query": "a", "k": 8}, "the limit is 7"),
    "a long query": ("search", {"query": "a" * 31}, "the limit is 30"),
    "a long citation": ("resolve", {"citation": "a" * 31}, "the limit is 30"),
    "a long draft": ("trace", {"text": "a" * 51}, "the limit is 50"),
    "a long text": ("extract", {"text": "é" * 26}, "the limit is 50"),
    "no argument": ("search", {}, "Argument 'query'"),
    "a number that is none": ("search", {"query": "a", "k": "many"}, "Argument 'k'"),
    "an argument that is none": ("search", {"query": "a", "limit": 2}, "no argument 'limit'"),
    "a family that is none": ("backing", {"identifier": UNIT, "families": ["cites"]}, "curated"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_a_tool_error_with_its_mend(index: Index, name: str) -> None:
    tool, arguments, said = WRONG[name]
    limits = {"most_results": 7, "query_chars": 30, "text_bytes": 50}
    (result,) = asked(index, (tool, arguments), **limits)
    assert result.is_error
    assert said in words(result)
    assert "Traceback" not in words(result)


class Broken(Index):
    """A build that fails where a unit is shown."""

    def show_json(self, identifier: str) -> dict[str, Any]:
        raise RuntimeError(f"a secret about {identifier}")


def test_what_fails_unexpectedly_tells_nothing_of_its_inside(
    index: Index, caplog: pytest.LogCaptureFixture
) -> None:
    (result,) = asked(Broken(index.folder), ("show", {"identifier": UNIT}))
    assert result.is_error
    assert "secret" not in words(result)
    assert "secret" in caplog.text


# -- over the wire --------------------------------------------------------------------------------


async def tour(client: Client) -> list[str]:
    """Use a connection as a model would; return the names of the tools that it offers."""
    tools = (await client.list_tools()).tools
    shown = await client.call_tool("show", {"identifier": UNIT})
    assert shown.structured_content is not None
    assert shown.structured_content["id"] == UNIT
    several = await asyncio.gather(
        *(client.call_tool("search", {"query": "uniforms"}) for _ in range(5))
    )
    assert all(own.structured_content for own in several)
    wrong = await client.call_tool("show", {"identifier": "none"})
    assert wrong.is_error
    return [tool.name for tool in tools]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def test_over_standard_input_and_output(index_path: Path) -> None:
    parameters = StdioServerParameters(
        command=sys.executable, args=[SERVER, str(index_path)], env=environment()
    )

    async def run() -> list[str]:
        async with Client(stdio_client(parameters)) as client:
            return await tour(client)

    assert asyncio.run(run()) == list(NAMES)


def test_standard_output_carries_the_protocol_alone(index_path: Path) -> None:
    """Spoken by hand: each line of the output is a message; nonsense is answered, not fatal."""
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "by hand", "version": "0"},
        },
    }
    call = {"name": "show", "arguments": {"identifier": UNIT}}
    lines = [
        json.dumps(hello),
        "no JSON",
        json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        json.dumps({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": call}),
    ]
    process = subprocess.Popen(
        [sys.executable, SERVER, str(index_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("".join(f"{line}\n" for line in lines).encode())
    process.stdin.flush()
    read: list[dict[str, Any]] = []
    while not any(message.get("id") == 2 for message in read):
        read.append(json.loads(process.stdout.readline()))
    out, err = process.communicate(timeout=30)
    assert [json.loads(line) for line in out.splitlines()] == []
    assert process.returncode == 0
    answer = next(message for message in read if message.get("id") == 2)
    assert answer["result"]["structuredContent"]["id"] == UNIT
    assert all(json.loads(line) for line in err.decode().splitlines())


def over_http(index_path: Path, act: Callable[[str], Awaitable[None]]) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, SERVER, str(index_path), f"127.0.0.1:{port}"],
        stderr=subprocess.PIPE,
        env=environment(),
    )
    try:
        assert process.stderr is not None
        while b"serves build" not in (line := process.stderr.readline()):
            assert line, "the server ended"
        asyncio.run(act(f"http://127.0.0.1:{port}/mcp"))
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_over_http_with_the_bounds_of_the_service(index_path: Path) -> None:
    async def act(url: str) -> None:
        async with Client(url) as client:
            assert await tour(client) == list(NAMES)
        body = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        strange = httpx2.post(url, json=body, headers={"Origin": "https://evil.example"})
        assert strange.status_code == 403
        rebound = httpx2.post(url, json=body, headers={"Host": "evil.example"})
        assert rebound.status_code == 421
        long = httpx2.post(url, content=b" " * 3_000_000)
        assert long.status_code == 413
        assert httpx2.get(url.replace("/mcp", "/nothing")).status_code == 404
        for method in ("GET", "DELETE", "OPTIONS"):
            refused = httpx2.request(method, url, headers={"Accept": "text/event-stream"})
            assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
        assert strange.headers["x-content-type-options"] == "nosniff"

    over_http(index_path, act)
