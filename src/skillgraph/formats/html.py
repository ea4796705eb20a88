"""The network page: one HTML file that opens offline and shows the evidence of every fact."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import IO, Any

from skillgraph.explore.page import STEPS, PageOptions, Progress, write_page
from skillgraph.formats.format import Format, Option
from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.results import Rows
from skillgraph.graph.view import View
from skillgraph.model.errors import UsageError
from skillgraph.questions.inputs import query_text
from skillgraph.questions.things import is_sparql, things_of
from skillgraph.stores.local.opening import open_cypher, open_sparql

_DATE = "YYYY[-MM[-DD]]"
OPTIONS = (
    Option("title", "the page's heading; the report's own title else."),
    Option("language", "the language it opens in; zh else.", choices=("zh", "en")),
    Option(
        "documents",
        "your own copies of the reports; the page then carries their texts, to read with all that is stated marked.",
        type=Path,
        metavar="DIR",
    ),
    Option(
        "views", "saved views as buttons, TOML or JSON; docs/howto/views.md has an example.", type=Path, metavar="FILE"
    ),
    Option(
        "date", "the date that the page bears; that of SOURCE_DATE_EPOCH or of its newest source else.", metavar=_DATE
    ),
    Option("modalities", "only these, as planned.", flag="--modality", metavar="NAME", many=True),
    Option("statuses", "only these, as reviewed.", flag="--status", metavar="NAME", many=True),
    Option("sources", "only what these reports say.", flag="--source", metavar="ID", many=True),
    Option("classes", "only things of these classes.", flag="--class", metavar="NAME", many=True),
    Option("since", "without what ended before; what has no date stays.", metavar=_DATE),
    Option("until", "without what began later; what has no date stays.", metavar=_DATE),
    Option("around", "only this thing and what facts lead to from it.", metavar="ID"),
    Option("steps", "how many facts away, with --around; 1 else.", type=int),
    Option("query", "only what a SPARQL or Cypher query's answer names.", flag="--from", metavar="QUERY"),
)
_OF_THE_PAGE = ("title", "language", "documents", "views", "date")


def write(
    graph: GraphFolder,
    file: IO[bytes],
    page: PageOptions | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> None:
    """Writes the page; see `skillgraph.explore.page.write_page`.

    Args:
        graph: what to show.
        file: where the page goes.
        page: which view, title and language, all at once; or
        options: the same one by one, as `OPTIONS` has them.
        progress: called with each step as it begins.
    """
    write_page(graph, file, page or _page(graph, options), progress)


def _page(graph: GraphFolder, said: dict[str, Any]) -> PageOptions:
    if "steps" in said and "around" not in said:
        raise UsageError("--steps counts from a thing; name it with --around")
    view = {name: value for name, value in said.items() if name not in _OF_THE_PAGE}
    if (query := view.pop("query", None)) is not None:
        # A question by its name is asked in SPARQL: that starts no database.
        view["things"] = things_of(graph, _answer(graph, query_text(query, "rq")))
    return PageOptions(View(**view), **{name: said[name] for name in _OF_THE_PAGE if name in said})


def _answer(graph: GraphFolder, query: str) -> Rows:
    with closing(open_sparql(graph.place) if is_sparql(query) else open_cypher(graph.place)) as store:
        return store.query(query)


FORMAT = Format(write=write, options=OPTIONS, steps=STEPS)
