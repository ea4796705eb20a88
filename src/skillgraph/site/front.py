"""The pages that lead to all others: the start, the search, the map for search engines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from skillgraph.graph.folder import GraphFolder
from skillgraph.language.names import traditional
from skillgraph.language.pinyin import spelled
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Record, Section, Statement
from skillgraph.model.terms import DOCUMENT, ENTITY, SECTION
from skillgraph.site.markup import Html, Part, items, tag
from skillgraph.site.pages import Site
from skillgraph.site.paths import LANGUAGES, folder_of, linked, page
from skillgraph.site.sentences import Sentences, plain
from skillgraph.site.vocabulary import class_tree
from skillgraph.site.words import word

#: Bytes of one file of the index: browsers read several small ones while they show that they do.
_FILE = 2**21
#: Addresses of one map, by the protocol of sitemaps.
_ADDRESSES = 50_000
_HERE = Path(__file__).parent


def start_pages(site: Site) -> None:
    """Writes the start: what the graph is made of, its sources, its classes."""
    m = site.graph.manifest
    for language in LANGUAGES:
        says = Sentences(site.graph, language, "")
        counts = [(m.entities, "things"), (m.statements, "facts"), (m.observations, "figures")]
        counts += [(m.rejected, "rejected")] if m.rejected else []
        body: list[Part] = [
            tag("h1", site.frame.titles[language]),
            tag("p", " · ".join(f"{word(key, language)} {count:,}" for count, key in counts)),
            items(
                tag("a", word("more", language).format(word(key, language)), href=there)
                for key, there in (("network", "network.html"), ("search", page(language, "search")))
            ),
        ]
        for kind in ("report", "reference"):
            found = [d for d in site.graph.documents.values() if d.kind == kind]
            if found:
                body += [tag("h2", word(kind, language)), items(map(_source(site, says), found))]
        body += [tag("h2", word("classes", language)), class_tree(site, says, ENTITY)]
        site.write(language, "", site.frame.titles[language], body)


def _source(site: Site, says: Sentences) -> Callable[[Document], Html]:
    def row(d: Document) -> Html:
        listed = {of: site.gathered.count(of, d.id) for of in ("said-of", "figures-of")}
        count = sum(listed.values()) - sum(site.gathered.count(f"rejected-{of}", d.id) for of in listed)
        issued = f" {d.issued}" if d.issued else ""
        return Html(f"{says.document(d.id)}{tag('span', f'{issued} · {count:,}', cls='count')}")

    return row


class Index:
    """The index that the search reads: rows in files that are scripts.

    Args:
        root: of the site.
    """

    def __init__(self, root: Path) -> None:
        self._folder = root / "search"
        self._folder.mkdir()
        self._rows: list[str] = []
        self._bytes = 0
        self._characters: set[str] = set()
        self.files = 0

    def add(self, graph: GraphFolder, record: Record) -> None:
        """Notes what a record is found by."""
        row = json.dumps(_row(graph, record), ensure_ascii=False, separators=(",", ":"))
        self._characters.update(row)
        self._rows.append(row)
        self._bytes += len(row.encode("utf-8", "replace"))
        if self._bytes >= _FILE:
            self._write()

    def close(self) -> None:
        """Writes what is left."""
        pairs = json.dumps(traditional(sorted(self._characters)), ensure_ascii=False)
        self._write(f"skillgraphCharacters({pairs});\n")

    def _write(self, before: str = "") -> None:
        rows = ",\n".join(self._rows)
        text = f"{before}skillgraphRows([\n{rows}\n]);\n"
        (self._folder / f"data-{self.files}.js").write_bytes(text.encode("utf-8", "replace"))
        self._rows, self._bytes, self.files = [], 0, self.files + 1


def _row(graph: GraphFolder, record: Record) -> list[str]:
    """The path, the name, other words to find it by, what it is; the name and what it is in English."""
    if isinstance(record, Entity):
        others = [*record.forms[1:], *(value for _, value in record.identifiers), record.id]
        read = [spelled(form) for form in record.forms if not form.isascii()]
        kind = record.classes[0]
        return _line("entity", record, record.name, record.name_en, kind, "\n".join((*others, *read)))
    if isinstance(record, Document):
        return _line("document", record, record.title, record.title_en, DOCUMENT, record.id)
    if isinstance(record, Section):
        return _line("section", record, record.heading, record.heading_en, SECTION, "")
    zh, en = plain(graph, record, "zh"), plain(graph, record, "en")
    kind = "statement" if isinstance(record, Statement) else "figure"
    row = _line(kind, record, zh, en, record.class_name, record.time)
    if record.modality != "actual":
        # A plan is found as a plan.
        row[3::2] = (ontology().codes("modality", language)[record.modality] for language in LANGUAGES)
    return row


def _line(folder: str, record: Record, zh: str, en: str, kind: str, others: str) -> list[str]:
    labels = [ontology().label(kind, language) for language in LANGUAGES]
    path = linked(f"{folder_of(folder, record.id)}/")
    return [path, zh, others, labels[0], en, labels[1]]


def search_pages(site: Site, files: int) -> None:
    """Writes the search.

    Args:
        site: that is written.
        files: of the index.
    """
    for language in LANGUAGES:
        said = {f"data_{key}": word(key, language) for key in ("loading", "none", "found", "first")}
        body = [
            tag("h1", word("search", language)),
            tag("noscript", tag("p", word("needs", language))),
            tag("label", word("find", language), for_="words"),
            Html(tag("input", type="search", id="words", data_files=str(files), **said).removesuffix("</input>")),
            tag("p", id="said", role="status"),
            tag("ol", id="found"),
        ]
        title = word("search", language)
        site.write(language, "", title, body, name="search", script="site.js")


def write_map(root: Path, base: str, paths: Iterator[str]) -> None:
    """Writes the map of the pages for search engines: several files where one may not hold all.

    Args:
        root: of the site.
        base: its address, with a slash at its end.
        paths: of the pages.
    """
    number, waiting = 0, []
    files = []
    for path in paths:
        waiting.append(f"<url><loc>{escape(base + linked(path))}</loc></url>")
        if len(waiting) == _ADDRESSES:
            files.append(_map(root, number, waiting))
            number, waiting = number + 1, []
    files.append(_map(root, number, waiting))
    rows = "\n".join(f"<sitemap><loc>{escape(base + name)}</loc></sitemap>" for name in files)
    (root / "sitemap.xml").write_text(_xml("sitemapindex", rows), encoding="utf-8", newline="\n")


def _map(root: Path, number: int, urls: list[str]) -> str:
    name = f"sitemap-{number}.xml"
    (root / name).write_text(_xml("urlset", "\n".join(urls)), encoding="utf-8", newline="\n")
    return name


def _xml(element: str, rows: str) -> str:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{element} xmlns="{space}">\n{rows}\n</{element}>\n'


def write_files(root: Path) -> None:
    """Writes what all pages share."""
    for name in ("site.css", "site.js"):
        (root / name).write_bytes((_HERE / name).read_bytes())
