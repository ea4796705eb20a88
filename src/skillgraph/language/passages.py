"""From the blocks of a document to passages to analyse, with a map back to the document's own offsets.

A passage is a paragraph as a reader takes it in: lines joined, spaces between ideographs dropped, full-width forms,
radicals and traditional characters folded one to one, note marks left out, full stops of all house styles written as
。 and gaps that part as commas. Every offset in it leads to one in the document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import msgspec

from skillgraph.documents.gaps import parting_gaps
from skillgraph.documents.source import LINE_ENDS, Block, SourceText
from skillgraph.documents.stops import ends_sentence, full_stops, list_ends
from skillgraph.language.notes import note_marks
from skillgraph.model.errors import missing_extra

_PUNCTUATION = str.maketrans(
    "，；：（）［］！？％．～〜「」『』｢｣﹃﹄〝〞＂“”－﹣−‐‑＋／‼⁇⁈⁉‖∥║⋯",
    ",;:()[]!?%.~~“”“”“”“”“””“”-----+/!???。。。…",
)
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\0-\x1f\x7f]")
_PAIR = re.compile('"([^"\n]{1,40})"')
#: So many names are kept as they are folded: a document's are compared again and again.
_KEPT = 10_000
_SENTENCE = re.compile(r"[^。!?！？…]*(?:[。!?！？…]+[”’)》]*|$)")


#: Far more characters than a sentence has; what is longer is a list, a table that lost its lines, or an attack.
_LONGEST = 1_000

#: From how many characters on a cell that ends with a full stop holds a sentence.
_PROSE = 15


class Passage(msgspec.Struct, frozen=True):
    """A paragraph, heading, item or cell, ready to be analysed.

    `offsets[i]` is where character i of `text` stands in the document. `headings` are the indices of the passages that
    are the headings above it.
    """

    index: int
    block: Block
    text: str
    offsets: tuple[int, ...]
    headings: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the passage stands in the document."""
        return self.offsets[start], self.offsets[end - 1] + 1


def passages(source: SourceText, simplified: bool = True) -> Iterator[Passage]:
    """The passages of a document in its order, page furniture left out, one at a time.

    Args:
        source: the document.
        simplified: whether traditional characters are folded too, which needs the extra `extraction`; without, only
            those that figures are written with are.

    Example:
        >>> from skillgraph.documents import read_bytes
        >>> [p.text for p in passages(read_bytes("# 青島\\n\\n學校，位 于\\n市區。".encode(), "a.md", "text/markdown"))]
        ['青岛', '学校,位于市区。']
    """
    index = 0
    above: list[tuple[int, int]] = []
    for block in source.blocks:
        if block.kind == "furniture":
            continue
        if block.kind == "cell" and _is_prose(source.text[block.start : block.end]):
            block = Block("paragraph", block.start, block.end, page=block.page)
        text, offsets = folded(source.text, block.start, block.end, simplified)
        if not text:
            continue
        if block.kind == "heading":
            above = [(level, heading) for level, heading in above if level < block.level]
        yield Passage(index, block, text, offsets, tuple(heading for _, heading in above))
        if block.kind == "heading":
            above.append((block.level, index))
        index += 1


def _is_prose(cell: str) -> bool:
    """Whether a cell holds sentences, which are read as those of a paragraph are: 单位 | 主要做法."""
    cell = cell.strip()
    return len(cell) >= _PROSE and (cell[-1] in "。！？" or ends_sentence(cell))


def sentences(passage: Passage) -> Iterator[tuple[int, int]]:
    """Where the sentences of a passage stand in it.

    Example:
        >>> text = "建成基地。设立中心!"
        >>> [text[s:e] for s, e in sentences(Passage(0, Block("paragraph", 0, 10), text, tuple(range(10))))]
        ['建成基地。', '设立中心!']
    """
    for match in _SENTENCE.finditer(passage.text):
        if match[0].strip():
            yield from _parts(passage.text, *match.span())


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in parts that are no longer than any that people write: what is read in them costs their square."""
    while end - start > _LONGEST:
        comma = max(text.rfind(mark, start + _LONGEST // 2, start + _LONGEST) for mark in ",;:、 ")
        stop = comma + 1 if comma > 0 else start + _LONGEST
        yield start, stop
        start = stop
    yield start, end


@lru_cache(_KEPT)
def fold(text: str) -> str:
    """A text as passages have it: for names that are compared with them.

    Example:
        >>> fold("臺灣（ＡＢ）")
        '台湾(AB)'
    """
    return folded(text, 0, len(text))[0]


def folded(text: str, start: int, end: int, simplified: bool = True) -> tuple[str, tuple[int, ...]]:
    """A part of a text as passages have it, and where each of its characters stands in the text.

    Example:
        >>> folded("有７¹\\n所", 0, 5, simplified=False)
        ('有7所', (0, 1, 4))
    """
    narrow = _narrow if simplified else common_form
    written = text[start:end].translate(LINE_ENDS)
    piece = _PAIR.sub("“\\1”", written.translate(_PUNCTUATION))
    ends = {*full_stops(written), *list_ends(written)}
    gaps = set(parting_gaps(written))
    left_out = {at for low, high in note_marks(written) for at in range(low, high)}
    characters: list[str] = []
    offsets: list[int] = []
    for i, character in enumerate(piece, start):
        if i - start in left_out:
            continue
        if i - start in ends:
            character = "。"
        elif i - start in gaps:
            character = ","
        if character > "\x7f":
            character = narrow(character)
        if character.isspace():
            character = "\n" if character in "\r\n" else " "
        elif _INVISIBLE.match(character):
            continue
        if character in " \n" and (not characters or characters[-1] in " \n"):
            continue
        if characters and characters[-1] in " \n":
            former = characters[-2] if len(characters) > 1 else ""
            if _parted(former, characters[-1], character):
                characters[-1] = " "
            else:
                characters.pop()
                offsets.pop()
        characters.append(character)
        offsets.append(i)
    if characters and characters[-1] in " \n":
        characters.pop()
        offsets.pop()
    return "".join(characters), tuple(offsets)


def _parted(former: str, gap: str, character: str) -> bool:
    """Whether a space stays: between Latin words, not where a line broke inside a number."""
    if gap == "\n" and former.isdigit() and character in "0123456789.,%":
        return False
    return _latin(former) and _latin(character)


def _latin(character: str) -> bool:
    return bool(character) and character.isascii() and (character.isalnum() or character in ",.;:")


@cache
def _narrow(character: str) -> str:
    """The common form of one character: full-width, radical and traditional forms folded, always one for one."""
    common = common_form(character)
    if "\u3400" <= common <= "\u9fff" or common > "\uffff":
        simple: str = _converter().convert(common)
        return simple if len(simple) == 1 else common
    return common


@cache
def common_form(character: str) -> str:
    """The common form without traditional ones, but for those of numbers and of the words around them.

    Example:
        >>> "".join(map(common_form, "（７萬學生）"))
        '(7万學生)'
    """
    common = unicodedata.normalize("NFKC", character) if character >= "\u2e80" else character
    if len(common) != 1 or character in "…":
        common = character
    return _OF_NUMBERS.get(common := RADICALS.get(common, common), common)


_OF_NUMBERS = dict(
    zip("萬億單數餘個幾約過滿達點總額費間畝頃噸項戶", "万亿单数余个几约过满达点总额费间亩顷吨项户", strict=True)
)


#: CJK radicals that NFKC leaves alone and that PDF files hold in place of ideographs (EquivalentUnifiedIdeograph.txt).
RADICALS = dict(
    zip(
        "⺁⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺗⺘⺝⺠⺡⺢⺣⺤⺥⺧⺨⺩⺪⺫⺬⺭⺮⺶⺹⺼⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰",
        "厂乙亻冂几刀刂卜㔾小小尢心扌月民氵氺灬爪爪牛犭王疋罒示礻竹羊耂月艹虎衤覀西见角讠贝车辶辶辶邑钅长长长门阝雨青韦页风飞食食饣饣马骨鬼鱼鸟卤麦黄黾齐齐齿齿龙龙",
        strict=True,
    )
)


@cache
def _converter() -> Any:
    try:
        from opencc import OpenCC
    except ImportError:
        raise missing_extra("extraction", "chinese") from None
    return OpenCC("t2s")
