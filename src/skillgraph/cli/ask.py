"""skillgraph ask"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from skillgraph.cli._language import language, told
from skillgraph.cli._options import format_option, graph_option, open_graph, timeout_option
from skillgraph.cli._terminal import give, put, say
from skillgraph.graph.results import Rows
from skillgraph.model.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from skillgraph.questions.plain.answer import Answer


@click.command("ask")
@click.argument("question")
@graph_option
@click.option("--query", type=click.Choice(["sparql", "cypher"]), help="Print only the query that the question is.")
@click.option("--reading", metavar="N", type=int, help="Show this one of the readings that are listed.")
@timeout_option
@format_option
def command(
    question: str, graph_folder: Path, query: str | None, reading: int | None, timeout: float, form: str
) -> None:
    """Answers QUESTION, one in plain Chinese or English, or says why it can't, and what it most likely means.

    A question names things of the graph, a relation or an indicator, and what is asked: which, who, how many, where,
    when, whether. Each of its words must be known, and one reading alone may have something in the graph. Facts are
    answered; what is planned or explored comes only to those who ask for it. The query and the passages are always
    shown.

    Exit code 1 if the question is not understood word for word. The likeliest reading is then answered beside, where
    one is likely enough: check what it says it means. What else it may mean is listed with how much there is to it, as
    are the readings of a question that has several; --reading shows the one that you mean. What the graph has with the
    words is shown too, as `skillgraph find` finds it, facts and plans alike, and the recorded questions that are
    nearest are named.

    \b
    Example:
      skillgraph ask 青岛与哪些企业合作？
      skillgraph ask "How many technical schools does Qingdao have?"
      skillgraph ask 海外高技能人才赋能中心建成了吗？ --format json
      skillgraph ask 淄博出台了哪些政策？ --query sparql
      skillgraph ask 管理办法规范什么？ --reading 2
    """
    from skillgraph.questions.plain.plain import Plain

    with open_graph(graph_folder) as graph:
        answer = Plain(graph).answer(question, lambda text: graph.sparql_store.query(text, timeout=timeout))
    if reading is not None:
        answer = _chosen(answer, reading)
    if query and answer.sparql:
        give(_query(answer, query))
    elif form == "json":
        give(answer.json())
    else:
        _show(answer, form)
    sys.exit(1 if reading is None and answer.status in ("ambiguous", "not understood") else 0)


def _chosen(answer: Answer, number: int) -> Answer:
    """The reading with a number."""
    if not 1 <= number <= len(answer.meant):
        raise UsageError(f"--reading {number}: readings to choose from: {len(answer.meant)}")
    return answer.meant[number - 1]


def _query(answer: Answer, kind: str) -> str:
    if kind == "sparql":
        return answer.sparql
    values = [f"// ${name} = {json.dumps(value, ensure_ascii=False)}" for name, value in answer.parameters.items()]
    return "\n".join([*values, answer.cypher])


def _show(answer: Answer, form: str) -> None:
    """What was understood, the rows, what there is to say beside them, and the queries."""
    from skillgraph.cli._show import show

    is_table = form == "table"
    _tell(answer, form, told("understood as: "))
    if is_table and (likely := answer.likely):
        _tell(likely, form, told(f"most likely meant ({likely.likelihood:.0%}), to be checked: "))
    _list(answer, is_table)
    if is_table and len(answer.found):
        say(told("what the graph has with its words, which is no answer (as `skillgraph find` shows it):"))
        show(answer.found, form)
        for note in answer.found.notes:
            say(f"note: {note}", err=True)
    for near in answer.nearest:
        say(told("a recorded question near to it: ") + f"{near['name']}  {near[language()]}", err=not is_table)
    asked = answer.likely or answer
    if is_table and asked.sparql:
        for line in ("", *_query(asked, "sparql").split("\n"), "", *_query(asked, "cypher").split("\n")):
            put(line)


def _tell(answer: Answer, form: str, head: str) -> None:
    """What a question means, its rows, and what there is to say beside them."""
    from skillgraph.cli._show import show

    is_table = form == "table"
    for reading in () if answer.status == "ambiguous" else answer.understood:
        say(head + reading[language()], err=not is_table)
    rows = answer.rows.to_dicts()
    columns = _shown(rows) if is_table else answer.rows.columns
    if rows:
        show(Rows((*columns, "evidence"), [(*(row[c] for c in columns), _passages(answer, row)) for row in rows]), form)
    for text in answer.says:
        say(text[language()], err=not is_table)


def _list(answer: Answer, is_table: bool) -> None:
    """What else a question may mean, each reading in a line with its number and its first answers."""
    shown = answer.likely if is_table else None
    if answer.possible:
        head = (
            "it may also mean (--reading N shows it whole):" if shown else "it may mean (--reading N shows it whole):"
        )
        say(told(head), err=not is_table)
    for number, each in enumerate(answer.meant, 1):
        if each is shown or not answer.possible:
            continue
        share = "" if each.likelihood is None else f"{each.likelihood:.0%}  "
        meant = " / ".join(reading[language()] for reading in each.understood)
        say(f"  {number}  {share}{meant}  {_counted(each.rows)}", err=not is_table)


def _counted(rows: Rows) -> str:
    """How many rows there are, and the first answers of them."""
    from skillgraph.questions.plain.describing import brief

    count, first = len(rows), brief(rows)[language()]
    if count < 2:
        return told(f"1 row: {first}") if count else told("no rows")
    return told(f"{count} rows: {first}")


def _shown(rows: list[dict[str, Any]]) -> list[str]:
    """The columns that say something to a reader: the passages stand for who says it, one language is enough."""
    left = {"id", "said_by", "source", "answer" if language() == "en" and _all(rows, "answer_en") else "answer_en"}
    return [column for column in (rows[0] if rows else ()) if column not in left and any(row[column] for row in rows)]


def _all(rows: list[dict[str, Any]], column: str) -> bool:
    return all(row.get(column) for row in rows)


def _passages(answer: Answer, row: dict[str, Any]) -> str:
    """Where it is said: document, start and end."""
    found = answer.evidence.get(str(row.get("said_by") or row.get("id")), [])
    return "; ".join(f"{each['document']}:{each['start']}-{each['end']}" for each in found)
