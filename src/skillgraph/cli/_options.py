"""Options that several commands have, and what they mean."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from skillgraph.errors import UsageError

if TYPE_CHECKING:
    from skillgraph.graph import KnowledgeGraph
    from skillgraph.stores.neo4j_graph import Neo4jGraph
    from skillgraph.stores.push_target import PushTarget

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
    from skillgraph.graph import KnowledgeGraph

    return KnowledgeGraph(folder)


def neo4j_credentials() -> dict[str, str | None]:
    """User, password and database for a Bolt server, from the environment or, for the password, by asking."""
    username = os.environ.get("NEO4J_USERNAME")
    password = os.environ.get("NEO4J_PASSWORD")
    if password is None and sys.stdin.isatty():
        password = _ask_password(username or "neo4j")
    if password and not username:
        username = "neo4j"
    return {"username": username, "password": password, "database": os.environ.get("NEO4J_DATABASE")}


def _ask_password(username: str) -> str:
    """Asks on the terminal, without showing what is typed; nothing typed is no password."""
    answer: str = click.prompt(f"Password of {username}", hide_input=True, default="", show_default=False, err=True)
    return answer


def neo4j_graph(uri: str) -> Neo4jGraph:
    """The graph in the database of a server, with credentials from the environment."""
    from skillgraph.stores.neo4j_graph import Neo4jGraph

    return Neo4jGraph(uri, **neo4j_credentials())


def sparql_credentials() -> dict[str, str | None]:
    """User and password for a SPARQL server, from the environment or, for a named user's password, by asking."""
    username = os.environ.get("SPARQL_USERNAME")
    password = os.environ.get("SPARQL_PASSWORD")
    if username and password is None and sys.stdin.isatty():
        password = _ask_password(username)
    return {"username": username, "password": password}


def server_graph(uri: str) -> PushTarget[Any]:
    """The graph on the server of a URI, of whatever kind, with credentials from the environment."""
    if uri.lower().startswith(("http:", "https:")):
        from skillgraph.stores.graph_store import GraphStore

        return GraphStore(uri, **sparql_credentials())
    return neo4j_graph(uri)


def loaders_or_default(loaders: tuple[Path, ...]) -> list[Path]:
    """The named loaders together with the reference tables that come with skillgraph, or all that come with it.

    Raises:
        UsageError: a named folder is not there.
    """
    from skillgraph.build import default_loaders, reference_loaders

    if not loaders:
        return default_loaders()
    for folder in loaders:
        if not folder.is_dir():
            raise UsageError(f"{folder}: no such folder; a loader is a folder with source.toml and three tables")
    named = {folder.resolve() for folder in loaders}
    names = {folder.name for folder in named}
    return [f for f in reference_loaders() if f.name not in names] + sorted(named)


def parse_parameters(pairs: tuple[str, ...]) -> dict[str, Any]:
    """The values of `--param`.

    Example:
        >>> parse_parameters(("city=青岛市", "n=7", 'code="7"'))
        {'city': '青岛市', 'n': 7, 'code': '7'}
    """
    found: dict[str, Any] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.isidentifier():
            raise UsageError(f"--param {pair}: write NAME=VALUE, as --param city=青岛市")
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    return found


def query_text(query: str, suffix: str) -> str:
    """The text of a query that is given as text, as a file, as `-` (standard input) or by the name of a question.

    Raises:
        UsageError: it is none of these.
    """
    from skillgraph.questions import question_names, question_path

    if not query.strip():
        raise UsageError("the query is empty")
    if any(c.isspace() or c == "{" for c in query) and not _is_file(query):
        return query
    if query in question_names():
        return question_path(query, suffix).read_text("utf-8")
    try:
        # A file's text is piped as it is, but Windows reads standard input in the encoding of the terminal.
        content = sys.stdin.buffer.read() if query == "-" else Path(query).read_bytes()
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        from skillgraph.problems import unknown

        raise UsageError(
            f"{unknown('question or file', query, question_names())}; a query has a space or a brace in it"
        ) from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{query}: can't be read as a query: not UTF-8 (byte {error.start})") from None
    except OSError as error:
        raise UsageError(f"{query}: can't be read as a query: {error.strerror}") from None


def _is_file(query: str) -> bool:
    """Whether a text with spaces in it is the name of a file; a long query is none that a system could have."""
    try:
        return Path(query).is_file()
    except OSError:
        return False
