"""Options that several commands have, and what they mean."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from skillgraph.cli._language import told
from skillgraph.cli._terminal import say
from skillgraph.model.controls import shown
from skillgraph.model.dates import is_date
from skillgraph.model.errors import UsageError

T = TypeVar("T")

if TYPE_CHECKING:
    from skillgraph.api.knowledge_graph import KnowledgeGraph
    from skillgraph.graph.folder import GraphFolder
    from skillgraph.stores.bolt.graph import Neo4jGraph
    from skillgraph.stores.target import PushTarget

_DATE = "YYYY[-MM[-DD]]"
#: How many reports a note names.
_NAMED = 5
_GRAPH_OPTIONS = (
    click.option(
        "--graph",
        "graph_folder",
        type=click.Path(path_type=Path),
        default=Path("build"),
        show_default=True,
        help="The folder of a built graph.",
    ),
    click.option("--as-of", metavar=_DATE, default="", help="The graph as of a date: without what is over or to come."),
    click.option("--known-by", metavar=_DATE, default="", help="Only what reports say that were issued by a date."),
)
timeout_option = click.option(
    "--timeout", type=float, default=30.0, show_default=True, help="Seconds after which a query is stopped."
)
param_option = click.option(
    "--param",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="A value to bind; a number, true, false or JSON is taken as such, all else as text.",
)
format_option = click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True
)
loaders_argument = click.argument("loaders", nargs=-1, type=click.Path(path_type=Path))


def graph_option(function: Callable[..., T]) -> Callable[..., T]:
    """The options that say which graph a command reads: it gets `graph_folder`, as of whatever date was asked for."""

    @wraps(function)
    def with_folder(*args: Any, graph_folder: Path, as_of: str, known_by: str, **others: Any) -> T:
        if as_of or known_by:
            from skillgraph.graph.dated import dated_folder
            from skillgraph.graph.folder import GraphFolder

            graph = GraphFolder(graph_folder)
            graph_folder = dated_folder(graph, as_of, known_by)
            if known_by:
                _note_undated(graph)
        return function(*args, graph_folder=graph_folder, **others)

    for option in reversed(_GRAPH_OPTIONS):
        with_folder = option(with_folder)
    return with_folder


def graph_argument(function: Callable[..., T]) -> Callable[..., T]:
    """As `graph_option`, for what is about a graph and nothing else: its folder may be given without the option."""
    with_option = graph_option(function)

    @wraps(with_option)
    def with_argument(*args: Any, folder: Path | None, graph_folder: Path, **others: Any) -> T:
        return with_option(*args, graph_folder=folder or graph_folder, **others)

    argument = click.argument("folder", metavar="[GRAPH]", required=False, type=click.Path(path_type=Path))
    return argument(with_argument)


def _note_undated(graph: GraphFolder) -> None:
    undated = [d.id for d in graph.documents.values() if d.kind == "report" and not is_date(d.issued)]
    if undated:
        more = f" and {len(undated) - _NAMED} more" if len(undated) > _NAMED else ""
        named = shown(", ".join(undated[:_NAMED])) + more
        say(f"note: stays, since source.toml does not say when it was issued: {named}", err=True)


def graph_or_server_option(function: Callable[..., T]) -> Callable[..., T]:
    """As `graph_option`, for what may ask a server (`endpoint`, `uri`) instead: that has one graph, of all times."""

    @wraps(function)
    def on_a_graph(*args: Any, as_of: str, known_by: str, **others: Any) -> T:
        if (as_of or known_by) and (server := others.get("endpoint") or others.get("uri")):
            raise UsageError(
                f"--as-of and --known-by are for a built graph; for {shown(server)}, ask for dates in the query "
                "(docs/asking.md), or push the graph of that date there: skillgraph push --as-of"
            )
        return given(*args, as_of=as_of, known_by=known_by, **others)

    given = graph_option(function)
    return on_a_graph


def documents_option(help: str) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """The option `--documents`: a folder of the user's own copies of the reports, which may be left out."""
    return click.option("--documents", type=click.Path(path_type=Path, exists=True, file_okay=False), help=help)


def open_graph(folder: Path) -> KnowledgeGraph:
    """The built graph of `--graph`."""
    from skillgraph.api.knowledge_graph import KnowledgeGraph

    graph = KnowledgeGraph(folder)
    graph.progress = _load_bar()
    return graph


def _load_bar() -> Callable[[int, int], None] | None:
    """A bar on a terminal, for a first question in Cypher."""
    if not sys.stderr.isatty():
        return None
    bar = click.progressbar(length=1, label=told("make the database for Cypher"), file=sys.stderr)

    def progress(done: int, lines: int) -> None:
        bar.length = max(lines, 1)
        bar.update(done - bar.pos)
        if done == lines:
            bar.render_finish()

    return progress


def ask_password(username: str) -> str:
    """Asks on the terminal, without showing what is typed; nothing typed is no password."""
    answer: str = click.prompt(
        shown(told(f"Password of {username}")), hide_input=True, default="", show_default=False, err=True
    )
    return answer


def neo4j_graph(uri: str) -> Neo4jGraph:
    """The graph in the database of a server, with credentials from the environment."""
    from skillgraph.stores.bolt.graph import Neo4jGraph
    from skillgraph.stores.credentials import neo4j_credentials

    return Neo4jGraph(uri, **neo4j_credentials(ask_password), waiting=partial(say, err=True))


def server_graph(uri: str, update_url: str = "") -> PushTarget[Any]:
    """The graph on the server of a URI, of whatever kind, with credentials from the environment."""
    if uri.lower().startswith(("http:", "https:")):
        from skillgraph.stores.credentials import sparql_credentials
        from skillgraph.stores.sparql.graph import GraphStore

        return GraphStore(
            uri,
            **sparql_credentials(ask_password),
            update_url=update_url,
            waiting=partial(say, err=True),
        )
    if update_url:
        raise click.UsageError("--update-url is for SPARQL servers")
    return neo4j_graph(uri)
