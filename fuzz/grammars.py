"""Throws pieces of figures, times and cells at their grammars; prints what breaks them or is slow.

    python fuzz/grammars.py figures|cells|passages --runs 100000 --seed 0

Figures and times must lie in their text, and cells that are accepted must be the same when they are written and read
again. What is not accepted is a problem that names row and column, or a SkillgraphError.
"""

from __future__ import annotations

import random
from contextlib import suppress
from functools import cache

from damage import VALUES, changed_text
from runs import main

from skillgraph.documents.number_format import shown
from skillgraph.extract.terms import load_terms
from skillgraph.language.cells import cell_number
from skillgraph.language.measures import measure_of, without_unit
from skillgraph.language.numerals import read_numbers
from skillgraph.language.quantities import quantities
from skillgraph.language.times import times
from skillgraph.mapping.fields import TABLES
from skillgraph.model.records import Document, passage_checksum
from skillgraph.tables.cells import Cells, is_span, join_list, split_list
from skillgraph.tables.loader import row_of
from skillgraph.tables.review_sheet import meaning

WORDS = (
    "0 1 9 ２ 三 十 百 千 万 亿 两 半 余 多 近 约 超 第 首 分之 % ‰ 倍 成 番 年 月 "
    "日 以来 截至 至 — ~ , . 、 ; 。 ( ) “ ” 《 》 + 家 所 人 名 人次 元 与 和 "
    "由 被 将 把 为 在 以 的 共建 成立 计划 探索 支持 学院 大学 集团 公司 联盟 大赛 项目 证书 "
    "青岛市 老挝 中德 该校 全市 其中 等 A ISO × 10^ ⁴ ^ { } 点 每 单位: 万元 | "
    "2024 2024年 十四五 上半年 季度 届 - － "
)
PIECES = [*WORDS.split(), " ", "𬭎", "\u200f", "\ud800", "²", "١", "①"]
CODES = [
    "City", "individual", "kind", "actual", "planned", "stated", "name", "reviewed", "extracted", "exact", "atLeast",
    "12-19", "12-19#0a1b2c3d", "0-1|5-9", "2024", "2024-05", "9999-12-31", "0000", "4.910", "-0", "00.10", "role=承办",
    "gb-t-2260=370200", "en=X|zh=甲", "qingdao", "a/b", "2",
]  # fmt: skip
units = cache(lambda: load_terms().counters)


def figures(seed: int) -> None:
    """Reads figures, times, cells and titles of columns; one in twenty is long."""
    rng = random.Random(seed)
    pieces = rng.sample(PIECES, k=rng.choice([2, 5, len(PIECES)]))
    text = "".join(rng.choices(pieces, k=rng.randrange(40))) * rng.choice([1] * 19 + [200])
    for quantity in quantities(text, units()):
        assert 0 <= quantity.start < quantity.end <= len(text)
    for number in read_numbers(text):
        assert 0 <= number.start < number.end <= len(text)
        assert number.value.is_finite()
    for time in times(text):
        assert text[time.start : time.end] == time.text
    cell_number(text)
    measure_of(text, units())
    without_unit(text, units())


def cells(seed: int) -> None:
    """Reads a row of each table, and what was accepted again."""
    rng = random.Random(seed)
    for table in TABLES.values():
        if table.record is Document:
            continue
        row = {column: rng.choice([*CODES, *CODES, *VALUES]) for column in table.columns}
        row |= {column: rng.choice(CODES) for column in rng.sample(list(row), k=rng.randrange(len(row)))}
        for column in (c for c, f in table.columns.items() if f.kind in ("code", "span", "date") or f.optional):
            row[column] = "" if rng.random() < 0.4 else changed_text(row[column], rng, CODES)[:20_000]
        reader = Cells(row, "fuzz", table.file, 2)
        record = reader.record(table)
        if reader.problems:
            assert all(p.row == 2 and p.column for p in reader.problems)
            continue
        again = Cells(row_of(record), "fuzz", table.file, 2)
        assert again.record(table) == record, (row, again.problems)


def passages(seed: int) -> None:
    """Reads lists, passages, decisions and formats of numbers."""
    rng = random.Random(seed)
    text = changed_text(rng.choice(CODES), rng, [*VALUES, *"0123456789-#|\\abcdef"])
    items = split_list(text)
    assert split_list(join_list(items)) == items or not any(items)
    is_span(text)
    assert len(passage_checksum(text)) == 8
    with suppress(ValueError):
        meaning(text)
    shown(
        rng.choice(["0", "-1", "1e308", "45536.5", "0.5", "1e-300", text]), rng.choice([text, "yyyy年m月", "#,##0.0%"])
    )


if __name__ == "__main__":
    main(__doc__, {"figures": figures, "cells": cells, "passages": passages}, slow=1)
