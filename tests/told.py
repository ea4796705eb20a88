"""Small reports of our own words, a few lines each, for what several of them tell of one thing in time."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from loaders import Row, span, write_table
from skillgraph.mapping.fields import STATEMENT
from skillgraph.tables.opening import default_loaders

REFERENCES = [folder for folder in default_loaders() if folder.name in ("countries", "places", "indicators", "units")]


def thing(id: str, class_name: str, name: str, **more: str) -> Row:
    """A row of entities.csv without its mentions, which `report` finds in the text."""
    return {"id": id, "class": class_name, "existence": "individual", "name": name, "status": "reviewed", **more}


def said(subject: str, predicate: str, value: str, start: str = "", end: str = "", **more: str) -> Row:
    """A row of statements.csv without id and evidence; the value goes where the relation wants it."""
    column = "text" if predicate == "formerName" else "object"
    return {
        "subject": subject, "predicate": predicate, column: value, "start": start, "end": end,
        "modality": "actual", "basis": "stated", "status": "reviewed", **more,
    }  # fmt: skip


def report(
    parent: Path,
    id: str,
    issued: str,
    text: str,
    things: Sequence[Row],
    facts: Sequence[Row],
    figures: Sequence[Row] = (),
) -> Path:
    """A loader whose report is one line of text, and its evidence all of it; statements are s1, s2 ..."""
    folder = parent / id
    folder.mkdir(parents=True)
    (parent / f"{id}.txt").write_bytes(text.encode())
    lines = [f'id = "{id}"', f'title = "{id}"', f'title_en = "{id}"', 'kind = "report"', f'file = "{id}.txt"']
    lines += [f'sha256 = "{hashlib.sha256(text.encode()).hexdigest()}"', f"characters = {len(text)}"]
    lines += [f'issued = "{issued}"'] if issued else []
    (folder / "source.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    whole = span(text, text)
    mentions = ["|".join(span(name, text) for name in names(row)) for row in things]
    write_table(folder, "entities.csv", [{**row, "mentions": m} for row, m in zip(things, mentions, strict=True)])
    rows = [{**row, "id": f"s{n}", "evidence": whole} for n, row in enumerate(facts, 1)]
    assert all(set(row) <= set(STATEMENT.columns) for row in rows)
    write_table(folder, "statements.csv", rows)
    write_table(folder, "observations.csv", [{**row, "evidence": whole} for row in figures])
    return folder


def names(row: Row) -> list[str]:
    """The Chinese names of a row."""
    return [row["name"], *filter(None, row.get("aliases", "").split("|"))]
