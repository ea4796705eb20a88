"""Where a name begins and ends in a sentence, and whether it is a name or only a kind of thing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import GOVERNMENTS, ORGANIZATIONS, SCHOOLS, Mention
from skillgraph.extract.terms import Head, Term, Terms
from skillgraph.language.tokens import Word
from skillgraph.model.terms import ORGANIZATION

#: What somebody says stands in quotation marks too, but with a comma or a full stop in it.
QUOTE = re.compile(r"“([^“”,;。!?]{1,40})”|《([^《》]{2,80}(?:《[^》]*》[^《》]*)?)》")
#: What a name can consist of, by LAC's tags.
NAMING = frozenset({"n", "nz", "nr", "nw", "LOC", "ORG", "PER", "vn", "an", "s", "a", "xc", "f"})
#: Verbs that are parts of names: what an institution does.
NAMING_VERBS = re.compile(
    r"培训|培养|教育|合作|交流|认证|评价|实训|实习|服务|融合|建设|发展|创新|创业|就业|研究|办学|工学|产教?|教|赋|能|"
    r"竞技|公关|焊接|养|护|康|育|跨|联合|出海|走出去|新|领|军|制造|技工|高|培育|协同|提升|共享|共育|互联|开放|开发|经营|运营|管理|检修|维修"
)
_FOUNDERS = (
    "共建|建设|建成|成立|设立|组建|打造|构建|搭建|创建|筹建|建立|新建|启动|"
    "实施|推进|推广|开展|开设|创新|探索|揭牌|获批|入选|承担|申报|参与|举办|运营"
)
_FOUNDING = re.compile(
    rf"(?:{_FOUNDERS})"
    r"(?:了)?(?:首个|全省首个|全国首个|一批|一个|一所|一座|一家|省内首个|国内首个)?“?$"
)
#: 设立甲中心和
_FOUNDING_LIST = re.compile(rf"(?:{_FOUNDERS})(?:了)?[^,;。]{{2,40}}[、和与及]$")
_SPECIFIC = re.compile(r"[A-Za-z]{2,}|“|第[0-9一二三四五六七八九十百]+[届批期]|首届|首期|[0-9]{4}年")
_WIDE = (
    "国家", "全国", "世界", "国际", "中华", "亚洲", "欧洲", "非洲", "东盟", "上合", "金砖", "一带一路", "丝路", "全省",
    "澜湄", "中欧", "中非",
)  # fmt: skip
RANKS = ("国家级", "省级", "市级", "区级", "县级", "校级", "院级")
_ORDINARY = re.compile(
    r"(?:(?:职业|技工|技术|技能|教育|培训|企业|行业|产业|市|区|县|省|产教|校企|合作|实训|创业|人才|就业|国际|国家级?|联合|地方|各|本|该|政府|教学|学生|继续|学校|高等|中等|应用|综合)+)"
)


#: What only one event is: 湾区职教国际论坛.
_AT_LARGE = re.compile(r"国际|世界|全国|全球|中外")
#: Heads whose names may begin with a number: 第二届某大赛, 2022年某论坛.
_NUMBERED = classes("numbered")
_EVENTS = classes("events")
_COMPOUNDING = classes("compounding")
_AFTER_PEOPLE = classes("named_after_people")
_PROPER = classes("proper")
#: Bodies that each place has one of, and those that they belong to.
_OF_PLACES = (
    "局", "厅", "委", "工会", "妇联", "残联", "工商联", "科协", "政协", "人大", "小组", "办公室", "政府", "商会",
    "委员会",
)  # fmt: skip
_ABOVE = ("市委", "省委", "区委", "县委", "市政府", "省政府", "国务院", "中央", "自治区党委", "党中央")
_CALLED = re.compile(r"\((?:以下|下文|下)?(?:均?简)?称")
#: Before 计划 these say when one plans to do something: 首期计划招生.
_FIRST = ("首期", "首批", "首年", "今年", "明年", "每年", "全年", "近期", "共", "还")
#: Verbs that are parts of names, but what an organization does behind the name of one.
_DEEDS = frozenset({"合作", "建设", "联合", "交流", "服务", "提升", "研究", "发展", "培养", "培训", "共享"})


#: Heads that other nouns make a longer noun of (项目经理), and what stands behind names all the same.
_COMPOUNDED = frozenset({"计划", "项目", "行动", "工程", "公司", "平台", "集团"})
_BEHIND_NAMES = frozenset({
    "职工", "员工", "选手", "负责人", "董事长", "总经理", "工人", "技师", "旗下", "下属", "建设", "名单", "启动",
    "项目", "总部", "实施", "培训", "签约", "学员", "工作", "教师", "学生",
})  # fmt: skip


def _runs_on(text: str, start: int, end: int) -> bool:
    """Whether a name of Latin letters or digits is only a part of a longer run of them: 360 in 2360."""
    one, other = text[max(0, start - 1) : start + 1], text[end - 1 : end + 1]
    return any(len(pair) == 2 and pair.isascii() and pair.isalnum() for pair in (one, other))


class Boundaries:
    """A sentence with its words, its quotation marks and the listed names in it.

    Args:
        text: the sentence, folded.
        words: its words.
        terms: the lists.
    """

    def __init__(self, text: str, words: Sequence[Word], terms: Terms) -> None:
        self.text = text
        self.words = words
        self.terms = terms
        self.ends = {w.end: i for i, w in enumerate(words)}
        self.starts = {w.start: i for i, w in enumerate(words)}
        self.quotes = [m.span() for m in QUOTE.finditer(text)]
        listed = (self.aligned(*found) for found in terms.known.find(text))
        self.known = [m for m in listed if m is not None]

    def aligned(self, start: int, end: int, term: object) -> Mention | None:
        """A listed name that stands between word boundaries, or inside a word that LAC takes for a name."""
        assert isinstance(term, Term)
        if _runs_on(self.text, start, end):
            return None
        if start not in self.starts or end not in self.ends:
            word = self.word_at(start)
            short = end - start < 3
            if word is None or end > word.end + 2 or (short and word.tag not in ("LOC", "ORG", "nz", "nw")):
                return None
        return Mention(start, end, self.text[start:end], term.type, "name", term.name, term.id)

    def word_at(self, at: int) -> Word | None:
        """The word that covers a place."""
        return next((w for w in self.words if w.start <= at < w.end), None)

    def head_ending(self, end: int, floor: int) -> Head | None:
        """The longest listed head that ends at a place and doesn't begin before `floor`."""
        for length in range(min(12, end - floor), 0, -1):
            head = self.terms.heads.forms.get(self.text[end - length : end])
            if isinstance(head, Head):
                return head
        return None

    def ends_here(self, end: int, head: Head) -> bool:
        """Whether the head is the end of a noun and not the beginning of another one."""
        word = self.word_at(end - 1)
        if word is None or (word.end != end and word.tag not in ("ORG", "LOC", "nz", "nw")):
            return False
        planning = word.tag == "v" or (self.text[: end - 2].endswith(_FIRST) and end in self.starts)
        if head.form == "计划" and planning:
            return False
        if end not in self.starts or head.need == "quoted":
            return head.need != "quoted"
        follower = self.words[self.starts[end]]
        compound = head.form in _COMPOUNDED and follower.tag in ("n", "vn")
        if compound and follower.text not in _BEHIND_NAMES:
            return False
        if head.type in _COMPOUNDING and follower.tag in ("n", "vn") and len(follower.text) > 1:
            return follower.text not in ("体系", "活动", "项目", "工作", "制度", "试题", "标准", "资源", "平台", "技术")
        return follower.text not in ("城市", "城区", "师", "力")

    def left(self, start: int, head: Head) -> int:
        """How far to the left a name reaches from its head, or from the quotation mark before it."""
        word = self.word_at(start)
        at = start if word is None else word.start
        while at > 0:
            if self.text[at - 1] in "”)":
                opening = self.opening(at)
                if opening is None or (self.text[at - 1] == ")" and self.closes_name(opening)):
                    break
                at = opening
                continue
            index = self.ends.get(at)
            if index is None or not self.part_of_name(index, at, head):
                break
            at = self.words[index].start
            if self.words[index].text == "国家":
                break
        return at

    def opening(self, at: int) -> int | None:
        """Where the quotation or the short bracket that closes before `at` opens."""
        sign = "“" if self.text[at - 1] == "”" else "("
        opening = self.text.rfind(sign, max(0, at - 26), at - 1)
        if opening < 0 or (sign == "(" and at - opening > 14) or re.search(r"[,;。]", self.text[opening:at]):
            return None
        return opening

    def closes_name(self, opening: int) -> bool:
        """Whether a name ends before a bracket: one that opens a clause, or that says what it is called for short."""
        return opening == 0 or self.text[opening - 1] in ",;、。:" or bool(_CALLED.match(self.text, opening))

    def part_of_name(self, index: int, at: int, head: Head) -> bool:
        """Whether a name that goes on at `at` takes in the word before."""
        word = self.words[index]
        text, tag = word.text, word.tag
        if text in self.terms.words["stop"] or (tag in ("ORG", "PER") and self.whole_organization(word, head, at)):
            return False
        follower = self.words[self.starts[at]] if at in self.starts else None
        if text in self.terms.words["soft"] and follower is not None and follower.tag in ("LOC", "ORG", "PER", "nz"):
            return False
        if follower is not None and follower.tag == "LOC" and tag not in ("LOC", "ORG", "nz", "m", "TIME", "w"):
            return False
        # 某市甲局某市乙局: a name of its own begins here.
        if tag == "ORG" and head.type in GOVERNMENTS and self.closed(word) and any(m.start == at for m in self.known):
            return False
        if tag == "vn" and index > 0 and self._done_by_body(index):
            return False
        if tag in NAMING:
            return True
        if tag == "v":
            # 酿造, 检测: what is done to the noun before it, and no verb that states a relation.
            deed = len(text) == 2 and text not in self.terms.verbs.forms and head.need == "created"
            deed = deed and not self.closed(self.words[index - 1])
            return (deed or bool(NAMING_VERBS.fullmatch(text))) and index > 0 and self.in_noun(index)
        if tag in ("m", "TIME"):
            if text.startswith(("第", "首届", "首期", "首批")) or re.fullmatch(r"[0-9]{4}年?", text):
                return head.type in _NUMBERED or (head.type in SCHOOLS and not text.endswith("年"))
            return bool(re.fullmatch(r"[0-9]+\+[0-9N+]+|[一二三四五]级|双[一-鿿]*", text))
        if tag == "w":
            return text in "·-—+"
        return text == "暨" or (text in ("和", "与", "及") and self.joins_inside(index, head))

    def in_noun(self, index: int) -> bool:
        """A verb inside a name has a noun before it (产教融合) or is itself its beginning with a noun after it."""
        former = self.words[index - 1]
        if self.words[index].text in _DEEDS and (former.tag in ("ORG", "LOC") or self.closed(former)):
            return False
        return former.text in ("”", ")") or (
            former.tag in ("n", "nz", "LOC", "ORG", "vn", "a", "an", "v")
            and former.text not in self.terms.words["stop"]
            and not self.is_trigger(former)
        )

    def closed(self, former: Word) -> bool:
        """Whether a name is complete with this word, so that a verb behind it is what it does."""
        head = self.head_ending(former.end, max(0, former.end - 8))
        return head is not None and head.type in ORGANIZATIONS

    def _done_by_body(self, index: int) -> bool:
        """某学院托管某技工学校: a verb behind the whole name of a body, though LAC takes it for a noun."""
        return self.is_trigger(self.words[index]) and self.closed(self.words[index - 1])

    def is_trigger(self, word: Word) -> bool:
        """Whether a word is a verb that states something rather than part of a name."""
        return word.text in self.terms.verbs.forms and not NAMING_VERBS.fullmatch(word.text)

    def whole_organization(self, word: Word, head: Head, at: int) -> bool:
        """Whether a tagged organization is a name of its own before this one: 国家某部“某”培训."""
        if self.text[at : at + 1] == "“":
            return True
        return word.tag == "PER" and head.type not in _AFTER_PEOPLE

    def joins_inside(self, index: int, head: Head) -> bool:
        """和 joins the parts of one name in 住房和城乡建设局, two names elsewhere."""
        if head.type in GOVERNMENTS:
            return head.form in ("厅", "局", "委", "委员会")
        # 食品与药品学院: a short part of a school, whose parts are joined by ordinary nouns.
        if head.form in ("学院", "系") and index > 1 and self.words[index - 1].tag in ("n", "vn"):
            return self.words[index - 2].tag in ("v", "w")
        return False

    def trimmed(self, begin: int, head_start: int) -> int:
        """Without the words that describe but don't name: 知名, 全市, 国内."""
        while begin < head_start and begin in self.starts:
            word = self.words[self.starts[begin]]
            describes = word.text in ("经", "由", "是") or word.text in self.terms.words["trim"]
            joins = word.tag == "w" and word.text in "·-—+"
            if word.end > head_start or not (describes or joins or self.is_trigger(word)):
                break
            begin = word.end
        return begin

    def counted(self, begin: int) -> bool:
        """Whether a figure stands before: 3所学院 are a kind, not a name."""
        index = self.ends.get(begin)
        if index is None:
            return False
        word = self.words[index]
        if word.tag == "m" and not word.text.startswith(("第", "首")):
            return True
        return word.text in ("该", "各", "这", "每", "某", "这些", "此", "各类", "各级")

    def needs_met(self, begin: int, start: int, end: int, head: Head) -> bool:
        """Whether what stands before the head makes it a name, by what terms/heads.tsv asks of the head."""
        modifiers = self.text[begin:start]
        if head.need == "class" or modifiers.startswith(RANKS):
            return False
        if modifiers in ("市", "省", "州", "自治区"):
            return head.form.endswith(_OF_PLACES)
        if modifiers.startswith(_ABOVE):
            return True
        if head.need == "name":
            return len(modifiers) > 1
        if self.proper(begin, start, end):
            return True
        if head.need == "created":
            # 氢能专业委员会 needs less than 公共实训中心, which is a kind of thing.
            return len(modifiers) >= (2 if head.type == ORGANIZATION else 4) and self.founded(begin)
        return False

    def founded(self, begin: int) -> bool:
        """Whether a verb of founding stands before a name, or before the list that it is in."""
        before = self.text[:begin]
        if before.endswith(("、", "和", "与", "及")) and (former := self.head_ending(begin - 1, max(0, begin - 12))):
            listed = _FOUNDING_LIST.search(before)
            return listed is not None and former.need == "created"
        return bool(_FOUNDING.search(before))

    def proper(self, begin: int, start: int, end: int) -> bool:
        """Whether a name has something in it that only one thing is called by."""
        modifiers = self.text[begin:start]
        if _SPECIFIC.search(modifiers) or modifiers.startswith(_WIDE):
            return True
        head = self.head_ending(end, start)
        if head is not None and head.type in _EVENTS and _AT_LARGE.search(modifiers):
            return len(modifiers) > 3
        if any(begin <= m.start and m.end <= end and m.type in _PROPER for m in self.known):
            return True
        return any(
            w.tag in ("LOC", "ORG", "nz", "PER") and begin <= w.start and w.start < start and not self.generic(w)
            for w in self.words
        )

    def generic(self, word: Word) -> bool:
        """Whether a word that LAC tags as a name is made of ordinary parts: 技工教育集团, 区政府."""
        if word.tag != "ORG":
            return word.tag == "nz" and len(word.text) > 3
        head = self.head_ending(word.end, word.start)
        rest = self.text[word.start : word.end - len(head.form)] if head else word.text
        return (
            len(rest) < 2
            or rest in self.terms.words["trim"]
            or rest in self.terms.words["stop"]
            or bool(_ORDINARY.fullmatch(rest))
        )
