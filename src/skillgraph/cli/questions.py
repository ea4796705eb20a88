"""skillgraph questions"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from skillgraph.cli._options import graph_option, open_graph, timeout_option


@click.command("questions")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@graph_option
@timeout_option
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def command(names: tuple[str, ...], graph_folder: Path, timeout: float, form: str) -> None:
    """Asks the recorded questions in SPARQL and Cypher and compares the two answers with the recorded one.

    With a NAME, the answer is shown as well. Exit code 1 if answers differ.

    \b
    Example:
      skillgraph questions
      skillgraph questions q06
    """
    from skillgraph.cli._show import show, table_lines
    from skillgraph.questions import ask, find_questions

    questions = find_questions(names)
    with open_graph(graph_folder) as graph:
        results = [ask(graph, question, timeout=timeout) for question in questions]
    if form == "json":
        click.echo(json.dumps([r.as_dict() for r in results], ensure_ascii=False, indent=1))
    else:
        rows = [[r.question.name, _mark(r.sparql_agrees), _mark(r.cypher_agrees), r.question.text_zh] for r in results]
        for line in table_lines(["name", "SPARQL", "Cypher", "question"], rows):
            click.echo(line)
        for result in results:
            if names or not result.agrees:
                click.echo(f"\n{result.question.name}  {result.question.text_en}")
                show(result.recorded, "table")
                for difference in result.differences:
                    click.echo(difference)
    agreeing = sum(r.agrees for r in results)
    click.echo(f"{agreeing} of {len(results)} agree", err=True)
    sys.exit(0 if agreeing == len(results) else 1)


def _mark(agrees: bool) -> str:
    return "agrees" if agrees else "DIFFERS"
