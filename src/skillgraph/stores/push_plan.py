"""What a push would do with each source, whatever the server: decided before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from skillgraph.errors import UsageError
from skillgraph.model import Document
from skillgraph.problems import unknown


class SourceState(msgspec.Struct, frozen=True):
    """What a push would do with a source: `there` is `no`, `same` (version) or `other` (version)."""

    source: str
    kind: str
    there: str
    action: str


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
            raise UsageError(f"{unknown('source', source, documents)}; the graph has {listed(documents)}")
    states = [_state(d, there.get(d.id), d.id in replace) for d in documents.values()]
    if refused := [s.source for s in states if s.action == "refused"]:
        options = " ".join(f"--replace {source}" for source in refused)
        raise UsageError(
            f"{', '.join(refused)}: {holder} holds another version, of which facts could stay behind: "
            f"push with {options}"
        )
    return states


def require_source(source: str, there: Mapping[str, Document], holder: str) -> None:
    """Raises a UsageError if a source to remove is not there.

    Example:
        >>> require_source("b", {"a": Document("a", "报告", "Report")}, "the database")
        Traceback (most recent call last):
        skillgraph.errors.UsageError: unknown source 'b'; the database has a
    """
    if source not in there:
        raise UsageError(f"{unknown('source', source, there)}; {holder} has {listed(there)}")


def listed(ids: Iterable[str]) -> str:
    """Ids in a message.

    Example:
        >>> listed(["b", "a"]), listed([])
        ('a, b', 'none')
    """
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
