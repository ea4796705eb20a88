"""What the tagger sees of each character: its neighbours, words, lists, quotes and what the rules propose.

Each feature is a combination of columns at fixed places around a character, hashed to one of 2^20 buckets, so that a
document becomes a matrix of buckets: characters by templates. Bucket 0 stands for nothing.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from skillgraph.extract.doc import Sentence
from skillgraph.extract.mentions import Mention
from skillgraph.extract.names import QUOTE
from skillgraph.extract.terms import Head, Term, Terms
from skillgraph.language.tokens import Word

BUCKETS = 1 << 20
#: Empty places between sentences, so that no feature looks into the next one.
_GAP = 3
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛"
    "闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛"
    "曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫"
    "寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索"
)
#: LAC's tags of what may stand before the noun that says what a list holds.
_DESCRIBING = frozenset({"m", "q", "n", "nz", "vn", "a", "an", "f"})
#: Columns of a character; the templates name them.
_COLUMNS = (
    "char", "shape", "word", "tag", "place", "tail", "before", "before_tag", "after", "after_tag", "role",
    "before_role", "after_role", "listed", "known", "head", "next_head", "distance", "quote", "quote_length", "surname",
    "verb", "rule", "kind", "block",
)  # fmt: skip
_AT = {name: i for i, name in enumerate(_COLUMNS)}
#: One template a line: columns with their place, all of which are combined.
_TEMPLATES = """
char-3
char-2
char-1
char
char+1
char+2
char+3
char-3 char-2
char-2 char-1
char-1 char
char char+1
char+1 char+2
char+2 char+3
char-1 char+1
char-2 char-1 char
char-1 char char+1
char char+1 char+2
shape-1 shape shape+1
shape-2 shape-1 shape shape+1 shape+2
word place
tag place
tail place
before place
before_tag place
after place
after_tag place
before_tag tag place
tag after_tag place
before_tag tag after_tag place
before word place
word after place
tag place role
role place
before_role tag place
after_role tag place
after_role after_tag place
listed
listed tag place
listed char-1
listed char+1
tag-1 place-1 tag place
tag+1 place+1 tag place
known
known-1
known+1
known-1 known known+1
known char
head
head-1
head+1
head-1 head head+1
head char
next_head distance
next_head distance tag place
next_head distance place role
next_head distance before place
quote quote_length
quote-1
quote+1
quote next_head
quote char-1
surname tag place
surname char+1
surname-1 char
verb
verb-1
verb+1
before_tag verb place
rule
rule-1
rule+1
rule-1 rule
rule rule+1
rule char
rule tag place
kind
kind-1
kind+1
kind rule
block
block place tag
block shape
"""


def _parsed(line: str) -> tuple[tuple[int, int], ...]:
    parts = []
    for part in line.split():
        name, sign, by = part.partition("-") if "-" in part else part.partition("+")
        parts.append((_AT[name], int(sign + by) if by else 0))
    return tuple(parts)


TEMPLATES = tuple(_parsed(line) for line in _TEMPLATES.split("\n") if line)


class Table:
    """The sentences of a document as one row of characters, with gaps between them.

    `starts[i]` is where sentence i begins in the row.
    """

    def __init__(self, sentences: Sequence[Sentence], proposals: Sequence[Sequence[Mention]], terms: Terms) -> None:
        self.starts: list[int] = []
        size = _GAP
        for sentence in sentences:
            self.starts.append(size)
            size += len(sentence.text) + _GAP
        self.size = size
        self.columns = np.zeros((len(_COLUMNS), size), dtype=np.uint64)
        for at, sentence, mentions in zip(self.starts, sentences, proposals, strict=True):
            _Filled(self.columns[:, at : at + len(sentence.text)], sentence, mentions, terms)

    def buckets(self) -> NDArray[np.int32]:
        """The buckets of every template at every place of the row."""
        found = np.zeros((len(TEMPLATES), self.size), dtype=np.int32)
        inner = slice(_GAP, self.size - _GAP)
        for number, template in enumerate(TEMPLATES):
            hashed = np.full(self.size - 2 * _GAP, (number + 1) * 0x9E3779B97F4A7C15 % (1 << 64), dtype=np.uint64)
            some = np.zeros(self.size - 2 * _GAP, dtype=bool)
            for column, by in template:
                values = self.columns[column, _GAP + by : self.size - _GAP + by]
                some |= values > 0
                hashed = (hashed ^ values) * np.uint64(0xFF51AFD7ED558CCD)
                hashed ^= hashed >> np.uint64(32)
            found[number, inner] = np.where(some, (hashed >> np.uint64(20)) % np.uint64(BUCKETS - 1) + np.uint64(1), 0)
        return found


class _Filled:
    """Fills the columns of one sentence."""

    def __init__(
        self, columns: NDArray[np.uint64], sentence: Sentence, mentions: Sequence[Mention], terms: Terms
    ) -> None:
        self.columns, self.text, self.terms = columns, sentence.text, terms
        if not self.text:
            return
        points = np.frombuffer(self.text.encode("utf-32-le"), dtype=np.uint32)
        self._column("char")[:] = points
        self._column("shape")[:] = [_shape(c) for c in self.text]
        self._words(sentence)
        self._lists()
        self._quotes()
        self._column("surname")[:] = [c in _SURNAMES for c in self.text]
        self._proposed(mentions)
        block = sentence.passage.block
        kind = "title" if sentence.passage.index == 0 else block.kind
        whole = len(self.text) == len(sentence.passage.text)
        ends = self.text[-1] in "。!?;"
        self._column("block")[:] = _code(f"{kind} {whole} {ends}")

    def _column(self, name: str) -> NDArray[np.uint64]:
        column: NDArray[np.uint64] = self.columns[_AT[name]]
        return column

    def _words(self, sentence: Sentence) -> None:
        found = sentence.words
        starts, ends = np.array([w.start for w in found]), np.array([w.end for w in found])
        words, tags, tails, roles = (
            np.array(values, dtype=np.uint64)
            for values in (
                [_code(w.text) for w in found],
                [_code(w.tag) for w in found],
                [_code(w.text[-1]) for w in found],
                [self.terms.roles.get(w.text, 0) for w in found],
            )
        )
        edge, none = np.ones(1, dtype=np.uint64), np.zeros(1, dtype=np.uint64)
        of = np.repeat(np.arange(len(found)), ends - starts)
        for name, values in (
            ("word", words),
            ("tag", tags),
            ("tail", tails),
            ("role", roles),
            ("before", np.concatenate([edge, words[:-1]])),
            ("before_tag", np.concatenate([edge, tags[:-1]])),
            ("after", np.concatenate([words[1:], edge])),
            ("after_tag", np.concatenate([tags[1:], edge])),
            ("before_role", np.concatenate([none, roles[:-1]])),
            ("after_role", np.concatenate([roles[1:], none])),
        ):
            self._column(name)[:] = values[of]
        place = self._column("place")
        place[:] = _code("I")
        place[starts], place[ends - 1] = _code("B"), _code("E")
        place[starts[ends - starts == 1]] = _code("S")
        for i, w in enumerate(found):
            if w.text == "等":
                self._listed(i, found)

    def _listed(self, index: int, words: Sequence[Word]) -> None:
        """What stands before 等 is of the kind that is named behind it: 甲、乙等11家企业."""
        behind = list(takewhile(lambda w: w.tag in _DESCRIBING, words[index + 1 :]))
        if behind and behind[-1].tag in ("n", "nz"):
            start = words[index].start
            since = max((self.text.rfind(c, 0, start) for c in ",。;:"), default=-1) + 1
            self._column("listed")[since:start] = _code(behind[-1].text)

    def _spans(self, column: str, spans: Iterable[tuple[int, int, str]]) -> None:
        """What stands in each span, and at which place of it: begin, inside, end or alone."""
        values = self._column(column)
        for start, end, what in spans:
            if end - start == 1:
                values[start] = _code(what + "S")
                continue
            values[start : end - 1] = _code(what + "I")
            values[start] = _code(what + "B")
            values[end - 1] = _code(what + "E")

    def _lists(self) -> None:
        known = ((s, e, v.type) for s, e, v in self.terms.known.find(self.text) if isinstance(v, Term))
        self._spans("known", known)
        heads = [(s, e, v) for s, e, v in self.terms.heads.all(self.text) if isinstance(v, Head)]
        self._spans("head", ((s, e, v.type + v.need) for s, e, v in heads))
        self._spans("verb", ((s, e, str(v)) for s, e, v in self.terms.verbs.find(self.text)))
        ahead, distance = self._column("next_head"), self._column("distance")
        former = 0
        for start, end, head in sorted(heads, key=lambda h: (h[1], h[0])):
            if start < former:
                start = former
            since = max(former, max((self.text.rfind(c, 0, start) for c in ",。;、"), default=-1) + 1)
            ahead[since:end] = _code(head.type)
            for at in range(since, end):
                distance[at] = _bucket(max(0, start - at))
            former = end

    def _quotes(self) -> None:
        quote, length = self._column("quote"), self._column("quote_length")
        for match in QUOTE.finditer(self.text):
            sign = match[0][0]
            self._spans("quote", [(*match.span(), sign)])
            length[match.start() : match.end()] = _bucket(match.end() - match.start())
        for at, character in enumerate(self.text):
            if character in "“”《》()" and not quote[at]:
                quote[at] = _code(character)

    def _proposed(self, mentions: Sequence[Mention]) -> None:
        self._spans("kind", ((m.start, m.end, m.type) for m in mentions if m.kind == "class"))
        self._spans("rule", ((m.start, m.end, m.type) for m in mentions if m.kind == "name"))


@cache
def _code(text: str) -> int:
    return zlib.crc32(text.encode()) + 1


@cache
def _shape(character: str) -> int:
    if character.isdigit():
        return 1
    if character.isascii():
        return 2 if character.isupper() else 3 if character.islower() else 4
    return 5 if "\u3400" <= character <= "\u9fff" else 6


def _bucket(distance: int) -> int:
    return distance + 1 if distance < 4 else 5 if distance < 6 else 6 if distance < 9 else 7 if distance < 14 else 8
