"""skillgraph mcp"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import click

from skillgraph.cli._options import documents_option, graph_argument, timeout_option
from skillgraph.cli._terminal import put, say
from skillgraph.model.errors import missing_extra

PORT = 8322


@click.command("mcp")
@graph_argument
@click.option("--http", is_flag=True, help="Serve by HTTP on this machine instead of standard input and output.")
@click.option("--port", type=click.IntRange(0, 65535), help=f"Port; {PORT} or the next free one otherwise, 0 for any.")
@documents_option("The folder of your copies of the reports, whose passages the assistant then gets.")
@timeout_option
def command(graph_folder: Path, http: bool, port: int | None, documents: Path | None, timeout: float) -> None:
    """Serves a built graph to an assistant, read-only, by the Model Context Protocol.

    GRAPH is the folder of a built graph, `build` if it is left out. The assistant starts this command and talks to it
    by standard input and output; with --http it runs by itself, for this machine alone. What is told of a fact, a plan
    or a figure comes with its modality, its bound and its passages.

    \b
    Example:
      skillgraph mcp
      skillgraph mcp build --documents reports
      skillgraph mcp --http --port 0
    """
    if find_spec("mcp") is None:
        raise missing_extra("mcp", "mcp")
    from skillgraph.graph.folder import GraphFolder
    from skillgraph.mcp_server.running import MCP_PATH, run_http, run_stdio
    from skillgraph.mcp_server.server import make_server
    from skillgraph.mcp_server.tools import Tools
    from skillgraph.serve.running import address, listening
    from skillgraph.stores import check_timeout

    check_timeout(timeout)
    graph = GraphFolder(graph_folder)
    tools = Tools(graph, documents, timeout)
    server = make_server(graph, tools)
    try:
        with suppress(KeyboardInterrupt):
            if http:
                with listening("127.0.0.1", PORT if port is None else port, exactly=port is not None) as listener:
                    here = address(listener) + MCP_PATH
                    say(f"assistants reach the graph at {here}; Ctrl-C ends it", err=True)
                    put(here)
                    sys.stdout.flush()
                    run_http(server, listener)
            else:
                run_stdio(server)
    finally:
        tools.close()
