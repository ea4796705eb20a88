"""Writes a site from a built graph, a record at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from skillgraph.explore.page import PageOptions, title_of, write_page
from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.rdf import triples
from skillgraph.model.errors import UsageError
from skillgraph.model.records import Document, Entity, Observation, Record, Section, Statement
from skillgraph.site import rdf
from skillgraph.site.front import Index, search_pages, start_pages, write_files, write_map
from skillgraph.site.gathered import Gathered
from skillgraph.site.markup import Frame
from skillgraph.site.pages import Site, document_pages, entity_pages, record_pages, section_pages
from skillgraph.site.paths import folder_of
from skillgraph.site.vocabulary import vocabulary_pages

STEPS = ("reading the graph", "writing the pages", "writing the network")


def write_site(
    graph: GraphFolder,
    root: Path,
    base: str = "",
    documents: Path | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> None:
    """Writes the site of a graph into an empty folder.

    Args:
        graph: a built graph.
        root: the folder.
        base: the address that the site will have, for canonical links and the map of its pages; none else.
        documents: the folder of the reader's copies of the reports, whose passages the pages then quote.
        progress: called with each of `STEPS` as it begins.

    Raises:
        UsageError: the address is none, or there is no such folder of reports.
        DataError: a copy of a report is not the one that the offsets were made for.
    """
    if base and not base.startswith(("https://", "http://")):
        raise UsageError(f"--base {base}: an address is https://example.org/graph/")
    if documents is not None and not documents.is_dir():
        raise UsageError(f"{documents}: no such folder; it should hold your copies of the reports")
    address = f"{base.rstrip('/')}/" if base else ""
    sources = graph.documents.values()
    frame = Frame({"zh": title_of(sources, "zh"), "en": title_of(sources, "en")}, address)
    # Beside the site is as much room as the site itself takes.
    with TemporaryDirectory(prefix=".", dir=root) as folder, Gathered(Path(folder) / "gathered.db") as gathered:
        progress(STEPS[0])
        index = Index(root)
        for record in graph.records():
            gathered.add(record)
            index.add(graph, record)
        index.close()
        progress(STEPS[1])
        site = Site(graph, gathered, frame, root, documents)
        write_files(root)
        start_pages(site)
        search_pages(site, index.files)
        vocabulary_pages(site)
        for record in graph.records():
            _write(site, record)
        progress(STEPS[2])
        with (root / "network.html").open("wb") as file:
            write_page(graph, file, PageOptions(documents=documents))
    if address:
        write_map(root, address, _pages(root))


def _write(site: Site, record: Record) -> None:
    if isinstance(record, Entity):
        entity_pages(site, record)
    elif isinstance(record, Statement | Observation):
        record_pages(site, record)
    elif isinstance(record, Section):
        section_pages(site, record)
    else:
        document_pages(site, record)
    rdf.write(site.root / folder_of(_KINDS[type(record)], record.id), _triples(site, record))


_KINDS: dict[type[Record], str] = {
    Document: "document",
    Entity: "entity",
    Section: "section",
    Statement: "statement",
    Observation: "figure",
}


def _triples(site: Site, record: Record) -> Iterator[ox.Triple]:
    """What the export says of a record; of a thing, the facts that it stands in too."""
    yield from triples(record, "provenance")
    if isinstance(record, Entity):
        for said in site.gathered.of("said", record.id):
            yield from triples(said, "facts")


def _pages(root: Path) -> Iterator[str]:
    """The paths of all pages, in an order that stays."""
    return (path.relative_to(root).as_posix() for path in sorted(root.rglob("*.html")))
