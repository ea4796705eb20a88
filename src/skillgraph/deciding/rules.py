"""The rows of a report under review, what they refer to, and the rules that a row must keep to be accepted."""

from __future__ import annotations

from collections.abc import Iterator

from skillgraph.deciding.errors import NotDone
from skillgraph.deciding.fields import TABLES, field_of
from skillgraph.deciding.reading import Reading
from skillgraph.deciding.state import Cells, State
from skillgraph.extract.linking import KnownEntities
from skillgraph.extract.mentions import bare
from skillgraph.language.names import name_key
from skillgraph.language.passages import fold
from skillgraph.mapping.fields import TABLES as RECORDS
from skillgraph.model.records import TAKEN, Entity, Observation, Section, Statement
from skillgraph.tables.cells import Cells as CellReader
from skillgraph.tables.cells import split_list
from skillgraph.tables.checks import dimensions, row_complaints
from skillgraph.tables.names import Names
from skillgraph.tables.review_sheet import serves_others

Record = Entity | Statement | Observation | Section
#: The columns by which rows refer to things.
REFERRING = ("subject", "object", "indicator", "about", "signed_by")
_RECORD: dict[str, type[Entity] | type[Statement] | type[Observation] | type[Section]] = {
    "name": Entity, "relation": Statement, "figure": Observation, "section": Section,
}  # fmt: skip


def wrong(field: str, message: str) -> NotDone:
    """What is answered where a field breaks a rule."""
    return NotDone("wrong", f"{field}: {message}", problems=[{"field": field, "message": message}])


def record_of(kind: str, row: Cells, source: str) -> tuple[Record, list[tuple[str, str]]]:
    """A row as a record, and column and message of what is wrong with its cells."""
    table = RECORDS[_RECORD[kind]]
    reader = CellReader({column: row.get(column, "") for column in table.columns}, source, table.file, 0)
    record: Record = reader.record(table)
    return record, [(problem.column, problem.message) for problem in reader.problems]


class Rules:
    """The rows of a copy of the tables; who is not content throws the copy away.

    Args:
        state: the copy.
        reading: of the report's text.
        known: things of reference tables and other reports.
        id: of the report.
    """

    def __init__(self, state: State, reading: Reading, known: KnownEntities, id: str) -> None:
        self.state, self.reading, self.known, self.id = state, reading, known, id
        self.text = reading.text

    def row(self, kind: str, id: str) -> Cells:
        """A row.

        Raises:
            NotDone: it is not there.
        """
        row = self.state.rows.get((TABLES.get(kind, ""), id))
        if row is None:
            raise NotDone("absent", f"no {kind} {id!r} in {self.id}")
        return row

    def record(self, kind: str, row: Cells) -> Record | None:
        """A row as a record; None if its cells are none."""
        record, problems = record_of(kind, row, self.id)
        return None if problems else record

    def name_of(self, id: str) -> str:
        """What a thing is called."""
        row = self.state.rows.get(("entities.csv", id))
        known = self.known.by_id.get(id)
        return row["name"] if row else known.name if known else id

    def mentions_of(self, id: str) -> str:
        """Where a thing stands in the report, as a cell."""
        row = self.state.rows.get(("entities.csv", id))
        return row["mentions"] if row else ""

    @staticmethod
    def keys(row: Cells) -> set[str]:
        """A row's names as they are compared."""
        return {bare(fold(name)) for name in (row["name"], *split_list(row["aliases"]))}

    def held(self, kind: str, row: Cells) -> Record:
        """The record of a row that keeps the rules.

        Raises:
            NotDone: it breaks one.
        """
        for column in REFERRING:
            end = self.state.rows.get(("entities.csv", row.get(column, "")))
            if end is not None and end["status"] == "rejected":
                raise wrong(column, f"{end['name']} ({end['id']}) was rejected; accept it first")
        record, complaints = record_of(kind, row, self.id)
        complaints = complaints or [*row_complaints(record, self._names(row)), *self._beside(kind, row, record)]
        if complaints:
            problems = [{"field": field_of(column), "message": message} for column, message in complaints]
            raise NotDone(
                "wrong", "; ".join(f"{column}: {message}" for column, message in complaints), problems=problems
            )
        return record

    def _names(self, row: Cells) -> Names:
        """What a row may refer to."""
        names = Names(name_key)
        names.entities.update(self.known.by_id)
        named = {row.get(column, "") for column in REFERRING} | {row.get("unit", "")}
        named |= {piece.partition("=")[2] for piece in row.get("qualifiers", "").split("|")}
        for id in named:
            entity = self.state.rows.get(("entities.csv", id))
            if entity is not None and isinstance(record := self.record("name", entity), Entity):
                names.entities[id] = record
        return names

    def _beside(self, kind: str, row: Cells, record: object) -> Iterator[tuple[str, str]]:
        """What is wrong beside other rows: a second row of one name, a second figure of the same."""
        if isinstance(record, Entity) and not serves_others(row):
            for other in self.state.tables["entities.csv"]:
                same = (other["class"], other["existence"]) == (row["class"], row["existence"])
                counts = other["id"] != row["id"] and other["status"] != "rejected" and not serves_others(other)
                if same and counts and name_key(other["name"]) == name_key(row["name"]):
                    yield "name", f"{row['name']!r} is the name of {other['id']!r} too: one thing has one row"
        whole = row.get("part_of", "")
        if whole and "/" not in whole and ("observations.csv", whole) not in self.state.rows:
            yield "part_of", f"{whole!r} is no figure of this report"
        if isinstance(record, Observation) and not record.restates:
            for other in self.state.tables["observations.csv"]:
                if other["id"] == row["id"] or other["status"] not in TAKEN or other["indicator"] != row["indicator"]:
                    continue
                figure = self.record(kind, other)
                if isinstance(figure, Observation) and dimensions(figure) == dimensions(record):
                    yield "indicator", f"{other['id']} is the same figure: same subject, indicator, time and modality"
