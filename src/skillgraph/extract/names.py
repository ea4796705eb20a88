"""Finds names in a sentence: by what they end with, by quotation marks, by lists, and by LAC's tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skillgraph.extract.boundaries import NAMING, NAMING_VERBS, QUOTE, Boundaries
from skillgraph.extract.groups import classes, relations
from skillgraph.extract.mentions import (
    CITIES,
    COUNTRIES,
    FIELDS,
    GOVERNMENTS,
    ORGANIZATIONS,
    PLACES,
    Mention,
)
from skillgraph.extract.terms import Head
from skillgraph.model.terms import (
    COMPETITION,
    GOVERNMENT_BODY,
    HONOUR,
    POLICY,
    TRAINING_MODEL,
)

_PROGRAMME_VERBS = re.compile(
    r"(?:推进|实施|落实|启动|推行|践行|贯彻|服务|融入|响应|开展|深化|主动服务|对接|参与|锚定|依托|助力|共建|推动)(?:了)?$"
)
_JOINED = re.compile(r"^(?:[、和与及]|以及|暨)?$")
#: 组建某学院不少于6所: what is counted behind it is a kind.
_COUNTED = re.compile(
    r"(?:已|共|约|近|逾|超|超过|达|达到|不少于|不低于|不下|至少|各|累计|合计|总数)*[0-9][0-9.,]*万?余?[所个家项支名门座间]?|"
    r"[一二两三四五六七八九十数多几百]+余?[所个家项支门座间]"
)
_FOR_TRAINING = re.compile(r"实训|培训|集训|实习|实验|孵化|创新|研发|工程技术|实践")
#: Words behind a name that say what it is and are no part of it: “某某”称号.
_LABELS = frozenset(("称号", "战略", "目标", "品牌", "体系", "倡议", "项目", "计划", "行动"))
#: What stands behind a grade that is named as such.
_GRADED = re.compile(r"、|评聘|评选|评定|认定|聘任|评价|(?:职业)?技能等级|等级|职业资格|级别|证书")
_GRADING = ("晋级为", "晋升", "晋升为", "取得", "、", "评聘", "聘任", "评定", "认定", "评选", "评聘为", "聘为")
#: A policy called by the number of its articles: “稳就业28条”.
_ARTICLES = re.compile(r"[\u4e00-\u9fff]{2,}[0-9一二三四五六七八九十]+条$")
#: “一带一路”沿线国家培训: what goes on there has no name by it.
_KIND_BEFORE = re.compile(r"(?:企业|公司|院校|学校|高校|单位|机构)$")
#: What needs no name of the city, since there is one.
_OF_THE_CITY = frozenset(("市政府", "省政府", "市委", "省委"))
_DONE_WITH_NAMES = relations("done_with_names")
_MADE = classes("made")
_PROMOTED = classes("promoted")
_QUALIFICATIONS = classes("qualifications")
_WAYS = classes("ways")
_NOT_NAMED_AFTER = frozenset(("沿线", "沿线国家", "倡议"))
_CONTEST = re.compile(r"大赛|竞赛")
_HONOURING = re.compile(r"(?:荣获|获评|获得|获|授予|评为|认定为|入选|入围|获批|命名为|列为|确定为)(?:了|为)?$")


class Names(Boundaries):
    """What the rules propose for one sentence, which the tagger sees."""

    def find(self) -> list[Mention]:
        """The names, and the kinds of things, in the order of the text."""
        found: list[Mention] = []
        headed = self._headed()
        kinds = [m for m in headed if m.kind == "class"]
        names = [m for m in headed if m.kind == "name"]
        for candidate in (*self._quoted(), *names, *self.known_outer(), *kinds):
            # What comes first keeps its place.
            if not any(m.start < candidate.end and candidate.start < m.end for m in found):
                found.append(candidate)
        # A place that only says where a kind of institution is (某国职业院校) is named for that alone.
        bodies = [m for m in kinds if m.type in ORGANIZATIONS]
        named = (
            m for m in found if m.type not in PLACES or not any(k.start <= m.start and m.end < k.end for k in bodies)
        )
        return sorted(named, key=lambda m: (m.start, -m.end))

    def known_outer(self) -> Iterator[Mention]:
        """Listed names that are names by themselves; fields and ranks only where the text treats them as such."""
        for mention in self.known:
            if mention.type in _QUALIFICATIONS and mention.text.endswith(("工", "技师")):
                around = self.text[: mention.start][-3:], self.text[mention.end :]
                if _GRADED.match(around[1]) or around[0].endswith(_GRADING):
                    yield mention
            elif mention.type not in FIELDS:
                yield mention

    def _quoted(self) -> Iterator[Mention]:
        promoted_until, honoured, last = -1, False, 0
        for match in QUOTE.finditer(self.text):
            if not match[1]:
                continue
            start, end = match.span()
            before = self.text[:start]
            promoted = bool(_PROGRAMME_VERBS.search(before)) or (
                promoted_until >= 0 and bool(_JOINED.match(self.text[promoted_until:start]))
            )
            honoured = bool(_HONOURING.search(before)) or (honoured and bool(_JOINED.match(self.text[last:start])))
            last = end
            found = self._quote_with_head(start, end)
            inner = self.head_ending(end - 1, start + 1)
            thing = inner is not None and inner.type in _MADE
            if honoured and len(match[1]) > 3 and not thing and found is None:
                yield Mention(start, end, match[0], HONOUR)
                continue
            if found is None and "+" not in match[1]:
                found = self._inner_head(match, promoted)
            if found is None and _ARTICLES.search(match[1]):
                found = Mention(start, end, match[0], POLICY)
            if found is None and promoted and 3 <= len(match[1]) <= 20:
                shape = re.fullmatch(r"[0-9]+(?:\+[0-9]+)+", match[1])
                found = Mention(start, end, match[0], TRAINING_MODEL if shape else POLICY)
            if found is None and "+" in match[1] and re.search(r"[\u4e00-\u9fff]", match[1]):
                found = Mention(start, end, match[0], TRAINING_MODEL)
            promoted_until = end if promoted else -1
            if found is not None:
                yield found

    def _quote_with_head(self, start: int, end: int) -> Mention | None:
        """“新程”职业技能培训: quotation marks, then nouns up to a head."""
        of = self.text[end : end + 1] == "的"
        at = end + of
        best: tuple[int, Head] | None = None
        while at in self.starts and at - end < 20:
            word = self.words[self.starts[at]]
            states = self.terms.verbs.forms.get(word.text) in _DONE_WITH_NAMES
            if word.text in _NOT_NAMED_AFTER or (states and not NAMING_VERBS.fullmatch(word.text)):
                break
            spanning = word.text in ("暨", "系列", "专项") or re.fullmatch(r"[一二三五两]年", word.text)
            if word.tag not in NAMING and not NAMING_VERBS.search(word.text) and not spanning:
                break
            at = word.end
            head = self.head_ending(at, end)
            if best and head is not None and head.form == "培训":
                break  # “某某”项目培训职工: the verb behind the name.
            if head is not None and not (best and head.form in _LABELS and at - len(head.form) == best[0]):
                best = (at, head)
                if head.type in ORGANIZATIONS:
                    break
        if best is None:
            return None
        stop, head = best
        if of and head.type not in _WAYS:
            return None
        if head.form in _LABELS and stop - end == len(head.form) and end - start > 4:
            inner = self.head_ending(end - 1, start + 1)
            type_ = head.type if inner is None else inner.type
            return Mention(start, end, self.text[start:end], type_)
        begin = self.trimmed(self.left(start, head), start)
        return Mention(begin, stop, self.text[begin:stop], head.type)

    def _inner_head(self, match: re.Match[str], promoted: bool) -> Mention | None:
        start, end = match.span()
        head = self.head_ending(end - 1, start + 1)
        inner = match[1]
        if head is None or len(inner) <= len(head.form):
            return None
        unsaid = head.type in _PROMOTED and head.form != "制" and not promoted
        if head.need == "quoted" and (unsaid or len(inner) < 3):
            return None
        return Mention(start, end, match[0], head.type)

    def _headed(self) -> list[Mention]:
        longest: dict[int, tuple[int, Head]] = {}
        for start, end, value in self.terms.heads.all(self.text):
            assert isinstance(value, Head)
            longest.setdefault(end, (start, value))
        found = (self._name_before(start, end, head) for end, (start, head) in sorted(longest.items()))
        return sorted((m for m in found if m is not None), key=lambda m: m.start - m.end)

    def _name_before(self, start: int, end: int, head: Head) -> Mention | None:
        if any(s < end < e for s, e in self.quotes) or not self.ends_here(end, head):
            return None
        begin = self._own_begin(self.trimmed(self.left(start, head), start), start)
        modifiers = self.text[begin:start]
        text = self.text[begin:end]
        if head.form.endswith("中心") and self._of_ministry(begin, modifiers):
            head = Head(head.form, GOVERNMENT_BODY, head.need)
        if head.form == "项目" and _CONTEST.search(modifiers):
            head = Head(head.form, COMPETITION, head.need)
        if head.form in _OF_THE_CITY and begin == start:
            return Mention(start, end, self.text[start:end], head.type)
        proper = self.proper(begin, start, end)
        if not proper and _COUNTED.match(self.text, end):
            return Mention(begin, end, text, head.type, "class")
        named = modifiers and not self.counted(begin) and self.needs_met(begin, start, end, head)
        return Mention(begin, end, text, head.type, "name" if named else "class")

    def _own_begin(self, begin: int, head: int) -> int:
        """Without the last of several countries (德国、瑞士某项目), or what a body is (石油企业某市某公司)."""
        for m in self.known:
            named = begin < m.start < head and m.type in CITIES
            if named and _KIND_BEFORE.search(self.text, begin, m.start):
                begin = m.start
        inside = next((m for m in self.known if m.start == begin and m.type in COUNTRIES), None)
        former = inside and any(m.end == begin - 1 and m.type in COUNTRIES for m in self.known)
        return inside.end if inside and former and self.text[begin - 1] in "、和与及" else begin

    def _of_ministry(self, begin: int, modifiers: str) -> bool:
        """教育部某交流中心 is a part of the ministry, unless it is one for training."""
        ministry = any(m.start == begin and m.type in GOVERNMENTS for m in self.known)
        return ministry and not _FOR_TRAINING.search(modifiers)
