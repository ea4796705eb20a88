"""A report's text as the page carries it: once, with what it consists of and where its sentences stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

import msgspec

from skillgraph.documents.plain import read_blocks
from skillgraph.documents.source import Block, SourceText
from skillgraph.explore.schema import BLOCKS, CellRow, ReportText
from skillgraph.language.passages import passages, sentences
from skillgraph.model.records import Evidence, Section

#: A row of a table that is longer isn't taken in at a glance: its cells stand for themselves.
_LONGEST_ROW = 400
#: What a paragraph ends with that has come to its end.
_ENDS = "。！？!?；;：:…"
#: How far before its heading a section may begin: the marks of a heading.
_MARKS = 8


def page_text(source: SourceText, sections: Iterable[Section] = (), stated: Iterable[Evidence] = ()) -> ReportText:
    """The text of a report for the page, in code points throughout.

    Args:
        source: the report as it was read.
        sections: of the report in the graph, which know more of its headings than the text shows.
        stated: passages that records of the graph point to: where one goes on from a paragraph to the next in the
            midst of a sentence, it was no end of a paragraph.

    Example:
        >>> from skillgraph.documents import read_bytes
        >>> text = page_text(read_bytes("# 概况\\n\\n学校在青岛。有师生。".encode(), "a.txt", "text/plain"))
        >>> [text.text[s:e] for s, e in zip(text.sentence_start, text.sentence_end)]
        ['概况', '学校在青岛。', '有师生。']
    """
    blocks = _joined(source.text, source.blocks or read_blocks(source.text), stated)
    source = msgspec.structs.replace(source, blocks=tuple(_with_sections(source.text, blocks, sections)))
    blocks = [block for block in source.blocks if block.kind != "furniture"]
    spoken = sorted(_sentences(source))
    return ReportText(
        text=source.text,
        kind=[BLOCKS.index(block.kind) for block in blocks],
        start=[_mark_of(source.text, block) for block in blocks],
        end=[block.end for block in blocks],
        level=[block.level for block in blocks],
        cells={str(n): CellRow(b.table, b.row, b.column) for n, b in enumerate(blocks) if b.kind == "cell"},
        sentence_start=[start for start, _ in spoken],
        sentence_end=[end for _, end in spoken],
    )


def headings(source: SourceText) -> Iterator[tuple[int, int, str]]:
    """The headings that a text shows: where each stands, its level and its words, on one line.

    Example:
        >>> from skillgraph.documents import read_bytes
        >>> list(headings(read_bytes("# 概况\\n\\n## 师生\\n\\n有师生。".encode(), "a.txt", "text/plain")))
        [(2, 1, '概况'), (9, 2, '师生')]
    """
    for block in source.blocks or read_blocks(source.text):
        if block.kind == "heading":
            yield block.start, block.level, "".join(source.text[block.start : block.end].split("\n"))


def _joined(text: str, blocks: Iterable[Block], stated: Iterable[Evidence]) -> list[Block]:
    """The blocks; paragraphs that a passage goes through without an end of a sentence are one."""
    spans = sorted((e.start, e.end) for e in stated)
    starts = [start for start, _ in spans]
    furthest = list(accumulate((end for _, end in spans), max))
    found: list[Block] = []
    for block in blocks:
        before = found[-1] if found else None
        if before and block.kind == "paragraph" and before.kind in ("paragraph", "item"):
            n = bisect_left(starts, before.end)
            if n and furthest[n - 1] > block.start and text[before.end - 1] not in _ENDS:
                found[-1] = msgspec.structs.replace(before, end=block.end)
                continue
        found.append(block)
    return found


def _with_sections(text: str, blocks: Iterable[Block], sections: Iterable[Section]) -> Iterator[Block]:
    """The blocks; those that are the headings of sections have their levels."""
    levels: Mapping[int, Section] = {s.span.start: s for s in sections if s.span}
    for block in blocks:
        near = (levels.get(start) for start in range(block.start, max(-1, block.start - _MARKS), -1))
        section = next((s for s in near if s and s.heading == text[block.start : block.end]), None)
        yield msgspec.structs.replace(block, kind="heading", level=section.level) if section else block


def _mark_of(text: str, block: Block) -> int:
    """Where a block begins for a reader: an item with its mark."""
    if block.kind != "item":
        return block.start
    line = max(text.rfind("\n", 0, block.start), text.rfind("\r", 0, block.start)) + 1
    return line + len(text[line : block.start]) - len(text[line : block.start].lstrip())


def _sentences(source: SourceText) -> Iterator[tuple[int, int]]:
    """Where sentences stand; cells side by side in a row of a table are one."""
    row: tuple[int, int] | None = None
    start = end = 0
    for passage in passages(source, simplified=False):
        block = passage.block
        if block.kind == "cell" and block.start < end:
            continue  # a merged cell, which stands in a row above
        goes_on = row == (block.table, block.row) and block.kind == "cell" and block.end - start <= _LONGEST_ROW
        if row and not goes_on:
            yield start, end
        if block.kind == "cell":
            start, end = start if goes_on else block.start, block.end
            row = block.table, block.row
        else:
            row = None
            yield from (passage.span(*span) for span in sentences(passage))
            end = block.end
    if row:
        yield start, end
