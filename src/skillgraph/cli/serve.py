"""skillgraph serve"""

from __future__ import annotations

import os
import sys
import webbrowser
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from skillgraph.cli._language import in_chinese, is_told, language
from skillgraph.cli._options import documents_option, graph_argument, timeout_option
from skillgraph.cli._terminal import put, say
from skillgraph.model.errors import UsageError, missing_extra

if TYPE_CHECKING:
    from skillgraph.deciding.desk import Desk

PORT = 8321


@click.command("serve")
@graph_argument
@click.option("--port", type=click.IntRange(0, 65535), help=f"Port; {PORT} or the next free one otherwise, 0 for any.")
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--token-file", type=click.Path(path_type=Path), help="File with the token that whoever asks needs.")
@click.option("--allow-host", "names", multiple=True, metavar="NAME", help="A name that this server has elsewhere.")
@click.option("--prefix", metavar="PATH", default="", help="Where a proxy has this server, as /skillgraph.")
@click.option("--proxy", "proxies", multiple=True, metavar="ADDRESS", help="A proxy on another machine to believe.")
@click.option("--cors", "origins", multiple=True, metavar="ORIGIN", help="Let pages of this origin ask; * for all.")
@documents_option("The folder of your copies of the reports, whose passages the page then carries.")
@click.option(
    "--review", type=click.Path(path_type=Path), metavar="FOLDER", help="A loader to review, or a folder of them."
)
@click.option(
    "--reviewer", metavar="NAME", envvar="SKILLGRAPH_REVIEWER", default="", help="Who reviews; asked for otherwise."
)
@click.option("--no-browser", is_flag=True, help="Do not open the page in a browser.")
@click.option("--log", is_flag=True, help="Write a line about each request to standard error.")
@timeout_option
def command(
    graph_folder: Path,
    port: int | None,
    host: str,
    token_file: Path | None,
    names: tuple[str, ...],
    prefix: str,
    proxies: tuple[str, ...],
    origins: tuple[str, ...],
    documents: Path | None,
    review: Path | None,
    reviewer: str,
    no_browser: bool,
    log: bool,
    timeout: float,
) -> None:
    """Serves a built graph on this machine, read-only: its network page, and SPARQL at /sparql for other programs.

    GRAPH is the folder of a built graph, `build` if it is left out. Nothing is written, nothing is asked of the
    network, and no other machine can reach the server unless --host says so. Ctrl-C ends it.

    With --review, reports are reviewed at /review: FOLDER is a loader's, as `skillgraph extract --loader` makes it, or
    holds several. What is decided is written into its tables. --documents is where the reports lie, if not here or
    beside the loader. Where no graph is built yet, the review alone is served.

    With another --host, or a name by --allow-host, whoever asks needs a token. It is that of --token-file or of the
    environment variable SKILLGRAPH_TOKEN; otherwise one is made and shown at the start. Browsers are asked for it,
    programs send it as `Authorization: Bearer`, or as the password of any user.

    \b
    Example:
      skillgraph serve
      skillgraph serve build --port 0 --no-browser
      skillgraph serve --as-of 2012 --documents reports
      skillgraph serve --review loaders/my-report --documents reports
      skillgraph serve --allow-host graph.example.org --prefix /skillgraph --token-file token.txt --log
    """
    if not all(map(find_spec, ("httptools", "starlette", "uvicorn"))):
        raise missing_extra("serve", "serve")
    from skillgraph.explore.page import PageOptions
    from skillgraph.graph.folder import MANIFEST, GraphFolder
    from skillgraph.serve.access import Access
    from skillgraph.serve.app import make_app, make_review_app
    from skillgraph.serve.doors import behind_doors
    from skillgraph.serve.engines import Engines
    from skillgraph.serve.log import start_log
    from skillgraph.serve.running import address, listening, run
    from skillgraph.serve.token import new_token, token_from
    from skillgraph.stores import check_timeout
    from skillgraph.writing.workshop import sweep_temporary_folders

    check_timeout(timeout)
    given = token_from(token_file, os.environ.pop("SKILLGRAPH_TOKEN", ""))
    access = Access(host, names, origins, given, prefix, proxies).checked()
    if access.is_shared and not given:
        access = access._replace(token=new_token())
    desk = _desk(review, documents, reviewer)
    follows = not is_told()
    options = PageOptions(language="zh" if language() == "zh" else "en", documents=documents, follows_browser=follows)
    if desk is not None and not _is_named() and not (graph_folder / MANIFEST).is_file():
        engines, app = None, make_review_app(desk, options)
    else:
        sweep_temporary_folders()
        graph = GraphFolder(graph_folder)
        engines = Engines(graph.place, timeout)
        app = make_app(graph, engines, options, desk)
    start_log()
    with listening(host, PORT if port is None else port, exactly=port is not None) as listener:
        here = address(listener) + access.prefix
        if not access.is_local:
            say("warning: others may read along what goes to another machine; HTTPS is the work of a proxy", err=True)
        if engines is not None:
            say(f"the graph is at {here}/ and its SPARQL at {here}/sparql; Ctrl-C ends it", err=True)
        if desk is not None:
            say(f"reports are reviewed at {here}/review; Ctrl-C ends it", err=True)
        if given:
            say(f"whoever asks needs the token; browsers are asked for it at {here}/login", err=True)
        elif access.token:
            say(
                f"the token, shown this once, is in the address that lets you in: {here}/login#{access.token}", err=True
            )
        put(here)
        sys.stdout.flush()
        # What starts a browser would show a token in the list of processes.
        if not no_browser and not access.token and sys.stdout.isatty():
            webbrowser.open(here)
        with suppress(KeyboardInterrupt):
            run(behind_doors(app, access, log=log), engines, listener, access)
    if desk is not None:
        desk.close()
    say("the server has ended", err=True)


def _desk(folder: Path | None, documents: Path | None, reviewer: str) -> Desk | None:
    """The reports to be reviewed."""
    if folder is None:
        return None
    from skillgraph.deciding.desk import Desk
    from skillgraph.deciding.journal import reviewer as kept

    name = kept(reviewer)
    if reviewer and not name:
        raise UsageError(f"--reviewer {reviewer}: a name has letters, digits, spaces and .-_, and at most 40 of them")
    return Desk(folder, documents, name, in_chinese)


def _is_named() -> bool:
    """Whether a graph was asked for by its name."""
    context = click.get_current_context()
    given = (context.get_parameter_source(name) for name in ("folder", "graph_folder"))
    return any(source is not ParameterSource.DEFAULT for source in given)
