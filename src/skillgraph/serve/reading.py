"""A request as it comes: its body within bounds, and whether its sender still waits."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING, TypeVar

from skillgraph.serve.refusals import Refused

if TYPE_CHECKING:
    from starlette.requests import Request

Given = TypeVar("Given")

#: Bytes of a body; and up to which one is read to its end, so that its sender gets to see the refusal.
_BODY, _DRAINED = 2**20, 2**24
#: Seconds in which a body has to come.
_PATIENCE = 30.0


async def whole_body(request: Request) -> bytes:
    """The body of a request.

    Raises:
        Refused: it is too large, or takes too long.
    """
    too_large = Refused(413, f"the body of a request may have {_BODY:,} bytes", {"Connection": "close"})
    if (said := request.headers.get("content-length", "")).isdecimal() and int(said) > _DRAINED:
        raise too_large
    body, length = bytearray(), 0
    try:
        async with asyncio.timeout(_PATIENCE):
            async for part in request.stream():
                length += len(part)
                if length <= _BODY:
                    body += part
                elif length > _DRAINED:
                    raise too_large
    except TimeoutError:
        raise Refused(408, f"the request was not there after {_PATIENCE:g} s", {"Connection": "close"}) from None
    if length > _BODY:
        raise too_large
    return bytes(body)


async def while_there(request: Request, answer: Awaitable[Given]) -> Given:
    """Waits for an answer as long as the client does.

    Raises:
        Refused: the client is gone; the answer is cancelled.
    """
    waiting = asyncio.ensure_future(answer)
    leaving = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((waiting, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            raise Refused(499, "the client is gone")
        return waiting.result()
    finally:
        waiting.cancel()
        leaving.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
