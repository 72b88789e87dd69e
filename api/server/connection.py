"""A connection that a slow or silent client cannot hold for ever.

uvicorn ends connections that are idle between two requests, and no others. Here every connection
is looked at once a second: the head of a request must arrive in time, a body that no route reads
too, and a client that takes nothing of its answer is cut off. What h11 refuses, for its form or for
its length, is answered as a problem.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from http import HTTPStatus
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any, Final, cast

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from api.metrics import refused
from api.server.joined import Joined
from api.settings import ServiceSettings

TICK: Final = 1.0
"""Seconds between two looks at a connection."""
SWITCH: Final = 0.001
"""Seconds after which a thread that computes lets another go on, a fifth of Python's own: a request
changes threads several times, and while long texts are read it waits so long at each change."""
GRACE: Final = 5.0
"""Seconds that a body gets beyond its time before it is cut off here: the route answers first."""
_MENDS: Final = {
    400: "Send HTTP/1.1 (RFC 9112).",
    408: "Send the whole head of the request at once.",
    431: "Send a shorter URL and fewer or shorter headers.",
    501: "Send the body plainly or in chunks.",
}
_WHY: Final = {501: "of the transfer codings only chunked is taken"}
"""Where the words of h11 are no sentence without what the client sent."""


class BoundedConfig(Config):
    """uvicorn's configuration with the settings of the service, for its connections."""

    def __init__(self, app: Any, settings: ServiceSettings, **options: Any) -> None:
        super().__init__(app, http=Connection, ws="none", **options)
        self.settings = settings

    def load(self) -> None:
        """Make the application of this process; a worker ends when its parent is gone."""
        sys.setswitchinterval(SWITCH)
        super().load()
        parent = parent_process()
        if parent is not None:
            Thread(target=_end_after, args=(parent,), name="parent", daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    """Ask this process to end when its parent has ended, also where that was killed."""
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


class Connection(H11Protocol):
    """uvicorn's connection over h11, with time limits."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        assert isinstance(config, BoundedConfig)
        self.settings = config.settings
        self._look: asyncio.TimerHandle | None = None
        self._head_since: float | None = None
        self._body_since: float | None = None
        self._unsent = (0, 0.0)
        """Bytes that wait to be taken, and since when their number has not changed."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to watch; a connection beyond the limit is closed at once."""
        joined = Joined(cast(asyncio.Transport, transport), self.loop)
        super().connection_made(cast(asyncio.Transport, joined))
        if len(self.connections) > self.settings.connections:
            refused("connections")
            self.transport.abort()
            return
        self._head_since = self.loop.time()
        self._look = self.loop.call_later(TICK, self._looked_at)

    def connection_lost(self, exc: Exception | None) -> None:
        """Watch no longer."""
        if self._look is not None:
            self._look.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Note since when a head or a body is on its way."""
        super().data_received(data)
        now = self.loop.time()
        self._body_since = (
            (self._body_since or now) if self.conn.their_state is h11.SEND_BODY else None
        )
        in_head = self.conn.their_state is h11.IDLE and bool(self.conn.trailing_data[0])
        self._head_since = (self._head_since or now) if in_head else None

    def send_400_response(self, msg: str) -> None:
        """Answer what h11 refuses with a problem, and close. The error is the one in hand."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.close()
            return
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        error = sys.exception()
        status = getattr(error, "error_status_hint", 400)
        refused("connection_head" if status == 431 else "form")
        why = _WHY.get(status) or (str(error).partition(":")[0] if error else "")
        self._refuse(status, f"{msg} The reason: {why}." if why else msg)

    def _refuse(self, status: int, detail: str) -> None:
        phrase = HTTPStatus(status).phrase
        body = {"type": "about:blank", "title": phrase, "status": status, "detail": detail}
        if status in _MENDS:
            body["mend"] = _MENDS[status]
        content = json.dumps(body, ensure_ascii=False).encode()
        headers = [
            (b"content-type", b"application/problem+json"),
            (b"content-length", str(len(content)).encode()),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
            (b"connection", b"close"),
        ]
        head = h11.Response(status_code=status, headers=headers, reason=phrase.encode())
        for event in (head, h11.Data(data=content), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _looked_at(self) -> None:
        """End the connection where its client takes too long; else look again later."""
        now = self.loop.time()
        if self._is_stuck(now):
            refused("send_seconds")
            self.transport.abort()
        elif self._is_over(self._body_since, self.settings.body_seconds + GRACE, now):
            refused("body_seconds")
            self.transport.abort()
        elif self._is_over(self._head_since, self.settings.head_seconds, now):
            refused("head_seconds")
            self._end_head()
        self._look = self.loop.call_later(TICK, self._looked_at)

    @staticmethod
    def _is_over(since: float | None, seconds: float, now: float) -> bool:
        return since is not None and now - since > seconds

    def _is_stuck(self, now: float) -> bool:
        """Whether the client has taken nothing of what waits for it for too long."""
        waiting, since = self.transport.get_write_buffer_size(), self._unsent[1]
        if not waiting or waiting != self._unsent[0]:
            self._unsent = (waiting, now)
            return False
        return now - since > self.settings.send_seconds

    def _end_head(self) -> None:
        """Say that the head took too long, to a client that sent some of it; close in any case."""
        self._head_since = None
        if self.transport.is_closing():
            return
        if self.conn.our_state is h11.IDLE and self.conn.trailing_data[0]:
            most = self.settings.head_seconds
            detail = (
                f"The head of the request did not arrive within {most:g} seconds "
                "(CLAUSEGRAPH_HEAD_SECONDS)."
            )
            self._refuse(408, detail)
        else:
            self.transport.close()
