"""The rows of a report as a page shows them: each with its passages, its state, and who decided on it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

import msgspec

from skillgraph.deciding.events import ROW, Event
from skillgraph.deciding.fields import KINDS, fields_of, item, spans
from skillgraph.deciding.fold import Fold
from skillgraph.deciding.report import Report
from skillgraph.deciding.rules import record_of
from skillgraph.deciding.state import SECTIONS, Cells, State
from skillgraph.deciding.wishes import Filter
from skillgraph.extract.review import Sheet
from skillgraph.model.records import Section
from skillgraph.tables.asking import ASSERTED, QUESTION, in_language, is_answered_by_names, questions, with_names
from skillgraph.tables.review_sheet import place_of, said, serves_others

#: What a row's status is called where nobody looked at it, or somebody did.
_CALLED = {"extracted": "open", "reviewed": "accepted", "accepted": "unread"}
#: The order of kinds in which a person is asked: relations and figures need names.
_ASKED = ("name", "relation", "figure", "same", "doubt")
#: The most milliseconds that count for one decision: who goes away does not decide.
LONGEST = 120_000
#: Milliseconds that a decision takes, as long as nobody has made one.
_EXPECTED = {"name": 6_000, "relation": 8_000, "figure": 10_000, "same": 8_000, "doubt": 6_000}
_STATES = ("open", "skipped", "accepted", "edited", "added", "rejected", "unread", "annotated", "unsure")


class Proposal(msgspec.Struct, kw_only=True):
    """What a person is asked about, or was: a row of a table, a pair of things, or a passage.

    Args:
        item: how it is called.
        kind: name, relation, figure, section, same or doubt.
        id: of the row.
        version: of the row; another one once a cell of it changed.
        status: open, skipped, accepted, edited, added, rejected, unread, annotated, unsure, or none.
        by: who decided last.
        at: when.
        part: of the sheet.
        score: how sure extraction is.
        group: what the next of the same is found by: class, predicate or indicator.
        rule: what says it: of a relation its basis.
        passages: of the text.
        reads: what it says.
        doubts: what extraction asks, in English.
        doubts_zh: and in Chinese.
        serves: whether it comes along with the rows that need it.
        conflict: the event that stands, where people differ.
        fields: of the row.
        reasons_zh: why two may be the same, in Chinese.
        reasons: and in English.
        warning: what speaks against it, in English.
        warning_zh: and in Chinese.
    """

    item: str
    kind: str
    id: str
    version: str = ""
    status: str = "open"
    by: str = ""
    at: str = ""
    part: str
    score: float | None = None
    group: str
    rule: str = ""
    passages: list[list[int]] = []
    reads: str = ""
    doubts: list[str] = []
    doubts_zh: list[str] = []
    serves: bool = False
    conflict: str = ""
    fields: dict[str, Any] = {}
    reasons_zh: str = ""
    reasons: str = ""
    warning: str = ""
    warning_zh: str = ""


def proposals(report: Report, names: dict[str, str]) -> list[Proposal]:
    """All rows of a report, decided ones too, and passages that only a question is about, in the order of the text.

    Args:
        report: under review.
        names: what things are called that are no rows of the report.
    """
    state, fold = report.state, report.fold
    called = {**names, **{row["id"]: row["name"] for row in state.tables["entities.csv"]}}
    sheet = Sheet(report.id, "", called, {}, set())
    clashes = _clashes(report)
    found = [
        _proposal(table, row, report, sheet, called, clashes)
        for table, rows in state.tables.items() for row in rows
    ]  # fmt: skip
    found += _doubts(state, fold)
    return sorted(found, key=lambda p: (p.passages or [[0, 0]], _ASKED.index(p.kind) if p.kind in _ASKED else 9))


def _proposal(
    table: str, row: Cells, report: Report, sheet: Sheet, called: Mapping[str, str],
    clashes: Mapping[tuple[str, str], str],
) -> Proposal:  # fmt: skip
    state, fold, source = report.state, report.fold, report.id
    kind, id = KINDS[table], row["id"]
    fields = fields_of(kind, row)
    asked = state.asked.get((table, id), {})
    record, problems = record_of(kind, row, source)
    doubts = [with_names(in_language(one, "en"), called) for one in questions(asked.get("question", ""))]
    last = _last(fold, table, id)
    if kind == "section":
        fields = {"heading": row["heading"], "level": row["level"], **fields}
    return Proposal(
        item=item(table, id), kind=kind, id=id, version=report.remembered(table, row),
        status=_status(table, row, fold), by=last.by if last else "", at=last.at if last else "",
        part=in_language(asked.get("part", ""), "en") or (ASSERTED if kind == "relation" else kind),
        score=_score(asked.get("score", "")),
        group=_group(kind, fields), rule=fields["basis"] if kind == "relation" else "", passages=_passages(kind, row),
        reads="" if problems or isinstance(record, Section) else sheet.words(record),
        doubts=doubts, doubts_zh=_in_chinese(doubts),
        serves=table == "entities.csv" and serves_others(row), conflict=clashes.get((table, id), ""), fields=fields,
    )  # fmt: skip


def _status(table: str, row: Cells, fold: Fold) -> str:
    if table == SECTIONS:
        return "none"
    called = _CALLED.get(row["status"], row["status"])
    if called == "open":
        last = fold.last(item(table, row["id"]))
        return "skipped" if last is not None and last.do == "skip" else "open"
    if called == "accepted":
        for column, traces in fold.cells.get((table, row["id"]), {}).items():
            for trace in traces:
                if column != "status" and fold.is_active(trace.event) and not trace.served and trace.was != trace.now:
                    return "added" if ROW in fold.cells[table, row["id"]] else "edited"
    return called


def _last(fold: Fold, table: str, id: str) -> Event | None:
    """The last event that decided on a row, itself or with what it serves."""
    found = [fold.last(item(table, id))]
    for traces in fold.cells.get((table, id), {}).values():
        found += [next((t.event for t in reversed(traces) if fold.is_active(t.event)), None)]
    return max((event for event in found if event is not None), key=lambda e: e.order, default=None)


def _score(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def _group(kind: str, fields: dict[str, Any]) -> str:
    """What the next of the same is found by."""
    if kind == "name":
        return str(next(iter(fields["classes"]), ""))
    return str(fields.get({"relation": "predicate", "figure": "indicator"}.get(kind, ""), kind))


def _passages(kind: str, row: Cells) -> list[list[int]]:
    column = {"name": "mentions", "relation": "evidence", "figure": "figure", "section": "span"}[kind]
    return [list(span) for span in spans(row[column] or row.get("evidence", ""))]


def _doubts(state: State, fold: Fold) -> Iterator[Proposal]:
    """What the sheet asks about passages that gave no row."""
    asked: dict[tuple[int, int], list[str]] = {}
    written: dict[tuple[int, int], set[str | None]] = {}
    for row in state.sheet:
        if (place := place_of(row)) is not None and in_language(row["part"], "en") == QUESTION:
            asked.setdefault(place, []).extend(questions(in_language(row["question"], "en")) or [""])
            written.setdefault(place, set()).add(said(row["decision"]))
    taken = _Taken(
        span for table in ("entities.csv", "observations.csv") for row in state.tables[table]
        if row["status"] == "reviewed" for span in spans(row["mentions" if table == "entities.csv" else "figure"])
    )  # fmt: skip
    for (start, end), doubts in asked.items():
        name = f"doubt/{start}-{end}"
        last = fold.last(name)
        status = {"skip": "skipped", "reject": "rejected"}.get(last.do, "open") if last else "open"
        if status != "rejected" and None not in (told := written[start, end]):
            status = "accepted" if "reviewed" in told else "rejected"
        named = taken.within(start, end) and all(map(is_answered_by_names, doubts))
        if status != "rejected" and named:
            status = "accepted"
        yield Proposal(
            item=name, kind="doubt", id=f"{start}-{end}", status=status, by=last.by if last else "",
            at=last.at if last else "", part="question", group=doubts[0], passages=[[start, end]], doubts=doubts,
            doubts_zh=_in_chinese(doubts),
        )  # fmt: skip


class _Taken:
    """Where names and figures stand that were accepted.

    Args:
        spans: of them, in any order.
    """

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        # Of each and all behind it, where the first one ends.
        self._ends = list(accumulate((end for _, end in reversed(ordered)), min))[::-1]

    def within(self, start: int, end: int) -> bool:
        """Whether one of them lies in a passage."""
        at = bisect_left(self._starts, start)
        return at < len(self._ends) and self._ends[at] <= end


def _in_chinese(doubts: Iterable[str]) -> list[str]:
    """The same questions in Chinese; the sheet may ask in another language than its reader's."""
    return [in_language(one, "zh") for one in doubts]


def _clashes(report: Report) -> dict[tuple[str, str], str]:
    """The event that stands in each row on which people, or a table and people, differ."""
    found = {(q.table, q.id): q.event for q in report.questions}
    return found | {conflict.row: conflict.second.event for conflict in report.fold.conflicts}


def progress(found: Iterable[Proposal], fold: Fold) -> dict[str, Any]:
    """How many of each kind are in which state, how many minutes that took, and how many are left."""
    counts: dict[str, Any] = {kind: dict.fromkeys(_STATES, 0) for kind in _ASKED}
    for p in found:
        if p.kind in counts and not p.serves:
            counts[p.kind][p.status] += 1
    spent = [(e, min(e.ms, LONGEST)) for e in fold.events if e.ms > 0]
    left = 0.0
    for kind in _ASKED:
        of_kind = [(ms, len(e.items)) for e, ms in spent if e.items and e.items[0].startswith(f"{kind}/")]
        mean = sum(ms for ms, _ in of_kind) / sum(n for _, n in of_kind) if of_kind else _EXPECTED[kind]
        left += mean * (counts[kind]["open"] + counts[kind]["skipped"])
    open_ = sum(counts[kind]["open"] + counts[kind]["skipped"] for kind in _ASKED)
    decided = sum(sum(counts[kind].values()) for kind in _ASKED) - open_
    minutes = sum(ms for _, ms in spent) / 60_000
    return {
        **counts, "open": open_, "decided": decided, "minutes": round(minutes, 1),
        "minutes_left": round(left / 60_000, 1),
    }  # fmt: skip


def ordered(found: Iterable[Proposal], order: str) -> list[Proposal]:
    """What is open, in the order in which a person is asked; what was skipped comes last.

    Args:
        found: all proposals.
        order: `doubt`: the least sure first; `sure`: the surest; `text`: by place.
    """
    open_ = [p for p in found if p.status in ("open", "skipped") and p.kind in _ASKED and not p.serves]

    def key(p: Proposal) -> tuple[Any, ...]:
        score = 0.0 if p.score is None else p.score
        rank: Sequence[Any] = (p.passages,)
        if order != "text":
            rank = (_ASKED.index(p.kind), abs(score - 0.5) if order == "doubt" else -score, p.passages)
        return (p.status == "skipped", *rank, p.item)

    return sorted(open_, key=key)


def following(found: Sequence[Proposal], order: str, like: Proposal | None) -> str | None:
    """The item that comes next: the first of the same kind and group, where one is wished."""
    open_ = ordered(found, order)
    if like is not None:
        same = [p for p in open_ if (p.kind, p.group) == (like.kind, like.group) and p.item != like.item]
        open_ = same or open_
    return open_[0].item if open_ else None


def chosen(found: Iterable[Proposal], wanted: Filter) -> list[Proposal]:
    """What a filter holds, as bulk decisions have it."""
    items = set(wanted.items)
    same = {"kind": wanted.kind, "part": wanted.part, "group": wanted.group, "rule": wanted.rule}
    kept = []
    for p in found:
        score = p.score
        if (
            (p.kind in _ASKED[:3] and not p.serves)
            and (p.status == wanted.status or (wanted.status == "open" and p.status == "skipped"))
            and all(not value or getattr(p, name) == value for name, value in same.items())
            and (wanted.above is None or (score is not None and score >= wanted.above))
            and (wanted.below is None or (score is not None and score < wanted.below))
            and (not wanted.words or wanted.words in p.reads)
            and (not items or p.item in items)
        ):
            kept.append(p)
    return kept
