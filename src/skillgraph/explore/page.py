"""One HTML file that opens anywhere, asks for nothing, and takes everything from reports as text."""

from __future__ import annotations

import base64
import gzip
import html
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from string import Template
from typing import IO, Literal

import msgspec

from skillgraph.explore.about import about, page_date
from skillgraph.explore.data import PageData
from skillgraph.explore.groups import Groups
from skillgraph.explore.policy import content_policy
from skillgraph.explore.schema import Names
from skillgraph.explore.scripts import released
from skillgraph.explore.views import addressed, read_views
from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.view import Chosen, View, choose
from skillgraph.model.dates import is_date
from skillgraph.model.errors import UsageError
from skillgraph.model.records import Document
from skillgraph.model.version import __version__
from skillgraph.resolve.contradictions import findings
from skillgraph.resolve.findings import OPEN

Language = Literal["zh", "en"]

_HERE = Path(__file__).parent
_STYLES = ("base.css", "page.css", "front.css", "figures.css", "reading.css")
_TITLES: dict[Language, str] = {"zh": "技能人才知识图谱", "en": "Skills knowledge graph"}


class PageOptions(msgspec.Struct, frozen=True):
    """How a page is made.

    `date` is the day that the page bears; `page_date` says which one else. `views` is a file of saved views. `title` is
    the reports' own where it is empty; `documents` is the folder of the reader's copies of the reports,
    whose passages the page then carries. `groups` colours things in place of their classes, and `weights`, a number
    for entities by their ids, sizes them in place of the number of their facts. `ask` is the address of a page that
    asks the same graph, where there is one. A page that `follows_browser` opens in the reader's language instead, where
    that is one of the two.
    """

    view: View = View()
    title: str = ""
    language: Language = "zh"
    documents: Path | None = None
    groups: Groups | None = None
    weights: Mapping[str, float] | None = None
    views: Path | None = None
    date: str = ""
    ask: str = ""
    follows_browser: bool = False

    @property
    def language_attributes(self) -> str:
        """What `<html>` says of the language."""
        return f'lang="{self.language}"' + (" data-follows-browser" if self.follows_browser else "")


#: What is done one after the other; a large graph takes seconds for each.
STEPS = ("reading the graph", "placing the things", "gathering the evidence", "writing the page")
Progress = Callable[[str], None]


def write_page(
    graph: GraphFolder, file: IO[bytes], options: PageOptions | None = None, progress: Progress | None = None
) -> None:
    """Writes the network page: equal graphs and options give equal bytes.

    Args:
        graph: a built graph.
        file: where the page goes, as UTF-8.
        options: what it shows, and how.
        progress: called with each of `STEPS` as it begins.

    Raises:
        UsageError: the view, the groups or the weights name what is not there, or a weight is below 0.
        DataError: a copy of a report is not the one that the offsets were made for.
    """
    options = options or PageOptions()
    if options.documents is not None and not options.documents.is_dir():
        raise UsageError(f"{options.documents}: no such folder; it should hold your copies of the reports")
    if options.date and not is_date(options.date):
        raise UsageError(f"{options.date!r} is no date: YYYY, YYYY-MM or YYYY-MM-DD")
    saved = None if options.views is None else read_views(options.views)
    for id in (*(options.groups.members if options.groups else ()), *(options.weights or ())):
        if id not in graph.entities:
            raise graph.no_such("entity", id)
    begin = progress or (lambda step: None)
    begin(STEPS[0])
    chosen = choose(graph, options.view)
    begin(STEPS[1])
    differing = (finding for finding in findings(graph) if finding.verdict in OPEN)
    data = PageData(chosen, options.documents, options.groups, options.weights, differing)
    zh, en = (_line(options.title or page_title(chosen, language)) for language in _TITLES)
    picture = data.picture(Names(zh, en))
    begin(STEPS[2])
    details = data.details()
    if saved is not None:
        made = picture.views if saved.questions else []
        picture.views = [*addressed(saved, picture, details), *made]
    begin(STEPS[3])
    style = "".join((_HERE / name).read_text("utf-8") for name in _STYLES)
    loader, script = (_HERE / "page_loader.js").read_text("utf-8"), bundle()
    page = Template((_HERE / "page.html").read_text("utf-8")).substitute(
        language=options.language_attributes,
        served=f' data-ask="{html.escape(options.ask)}"' if options.ask else "",
        policy=content_policy([loader, script], style, "data: blob:"),
        version=__version__,
        title=html.escape(en if options.language == "en" else zh),
        about=about(chosen, picture.titles, picture.sentence, page_date(options.date, chosen)),
        counts=html.escape(_counts(chosen, options.language)),
        style=style,
        loader=loader,
        script=_packed(script.encode()),
        picture=_packed(msgspec.json.encode(picture)),
        details=_packed(msgspec.json.encode(details)),
    )
    file.write(page.encode())


@cache
def bundle() -> str:
    """The page's script, as esbuild made it from explorer/ of the repository.

    Raises:
        UsageError: it is not what was released.
    """
    return released(_HERE / "page.js").decode()


def page_title(chosen: Chosen, language: Language) -> str:
    """The report's title where there is one report, else the page's own."""
    used = {s.source for s in chosen.statements} | {o.source for o in chosen.figures}
    return title_of((d for id, d in chosen.documents.items() if id in used), language)


def title_of(documents: Iterable[Document], language: Language) -> str:
    """The title of what some sources make together: a report's where there is one, else that of all graphs.

    Example:
        >>> title_of([Document("r", "四城报告", "Four cities"), Document("units", "单位", "", "reference")], "en")
        'Four cities'
    """
    reports = [d for d in documents if d.kind == "report"]
    if len(reports) != 1:
        return _TITLES[language]
    return (reports[0].title if language == "zh" else reports[0].title_en) or _TITLES[language]


def _counts(chosen: Chosen, language: Language) -> str:
    """What the first view shows, in the words that the script counts with: a fact that is told twice counts twice."""
    told = [s for s in chosen.statements if s.modality == "actual"]
    facts = sum(s.status != "rejected" and s.rank != "deprecated" for s in told)
    things, figures = len(chosen.entities), sum(o.is_fact for o in chosen.figures)
    if language == "zh":
        return f"{things:,} 个条目，{facts:,} 条事实，{figures:,} 项数据"
    return f"{things:,} things, {facts:,} facts, {figures:,} figures"


def _line(text: str) -> str:
    return " ".join(text.split())


def _packed(data: bytes) -> str:
    """Gzipped without a date, in base64: nothing in it can end the block that it stands in."""
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()
