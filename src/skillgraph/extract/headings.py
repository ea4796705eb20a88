"""What headings say of what stands under them: plans, rules that somebody lays down, whose part of a report it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from skillgraph.extract.doc import Doc, Sentence
from skillgraph.extract.part_names import Part, parts_on
from skillgraph.model.records import Modality

#: Headings of what is to come, and of what is due to whom; the latter where the document lays down rules.
_TO_COME = re.compile(r"目标|规划|展望|下一步|打算|[下来明]年")
_LAID_DOWN = re.compile(r"标准|补贴|补助|奖励|资助|条件|对象|程序|要求|监督|管理|保障|附则")
_LAYS_DOWN = re.compile(r"(?:通知|办法|方案|细则|条例|规定|意见|措施|政策)(?:[(][^()]*[)])?》?(?:的通知)?$")
#: What may stand beside a name in a line of its own: a number, brackets, a word for who writes.
_BESIDE = re.compile(r"[\s()\[\]【】:—\-]|[一二三四五六七八九十0-9]{1,3}[、.)]|来源|作者|单位|供稿|报送|报告")
#: The level of a paragraph that begins a part: any heading ends it.
_DEEPEST = 99
_SEVERAL = re.compile(r"(?<![一二三四五六七八九十])[与和及、]")


class Headings:
    """The headings of a document."""

    def __init__(self, doc: Doc) -> None:
        self._text = {s.passage.index: s.passage.text for s in doc.sentences if s.passage.block.kind == "heading"}
        self._lays_down = bool(doc.sentences) and bool(_LAYS_DOWN.search(doc.sentences[0].passage.text))

    def expected(self, sentence: Sentence) -> Modality:
        """What holds by the headings above a sentence: 总体目标 are planned, a notice's 补贴标准 rules."""
        above = [self._text[index] for index in sentence.passage.headings if index in self._text]
        if above and _TO_COME.search(above[-1]) and not _SEVERAL.search(above[-1]):
            return "planned"
        return "rule" if above and self._lays_down and _LAID_DOWN.search(above[-1]) else "actual"


def is_alone(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a line consists of what stands there."""
    if sentence.start or len(sentence.text) > 40 or sentence.text.endswith(("。", ":")):
        return False
    return not _BESIDE.sub("", sentence.text[:start] + sentence.text[end:])


def heads(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the place that stands there is what a part is about: all of a heading, or a label (【烟台】, 烟台:)."""
    block, before, behind = sentence.passage.block, sentence.text[:start], sentence.text[end : end + 1]
    if block.kind == "heading" and is_alone(sentence, start, end):
        return True
    return block.table < 0 and not sentence.start and before in ("", "【", "[") and behind in ("】", "]", ":")


def parts(sentences: Sequence[Sentence], places: Iterable[Iterable[tuple[int, int, str]]]) -> tuple[Part, ...]:
    """The part of a report that each sentence stands in.

    Where several headings are just the name of a place, or paragraphs begin with one (【烟台】), each begins a part
    that is read as a report of its own: what it speaks of, leaves out or points to (全市) is the place's. All other
    documents have one part.

    Args:
        sentences: of the document.
        places: start, end and name of the places that each sentence names.
    """
    begins = [(0, 0, "")]
    ends = 0
    for sentence, named in zip(sentences, places, strict=True):
        block = sentence.passage.block
        place = next((name for start, end, name in named if heads(sentence, start, end)), "")
        if place or (block.kind == "heading" and block.level < ends):
            begins.append((sentence.index, sentence.span()[0], place))
            ends = block.level or _DEEPEST
    its = {part.begin: part for part in parts_on(begins)}
    found: list[Part] = []
    for sentence in sentences:
        found.append(its.get(sentence.index) or found[-1])
    return tuple(found)
