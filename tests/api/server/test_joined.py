from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

import pytest

from api.server.joined import LARGE, Joined


class Sent:
    """Notes what is sent, and whether it was closed before or after."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        self.pieces.append(data)

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def get_write_buffer_size(self) -> int:
        return 7


def after(act: Callable[[Joined, Sent], None], *, wait: bool = True) -> Sent:
    """What is sent of what `act` writes, when the event loop has gone on or before."""
    sent = Sent()

    async def run() -> None:
        joined = Joined(cast(asyncio.Transport, sent), asyncio.get_running_loop())
        act(joined, sent)
        if wait:
            await asyncio.sleep(0)

    asyncio.run(run())
    return sent


def head_and_body(joined: Joined, sent: Sent) -> None:
    joined.write(b"head ")
    joined.write(b"")
    joined.write(b"body")
    assert sent.pieces == []


def test_what_is_written_in_one_go_is_sent_in_one_piece() -> None:
    assert after(head_and_body).pieces == [b"head body"]


def test_what_is_large_is_sent_at_once_so_that_the_transport_can_stop_the_writer() -> None:
    def write(joined: Joined, sent: Sent) -> None:
        joined.write(b"head ")
        joined.write(bytes(LARGE))
        assert sent.pieces == [b"head " + bytes(LARGE)]

    assert len(after(write).pieces) == 1


def test_closing_sends_first_and_nothing_is_written_after() -> None:
    def write(joined: Joined, sent: Sent) -> None:
        joined.write(b"last")
        joined.close()
        assert sent.pieces == [b"last"]
        joined.write(b"too late")

    assert after(write).pieces == [b"last"]


@pytest.mark.parametrize("name", ["is_closing", "get_write_buffer_size"])
def test_all_else_is_the_transport_s(name: str) -> None:
    def ask(joined: Joined, sent: Sent) -> None:
        assert getattr(joined, name)() == getattr(sent, name)()

    after(ask)
