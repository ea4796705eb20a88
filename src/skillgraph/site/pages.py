"""The pages of things, statements, figures, sections and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from skillgraph.documents.evidence import passages, read_passage
from skillgraph.graph.folder import GraphFolder
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Observation, Record, Section, Statement
from skillgraph.site.gathered import Gathered
from skillgraph.site.markup import Frame, Html, Part, items, link, properties, table, tag
from skillgraph.site.paths import LANGUAGES, Language, folder_of, linked, page, up
from skillgraph.site.sentences import Sentences
from skillgraph.site.words import word

#: Rows of one page; what has more goes on on the next.
ROWS = 500
Rows = Iterator[Sequence[Part]]


class Site(msgspec.Struct, frozen=True):
    """A site that is being written."""

    graph: GraphFolder
    gathered: Gathered
    frame: Frame
    root: Path
    documents: Path | None = None

    def write(self, language: Language, folder: str, title: str, body: Iterable[Part], **more: str) -> None:
        """Writes a page of a folder."""
        name = more.get("name", "index")
        path = self.root / folder / page(language, name)
        path.write_bytes(self.frame.page(language, folder, title, body, **more))


def entity_pages(site: Site, e: Entity) -> None:
    """Writes the pages of a thing."""
    folder = _made(site, "entity", e.id)
    for language in LANGUAGES:
        says = Sentences(site.graph, language, folder)
        parts = (
            (word("said", language), _headings(language, "relation", "value"), _statements(site, says, e.id)),
            (word("figures", language), _headings(language, "indicator", "number"), _figures(site, says, e.id)),
        )
        title = (e.name_en if language == "en" else "") or e.name
        paged(site, language, folder, title, _about_entity(says, e), parts, data=folder)


def _about_entity(says: Sentences, e: Entity) -> list[Part]:
    language = says.language
    other = e.name if language == "en" and e.name_en else e.name_en
    also = tag("p", other, cls="also", lang="zh-Hans" if language == "en" else "en") if other else Html("")
    note = tag("p", word(e.existence, language), cls="note") if e.existence != "individual" else Html("")
    special = ontology().existence_classes.get(e.existence)
    classes = [says.term(name) for name in (*((special,) if special else ()), *e.classes, *e.derived)]
    names = [tag("bdi", form) for form in e.forms if form not in (e.name, e.name_en)]
    identifiers = [f"{ontology().label(scheme, language)} {value}" for scheme, value in e.identifiers]
    sections = dict.fromkeys(e.said_in)
    shown = f"{up(says.folder)}network.html#thing={linked(e.id)}"
    return [
        tag("h1", says.name(e)),
        also,
        note,
        properties(
            (
                (word("is", language), Html("、".join(classes))),
                (word("names", language), Html(" · ".join(names))),
                (word("identifiers", language), " · ".join(identifiers)),
                (word("former", language), " · ".join(e.merged_from)),
                (word("from", language), items(says.document(part.source) for part in e.descriptions)),
                (word("sections", language), items(map(says.section, sections))),
            )
        ),
        tag("p", tag("a", word("in_network", language), href=shown)),
    ]


def _headings(language: Language, *first: str) -> list[str]:
    return [word(key, language) for key in (*first, "how", "time", "source", "evidence")]


def _statements(site: Site, says: Sentences, id: str) -> Rows:
    return (says.row(s, id) for s in site.gathered.of("said", id) if isinstance(s, Statement))


def _figures(site: Site, says: Sentences, id: str) -> Rows:
    return (says.figure_row(o, id) for o in site.gathered.of("figures", id) if isinstance(o, Observation))


def paged(
    site: Site,
    language: Language,
    folder: str,
    title: str,
    head: Sequence[Part],
    parts: Iterable[tuple[str, Sequence[str], Rows]],
    *,
    data: str = "",
    name: str = "index",
) -> None:
    """Writes tables after one another on as many pages as they need; the head stands on the first.

    Args:
        site: that is written.
        language: of the pages.
        folder: where they stand.
        title: of each.
        head: what stands above the tables.
        parts: the tables: a caption, headings, rows.
        data: the path of the RDF, if there is any.
        name: of the pages' files.
    """
    number, left, body = 1, ROWS, list(head)
    waiting: list[Sequence[Part]] = []

    def turn(following: bool) -> None:
        nonlocal number, left, body
        body.append(_pager(language, name, number, following))
        own = name if number == 1 else f"{name}-{number}"
        site.write(language, folder, title, body, name=own, **({"data": data} if data else {}))
        number, left, body = number + 1, ROWS, [tag("h1", tag("bdi", title))]

    for caption, headings, rows in parts:
        begun = False
        for row in rows:
            if left == 0:
                body.append(table(headings, waiting, caption))
                waiting = []
                turn(following=True)
                begun = False
            if not begun:
                body.append(tag("h2", caption))
                begun = True
            waiting.append(row)
            left -= 1
        if waiting:
            body.append(table(headings, waiting, caption))
            waiting = []
    turn(following=False)


def _pager(language: Language, name: str, number: int, following: bool) -> Html:
    """The ways to the page before and the next."""
    there = [number - 1] if number > 1 else []
    there += [number + 1] if following else []
    links = [
        tag("a", word("page", language).format(n), href=page(language, name if n == 1 else f"{name}-{n}"))
        for n in there
    ]
    return tag("nav", items(links), aria_label=word("pages", language)) if links else Html("")


def record_pages(site: Site, record: Statement | Observation) -> None:
    """Writes the pages of a statement or figure: what it says, how, and where that stands."""
    folder = _made(site, "statement" if isinstance(record, Statement) else "figure", record.id)
    for language in LANGUAGES:
        says = Sentences(site.graph, language, folder)
        marks = says.marks(record)
        modality = ontology().codes("modality", language)[record.modality]
        note = "" if record.is_fact else tag("p", word("no_fact", language).format(modality), cls="note")
        body = [
            tag("h1", says.sentence(record)),
            note,
            tag("p", marks) if marks else Html(""),
            properties(_about_record(site, says, record)),
            tag("h2", word("evidence", language)),
            *_evidence(site, says, record),
        ]
        site.write(language, folder, says.plain(record), body, data=folder)


def _about_record(site: Site, says: Sentences, record: Statement | Observation) -> Iterator[tuple[str, Part]]:
    language = says.language
    codes = ontology().codes
    yield word("how", language), codes("modality", language)[record.modality]
    yield word("time", language), " ".join(filter(None, (record.time, _span(record))))
    if isinstance(record, Observation):
        yield word("about", language), says.thing(record.about) if record.about else ""
    for name, value in record.qualifiers:
        takes_text = ontology().properties[name].takes_text
        yield ontology().label(name, language), tag("bdi", value) if takes_text else says.thing(value)
    yield word("source", language), says.document(record.source)
    yield word("section", language), says.section(record.said_in) if record.said_in else ""
    if isinstance(record, Statement):
        yield word("basis", language), codes("basis", language)[record.basis]
    yield word("status", language), codes("status", language)[record.status]
    if record.rank != "normal":
        yield word("rank", language), codes("rank", language)[record.rank]
    kind = "statement" if isinstance(record, Statement) else "figure"
    part_of = record.part_of if isinstance(record, Observation) else ""
    for label, id in ((word("restates", language), record.restates), (word("part", language), part_of)):
        there = f"{folder_of(kind, id)}/{page(language)}"
        yield label, link(id, there, says.folder) if id and site.gathered.count(kind, id) else id


def _span(record: Statement | Observation) -> str:
    return f"({record.start or '…'} – {record.end or '…'})" if record.start or record.end else ""


def _evidence(site: Site, says: Sentences, record: Section | Statement | Observation) -> Iterator[Part]:
    """Where something stands: document, section, characters, checksum; its words where the reports are at hand."""
    language = says.language
    headings = [word(key, language) for key in ("document", "place", "checksum")]
    spans = passages(record)
    yield table(
        headings,
        [(says.document(p.document), f"{p.start}–{p.end}", tag("code", p.checksum)) for p in spans],
        word("evidence", language),
    )
    if site.documents is not None:
        for span in spans:
            words = read_passage(site.graph.documents[span.document], span, site.documents).text
            if words:
                yield tag("blockquote", tag("bdi", words), lang="zh-Hans")


def section_pages(site: Site, section: Section) -> None:
    """Writes the pages of a section."""
    folder = _made(site, "section", section.id)
    for language in LANGUAGES:
        says = Sentences(site.graph, language, folder)
        title = (section.heading_en if language == "en" else "") or section.heading
        head = [
            tag("h1", tag("bdi", title)),
            properties(
                (
                    (word("document", language), says.document(section.source)),
                    (word("about", language), says.thing(section.about) if section.about else ""),
                    (word("signed", language), says.thing(section.signed_by) if section.signed_by else ""),
                )
            ),
            *_evidence(site, says, section),
        ]
        paged(site, language, folder, title, head, _lists(site, says, "in", section.id), data=folder)


def _lists(site: Site, says: Sentences, of: str, id: str) -> Iterator[tuple[str, Sequence[str], Rows]]:
    """What a source or a section says: statements, then figures."""
    language = says.language
    said, figures = site.gathered.of(f"said-{of}", id), site.gathered.of(f"figures-{of}", id)
    heads = [word(key, language) for key in ("facts", "how", "time", "source", "evidence")]
    yield word("facts", language), heads, (says.row(s) for s in said if isinstance(s, Statement))
    rows = (says.figure_row(o) for o in figures if isinstance(o, Observation))
    yield word("figures", language), _headings(language, "indicator", "number"), rows


def document_pages(site: Site, document: Document) -> None:
    """Writes the pages of a source: what it is, its sections, the things that it describes, all that it says."""
    folder = _made(site, "document", document.id)
    for language in LANGUAGES:
        says = Sentences(site.graph, language, folder)
        title = (document.title_en if language == "en" else "") or document.title
        counts = {what: site.gathered.count(f"{what}-of", document.id) for what in ("things", "said", "figures")}
        lists = ((what, label) for what, label in _LISTS if counts[what])
        address = tag("a", document.url, href=document.url, rel="noreferrer") if _is_web(document.url) else document.url
        body = [
            tag("h1", tag("bdi", title)),
            properties(
                (
                    (word("publisher", language), document.publisher),
                    (word("issued", language), document.issued),
                    (word("license", language), document.license),
                    (word("address", language), address),
                    (word("file", language), document.file),
                    ("SHA-256", tag("code", document.sha256) if document.sha256 else ""),
                )
            ),
            items(
                tag(
                    "a",
                    f"{word(label, language)} ({_counted(site, document.id, what, language)})",
                    href=page(language, label),
                )
                for what, label in lists
            ),
            *_sections(site, says, document.id),
        ]
        site.write(language, folder, title, body, data=folder)
        for what, label in _LISTS:
            if counts[what]:
                rows = _rows_of(site, says, what, document.id)
                head = [tag("h1", f"{word(label, language)} · ", tag("bdi", title))]
                paged(site, language, folder, title, head, [rows], name=label)


def _counted(site: Site, id: str, what: str, language: Language) -> str:
    """How many rows of a list of a source count, and how many that a reviewer rejected stand there too."""
    rejected = site.gathered.count(f"rejected-{what}-of", id)
    count = f"{site.gathered.count(f'{what}-of', id) - rejected:,}"
    return f"{count} · {word('rejected', language)} {rejected:,}" if rejected else count


_LISTS = (("things", "things"), ("said", "facts"), ("figures", "figures"))


def _rows_of(site: Site, says: Sentences, what: str, id: str) -> tuple[str, Sequence[str], Rows]:
    if what != "things":
        statements, figures = _lists(site, says, "of", id)
        return statements if what == "said" else figures
    return things_table(says, site.gathered.of("things-of", id))


def things_table(says: Sentences, found: Iterable[Record]) -> tuple[str, Sequence[str], Rows]:
    """Things as rows: name, what it is, the name in the other language."""
    language = says.language
    rows = (
        (
            says.thing(e.id),
            Html("、".join(says.term(name) for name in e.classes)),
            tag("bdi", e.name_en, lang="en") if language == "zh" else tag("bdi", e.name, lang="zh-Hans"),
        )
        for e in found
        if isinstance(e, Entity)
    )
    return word("things", language), [word("things", language), word("is", language), word("other", language)], rows


def _sections(site: Site, says: Sentences, id: str) -> list[Part]:
    found = [says.section(s.id) for s in site.gathered.of("sections", id)]
    return [tag("h2", word("sections", says.language)), items(found)] if found else []


def _is_web(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def _made(site: Site, kind: str, id: str) -> str:
    folder = folder_of(kind, id)
    (site.root / folder).mkdir(parents=True, exist_ok=True)
    return folder
