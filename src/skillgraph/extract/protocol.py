"""The door for other extractors: what one is, how it is found, and the rules that its results are held to.

A package offers one by the entry point group `skillgraph.extractors`:

    [project.entry-points."skillgraph.extractors"]
    my-model = "my_package:MyExtractor"
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol, runtime_checkable

import msgspec

from skillgraph.documents.source import SourceText
from skillgraph.extract.mentions import bare
from skillgraph.extract.records import OWN, Doubt, Extraction, FoundEntity, FoundRelation, FoundStatistic, Span
from skillgraph.language.passages import fold
from skillgraph.model.doors import load, offered, reason, refused
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import ontology
from skillgraph.model.problems import unknown
from skillgraph.model.terms import ENTITY
from skillgraph.tables.asking import refused as not_taken

GROUP = "skillgraph.extractors"


@runtime_checkable
class Extractor(Protocol):
    """Anything that proposes records for a document.

    `name` says who made them. Spans count code points of `source.text`. One whose rows have scores may have a `line`:
    the score from which on a fact is asserted.
    """

    name: str

    def extract(self, source: SourceText) -> Extraction:
        """What the document says."""


def load_extractor(name: str, terms: Path | None = None, weights: Path | None = None) -> Extractor:
    """The extractor of that name: skillgraph's own, or one that an installed package offers.

    Args:
        name: of the extractor.
        terms: a folder with term lists, which skillgraph's own one takes.
        weights: a folder with weights that `skillgraph learn` wrote, which it takes too.

    Raises:
        UsageError: there is none, or it can't be loaded.

    Example:
        >>> load_extractor("rules").name
        'rules'
    """
    if name == OWN:
        from skillgraph.extract.learning.kept import read_weights
        from skillgraph.extract.pipeline import RuleExtractor

        learned, names = (None, None) if weights is None else read_weights(weights)
        return RuleExtractor(*filter(None, (names, terms)), learned=learned)
    points = offered(GROUP)
    if name not in points:
        raise UsageError(unknown("extractor", name, (OWN, *points)) + f" Known are {', '.join((OWN, *points))}")
    make = load(points[name], "extractor")
    try:
        extractor = make()
    except Exception as error:  # whatever a foreign package raises
        raise refused(points[name], "extractor", f"can't be made: {reason(error)}") from error
    if not isinstance(extractor, Extractor):
        raise refused(points[name], "extractor", "has no extract() or no name")
    return extractor


def held_to_the_rules(found: Extraction, source: SourceText) -> Extraction:
    """An extraction without what the text doesn't bear out; what is refused stands among the doubts, with the reason.

    A name must stand where it is said to, a class and a predicate must be of the ontology, a passage must lie in the
    text, and relations and figures must be about entities that remained. The evidence of a figure is made to hold it.
    """
    guard = _Guard(source)
    entities = [e for e in map(guard.entity, found.entities) if e is not None]
    known = {e.id for e in entities}
    relations = [r for r in found.relations if guard.relation(r, known)]
    statistics = [_whole(s) for s in found.statistics if guard.statistic(s, known)]
    doubts = [d for d in found.doubts if guard.inside(d.span)]
    return Extraction(found.document, tuple(entities), tuple(relations), tuple(statistics), (*doubts, *guard.refused))


def _whole(figure: FoundStatistic) -> FoundStatistic:
    """A figure whose evidence holds it: a clause may end at the comma of 2,316."""
    start, end = min(figure.span[0], figure.evidence[0]), max(figure.span[1], figure.evidence[1])
    return figure if (start, end) == figure.evidence else msgspec.structs.replace(figure, evidence=(start, end))


def _place(span: Span) -> str:
    return f"{span[0]}-{span[1]}"


class _Guard:
    def __init__(self, source: SourceText) -> None:
        self.text = source.text
        self.refused: list[Doubt] = []

    def inside(self, span: Span) -> bool:
        """Whether a span lies in the text."""
        return 0 <= span[0] < span[1] <= len(self.text)

    def _refuse(self, what: str, span: Span, why: str, **fields: str) -> None:
        place = span if self.inside(span) else (0, min(1, len(self.text)))
        self.refused.append(Doubt(what, not_taken(what, why, **fields), place))

    def entity(self, entity: FoundEntity) -> FoundEntity | None:
        """The entity with those mentions that are its name, or None if none is."""
        # A kind of thing that has a figure is named by its class word alone.
        classes = ontology().entity_classes | set(ontology().existence_classes.values())
        for class_ in (entity.type, entity.kind_of or ENTITY):
            if class_ not in classes:
                self._refuse(entity.name, (0, 1), unknown("class", class_, classes))
                return None
        names = {bare(fold(name)) for name in (entity.name, *entity.aliases)}
        good = [m for m in entity.mentions if self.inside(m) and self._names(m, names)]
        for mention in entity.mentions:
            if mention not in good:
                self._refuse(entity.name, mention, "place", place=_place(mention))
        return msgspec.structs.replace(entity, mentions=tuple(good)) if good else None

    def _names(self, span: Span, names: Iterable[str]) -> bool:
        """Whether a passage is one of the names; a nested short form (中德 for 德国) may be part of one."""
        passage = bare(fold(self.text[span[0] : span[1]]))
        return bool(passage) and any(passage == name or (len(passage) == 1 and passage in name) for name in names)

    def relation(self, r: FoundRelation, known: set[str]) -> bool:
        """Whether a relation may stand."""
        relations = ontology().relations
        if r.predicate not in relations:
            self._refuse(r.predicate, r.evidence, unknown("property", r.predicate, relations))
        elif r.subject not in known or r.object not in known:
            self._refuse(r.predicate, r.evidence, "ends")
        elif not self.inside(r.evidence):
            self._refuse(r.predicate, r.evidence, "outside", place=_place(r.evidence))
        else:
            return True
        return False

    def statistic(self, s: FoundStatistic, known: set[str]) -> bool:
        """Whether a figure may stand."""
        if not self.inside(s.span) or not self.inside(s.evidence):
            self._refuse(s.indicator, s.span, "outside", place=_place(s.span))
        elif s.subject is not None and s.subject not in known:
            self._refuse(s.indicator, s.span, "owner")
        else:
            return True
        return False
