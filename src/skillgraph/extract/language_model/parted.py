"""What a model says of a report of several parts: 市教育局 in the part on one city is not that of the next."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from skillgraph.extract.language_model.answer import Rows
from skillgraph.extract.mentions import bare
from skillgraph.extract.part_names import Part, part_at
from skillgraph.extract.records import FoundEntity, FoundRelation, Span, inside_longer
from skillgraph.language.passages import fold


def parted(said: Rows, parts: Sequence[Part], text: str) -> Rows:
    """The rows with a thing for each part that has its own, where the model has one name for all of them.

    Args:
        said: the rows of a report.
        parts: of the report.
        text: of the report.

    Example:
        >>> mentions = (5, 9), (15, 19)
        >>> said = Rows([FoundEntity("m0", "市教育局", "GovernmentBody", mentions=mentions)])
        >>> parts = Part(0, 0, "济南市", ("潍坊市",), 2), Part(2, 11, "潍坊市", ("济南市",), 2)
        >>> [(e.name, e.mentions) for e in parted(said, parts, "济南市\\n\\n市教育局\\n\\n潍坊市\\n市教育局").entities]
        [('市教育局', ((5, 9),)), ('市教育局', ((15, 19),))]
    """
    return said if len(parts) < 2 else _Things(said.entities, parts, text).rows(said)


class _Things:
    """The things of a report that has several parts.

    Args:
        entities: as the model names them.
        parts: of the report.
        text: of the report.
    """

    def __init__(self, entities: Sequence[FoundEntity], parts: Sequence[Part], text: str) -> None:
        self._parts = parts
        self._text = text
        #: What stands inside longer names: 市教育局 of 济南市教育局.
        self._inner = inside_longer(span for e in entities for span in e.mentions)
        self._found: dict[str, FoundEntity] = {}
        #: For what the model named, the things that have its name, each in the part that begins with a sentence.
        self._of_part: dict[str, dict[int, str]] = {}
        called: dict[tuple[int, str], str] = {}
        divided = [(e, *self._divided(e)) for e in entities]
        for entity, everywhere, own in divided:
            if everywhere or not own:
                self._found[entity.id] = self._with(entity, everywhere) if own else entity
                for span in everywhere:
                    called.setdefault(self._key(entity, span), entity.id)
        for entity, _, own in divided:
            for begin, spans in own.items():
                id_ = called.setdefault(self._key(entity, spans[0]), f"{entity.id}-{begin}")
                self._of_part.setdefault(entity.id, {})[begin] = id_
                if (known := self._found.get(id_)) is None:
                    self._found[id_] = msgspec.structs.replace(self._with(entity, spans), id=id_)
                else:
                    self._found[id_] = msgspec.structs.replace(known, mentions=tuple(sorted({*known.mentions, *spans})))

    def rows(self, said: Rows) -> Rows:
        """The rows, of the things that their passages are about; what is said of one thing twice is said once."""
        relations: dict[tuple[str, ...], FoundRelation] = {}
        for r in said.relations:
            ends = self._meant(r.subject, r.evidence), self._meant(r.object, r.evidence)
            if ends[0] != ends[1]:
                relation = msgspec.structs.replace(r, subject=ends[0], object=ends[1])
                relations.setdefault((*ends, r.predicate, r.modality), relation)
        figures = [
            msgspec.structs.replace(f, subject=f.subject and self._meant(f.subject, f.evidence)) for f in said.figures
        ]
        return Rows([*self._found.values()], [*relations.values()], figures, said.refused, said.unread)

    def _divided(self, entity: FoundEntity) -> tuple[list[Span], dict[int, list[Span]]]:
        """Where an entity stands that is one in the whole report, and where each part has its own, by its beginning."""
        own: list[str] = []
        rest: list[str] = []
        for name in map(fold, (entity.name, *entity.aliases)):
            (own if self._parts[0].is_own(name, entity.type) else rest).append(bare(name))
        if not own:
            return list(entity.mentions), {}
        if bare(fold(entity.name)) in own:
            # Other forms of 市教育局 are its own too, but for those that say the place.
            rest = [name for name in rest if any(part.says_place(name) for part in self._parts)]
        stands = {(part_at(self._parts, span[0]).begin, self._form(span)) for span in entity.mentions}
        everywhere: list[Span] = []
        of_part: dict[int, list[Span]] = {}
        for span in entity.mentions:
            part, form = part_at(self._parts, span[0]), self._form(span)
            if form in rest or any(
                not part.is_elsewhere(form, name, entity.type, part.begin if (part.begin, name) in stands else -1)
                for name in rest
            ):
                everywhere.append(span)
            elif span not in self._inner:
                of_part.setdefault(part.begin, []).append(span)
        return everywhere, of_part

    def _form(self, span: Span) -> str:
        return bare(fold(self._text[slice(*span)]))

    def _key(self, entity: FoundEntity, span: Span) -> tuple[int, str]:
        return part_at(self._parts, span[0]).key(self._form(span), entity.type)

    def _with(self, entity: FoundEntity, mentions: Sequence[Span]) -> FoundEntity:
        """An entity that stands at some of its places alone, with the names that it has there."""
        forms = {self._form(span) for span in mentions}
        name, *aliases = [n for n in (entity.name, *entity.aliases) if bare(fold(n)) in forms] or [entity.name]
        return msgspec.structs.replace(entity, name=name, aliases=tuple(aliases), mentions=tuple(mentions))

    def _meant(self, id_: str, passage: Span) -> str:
        """The thing that a passage is about which the model calls by an entity's name."""
        of_part = self._of_part.get(id_, {})
        here = of_part.get(part_at(self._parts, passage[0]).begin)
        mentions = self._found[id_].mentions if id_ in self._found else ()
        if here is None or any(passage[0] <= m[0] and m[1] <= passage[1] for m in mentions):
            return id_ if id_ in self._found else here or next(iter(of_part.values()))
        return here
