from __future__ import annotations

import string
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import small_loader, write_table
from skillgraph.model.problems import Problem
from skillgraph.model.records import Entity, Evidence, Observation, Statement
from skillgraph.tables.cells import join_list, split_list
from skillgraph.tables.loader import NEEDED, TableLoader, row_of, table_of

# What a cell may hold: no NUL and no lone surrogate, which no UTF-8 file can hold; no lone carriage return, which
# spreadsheets write for a line break inside a cell.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1) | st.sampled_from(
    ["青岛@zh-CN", "info@school", "a|b\\c", '他说“好”,"行"', "第一行\n第二行", "=1+1", "𬭎𠮷", "１２", "\u2028", " 甲 "]
)
ID = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=12)
SPAN = st.builds(
    lambda start, length, checksum: Evidence("small", start, start + length, checksum),
    st.integers(0, 10**6),
    st.integers(1, 500),
    st.sampled_from(["", "0a1b2c3d", "ffffffff"]),
)
DATE = st.sampled_from(["", "2024", "2024-05", "2024-05-31"])
PAIRS = st.lists(st.tuples(ID, TEXT), max_size=3).map(tuple)
DECIMAL = st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=7)
MODALITY = st.sampled_from(["actual", "planned", "exploratory", "rule", "supported", "negated"])
STATUS = st.sampled_from(["extracted", "reviewed", "rejected"])


def tuples(of: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(of, max_size=3).map(tuple)


ENTITIES = st.builds(
    Entity,
    id=ID,
    source=st.just("small"),
    classes=tuples(ID).filter(bool),
    name=TEXT,
    name_en=TEXT | st.just(""),
    existence=st.sampled_from(["individual", "kind", "envisaged"]),
    aliases=tuples(TEXT),
    aliases_en=tuples(TEXT),
    identifiers=PAIRS,
    status=STATUS,
    mentions=st.lists(SPAN, max_size=3).map(tuple),
    derived=st.just(()),
)
COMMON = {
    "id": ID.map(lambda id: f"small/{id}"),
    "source": st.just("small"),
    "subject": ID,
    "modality": MODALITY,
    "status": STATUS,
    "time": TEXT | st.just(""),
    "start": DATE,
    "end": DATE,
    "qualifiers": PAIRS,
    "evidence": st.lists(SPAN, max_size=3).map(tuple),
}
STATEMENTS = st.builds(
    Statement,
    predicate=ID,
    object=ID | st.just(""),
    text=TEXT | st.just(""),
    basis=st.sampled_from(["stated", "name", "section"]),
    **COMMON,
)
OBSERVATIONS = st.builds(
    Observation,
    indicator=ID,
    unit=ID,
    value=DECIMAL,
    value_max=DECIMAL,
    about=ID | st.just(""),
    bound=st.sampled_from(["exact", "moreThan", "lessThan", "atLeast", "upTo", "approximately"]),
    part_of=ID.map(lambda id: f"small/{id}") | st.just(""),
    figure=st.none() | SPAN,
    **COMMON,
)


def read(folder: Path, table: str) -> tuple[list[object], list[Problem]]:
    problems: list[Problem] = []
    rows = getattr(TableLoader(folder), table.removesuffix(".csv"))(problems)
    return [record for _, record in rows], problems


@given(record=ENTITIES | STATEMENTS | OBSERVATIONS)
def test_a_record_written_to_a_table_is_read_back_the_same(
    record: Entity | Statement | Observation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = small_loader(tmp_path_factory.mktemp("tables"))
    write_table(folder, table_of(record), [row_of(record)])
    assert read(folder, table_of(record)) == ([record], [])


@given(items=st.lists(TEXT, max_size=5).map(tuple))
def test_any_text_survives_in_a_list(items: tuple[str, ...]) -> None:
    assert split_list(join_list(items)) == items


def test_thirty_digits_survive(tmp_path: Path) -> None:
    value = Decimal("123456789012345678901234567890.123")
    record = Observation("small/x", "small", "a", "b", "c", value=value)
    folder = small_loader(tmp_path)
    write_table(folder, "observations.csv", [row_of(record)])
    assert read(folder, "observations.csv") == ([record], [])


@pytest.mark.parametrize("table", NEEDED)
def test_what_spreadsheets_write_is_read_as_it_was(tmp_path: Path, table: str) -> None:
    folder = small_loader(tmp_path)
    before = read(folder, table)
    path = folder / table
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read(folder, table) == before
    assert before[1] == []


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    folder = small_loader(tmp_path)
    before = read(folder, "statements.csv")
    lines = [line.split(",") for line in (folder / "statements.csv").read_text("utf-8").splitlines()]
    (folder / "statements.csv").write_text("\n".join(",".join(reversed(line)) for line in lines), encoding="utf-8")
    assert read(folder, "statements.csv") == before
