"""The network page as a reader works it, for tests; and small graphs that are made for one page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from playwright.sync_api import Browser, Locator

from browser import Visit
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.explore.page import PageOptions
from skillgraph.formats import export
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Record, Statement


class Reader:
    """Somebody who reads the page: searches, filters, clicks and looks."""

    def __init__(self, browser: Browser, file: Path, address: str = "", **options: Any) -> None:
        self.visit = Visit(browser, file, address=address, **options)
        self.page = self.visit.page
        self.page.wait_for_selector("body[data-ready]", timeout=60_000)

    def counts(self) -> tuple[int, int, int]:
        """Things, facts with plans and the like, and figures that are shown."""
        parts = re.split("[，,] ?(?=[0-9])", re.sub(" / [0-9,]+", "", self.page.inner_text("#counts")))
        things, *facts, figures = (int(re.sub("[^0-9]", "", part)) for part in parts)
        return things, sum(facts), figures

    def hits(self, text: str) -> list[str]:
        """The names that a search finds, the best first."""
        return self.found(text).get("things", [])

    def found(self, text: str) -> dict[str, list[str]]:
        """What a search finds, of each kind the best first; the kinds as they come."""
        self.page.fill("#query", text)
        kinds: dict[str, list[str]] = {}
        for kind, line in self.page.locator("#hits [data-kind]").evaluate_all(
            "(hits) => hits.map((hit) => [hit.dataset.kind, hit.querySelector('bdi').textContent])"
        ):
            kinds.setdefault(kind, []).append(line)
        return kinds

    def choose(self, text: str) -> str:
        """Searches, takes the first hit by the keyboard and reads what is told of it."""
        self.page.fill("#query", text)
        self.page.press("#query", "Enter")
        return self.panel()

    def panel(self) -> str:
        """What is told of what has been chosen."""
        return self.page.inner_text("#panel")

    def row(self, facet: str, name: str) -> Locator:
        """A line of a filter by its name."""
        if not self.page.locator(f"[data-facet={facet}]").evaluate("(box) => box.open"):
            self.page.click(f"[data-facet={facet}] > summary")
        lines = self.page.locator(f"[data-facet={facet}] li")
        return lines.filter(has=self.page.get_by_text(name, exact=True)).first

    def only(self, facet: str, name: str) -> None:
        """Leaves one value of a filter."""
        self.row(facet, name).locator(".only").click()

    def toggle(self, facet: str, name: str) -> None:
        """Switches one value of a filter."""
        self.row(facet, name).locator("input").click()

    def view(self, name: str) -> None:
        """Goes to a view: network, list, table or numbers."""
        self.page.click(f"[data-key=view-{name}]")

    def story(self, key: str) -> None:
        """Opens one of the ready questions or saved views."""
        self.page.click(f"[data-key=story-{key}]")

    def rows(self) -> list[list[str]]:
        """The cells of the table at hand."""
        lines = self.page.locator("main table:visible tbody tr")
        return [line.locator("th, td").all_inner_texts() for line in lines.all()]

    def faultless(self) -> bool:
        """Whether nothing was asked of a network and nothing complained."""
        assert (self.visit.requests, self.visit.complaints) == ([], []), (self.visit.requests, self.visit.complaints)
        return True


@contextmanager
def reading(browser: Browser, file: Path, address: str = "", **options: Any) -> Iterator[Reader]:
    """A visit that ends without a request or a complaint."""
    reader = Reader(browser, file, address, **options)
    try:
        yield reader
        assert reader.faultless()
    finally:
        reader.visit.close()


def write_page(graph: KnowledgeGraph, path: Path, options: PageOptions | None = None) -> Path:
    """The page of a graph."""
    export(graph, "html", path, page=options)
    return path


def things_of(graph: KnowledgeGraph) -> list[Entity]:
    """What the page draws."""
    scales = ontology().marked("scale")
    return [e for e in graph.entities.values() if scales.isdisjoint(e.classes)]


def shown_facts(graph: KnowledgeGraph) -> list[Statement]:
    """The facts that the page draws: those between what it draws."""
    things = {e.id for e in things_of(graph)}
    return [s for s in graph.statements() if s.is_fact and s.subject in things and (not s.object or s.object in things)]


def graph_of(folder: Path, *records: Record, text: str | None = None) -> KnowledgeGraph:
    """A built folder with these records; with a text, it is that of the document `r`, in `r.txt` beside."""
    folder.mkdir(parents=True)
    if text is not None:
        (folder / "r.txt").write_text(text, encoding="utf-8", newline="")
    digest = hashlib.sha256(text.encode()).hexdigest() if text is not None else ""
    file = "r.txt" if text is not None else ""
    report = Document("r", "报告", "Report", file=file, sha256=digest, characters=len(text or ""))
    rows: Iterable[Record] = records if any(isinstance(r, Document) for r in records) else (report, *records)
    encoder = msgspec.json.Encoder()
    (folder / "records.jsonl").write_bytes(b"".join(encoder.encode(row) + b"\n" for row in rows))
    manifest = {"version": "", "sources": ["r"], "entities": 0, "statements": 0, "observations": 0}
    (folder / "manifest.json").write_bytes(encoder.encode(manifest))
    return KnowledgeGraph(folder)
