"""Names of a report under review: found again, added, corrected in their bounds, made one with another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skillgraph.deciding.errors import NotDone
from skillgraph.deciding.fields import cells_of, place, spans, spans_cell
from skillgraph.deciding.reading import form
from skillgraph.deciding.rules import REFERRING, Rules, wrong
from skillgraph.deciding.state import Cells
from skillgraph.extract.mentions import bare
from skillgraph.extract.records import FoundEntity
from skillgraph.extract.rows import name_id
from skillgraph.language.names import name_key
from skillgraph.language.passages import fold
from skillgraph.model.records import TAKEN, Entity
from skillgraph.model.terms import ENTITY
from skillgraph.tables.cells import join_list, split_list
from skillgraph.tables.loader import row_of
from skillgraph.tables.review_sheet import serves_others

Span = tuple[int, int]


class Naming(Rules):
    """Changes names."""

    def places(self, words: str) -> list[Span]:
        """Where a name stands other than in longer names."""
        return self.reading.places(words, self._longer(words))

    def confirm(self, id: str) -> None:
        """Accepts a name that a person uses, and gives a known thing a row where the text names it."""
        row = self.state.rows.get(("entities.csv", id))
        if row is not None:
            if row["status"] == "extracted" and not serves_others(row):
                row["status"] = "reviewed"
            return
        known = self.known.by_id.get(id)
        if known is None:
            return
        taken = self._longer(known.name)
        found = {n: at for n in (known.name, *known.aliases) if (at := self.reading.places(n, taken))}
        if found:
            self._add_known(known, tuple(found), sorted({p for at in found.values() for p in at}))

    def add_name(self, fields: Mapping[str, Any]) -> Cells:
        """Adds a name that extraction missed, at all its places; one that is there already is accepted.

        Raises:
            NotDone: a field is missing or wrong.
        """
        given = {key: value for key, value in fields.items() if key != "everywhere"}
        at = cells_of("name", {"mentions": None, **given}, self.text)["mentions"]
        if not at:
            raise wrong("mentions", "the passage of the name is needed")
        first = spans(at)[0]
        words = given.get("name") or form(self.text[slice(*first)])
        places = set(spans(at))
        if fields.get("everywhere", True) and isinstance(words, str):
            places |= set(self.places(words))
        row = self.named(words)
        if row is None:
            classes = given.get("classes") or [""]
            found = FoundEntity("", words, classes[0], mentions=tuple(sorted(places)))
            known, _ = self.known.link(found)
            if known is not None:
                return self._add_known(known, (words,), sorted(places))
            name = bare(fold(words))
            id = name_id(classes[0] or ENTITY, name, self.id, self.known.names_a_place(name))
            row = self.state.rows.get(("entities.csv", id))
            if row is None:
                self.state.add("entities.csv", {"id": id, "existence": "individual"})
                row = self.state.rows["entities.csv", id]
            row |= cells_of("name", {"name": words, **given}, self.text)
        elif given.get("classes"):
            row |= cells_of("name", {"classes": given["classes"]}, self.text)
        row["status"] = "reviewed"
        row["mentions"] = spans_cell(sorted({*spans(row["mentions"]), *places}), self.text)
        self.held("name", row)
        return row

    def moved(self, row: Cells, at: Any, to: Any, everywhere: Any) -> Cells | None:
        """Corrects the bounds of a name, where the same characters stand around in all of its places.

        Args:
            row: of the name.
            at: one of its passages.
            to: the passage that it should be.
            everywhere: whether other places are corrected too.

        Returns:
            The row that it was made one with, if there was one of that name already.
        """
        old, new = place(at, self.text), place(to, self.text)
        there = spans(row["mentions"])
        if old is None or new is None or old not in there:
            raise wrong("mentions", f"{at!r} is none of the passages of this name, or {to!r} no passage of the text")
        left, right, words = new[0] - old[0], new[1] - old[1], self._squeezed(new)
        found = []
        for span in there:
            moved = span[0] + left, span[1] + right
            is_same = span == old or (
                bool(everywhere) and self._squeezed(span) == self._squeezed(old)
                and 0 <= moved[0] < moved[1] <= len(self.text) and self._squeezed(moved) == words
            )  # fmt: skip
            found.append(moved if is_same else span)
        if everywhere:
            found += self.places(words)
        name, before = form(self.text[slice(*new)]), form(self.text[slice(*old)])
        self._rename(row, before, name, is_left=any(self._squeezed(span) == self._squeezed(old) for span in found))
        row["mentions"] = spans_cell(sorted(set(found)), self.text)
        other = self.named(name, row["id"])
        if other is None or serves_others(other) or serves_others(row):
            return None
        return self._made_one(row, other)

    def reject(self, id: str, with_uses: bool) -> None:
        """Rejects a name, and with it what nobody has decided on yet of its relations and figures.

        Raises:
            NotDone: rows that were accepted need it.
        """
        row = self.row("name", id)
        used = [
            (table, r) for table in ("statements.csv", "observations.csv") for r in self.state.tables[table]
            if id in [r.get(column, "") for column in REFERRING] and r["status"] != "rejected"
        ]  # fmt: skip
        needed = [(table, r) for table, r in used if r["status"] in TAKEN]
        if needed and not with_uses:
            kinds = {"statements.csv": "relation", "observations.csv": "figure"}
            uses = [f"{kinds[table]}/{r['id']}" for table, r in needed]
            raise NotDone("in_use", f"{len(uses)} accepted rows are about {row['name']}", uses=uses)
        for _, other in used:
            other["status"] = "rejected"
        row["status"] = "rejected"

    def _add_known(self, known: Entity, forms: tuple[str, ...], places: list[Span]) -> Cells:
        """The row of a known thing in this report."""
        row = self.state.rows.get(("entities.csv", known.id))
        if row is None:
            aliases = tuple(f for f in forms if f != known.name)
            entity = Entity(
                known.id, self.id, known.classes, known.name, known.name_en, known.existence, aliases, status="reviewed"
            )
            self.state.add("entities.csv", row_of(entity))
            row = self.state.rows["entities.csv", known.id]
        row["status"] = "reviewed"
        row["mentions"] = spans_cell(sorted({*spans(row["mentions"]), *places}), self.text)
        self.held("name", row)
        return row

    def named(self, name: str, besides: str = "") -> Cells | None:
        """The row of a name; one that was rejected only where there is no other."""
        key = bare(fold(name))
        rows = [r for r in self.state.tables["entities.csv"] if r["id"] != besides and r["existence"] == "individual"]
        same = [
            r for r in rows if not serves_others(r) and (key in self.keys(r) or name_key(r["name"]) == name_key(name))
        ]
        same = [r for r in same if not besides or r["status"] != "rejected"]
        return min(same, key=lambda r: r["status"] == "rejected", default=None)

    def _longer(self, name: str) -> list[Span]:
        """The passages of longer names, in which a name is not looked for."""
        size = len("".join(name.split()))
        rows = (r for r in self.state.tables["entities.csv"] if r["status"] != "rejected" and not serves_others(r))
        return [span for row in rows for span in spans(row["mentions"]) if len(self._squeezed(span)) > size]

    def _squeezed(self, span: Span) -> str:
        return "".join(self.text[slice(*span)].split())

    @staticmethod
    def _rename(row: Cells, before: str, name: str, is_left: bool) -> None:
        """Gives a row the corrected form of its name in place of the other, or beside it where that one stays."""
        aliases = list(split_list(row["aliases"]))
        if bare(fold(row["name"])) == bare(fold(before)) and not is_left:
            row["name"] = name
        else:
            aliases = [*(a for a in aliases if is_left or bare(fold(a)) != bare(fold(before))), name]
        row["aliases"] = join_list(dict.fromkeys(a for a in aliases if a != row["name"]))

    def _made_one(self, row: Cells, other: Cells) -> Cells:
        """Gives another row all that a row has, which is rejected."""
        other["mentions"] = spans_cell(sorted({*spans(other["mentions"]), *spans(row["mentions"])}), self.text)
        other["status"] = "reviewed"
        for table in ("statements.csv", "observations.csv", "sections.csv"):
            for referring in self.state.tables.get(table, ()):
                for column in REFERRING:
                    if referring.get(column) == row["id"]:
                        referring[column] = other["id"]
        row["status"] = "rejected"
        return other
