"""skillgraph cypher"""

from __future__ import annotations

from pathlib import Path

import click

from skillgraph.cli._options import (
    ask_password,
    format_option,
    graph_or_server_option,
    open_graph,
    param_option,
    timeout_option,
)


@click.command("cypher")
@click.argument("query")
@graph_or_server_option
@click.option("--uri", metavar="URI", help="Ask this server (bolt, neo4j, +s, +ssc) instead of a built graph.")
@param_option
@timeout_option
@format_option
def command(
    query: str, graph_folder: Path, uri: str | None, parameters: tuple[str, ...], timeout: float, form: str
) -> None:
    """Asks QUERY in Cypher, read-only.

    QUERY is text, a file, the name of a question (see `skillgraph questions`), or - for standard input. User, password
    and database of a server come from NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE.

    The first call makes a database, which stays in the folder of the graph. Each call starts it, which takes longer
    than most queries do: a notebook (%%cypher) or a session of Python (skillgraph.load().cypher(...)) starts it once,
    and a Neo4j that the graph was pushed to (--uri) runs already.

    `skillgraph schema` shows what there is to ask for, and docs/asking.md is one page with the shapes of the commonest
    questions in both languages and every word of the graph.

    \b
    Example:
      skillgraph cypher "MATCH (x:ForeignPartner) RETURN x.name"
      skillgraph cypher q06 --format json
      skillgraph cypher q06 --as-of 2012 --known-by 2030
      skillgraph cypher 'MATCH (:City {name: $city})-[:PARTNERS_WITH]-(p) RETURN p.name' --param city=青岛市
    """
    from skillgraph.cli._show import show, show_notes
    from skillgraph.questions.hints import with_notes
    from skillgraph.questions.inputs import parse_parameters, query_text
    from skillgraph.stores.bolt.cypher import CypherStore
    from skillgraph.stores.credentials import neo4j_credentials

    text = query_text(query, "cypher")
    store = CypherStore(uri, **neo4j_credentials(ask_password)) if uri else open_graph(graph_folder).cypher_store
    values = parse_parameters(parameters)
    try:
        rows = with_notes("cypher", text, values, store.query(text, values, timeout=timeout), store.query)
        show(rows, form)
        show_notes(rows)
    finally:
        store.close()
