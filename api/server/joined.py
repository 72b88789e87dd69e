"""What is written in one go travels in one piece: the head of an answer with its body.

uvicorn writes them apart, and asyncio sends each at once: two packets, and a client that is woken
twice. Here what is written waits until the event loop has done what it does just now.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

LARGE: Final = 1 << 16
"""Bytes from which on nothing waits, so that the limits of a slow client hold as they would."""


class Joined:
    """A transport that joins what is written before the event loop goes on; else as the inner."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._written: list[bytes] = []
        self._size = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Take bytes, to be sent soon."""
        if not data:
            return
        if not self._written:
            self._loop.call_soon(self._send)
        self._written.append(data)
        self._size += len(data)
        if self._size >= LARGE:
            self._send()

    def close(self) -> None:
        """Send what was written, and close."""
        self._send()
        self._transport.close()

    def _send(self) -> None:
        written, self._written, self._size = self._written, [], 0
        if written and not self._transport.is_closing():
            self._transport.write(b"".join(written))
