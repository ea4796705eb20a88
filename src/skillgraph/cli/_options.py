"""Options that several commands have, and what they mean."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from skillgraph.graph.table import shown

if TYPE_CHECKING:
    from skillgraph.api.knowledge_graph import KnowledgeGraph
    from skillgraph.stores.bolt.graph import Neo4jGraph
    from skillgraph.stores.target import PushTarget

graph_option = click.option(
    "--graph",
    "graph_folder",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="The folder of a built graph.",
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


def open_graph(folder: Path) -> KnowledgeGraph:
    """The built graph of `--graph`."""
    from skillgraph.api.knowledge_graph import KnowledgeGraph

    return KnowledgeGraph(folder)


def ask_password(username: str) -> str:
    """Asks on the terminal, without showing what is typed; nothing typed is no password."""
    answer: str = click.prompt(
        shown(f"Password of {username}"), hide_input=True, default="", show_default=False, err=True
    )
    return answer


def neo4j_graph(uri: str) -> Neo4jGraph:
    """The graph in the database of a server, with credentials from the environment."""
    from skillgraph.stores.bolt.graph import Neo4jGraph
    from skillgraph.stores.credentials import neo4j_credentials

    return Neo4jGraph(uri, **neo4j_credentials(ask_password))


def server_graph(uri: str) -> PushTarget[Any]:
    """The graph on the server of a URI, of whatever kind, with credentials from the environment."""
    if uri.lower().startswith(("http:", "https:")):
        from skillgraph.stores.credentials import sparql_credentials
        from skillgraph.stores.sparql.graph import GraphStore

        return GraphStore(uri, **sparql_credentials(ask_password))
    return neo4j_graph(uri)
