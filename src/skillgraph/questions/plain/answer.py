"""The answer to a question in plain words: what was understood, the rows, and what there is to say beside them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Literal

import msgspec

from skillgraph.graph.results import Rows
from skillgraph.model.ontology import ontology
from skillgraph.questions.plain.describing import brief

Status = Literal["answered", "nothing", "ambiguous", "not understood"]
#: Rows that are told with their passages.
MOST = 1000


class Answer(msgspec.Struct, frozen=True):
    """What a question was understood to mean, and what the graph says to it.

    Attributes:
        question: as it was asked.
        status: `answered`; `nothing`, where it is understood and the graph has nothing of it; `ambiguous`; or `not
            understood`.
        understood: each reading in words of both languages; one, where there is an answer.
        says: what there is to say beside the rows, in both languages.
        sparql: the query that was asked.
        cypher: the same in Cypher, with its `parameters`.
        rows: the answer.
        evidence: the passages behind each `said_by` of the rows (behind each `id`, where a class was asked for).
        unknown: words of the question that are not known.
        nearest: recorded questions that are like it, where there is no answer.
        found: what holds words of a question that is not understood, as `KnowledgeGraph.find` finds it, the best
            first, and notes on how it was looked for. Facts and plans alike: it is no answer.
        likely: the answer to the likeliest reading of a question that is not understood word for word, if one is
            likely enough: what the reader has to check.
        possible: answers to what else such a question may mean, the likeliest first; to each reading of an ambiguous
            one. The reader may choose.
        likelihood: that a reading of a question that is not understood is the right one, from 0 to 1.
    """

    question: str
    status: Status
    understood: tuple[dict[str, str], ...] = ()
    says: tuple[dict[str, str], ...] = ()
    sparql: str = ""
    cypher: str = ""
    parameters: dict[str, Any] = {}
    rows: Rows = Rows((), [])
    evidence: dict[str, list[dict[str, Any]]] = {}
    unknown: tuple[str, ...] = ()
    nearest: tuple[dict[str, str], ...] = ()
    found: Rows = Rows((), [])
    likely: Answer | None = None
    possible: tuple[Answer, ...] = ()
    likelihood: float | None = None

    @property
    def meant(self) -> tuple[Answer, ...]:
        """What the question means, or the readings to choose from: the likely one first, then the possible ones."""
        if self.status in ("answered", "nothing"):
            return (self,)
        return (*((self.likely,) if self.likely else ()), *self.possible)

    def as_dict(self) -> dict[str, Any]:
        """For printing as JSON: how many rows there are, and the first thousand, each with its passages."""
        rows = [
            {**row, "evidence": self.evidence.get(str(row.get("said_by") or row.get("id")), [])}
            for row in self.rows.to_dicts()[:MOST]
        ]
        told = ("rows", "evidence", "found", "likely", "possible")
        fields = {name: getattr(self, name) for name in self.__struct_fields__ if name not in told}
        found = [{**row, "folder": _folder(str(row["kind"]))} for row in self.found.to_dicts()]
        likely, possible = self.likely and self.likely.as_dict(), [each.as_dict() for each in self.possible]
        counted = {"columns": self.rows.columns, "total": len(self.rows), "brief": brief(self.rows), "rows": rows}
        return {**fields, **counted, "found": found, "likely": likely, "possible": possible}

    def json(self) -> str:
        """The answer as JSON."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=1, default=_number)


def _folder(kind: str) -> str:
    """Where the address of a thing of some kind is."""
    above = (kind, *ontology().classes[kind].ancestors)
    return next((name for name in ("statement", "figure", "section") if name.capitalize() in above), "entity")


def _number(value: object) -> int | float:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value))
