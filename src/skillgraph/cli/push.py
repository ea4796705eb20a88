"""skillgraph push"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from skillgraph.cli._language import told
from skillgraph.cli._options import format_option, graph_option, open_graph, server_graph
from skillgraph.cli._terminal import say

if TYPE_CHECKING:
    from skillgraph.stores.bolt.write import Counts
    from skillgraph.stores.sparql.graph import Written
    from skillgraph.stores.target import PushTarget, SourceState


@click.command("push")
@click.argument("uri", envvar="NEO4J_URI")
@graph_option
@click.option(
    "--replace", multiple=True, metavar="SOURCE", help="Take this source's former version out first; may be repeated."
)
@click.option(
    "--remove", multiple=True, metavar="SOURCE", help="Only take this source out of the server; may be repeated."
)
@click.option(
    "--update-url", default="", metavar="URL", help="The update service of a SPARQL server, where it is not found."
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@format_option
def command(
    uri: str,
    graph_folder: Path,
    replace: tuple[str, ...],
    remove: tuple[str, ...],
    update_url: str,
    dry_run: bool,
    form: str,
) -> None:
    """Writes a built graph to the server at URI, beside what else is there.

    URI is that of a Neo4j (bolt, neo4j, with +s or +ssc for TLS); NEO4J_URI stands in for it. User, password and
    database come from NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE; a password that is not set is asked for.

    Or it is the URL of a SPARQL server: of an Oxigraph server (http://localhost:7878), a data set of a Fuseki
    (http://localhost:3030/ds), a repository of an RDF4J or GraphDB
    (http://localhost:8080/rdf4j-server/repositories/NAME), a Blazegraph or another one. User and password come from
    SPARQL_USERNAME and SPARQL_PASSWORD, or a token from SPARQL_TOKEN. Each source has a named graph there.

    Pushing twice gives the same graph, and a push that was stopped is completed by the next. What other sources have
    stated stays. The edited version of a report is pushed with --replace.

    \b
    Example:
      skillgraph push bolt://localhost:7687 --dry-run
      skillgraph push bolt://localhost:7687
      skillgraph push bolt://localhost:7687 --replace four-cities
      skillgraph push bolt://localhost:7687 --remove four-cities
      skillgraph push http://localhost:3030/ds
    """
    if remove and replace:
        raise click.UsageError("--remove takes sources out and pushes nothing; give --replace in a command of its own")
    if remove:
        with server_graph(uri, update_url) as target:
            for source in remove:
                _remove(target, source, dry_run)
        return
    graph = open_graph(graph_folder)
    with server_graph(uri, update_url) as target:
        states = target.plan(graph, replace)
        if dry_run:
            _show_plan(states, form)
            return
        m = graph.manifest
        bar = click.progressbar(
            length=m.entities + m.statements + m.observations + m.rejected + len(m.sources),
            label=told("push"),
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
        )
        with bar:
            counts = target.push(graph, replace, progress=bar.update)
    say(_said(counts), err=True)


def _said(written: Counts | Written) -> str:
    fields = msgspec.structs.asdict(written)
    if "nodes" in fields:
        return "{nodes} nodes and {relationships} relationships written".format(**fields)
    return "{records} records written, in {graphs} named graphs".format(**fields)


def _show_plan(states: list[SourceState], form: str) -> None:
    from skillgraph.cli._show import show
    from skillgraph.graph.results import Rows

    columns = ("source", "kind", "there", "action")
    show(Rows(columns, [(s.source, s.kind, s.there, s.action) for s in states]), form)


def _remove(target: PushTarget[Any], source: str, dry_run: bool) -> None:
    if dry_run:
        if source not in target.documents():
            say(f"{source} is not there", err=True)
            return
        target.check_removal(source)
        say(f"{source} would be removed", err=True)
        return
    kept = target.remove(source)
    say(f"{source} removed", err=True)
    if kept:
        say(f"{kept} of its entities stay, since facts of other sources refer to them", err=True)
