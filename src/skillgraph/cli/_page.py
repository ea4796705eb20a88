"""The options of the network page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from skillgraph.api.knowledge_graph import KnowledgeGraph
    from skillgraph.explore.page import PageOptions

Command = TypeVar("Command", bound=Callable[..., Any])

_DATE = "YYYY[-MM[-DD]]"
_OPTIONS = (
    click.option("--title", help="html: the page's heading; the report's own title else."),
    click.option("--language", type=click.Choice(["zh", "en"]), help="html: the language it opens in; zh else."),
    click.option(
        "--documents",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="html: your own copies of the reports; the page then carries the passages themselves.",
    ),
    click.option("--modality", "modalities", multiple=True, metavar="NAME", help="html: only these, as planned."),
    click.option("--status", "statuses", multiple=True, metavar="NAME", help="html: only these, as reviewed."),
    click.option("--source", "sources", multiple=True, metavar="ID", help="html: only what these reports say."),
    click.option("--class", "classes", multiple=True, metavar="NAME", help="html: only things of these classes."),
    click.option("--since", metavar=_DATE, help="html: without what ended before; what has no date stays."),
    click.option("--until", metavar=_DATE, help="html: without what began later; what has no date stays."),
    click.option("--around", metavar="ID", help="html: only this thing and what facts lead to from it."),
    click.option("--steps", type=click.IntRange(0, 9), help="html: how many facts away, with --around; 1 else."),
    click.option("--from", "query", metavar="QUERY", help="html: only what a SPARQL or Cypher query's answer names."),
)


def page_options(command: Command) -> Command:
    """Gives a command the options of the page; each is None or empty where it was not given."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def read_page_options(graph: KnowledgeGraph, given: dict[str, Any]) -> PageOptions | None:
    """What the options say; None where none was given.

    Raises:
        UsageError, QueryError: an option can't be followed.
    """
    from skillgraph.explore.page import PageOptions
    from skillgraph.graph.view import View
    from skillgraph.model.errors import UsageError
    from skillgraph.questions.inputs import query_text
    from skillgraph.questions.things import is_sparql, things_of

    said = {name: value for name, value in given.items() if value not in (None, ())}
    if not said:
        return None
    if "steps" in said and "around" not in said:
        raise UsageError("--steps counts from a thing; name it with --around")
    if (query := said.pop("query", None)) is not None:
        # A question by its name is asked in SPARQL: that starts no database.
        text = query_text(query, "rq")
        said["things"] = things_of(graph, graph.sparql(text) if is_sparql(text) else graph.cypher(text))
    page = {name: said.pop(name) for name in ("title", "language", "documents") if name in said}
    return PageOptions(View(**said), **page)


@contextmanager
def progress_bar(hidden: bool) -> Iterator[Callable[[str], None] | None]:
    """A bar on a terminal; yields what is to be called with each step as it begins, or None where it is hidden."""
    if hidden or not sys.stderr.isatty():
        yield None
        return
    from skillgraph.explore.page import STEPS

    begun = 0

    def begin(step: str) -> None:
        nonlocal begun
        # A step is done when the next begins.
        bar.update(1 if begun else 0, step)
        begun += 1

    with click.progressbar(length=len(STEPS), label="page", file=sys.stderr, item_show_func=lambda step: step) as bar:
        yield begin
        bar.finish()
