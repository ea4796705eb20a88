"""skillgraph sparql"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from skillgraph.cli._options import (
    ask_password,
    format_option,
    graph_or_server_option,
    open_graph,
    param_option,
    timeout_option,
)
from skillgraph.cli._terminal import give

if TYPE_CHECKING:
    from skillgraph.stores.local.oxigraph import SparqlStore


@click.command("sparql")
@click.argument("query")
@graph_or_server_option
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL server (http, https) instead of a built graph.")
@click.option("--allow-service", is_flag=True, help="Let SERVICE send requests to the servers that QUERY names.")
@param_option
@timeout_option
@format_option
def command(
    query: str,
    graph_folder: Path,
    endpoint: str | None,
    allow_service: bool,
    parameters: tuple[str, ...],
    timeout: float,
    form: str,
) -> None:
    """Asks QUERY in SPARQL, read-only.

    QUERY is text, a file, the name of a question (see `skillgraph questions`), or - for standard input. The prefixes
    of the vocabulary (sg:, entity:, modality:, rdfs: ...) need not be declared. A parameter is bound to the variable of
    its name; write <IRI> for an IRI and "text"@zh for a Chinese label.

    GRAPH ?source {...}, FROM and FROM NAMED mean what each document says (document:four-cities); they take a moment
    more, since these graphs are made when they are asked for.

    Of a server that a graph was pushed to, that graph is asked; user and password come from SPARQL_USERNAME and
    SPARQL_PASSWORD.

    `skillgraph schema` shows what there is to ask for, and docs/asking.md is one page with the shapes of the commonest
    questions in both languages and every word of the graph.

    \b
    Example:
      skillgraph sparql "SELECT ?name { ?x a sg:ForeignPartner ; rdfs:label ?name }"
      skillgraph sparql q06 --format csv
      skillgraph sparql q06 --as-of 2012
      skillgraph sparql q06 --endpoint http://localhost:3030/ds
      skillgraph sparql 'SELECT ?p { ?c rdfs:label ?city ; sg:partnersWith ?p }' --param 'city="青岛市"@zh'
    """
    from skillgraph.cli._show import show, show_notes
    from skillgraph.questions.hints import with_notes
    from skillgraph.questions.inputs import parse_parameters, query_text

    text = query_text(query, "rq")
    if endpoint:
        from skillgraph.stores.credentials import sparql_credentials
        from skillgraph.stores.sparql.endpoint import RemoteSparql

        store: SparqlStore = RemoteSparql(endpoint, **sparql_credentials(ask_password))
    else:
        store = open_graph(graph_folder).sparql_store
    values = parse_parameters(parameters)
    try:
        answer = store.answer(text, values, timeout=timeout, allow_service=allow_service)
        rows = with_notes("sparql", text, values, answer.rows(), store.query)
    finally:
        store.close()
    if form == "json":
        give(answer.json())
    else:
        show(rows, form)
    show_notes(rows)
