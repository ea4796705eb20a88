"""Corrections and additions to the rows of a report, held to the rules of its tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skillgraph.deciding.errors import NotDone
from skillgraph.deciding.fields import TABLES, cells_of, spans
from skillgraph.deciding.naming import Naming
from skillgraph.deciding.reading import interval
from skillgraph.deciding.rules import wrong
from skillgraph.deciding.state import Cells
from skillgraph.extract.mentions import bare
from skillgraph.extract.rows import figure_id, indicator_id, kind_id, relation_id, statement_key, words_in
from skillgraph.language.passages import fold
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Observation, Statement
from skillgraph.model.terms import ENTITY, INDICATOR

_INDICATORS = ontology().below(INDICATOR)


class Editor(Naming):
    """Changes rows as a person says."""

    def accept(self, kind: str, id: str, fields: Mapping[str, Any]) -> None:
        """Accepts a row, with corrections if there are any.

        Raises:
            NotDone: what it would say then breaks a rule.
        """
        row = self.row(kind, id)
        if kind != "section":
            row["status"] = "reviewed"
        self.correct(kind, row, fields)

    def correct(self, kind: str, row: Cells, fields: Mapping[str, Any]) -> None:
        """Changes fields of a row."""
        given = dict(fields)
        turn = given.pop("turn", False)
        if kind == "name" and "at" in given:
            merged = self.moved(row, given.pop("at"), given.pop("to", None), given.pop("everywhere", True))
            if merged is not None:
                row = merged
        if kind == "figure" and given.get("figure") and "value" not in given:
            given = {**(self.figure(given["figure"]) or {}), **given}
        if "time" in given and not {"start", "end"} & given.keys() and isinstance(given["time"], str):
            given["start"], given["end"] = interval(given["time"].strip())
        row |= cells_of(kind, self._with_ids(given, row), self.text)
        if turn:
            if kind != "relation":
                raise NotDone("bad", f"a {kind} has no direction that could be turned round")
            row["subject"], row["object"] = row["object"], row["subject"]
        self._narrow(row)
        self.held(kind, row)

    def figure(self, span: Any) -> dict[str, Any] | None:
        """The figure in a passage, as fields."""
        return self.reading.figure((span[0], span[1])) if cells_of("figure", {"figure": span}, self.text) else None

    # additions

    def add(self, kind: str, fields: Mapping[str, Any]) -> Cells:
        """Adds a row that is accepted; one that says the same already is accepted instead.

        Raises:
            NotDone: a field is missing, or breaks a rule.
        """
        match kind:
            case "name":
                return self.add_name(fields)
            case "relation":
                return self._add_relation(fields)
            case "figure":
                return self._add_figure(fields)
        raise NotDone("bad", f"what is added is a name, a relation or a figure, not {kind!r}")

    def _add_relation(self, fields: Mapping[str, Any]) -> Cells:
        row = {"modality": "actual", "basis": "stated", "status": "reviewed"}
        given = {**fields}
        if "time" in given and not {"start", "end"} & given.keys() and isinstance(given["time"], str):
            given["start"], given["end"] = interval(given["time"].strip())
        row |= cells_of("relation", self._with_ids(given, row), self.text)
        for column in ("subject", "predicate"):
            if not row.get(column):
                raise wrong(column, "empty; it needs a value")
        row.setdefault("evidence", self._between(row["subject"], row.get("object", "")))
        row["id"] = "new"
        self._narrow(row)
        record = self.held("relation", row)
        assert isinstance(record, Statement)
        for there in self.state.tables["statements.csv"]:
            other = self.record("relation", there)
            if isinstance(other, Statement) and (*statement_key(other), other.text) == (
                *statement_key(record), record.text,
            ):  # fmt: skip
                there["status"] = "reviewed"
                return there
        return self._added("relation", row, relation_id(record))

    def _add_figure(self, fields: Mapping[str, Any]) -> Cells:
        if "figure" not in fields:
            raise wrong("figure", "the passage of the number is needed")
        read = self.figure(fields["figure"]) or {"bound": "exact", "modality": "actual", "unit": "unit-none"}
        given = {"evidence": [list(self.reading.sentence(tuple(fields["figure"])))], **read, **fields}
        if "time" in fields and not {"start", "end"} & fields.keys() and isinstance(fields["time"], str):
            given["start"], given["end"] = interval(fields["time"].strip())
        row = {"status": "reviewed", **cells_of("figure", {"figure": given["figure"]}, self.text)}
        row |= cells_of("figure", self._with_ids(given, row), self.text)
        there = next((r for r in self.state.tables["observations.csv"] if r["figure"] == row["figure"]), None)
        if there is not None:
            there |= row
            self.held("figure", there)
            return there
        row["id"] = "new"
        record = self.held("figure", row)
        assert isinstance(record, Observation)
        return self._added("figure", row, figure_id(spans(row["figure"])[0], self.name_of(record.indicator)))

    def _added(self, kind: str, row: Cells, id: str) -> Cells:
        table = TABLES[kind]
        if (there := self.state.rows.get((table, id))) is not None:
            there |= {**row, "id": id}
            return there
        self.state.add(table, {**row, "id": id})
        return self.state.rows[table, id]

    def _between(self, subject: str, object: str) -> str:
        """The sentence in which two things stand nearest to each other, as a cell."""
        ends = [spans(self.mentions_of(id)) for id in (subject, object) if id]
        if not all(ends) or not ends:
            raise wrong("evidence", "the passage that states it is needed")
        one, other = min(((a, b) for a in ends[0] for b in ends[-1]), key=lambda ab: abs(ab[0][0] - ab[1][0]))
        whole = self.reading.sentence((min(one[0], other[0]), max(one[1], other[1])))
        return cells_of("relation", {"evidence": [list(whole)]}, self.text)["evidence"]

    # what fields refer to

    def _with_ids(self, fields: Mapping[str, Any], row: Cells) -> dict[str, Any]:
        """The fields with ids in place of what is called by its name, whose rows are added."""
        found = {}
        for field, value in fields.items():
            if isinstance(value, dict):
                name = next((value[key] for key in ("name", "kind") if key in value), "")
                if not isinstance(name, str) or not name.strip() or len(name) > 200:
                    raise wrong(field, f"{value!r} is neither an id nor a name")
                at = spans(row.get("figure") or row.get("evidence", ""))
                at = at or [tuple(s) for s in (fields.get("evidence") or [])[:1]]
                is_kind = "kind" in value
                value = self._kind(name, at, value.get("class", ENTITY)) if is_kind else self._indicator(name, at)
            elif field in ("subject", "object", "about", "signed_by") and isinstance(value, str):
                self.confirm(value)
            found[field] = value
        return found

    def _narrow(self, row: Cells) -> None:
        """Gives kinds of things, of which extraction says no class, the one that a relation asks of its ends."""
        relation = ontology().relations.get(row.get("predicate", ""))
        if relation is None:
            return
        for column, wanted in (("subject", relation.domain), ("object", relation.range)):
            end = self.state.rows.get(("entities.csv", row.get(column, "")))
            if end is None or (end["existence"], end["class"]) != ("kind", ENTITY):
                continue
            possible = [name for name in wanted if name in ontology().entity_classes]
            if possible and ontology().all_classes((ENTITY,), "kind").isdisjoint(wanted):
                end["class"] = possible[0]

    def _kind(self, name: str, at: list[tuple[int, int]], class_: str) -> str:
        """The row of a kind of thing, which is added if there is none."""
        key = bare(fold(name))
        for row in self.state.tables["entities.csv"]:
            if row["existence"] == "kind" and key in self.keys(row):
                return row["id"]
        id = kind_id(key, self.id)
        self._serving(id, class_, "kind", name, at)
        return id

    def _indicator(self, name: str, at: list[tuple[int, int]]) -> str:
        """The indicator of a name, or a row for a new one."""
        key = bare(fold(name))
        for entity in self.known.by_name.get(key, ()):
            if not _INDICATORS.isdisjoint(entity.classes):
                return entity.id
        for row in self.state.tables["entities.csv"]:
            if not _INDICATORS.isdisjoint(row["class"].split("|")) and key in self.keys(row):
                return row["id"]
        self._serving(indicator_id(key), INDICATOR, "individual", name, at)
        return indicator_id(key)

    def _serving(self, id: str, class_: str, existence: str, name: str, at: list[tuple[int, int]]) -> None:
        """Adds a row that serves others, with its words near to where it is needed, else in the whole text."""
        near = words_in(self.text, name, self.reading.sentence(at[0])) if at else None
        places = [near] if near else self.reading.places(name, ())
        if not places:
            raise wrong("name", f"{name!r} does not stand in the text")
        fields = {"name": name, "classes": [class_], "existence": existence, "mentions": [list(p) for p in places]}
        self.held("name", self._added("name", {"status": "extracted", **cells_of("name", fields, self.text)}, id))
