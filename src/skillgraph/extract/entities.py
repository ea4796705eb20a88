"""Brings mentions together to entities: the same name, short forms, abbreviations, words that refer back."""

from __future__ import annotations

import re
from collections.abc import Iterable

from skillgraph.extract.groups import classes, meanings
from skillgraph.extract.mentions import CITIES, ENTERPRISES, SCHOOLS, Mention, bare, unquoted
from skillgraph.extract.records import FoundEntity, Span
from skillgraph.language.passages import fold
from skillgraph.model.terms import CITY, PLACE, POLICY, PROVINCE

_DEFINED = re.compile(r"\((?:以下|下文|下)?(?:均?简称|称|即|又称|亦称|也称|俗称)[::为]?[“《]?([^”》()]{2,20})[”》]?\)")
_LATIN = re.compile(r"\(([A-Z][A-Za-z&. -]{1,40})\)")
#: Words that refer back, the classes they can mean and what the name must end with.
_SCHOOL_WORDS = ("学校", "该校", "我校", "本校", "学院", "我院", "该院", "本院", "全校")
_PLACE_WORDS = meanings("places")
_MEANT = meanings("meant")
_POLICY_WORDS = tuple(word for word, type_ in _MEANT.items() if type_ == POLICY)
_TAILS = (
    "集团", "公司", "联盟", "共同体", "协会", "学会", "中心", "基地", "平台", "大赛", "竞赛", "项目", "模式", "大学",
    "工坊", "工作室", "联合体", "计划", "大会", "年会", "论坛", "研究院", "产业学院", "培训班", "研修班", "工程",
    "行动", "认定", "赛事", "活动", "制度", "机制",
    *_POLICY_WORDS,
)  # fmt: skip
_SHORTENED = classes("shortened")
_MUNICIPAL = classes("municipal")
_OCCUPATIONS = classes("occupations")
_POLICIES = classes("policies")
_POINTING = re.compile("^(?:本次|此次|本届|这次|这一|上述|[该本此我])")
COREFERENCE = re.compile(
    r"(?:(?:该|本|此|这一|上述|本次|此次|本届|这次)(?:"
    + "|".join(_TAILS)
    + r"|校|院|市|省|企业|学院|学校))|"
    + "|".join((*(f"{word}(?![、与和])" for word in _SCHOOL_WORDS), *_PLACE_WORDS))
    + "|(?:(?<![\u4e00-\u9fff])|(?<=[是由在对将把过以为与和]))(?:"
    + "|".join(_TAILS)
    + r")|(?<=[0-9][场项届])(?:大赛|竞赛|比赛)"
)


class Entry:
    """An entity while it is being collected."""

    def __init__(self, number: int, mention: Mention) -> None:
        self.id = f"e{number}"
        self.name = mention.name
        self.type = mention.type
        self.known = mention.known
        self.aliases: dict[str, None] = {}
        self.spans: list[Span] = []
        self.countries: set[str] = set()
        self.named = False
        self.score = 0.0
        self.by: dict[str, None] = {}

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
            tuple(self.by), round(self.score, 3),
        )  # fmt: skip


def _written(form: str) -> str:
    """A form without the marks around it, and without the breaks of lines and the spaces between ideographs."""
    return unquoted(re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", "", form))


class Entities:
    """The entities of one document so far, in the order in which they are first named."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._by_name: dict[str, Entry] = {}
        self._city: Entry | None = None
        self.defined: dict[str, Entry] = {}

    def add(self, mention: Mention, span: Span) -> Entry:
        """The entity of a mention by name, new or known already; `span` is where the mention stands in the document."""
        key = bare(mention.name)
        entry = self._by_name.get(key) or self._by_name.get(bare(mention.text)) or self._short_form(mention)
        if entry is None:
            entry = Entry(len(self.entries) + 1, mention)
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
        if mention.type in CITIES:
            self._city = entry
        return entry

    def _short_form(self, mention: Mention) -> Entry | None:
        """An earlier name that this one shortens: 市人社局 for 某市人社局, 某联盟 for 甲乙某联盟."""
        name = _plain_name(mention.name)
        if mention.type in _OCCUPATIONS:
            return self._by_name.get("国际" + name)
        if mention.type not in _SHORTENED or len(name) < 4:
            return None
        for entry in reversed(self.entries):
            other = _plain_name(entry.name)
            if entry.type != mention.type or other == name:
                if other == name and entry.type == mention.type:
                    return entry
                continue
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
                if not re.fullmatch(r"[A-Z]{2,5}[0-9]+", alias):
                    entry.aliases.setdefault(alias)
                    self._by_name.setdefault(bare(alias), entry)
                    self.defined[alias] = entry
                    return match.span(1)
        return None

    def refer(self, word: str, topic: Entry | None, recent: Iterable[Entry]) -> Entry | None:
        """What a word that refers back means, or None if that is not certain."""
        if word in _PLACE_WORDS:
            if _PLACE_WORDS[word] == PLACE:
                sign = "县" if "县" in word else "区"
                return next((e for e in recent if e.type == PLACE and e.name.endswith(sign)), None)
            return self._place(_PLACE_WORDS[word], topic)
        tail = _POINTING.sub("", word)
        if word in _SCHOOL_WORDS or tail in ("校", "院"):
            if topic is not None and topic.type in SCHOOLS:
                return topic
            return None if word in ("学校", "学院") else next((e for e in recent if e.type in SCHOOLS), None)
        if word == "该市":
            named = next((e for e in recent if e.type in _MUNICIPAL and e.name.endswith("市")), None)
            return named or self._place(CITY, topic)
        if tail in ("市", "省"):
            return self._place(CITY if tail == "市" else PROVINCE, topic)
        if tail == "企业":
            return next((e for e in recent if e.type in ENTERPRISES), None)
        if word[0] == "本" and tail in _POLICY_WORDS:
            return next((e for e in self.entries if e.type in _POLICIES), None)
        candidates = list(recent)
        exact = next((e for e in candidates if unquoted(e.name).endswith(tail)), None)
        return exact or next((e for e in candidates if e.type == _MEANT.get(tail)), None)

    def _place(self, type_: str, topic: Entry | None) -> Entry | None:
        if topic is not None and topic.type == type_:
            return topic
        return self._city if self._city is not None and self._city.type == type_ else None

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
