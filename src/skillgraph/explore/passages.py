"""The passages that a page's facts point to: offsets always, the words where the reader has the report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from skillgraph.documents.evidence import read_passage
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

    def columns(self) -> dict[str, Any]:
        """Document, start and end of each passage in code points; with a folder, its section and its words.

        Raises:
            DataError: a copy is missing, or not the report that the offsets were made for.
        """
        spans = list(self._numbers)
        columns: dict[str, Any] = {
            "spans": {
                "document": [self._order[e.document] for e in spans],
                "start": [e.start for e in spans],
                "length": [e.end - e.start for e in spans],
            }
        }
        if self._folder is not None:
            columns["passages"] = [self._words(e, self._folder) for e in spans]
        return columns

    def _words(self, evidence: Evidence, folder: Path) -> list[str]:
        document = self._documents[evidence.document]
        if not document.file:
            return ["", ""]
        passage = read_passage(document, evidence, folder)
        return [passage.section or "", passage.text or ""]
