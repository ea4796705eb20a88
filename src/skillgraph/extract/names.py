"""Proposes names and kinds of things in a sentence, which the tagger sees: by what they end with, and by lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import FIELDS, Mention
from skillgraph.extract.terms import Head, Term, Terms
from skillgraph.language.tokens import Word
from skillgraph.model.terms import POLICY, TRAINING_MODEL

#: What somebody says stands in quotation marks too, but with a comma or a full stop in it.
QUOTE = re.compile(r"“([^“”,;。!?]{1,40})”|《([^《》]{2,80}(?:《[^》]*》[^《》]*)?)》")
#: What a name can consist of, by LAC's tags, and which of these are names themselves.
_NAMING = frozenset({"n", "nz", "nr", "nw", "LOC", "ORG", "PER", "vn", "an", "s", "a", "xc", "f"})
_NAMES = frozenset({"LOC", "ORG", "nz", "PER"})
#: Verbs that are parts of names: what an institution does.
_NAMING_VERBS = re.compile(
    r"培训|培养|教育|合作|交流|认证|评价|实训|实习|服务|融合|建设|发展|创新|创业|就业|研究|办学|工学|产教?|教|赋|能|"
    r"竞技|公关|焊接|养|护|康|育|跨|联合|出海|走出去|新|领|军|制造|技工|高|培育|协同|提升|共享|共育|互联|开放|开发|经营|运营|管理|检修|维修"
)
#: Verbs before a name: of what is founded, which makes a name of 公共实训中心, and of what is carried out.
_FOUNDING = re.compile(
    r"(?:共建|建设|建成|成立|设立|组建|打造|构建|搭建|创建|筹建|建立|新建|启动|实施|推进|推广|开展|开设|创新|探索|揭牌|获批|入选|承担|申报|参与|举办|运营)"
    r"(?:了)?(?:首个|全省首个|全国首个|一批|一个|一所|一座|一家|省内首个|国内首个)?$"
)
_CARRIED_OUT = re.compile(
    r"(?:推进|实施|落实|启动|推行|践行|贯彻|服务|融入|响应|开展|深化|对接|参与|锚定|依托|助力|共建|推动)了?$"
)
_NUMBER = re.compile(r"第.*|首[届期批].*|[0-9]{4}年?")
_SPECIFIC = re.compile(r"[A-Za-z]{2,}|“|第[0-9一二三四五六七八九十百]+[届批期]|首届|首期|[0-9]{4}年")
_WIDE = (
    "国家", "全国", "世界", "国际", "中华", "亚洲", "欧洲", "非洲", "东盟", "上合", "金砖", "一带一路", "丝路", "全省",
    "澜湄", "中欧", "中非",
)  # fmt: skip
_RANKS = ("国家级", "省级", "市级", "区级", "县级", "校级", "院级")
#: How far quotation marks and brackets in a name may be apart.
_APART = 26
_JOINING = "、和与及"
_AFTER_PEOPLE = classes("named_after_people")
_PROPER = classes("proper")


class Names:
    """What the lists propose for one sentence.

    The tagger and the ranker weigh it among all else that they see, so it need not be right: more rules for where names
    begin and end (counts before them, what stands behind a head) were measured to gain nothing.

    Args:
        text: the sentence, folded.
        words: its words.
        terms: the lists.
    """

    def __init__(self, text: str, words: Sequence[Word], terms: Terms) -> None:
        self.text, self.words, self.terms = text, words, terms
        self.ends = {w.end: i for i, w in enumerate(words)}
        self.starts = {w.start: i for i, w in enumerate(words)}
        self.known = [(start, end, term) for start, end, term in terms.known.find(text) if isinstance(term, Term)]
        #: The longest head that ends at a place, with where it begins.
        self.heads: dict[int, tuple[int, Head]] = {}
        for start, end, head in terms.heads.all(text):
            if isinstance(head, Head):
                self.heads.setdefault(end, (start, head))

    def find(self) -> list[Mention]:
        """The names, and the kinds of things, in the order of the text."""
        quotes = list(QUOTE.finditer(self.text))
        inside = [m.span() for m in quotes]
        headed = [self._headed(*found) for end, found in self.heads.items() if not any(s < end < e for s, e in inside)]
        both = sorted(filter(None, (*map(self._quoted, quotes), *headed)), key=lambda m: m.start - m.end)
        names, kinds = ([m for m in both if m.kind == kind] for kind in ("name", "class"))
        found: list[Mention] = []
        for candidate in (*names, *self._listed(), *kinds):
            # What comes first keeps its place.
            if not any(m.start < candidate.end and candidate.start < m.end for m in found):
                found.append(candidate)
        return sorted(found, key=lambda m: (m.start, -m.end))

    def _listed(self) -> Iterator[Mention]:
        """Listed names that stand between words; fields are named in too many other ways."""
        for start, end, term in self.known:
            if term.type not in FIELDS and start in self.starts and end in self.ends:
                yield Mention(start, end, self.text[start:end], term.type, "name", term.name, term.id)

    def _quoted(self, quote: re.Match[str]) -> Mention | None:
        """What is named in quotation marks: with a head, as a model (“2+1”), or as what is carried out."""
        start, end = quote.span()
        at, head = self.heads.get(end - 1, (0, None))
        if not quote[1] or len(quote[1]) < 3:
            return None
        if head is not None and at > start + 1:
            return Mention(start, end, quote[0], head.type)
        carried_out = _CARRIED_OUT.search(self.text, 0, start)
        type_ = TRAINING_MODEL if "+" in quote[1] else POLICY if carried_out else ""
        return Mention(start, end, quote[0], type_) if type_ else None

    def _headed(self, start: int, head: Head) -> Mention | None:
        """What a head at the end of a word makes of the words before it: a name, or a kind of thing."""
        end = start + len(head.form)
        if end not in self.ends:
            return None
        begin = self._begin(start, head)
        before = self.text[begin:start]
        if head.need == "quoted" and "”" not in before:
            return None
        is_kind = not before or head.need == "class" or before.startswith(_RANKS)
        proper = len(before) > 1 if head.need == "name" else self._is_proper(begin, start, end)
        proper = proper or (head.need == "created" and len(before) > 3 and bool(_FOUNDING.search(self.text, 0, begin)))
        return Mention(begin, end, self.text[begin:end], head.type, "name" if proper and not is_kind else "class")

    def _begin(self, start: int, head: Head) -> int:
        """How far to the left a name reaches from its head."""
        at = next((w.start for w in self.words if w.start <= start < w.end), start)
        while at > 0:
            if self.text[at - 1] in "”)":
                opening = self.text.rfind("“" if self.text[at - 1] == "”" else "(", max(0, at - _APART), at - 1)
                if opening < 0 or re.search(r"[,;。]", self.text[opening:at]):
                    break
                at = opening
            elif at in self.ends and self._goes_on(self.ends[at], head):
                at = self.words[self.ends[at]].start
            else:
                break
        return at

    def _goes_on(self, index: int, head: Head) -> bool:
        """Whether a name takes in a word before it."""
        word = self.words[index]
        if word.text in self.terms.words["stop"] or (word.tag == "PER" and head.type not in _AFTER_PEOPLE):
            return False
        former = self.words[max(0, index - 2) : index]
        if word.tag == "LOC" and len(former) > 1 and former[0].tag == "LOC" and former[1].text in _JOINING:
            return False  # the last place of a list: 德国、瑞士双元制培训项目
        names = _NAMING_VERBS.fullmatch(word.text) is not None
        if word.tag == "v":
            # A verb inside a name has a noun before it: 产教融合.
            return names and index > 0 and former[-1].tag in {*_NAMING, "v"}
        if word.tag == "vn" and word.text in self.terms.verbs.forms and not names:
            return False
        numbers = word.tag in ("m", "TIME") and _NUMBER.fullmatch(word.text) is not None
        return word.tag in _NAMING or numbers or (word.tag == "w" and word.text in "·-—+")

    def _is_proper(self, begin: int, start: int, end: int) -> bool:
        """Whether a name has something in it that only one thing is called by."""
        before = self.text[begin:start]
        listed = any(begin <= s and e <= end and term.type in _PROPER for s, e, term in self.known)
        named = any(w.tag in _NAMES and begin <= w.start < start for w in self.words)
        return bool(_SPECIFIC.search(before)) or before.startswith(_WIDE) or listed or named
