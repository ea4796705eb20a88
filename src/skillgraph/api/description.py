"""One thing, section, statement or figure with all that the graph says of it, for people to read."""

from __future__ import annotations

import html
from collections.abc import Iterable
from pathlib import Path

from skillgraph.documents.evidence import Passage, passages, read_passage
from skillgraph.graph.folder import GraphFolder
from skillgraph.model.bounds import figure_text
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Observation, Section, Statement

_ROWS = 100
_STYLE = "border-left:3px solid #1f6fb2;padding:.2em 0 .2em .8em"
_GREY = "color:#6b7280"


class Description:
    """What the graph says of an entity, section, statement or figure; notebooks show it as a card, `str()` as text.

    Args:
        graph: that holds it.
        record: the entity, section, statement or figure.
        documents: the folder of the reader's copies of the reports, for the words of passages.

    Attributes:
        facts: the statements that have it as subject or object, plans and denials among them.
        figures: the figures whose subject it is.
    """

    def __init__(
        self,
        graph: GraphFolder,
        record: Entity | Section | Statement | Observation,
        documents: Path | None = None,
    ) -> None:
        self.record = record
        self._graph = graph
        self._documents = documents
        self.facts: list[Statement] = []
        self.figures: list[Observation] = []
        if isinstance(record, Entity):
            for found in graph.records():
                if isinstance(found, Statement) and record.id in (found.subject, found.object):
                    self.facts.append(found)
                elif isinstance(found, Observation) and found.subject == record.id:
                    self.figures.append(found)

    def __str__(self) -> str:
        return "\n".join([self._heading(), *(" | ".join(filter(None, row)) for row in self._rows())])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        head, rows = self._heading(), self._rows()
        body = "".join(
            f"<tr><td>{_text(what)}</td><td>{_text(remark)}</td><td style='{_GREY}'>{_text(where)}</td></tr>"
            for what, remark, where in rows[:_ROWS]
        )
        more = f"<p style='{_GREY}'>{len(rows) - _ROWS} more</p>" if len(rows) > _ROWS else ""
        return f"<div style='{_STYLE}'><b>{_text(head)}</b><table style='text-align:left'>{body}</table>{more}</div>"

    def _heading(self) -> str:
        if isinstance(self.record, Section):
            return f"§ {self.record.heading} ({self.record.id})"
        if not isinstance(self.record, Entity):
            return self._sentence(self.record)[0]
        entity = self.record
        names = "，".join((*entity.aliases, *entity.aliases_en))
        classes = "、".join(f"{ontology().label(c, 'zh')} {c}" for c in (*entity.classes, *entity.derived))
        later = ontology().existence_classes.get(entity.existence)
        kind = f" [{ontology().label(later, 'zh')}]" if later else ""
        name = " ".join(filter(None, (entity.name, entity.name_en)))
        former = "".join(f"; 曾用标识符 {id}" for id in entity.merged_from)
        return f"{name}{f' ({names})' if names else ''}: {classes}{kind} ({entity.id}{former})"

    def _rows(self) -> list[tuple[str, str, str]]:
        """What is said, how, and where."""
        if isinstance(self.record, Entity):
            said: Iterable[Statement | Observation] = [*self.facts, *self.figures]
            return [(*self._sentence(record), self._places(record)) for record in said]
        record = self.record
        if isinstance(record, Section):
            said_of = (("about", record.about), ("signedBy", record.signed_by))
            rows = [(f"{ontology().label(name, 'zh')}: {self._name(id)}", "", "") for name, id in said_of if id]
            return [*rows, *(("", "", _place(p)) for p in self._passages(record))]
        _, remark = self._sentence(record)
        qualifiers = [f"{ontology().label(k, 'zh')}: {self._name(v)}" for k, v in record.qualifiers]
        about = [remark, *qualifiers, f"{record.status}, {record.id}"]
        passages = [(_passage_text(p), "", _place(p)) for p in self._passages(record)]
        return [*((text, "", "") for text in filter(None, about)), *passages]

    def _sentence(self, record: Statement | Observation) -> tuple[str, str]:
        return sentence(self._graph, record)

    def _name(self, id: str) -> str:
        return _name(self._graph, id)

    def _places(self, record: Statement | Observation) -> str:
        return "; ".join(f"{_passage_text(p)} {_place(p)}".strip() for p in self._passages(record))

    def _passages(self, record: Section | Statement | Observation) -> list[Passage]:
        return [read_passage(self._graph.documents[e.document], e, self._documents) for e in passages(record)]


def sentence(graph: GraphFolder, record: Statement | Observation) -> tuple[str, str]:
    """What a statement or figure says, in Chinese, and how: modality, what a reviewer judged, basis, time.

    Args:
        graph: that holds it.
        record: the statement or figure.
    """
    remarks = [] if record.modality == "actual" else [ontology().codes("modality")[record.modality]]
    remarks += ["已否决"] if record.status == "rejected" else []
    remarks += [] if record.rank == "normal" else [ontology().codes("rank")[record.rank]]
    if isinstance(record, Observation):
        subject, indicator = _name(graph, record.subject), _name(graph, record.indicator)
        return f"{subject} {indicator} {figure_text(record, _name(graph, record.unit))}", " ".join(
            filter(None, [*remarks, record.time])
        )
    predicate = ontology().label(record.predicate, "zh")
    target = _name(graph, record.object) if record.object else record.text
    basis = [] if record.basis == "stated" else [ontology().codes("basis")[record.basis]]
    remark = " ".join(filter(None, [*remarks, *basis, record.time]))
    return f"{_name(graph, record.subject)} —{predicate}→ {target}", remark


def _name(graph: GraphFolder, id: str) -> str:
    entity = graph.entities.get(id)
    return entity.name if entity else id


def graph_html(graph: GraphFolder) -> str:
    """A graph at a glance: its sources, and how many things of which class.

    Args:
        graph: a built graph.
    """
    counts: dict[str, int] = {}
    for entity in graph.entities.values():
        name = ontology().existence_classes.get(entity.existence, entity.classes[0])
        counts[name] = counts.get(name, 0) + 1
    m = graph.manifest
    sources = "".join(
        f"<li>{_text(d.title)} <span style='{_GREY}'>{_text(d.title_en)} ({_text(d.id)})</span></li>"
        for d in graph.documents.values()
        if d.kind == "report"
    )
    classes = "，".join(
        f"{_text(ontology().label(name, 'zh'))} <span style='{_GREY}'>{_text(name)}</span> {count}"
        for name, count in sorted(counts.items(), key=lambda pair: -pair[1])
    )
    return (
        f"<div style='{_STYLE}'><b>{m.entities} entities, {m.statements} statements, {m.observations} figures</b>"
        f"<ul>{sources}</ul><p>{classes}</p></div>"
    )


def document_html(document: Document) -> str:
    """A report at a glance.

    Args:
        document: a record of a graph.
    """
    rows = ("title", "title_en", "kind", "publisher", "issued", "language", "license", "file", "characters", "sha256")
    body = "".join(
        f"<tr><td style='{_GREY}'>{row}</td><td>{_text(str(value))}</td></tr>"
        for row in rows
        if (value := getattr(document, row)) not in ("", None)
    )
    return f"<div style='{_STYLE}'><b>{_text(document.id)}</b><table style='text-align:left'>{body}</table></div>"


def _place(passage: Passage) -> str:
    section = f", {passage.section}" if passage.section else ""
    return f"{passage.document}:{passage.start}–{passage.end}{section}"


def _passage_text(passage: Passage) -> str:
    return f"“{passage.text}”" if passage.text is not None else ""


def _text(text: str) -> str:
    return f"<bdi>{html.escape(text)}</bdi>" if text else ""
