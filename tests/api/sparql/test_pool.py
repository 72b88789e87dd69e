"""Queries in processes that can be stopped: bounds, places, deaths, and nothing left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from api.sparql.failures import BusyError, CrashError, NotRunningError
from api.sparql.pool import Pool
from indexer.errors import ClausegraphError, QueryError
from indexer.read import Index
from indexer.sparql.model import FormatError, QuerySyntaxError, Request
from indexer.sparql.sink import LimitError
from tests.api.sparql.hostile import PARSED, RUNAWAYS

Pooled = Callable[..., Any]
ENDLESS = RUNAWAYS["count of a product"]


def processes(pool: Pool) -> dict[int, float]:
    """The children of the process that holds the graph, with the seconds of CPU each has used."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = status.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pool.pid:
                used = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
                found[int(status.parent.name)] = used
    return found


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.02)


async def body(pool: Pool, query: str, **more: Any) -> bytes:
    return (await pool.run(Request(query, **more))).body.read()


def test_answers_are_whole_and_counted(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        before = pool.counts()
        answer = await pool.run(Request("SELECT ?x { VALUES ?x { 1 2 } }", table_form="csv"))
        assert (answer.rows, answer.size, answer.is_graph) == (2, 9, False)
        assert answer.media_type == "text/csv; charset=utf-8"
        assert answer.body.read() == b"x\r\n1\r\n2\r\n"
        assert answer.seconds >= 0
        graph = await pool.run(Request("CONSTRUCT { <a:a> <a:b> 1 } {}", graph_form="ntriples"))
        assert (graph.rows, graph.is_graph) == (1, True)
        assert b"<a:a> <a:b>" in graph.body.read()
        counts = pool.counts()
        assert (counts.answered - before.answered, counts.running, counts.waiting) == (2, 0, 0)
        assert (counts.killed, counts.refused) == (before.killed, before.refused)

    pooled(work)


def test_a_large_answer_is_read_in_pieces_and_its_process_replaced(pooled: Pooled) -> None:
    numbers = " ".join(f"VALUES ?{v} {{ {' '.join(map(str, range(10)))} }}" for v in "abc")
    text = f"'{'x' * 500}'"

    async def work(pool: Pool) -> None:
        before = set(processes(pool))
        query = f"SELECT ?a ?x {{ {numbers} BIND({text} AS ?x) }}"
        answer = await pool.run(Request(query, table_form="csv"))
        assert answer.body.holds_file
        await body(pool, "ASK {}")
        pieces = list(answer.body.pieces())
        assert len(pieces) > 1
        assert sum(map(len, pieces)) == answer.size
        assert b"".join(pieces).count(b"\n") == 1001
        await until(lambda: not before & set(processes(pool)))

    pooled(work)


@pytest.mark.parametrize("name", RUNAWAYS)
def test_a_runaway_is_stopped_at_a_limit(pooled: Pooled, name: str) -> None:
    async def work(pool: Pool) -> None:
        before = sum(pool.counts().killed.values())
        with pytest.raises(LimitError) as raised:
            await pool.run(Request(RUNAWAYS[name]), seconds=0.4)
        assert raised.value.limit in ("time", "memory")
        assert raised.value.mend
        assert await body(pool, "ASK {}", table_form="csv") == b"true"
        assert sum(pool.counts().killed.values()) == before + 1

    pooled(work)


def test_what_is_stopped_uses_no_more_time(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        await body(pool, "ASK {}")
        with pytest.raises(LimitError, match=r"after 0\.5 seconds"):
            await pool.run(Request(ENDLESS), seconds=0.5)
        await until(lambda: sum(processes(pool).values()) < 0.3)
        used = sum(processes(pool).values())
        await asyncio.sleep(0.3)
        assert sum(processes(pool).values()) - used < 0.1

    pooled(work)


@pytest.mark.parametrize("name", PARSED)
def test_what_is_hard_to_read_harms_its_own_process_alone(pooled: Pooled, name: str) -> None:
    async def work(pool: Pool) -> None:
        await pool.ready()
        own = os.getpid()
        with suppress(QueryError):
            await pool.run(Request(PARSED[name]), seconds=0.5)
        assert os.getpid() == own
        assert await body(pool, "ASK {}", table_form="csv") == b"true"

    pooled(work)


def test_a_crash_is_told_and_counted(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        before = pool.counts().killed["crash"]
        running = asyncio.create_task(pool.run(Request(ENDLESS)))
        await until(lambda: max(processes(pool).values(), default=0) > 0.2)
        os.kill(max(processes(pool), key=processes(pool).__getitem__), signal.SIGSEGV)
        with pytest.raises(CrashError, match="made the engine fail"):
            await running
        assert pool.counts().killed["crash"] == before + 1

    pooled(work, seconds=20)


def test_too_much_memory_is_told_as_that(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        with pytest.raises(LimitError) as raised:
            await pool.run(Request(RUNAWAYS["strings that double"]))
        assert raised.value.limit == "memory"

    pooled(work)


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ("SELECT * { VALUES ?a { %s } VALUES ?b { %s } }", "rows"),
        (f"SELECT ?a {{ VALUES ?x {{ {'1 ' * 900} }} BIND('{'x' * 2000}' AS ?a) }}", "bytes"),
        ("CONSTRUCT { ?a <a:b> ?b } { VALUES ?a { %s } VALUES ?b { %s } }", "rows"),
    ],
)
def test_too_large_an_answer_is_refused_whole(pooled: Pooled, query: str, limit: str) -> None:
    iris = " ".join(f"<a:{number}>" for number in range(40))

    async def work(pool: Pool) -> None:
        with pytest.raises(LimitError) as raised:
            await pool.run(Request(query % (iris, iris) if "%s" in query else query))
        assert raised.value.limit == limit
        assert await body(pool, "ASK {}", table_form="csv") == b"true"

    pooled(work)


def test_others_are_served_beside_runaways(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        before = pool.counts().killed["left"]
        runaways = [asyncio.create_task(pool.run(Request(ENDLESS))) for _ in range(3)]
        await until(lambda: pool.counts().running == 3)
        for _ in range(20):
            assert await body(pool, "ASK {}", table_form="csv") == b"true"
        assert not any(task.done() for task in runaways)
        for task in runaways:
            task.cancel()
        await asyncio.gather(*runaways, return_exceptions=True)
        assert pool.counts().killed["left"] == before + 3

    pooled(work)


def test_so_many_run_so_many_wait_and_the_next_is_told_when_to_come(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        asked = [asyncio.create_task(pool.run(Request(ENDLESS))) for _ in range(2)]
        await until(lambda: pool.counts().running == 2)
        asked.append(asyncio.create_task(pool.run(Request(ENDLESS))))
        await until(lambda: pool.counts().waiting == 1)
        with pytest.raises(BusyError, match="2 queries run already") as raised:
            await pool.run(Request("ASK {}"))
        assert raised.value.retry_after >= 1
        with pytest.raises(BusyError):
            await asked[2]
        assert pool.counts().refused == 2
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        assert await body(pool, "ASK {}", table_form="csv") == b"true"

    pooled(work, many=2, wait=2.0)


def test_a_query_that_nobody_waits_for_is_ended(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        counted = pool.counts().killed["left"]
        await until(lambda: pool.counts().processes == 1)
        before = set(processes(pool))
        running = asyncio.create_task(pool.run(Request(ENDLESS)))
        await until(lambda: pool.counts().running == 1)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        await until(lambda: len(set(processes(pool)) - before) == 1)
        await until(lambda: not before & set(processes(pool)))
        assert pool.counts().killed["left"] == counted + 1
        assert pool.counts().running == 0

    pooled(work, few=1)


def test_a_worker_that_dies_idle_is_replaced(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        await body(pool, "ASK {}")
        (pid,) = processes(pool)
        os.kill(pid, signal.SIGKILL)
        await until(lambda: pid not in processes(pool))
        await asyncio.sleep(0.05)
        assert await body(pool, "ASK {}", table_form="csv") == b"true"

    pooled(work, few=1)


def test_the_process_that_holds_the_graph_is_started_again(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        await body(pool, "ASK {}")
        first = pool.pid
        assert first is not None
        running = asyncio.create_task(pool.run(Request(ENDLESS)))
        await until(lambda: pool.counts().running == 1)
        os.kill(first, signal.SIGKILL)
        with pytest.raises(NotRunningError, match="interrupted"):
            await running
        await until(lambda: pool.pid not in (None, first))
        assert await body(pool, "ASK {}", table_form="csv") == b"true"
        assert pool.counts().restarts == 1

    pooled(work, few=1)


def test_nothing_is_left_when_a_pool_is_closed(pooled: Pooled) -> None:
    found: set[int] = set()

    async def work(pool: Pool) -> None:
        await body(pool, "ASK {}")
        found.update({pool.pid or 0, *processes(pool)})
        asyncio.get_running_loop().create_task(suppressed(pool))
        await until(lambda: pool.counts().running == 1)

    async def suppressed(pool: Pool) -> None:
        with suppress(ClausegraphError, asyncio.CancelledError):
            await pool.run(Request(ENDLESS))

    pooled(work, few=1)
    assert len(found) >= 2
    assert gone(found)


def gone(pids: set[int]) -> bool:
    """Whether all processes end soon."""
    end = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


KILLED = """
import asyncio, sys
from pathlib import Path
from api.sparql.limits import PoolLimits
from api.sparql.pool import Pool
from indexer.sparql.model import Request
async def main():
    pool = Pool(Path(sys.argv[1]), PoolLimits(seconds=60), None)
    await pool.ready()
    running = asyncio.create_task(pool.run(Request(sys.argv[2])))
    while pool.counts().running < 1:
        await asyncio.sleep(0.01)
    print(pool.pid, *(worker.pid for worker in pool._crew._busy), flush=True)
    await running
asyncio.run(main())
"""


def test_nothing_is_left_when_the_server_is_killed(linked: Index) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(linked.folder), ENDLESS],
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        pids = {int(word) for word in server.stdout.readline().split()}
        assert len(pids) == 2
        server.kill()
        assert gone(pids)


def test_what_is_wrong_with_a_query_is_told(pooled: Pooled) -> None:
    async def work(pool: Pool) -> None:
        before = pool.counts().killed
        with pytest.raises(QuerySyntaxError) as raised:
            await pool.run(Request("SELECT *\n{ ?s ?p }"))
        assert raised.value.line == 2
        with pytest.raises(FormatError) as unfit:
            await pool.run(Request("ASK {}", table_form=None))
        assert not unfit.value.is_graph
        with pytest.raises(FormatError) as unfit:
            await pool.run(Request("DESCRIBE <a:b>", graph_form=None))
        assert unfit.value.is_graph
        with pytest.raises(QueryError, match="INSERT is not offered"):
            await pool.run(Request("INSERT DATA { <a:b> <a:b> <a:b> }"))
        with pytest.raises(QueryError, match="IRI of a graph"):
            await pool.run(Request("ASK {}", default_graphs=("no iri",)))
        with pytest.raises(QueryError, match="not text"):
            await pool.run(Request("ASK { BIND('\ud800' AS ?x) }"))
        assert pool.counts().killed == before

    pooled(work)


def test_searches_are_made_by_the_server_and_compared_by_the_process(
    pooled: Pooled, linked: Index
) -> None:
    query = """SELECT ?u ?s (cg:similarity(?u, "pay for uniforms") AS ?near) {
      SERVICE cg:search { [] cg:query "pay for uniforms" ; cg:mode "semantic" ; cg:limit 3 ;
                          cg:unit ?u ; cg:score ?s } } ORDER BY DESC(?s)"""

    async def work(pool: Pool) -> None:
        lines = (await body(pool, query, table_form="csv")).decode().splitlines()[1:]
        assert len(lines) == 3
        assert all(line.split(",")[1] == line.split(",")[2] for line in lines)
        with pytest.raises(QueryError, match="cg:limit is 2000"):
            await pool.run(Request(query.replace("limit 3", "limit 2000")))

    pooled(work)


def test_a_search_that_fails_is_told_and_frees_its_process(
    pooled: Pooled, linked: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = 'SELECT * { SERVICE cg:search { [] cg:query "a" ; cg:unit ?u } }'

    async def work(pool: Pool) -> None:
        for kind in (QueryError("no model"), RuntimeError("bug")):
            monkeypatch.setattr(type(linked.meaning), "find", lambda *_, e=kind: raised(e))
            with pytest.raises(type(kind)):
                await pool.run(Request(query))
        assert await body(pool, "ASK {}", table_form="csv") == b"true"
        assert pool.counts().running == 0

    pooled(work)


def raised(error: Exception) -> None:
    raise error


def test_a_graph_too_large_for_memory_is_read_from_disk(pooled: Pooled, linked: Index) -> None:
    async def work(pool: Pool) -> None:
        count = await body(pool, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", table_form="csv")
        assert int(count.split()[1]) == len({quad.triple for quad in linked.store})
        with pytest.raises(LimitError):
            await pool.run(Request(ENDLESS), seconds=0.3)
        assert await body(pool, "ASK {}", table_form="csv") == b"true"

    pooled(work, in_memory=0)


def test_a_build_that_is_not_there_is_told(tmp_path: Path) -> None:
    async def work() -> None:
        from tests.api.sparql.conftest import LIMITS

        pool = Pool(tmp_path / "none", LIMITS, None)  # type: ignore[arg-type]
        try:
            with pytest.raises(NotRunningError, match="cannot be loaded"):
                await pool.run(Request("ASK {}"))
        finally:
            await pool.close()

    asyncio.run(work())
