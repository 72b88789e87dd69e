"""A new build is served without a pause: what runs ends on the old one, what comes gets the new."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI

from api.app import create_app
from api.reload import Reloader
from api.state import Service
from indexer.publish import switch
from indexer.read import open_index
from indexer.retrieval.hash_encoder import HashEncoder
from tests.api.two_builds import Builds, two_builds

OFTEN = 0.01
"""Seconds between two looks for a new build, in these tests."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    return two_builds(tmp_path_factory.mktemp("reload"))


@pytest.fixture
def builds(made: Builds, tmp_path: Path) -> Builds:
    """A copy of the two builds, to be published and damaged."""
    return made.copied(tmp_path)


def opened(builds: Builds) -> FastAPI:
    return create_app(open_index(builds.index, HashEncoder))


def served(app: FastAPI) -> Service:
    service: Service = app.state.service
    return service


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(OFTEN)


async def watching(app: FastAPI, act: Callable[[Reloader], None], seconds: float = OFTEN) -> None:
    """Run what is done while the app watches, until another build than the first is served."""
    await served(app).start()
    reloader, first = Reloader(app, seconds), served(app)
    task = asyncio.create_task(reloader.watch())
    act(reloader)
    await until(lambda: served(app) is not first)
    task.cancel()
    await reloader.finish()
    await served(app).close()


def test_what_is_published_is_served_soon(builds: Builds) -> None:
    app = opened(builds)
    asyncio.run(watching(app, lambda _: switch(builds.index, builds.second)))
    assert served(app).index.build == builds.second
    assert served(app).model == "ready"


def test_it_is_served_when_it_is_asked_for_though_nobody_looks(builds: Builds) -> None:
    app = opened(builds)

    def act(reloader: Reloader) -> None:
        switch(builds.index, builds.second)
        reloader.ask()

    asyncio.run(watching(app, act, seconds=0))
    assert served(app).index.build == builds.second


def test_the_same_build_is_opened_again_when_it_is_asked_for(builds: Builds) -> None:
    app = opened(builds)
    first = served(app)
    asyncio.run(watching(app, lambda reloader: reloader.ask()))
    assert served(app) is not first
    assert served(app).index.build == builds.first


def test_a_new_build_is_served_when_its_graph_is_loaded(builds: Builds) -> None:
    app = opened(builds)

    async def run() -> None:
        await served(app).start()
        reloader, first = Reloader(app, OFTEN), served(app)
        task = asyncio.create_task(reloader.watch())
        switch(builds.index, builds.second)
        await until(lambda: served(app) is not first)
        await served(app).sparql.ready(0.01)
        task.cancel()
        await reloader.finish()
        await served(app).close()

    asyncio.run(run())
    assert served(app).index.build == builds.second


def test_a_service_is_closed_when_its_last_request_is_answered(builds: Builds) -> None:
    service = served(opened(builds))

    async def run() -> None:
        await service.start()
        with service.held():
            with service.held():
                assert service.requests == 2
            closing = asyncio.create_task(service.close())
            await asyncio.sleep(OFTEN)
            assert not closing.done()
        await asyncio.wait_for(closing, 30)

    asyncio.run(run())
    assert service.requests == 0


@pytest.mark.parametrize(
    "name",
    ["units.jsonl", "graph.nq", "instruments.jsonl", "search/vectors.faiss", "manifest.json"],
)
def test_a_build_that_is_not_whole_is_not_served(
    builds: Builds, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    app = opened(builds)
    file = builds.index / "builds" / builds.second / name
    whole = file.read_bytes()
    file.write_bytes(whole[:-5])

    async def run() -> None:
        await served(app).start()
        first, reloader = served(app), Reloader(app, OFTEN)
        task = asyncio.create_task(reloader.watch())
        switch(builds.index, builds.second)
        await until(lambda: "is not served" in caplog.text)
        await asyncio.sleep(10 * OFTEN)
        assert served(app) is first
        assert caplog.text.count("is not served") == 1
        switch(builds.index, builds.first)
        await asyncio.sleep(20 * OFTEN)
        assert served(app) is first
        file.write_bytes(whole)
        switch(builds.index, builds.second)
        await until(lambda: served(app) is not first)
        task.cancel()
        await reloader.finish()
        await served(app).close()

    with caplog.at_level(logging.WARNING, "clausegraph.api"):
        asyncio.run(run())
    assert caplog.text.count("is not served") == 1
    assert file.name in caplog.text
    assert served(app).index.build == builds.second


def test_while_nothing_is_published_the_old_build_is_served(
    builds: Builds, caplog: pytest.LogCaptureFixture
) -> None:
    app = opened(builds)
    (builds.index / "current").unlink()

    async def run() -> None:
        await served(app).start()
        task = asyncio.create_task(Reloader(app, OFTEN).watch())
        await until(lambda: "cannot be told" in caplog.text)
        task.cancel()
        await served(app).close()

    with caplog.at_level(logging.WARNING, "clausegraph.api"):
        asyncio.run(run())
    assert served(app).index.build == builds.first
