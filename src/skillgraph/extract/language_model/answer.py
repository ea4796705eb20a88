"""What a language model answered, held to the text: a row without its quotation in the text is refused and counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from skillgraph.documents.source import SourceText
from skillgraph.extract.language_model.request import Request, offered_classes, offered_relations
from skillgraph.extract.part_names import Part, part_at
from skillgraph.extract.records import Doubt, FoundEntity, FoundRelation, FoundStatistic, Span
from skillgraph.language.passages import fold
from skillgraph.model.errors import NOT_DECODED
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Bound, Modality
from skillgraph.review.annotated import sentence_around
from skillgraph.tables.asking import refused, shortened

#: Who says so, in the `by` of a row.
VOICE = "language model"
KIND = ontology().existence_classes["kind"]
_QUOTES = frozenset("“”\"'‘’")
_YEAR = re.compile(r"((?:19|20)\d{2})年?")


class AnsweredEntity(msgspec.Struct, frozen=True):
    """An entity as the model names it; a `kind` is a class word such as 学生."""

    name: str
    type: str = msgspec.field(name="class")
    kind: bool = False
    aliases: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()


class AnsweredRelation(msgspec.Struct, frozen=True):
    """A relation between two names of the answer."""

    subject: str
    predicate: str
    object: str
    modality: Modality
    quote: str
    time: str = ""


class AnsweredFigure(msgspec.Struct, frozen=True):
    """A figure with its words."""

    quote: str
    value: Decimal | None
    unit: str
    bound: Bound
    whose: str
    indicator: str
    modality: Modality
    context: str = ""
    value_max: Decimal | None = None
    time: str = ""


class Rows(msgspec.Struct):
    """What the text bears out, what was refused and why, and which parts of the text the model did not read."""

    entities: list[FoundEntity] = []
    relations: list[FoundRelation] = []
    figures: list[FoundStatistic] = []
    refused: list[Doubt] = []
    unread: list[Span] = []


def read_answer(content: str, request: Request, source: SourceText, parts: Sequence[Part] = ()) -> Rows:
    """The rows of an answer that the text bears out.

    Args:
        content: what the model wrote; a code fence or words around the JSON object are passed over.
        request: that it answers.
        source: the document.
        parts: of the document; what a quotation says that stands in several of them, it says in each.

    Example:
        >>> from skillgraph.documents import read_bytes
        >>> source = read_bytes("云岭技师学院成立。".encode(), "a.txt", "text/plain")
        >>> said = '{"entities": [{"name": "云岭技师学院", "class": "School"}, {"name": "甲", "class": "City"}]}'
        >>> rows = read_answer(said, Request("r", 0, 9, ()), source)
        >>> [e.name for e in rows.entities], [d.reason for d in rows.refused]
        (['云岭技师学院'], ['“甲” is refused: does not stand in the text'])
    """
    return _Reading(request, source, parts).read(content)


class _Reading:
    def __init__(self, request: Request, source: SourceText, parts: Sequence[Part]) -> None:
        self.text = source.text
        self.parts = parts
        self.whole: Span = (request.start, request.end)
        self.rows = Rows()
        self.called: dict[str, list[FoundEntity]] = {}
        # One folded character a place, so that a quotation with other widths, signs or line breaks is found.
        self.places: list[int] = []
        characters: list[str] = []
        for at in range(*self.whole):
            if folded := _folded(self.text[at]):
                characters.append(folded)
                self.places.append(at)
        self.folded = "".join(characters)

    def read(self, content: str) -> Rows:
        found = _json_object(content)
        if found is None:
            self._refuse(content[:40], "no object")
            self.rows.unread.append(self.whole)
            return self.rows
        self._read(found)
        # Kinds of things are there for what is said of them.
        needed = {end for r in self.rows.relations for end in (r.subject, r.object)}
        needed |= {f.subject or "" for f in self.rows.figures}
        self.rows.entities = [e for e in self.rows.entities if e.type != KIND or e.id in needed]
        if self.rows.refused and not self.rows.entities:
            self.rows.unread.append(self.whole)
        return self.rows

    def _read(self, found: dict[str, Any]) -> None:
        # Entities first, since the others name them.
        lists: tuple[tuple[str, type[Any], Callable[[Any], None]], ...] = (
            ("entities", AnsweredEntity, self._entity),
            ("relations", AnsweredRelation, self._relation),
            ("figures", AnsweredFigure, self._figure),
        )
        for name, kind, take in lists:
            items = found.get(name, [])
            if not isinstance(items, list):
                self._refuse(name, "no list")
                continue
            for item in items:
                try:
                    take(msgspec.convert(item, kind))
                except msgspec.ValidationError as error:
                    why, fields = _amiss(str(error))
                    self._refuse(str(item)[:40], why, **fields)

    def _entity(self, row: AnsweredEntity) -> None:
        if row.type not in offered_classes():
            self._refuse(row.name, "class", word=repr(row.type))
            return
        names = dict.fromkeys(filter(None, (row.name, *row.aliases)))
        mentions = {name: self._occurrences(name) for name in names}
        standing = [name for name in names if mentions[name]]
        for name in names:
            if name not in standing:
                self._refuse(name, "absent")
        if not standing:
            return
        id_ = f"m{self.whole[0]}-{len(self.rows.entities)}"
        spans = sorted({span for name in standing for span in mentions[name]})
        longest = [s for s in spans if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans)]
        entity = FoundEntity(
            id_, standing[0], KIND if row.kind else row.type, tuple(standing[1:]), tuple(longest),
            kind_of=row.type if row.kind else "", by=(VOICE,),
        )  # fmt: skip
        self.rows.entities.append(entity)
        for word in (*standing, *row.refs):
            self.called.setdefault(fold(word), []).append(entity)

    def _relation(self, row: AnsweredRelation) -> None:
        what = f"{row.subject} {row.predicate} {row.object}"
        first = {part_at(self.parts, s[0]).begin: s for s in reversed(self._occurrences(row.quote))}
        spans = sorted(first.values())
        ends = [(self._meant(row.subject, s), self._meant(row.object, s)) for s in spans or [self.whole]]
        if row.predicate not in offered_relations():
            self._refuse(what, "predicate", word=repr(row.predicate))
        elif any(None in pair or pair[0] == pair[1] for pair in ends):
            self._refuse(what, "end")
        elif not spans:
            self._refuse(what, "quotation")
        else:
            self.rows.relations += (
                FoundRelation(
                    subject or "", row.predicate, object_ or "", row.modality, "stated", *_period(row.time),
                    span, sentence_around(self.text, span), by=(VOICE,),
                )
                for span, (subject, object_) in zip(spans, ends, strict=True)
            )  # fmt: skip

    def _figure(self, row: AnsweredFigure) -> None:
        around = next(iter(self._occurrences(row.context)), self.whole) if row.context else self.whole
        span = next((s for s in self._occurrences(row.quote) if around[0] <= s[0] and s[1] <= around[1]), None)
        if span is None:
            self._refuse(row.quote, "quotation")
        elif not re.search(r"[\d〇一二三四五六七八九十百千万亿两几数半]", fold(row.quote)):
            self._refuse(row.quote, "number")
        else:
            self.rows.figures.append(
                FoundStatistic(
                    self._meant(row.whose, span), row.indicator, row.value, row.value_max, row.unit, row.bound,
                    *_period(row.time), row.modality, "measure", "", span,
                    sentence_around(self.text, span), by=(VOICE,),
                )
            )  # fmt: skip

    def _meant(self, word: str, passage: Span) -> str | None:
        """What the answer calls so: of several (全市 of two cities), what the part of the passage names first."""
        called = self.called.get(fold(word), [])
        part = part_at(self.parts, passage[0])
        if part.others and len(called) > 1:
            here = [[m[0] for m in e.mentions if part_at(self.parts, m[0]) == part] for e in called]
            return min(zip(here, called, strict=True), key=lambda x: min(x[0], default=len(self.text)))[1].id
        return called[0].id if called else None

    def _occurrences(self, quote: str) -> Sequence[Span]:
        """Where a quotation stands in the part of the document that was asked about."""
        wanted = "".join(map(_folded, quote))
        if not wanted:
            return ()
        return [
            (self.places[m.start()], self.places[m.end() - 1] + 1)
            for m in re.finditer(re.escape(wanted), self.folded)
            if not _inside_word(self.folded, *m.span())
        ]

    def _refuse(self, what: str, why: str, **fields: str) -> None:
        start, end = self.whole
        self.rows.refused.append(Doubt(shortened(what), refused(what, why, **fields), (start, min(start + 1, end))))


def _amiss(complaint: str) -> tuple[str, dict[str, str]]:
    """What is wrong with a row by the decoder's complaint: a reason, and the field that it is about."""
    if lacking := re.search(r"missing required field `(\w+)`", complaint):
        return "lacks", {"field": lacking[1]}
    field = re.search(r"at `\$\.?(\w+)", complaint)
    return ("form", {"field": field[1]}) if field else ("no row", {})


def _folded(character: str) -> str:
    """A character as quotations are compared: of one width, all quotation marks alike, spaces left out."""
    folded = fold(character)
    return "“" if folded in _QUOTES else folded


def _inside_word(text: str, start: int, end: int) -> bool:
    """Whether a Latin name is only part of a longer word."""

    def joined(left: str, right: str) -> bool:
        return bool(left) and bool(right) and (left + right).isascii() and left.isalnum() and right.isalnum()

    return joined(text[start - 1 : start], text[start]) or joined(text[end - 1], text[end : end + 1])


def _period(time: str) -> tuple[str, str, str]:
    """The words of a time with its first and last year, where it names one."""
    years = _YEAR.findall(fold(time))
    return (time, years[0], years[-1]) if years else (time, "", "")


def _json_object(content: str) -> dict[str, Any] | None:
    """The one JSON object of an answer, or None."""
    start, end = content.find("{"), content.rfind("}")
    try:
        found = msgspec.json.decode(content[start : end + 1])
    except NOT_DECODED:
        return None
    return found if isinstance(found, dict) else None


def merged(parts: Iterator[Rows]) -> Rows:
    """The rows of a document's parts together; what two parts name alike is one entity."""
    whole = Rows()
    by_name: dict[tuple[str, str], str] = {}
    entities: dict[str, FoundEntity] = {}
    for part in parts:
        same: dict[str, str] = {}
        for entity in part.entities:
            key = fold(entity.name), entity.type
            known = by_name.setdefault(key, entity.id)
            same[entity.id] = known
            if known in entities:
                first = entities[known]
                aliases = dict.fromkeys((*first.aliases, *entity.aliases))
                entities[known] = msgspec.structs.replace(
                    first, aliases=tuple(aliases), mentions=(*first.mentions, *entity.mentions)
                )
            else:
                entities[known] = entity
        whole.relations += [
            msgspec.structs.replace(r, subject=same[r.subject], object=same[r.object]) for r in part.relations
        ]
        whole.figures += [msgspec.structs.replace(f, subject=same.get(f.subject or "")) for f in part.figures]
        whole.refused += part.refused
        whole.unread += part.unread
    whole.entities = list(entities.values())
    return whole
