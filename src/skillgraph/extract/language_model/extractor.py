"""An extractor that asks a language model besides the project's own voices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from skillgraph.documents.source import SourceText
from skillgraph.extract.language_model.answer import Rows, merged, read_answer
from skillgraph.extract.language_model.joined import LINE, joined
from skillgraph.extract.language_model.parted import parted
from skillgraph.extract.language_model.request import requests
from skillgraph.extract.language_model.server import Answers, Server
from skillgraph.extract.part_names import Part
from skillgraph.extract.protocol import Extractor
from skillgraph.extract.records import Doubt, Extraction
from skillgraph.model.errors import QueryError
from skillgraph.tables.asking import asked


class LanguageModelExtractor:
    """Proposals of a language model together with those of another extractor.

    A part of a document that the model did not answer is left to the other extractor, and a doubt says so.

    Args:
        own: the extractor beside it.
        model: where answers come from.
    """

    name = "llm"
    line = LINE

    def __init__(self, own: Extractor, model: Server | Answers) -> None:
        self.own = own
        self.model = model
        self.refused = 0
        self.unanswered = 0

    def extract(self, source: SourceText) -> Extraction:
        """What the document says."""
        own = self.own.extract(source)
        said = parted(merged(self._answers(source, own.parts)), own.parts, source.text)
        self.refused += len(said.refused)
        return joined(own, said)

    def _answers(self, source: SourceText, parts: Sequence[Part]) -> Iterator[Rows]:
        for request in requests(source):
            try:
                yield read_answer(self.model.answer(request), request, source, parts)
            except QueryError as error:
                self.unanswered += 1
                span = (request.start, request.end)
                said = Doubt(str(error)[:200], asked("silent"), span)
                yield Rows(refused=[said], unread=[span])

    def report(self) -> list[str]:
        """What was asked, what it cost, and what was refused, and what is odd about the answers: lines for people."""
        spent = self.model.spent
        return [
            *self.model.notes(),
            f"language model: {spent.asked} asked, {spent.kept} answered before, {self.unanswered} unanswered; "
            f"{spent.prompt_tokens} tokens in, {spent.completion_tokens} out; {self.refused} rows refused",
        ]
