"""Brings mentions together to entities: the same name, short forms, abbreviations, words that refer back."""

from __future__ import annotations

import re

import msgspec

from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import ENTERPRISES, Mention, bare, unquoted
from skillgraph.extract.records import FoundEntity, Span
from skillgraph.language.passages import fold

_DEFINED = re.compile(r"\((?:以下|下文|下)?(?:均?简称|称|即|又称|亦称|也称|俗称)[::为]?[“《]?([^”》()]{2,20})[”》]?\)")
_LATIN = re.compile(r"\(([A-Z][A-Za-z&. -]{1,40})\)")
_SHORTENED = classes("shortened")
_OCCUPATIONS = classes("occupations")


class Entry(msgspec.Struct, eq=False):
    """An entity while it is being collected."""

    id: str
    name: str
    type: str
    known: str
    aliases: dict[str, None] = {}
    spans: list[Span] = []
    countries: set[str] = set()
    named: bool = False
    score: float = 0.0
    by: dict[str, None] = {}
    plain: str = ""

    def __post_init__(self) -> None:
        self.plain = _plain_name(self.name)

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
        self._by_name: dict[str, Entry] = {}
        self.defined: dict[str, Entry] = {}

    def give(self, entity: FoundEntity) -> None:
        """Takes a name that is confirmed; what the document calls so is this entity, under its own id."""
        entry = Entry(
            entity.id, unquoted(entity.name), entity.type, entity.known, dict.fromkeys(entity.aliases), named=True,
            score=1.0, by=dict.fromkeys(entity.by),
        )  # fmt: skip
        self.entries.append(entry)
        for name in (entity.name, *entity.aliases):
            self._by_name.setdefault(bare(name), entry)
            self._by_name.setdefault(bare(fold(name)), entry)

    def add(self, mention: Mention, span: Span) -> Entry:
        """The entity of a mention by name, new or known already; `span` is where the mention stands in the document."""
        key = bare(mention.name)
        entry = self._by_name.get(key) or self._by_name.get(bare(mention.text)) or self._short_form(mention)
        if entry is None:
            entry = Entry(f"e{len(self.entries) + 1}", mention.name, mention.type, mention.known)
            self.entries.append(entry)
        self._by_name.setdefault(key, entry)
        self._by_name.setdefault(bare(mention.text), entry)
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
        if mention.type in _OCCUPATIONS:
            return self._by_name.get("国际" + name)
        if mention.type not in _SHORTENED or len(name) < 4:
            return None
        for entry in reversed(self.entries):
            if entry.type != mention.type:
                continue
            other = entry.plain
            if other.endswith(name) and len(other) - len(name) <= 6:
                return entry
            if mention.type in ENTERPRISES and name[:2] in other and name[-2:] == other[-2:] and _within(name, other):
                return entry
        return None

    def define(self, entry: Entry, text: str, end: int) -> tuple[int, int] | None:
        """Takes the abbreviation that a bracket behind the name defines, (以下简称“某某”), and says where it stands."""
        for pattern in (_DEFINED, _LATIN):
            if match := pattern.match(text, end):
                alias = match[1].strip()
                entry.aliases.setdefault(alias)
                self._by_name.setdefault(bare(alias), entry)
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
