"""Brings mentions together to entities: the same name, short forms, abbreviations, words that refer back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import ENTERPRISES, GOVERNMENTS, Mention, bare, unquoted
from skillgraph.extract.part_names import Part
from skillgraph.extract.records import FoundEntity, Span
from skillgraph.language.passages import fold
from skillgraph.model.terms import GOVERNMENT_OF, INVOLVES, LOCATED_IN, ORIGINATES_FROM

_DEFINED = re.compile(r"\((?:以下|下文|下)?(?:均?简称|称|即|又称|亦称|也称|俗称)[::为]?[“《]?([^”》()]{2,20})[”》]?\)")
_LATIN = re.compile(r"\(([A-Z][A-Za-z&. -]{1,40})\)")
_SHORTENED = classes("shortened")
_OF_TWO_COUNTRIES = classes("of_two_countries")
_LOCATED = classes("located")
_BROUGHT = classes("brought")


class Entry:
    """An entity while it is being collected."""

    def __init__(self, number: int, mention: Mention) -> None:
        self.id = f"e{number}"
        self.name = mention.name
        self.plain = _plain_name(mention.name)
        self.type = mention.type
        self.known = mention.known
        self.aliases: dict[str, None] = {}
        self.spans: list[Span] = []
        self.countries: set[str] = set()
        self.named = False
        self.score = 0.0
        self.by: dict[str, None] = {}
        #: With which sentence the part of the document begins where it stands last.
        self.part = -1

    def rename(self, name: str) -> None:
        """Takes a name that says more."""
        self.aliases.setdefault(self.name)
        self.name, self.plain = name, _plain_name(name)

    def found(self, text: str) -> FoundEntity:
        """The record, with the name and its other forms as the document writes them.

        Args:
            text: of the document.
        """
        spans = tuple(sorted(set(self.spans)))
        own = bare(self.name)
        forms = dict.fromkeys(_written(text[start:end]) for start, end in spans)
        named = [form for form in forms if bare(fold(form)) == own]
        name = named[0] if named else max(forms, key=len, default=self.name)
        said = {bare(fold(form)) for form in forms}
        aliases = [*forms, *(alias for alias in self.aliases if bare(alias) not in said)]
        country = next(iter(sorted(self.countries))) if len(self.countries) == 1 else ""
        return FoundEntity(
            self.id, name, self.type, tuple(a for a in aliases if a != name), spans, country, self.known,
            by=tuple(self.by), score=round(self.score, 3),
        )  # fmt: skip


def _written(form: str) -> str:
    """A form without the marks around it, and without the breaks of lines and the spaces between ideographs."""
    return unquoted(re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", "", form))


class Entities:
    """The entities of one document so far, in the order in which they are first named."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._by_name: dict[tuple[int, str], Entry] = {}
        self._part = Part()
        self.defined: dict[str, Entry] = {}
        #: Where a person said that one of the given entities stands.
        self.confirmed: dict[Span, Entry] = {}

    def enter(self, part: Part) -> None:
        """Reads on in a part of the document, which has its own 市教育局 and its own short forms of it."""
        if part != self._part:
            self._part = part
            self.defined = {alias: e for alias, e in self.defined.items() if not part.is_own(alias, e.type)}

    def give(self, entity: FoundEntity) -> Entry:
        """Takes a name that is confirmed; what the document calls so is this entity, under its own id."""
        kind = Mention(0, 0, entity.name, entity.type, known=entity.known)
        entry = Entry(0, kind)
        entry.id, entry.named, entry.score = entity.id, True, 1.0
        entry.by = dict.fromkeys(entity.by)
        entry.aliases = dict.fromkeys(entity.aliases)
        self.entries.append(entry)
        for name in (entity.name, *entity.aliases):
            self._call(entry, name)
            self._call(entry, fold(name))
        return entry

    def _call(self, entry: Entry, name: str, type_: str = "", here: bool = False) -> None:
        self._by_name.setdefault(self._part.key(name, type_ or entry.type, here), entry)

    def _called(self, mention: Mention) -> Entry | None:
        """What a mention's name, or else its text, is known to mean: in its part, or everywhere."""
        keys = (self._part.key(n, mention.type, here) for n in (mention.name, mention.text) for here in (True, False))
        return next((entry for key in keys if (entry := self._by_name.get(key)) is not None), None)

    def add(self, mention: Mention, span: Span) -> Entry:
        """The entity of a mention by name, new or known already; `span` is where the mention stands in the document."""
        entry = self.confirmed.get(span) or self._called(mention)
        short = self._short_form(mention) if entry is None else None
        entry = entry or short or self._long_form(mention)
        if entry is None:
            entry = Entry(len(self.entries) + 1, mention)
            self.entries.append(entry)
        for name in (mention.name, mention.text):
            self._call(entry, name, mention.type, short is not None)
        entry.part = self._part.begin
        entry.spans.append(span)
        form = unquoted(mention.text)
        if form != entry.name:
            entry.aliases.setdefault(form)
        if mention.kind == "name":
            entry.named = True
            entry.score = max(entry.score, mention.score)
            entry.by |= dict.fromkeys(mention.by)
        return entry

    def _short_form(self, mention: Mention) -> Entry | None:
        """An earlier name that this one shortens: 市人社局 for 某市人社局, 某联盟 for 甲乙某联盟."""
        name = _plain_name(mention.name)
        if mention.type not in _SHORTENED:
            return None
        if self._part.is_own(mention.name, mention.type):
            said = [
                e for e in self.entries if e.type == mention.type and self._part.is_form(mention.name, e.name, e.type)
            ]
            if len(said) == 1:
                return said[0]
        if len(name) < 4:
            return None
        for entry in reversed(self.entries):
            if entry.type != mention.type or self._part.is_elsewhere(mention.name, entry.name, entry.type, entry.part):
                continue
            other = entry.plain
            if other.endswith(name) and len(other) - len(name) <= 6:
                return entry
            if mention.type in ENTERPRISES and name[:2] in other and name[-2:] == other[-2:] and _within(name, other):
                return entry
        return None

    def _long_form(self, mention: Mention) -> Entry | None:
        """An earlier name of this part that this one says with its place: 济南市教育局 after 市教育局."""
        part = self._part
        if not part.place or not mention.name.startswith(part.place):
            return None
        here = (e for e in self.entries if e.type == mention.type and e.part == part.begin)
        short = [e for e in here if part.is_form(e.name, mention.name, e.type)]
        if len(short) != 1:
            return None
        short[0].rename(mention.name)
        return short[0]

    def define(self, entry: Entry, text: str, end: int) -> tuple[int, int] | None:
        """Takes the abbreviation that a bracket behind the name defines, (以下简称“某某”), and says where it stands."""
        for pattern in (_DEFINED, _LATIN):
            if match := pattern.match(text, end):
                alias = match[1].strip()
                if not re.fullmatch(r"[A-Z]{2,5}[0-9]+", alias):
                    entry.aliases.setdefault(alias)
                    self._call(entry, alias, here=True)
                    self._call(entry, alias)
                    self.defined[alias] = entry
                    return match.span(1)
        return None

    def found(self, text: str) -> tuple[FoundEntity, ...]:
        """The records of what is named by itself, in the order of their first mention.

        What stands only inside longer names (the city of a college) is no entity that the document speaks of.
        """
        return tuple(entry.found(text) for entry in self.entries if entry.named)


def _within(short: str, long: str) -> bool:
    """Whether a short form leaves out letters of a name, but changes none: 越纺集团, 浙江越纺控股集团."""
    rest = iter(long)
    return all(letter in rest for letter in short)


def _plain_name(name: str) -> str:
    """A name without what its short forms leave out."""
    return re.sub(r"[“”()]|和|与", "", name)


class Linked(msgspec.Struct, frozen=True):
    """A mention of the sentence and the entity that it means."""

    mention: Mention
    entry: Entry


def name_relations(outer: Linked, nested: Sequence[Linked]) -> Iterator[tuple[Entry, str, Entry]]:
    """What a name says by the places in it: the country of a college, the city of a bureau."""
    type_ = outer.entry.type
    for x in nested:
        inner = x.entry
        if inner is outer.entry:
            continue
        if type_ in GOVERNMENTS and x.mention.start == outer.mention.start:
            yield outer.entry, GOVERNMENT_OF, inner
        elif len(x.mention.text) == 1 and type_ in _OF_TWO_COUNTRIES:
            yield outer.entry, INVOLVES, inner
        elif type_ in _LOCATED:
            yield outer.entry, LOCATED_IN, inner
        elif type_ in _BROUGHT:
            yield outer.entry, ORIGINATES_FROM, inner
