"""A server of the Model Context Protocol from its start to its end, by standard input or by HTTP."""

from __future__ import annotations

import asyncio
import signal
import socket
from typing import TYPE_CHECKING, Any

from skillgraph.serve.access import Access, App
from skillgraph.serve.doors import behind_doors
from skillgraph.serve.running import asked_to_end

if TYPE_CHECKING:
    from mcp.server import MCPServer

#: Where it is by HTTP.
MCP_PATH = "/mcp"


def run_stdio(server: MCPServer) -> None:
    """Serves whoever started this program, until its input ends."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        # With this one, asyncio lets what runs come to its end.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    server.run("stdio")


def run_http(server: MCPServer, listener: socket.socket) -> None:
    """Serves this machine by HTTP until Ctrl-C or the end of the process is asked for.

    Raises:
        KeyboardInterrupt: it was Ctrl-C.
    """
    import uvicorn
    from mcp.server.transport_security import TransportSecuritySettings

    # The doors look at names and origins already. Nothing is kept of a client between its requests.
    open_inside = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    inner: Any = server.streamable_http_app(
        streamable_http_path=MCP_PATH, stateless_http=True, json_response=True, transport_security=open_inside
    )
    app: App = behind_doors(inner, Access())
    config = uvicorn.Config(
        app,  # type: ignore[arg-type,unused-ignore]  # ASGI's types have names of their own in each package
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=128,
        timeout_graceful_shutdown=2,
    )
    serving = uvicorn.Server(config)
    with asked_to_end(serving):
        asyncio.run(serving.serve([listener]))
