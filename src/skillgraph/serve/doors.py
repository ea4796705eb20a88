"""All that a request passes before it is answered, in its order."""

from __future__ import annotations

import sys

from skillgraph.serve.access import Access, App, Receive, Scope, Send, refuse
from skillgraph.serve.guard import Guard
from skillgraph.serve.limits import Limits
from skillgraph.serve.log import AccessLog
from skillgraph.serve.token import Door


def behind_doors(app: App, access: Access, *, log: bool = False) -> App:
    """An application that answers only whom it may.

    Args:
        app: what answers; ASGI's `root_path` tells it the prefix.
        access: who may ask.
        log: whether a line about each answer goes to standard error.
    """
    from starlette.middleware.cors import CORSMiddleware
    from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

    if access.token:
        app = Door(app, access)
    if access.origins:
        # A browser asks whether it may before it sends a token.
        app = CORSMiddleware(app, allow_origins=access.origins, allow_methods=["GET", "POST"], allow_headers=["*"])
    if access.prefix:
        app = _Prefixed(app, access.prefix)
    app = Guard(Limits(app), access)
    if log:
        app = AccessLog(app, sys.stderr)
    behind: App = ProxyHeadersMiddleware(app, access.trusted)  # type: ignore[arg-type,assignment,unused-ignore]
    return behind


class _Prefixed:
    """Answers under a prefix; a proxy passes paths on as they are, so that a path never means two things."""

    def __init__(self, app: App, prefix: str) -> None:
        self._app, self._prefix = app, prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(f"{self._prefix}/"):
            await self._app({**scope, "root_path": self._prefix}, receive, send)
        elif scope["path"] in ("/", self._prefix):
            await refuse(send, 307, f"the graph is at {self._prefix}/", {"Location": f"{self._prefix}/"})
        else:
            await refuse(send, 404, f"all addresses begin with {self._prefix}/; a proxy has to leave it where it is")
