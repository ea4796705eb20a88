"""Small loaders of our own words, written into a temporary folder."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from skillgraph.model.records import passage_checksum
from skillgraph.tables.loader import COLUMNS

#: A report of our own: traditional characters, a rare character outside the BMP, full-width digits.
TEXT = "## 甲市\n\n甲市𬭎鋒學院与丙国乙公司合作，共有２２名教师。2031年，计划与丁中心合作。\n"

Row = Mapping[str, str]


def span(passage: str, text: str = TEXT) -> str:
    """The span cell of the first place where a passage stands."""
    start = text.index(passage)
    return f"{start}-{start + len(passage)}#{passage_checksum(passage)}"


def write_table(folder: Path, table: str, rows: Sequence[Row]) -> None:
    """Writes one table; columns that a row leaves out are empty."""
    with (folder / table).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS[table], restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def entity(id: str, class_name: str, name: str, **more: str) -> Row:
    """A row of entities.csv whose name stands in TEXT."""
    mention = more.pop("mentions", None) or span(name)
    return {
        "id": id, "class": class_name, "existence": "individual", "name": name, "status": "reviewed",
        "mentions": mention, **more,
    }  # fmt: skip


def statement(id: str, subject: str, predicate: str, object: str, passage: str, **more: str) -> Row:
    """A row of statements.csv."""
    return {
        "id": id, "subject": subject, "predicate": predicate, "object": object, "modality": "actual",
        "basis": "stated", "status": "reviewed", "evidence": span(passage), **more,
    }  # fmt: skip


def small_loader(parent: Path, name: str = "small") -> Path:
    """A whole loader: a school, a partner, a planned partnership, a figure; its report lies beside it."""
    folder = parent / name
    folder.mkdir(parents=True)
    (parent / "small.txt").write_bytes(TEXT.encode())
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    (folder / "source.toml").write_text(
        f'id = "{name}"\ntitle = "甲市报告"\ntitle_en = "Report of city A"\nkind = "report"\nlanguage = "zh"\n'
        f'file = "small.txt"\nsha256 = "{digest}"\ncharacters = {len(TEXT)}\n',
        encoding="utf-8",
    )
    write_table(
        folder,
        "entities.csv",
        [
            entity("city-a", "City", "甲市"),
            entity("school-h", "VocationalSchool", "𬭎鋒學院", name_en="Hongfeng College"),
            entity("company-b", "Enterprise", "乙公司"),
            entity("centre-d", "TrainingPlatform", "丁中心", existence="envisaged"),
        ],
    )
    write_table(
        folder,
        "statements.csv",
        [
            statement("s1", "school-h", "partnersWith", "company-b", "甲市𬭎鋒學院与丙国乙公司合作"),
            statement(
                "s2", "school-h", "partnersWith", "centre-d", "计划与丁中心合作",
                modality="planned", time="2031年", start="2031", end="2031",
            ),
        ],
    )  # fmt: skip
    write_table(
        folder,
        "observations.csv",
        [
            {
                "id": "o1", "subject": "school-h", "indicator": "ind-technical-schools", "value": "22",
                "unit": "unit-ming", "bound": "exact", "modality": "actual", "status": "reviewed",
                "figure": span("２２名"), "evidence": span("共有２２名教师"),
            }
        ],
    )  # fmt: skip
    return folder


def edit(path: Path, old: str, new: str) -> None:
    """Replaces a text that stands in a file."""
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")
