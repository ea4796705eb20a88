"""A loader's tables for a new version of their report: what stands as it did is kept, the rest is listed.

The words come from the reader's own copies of both versions, since tables hold none. Rows keep their ids, so that
decisions on what is the same, and what others restate, hold.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import tomli_w

from skillgraph.documents import read_document
from skillgraph.documents.csv_rows import read_rows, table_file
from skillgraph.documents.evidence import source_of
from skillgraph.documents.plain_files import read_copy, read_plain
from skillgraph.documents.source import SourceText
from skillgraph.mapping.fields import SECTION
from skillgraph.model.dates import is_date
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.problems import Problem
from skillgraph.model.records import TAKEN, Document, Evidence
from skillgraph.review.renewed_rows import Doubt, Mover, clipped
from skillgraph.review.verify import verify
from skillgraph.tables.cells import Cells, cell
from skillgraph.tables.loader import COLUMNS, NEEDED, OPTIONAL, read_source, rewrite
from skillgraph.tables.opening import named_loaders
from skillgraph.tables.review_sheet import SHEET, take_decisions
from skillgraph.tables.scripted import SCRIPT
from skillgraph.writing.folders import check_empty, whole_folder
from skillgraph.writing.seal import files_of
from skillgraph.writing.workshop import workshop

_Rows = list[dict[str, str]]
#: By table, id and column.
_Complaints = dict[tuple[str, str, str], str]


class Count(msgspec.Struct):
    """Of a table: how many rows stayed as they were, stand elsewhere now, or are to be looked at again."""

    kept: int = 0
    moved: int = 0
    doubtful: int = 0


class Renewal(msgspec.Struct):
    """What became of a loader's rows: counts by table, what to look at again, and how many names' places are gone.

    A name keeps its status while one of its places is left, so that its other places are only counted.
    """

    counts: dict[str, Count]
    doubts: list[Doubt]
    lost: int


def renew(folder: Path, document: Path, documents: Path, output: Path | None = None, issued: str = "") -> Renewal:
    """Moves a loader's passages to a new version of its report.

    A row whose passages stand in it as they did keeps its status. A row with a passage that is gone or changed, and
    one that `verify` finds fault with where it found none before, becomes `extracted`: a proposal, which is in no
    graph until a person has looked at it again. No row is deleted but those of sections of which nothing is left.

    Args:
        folder: of the loader; decisions in its review sheet are written into its tables first. The sheet, which holds
            passages of the old text, is not kept: `extract` makes a new one.
        document: the new version, in any format that is read.
        documents: the folder with a copy of the version that the tables were made from.
        output: the folder to write, of the loader's name; by default the tables are replaced.
        issued: when the new version was, if known.

    Raises:
        UsageError: a file or folder is not there, or can't be written.
        DataError: the tables have mistakes, or the copy is not the one that they were made from.
    """
    if issued and not is_date(issued):
        raise UsageError(f"--issued {issued}: no date; YYYY, YYYY-MM or YYYY-MM-DD")
    if (folder / SCRIPT).exists():
        raise DataError(f"{folder}: has a {SCRIPT}, which gives its rows; only tables are renewed")
    folder = folder.resolve()
    before = read_source(folder)
    _check_output(output, before.id)
    old = _old_text(before, documents)
    same, new = _new_text(before, document)
    take_decisions(folder)
    target = output or folder
    copied = _Copied(folder)
    try:
        target.resolve().parent.mkdir(parents=True, exist_ok=True)
        with workshop(target.resolve().parent) as work:
            made = work / folder.name
            sheet = shutil.ignore_patterns(*([] if same else [SHEET]))
            shutil.copytree(folder, made, symlinks=True, ignore=sheet)
            _renew_source(made, new, None if same else new.text_sha256, issued)
            if same:
                result = Renewal({table: Count(len(_read(made, table))) for table in COLUMNS}, [], 0)
            else:
                result = _Tables(made, old, new).renew(lambda: _complaints(folder, documents), document.parent)
            with whole_folder(target, check_empty if output else copied.check) as place:
                place.rmdir()
                made.rename(place)
    except OSError as error:
        raise UsageError(f"{error.filename or target}: can't be written: {error.strerror}") from None
    return result


class _Tables:
    """The tables of a folder, while their rows are moved."""

    def __init__(self, folder: Path, old: SourceText, new: SourceText) -> None:
        self._folder = folder
        self._mover = Mover(folder.name, old, new)
        self._before = {table: _read(folder, table) for table in COLUMNS}
        self._after: dict[str, _Rows] = {}
        self._doubts: dict[str, dict[str, list[Doubt]]] = {table: {} for table in COLUMNS}

    def renew(self, complaints_before: Callable[[], _Complaints], documents: Path) -> Renewal:
        """Moves all rows, then holds them against the new text as `verify` does, which may have complained before."""
        for table in NEEDED:
            self._after[table] = [dict(cells) for _, cells in self._before[table]]
            for cells in self._after[table]:
                self._doubt(table, cells, self._mover.moved(table, cells))
        self._after[SECTION.file] = self._sections()
        self._write()
        rows = {(table, cells["id"]): cells for table in NEEDED for cells in self._after[table]}
        moved = {row for row in rows if row[1] not in self._doubts[row[0]] and rows[row]["status"].strip() in TAKEN}
        found = {place: what for place, what in _complaints(self._folder, documents).items() if place[:2] in moved}
        before = complaints_before() if found else {}
        for (table, id, column), reason in found.items():
            if (table, id, column) not in before:
                self._doubt(table, rows[table, id], [Doubt(id, column, reason)])
        self._write()
        return Renewal({t: self._count(t) for t in COLUMNS if self._before[t]}, list(self._placed()), self._mover.lost)

    def _doubt(self, table: str, cells: dict[str, str], doubts: list[Doubt]) -> None:
        if doubts:
            self._doubts[table].setdefault(cells["id"], []).extend(doubts)
            if cells.get("status", "").strip() in TAKEN:
                cells["status"] = "extracted"

    def _sections(self) -> _Rows:
        """The sections of which something is left, each in those that it lay in."""
        rows = [dict(cells) for _, cells in self._before[SECTION.file]]
        spans = {cells["id"]: _span(cells, self._folder.name) for cells in rows}
        kept = []
        for cells in rows:
            is_left, doubts = self._mover.section(cells, [span for span in spans.values() if span])
            self._doubt(SECTION.file, cells, doubts)
            kept += [cells] if is_left else []
        moved = [(old, new, c) for c in kept if (old := spans[c["id"]]) and (new := _span(c, self._folder.name))]
        for (_, _, cells), span in zip(moved, clipped([(old, new) for old, new, _ in moved]), strict=True):
            if cell(span) != cells["span"]:
                cells["span"] = cell(self._mover.again(span))
        return kept

    def _write(self) -> None:
        for table, rows in self._after.items():
            if rows != [cells for _, cells in _read(self._folder, table)]:
                rewrite(self._folder, table, rows)

    def _count(self, table: str) -> Count:
        before = {cells["id"]: cells for _, cells in self._before[table]}
        found: Counter[str] = Counter()
        for cells in self._after[table]:
            if cells["id"] not in self._doubts[table]:
                found["kept" if before[cells["id"]] == cells else "moved"] += 1
        return Count(found["kept"], found["moved"], len(self._doubts[table]))

    def _placed(self) -> list[Doubt]:
        """All doubts with the file and row that they are about; what was taken out stands in the old table alone."""
        found = []
        for table, of_table in self._doubts.items():
            rows = {cells["id"]: row for row, cells in self._before[table]}
            rows |= {cells["id"]: row for row, cells in _read(self._folder, table)}
            placed = [
                msgspec.structs.replace(d, file=f"{self._folder.name}/{table}", row=rows[d.id])
                for doubts in of_table.values()
                for d in doubts
            ]
            found += sorted(placed, key=lambda d: d.row)
        return found


def _read(folder: Path, table: str) -> list[tuple[int, dict[str, str]]]:
    """The rows of a table with their numbers; none of a table of sections that is not there.

    Raises:
        DataError: the table can't be read.
    """
    if table not in NEEDED and not table_file(folder / table).exists():
        return []
    problems: list[Problem] = []
    rows = list(read_rows(folder / table, COLUMNS[table], f"{folder.name}/{table}", problems, OPTIONAL))
    if problems:
        raise DataError("\n".join(map(str, problems[:20])))
    return rows


def _span(cells: dict[str, str], source: str) -> Evidence | None:
    return Cells(cells, source, SECTION.file, 0).span("span")


def _complaints(folder: Path, documents: Path) -> _Complaints:
    """What `verify` says of a folder's rows, by table, id and column."""
    ids = {f"{folder.name}/{t}": {row: cells["id"] for row, cells in _read(folder, t)} for t in COLUMNS}
    return {
        (problem.file.partition("/")[2], ids[problem.file][problem.row], problem.column): problem.message
        for problem in verify(documents, named_loaders([folder])).problems
        if problem.row in ids.get(problem.file, ())
    }


def _check_output(output: Path | None, id: str) -> None:
    if output is None:
        return
    if output.resolve().name != id:
        raise UsageError(f"{output}: the folder of a loader is called as its id: {output.resolve().parent / id}")
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise UsageError(f"{output}: exists and is not an empty folder; nothing is overwritten")


def _old_text(document: Document, folder: Path) -> SourceText:
    """The text that the tables were made from.

    Raises:
        DataError: the copy is not there, or is another one.
    """
    if document.kind != "report" or not document.file:
        raise DataError(f"{document.id}/source.toml: is of no report; there are no passages to move")
    found = source_of(read_copy(document, folder), document)
    if found is None:
        raise DataError(
            f"{folder / document.file}: is not the text that the tables were made from (sha256 {document.sha256})"
        )
    return found


def _new_text(document: Document, path: Path) -> tuple[bool, SourceText]:
    """Whether a file has the text that the tables were made from, and its text."""
    read = read_document(path)
    same = source_of(read_plain(path), msgspec.structs.replace(document, file=path.name))
    return same is not None, same or read


def _renew_source(folder: Path, text: SourceText, sha256: str | None, issued: str) -> None:
    """Says in source.toml which file the text is from; other lines, and comments, stay as they are."""
    path = folder / "source.toml"
    data = path.read_bytes().decode("utf-8-sig")
    before: dict[str, Any] = tomllib.loads(data)
    values: dict[str, Any] = {"file": text.file}
    if (sha256 or "media_type" in before) and not str(before.get("media_type", "")).startswith(text.media_type):
        values["media_type"] = text.media_type
    if sha256:
        values |= {"sha256": sha256, "characters": len(text.text)}
    if text.sha256 != before.get("file_sha256"):
        is_converted = bool(text.converter)
        values["file_sha256"] = text.sha256 if is_converted else None
        values["converter"] = text.converter if is_converted else None
    if issued:
        values["issued"] = issued
    after = {key: value for key, value in {**before, **values}.items() if value is not None}
    if after == before:
        return
    for key, value in values.items():
        line = tomli_w.dumps({key: value}) if value is not None else ""
        data, found = re.subn(rf"(?m)^{key}[ \t]*=.*\n?", lambda _, line=line: line, data, count=1)  # type: ignore[misc]
        if line and not found:
            data += ("" if data.endswith("\n") else "\n") + line
    path.write_bytes((data if tomllib.loads(data) == after else tomli_w.dumps(after)).encode())


class _Copied:
    """A folder as it is when it is copied; the copy may only take its place while it is like that."""

    def __init__(self, folder: Path) -> None:
        self._files = _signature(folder)

    def check(self, folder: Path) -> None:
        """Holds a folder to what was copied.

        Raises:
            UsageError: somebody has changed it; the message goes on after the folder's name.
        """
        if _signature(folder) != self._files:
            raise UsageError("was changed while it was renewed")


def _signature(folder: Path) -> dict[str, tuple[int, int]]:
    found = {name: path.stat(follow_symlinks=False) for name, path in files_of(folder)}
    return {name: (status.st_mtime_ns, status.st_size) for name, status in found.items()}
