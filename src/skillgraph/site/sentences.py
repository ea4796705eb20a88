"""Rows and sentences: what a statement or a figure says, with links, and marked where it is no fact."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from skillgraph.graph.folder import GraphFolder
from skillgraph.model.bounds import figure_text
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity, Observation, Statement
from skillgraph.site.markup import Html, Part, link, named, tag
from skillgraph.site.paths import Language, folder_of, page
from skillgraph.site.words import word


class Sentences(msgspec.Struct, frozen=True):
    """Writes what records say in one language, for the pages of one folder."""

    graph: GraphFolder
    language: Language
    folder: str

    def thing(self, id: str) -> Part:
        """A thing by its name, as a link."""
        entity = self.graph.entities.get(id)
        if entity is None:
            return id
        return link(self.name(entity), f"{folder_of('entity', id)}/{page(self.language)}", self.folder)

    def name(self, entity: Entity) -> Html:
        """A thing's name."""
        return named(entity.name, entity.name_en, self.language)

    def document(self, id: str) -> Part:
        """A source by its title, as a link."""
        found = self.graph.documents.get(id)
        if found is None:
            return id
        title = named(found.title, found.title_en, self.language)
        return link(title, f"{folder_of('document', id)}/{page(self.language)}", self.folder)

    def section(self, id: str) -> Part:
        """A section by its heading, as a link."""
        found = self.graph.sections.get(id)
        if found is None:
            return id
        heading = named(found.heading, found.heading_en, self.language)
        return link(heading, f"{folder_of('section', id)}/{page(self.language)}", self.folder)

    def term(self, name: str) -> Html:
        """A class or relation by its label, as a link to the vocabulary."""
        label = ontology().label(name, self.language)
        if name in ontology().classes:
            return link(label, f"{folder_of('ontology', name)}/{page(self.language)}", self.folder)
        there = f"ontology/{page(self.language)}"
        return Html(str(link(label, there, self.folder)).replace('.html"', f'.html#{name}"', 1))

    def record(self, record: Statement | Observation, content: Part) -> Html:
        """A statement or figure, as a link to its page."""
        kind = "statement" if isinstance(record, Statement) else "figure"
        return link(content, f"{folder_of(kind, record.id)}/{page(self.language)}", self.folder)

    def sentence(self, record: Statement | Observation) -> Html:
        """What a statement or a figure says, in a line of links."""
        parts: tuple[Part, ...]
        if isinstance(record, Statement):
            parts = (self.thing(record.subject), self.term(record.predicate), self.value(record))
        else:
            parts = (self.thing(record.subject), self.thing(record.indicator), self.number(record))
        return Html(" ".join(map(str, (part if isinstance(part, Html) else tag("bdi", part) for part in parts))))

    def plain(self, record: Statement | Observation) -> str:
        """The same as text, for a title."""
        return plain(self.graph, record, self.language)

    def value(self, s: Statement) -> Part:
        """The object of a statement."""
        return self.thing(s.object) if s.object else tag("bdi", s.text, lang="" if self.language == "zh" else "zh-Hans")

    def number(self, o: Observation) -> Html:
        """A figure with its bound and its unit."""
        return tag("bdi", _number(self.graph, o, self.language))

    def marks(self, record: Statement | Observation) -> Html:
        """What keeps a statement or figure from being a fact, each as a mark; nothing for a fact."""
        return Html(" ".join(tag("span", said, cls="mark") for said in _marks(record, self.language)))

    def row(self, s: Statement, about: str = "") -> tuple[Part, ...]:
        """A statement as a row, seen from one of its things, or as a whole."""
        if not about:
            said: tuple[Part, ...] = (self.sentence(s),)
        elif s.subject == about:
            said = (self.term(s.predicate), self.value(s))
        elif s.object == about:
            said = (Html(f"← {self.term(s.predicate)}"), self.thing(s.subject))
        else:
            said = (tag("span", word("qualifiers", self.language)), self.sentence(s))
        return (*said, self.marks(s), s.time, self.document(s.source), self._evidence(s))

    def figure_row(self, o: Observation, about: str = "") -> tuple[Part, ...]:
        """A figure as a row."""
        subject = () if o.subject == about else (self.thing(o.subject),)
        indicator = () if o.indicator == about else (self.thing(o.indicator),)
        what = Html(" ".join(map(str, (*subject, *indicator))))
        return (what, self.number(o), self.marks(o), o.time, self.document(o.source), self._evidence(o))

    def _evidence(self, record: Statement | Observation) -> Html:
        label = word("evidence", self.language)
        return self.record(record, Html(f'{label}<span class="unseen"> {tag("span", record.id)}</span>'))


def plain(graph: GraphFolder, record: Statement | Observation, language: Language) -> str:
    """What a statement or a figure says as text.

    Args:
        graph: that it is of.
        record: the statement or figure.
        language: of names and labels.
    """

    def name(id: str) -> str:
        entity = graph.entities.get(id)
        return (entity.name_en if language == "en" else "") or entity.name if entity is not None else id

    if isinstance(record, Observation):
        return f"{name(record.subject)} {name(record.indicator)} {_number(graph, record, language)}"
    relation = ontology().label(record.predicate, language)
    return f"{name(record.subject)} {relation} {name(record.object) if record.object else record.text}"


def _number(graph: GraphFolder, o: Observation, language: Language) -> str:
    unit = graph.entities.get(o.unit)
    label = ((unit.name_en if language == "en" else "") or unit.name) if unit is not None else o.unit
    return figure_text(o, label)


def _marks(record: Statement | Observation, language: Language) -> Iterator[str]:
    if record.modality != "actual":
        yield ontology().codes("modality", language)[record.modality]
    if record.status == "rejected":
        yield ontology().codes("status", language)[record.status]
    if record.rank != "normal":
        yield ontology().codes("rank", language)[record.rank]
    if isinstance(record, Statement) and record.basis != "stated":
        yield ontology().codes("basis", language)[record.basis]
