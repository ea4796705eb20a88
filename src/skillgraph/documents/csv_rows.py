"""Rows of a table as spreadsheets save them, each under the number that a spreadsheet shows: the header is row 1."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import IO

from skillgraph.documents.workbook import Workbook
from skillgraph.model.controls import shown
from skillgraph.model.errors import DataError
from skillgraph.model.problems import Problem, unknown

#: Columns for a person's own remarks, which are nobody else's concern.
REMARKS = frozenset({"备注", "备註", "注", "说明", "note", "notes", "remark", "remarks", "comment", "comments"})
#: What titles are called that somebody put into words of their own: no table is read by them, but they are known again.
_MEANT = [
    (word, column)
    for column, words in {
        "id": "编号 编码 序号 标识", "name": "名称 名字 中文名",
        "name_en": "英文名 英文名称", "aliases": "别名 又称 简称",
        "class": "类 类别 类型 种类", "status": "状态", "mentions": "提及 出处", "evidence": "出处 证据",
        "subject": "主体 主语", "predicate": "关系 谓词", "object": "对象 客体 宾语", "indicator": "指标",
        "value": "数值 值", "unit": "单位", "time": "时间 年份", "modality": "情态", "heading": "标题",
        "decision": "决定", "passage": "原文 出处", "question": "疑问 问题",
        "score": "把握", "part": "部分", "reads": "内容",
    }.items()
    for word in words.split()
]  # fmt: skip
#: Workbooks that may have been meant where a table is missing.
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods")
_SAVE = "save the table as UTF-8, in Excel as 'CSV UTF-8'"
#: How many unknown columns a message names.
_SHOWN = 10
#: How many characters a cell may have: no more than a file that is read at all.
_LONGEST_CELL = 200_000_000


def read_rows(
    path: Path, columns: tuple[str, ...], name: str, problems: list[Problem], optional: Set[str] = frozenset()
) -> Iterator[tuple[int, dict[str, str]]]:
    """Row number and cells of each row of a CSV file that has these columns, in any order.

    What spreadsheets leave is read as if it were not there: a byte order mark, Windows line ends, blank rows, blank
    columns without a title. So is a column of remarks (备注). Where only a workbook NAME.xlsx is there, its rows are
    read, numbers and dates as CSV would have them.

    Args:
        path: of the CSV file.
        columns: that it has to have.
        name: of the file, for messages.
        problems: takes what is wrong.
        optional: columns that may be missing; their cells are empty then.
    """
    path = table_file(path)
    name = str(PurePosixPath(name).with_suffix(path.suffix))
    row = 0
    try:
        if path.exists() and not path.is_file():
            raise DataError(f"{path.name}: is no plain file")
        if path.suffix != ".csv":
            header, below = _of_workbook(path)
            yield from _records(header, below, columns, name, problems, optional)
            return
        csv.field_size_limit(_LONGEST_CELL)
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, strict=True)
            header = _header(rows)
            row = rows.line_num

            def counted() -> Iterator[tuple[int, list[str]]]:
                nonlocal row
                for cells in rows:
                    row += 1
                    yield row, cells

            yield from _records(header, counted(), columns, name, problems, optional)
    except FileNotFoundError:
        problems.append(Problem(name, 0, "", _missing(path, columns)))
    except UnicodeDecodeError:
        problems.append(_encoding_problem(path, name))
    except csv.Error as error:
        problems.append(Problem(name, row + 1, "", f"not CSV: {error}"))
    except OSError as error:
        problems.append(Problem(name, 0, "", f"can't be read: {error.strerror}"))
    except DataError as error:
        problems.append(Problem(name, 0, "", str(error).removeprefix(f"{path.name}: ")))


def table_file(path: Path) -> Path:
    """The file that holds a table: NAME.csv, or NAME.xlsx (or NAME.xlsm) where only that is there."""
    workbooks = (path.with_suffix(ending) for ending in (".xlsx", ".xlsm"))
    return path if path.exists() else next((workbook for workbook in workbooks if workbook.is_file()), path)


def _of_workbook(path: Path) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The titles and rows of a workbook: of the sheet that is called as the file, or the first one."""
    workbook = Workbook(path.read_bytes(), path.name)
    called = [sheet for sheet in workbook.sheets if sheet.name.lower() == path.stem.lower()]
    sheet = next(iter([*called, *(s for s in workbook.sheets if s.is_shown)]), None)
    if sheet is None:
        raise DataError(f"{path.name}: no sheet is shown in it")
    rows = workbook.rows(sheet, plain=True)
    _, first = next(rows, (0, {}))
    header = _titles(first.get(n, "") for n in range(max(first, default=-1) + 1))

    def below() -> Iterator[tuple[int, list[str]]]:
        for number, cells in rows:
            yield number + 1, [cells.get(n, "") for n in range(max(len(header), *(n + 1 for n in cells)))]

    return header, below()


def _records(
    header: list[str], rows: Iterable[tuple[int, list[str]]], columns: tuple[str, ...], name: str,
    problems: list[Problem], optional: Set[str],
) -> Iterator[tuple[int, dict[str, str]]]:  # fmt: skip
    """The rows below the titles, the blank ones left out."""
    if complaint := _header_complaint(header, columns, optional):
        problems.append(Problem(name, 1, "", complaint))
        return
    untitled = all(header)
    places = [(title, header.index(title) if title in header else -1) for title in columns]
    for row, cells in rows:
        if not any(map(str.strip, cells)):
            continue
        if len(cells) < len(header) or any(map(str.strip, cells[len(header) :])):
            complaint = f"{len(cells)} cells where the header has {len(header)}; quote commas"
            problems.append(Problem(name, row, "", complaint))
            continue
        if not untitled and (lost := _without_title(cells, header)):
            untitled = True  # one title is missing, however many rows have a cell below it
            problems.append(Problem(name, row, "", f"{lost!r} stands below no title; call remarks 备注"))
        yield row, {title: cells[n].replace("\r\n", "\n") if n >= 0 else "" for title, n in places}


def read_remarks(path: Path) -> tuple[tuple[str, ...], dict[str, dict[str, str]]]:
    """The columns of remarks that a table has, and what rows have in them, by the rows' ids; none without a table."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            header = _header(rows)
            columns = tuple(dict.fromkeys(title for title in header if title in REMARKS))
            if not columns or "id" not in header:
                return (), {}
            found = (dict(zip(header, cells, strict=False)) for cells in rows if any(cells))
            return columns, {row["id"]: {c: row.get(c, "") for c in columns} for row in found}
    except FileNotFoundError:
        return (), {}


def _missing(path: Path, columns: Iterable[str]) -> str:
    """That a table is not there, and which workbook may be it."""
    beside = [b.name for suffix in WORKBOOKS if (b := path.with_suffix(suffix)).is_file()]
    beside = beside or sorted(p.name for p in path.parent.glob("*") if p.suffix.lower() in WORKBOOKS)
    if beside:
        return f"not found, but {beside[0]} is there: open it and save it as 'CSV UTF-8'"
    return f"not found; it may be empty but for its header: {','.join(columns)}"


def _header(rows: Iterator[list[str]]) -> list[str]:
    """The titles of the columns, behind the line that tells Excel how they are separated."""
    header = _titles(next(rows, []))
    if header and header[0] == "sep=" and not any(header[1:]):
        header = _titles(next(rows, []))
    return header


def _titles(cells: Iterable[str]) -> list[str]:
    """Titles as they are compared; a table that was given a byte order mark twice has one in its first."""
    return [cell.replace("\ufeff", "").strip().lower() for cell in cells]


def _without_title(cells: list[str], header: list[str]) -> str:
    return next((c.strip()[:20] for title, c in zip(header, cells, strict=False) if not title and c.strip()), "")


def _header_complaint(header: list[str], columns: tuple[str, ...], optional: Set[str]) -> str:
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        return (
            f"the columns are separated by {'semicolons' if ';' in header[0] else 'tabs'}; save the table with commas"
        )
    titles = [h for h in header if h and h not in REMARKS]
    missing = [c for c in columns if c not in titles and c not in optional]
    extra = [h for h in titles if h not in columns]
    twice = len(set(titles)) != len(titles)
    if len(missing) == len(columns) and not any(get_close_matches(title, columns, n=1) for title in titles):
        found = ", ".join(_guessed(title, columns) for title in titles[:_SHOWN])
        found += ", ..." if len(titles) > _SHOWN else ""
        there = f"it has {found}" if found else "it is empty"
        return f"no titles in the first row, {there}; put this one above, or in its place: {','.join(columns)}"
    if missing or extra or twice:
        parts = [f"missing column {', '.join(missing)}"] if missing else []
        parts += [_unknown(h, columns) for h in extra[:_SHOWN]]
        parts += [f"and {len(extra) - _SHOWN} more unknown columns"] if len(extra) > _SHOWN else []
        parts += ["a column stands twice"] if twice else []
        return "; ".join(parts) + f"; the columns are {','.join(columns)}"
    return ""


def _meant(title: str, columns: tuple[str, ...]) -> str:
    """The column that a title in other words may stand for, if the table has it."""
    return next((column for word, column in _MEANT if word == title and column in columns), "")


def _guessed(title: str, columns: tuple[str, ...]) -> str:
    meant = _meant(title, columns)
    return f"{title[:20]} ({meant}?)" if meant else title[:20]


def _unknown(title: str, columns: tuple[str, ...]) -> str:
    meant = _meant(title, columns)
    return f"unknown column {title!r}; did you mean {meant!r}?" if meant else unknown("column", title, columns)


def _encoding_problem(path: Path, name: str) -> Problem:
    content = path.read_bytes()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Problem(name, 0, "", f"not UTF-8: it is UTF-16; {_SAVE}")
    for row, line in enumerate(content.split(b"\n"), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            column = line[: error.start].count(b",") + 1
            try:
                line.decode("gb18030")
                guess = "it looks like GB18030 (GBK); "
            except UnicodeDecodeError:
                guess = ""
            return Problem(name, row, str(column), f"not UTF-8: {guess}{_SAVE}")
    return Problem(name, 0, "", f"not UTF-8: {_SAVE}")


def plain_cell(text: str) -> str:
    r"""Text for a cell of a sheet that people open in a spreadsheet: a line, no formula, nothing that a terminal obeys.

    Example:
        >>> plain_cell("=1+1"), plain_cell("甲\n乙")
        ("'=1+1", '甲 乙')
        >>> print(plain_cell("甲\x1b[2J"))
        甲\u001b[2J
    """
    line = shown(" ".join(text.split()))
    return "'" + line if line[:1] in ("=", "+", "-", "@") else line


class TableWriter:
    r"""Writes the rows of a CSV file with the line ends of the carried tables.

    A header is written behind a byte order mark, without which Excel on a Chinese Windows takes a file for GBK.

    Args:
        file: open for text, with newline="".
        columns: of every row.

    Example:
        >>> file = io.StringIO()
        >>> TableWriter(file, ("id", "name")).write({"id": "a", "name": "two\rlines"})
        >>> file.getvalue()
        'a,"two\rlines"\n'
    """

    def __init__(self, file: IO[str], columns: Sequence[str]) -> None:
        self._file = file
        self._row = io.StringIO()
        # Only with this line end does Python 3.11 quote a cell that holds a carriage return.
        self._writer = csv.DictWriter(self._row, columns, lineterminator="\r\n")

    def write_header(self) -> None:
        """Writes the names of the columns."""
        self._row.write("\ufeff")
        self._writer.writeheader()
        self._flush()

    def write(self, row: Mapping[str, str]) -> None:
        """Writes a row."""
        self._writer.writerow(row)
        self._flush()

    def _flush(self) -> None:
        self._file.write(self._row.getvalue().removesuffix("\r\n") + "\n")
        self._row.seek(0)
        self._row.truncate()
