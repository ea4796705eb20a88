"""Markdown: headings, paragraphs, list items and the cells of pipe tables, at their places in the file itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skillgraph.documents.builder import plain_source
from skillgraph.documents.plain import read_blocks as read_plain
from skillgraph.documents.source import Block, SourceText

_RULE = re.compile(r"^\s*\|?\s*:?-{1,}:?\s*(\|\s*:?-{1,}:?\s*)*\|?\s*$")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_FENCE = re.compile(r"^\s*(```|~~~)")
_UNDERLINE = re.compile(r"^\s*(=+|-+)\s*$")


def read(data: bytes, name: str) -> SourceText:
    """The text of a file and its blocks.

    Raises:
        DataError: there is no text, or too much.
    """
    return plain_source(data, name, "text/markdown", read_blocks)


def read_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text; fenced code is left out.

    Example:
        >>> [(b.kind, b.row, b.column) for b in read_blocks("| 学校 | 国家 |\\n|---|---|\\n| 甲校 | 老挝 |\\n")]
        [('cell', 0, 0), ('cell', 0, 1), ('cell', 1, 0), ('cell', 1, 1)]
    """
    return tuple(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    lines = [m.span() for m in _LINE.finditer(text) if m.end() > m.start()]
    prose, table, index = 0, 0, 0
    while index < len(lines):
        start, end = lines[index]
        line = text[start:end]
        if _FENCE.match(line):
            yield from _prose(text, prose, start)
            index += 1
            while index < len(lines) and not _FENCE.match(text[slice(*lines[index])]):
                index += 1
            prose = lines[index][1] if index < len(lines) else len(text)
        elif "|" in line and index + 1 < len(lines) and _RULE.match(text[slice(*lines[index + 1])]):
            yield from _prose(text, prose, start)
            rows = [lines[index]]
            index += 2
            while index < len(lines) and "|" in text[slice(*lines[index])]:
                rows.append(lines[index])
                index += 1
            yield from _cells(text, rows, table)
            table += 1
            prose = rows[-1][1] if len(rows) > 1 else lines[index - 1][1]
            continue
        elif index + 1 < len(lines) and line.strip() and _UNDERLINE.match(text[slice(*lines[index + 1])]):
            yield from _prose(text, prose, start)
            level = 1 if "=" in text[slice(*lines[index + 1])] else 2
            yield Block("heading", start, start + len(line.rstrip()), level)
            index += 1
            prose = lines[index][1]
        index += 1
    yield from _prose(text, prose, len(text))


def _prose(text: str, start: int, end: int) -> Iterator[Block]:
    for block in read_plain(text[start:end]):
        yield Block(block.kind, block.start + start, block.end + start, block.level)


def _cells(text: str, rows: list[tuple[int, int]], table: int) -> Iterator[Block]:
    for row, (start, end) in enumerate(rows):
        line = text[start:end].rstrip()
        first = len(line) - len(line.lstrip())
        begin = start + first + (line[first] == "|")
        stop = start + len(line) - (line.endswith("|") and not line.endswith("\\|"))
        at = begin
        for column, piece in enumerate(re.split(r"(?<!\\)\|", text[begin:stop])):
            inner = piece.strip()
            left = at + len(piece) - len(piece.lstrip()) if inner else at
            yield Block("cell", left, left + len(inner), table=table, row=row, column=column)
            at += len(piece) + 1
