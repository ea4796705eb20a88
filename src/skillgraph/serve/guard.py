"""What no request gets past: names that are not this server's, other pages, and answers that a browser would obey."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from ipaddress import ip_address
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:/@\s]+)(?::\d{1,5})?")
#: Whatever the text of a report or a query makes of an answer, no browser runs it or guesses its type.
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_POLICY = (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; sandbox")


class Guard:
    """Refuses requests that a page of another origin makes, directly or by a name that it lets point here.

    Args:
        app: what answers the others.
        host: the address that is listened on.
        origins: whose pages may ask; `*` for all.
    """

    def __init__(self, app: App, host: str, origins: Collection[str]) -> None:
        self._app, self._host, self._origins = app, host, origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, as ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}

        async def guarded(message: Scope) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                own = [*_HEADERS, *([] if _POLICY[0] in given else [_POLICY])]
                message = {**message, "headers": [*message["headers"], *own]}
            await send(message)

        host, origin = headers.get(b"host", ""), headers.get(b"origin")
        if not self._is_ours(host):
            await _refuse(guarded, 421, "this server does not go by the name in the Host header of the request")
        elif origin is not None and not self._may_ask(origin, host):
            await _refuse(guarded, 403, "pages of other origins may not ask here; `skillgraph serve --cors` lets one")
        else:
            await self._app(scope, receive, guarded)

    def _is_ours(self, header: str) -> bool:
        """Whether a Host header is an address, and not a name that someone lets point here."""
        found = _HOST.fullmatch(header.lower())
        name = found[1].strip("[]") if found else ""
        if name in LOOPBACK:
            return True
        return self._host not in LOOPBACK and (name == self._host.lower() or _is_address(name))

    def _may_ask(self, origin: str, host: str) -> bool:
        return origin.lower() == f"http://{host.lower()}" or "*" in self._origins or origin in self._origins


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


async def _refuse(send: Send, status: int, message: str) -> None:
    body = message.encode() + b"\n"
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
