"""Sharpens weights by a person's own reviewed reports, and measures what that gains on text that was left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from skillgraph.extract.learning.kept import write_names
from skillgraph.extract.learning.lessons import Chosen, Lesson, adapted
from skillgraph.extract.learning.reviewed import Reviewed
from skillgraph.extract.pipeline import Learned, RuleExtractor
from skillgraph.extract.records import Extraction
from skillgraph.model.errors import DataError
from skillgraph.review.annotated import AnnotatedText
from skillgraph.review.answers import read_answer_lines
from skillgraph.review.score import score
from skillgraph.review.verdicts import Part, Score, total

_FOLDS = 5
#: With fewer reports than this, fifths of each are left out instead of whole ones.
_BY_DOCUMENT = 3
#: A part is judged from so many annotated rows on, and kept if its figure rises by so much.
FEW = 30
_GAIN = 0.01


class Gain(msgspec.Struct, frozen=True):
    """What learning changed on text that was not learned from.

    Args:
        part: names (F1 of what is found unaided), relations (F1 of facts, of confirmed names), or owners (the share of
            figures whose owner is right).
        rows: how many annotated rows that was measured on.
        before: by the weights that come with skillgraph.
        after: by weights that learned from the rest.
    """

    part: str
    rows: int
    before: float
    after: float

    @property
    def is_kept(self) -> bool:
        """Whether it is worth keeping."""
        return self.rows >= FEW and self.after - self.before >= _GAIN


class Lessons(msgspec.Struct, frozen=True):
    """What was learned.

    Args:
        gains: by part.
        asserted: the facts that reach the default line, before and after.
        learned: the weights; each part as it was where it gained nothing.
        names: the folder with lists of names, where they gained.
    """

    gains: tuple[Gain, ...]
    asserted: tuple[Part, Part]
    learned: Learned
    names: Path | None

    @property
    def kept(self) -> set[str]:
        """The parts that gained."""
        return {gain.part for gain in self.gains if gain.is_kept}


def readings(reviewed: Sequence[Reviewed]) -> int:
    """How many times a document is read while learning: what a progress bar counts."""
    return len(reviewed) * (2 if len(reviewed) >= _BY_DOCUMENT else 1 + _FOLDS)


def learn(reviewed: Sequence[Reviewed], work: Path, progress: Callable[[], None] = lambda: None) -> Lessons:
    """Learns from reviewed reports.

    Args:
        reviewed: the reports.
        work: a folder for lists of names.
        progress: called when a document was read.

    Raises:
        DataError: there is too little to learn from.
    """
    stated = sum(len(r.relations) for r in reviewed)
    if stated < FEW:
        raise DataError(f"{stated} reviewed relations are too few to learn from: {FEW} are needed")
    return _Learning(reviewed, work, progress).learn()


class _Learning:
    def __init__(self, reviewed: Sequence[Reviewed], work: Path, progress: Callable[[], None]) -> None:
        self.reviewed = reviewed
        self.work = work
        self.progress = progress
        self.own = RuleExtractor()
        self.lessons = [Lesson(n, r, self.own.learned) for n, r in enumerate(reviewed)]
        self.by_document = len(reviewed) >= _BY_DOCUMENT
        self.folds = range(min(_FOLDS, len(reviewed)) if self.by_document else _FOLDS)

    def fold(self, document: int, at: int) -> int:
        """The fold of a place of a document."""
        return (document if self.by_document else at * _FOLDS // len(self.reviewed[document].source.text)) % _FOLDS

    def learn(self) -> Lessons:
        before = self._scores(self.own, self.folds)
        after: list[list[Score]] = []
        for fold in self.folds:
            outside = self._outside(fold)
            names = write_names(self.reviewed, self.work / f"without-{fold}", outside)
            extractor = RuleExtractor(names, learned=adapted(self.own.learned, self.lessons, outside))
            after.append(self._scores(extractor, [fold]))
        every = [s for scores in after for s in scores]
        gains = tuple(_gain(part, before, every) for part in _FIGURES)
        kept = {gain.part for gain in gains if gain.is_kept}
        asserted = tuple(total(s.parts for s in scores)["asserted"] for scores in (before, every))
        listed = write_names(self.reviewed, self.work / "names") if "names" in kept else None
        return Lessons(gains, (asserted[0], asserted[1]), self._weights(kept), listed)

    def _weights(self, kept: set[str]) -> Learned:
        """The weights of the parts that gained, learned from everything."""
        found, own = adapted(self.own.learned, self.lessons), self.own.learned
        return Learned(
            own.names, found.relations if "relations" in kept else own.relations,
            found.owners if "owners" in kept else own.owners,
        )  # fmt: skip

    def _outside(self, fold: int) -> Chosen:
        return lambda document, at: self.fold(document, at) != fold

    def _scores(self, extractor: RuleExtractor, folds: Iterable[int]) -> list[Score]:
        """The scores of what lies in some folds: names as they are found unaided, the rest of confirmed names."""
        found = []
        for number, reviewed in enumerate(self.reviewed):
            parts = [text for fold in folds if (text := self._part(number, fold)) is not None]
            if not parts:
                continue
            unaided = extractor.extract(reviewed.source)
            aided = extractor.relate(reviewed.source, reviewed.names)
            for text in parts:
                whole = _score(text, aided)
                whole.parts["names"] = _score(text, unaided).parts["names"]
                found.append(whole)
            self.progress()
        return found

    def _part(self, number: int, fold: int) -> AnnotatedText | None:
        """What the annotation of a document says of a fold, if the fold has any of it."""
        text = self.reviewed[number].text
        if self.by_document:
            return text if self.fold(number, 0) == fold else None
        size = len(text.text)
        low, high = (-(-n * size // _FOLDS) for n in (fold, fold + 1))
        return msgspec.structs.replace(
            text, relations=tuple(r for r in text.relations if low <= r.evidence[0] < high),
            figures=tuple(f for f in text.figures if low <= f.span[0] < high), part=(low, high),
        )  # fmt: skip


def _score(text: AnnotatedText, found: Extraction) -> Score:
    return score(text, read_answer_lines(found.jsonl(), text.name)[0])


#: How each part is judged: what of a score, and its figure there.
_FIGURES: dict[str, tuple[str, str]] = {
    "names": ("names", "f1"), "relations": ("facts", "f1"), "owners": ("figures", "whose"),
}  # fmt: skip


def _gain(part: str, before: Sequence[Score], after: Sequence[Score]) -> Gain:
    name, figure = _FIGURES[part]
    old, new = (total(s.parts for s in scores)[name] for scores in (before, after))
    return Gain(part, old.gold, *(float(p.figures()[figure] or 0.0) for p in (old, new)))
