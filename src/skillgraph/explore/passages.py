"""The passages that a page's facts point to: place and section always, the words where the reader has the report."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from skillgraph.documents.evidence import Passage, read_passage
from skillgraph.explore.schema import Names, Spans
from skillgraph.model.records import Document, Evidence, Section


class Passages:
    """Numbers for passages, each once.

    Args:
        documents: the reports, by id.
        folder: where the reader's own copies are; None leaves the words out.
        sections: of the reports; where a report has none in the graph, the copy's headings tell.

    Raises:
        DataError: from the methods, where a copy is missing or not the report that the offsets were made for.
    """

    def __init__(self, documents: dict[str, Document], folder: Path | None, sections: Iterable[Section]) -> None:
        self._documents = documents
        self._folder = folder
        self._order = {id: n for n, id in enumerate(documents)}
        self._numbers: dict[Evidence, int] = {}
        self._within: dict[str, list[tuple[int, int, int, Names]]] = {}
        for s in sections:
            if s.span:
                place = (s.span.start, s.level, s.span.end, Names(s.heading, s.heading_en))
                self._within.setdefault(s.source, []).append(place)
        self._headings: dict[Names, int] = {}

    def number(self, evidence: Evidence) -> int:
        """The number of a passage."""
        return self._numbers.setdefault(evidence, len(self._numbers))

    def spans(self) -> Spans:
        """Document, start, length and section of each passage, in code points."""
        numbered = list(self._numbers)
        headings = [self._heading(e) for e in numbered]
        return Spans(
            document=[self._order[e.document] for e in numbered],
            start=[e.start for e in numbered],
            length=[e.end - e.start for e in numbered],
            section=[self._headings.setdefault(h, len(self._headings)) if h.zh else -1 for h in headings],
        )

    def sections(self) -> list[Names]:
        """The headings of the sections, each at the number that `spans` names it by."""
        return list(self._headings)

    def words(self) -> list[str] | msgspec.UnsetType:
        """The words of each passage, where there is a folder."""
        if self._folder is None:
            return msgspec.UNSET
        passages = (self._read(e) for e in self._numbers)
        return [(passage.text or "") if passage else "" for passage in passages]

    def _heading(self, evidence: Evidence) -> Names:
        """The heading of the innermost section around a passage, the one that begins last."""
        around = [
            place for place in self._within.get(evidence.document, ())
            if place[0] <= evidence.start and evidence.end <= place[2]
        ]  # fmt: skip
        if around or evidence.document in self._within:
            return max(around)[3] if around else Names("", "")
        passage = self._read(evidence)
        return Names((passage.section or "") if passage else "", "")

    def _read(self, evidence: Evidence) -> Passage | None:
        document = self._documents[evidence.document]
        if self._folder is None or not document.file:
            return None
        return read_passage(document, evidence, self._folder)
