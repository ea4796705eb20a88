"""What one client may hold of a server that many share."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextvars import ContextVar
from ipaddress import IPv6Address, ip_address, ip_network

from skillgraph.serve.access import App, Receive, Scope, Send, is_loopback, refuse
from skillgraph.serve.refusals import Refused

#: Requests that one client has open at once; those of this machine are its owner's.
HELD = 32
#: Bytes of a request's body up to which it is read, and seconds in which it has to come.
_BODY, _PATIENCE = 2**24, 30.0
#: Bytes of an answer that are given to the network at a time, and of all answers that wait for it.
_PART, _SENDING = 2**16, 2**29
#: Who asks; nothing where no request is answered.
CLIENT: ContextVar[str] = ContextVar("client", default="")


class Limits:
    """Refuses a client that has too much open, and requests that do not come to an end.

    Args:
        app: what answers the others.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._held: Counter[str] = Counter()
        self._sending = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, as ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        client = client_of(scope)
        if client and self._held[client] >= HELD:
            await refuse(send, 429, f"at most {HELD} requests at once; ask again in a moment", {"Retry-After": "1"})
            return
        self._held[client] += 1
        CLIENT.set(client)
        try:
            await self._app(scope, _bounded(receive), self._in_parts(send))
        except Refused as error:
            await refuse(send, error.status, str(error), error.headers)
        finally:
            self._held[client] -= 1
            if not self._held[client]:
                del self._held[client]

    def _in_parts(self, send: Send) -> Send:
        """Sends an answer as fast as the client takes it, and no faster: the request is open until it has it."""
        held: list[Scope] = []
        is_refused = False

        async def parts(message: Scope) -> None:
            nonlocal is_refused
            if message["type"] == "http.response.start":
                # Of what has no length yet, the client learns at once that it comes.
                if int(dict(message["headers"]).get(b"content-length", 0)) > _PART:
                    held.append(message)
                else:
                    await send(message)
                return
            body: bytes = message.get("body", b"")
            if held and len(body) > _PART and self._sending + len(body) > _SENDING:
                is_refused = True
                await refuse(send, 503, "too many large answers at once; ask again in a moment", {"Retry-After": "1"})
            if is_refused:
                return
            while held:
                await send(held.pop())
            self._sending += len(body)
            try:
                for start in range(0, len(body), _PART) or (0,):
                    more = start + _PART < len(body) or message.get("more_body", False)
                    await send({**message, "body": body[start : start + _PART], "more_body": more})
            finally:
                self._sending -= len(body)

        return parts


def client_of(scope: Scope) -> str:
    """Who asks, as far as an address says it; nothing for this machine, on which everybody has the same one.

    Example:
        >>> client_of({"client": ("192.0.2.7", 1)}), client_of({"client": ("2001:db8::1", 1)})
        ('192.0.2.7', '2001:db8::/64')
        >>> client_of({"client": ("127.0.0.1", 1)}), client_of({"client": None})
        ('', '')
    """
    host: str = (scope["client"] or ("",))[0]
    if not host or is_loopback(host):
        return ""
    try:
        address = ip_address(host)
    except ValueError:
        return host[:64]
    if isinstance(address, IPv6Address):
        # Who has one of these addresses has all of them.
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return host


def _bounded(receive: Receive) -> Receive:
    """What is sent to the server, as far as it is no more than it takes, and comes in time."""
    deadline = asyncio.get_running_loop().time() + _PATIENCE
    length, more = 0, True

    async def bounded() -> Scope:
        nonlocal length, more
        if not more:
            return await receive()
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError:
            late = f"the request was not there after {_PATIENCE:g} s"
            raise Refused(408, late, {"Connection": "close"}) from None
        if message["type"] == "http.disconnect":
            raise Refused(400, "the request ended in the middle", {"Connection": "close"})
        length += len(message.get("body", b""))
        more = message.get("more_body", False)
        if length > _BODY:
            raise Refused(413, f"the body of a request may have {_BODY:,} bytes", {"Connection": "close"})
        return message

    return bounded
