"""Counts which relations hold between things of two classes, for the page that reviews: `python -m training.usual`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from skillgraph.deciding.vocabulary import USUAL
from skillgraph.extract.learning.examples import readings_of
from skillgraph.model.ontology import ontology
from skillgraph.review.annotated import AnnotatedText, read_corpus

COMPOSED = Path(__file__).with_name("texts")
#: How often a relation must be stated of two classes, and how many of them are told.
_OFTEN, _MOST = 2, 6


def usual(texts: list[AnnotatedText]) -> str:
    """The table: subject's class, object's class, relations, the most frequent first; `<` before one turned round."""
    counted: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    symmetric = {p.name for p in ontology().relations.values() if p.symmetric}
    for text in texts:
        for subject, name, object_ in _stated(text):
            counted[subject, object_][name] += 1
            counted[object_, subject][name if name in symmetric else f"<{name}"] += 1
    lines = []
    for (subject, object_), names in sorted(counted.items()):
        ranked = sorted((name for name, n in names.items() if n >= _OFTEN), key=lambda name: (-names[name], name))
        if ranked:
            lines.append(f"{subject}\t{object_}\t{' '.join(ranked[:_MOST])}\n")
    return "".join(lines)


def _stated(text: AnnotatedText) -> Iterator[tuple[str, str, str]]:
    classes = {thing.id: thing.classes[0] for thing in text.things if thing.classes}
    for relation in text.relations:
        for name, subjects in readings_of(relation):
            subject = subjects[0]
            object_ = relation.subjects[0] if subject == relation.object else relation.object
            if subject in classes and object_ in classes:
                yield classes[subject], name, classes[object_]


if __name__ == "__main__":
    USUAL.write_text(usual(read_corpus(COMPOSED)), encoding="utf-8", newline="\n")
