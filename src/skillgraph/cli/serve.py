"""skillgraph serve"""

from __future__ import annotations

import sys
import webbrowser
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import click

from skillgraph.cli._language import language
from skillgraph.cli._options import documents_option, graph_argument, timeout_option
from skillgraph.cli._terminal import put, say
from skillgraph.model.errors import UsageError, missing_extra

PORT = 8321


@click.command("serve")
@graph_argument
@click.option("--port", type=click.IntRange(0, 65535), help=f"Port; {PORT} or the next free one otherwise, 0 for any.")
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--cors", "origins", multiple=True, metavar="ORIGIN", help="Let pages of this origin ask; * for all.")
@documents_option("The folder of your copies of the reports, whose passages the page then carries.")
@click.option("--no-browser", is_flag=True, help="Do not open the page in a browser.")
@timeout_option
def command(
    graph_folder: Path,
    port: int | None,
    host: str,
    origins: tuple[str, ...],
    documents: Path | None,
    no_browser: bool,
    timeout: float,
) -> None:
    """Serves a built graph on this machine, read-only: its network page, and SPARQL at /sparql for other programs.

    GRAPH is the folder of a built graph, `build` if it is left out. Nothing is written, nothing is asked of the
    network, and no other machine can reach the server unless --host says so. Ctrl-C ends it.

    \b
    Example:
      skillgraph serve
      skillgraph serve build --port 0 --no-browser
      skillgraph serve --as-of 2012 --documents reports
    """
    if find_spec("uvicorn") is None or find_spec("starlette") is None:
        raise missing_extra("serve", "serve")
    from skillgraph.explore.page import PageOptions
    from skillgraph.graph.folder import GraphFolder
    from skillgraph.serve.app import make_app
    from skillgraph.serve.engines import Engines
    from skillgraph.serve.guard import LOOPBACK
    from skillgraph.serve.running import address, listening, run
    from skillgraph.stores import check_timeout

    check_timeout(timeout)
    for origin in origins:
        if origin != "*" and not origin.startswith(("http://", "https://")):
            raise UsageError(f"--cors {origin}: an origin is https://example.org, without a path, or *")
    graph = GraphFolder(graph_folder)
    engines = Engines(graph_folder, timeout)
    options = PageOptions(language="zh" if language() == "zh" else "en", documents=documents)
    with listening(host, PORT if port is None else port, exactly=port is not None) as listener:
        here = address(listener)
        if host not in LOOPBACK:
            say(f"warning: whoever reaches {here} can read this graph and ask it; there is no password", err=True)
        say(f"the graph is at {here}/ and its SPARQL at {here}/sparql; Ctrl-C ends it", err=True)
        put(here)
        sys.stdout.flush()
        if not no_browser and sys.stdout.isatty():
            webbrowser.open(here)
        with suppress(KeyboardInterrupt):
            run(make_app(graph, engines, options, host, origins), engines, listener)
    say("the server has ended", err=True)
