"""The passages that a page's facts point to: offsets always, the words where the reader has the report."""

from __future__ import annotations

from pathlib import Path

import msgspec

from skillgraph.documents.evidence import read_passage
from skillgraph.explore.schema import PassageRow, Spans
from skillgraph.model.records import Document, Evidence


class Passages:
    """Numbers for passages, each once.

    Args:
        documents: the reports, by id.
        folder: where the reader's own copies are; None leaves the words out.
    """

    def __init__(self, documents: dict[str, Document], folder: Path | None) -> None:
        self._documents = documents
        self._folder = folder
        self._order = {id: n for n, id in enumerate(documents)}
        self._numbers: dict[Evidence, int] = {}

    def number(self, evidence: Evidence) -> int:
        """The number of a passage."""
        return self._numbers.setdefault(evidence, len(self._numbers))

    def spans(self) -> Spans:
        """Document, start and length of each passage, in code points."""
        numbered = list(self._numbers)
        return Spans(
            document=[self._order[e.document] for e in numbered],
            start=[e.start for e in numbered],
            length=[e.end - e.start for e in numbered],
        )

    def words(self) -> list[PassageRow] | msgspec.UnsetType:
        """Section and words of each passage, where there is a folder.

        Raises:
            DataError: a copy is missing, or not the report that the offsets were made for.
        """
        if self._folder is None:
            return msgspec.UNSET
        return [self._row(e, self._folder) for e in self._numbers]

    def _row(self, evidence: Evidence, folder: Path) -> PassageRow:
        document = self._documents[evidence.document]
        if not document.file:
            return PassageRow("", "")
        passage = read_passage(document, evidence, folder)
        return PassageRow(passage.section or "", passage.text or "")
