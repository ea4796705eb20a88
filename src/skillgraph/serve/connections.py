"""Connections that whoever sends or takes nothing does not keep open: uvicorn's, with the bounds that it has not."""

from __future__ import annotations

import asyncio
import re
from functools import cache
from typing import Any

from skillgraph.serve.access import Access, is_one_of

#: Seconds in which the head of a request has to come, and in which a client has to take some of an answer.
_HEAD, _TAKEN = 20.0, 60.0
#: Bytes of the head of a request, up to what came with its last part.
_LARGEST_HEAD = 2**16
#: Connections at once, of all and of one client; this machine may have them all.
CONNECTIONS, _OF_ONE = 512, 64


_OFFER = re.compile(rb"\r\nupgrade:", re.IGNORECASE)
_TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


@cache
def protocol(access: Access) -> type[asyncio.Protocol]:
    """What speaks HTTP on a connection.

    Uvicorn closes a connection that idles between requests, and none that never gets to its first one, sends it byte
    by byte, or stops to read the answer. It turns requests away, and no connections; and it collects the head of a
    request and what may follow the body without a bound.

    Args:
        access: which names the proxies that may have all connections.
    """
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

    class Bounded(HttpToolsProtocol):  # type: ignore[misc,unused-ignore]
        _head = 0
        _in_head = _in_body = False
        _waiting: asyncio.TimerHandle | None = None
        _stalled: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            host = (self.client or ("",))[0]
            of_it = sum(1 for c in self.connections if (getattr(c, "client", None) or ("",))[0] == host)
            too_many = of_it > _OF_ONE and not is_one_of(host, access.trusted)
            # Some more than get an answer, so that the rest is told why it gets none.
            if too_many or len(self.connections) > CONNECTIONS + 64:
                transport.abort()
            self._wait()

        def data_received(self, data: bytes) -> None:
            before = self.cycle
            if not self._in_body:
                # Java's client offers HTTP/2 with its first request; the parser would take no body and no other then.
                head, end, rest = data.partition(b"\r\n\r\n")
                data = _OFFER.sub(b"\r\nx-grade:", head) + end + rest
            super().data_received(data)
            self._head += len(data)
            if self._in_head and self._head > _LARGEST_HEAD:
                self.transport.write(_TOO_LARGE)
                self.transport.close()
            if self.cycle is not before:
                self._waits_no_more()
            elif self._waiting is None and (before is None or before.response_complete):
                self._wait()

        def on_message_begin(self) -> None:
            super().on_message_begin()
            self._head, self._in_head = 0, True

        def on_header(self, name: bytes, value: bytes) -> None:
            # What follows the body nobody asks for.
            if self._in_head:
                super().on_header(name, value)

        def on_headers_complete(self) -> None:
            self._in_head, self._in_body = False, True
            if not self.url.startswith(b"/"):
                # Another host may stand in it than in the header that is checked; the parser makes it a 400.
                raise RuntimeError("a request names a path")
            super().on_headers_complete()

        def on_message_complete(self) -> None:
            self._in_body = False
            super().on_message_complete()

        def pause_writing(self) -> None:
            super().pause_writing()
            self._stalled = self.loop.call_later(_TAKEN, self.transport.abort)

        def resume_writing(self) -> None:
            super().resume_writing()
            if self._stalled:
                self._stalled.cancel()

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            self._waits_no_more()
            if self._stalled:
                self._stalled.cancel()

        def _wait(self) -> None:
            self._waiting = self.loop.call_later(_HEAD, self.transport.abort)

        def _waits_no_more(self) -> None:
            if self._waiting:
                self._waiting.cancel()
                self._waiting = None

    return Bounded
