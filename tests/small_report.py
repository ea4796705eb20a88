"""A small report of our own words with its tables, for tests that break one thing at a time."""

from __future__ import annotations

import csv
import hashlib
import random
import string
from collections.abc import Iterable
from pathlib import Path

from skillgraph.model.home import home
from skillgraph.model.records import passage_checksum
from skillgraph.tables.loader import COLUMNS

TEXT = (
    "## 海滨市\n\n海滨市现有12所技工学校,在校生3.5万人。2024年,海滨技师学院与云山集团共建“焊接\n中心”,"
    "培训焊工近百名,每人补贴最高2万元,其中女学员10余名。2025年,计划新增5个工位。二期工程尚未动工,多名教师参训。\n"
)

_TERMS = ("schools", "enrolment", "welders", "women", "subsidy", "stations", "phase", "teachers")


def span(passage: str) -> str:
    """The cell for the first place where a passage stands."""
    start = TEXT.index(passage)
    return f"{start}-{start + len(passage)}#{passage_checksum(passage)}"


def write_small_report(folder: Path) -> list[Path]:
    """Writes `documents/` and the loaders; returns the loaders, the report's first."""
    documents = folder / "documents"
    documents.mkdir(parents=True)
    (documents / "small.txt").write_bytes(TEXT.encode())
    small, terms = folder / "small", folder / "terms"
    _write_source(small, "report", 'file = "small.txt"', f'sha256 = "{_digest()}"', f"characters = {len(TEXT)}")
    _write_source(terms, "reference")
    rows = [{"id": f"ind-{t}", "class": "Indicator", "name": f"指标{t}", "name_en": t} for t in _TERMS]
    write_table(terms / "entities.csv", [_entity(row) for row in rows])
    for table in ("statements.csv", "observations.csv"):
        write_table(terms / table, [])
    write_table(small / "entities.csv", [_entity(row) for row in _ENTITIES])
    write_table(small / "statements.csv", [_statement(row) for row in _STATEMENTS])
    write_table(small / "observations.csv", [_observation(row) for row in _OBSERVATIONS])
    return [small, terms, home() / "loaders" / "units"]


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a table; the first is row 2."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_table(path: Path, rows: Iterable[dict[str, str]]) -> None:
    """Writes a table with the columns that it should have."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS[path.name], restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def set_cell(path: Path, row: int, column: str, value: str) -> None:
    """Changes one cell."""
    rows = read_table(path)
    rows[row - 2][column] = value
    write_table(path, rows)


def altered(cell: str, random: random.Random) -> str:
    """A cell with one character put in, taken out or exchanged, other than a space around it, which says nothing."""
    characters = string.digits + string.ascii_lowercase + "-#|.济南市技能 "
    place = random.randrange(len(cell))
    new = random.choice([c for c in characters if c != cell[place]])
    without = cell[:place] + cell[place + 1 :] or new
    made = random.choice((without, cell[:place] + new + cell[place + 1 :], cell[:place] + new + cell[place:]))
    return made if made.strip() != cell.strip() else altered(cell, random)


def _digest() -> str:
    return hashlib.sha256(TEXT.encode()).hexdigest()


def _write_source(folder: Path, kind: str, *lines: str) -> None:
    folder.mkdir(parents=True)
    first = (f'id = "{folder.name}"', 'title = "小报告"', 'title_en = "A small report"', f'kind = "{kind}"')
    (folder / "source.toml").write_text("\n".join((*first, *lines, "")), encoding="utf-8")


def _entity(row: dict[str, str]) -> dict[str, str]:
    return {"existence": "individual", "status": "reviewed"} | row


def _statement(row: dict[str, str]) -> dict[str, str]:
    return {"modality": "actual", "basis": "stated", "status": "reviewed"} | row


def _observation(row: dict[str, str]) -> dict[str, str]:
    return {"subject": "haibin", "bound": "exact", "modality": "actual", "status": "reviewed"} | row


_SHARED = "海滨技师学院与云山集团共建“焊接\n中心”"
_ENTITIES = [
    {"id": "haibin", "class": "City", "name": "海滨市", "name_en": "Haibin", "identifiers": "gbt2260=379900",
     "mentions": span("海滨市")},
    {"id": "haibin-college", "class": "TechnicalSchool", "name": "海滨技师学院", "mentions": span("海滨技师学院")},
    {"id": "yunshan", "class": "Enterprise", "name": "云山集团", "aliases": "云山",
     "mentions": f"{span('云山集团')}|{span('云山')}"},
    {"id": "welding-centre", "class": "TrainingPlatform", "name": "焊接中心", "mentions": span("“焊接\n中心”")},
    {"id": "technical-schools-haibin", "class": "TechnicalSchool", "existence": "kind", "name": "技工学校",
     "mentions": span("技工学校")},
    {"id": "second-phase", "class": "TrainingPlatform", "existence": "envisaged", "name": "二期工程",
     "mentions": span("二期工程")},
]  # fmt: skip
_STATEMENTS = [
    {"id": "s1", "subject": "haibin-college", "predicate": "partnersWith", "object": "yunshan", "time": "2024年",
     "start": "2024", "end": "2024", "qualifiers": "role=共建", "evidence": span(_SHARED)},
    {"id": "s2", "subject": "haibin-college", "predicate": "jointlyEstablished", "object": "welding-centre",
     "qualifiers": "with=yunshan", "evidence": span(_SHARED)},
    {"id": "s3", "subject": "haibin", "predicate": "builds", "object": "second-phase", "modality": "planned",
     "evidence": span("二期工程尚未动工")},
    {"id": "s4", "subject": "haibin", "predicate": "aim", "text": "新增工位", "modality": "planned",
     "evidence": span("计划新增5个工位")},
]  # fmt: skip
_OBSERVATIONS = [
    {"id": "f1", "indicator": "ind-schools", "about": "technical-schools-haibin", "value": "12", "unit": "unit-suo",
     "figure": span("12所"), "evidence": span("海滨市现有12所技工学校,在校生3.5万人")},
    {"id": "f2", "indicator": "ind-enrolment", "value": "35000", "unit": "unit-ren", "figure": span("3.5万人"),
     "evidence": span("海滨市现有12所技工学校,在校生3.5万人")},
    {"id": "f3", "indicator": "ind-welders", "value": "100", "unit": "unit-ming", "bound": "lessThan",
     "time": "2024年", "start": "2024", "end": "2024", "figure": span("近百名"), "evidence": span("培训焊工近百名")},
    {"id": "f4", "indicator": "ind-women", "value": "10", "unit": "unit-ming", "bound": "moreThan", "part_of": "f3",
     "time": "2024年", "start": "2024", "end": "2024", "figure": span("10余名"),
     "evidence": span("其中女学员10余名")},
    {"id": "f5", "indicator": "ind-subsidy", "value": "20000", "unit": "unit-yuan", "bound": "upTo",
     "modality": "rule", "figure": span("2万元"), "evidence": span("每人补贴最高2万元")},
    {"id": "f6", "indicator": "ind-stations", "value": "5", "unit": "unit-ge", "modality": "planned",
     "time": "2025年", "start": "2025", "end": "2025", "figure": span("5个"),
     "evidence": span("2025年,计划新增5个工位")},
    {"id": "f7", "indicator": "ind-teachers", "unit": "unit-ming", "bound": "moreThan", "figure": span("多名"),
     "evidence": span("多名教师参训")},
    {"id": "f8", "indicator": "ind-phase", "value": "2", "unit": "unit-qi", "figure": span("二期"),
     "evidence": span("二期工程尚未动工")},
]  # fmt: skip
