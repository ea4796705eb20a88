"""What no request gets past: names that are not this server's, other pages, and answers that a browser would obey."""

from __future__ import annotations

import re

from skillgraph.serve.access import Access, App, Receive, Scope, Send, is_address, is_loopback, refuse, values
from skillgraph.serve.refusals import Refused

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:/@\s]+)(?::\d{1,5})?")
#: Whatever the text of a report or a query makes of an answer, no browser runs it or guesses its type, and no other
#: page has it in a frame, as a picture or by a window that it opened.
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
#: Where the answer itself says nothing of it.
_DEFAULTS = (
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; sandbox"),
    (b"cache-control", b"private, no-cache"),
)
#: What only asks, by methods that others use to change something: the query protocols, and coming in.
_ASKS = re.compile(r"/sparql|/mcp|/graphs(/.*)?|/db/[^/]+/query/v2(/tx(/[^/]+(/commit)?)?)?|/reconcile(/.*)?|/login")
_SAFE = ("GET", "HEAD", "OPTIONS")
#: What is for the pages of this server alone, whatever origins may ask.
_OWN = re.compile(r"/review(/.*)?|/login")
#: What the pages that may ask show in a frame: the preview of a thing. The browser holds them to the policy.
_FRAMED = "/reconcile/preview"
#: A header that no form and no page of another origin can send.
CHANGES = b"x-skillgraph"


class Guard:
    """Refuses requests that a page of another origin makes, directly or by a name that it lets point here.

    Args:
        app: what answers the others.
        access: who may ask.
    """

    def __init__(self, app: App, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, as ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Scope) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                own = [*_HEADERS, *(header for header in _DEFAULTS if header[0] not in given)]
                if self._is_framed(scope):
                    frames = f"; frame-ancestors {' '.join(self._access.origins)}".encode("ascii")
                    own = [
                        (name, value + frames if name == b"content-security-policy" else value) for name, value in own
                    ]
                    own = [(name, value) for name, value in own if name != b"x-frame-options"]
                message = {**message, "headers": [*message["headers"], *own]}
            await send(message)

        if refusal := self._refusal(scope):
            await refuse(guarded, refusal.status, str(refusal), refusal.headers)
        else:
            await self._app(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> Refused | None:
        """With what a request is refused that is not to be answered."""
        host = "".join(values(scope, b"host"))
        if len(values(scope, b"host")) > 1:
            return Refused(400, "a request has one Host header", {"Connection": "close"})
        if values(scope, b"transfer-encoding") and values(scope, b"content-length"):
            # Whoever stands between may take the one for the end of the request, and this server the other.
            return Refused(400, "a request has Content-Length or Transfer-Encoding, not both", {"Connection": "close"})
        if not self._is_ours(host):
            return Refused(421, "the Host header names another server; `skillgraph serve --allow-host` adds a name")
        path = str(scope["path"]).removeprefix(self._access.prefix)
        origins = [] if _OWN.fullmatch(path) else self._access.origins
        here = f"{scope['scheme']}://{host.lower()}"
        changes = scope["method"] not in _SAFE and not _ASKS.fullmatch(path)
        for origin in values(scope, b"origin"):
            if origin.lower() != here and (changes or not {"*", origin} & set(origins)):
                return _of_another(origin, host)
        if not values(scope, b"origin") and _is_foreign(scope) and not self._is_framed(scope):
            return Refused(403, "pages of other origins may link to this server, and not have its answers in them")
        if changes and not values(scope, CHANGES):
            return Refused(403, "what changes something is sent with the header X-Skillgraph: 1")
        return None

    def _is_framed(self, scope: Scope) -> bool:
        """Whether pages of others may show this in a frame."""
        path = str(scope["path"]).removeprefix(self._access.prefix)
        return path == _FRAMED and scope["method"] in _SAFE and bool(self._access.origins)

    def _is_ours(self, header: str) -> bool:
        """Whether a Host header is an address or a name that was allowed, and not one that someone lets point here."""
        found = _HOST.fullmatch(header.lower())
        name = found[1].strip("[]") if found else ""
        if name == "localhost" or is_loopback(name) or name in self._access.names:
            return True
        return not self._access.is_local and (name == self._access.host.lower() or is_address(name))


def _of_another(origin: str, host: str) -> Refused:
    if origin.lower().partition("://")[2] == host.lower():
        return Refused(403, "the page came by another scheme than this request; a proxy has to send X-Forwarded-Proto")
    return Refused(403, "pages of other origins may not ask here; `skillgraph serve --cors` lets one")


def _is_foreign(scope: Scope) -> bool:
    """Whether a page of another origin has this as a picture, a frame or the like; that it links here is its right."""

    def said(name: bytes) -> set[str]:
        return set(values(scope, b"sec-fetch-" + name))

    if said(b"site") <= {"same-origin", "none"}:
        return False
    return said(b"mode") != {"navigate"} or said(b"dest") != {"document"} or scope["method"] not in _SAFE
