"""The passages that a page's facts point to: place and section always, the words where the reader has the report."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from pathlib import Path

from skillgraph.documents.evidence import read_source, words_of
from skillgraph.documents.source import SourceText
from skillgraph.explore.schema import CopyRow, Names, ReportText, Spans
from skillgraph.explore.texts import headings, page_text
from skillgraph.model.records import Document, Evidence, Section

#: Where a section begins and ends, and its heading.
_Place = tuple[int, int, Names]
#: Between the heading of a section and those below it.
_BELOW = " › "


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
        self._sections: dict[str, list[Section]] = {}
        for s in sections:
            if s.span:
                self._sections.setdefault(s.source, []).append(s)
        self._sources: dict[str, SourceText] = {}
        self._headings: dict[Names, int] = {}

    def number(self, evidence: Evidence) -> int:
        """The number of a passage."""
        return self._numbers.setdefault(evidence, len(self._numbers))

    def spans(self) -> Spans:
        """Document, start, length and section of each passage, in code points.

        Raises:
            DataError: a passage's checksum is not that of the copy's words.
        """
        self._read()
        numbered = list(self._numbers)
        paths: dict[Evidence, Names] = {}
        for id, passages in self._by_document().items():
            paths |= _paths(self._places(id), passages)
        return Spans(
            document=[self._order[e.document] for e in numbered],
            start=[e.start for e in numbered],
            length=[e.end - e.start for e in numbered],
            section=[self._section(paths[e]) for e in numbered],
        )

    def sections(self) -> list[Names]:
        """The sections with those that they are in, each at the number that `spans` names it by."""
        return list(self._headings)

    def copies(self) -> list[CopyRow]:
        """How copies of the documents are told, in their order."""
        return [CopyRow(d.file, d.sha256, d.characters or 0) for d in self._documents.values()]

    def texts(self) -> dict[str, ReportText]:
        """The texts that passages of the page stand in, by the documents' numbers; none without a folder."""
        by_document = self._by_document()
        return {
            str(self._order[id]): page_text(source, self._sections.get(id, ()), by_document[id])
            for id, source in self._sources.items()
        }

    def _by_document(self) -> dict[str, list[Evidence]]:
        found: dict[str, list[Evidence]] = {}
        for evidence in self._numbers:
            found.setdefault(evidence.document, []).append(evidence)
        return found

    def _read(self) -> None:
        """Reads the copies that passages stand in, and holds the passages to them."""
        for evidence in self._numbers:
            document = self._documents[evidence.document]
            if self._folder is None or not document.file:
                continue
            if document.id not in self._sources:
                self._sources[document.id] = read_source(document, self._folder)
            words_of(self._sources[document.id].text, evidence)

    def _section(self, path: Names) -> int:
        return self._headings.setdefault(path, len(self._headings)) if path.zh else -1

    def _places(self, id: str) -> list[_Place]:
        """Where the sections of a document begin and end, with their headings, in their order."""
        if id in self._sections:
            places = [
                (s.span.start, s.level, s.span.end, Names(s.heading, s.heading_en))
                for s in self._sections[id]
                if s.span
            ]
            return [(start, end, names) for start, _, end, names in sorted(places)]
        if id not in self._sources:
            return []
        source = self._sources[id]
        titles = list(headings(source))
        ends = [len(source.text)] * len(titles)
        above: list[int] = []
        for n, (start, level, _) in enumerate(titles):
            while above and titles[above[-1]][1] >= level:
                ends[above.pop()] = start
            above.append(n)
        return [(start, end, Names(words, "")) for (start, _, words), end in zip(titles, ends, strict=True)]


def _paths(places: list[_Place], passages: Iterable[Evidence]) -> dict[Evidence, Names]:
    """The headings of the sections around each passage, the outermost first."""
    found = {}
    around: list[_Place] = []
    following = deque(places)
    for passage in sorted(passages, key=lambda e: e.start):
        while following and following[0][0] <= passage.start:
            around.append(following.popleft())
        around = [place for place in around if place[1] > passage.start]
        names = [place[2] for place in around if place[1] >= passage.end]
        found[passage] = Names(_BELOW.join(n.zh for n in names), _BELOW.join(n.en or n.zh for n in names))
    return found
