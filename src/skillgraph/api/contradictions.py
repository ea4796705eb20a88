"""What sources say differently, for people and programs: each side with its words, its source and its passage."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, overload

from skillgraph.documents.evidence import passages, read_passage
from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.results import Rows, Value
from skillgraph.model.bounds import figure_text
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import ontology
from skillgraph.model.problems import unknown
from skillgraph.model.records import Observation
from skillgraph.resolve.comparisons import read_comparisons
from skillgraph.resolve.contradictions import USUAL, findings
from skillgraph.resolve.findings import KINDS, OPEN, VERDICTS, Finding, Kind, Said

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "finding", "kind", "verdict", "about", "said", "time", "source", "issued", "preferred", "reason", "id", "place",
    "passage",
)  # fmt: skip
#: Why a side is preferred.
_BECAUSE = {"": "", "rank": "a reviewer's word", "directness": "its own source", "date": "the later source"}


class Contradictions(Sequence[Finding]):
    """What sources of a graph say differently, a finding each; printed, it is the table `rows`.

    Args:
        graph: that holds the records.
        found: in order.
        documents: the folder of the reader's copies of the reports, for the words of passages.
    """

    def __init__(self, graph: GraphFolder, found: Sequence[Finding], documents: Path | None = None) -> None:
        self._graph, self._found, self._documents = graph, tuple(found), documents

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        return self._found[index]

    def __len__(self) -> int:
        return len(self._found)

    def __repr__(self) -> str:
        return repr(self.rows)

    def _repr_html_(self) -> str:
        return self.rows._repr_html_()

    @cached_property
    def rows(self) -> Rows:
        """A row for each side of each finding.

        Columns are the `finding`, its `kind` and `verdict`, what it is `about`, what the side `said`, its `time`, its
        `source` and when that was `issued`, why it is `preferred` (empty where it is not), the `reason` of the verdict,
        the `id` of the statement or figure, and the `place` and words of its `passage`.

        Raises:
            DataError: a copy is not the report that the offsets were made for.
        """
        return Rows(COLUMNS, [row for finding in self for row in self._sides(finding)])

    def to_pandas(self) -> pd.DataFrame:
        """`rows` as a DataFrame."""
        return self.rows.to_pandas()

    def _sides(self, finding: Finding) -> Iterator[tuple[Value, ...]]:
        about = " ".join(self._name(name) for name in finding.about)
        for side in finding.sides:
            document = self._graph.documents[side.source]
            found = [read_passage(self._graph.documents[e.document], e, self._documents) for e in passages(side)]
            yield (
                finding.id, finding.kind, finding.verdict, about, self._said(side), side.time or _dates(side),
                side.source, document.issued, _BECAUSE[finding.because] if side.id in finding.preferred else "",
                finding.reason, side.id, "; ".join(f"{p.document}:{p.start}–{p.end}" for p in found),
                " … ".join(filter(None, (p.text for p in found))) or None,
            )  # fmt: skip

    def _said(self, side: Said) -> str:
        """What the record says, with its modality where it is no fact, and a reviewer's rank."""
        marks = [] if side.modality == "actual" else [ontology().codes("modality")[side.modality]]
        marks += [] if side.rank == "normal" else [ontology().codes("rank")[side.rank]]
        if isinstance(side, Observation):
            said = figure_text(side, self._name(side.unit))
        else:
            said = f"{self._name(side.subject)} —{self._name(side.predicate)}→ {self._name(side.object or side.text)}"
        return f"{said} ({', '.join(marks)})" if marks else said

    def _name(self, id: str) -> str:
        if id in ontology().relations:
            return ontology().label(id, "zh")
        entity = self._graph.entities.get(id)
        return entity.name if entity else id


def contradictions(
    graph: GraphFolder,
    kinds: Collection[str] = (),
    agreeing: bool = False,
    documents: Path | None = None,
    comparisons: Path | None = None,
) -> Contradictions:
    """What sources say differently; `KnowledgeGraph.contradictions` says the rest."""
    judged = read_comparisons(comparisons) if comparisons else None
    wanted = [_kind(kind) for kind in kinds] or USUAL
    found = (f for f in findings(graph, wanted, judged) if agreeing or f.verdict in OPEN or f.kind == "plan")
    return Contradictions(graph, sorted(found, key=_order), documents)


def _order(finding: Finding) -> tuple[int, int, tuple[str, ...]]:
    return VERDICTS.index(finding.verdict), KINDS.index(finding.kind), finding.about


def _kind(name: str) -> Kind:
    for kind in KINDS:
        if kind == name:
            return kind
    raise UsageError(unknown("kind", name, KINDS))


def _dates(side: Said) -> str:
    return "–".join(dict.fromkeys((side.start, side.end))).strip("–")
