"""Messages between the server and the processes that evaluate: a length, then JSON.

The evaluating side reads and writes descriptors and nothing else, because its jail forbids the
calls of sockets; the server's side waits in its event loop.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
from typing import Any, Final

Message = dict[str, Any]

_HEAD: Final = 4
"""Bytes of the length, the greatest first."""


def packed(message: Message) -> bytes:
    """Return a message as bytes."""
    body = json.dumps(message).encode("ascii")
    return len(body).to_bytes(_HEAD, "big") + body


def send(channel: int, message: Message) -> None:
    """Write a message to a descriptor that blocks."""
    data = memoryview(packed(message))
    while data:
        data = data[os.write(channel, data) :]


def receive(channel: int) -> Message | None:
    """Read a message from a descriptor that blocks; None where the other end is closed."""
    head = _read(channel, _HEAD)
    body = None if head is None else _read(channel, int.from_bytes(head, "big"))
    return None if body is None else _said(body)


def _read(channel: int, count: int) -> bytes | None:
    data = bytearray()
    while len(data) < count:
        piece = os.read(channel, count - len(data))
        if not piece:
            return None
        data += piece
    return bytes(data)


class Channel:
    """The server's end of a socket to one process."""

    def __init__(self, end: socket.socket) -> None:
        end.setblocking(False)
        self._end = end

    async def send(self, message: Message) -> None:
        """Send a message. Raises OSError where the other end is closed."""
        await asyncio.get_running_loop().sock_sendall(self._end, packed(message))

    async def receive(self) -> Message | None:
        """Return the next message; None where the other end is closed."""
        head = await self._take(_HEAD)
        body = None if head is None else await self._take(int.from_bytes(head, "big"))
        return None if body is None else _said(body)

    async def _take(self, count: int) -> bytes | None:
        loop = asyncio.get_running_loop()
        data = bytearray()
        while len(data) < count:
            try:
                piece = await loop.sock_recv(self._end, count - len(data))
            except ConnectionError:
                return None
            if not piece:
                return None
            data += piece
        return bytes(data)

    def close(self) -> None:
        """Close this end; the process at the other one ends by itself."""
        self._end.close()


def _said(body: bytes) -> Message:
    message: Message = json.loads(body)
    return message
