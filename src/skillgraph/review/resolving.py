"""What is the same thing in some loaders: their tables are read, candidates found, a person's decisions taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from skillgraph.model.errors import DataError
from skillgraph.model.problems import Problem
from skillgraph.model.records import Entity, Statement
from skillgraph.resolve.candidates import ASKING, Candidate, candidates, essential
from skillgraph.resolve.decisions import DECISIONS, Decision, append_decisions, read_decisions
from skillgraph.resolve.judgements import Judgements
from skillgraph.resolve.own_list import read_list
from skillgraph.resolve.places import Places
from skillgraph.resolve.sheet import new_decisions, read_sheet
from skillgraph.resolve.sssom import SUFFIX, read_sssom
from skillgraph.resolve.things import things
from skillgraph.tables.build import raise_problems
from skillgraph.tables.opening import decision_tables, open_loader


class Resolving:
    """The things of some loaders and what was decided on them.

    Args:
        folders: of the loaders; decisions lie in the table beside them.

    Raises:
        DataError: a table has rows that can't be read.

    Example:
        >>> from skillgraph.model.home import home
        >>> Resolving([home() / "loaders" / "countries"]).candidates()
        []
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        problems: list[Problem] = []
        self.decisions: list[Decision] = []
        for table in decision_tables(folders):
            self.decisions += read_decisions(table, problems)
        loaders = [open_loader(folder) for folder in folders]
        loaders.sort(key=lambda loader: (loader.document.kind == "report", loader.document.id))
        self.tables = frozenset(loader.document.id for loader in loaders if loader.document.kind != "report")
        self._entities: list[Entity] = []
        self._statements: list[Statement] = []
        for loader in loaders:
            self._entities += (entity for _, entity in loader.entities(problems))
            self._statements += (statement for _, statement in loader.statements(problems))
        raise_problems(problems)
        self.places = Places(self._entities, self._statements)
        self.names = {entity.id: entity.name for entity in reversed(self._entities)}
        self.judgements = self._judgements()

    def _judgements(self, more: Iterable[Decision] = ()) -> Judgements:
        references = {entity.id for entity in self._entities if entity.source in self.tables}
        return Judgements.of([*self.decisions, *more], references)

    def candidates(
        self,
        above: float = ASKING,
        *,
        unsure: bool = False,
        against: Path | None = None,
        scheme: str = "",
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> list[Candidate]:
        """What a person is to be asked, the surest first, less what follows from surer answers.

        Args:
            above: the least score.
            unsure: whether pairs that a person could not tell are listed too.
            against: a list of one's own; then only its rows are compared with the things of the loaders.
            scheme: of the identifiers in that list.
            progress: called now and then with how many pairs are compared, and how many there are.
        """
        found = things(self._entities, self._statements, self.places, self.judgements.canonical)
        for id, thing in found.items():
            thing.identifiers = {**dict(self.judgements.identifiers(id)), **thing.identifiers}
        listed = read_list(against, scheme, self.places) if against is not None else {}
        known = {f"{s}:{value}" for thing in found.values() for s, value in thing.identifiers.items()}
        listed = {id: thing for id, thing in listed.items() if id not in known}
        if against is not None and not listed:
            return []
        told = candidates(
            {**found, **listed}, self.places, self.judgements, above, unsure=unsure, apart=self.tables, listed=listed,
            progress=progress,
        )  # fmt: skip
        return told if listed else essential(told)

    def of(self, id: str) -> list[Entity]:
        """The rows that describe a thing, whatever loader they stand in."""
        return [entity for entity in self._entities if entity.id == id]

    def take(self, sheet: Path, by: str, table: Path) -> list[Decision]:
        """Appends what a person decided in a sheet, or in an SSSOM file, to a table of decisions.

        Args:
            sheet: the sheet; what it said before adds nothing.
            by: who decided.
            table: decisions.csv, which is made if it is not there.

        Returns:
            What was added.

        Raises:
            DataError: the sheet can't be read, is about things that are not there, or contradicts what was decided;
                nothing was added then.
        """
        read = read_sssom if sheet.suffix == SUFFIX else read_sheet
        new = new_decisions(read(sheet, by, date.today().isoformat()), self.decisions)
        problems = [*self._unknown(new)]
        before = {problem.message for problem in self.judgements.clashes}
        problems += [p for p in self._judgements(new).clashes if p.message not in before]
        if problems:
            raise DataError("\n".join([*map(str, problems[:20]), "nothing was taken"]))
        if new:
            append_decisions(table, new)
            self.decisions += new
            self.judgements = self._judgements()
        return new

    def _unknown(self, decisions: Iterable[Decision]) -> Iterator[Problem]:
        for decision in decisions:
            for column, id in (("left", decision.left), ("right", "" if decision.identifier else decision.right)):
                if id and id not in self.names:
                    yield Problem(decision.file, decision.row, column, f"{id!r} is no thing of these loaders")


def table_for(folders: Sequence[Path]) -> Path:
    """The table beside the last of some loaders' folders: one's own come after the reference tables."""
    own = [folder for folder in folders if folder.is_dir()]
    return own[-1].resolve().parent / DECISIONS
