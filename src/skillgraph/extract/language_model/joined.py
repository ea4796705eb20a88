"""The model's rows and those of another extractor as one extraction: what both say is surer, nothing is said twice."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from skillgraph.extract.language_model.answer import KIND, Rows
from skillgraph.extract.records import Extraction, FoundEntity, FoundRelation, FoundStatistic, Span
from skillgraph.language.passages import fold

#: How often a second reader who had nothing but a guide agreed with the first (7 texts): names, facts, figures. Until
#: answers of the model in use are scored, its rows are taken to be as good.
_AGREEMENT = {"entity": 0.89, "relation": 0.83, "figure": 0.95}
#: How often a fact about a kind of thing (students, enterprises) was one that people annotated, too: 229 of 349 that a
#: large model stated in three readings of 18 pages. Which kinds deserve a row is where readers differ most.
_OF_KINDS = 0.66

#: The score from which on a fact is asserted: the model's own are, of the others what is surer.
LINE = _AGREEMENT["relation"]


def joined(own: Extraction, said: Rows) -> Extraction:
    """Both as one extraction.

    The model's names stand; another name that lies across one of them is left out. Of the names and facts that only the
    other extractor found, those stay that it is sure of, its facts as proposals of half their score: the model read the
    text and did not state them. What it did not read is left to the other extractor.

    Args:
        own: of the project's extractor.
        said: what the text bears out of the model's answers.
    """
    entities, same = _entities(own, said)
    relations = _relations(own.relations, said, same)
    figures = _figures(own.statistics, said.figures, same)
    document = msgspec.structs.replace(own.document, extractor="llm")
    return Extraction(document, entities, relations, figures, (*own.doubts, *said.refused), own.parts)


def _entities(own: Extraction, said: Rows) -> tuple[tuple[FoundEntity, ...], dict[str, str]]:
    """All entities, and for each id of the other extractor's the one that stays."""

    def names(e: FoundEntity) -> list[str]:
        """What an entity is called wherever it stands: of a name that each part has for its own, the place tells."""
        folded = map(fold, (e.name, *e.aliases))
        return [name for name in folded if not any(part.is_own(name, e.type) for part in own.parts[:1])]

    found = {e.id: msgspec.structs.replace(e, score=_AGREEMENT["entity"]) for e in said.entities}
    by_name = {name: e.id for e in said.entities for name in reversed(names(e))}
    by_span = {span: e.id for e in said.entities for span in e.mentions}
    taken = sorted(by_span)
    same: dict[str, str] = {}
    kept: list[FoundEntity] = []
    for entity in own.entities:
        twin = next((by_name[n] for n in names(entity) if n in by_name), None)
        twin = twin or next((by_span[m] for m in entity.mentions if m in by_span), None)
        if twin is not None:
            same[entity.id] = twin
            first = found[twin]
            mentions = tuple(sorted({*first.mentions, *(m for m in entity.mentions if not _across(m, taken))}))
            score = max(first.score or 0.0, entity.score or 0.0)
            found[twin] = msgspec.structs.replace(
                first, known=entity.known, country=entity.country, mentions=mentions, score=score,
                by=_both(first.by, entity.by),
            )  # fmt: skip
        elif (free := tuple(m for m in entity.mentions if not _across(m, taken))) and (
            entity.type == KIND or (entity.score or 0.0) >= LINE or any(_inside(m, said.unread) for m in free)
        ):
            same[entity.id] = entity.id
            kept.append(msgspec.structs.replace(entity, mentions=free))
    return (*found.values(), *kept), same


def _inside(span: Span, parts: Iterable[Span]) -> bool:
    return any(low <= span[0] < high for low, high in parts)


def _across(span: Span, taken: list[Span]) -> bool:
    """Whether a span overlaps one of the model's without being equal to it or inside it."""
    return any(s[0] < span[1] and span[0] < s[1] and not (s[0] <= span[0] and span[1] <= s[1]) for s in taken)


def _relations(own: Iterable[FoundRelation], said: Rows, same: dict[str, str]) -> tuple[FoundRelation, ...]:
    kinds = {e.id for e in said.entities if e.type == KIND}
    found = {_key(r): _scored(r, bool({r.subject, r.object} & kinds)) for r in said.relations}
    stated = {frozenset((r.subject, r.object)) for r in said.relations}
    rest = []
    for relation in own:
        ends = same.get(relation.subject), same.get(relation.object)
        if ends[0] is None or ends[1] is None or ends[0] == ends[1]:
            continue
        mapped = msgspec.structs.replace(relation, subject=ends[0], object=ends[1])
        if (twin := found.get(_key(mapped))) is not None:
            score = max(twin.score or 0.0, mapped.score or 0.0)
            found[_key(mapped)] = msgspec.structs.replace(
                twin, by=_both(twin.by, mapped.by), score=score, asserted=twin.asserted or mapped.asserted
            )  # fmt: skip
        elif _inside(mapped.evidence, said.unread):
            rest.append(mapped)
        elif relation.asserted and frozenset(ends) not in stated:
            score = 0.5 * (1.0 if mapped.score is None else mapped.score)
            rest.append(msgspec.structs.replace(mapped, score=score, asserted=False))
    return (*found.values(), *rest)


def _scored(relation: FoundRelation, of_kinds: bool) -> FoundRelation:
    """A fact of the model's with its score; one about kinds of things is only proposed."""
    score = _OF_KINDS if of_kinds else _AGREEMENT["relation"]
    return msgspec.structs.replace(relation, score=score, asserted=score >= LINE)


def _key(r: FoundRelation) -> tuple[str, ...]:
    return r.subject, r.predicate, r.object, r.modality


def _figures(
    own: Iterable[FoundStatistic], said: list[FoundStatistic], same: dict[str, str]
) -> tuple[FoundStatistic, ...]:
    """The model says what a number is, whose, and what it counts; of equal digits the project knows the size better."""
    rest = list(own)
    found = []
    for figure in said:
        twin = next((f for f in rest if f.span[0] < figure.span[1] and figure.span[0] < f.span[1]), None)
        if twin is None:
            found.append(msgspec.structs.replace(figure, score=_AGREEMENT["figure"]))
            continue
        rest.remove(twin)
        found.append(
            msgspec.structs.replace(
                twin if _digits(twin) == _digits(figure) else figure, bound=figure.bound, measure=twin.measure,
                per=twin.per, subject=figure.subject or same.get(twin.subject or ""),
                indicator=figure.indicator or twin.indicator,
                modality=figure.modality, time=figure.time or twin.time, start=figure.start or twin.start,
                end=figure.end or twin.end, by=_both(figure.by, twin.by), score=_AGREEMENT["figure"],
            )
        )  # fmt: skip
    mapped = (msgspec.structs.replace(f, subject=same.get(f.subject or "")) for f in rest)
    return tuple(sorted((*found, *mapped), key=lambda f: f.span))


def _digits(figure: FoundStatistic) -> tuple[tuple[int, ...], ...]:
    """The digits of a figure's values, whatever their size: 4.91万 and 49100 have the same."""
    return tuple(v.normalize().as_tuple().digits for v in (figure.value, figure.value_max) if v is not None)


def _both(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
