"""What can be done with a graph on a server, whatever the server; what a push would do is decided before it writes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Generic, Self, TypeVar

import msgspec

from skillgraph.graph.folder import GraphFolder
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.problems import unknown
from skillgraph.model.records import Document, Record

#: How a push says how much it wrote.
Amount = TypeVar("Amount")


class SourceState(msgspec.Struct, frozen=True):
    """What a push would do with a source: `there` is `no`, `same` (version) or `other` (version)."""

    source: str
    kind: str
    there: str
    action: str


class PushTarget(ABC, Generic[Amount]):
    """A server, and the graph of skillgraph on it: written, taken out again and read back, a source at a time.

    Args:
        uri: of the server.
        holder: what the user calls the place that is pushed to, for the messages.
    """

    def __init__(self, uri: str, holder: str) -> None:
        self.uri = uri
        self._holder = holder

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Closes the connection."""

    @abstractmethod
    def documents(self) -> dict[str, Document]:
        """The sources that are on the server, by id.

        Raises:
            UsageError: the server is not there or does not let this user in.
            QueryError: there is no such database.
        """

    def plan(self, graph: GraphFolder, replace: Sequence[str] = ()) -> list[SourceState]:
        """What a push would do, a source each; nothing is written.

        Raises:
            UsageError: a source to replace is not in the graph, a report is on the server in another version, or what
                another source restates would be taken out.
        """
        there = self.documents()
        states = plan_push(graph.documents, there, replace, self._holder)
        for state in states:
            if state.action == "replace" and state.there != "no":
                self._check_restated(state.source, graph.documents, "push a graph that holds both")
        return states

    def push(
        self,
        graph: GraphFolder,
        replace: Sequence[str] = (),
        progress: Callable[[int], None] = lambda records: None,
    ) -> Amount:
        """Writes a graph; what is there already is brought up to date, and sources that the graph lacks stay.

        Whatever ends a push, pushing again completes it.

        Args:
            graph: what to write.
            replace: sources whose former version is taken out.
            progress: called with the number of records that were written since the last call.

        Returns:
            How much was written.

        Raises:
            UsageError: as `plan`; also if the server can only be read, is an ArcadeDB, or went away for good.
            DataError: a constraint of the database stands against the graph.
        """
        return self._write(graph, self.plan(graph, replace), progress)

    def remove(self, source: str) -> int:
        """Takes a source's facts, figures and descriptions out; what another source says stays.

        Args:
            source: its id.

        Returns:
            How many entities that only this source describes stay, because facts of other sources refer to them.

        Raises:
            UsageError: as `check_removal`.
        """
        self.check_removal(source)
        return self._take_out(source)

    def check_removal(self, source: str) -> None:
        """Whether a source can be taken out; nothing is written.

        Raises:
            UsageError: the server has no such source, or another one restates what it says.
        """
        there = self.documents()
        if source not in there:
            raise UsageError(f"{unknown('source', source, there)}; {self._holder} has {_listed(there)}")
        self._check_restated(source, (), "take out what restates it first, or push that again without restating")

    def _check_restated(self, source: str, together: Collection[str], advice: str) -> None:
        """Refuses to leave restatements of what is nowhere told, which no fact and no observation would tell."""
        others = {other: n for other, n in self._restating(source).items() if other not in together}
        if others:
            told = ", ".join(f"{other} restates {n} statements or figures of it" for other, n in sorted(others.items()))
            raise UsageError(f"{source} can't be taken out of {self._holder}: {told}; {advice}")

    @abstractmethod
    def pull(self) -> Iterator[Record]:
        """The records that the server holds, in the order of a built graph.

        Raises:
            DataError: what is there is not whole.
            UsageError: there is no graph of skillgraph on the server, or others write it meanwhile.
        """

    def _changed(self) -> UsageError:
        """The error for a graph that others write while it is read."""
        return UsageError(f"{self.uri}: another push or removal was at work there meanwhile; pull again")

    @abstractmethod
    def _write(self, graph: GraphFolder, states: list[SourceState], progress: Callable[[int], None]) -> Amount:
        """Writes a graph as planned."""

    @abstractmethod
    def _restating(self, source: str) -> dict[str, int]:
        """The other sources that restate what a source says, and how many statements and figures of theirs do."""

    @abstractmethod
    def _take_out(self, source: str) -> int:
        """Takes out a source that is there."""


def check_same(id: str, field: str, ours: object, theirs: object, sources: Iterable[str], holder: str) -> None:
    """Refuses to give a thing of the server a second meaning.

    Args:
        id: of the thing, here and there.
        field: what is compared.
        ours: what the graph that is pushed says of it.
        theirs: what the server says.
        sources: that say so there.
        holder: what the user calls the place that is pushed to.

    Raises:
        DataError: they differ.
    """
    if ours != theirs:
        raise DataError(
            f"{field} of {id!r} is {ours!r} here and {theirs!r} in {holder} ({', '.join(sources)}); "
            "the same id is the same thing"
        )


def plan_push(
    documents: Mapping[str, Document], there: Mapping[str, Document], replace: Sequence[str], holder: str
) -> list[SourceState]:
    """What a push would do, a source each.

    Args:
        documents: the sources of the graph that is pushed.
        there: the sources that the server holds.
        replace: sources whose former version is to be taken out.
        holder: what the user calls the place that is pushed to, for the messages.

    Raises:
        UsageError: a source to replace is not in the graph, or a report is there in another version.

    Example:
        >>> plan_push({"r": Document("r", "报告", "Report")}, {}, [], "the database")
        [SourceState(source='r', kind='report', there='no', action='write')]
    """
    for source in replace:
        if source not in documents:
            raise UsageError(f"{unknown('source', source, documents)}; the graph has {_listed(documents)}")
    states = [_state(d, there.get(d.id), d.id in replace) for d in documents.values()]
    if refused := [s.source for s in states if s.action == "refused"]:
        options = " ".join(f"--replace {source}" for source in refused)
        raise UsageError(
            f"{', '.join(refused)}: {holder} holds another version, of which facts could stay behind: "
            f"push with {options}"
        )
    return states


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(sorted(ids)) or "none"


def _state(document: Document, there: Document | None, replaced: bool) -> SourceState:
    # A source whose removal left something behind has no version any more.
    same = there is not None and there.tables_sha256 in ("", document.tables_sha256)
    state = "no" if there is None else "same" if same else "other"
    if replaced:
        action = "replace"
    elif state == "other" and document.kind == "report":
        action = "refused"
    else:
        # Of a reference table, each graph holds the rows that its reports use.
        action = "write" if state == "no" else "update"
    return SourceState(document.id, document.kind, state, action)
