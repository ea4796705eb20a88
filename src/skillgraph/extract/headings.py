"""What headings say of what stands under them: plans, or rules that somebody lays down."""

from __future__ import annotations

import re

from skillgraph.extract.doc import Doc, Sentence
from skillgraph.model.records import Modality

#: Headings of what is to come, and of what is due to whom; the latter where the document lays down rules.
_TO_COME = re.compile(r"目标|规划|展望|下一步|打算|[下来明]年")
_LAID_DOWN = re.compile(r"标准|补贴|补助|奖励|资助|条件|对象|程序|要求|监督|管理|保障|附则")
_LAYS_DOWN = re.compile(r"(?:通知|办法|方案|细则|条例|规定|意见|措施|政策)(?:[(][^()]*[)])?》?(?:的通知)?$")
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
