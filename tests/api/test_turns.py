"""So many at once, so many in line, for so long."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from api.turns import CrowdedError, Turns


def run(work: Callable[[Turns], Coroutine[Any, Any, None]], **bounds: Any) -> None:
    """Run `work` with turns of one at a time and one in line."""

    async def inside() -> None:
        await work(Turns("texts", **{"most": 1, "waiting": 1, **bounds}))

    asyncio.run(inside())


def test_one_waits_for_the_other_and_a_third_is_refused() -> None:
    async def work(turns: Turns) -> None:
        order: list[str] = []

        async def second() -> None:
            async with turns.turn():
                order.append("second")

        async with turns.turn():
            waiting = asyncio.create_task(second())
            await asyncio.sleep(0)
            with pytest.raises(CrowdedError, match="1 texts are read already"):
                async with turns.turn():
                    order.append("third")
            order.append("first")
        await waiting
        assert order == ["first", "second"]

    run(work)


def test_nobody_waits_longer_than_is_set() -> None:
    async def work(turns: Turns) -> None:
        async with turns.turn():
            with pytest.raises(CrowdedError):
                async with turns.turn():
                    raise AssertionError("there was no place")
        async with turns.turn():
            pass

    run(work, seconds=0.01)


def test_one_that_fails_or_leaves_makes_place() -> None:
    async def work(turns: Turns) -> None:
        with pytest.raises(ValueError, match="bad"):
            async with turns.turn():
                raise ValueError("bad")
        async with turns.turn():
            waiting = asyncio.create_task(turns.turn().__aenter__())
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.wait([waiting])
        async with turns.turn():
            pass

    run(work)
