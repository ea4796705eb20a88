"""What may be the same thing: names of a report and those of reference tables and other reports, two by two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from skillgraph.deciding.fields import spans
from skillgraph.deciding.proposals import Proposal
from skillgraph.deciding.report import Report
from skillgraph.extract.rows import rows_of
from skillgraph.extract.twins import twins
from skillgraph.model.problems import Problem
from skillgraph.model.records import Entity
from skillgraph.review.resolving import Resolving
from skillgraph.tables.asking import known_ids
from skillgraph.tables.opening import default_loaders

_STATUS = {"same": "accepted", "different": "rejected", "unsure": "unsure", "skip": "skipped"}
#: Said of a short form of a longer name in one report.
_CALLED = ("已知事物有这个名称，或名称相近", "a known thing is called so, or nearly so")
_SHORT = ("一个可能是另一个的简称", "one may be the short form of the other")


def pairs(report: Report, folders: Sequence[Path]) -> list[Proposal]:
    """The pairs that a person is asked about, and those that were decided on.

    Args:
        report: under review.
        folders: of all reports under review.

    Raises:
        DataError: a table has rows that can't be read.
    """
    own = {folder.resolve() for folder in folders}
    others = [folder for folder in default_loaders() if folder.resolve() not in own]
    resolving = Resolving([*others, *folders])
    found: dict[tuple[str, str], Proposal] = {}
    for c in resolving.candidates():
        if report.id in c.left.sources | c.right.sources:
            told = round(c.score, 3), c.words("zh"), c.words("en"), c.warning
            found[c.left.id, c.right.id] = _pair(report, resolving, c.left.id, c.right.id, *told)
    for known, id in _asked(report):
        judged = resolving.judgements.judged(known, id)
        if judged is None and not {(known, id), (id, known)} & found.keys() and known in resolving.names:
            found[known, id] = _pair(report, resolving, known, id, None, *_CALLED, "")
    for short, long in twins(list(_named(report))):
        judged = resolving.judgements.judged(short.id, long.id)
        if judged is None and not {(short.id, long.id), (long.id, short.id)} & found.keys():
            found[long.id, short.id] = _pair(report, resolving, long.id, short.id, None, *_SHORT, "")
    for name in report.fold.of_item:
        kind, _, ids = name.partition("/")
        left, _, right = ids.partition("/")
        if kind == "same" and (left, right) not in found and report.fold.last(name) is not None:
            found[left, right] = _pair(report, resolving, left, right, None, "", "", "")
    return sorted(found.values(), key=lambda p: (-(p.score or 0), p.item))


def _asked(report: Report) -> Iterator[tuple[str, str]]:
    """The known things that a name may be, by the question of its row, each with the row's id."""
    for (table, id), asked in report.state.asked.items():
        row = report.state.rows.get((table, id))
        if table == "entities.csv" and row is not None and row["status"] != "rejected":
            for known in known_ids(asked["question"]):
                yield known, id


def _named(report: Report) -> Iterator[Entity]:
    problems: list[Problem] = []
    for row in rows_of(report.folder, problems)["entities.csv"]:
        if isinstance(row, Entity) and row.status != "rejected" and row.mentions:
            yield row


def _pair(
    report: Report, resolving: Resolving, left: str, right: str, score: float | None, zh: str, en: str, warning: str
) -> Proposal:
    name = f"same/{left}/{right}"
    last = report.fold.last(name)
    sides = {side: _side(report, resolving, id) for side, id in (("left", left), ("right", right))}
    return Proposal(
        item=name, kind="same", id=f"{left}/{right}", status=_STATUS.get(last.do, "open") if last else "open",
        by=last.by if last else "", at=last.at if last else "", part="same", score=score, group="same",
        passages=sides["right"]["mentions"] or sides["left"]["mentions"],
        reads=f"{sides['left']['name']} = {sides['right']['name']}", reasons_zh=zh, reasons=en, warning=warning,
        fields={**sides, "decision": last.do if last and last.do in _STATUS and last.do != "skip" else ""},
    )  # fmt: skip


def _side(report: Report, resolving: Resolving, id: str) -> dict[str, Any]:
    row = report.state.rows.get(("entities.csv", id))
    entities = resolving.of(id)
    return {
        "id": id, "name": row["name"] if row else resolving.names.get(id, id),
        "classes": list(dict.fromkeys(c for e in entities for c in e.classes)),
        "from": list(dict.fromkeys(e.source for e in entities)),
        "mentions": [list(span) for span in spans(row["mentions"])] if row else [],
    }  # fmt: skip
