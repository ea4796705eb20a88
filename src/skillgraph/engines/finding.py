"""What follows from all sources together, found by steps in SQL that every engine runs unchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from skillgraph.engines.engine import Engine, sql
from skillgraph.engines.parquet import read_rows, schema, write_rows
from skillgraph.engines.reading import COLUMNS, slot_of
from skillgraph.model.problems import Problem, alike
from skillgraph.model.records import Entity
from skillgraph.resolve.decisions import Decision
from skillgraph.resolve.merging import Merging
from skillgraph.tables.checks import never_told

_IDS = schema("id:text")
_CANONICAL = schema("id:text stays:text slot:int")
_TOLD = ("statements.csv", "observations.csv")


class Finding:
    """The steps, over the tables that `reading` wrote.

    Args:
        engine: what runs them.
        folder: of the tables.
        slots: how many partitions there are of things.
    """

    def __init__(self, engine: Engine, folder: Path, slots: int) -> None:
        self._engine, self._folder, self._slots = engine, folder, slots
        for name in COLUMNS:
            engine.table(name, folder / name)

    def merging(self, decisions: Sequence[Decision], references: Iterable[str]) -> Merging:
        """What people judged to be one thing; its ids are known to all further steps.

        Args:
            decisions: in the order of their tables.
            references: the sources that are reference tables.
        """
        ids = {id for d in decisions for id in (d.left, *(() if d.identifier else (d.right,)))}
        rows = self._judged(ids) if decisions else []
        if missing := ids - {row.id for row in rows}:
            # What they may have been meant to be.
            rows = self._judged(ids | set(self.near(missing)))
        merging = Merging(decisions, rows, frozenset(references))
        stays = [
            (id, first, slot_of(first, self._slots))
            for first, *others in merging.judgements.clusters for id in (first, *others)
        ]  # fmt: skip
        self._given("canonical", _CANONICAL, stays)
        return merging

    def _judged(self, ids: set[str]) -> list[Entity]:
        self._given("asked", _IDS, [(id,) for id in sorted(ids)])
        decode = msgspec.msgpack.Decoder(Entity).decode
        return [decode(bytes(record)) for (record,) in self._engine.rows(sql("judged"))]

    def near(self, wrong: Iterable[str]) -> list[str]:
        """The ids of entities that some wrong ids may have been meant to be."""
        meant = alike(wrong)
        at = COLUMNS["things"].get_field_index("id")
        found: dict[str, None] = {}
        for path in sorted((self._folder / "things").glob("*.parquet")):
            found |= dict.fromkeys(id for row in read_rows(path) if meant(id := row[at]))
        return [*found]

    def find(self, done: Callable[[], None]) -> None:
        """Finds what the graph holds, and what each partition has to be told.

        Args:
            done: called after each step.
        """
        self._step("linked", done)
        for name in ("above", "below", "needed"):
            self._view(name)
        self._step("used_first", done)
        self._grow("used_first", "above", "used_within", True, done)
        self._grow("used_within", "needed", "used", True, done)
        self._step("abroad_first", done)
        self._grow("abroad_first", "below", "abroad", False, done)
        self._step("foreign_partners", done)
        for name, by in (("given", "part"), ("again", "part"), ("lost", "part"), ("described", "slot")):
            self._engine.write(sql(name), self._folder / name, by)
            done()

    def never_told(self) -> list[Problem]:
        """Rows that restate what no row says."""
        return [
            never_told(file, _TOLD[kind], line, restates)
            for kind, _, line, restates, file in self._engine.rows(sql("never_told"))
        ]

    def _step(self, name: str, done: Callable[[], None]) -> None:
        self._view(name)
        done()

    def _view(self, name: str) -> None:
        self._engine.write(sql(name), self._folder / name)
        self._engine.table(name, self._folder / name)

    def _given(self, name: str, columns: object, rows: Sequence[Sequence[object]]) -> None:
        write_rows(self._folder / name / "all.parquet", columns, rows)
        self._engine.table(name, self._folder / name)

    def _grow(self, first: str, edges: str, name: str, with_first: bool, done: Callable[[], None]) -> None:
        """Makes a table of what is reached from another along some edges, however far.

        No engine's recursion is used: Spark's and DuckDB's differ, and few steps are needed.
        """
        engine, folder = self._engine, self._folder / name
        engine.table("frontier", self._folder / first)
        engine.write(sql("reached_first" if with_first else "reached_none"), folder / "0")
        engine.table(name, folder)
        engine.table("reached", folder)
        engine.table("edges", self._folder / edges)
        step = 0
        while True:
            step += 1
            engine.write(sql("grown"), folder / str(step))
            engine.table("frontier", folder / str(step))
            engine.table("reached", folder)
            engine.table(name, folder)
            [(count,)] = engine.rows("SELECT COUNT(*) FROM frontier")
            done()
            if not count:
                return
