"""The card of the weights: what they were trained on, what they reach on documents that they had not seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from skillgraph.extract.naming.candidates import Candidate
from skillgraph.extract.naming.classes import REFERRING
from skillgraph.extract.naming.crf import Tagger
from skillgraph.extract.naming.document import read_names
from skillgraph.extract.naming.finder import Models, likely, resolve
from skillgraph.extract.terms import load_terms
from skillgraph.review.answers import Answer, Name
from skillgraph.review.calibration import calibration
from skillgraph.review.score import score
from skillgraph.review.verdicts import Part, Score
from training.corpus import Annotated
from training.names import Prepared

_LIKELY = 0.2


def judged(annotated: Annotated, models: Models) -> Score:
    """How the names that models find in a document agree with what people marked."""
    assert annotated.text.file is not None
    entities = read_names(annotated.doc.source, load_terms(), models).entities.found(annotated.doc.source.text)
    names = [Name(e.id, e.name, e.type, e.mentions, by=e.by, score=e.score) for e in entities]
    return score(annotated.text, Answer(names=names))


def judged_alone(d: Prepared, tagger: Tagger) -> Score:
    """The same of the tagger alone, without the trees: what it finds likely, the best of what overlaps."""
    sentences = d.annotated.doc.sentences
    mentions: dict[str, list[tuple[int, int]]] = {}
    for sentence, found in zip(sentences, likely(sentences, d.proposals, load_terms(), tagger), strict=True):
        names = [Candidate(0, s.start, s.end, s.type, (), s.score) for s in found if s.type != REFERRING]
        for c in resolve(names, _LIKELY):
            mentions.setdefault(sentence.text[c.start : c.end], []).append(sentence.span(c.start, c.end))
    answer = Answer(names=[Name(form, form, mentions=tuple(spans)) for form, spans in mentions.items()])
    return score(d.annotated.text, answer)


def together(parts: Iterable[Part]) -> Part:
    """Several parts as one."""
    whole = Part()
    for part in parts:
        whole.add(part)
    return whole


def figures(part: Part) -> str:
    """Precision, recall, F1 and how many are wanted, as cells of a table."""
    return f"{part.precision:.3f} | {part.recall:.3f} | {part.f1:.3f} | {part.gold}"


def table(head: str, rows: Sequence[str]) -> str:
    """A table in Markdown."""
    columns = head.count("|") + 1
    return "\n".join([f"| {head} |", "|" + " --- |" * columns, *(f"| {row} |" for row in rows)])


def card(by_fold: Sequence[Sequence[Score]], notes: Sequence[str]) -> str:
    """The text of the card.

    Args:
        by_fold: the scores of the documents of each fold, by models that do not know them.
        notes: what was trained on and how.
    """
    scores = [s for fold in by_fold for s in fold]
    whole = together(s.parts["names"] for s in scores)
    folds = [f"{i} | {figures(together(s.parts['names'] for s in fold))}" for i, fold in enumerate(by_fold)]
    classes = sorted({name for s in scores for name in s.classes})
    of_class = [(name, together(s.classes[name] for s in scores if name in s.classes)) for name in classes]
    of_class = [(name, part) for name, part in of_class if part.gold]
    bands = [b for b in calibration([v for s in scores for v in s.verdicts]) if b.part == "names" and b.low is not None]
    sure = [f"{b.low} | {b.high} | {b.rows} | {b.precision:.3f}" for b in bands]
    return "\n\n".join(
        [
            "# The weights of names and referring words",
            "\n".join(notes),
            "## By folds of documents",
            table("fold | precision | recall | F1 | names", [*folds, f"all | {figures(whole)}"]),
            "## By class",
            table("class | precision | recall | F1 | names", [f"{name} | {figures(part)}" for name, part in of_class]),
            "## Whether a score means what it says",
            table("score from | to | names | right", sure),
        ]
    ) + "\n"  # fmt: skip
