"""Finds the names inside of names: the country of a college, the skill of a competition, the body of an event."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skillgraph.extract.boundaries import RANKS, Boundaries
from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import CITIES, COUNTRIES, ENTERPRISES, FIELDS, ORGANIZATIONS, PLACES, Mention
from skillgraph.extract.terms import Term
from skillgraph.model.terms import INDUSTRY, OCCUPATION, PLACE, QUALIFICATION

STANDARD = re.compile(r"(?:ISO|IEC|GB/?T?|EN|ASTM|DIN)[ -]?[0-9]{2,6}(?:-[0-9]+)*")
_KIND_OF = re.compile(r"([\u4e00-\u9fff]{3,6})类(?!院|别)")
#: Bodies whose names say what they are for rather than what they do: a learned society, a bureau.
_OF_ANYTHING = classes("of_anything")
_SKILLED = classes("skilled")
_PROGRAMMES = classes("programmes")
_OCCUPATIONS = classes("occupations")
_NOUNS = classes("nouns")
_AFTER_BODIES = classes("named_after_bodies")


class Nested(Boundaries):
    """The names inside of the names of one sentence."""

    def nested(self, outer: Mention) -> Iterator[Mention]:
        """The names inside of a name, left to right within each kind."""
        if outer.kind == "class" and outer.type not in ORGANIZATIONS:
            return
        yield from self._inner_organization(outer)
        taken = outer.start
        for start, end, value in self.terms.known.find(self.text, outer.start, outer.end):
            assert isinstance(value, Term)
            if (start, end) == (outer.start, outer.end) or start < taken:
                continue
            if (value.type == outer.type and outer.type in ENTERPRISES) or (
                value.type in PLACES and _abroad(value, outer)
            ):
                continue
            if value.type in _OCCUPATIONS and self.text[outer.start : start] == "国际" and end in self.ends:
                taken = end
                yield Mention(outer.start, end, self.text[outer.start : end], value.type, "nested")
                continue
            if value.type in _NOUNS and not self._field_inside(start, end, outer):
                continue
            if value.type in CITIES and self._elsewhere(start):
                continue
            if value.type in FIELDS and outer.type in FIELDS:
                continue
            if value.type in PLACES and self.aligned(start, end, value) is None and end - start < 3:
                continue
            taken = end
            yield Mention(start, end, self.text[start:end], value.type, "nested", value.name, value.id)
        pair = next((i for i in range(outer.start, outer.end) if self.pair(i)), None)
        if pair is not None:
            term = self.pair(pair)
            assert term is not None
            yield Mention(pair + 1, pair + 2, self.text[pair + 1], term.type, "nested", term.name, term.id)
        if outer.type in _SKILLED:
            yield from self._skill(outer)
        for match in STANDARD.finditer(self.text, outer.start + 1, outer.end):
            yield Mention(match.start(), match.end(), match[0], QUALIFICATION, "nested")
        if outer.type in _PROGRAMMES and (kind := _KIND_OF.match(self.text, outer.start, outer.end)):
            yield Mention(kind.start(1), kind.end(1), kind[1], INDUSTRY, "nested")

    def _field_inside(self, start: int, end: int, outer: Mention) -> bool:
        """Whether a listed field in a name is one there, and not part of an ordinary noun (技师 in 技师学院)."""
        if outer.type in _OF_ANYTHING:
            return False
        if end - start > 3:
            return True
        former = self.words[self.ends[start]] if start in self.ends else None
        begins = start == outer.start or former is None or former.tag in ("LOC", "ORG", "w", "m", "PER")
        return outer.type not in ORGANIZATIONS and begins and end in self.ends

    def _elsewhere(self, start: int) -> bool:
        """Whether a foreign country stands right before, so that the place is none of China's: 越南太原."""
        return any(m.end == start and m.type in COUNTRIES and m.known != "china" for m in self.known)

    def _inner_organization(self, outer: Mention) -> Iterator[Mention]:
        """The organization that an event, a platform or a delegation is named after: 某联盟成立大会."""
        if outer.type not in _AFTER_BODIES or outer.text[0] in "“《":
            return
        for end in range(outer.end - 2, outer.start + 4, -1):
            head = self.head_ending(end, outer.start + 2)
            if head is None or head.type not in ORGANIZATIONS or end not in self.starts or head.need == "quoted":
                continue
            start = end - len(head.form)
            if start - outer.start >= 2 and self.needs_met(outer.start, start, end, head) and head.form != "企业":
                yield Mention(outer.start, end, self.text[outer.start : end], head.type, "nested")
                return

    def _skill(self, outer: Mention) -> Iterator[Mention]:
        """The skill that a competition or a platform is about: 某某技术项目, 某某类培养项目."""
        for index, word in enumerate(self.words):
            if not (outer.start < word.end < outer.end) or word.text not in ("技术", "检修", "维修", "加工", "运维"):
                continue
            begin = index
            while (
                begin > 0
                and self.words[begin - 1].start >= outer.start
                and self.words[begin - 1].tag in ("n", "vn", "nz", "a")
                and self._free(begin - 1)
            ):
                begin -= 1
            start = self.words[begin].start
            if begin < index and word.end - start >= 4:
                yield Mention(start, word.end, self.text[start : word.end], OCCUPATION, "nested")

    def _free(self, index: int) -> bool:
        word = self.words[index]
        known = any(m.start <= word.start < m.end and m.type not in FIELDS for m in self.known)
        return (
            not known
            and word.text not in RANKS
            and word.text not in ("大赛", "国际", "世界", "全国", "职业", "技能", "项目", "世赛")
        )


def _abroad(term: Term, outer: Mention) -> bool:
    """A foreign town or a continent, which in a name says no more than the country beside it; any in a company's."""
    return not term.id and (term.type == PLACE or term.form.endswith("洲") or outer.type in ENTERPRISES)
