"""Plain text: paragraphs between blank lines, or a line each; hard-wrapped lines stay one paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skillgraph.documents.builder import plain_source
from skillgraph.documents.items import behind_mark
from skillgraph.documents.source import LINE_ENDS, Block, BlockKind, SourceText
from skillgraph.documents.stops import ends_sentence
from skillgraph.documents.text_tables import cells, is_row, tables

_LINE = re.compile(r"[^\r\n\f]+")
_MARK = re.compile(r"\s*(?P<marks>#{1,6})\s+(?=\S)")
_NUMBERED = re.compile(
    r"\s*(?:第[一二三四五六七八九十百0-9]+[章节部分篇]|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])"
)
_ENDS = "。｡！？；;!?…”’」』》)）:：‖|｜"
#: Who took a picture: the end of what stands under it.
_CREDIT = re.compile(r"(?:[摄攝]影?|[供制配]图|[供製配]圖|提供)$")
#: What may be the rest of a word that a page broke, and what a portrait says of a person behind the name.
_REST = re.compile(r"(?P<word>\w{1,3})[,，。、]")
_LIFE = re.compile(
    r"\s*(?:男|女|[\u4e00-\u9fff]{1,3}族|中共|(?:19|20)[0-9]{2}年|生于|出生|现任|現任|[0-9]{2}后|[0-9]{2}岁|[0-9]{2}歲)"
)
_LONGEST_HEADING = 40
#: A line that is at least so much of the longest one was broken by its width, not by its end.
_FULL = 0.75
#: A line with marks of sentences that is so many times the longest of nine in ten was not broken by a width.
_WIDER = 1.25
_PROSE = re.compile("[，。]")
#: A heading in the middle of a text is shorter, and without any of these.
_LONGEST_ALONE = 32
_MARKS = "。；;!?！？：:,，、()（）…"
_SHORTEST_WRAP = 16
#: Titles with commas are no longer than this.
_LONGEST_TITLE = 60
#: What stands above the first sentence of a document is no longer than this.
_LONGEST_OPENING = 500
#: How long a line must be to count as full where lines are paragraphs.
_UNWRAPPED = 10**9
#: How much of a paragraph is looked at to tell whether a line goes on with it.
_LOOKED_AT = 5_000


def read(data: bytes, name: str) -> SourceText:
    """The text of a file and its blocks.

    Raises:
        DataError: there is no text, or too much.
    """
    return plain_source(data, name, "text/plain", read_blocks)


def read_blocks(text: str) -> tuple[Block, ...]:
    """The headings, paragraphs and list items of a plain text.

    Example:
        >>> [(b.kind, b.level) for b in read_blocks("# 概况\\n\\n学校有师生。\\n- 甲\\n- 乙")]
        [('heading', 1), ('paragraph', 0), ('item', 0), ('item', 0)]
    """
    return tuple(_blocks(text.translate(LINE_ENDS)))


def _blocks(text: str) -> Iterator[Block]:
    lines = [m.span() for m in _LINE.finditer(text) if m[0].strip()]
    width = _wrap_width(text, lines)
    pending: Block | None = None
    drawn = tables(text, lines)
    within = 0
    for number, (start, end) in enumerate(lines):
        if number in drawn:
            if pending:
                yield pending
            pending, within = None, len(drawn[number])
            yield from cells(drawn[number], sum(first < number for first in drawn))
        if within:
            within -= 1
            continue
        kind, level, inner = _kind(text, start, end)
        if pending is None and kind == "paragraph" and _is_title(text, start, end, len(lines)):
            kind, level = "heading", 1
        elif kind == "paragraph" and _stands_alone(text, pending, start, end):
            kind, level = "heading", 3
        if (
            pending
            and kind == "paragraph"
            and not is_row(text, (start, end))
            and _continues(text, pending, start, width)
        ):
            pending = Block(pending.kind, pending.start, end, pending.level)
            continue
        if pending:
            yield pending
        pending = Block(kind, inner, end, level)
    if pending:
        yield pending


def _stands_alone(text: str, former: Block | None, start: int, end: int) -> bool:
    """Whether a short line between blank lines is a heading, and not a sentence that a page broke off."""
    if not may_head(text[start:end]) or not _blank_next(text, end):
        return False
    before = former is None or (
        _blank_line(text[former.end : start]) and not _continues(text, former, start, _UNWRAPPED)
    )
    following = re.compile(r"\s*").match(text, end)
    return before and following is not None and not _fragment(text, following.end())


def may_head(line: str) -> bool:
    """Whether a line could be a heading, if it stands out: it is short and without marks of sentences.

    Example:
        >>> may_head("师资队伍"), may_head("学校位于市区。")
        (True, False)
    """
    return 1 < len(line.strip()) <= _LONGEST_ALONE and not any(c in line for c in _MARKS)


def may_title(line: str) -> bool:
    """Whether the first line of a document could be its title, which brackets may stand in.

    Example:
        >>> may_title("嘉禾市（本级）年度情况"), may_title("学校位于市区。")
        (True, False)
    """
    return len(line.strip()) <= _LONGEST_HEADING and not any(c in line for c in "。；;!?！？：:,，、")


def line_kind(line: str) -> tuple[BlockKind, int]:
    """What a line is by its beginning, and the level of a heading.

    Example:
        >>> line_kind("二、师资队伍"), line_kind("(1)学校设有八个系。")
        (('heading', 2), ('item', 0))
    """
    kind, level, _ = _kind(line, 0, len(line)) if line.strip() else ("paragraph", 0, 0)
    return kind, level


def _is_title(text: str, start: int, end: int, lines: int) -> bool:
    """Whether the first line is the document's title: short, without a stop, with more behind it."""
    return lines > 1 and may_title(text[start:end]) and _blank_next(text, end)


def _blank_next(text: str, end: int) -> bool:
    return _blank_line(re.match(r"\s*", text[end : end + 20])[0])  # type: ignore[index]  # \s* always matches


def _kind(text: str, start: int, end: int) -> tuple[BlockKind, int, int]:
    line = text[start:end]
    inner = start + len(line) - len(line.lstrip())
    if mark := _MARK.match(line):
        return "heading", len(mark["marks"]), start + mark.end()
    bare = line.strip()
    if _NUMBERED.match(line) and len(bare) <= _LONGEST_HEADING and bare[-1] not in "。；;":
        return "heading", 2, inner
    if length := behind_mark(line):
        return "item", 0, start + length
    return "paragraph", 0, inner


def _continues(text: str, block: Block, start: int, width: int) -> bool:
    """Whether the line at `start` goes on with the sentence that the block broke off."""
    former = text[max(block.start, block.end - _LOOKED_AT) : block.end]
    last = former.rstrip()
    if block.kind == "heading" or not last or last[-1] in _ENDS or ends_sentence(last) or _CREDIT.search(last[-4:]):
        return False
    if any(last.count(a) > last.count(b) for a, b in ("()", "（）", "“”", "《》")):
        return True
    line = last[max(last.rfind("\n"), last.rfind("\r")) + 1 :]
    blank = _blank_line(text[block.end : start])
    if blank or width == _UNWRAPPED:
        # A page ended inside the sentence: it breaks off behind a comma, or the paragraph has stops already, or commas
        # where it is no title.
        body = len(last) > _LONGEST_TITLE or (
            blank and len(last) >= _SHORTEST_WRAP and not _is_opening(text, block.end)
        )
        has_parts = "。" in last or (body and any(c in last for c in ",，"))
        return last[-1] in ",，、" or has_parts or _fragment(text, start)
    return last[-1] in ",，、" or any(c in last for c in "，。,") or len(line) >= width


def _is_opening(text: str, end: int) -> bool:
    """Whether a document has no sentence up to here: its title, and who wrote it when."""
    return end < _LONGEST_OPENING and "。" not in text[:end]


def _blank_line(gap: str) -> bool:
    return gap.replace("\r\n", "\n").replace("\r", "\n").count("\n") > 1 or "\f" in gap


def _fragment(text: str, start: int) -> bool:
    """Whether a line begins with the rest of a word: one to three characters and a comma, but no person's name."""
    match = _REST.match(text, start)
    if match is None or _LIFE.match(text, match.end()):
        return False
    return not text[max(0, start - _LOOKED_AT) : start].rstrip().endswith(match["word"])


def _wrap_width(text: str, lines: list[tuple[int, int]]) -> int:
    """How long a line must be to count as full; more than any where lines are not wrapped."""
    lengths = sorted(end - start for start, end in lines)
    if len(lengths) < 3:
        return _UNWRAPPED
    longest = lengths[int(len(lengths) * 0.9)]
    # A table or an address may be wider than the page, a sentence not.
    beyond = any(end - start > longest * _WIDER and _PROSE.search(text, start, end) for start, end in lines)
    return max(_SHORTEST_WRAP, int(longest * _FULL)) if longest <= 60 and not beyond else _UNWRAPPED
