"""skillgraph questions"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from skillgraph.cli._language import language, told
from skillgraph.cli._options import (
    ask_password,
    graph_or_server_option,
    open_graph,
    timeout_option,
)
from skillgraph.cli._terminal import give, put, say

if TYPE_CHECKING:
    from skillgraph.stores.bolt.cypher import CypherStore
    from skillgraph.stores.local.oxigraph import SparqlStore


@click.command("questions")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@graph_or_server_option
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL server, and no built graph.")
@click.option("--uri", metavar="URI", help="Ask this Cypher server, and no built graph.")
@click.option(
    "--queries",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Ask the questions of this folder: NAME.rq, NAME.cypher, NAME.csv.",
)
@timeout_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(
    names: tuple[str, ...],
    graph_folder: Path,
    endpoint: str | None,
    uri: str | None,
    folder: Path | None,
    timeout: float,
    form: str,
) -> None:
    """Asks the recorded questions in SPARQL and Cypher and compares the two answers with the recorded one.

    With a NAME, the answer is shown as well. Exit code 1 if answers differ. With --endpoint, --uri or both, what was
    pushed to these servers is asked.

    \b
    Example:
      skillgraph questions
      skillgraph questions q06
      skillgraph questions --endpoint http://localhost:3030/ds
      skillgraph questions --graph shelf --queries examples/shelf/queries
    """
    from skillgraph.cli._show import show
    from skillgraph.graph.table import table_lines
    from skillgraph.questions.recorded import ask, find_questions

    questions = find_questions(names, folder)
    with _stores(graph_folder, endpoint, uri) as (sparql, cypher):
        results = [ask(question, sparql, cypher, timeout=timeout) for question in questions]
    if form == "json":
        give(json.dumps([r.as_dict() for r in results], ensure_ascii=False, indent=1))
    else:
        rows = [
            [
                r.question.name,
                *([_mark(r.sparql_agrees)] if sparql else []),
                *([_mark(r.cypher_agrees)] if cypher else []),
                r.question.text_zh,
            ]
            for r in results
        ]
        engines = [name for name, asked in (("SPARQL", sparql), ("Cypher", cypher)) if asked]
        for line in table_lines([told("name"), *engines, told("question")], rows):
            put(line)
        for result in results:
            if names or not result.agrees:
                text = result.question.text_en if language() == "en" else result.question.text_zh
                put(f"\n{result.question.name}  {text}")
                show(result.recorded, "table")
                for difference in result.differences:
                    say(difference)
    agreeing = sum(r.agrees for r in results)
    say(f"{agreeing} of {len(results)} agree", err=True)
    if agreeing < len(results) and not (endpoint or uri or folder):
        _say_what_is_not_there(graph_folder)
    sys.exit(0 if agreeing == len(results) else 1)


def _say_what_is_not_there(folder: Path) -> None:
    """The graph of another report has other answers, and nothing is wrong with it."""
    from skillgraph.tables.loader import read_source
    from skillgraph.tables.opening import default_loaders

    reports = [loader.name for loader in default_loaders() if read_source(loader).kind == "report"]
    with open_graph(folder) as graph:
        missing = [report for report in reports if report not in graph.documents]
    if missing:
        say(f"note: the recorded answers need {', '.join(missing)}, which {folder} does not have", err=True)


@contextmanager
def _stores(
    folder: Path, endpoint: str | None, uri: str | None
) -> Iterator[tuple[SparqlStore | None, CypherStore | None]]:
    """What is to be asked: the servers that are named, or else both engines on a built graph."""
    if not (endpoint or uri):
        with open_graph(folder) as graph:
            yield graph.sparql_store, graph.cypher_store
        return
    from skillgraph.stores.bolt.cypher import CypherStore
    from skillgraph.stores.credentials import neo4j_credentials, sparql_credentials
    from skillgraph.stores.sparql.endpoint import RemoteSparql

    sparql = RemoteSparql(endpoint, **sparql_credentials(ask_password)) if endpoint else None
    cypher = CypherStore(uri, **neo4j_credentials(ask_password)) if uri else None
    try:
        yield sparql, cypher
    finally:
        for store in (sparql, cypher):
            if store:
                store.close()


def _mark(agrees: bool) -> str:
    return told("agrees") if agrees else told("DIFFERS")
