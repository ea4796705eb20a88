"""What several statements tell of one thing in time: which end belongs to which beginning."""

from __future__ import annotations

import pytest

from skillgraph.graph.histories import Histories
from skillgraph.model.records import Document, Modality, Statement

ISSUED = {"a": "2020", "b": "2024-09", "c": "2025-03", "undated": "", "odd": "二〇二四年"}
DOCUMENTS = {id: Document(id, id, id, issued=issued) for id, issued in ISSUED.items()}


def told(source: str, start: str = "", end: str = "", **more: object) -> Statement:
    """A statement of a school and a firm."""
    fields = {"subject": "school", "predicate": "partnersWith", "object": "firm"} | more
    return Statement(f"{source}/{start}-{end}-{len(more)}", source, start=start, end=end, **fields)  # type: ignore[arg-type]


SINCE = told("a", "2019")


@pytest.mark.parametrize(
    ("first", "second", "end"),
    [
        (SINCE, told("b", "", "2024-06"), "2024-06"),
        (SINCE, told("b", "", "2024-06", subject="firm", object="school"), "2024-06"),
        (SINCE, told("b", "2024-06", modality="negated"), "2024-06"),
        (SINCE, told("b", "2019", "2024-06"), "2024-06"),
        (told("a"), told("b", "", "2024-06"), "2024-06"),
        (told("a", "2019", "2019"), told("b", "", "2024-06"), "2024-06"),
        (told("undated", "2019"), told("b", "", "2024-06"), "2024-06"),
        (told("c", "2019"), told("odd", "", "2024-06"), "2024-06"),
        (told("a", "2019", qualifiers=(("topic", "焊接"),)), told("b", "", "2024-06"), "2024-06"),
        (told("a", "2024"), told("b", "", "2024-06"), "2024-06"),
        # Not of one history.
        (SINCE, told("b", "", "2024-06", object="other"), ""),
        (SINCE, told("b", "", "2024-06", predicate="locatedIn"), ""),
        # No end.
        (SINCE, told("b", "2024"), ""),
        (SINCE, told("b", "2024", "2024"), ""),
        (SINCE, told("b", modality="negated"), ""),
        (SINCE, told("b", "2024", "2024", modality="negated"), ""),
        (SINCE, told("b", "", "2024-06", modality="planned"), ""),
        (SINCE, told("b", "", "2024-06", status="rejected"), ""),
        # Begun anew, told later, another part of it.
        (told("c", "2025"), told("b", "", "2024-06"), ""),
        (told("c", "2019"), told("b", "", "2024-06"), ""),
        (told("c"), told("b", "", "2024-06"), ""),
        (SINCE, told("b", "", "2024-06", qualifiers=(("topic", "焊接"),)), ""),
        (told("a", "2010"), told("b", "2019", "2024-06"), ""),
        # What has happened is never over.
        (told("a", "2019", predicate="established"), told("b", "", "2024-06", predicate="established"), ""),
    ],
)
def test_an_end_counts_for_what_it_ends(first: Statement, second: Statement, end: str) -> None:
    for rows in ([first, second], [second, first]):
        histories = Histories(lambda rows=rows: rows, DOCUMENTS)  # type: ignore[misc]
        assert histories.period(first) == (first.start, end or first.end)
        assert histories.holds(first, "2025-01-01") is (not end and first.start <= "2025-01-01")


def test_each_phase_has_its_own_end() -> None:
    rows = [
        told("a", "2010"), told("a", "", "2015"), told("b", "2018"), told("c", "", "2024"),
    ]  # fmt: skip
    histories = Histories(lambda: rows, DOCUMENTS)
    phases = [("2010", "2015"), ("2010", "2015"), ("2018", "2024"), ("2018", "2024")]
    assert [histories.period(row) for row in rows] == phases
    held = {year: sum(histories.holds(row, f"{year}-12-31") for row in rows) for year in (2009, 2012, 2016, 2020, 2025)}
    assert held == {2009: 0, 2012: 2, 2016: 0, 2020: 2, 2025: 0}


@pytest.mark.parametrize(("modality", "before", "after"), [
    ("planned", True, True), ("exploratory", True, True), ("supported", True, True),
    ("rule", False, False), ("negated", False, False), ("actual", False, False),
])  # fmt: skip
def test_plans_stay_plans_and_all_else_has_its_time(modality: Modality, before: bool, after: bool) -> None:
    row = told("a", "2019", "2021", modality=modality)
    histories = Histories(lambda: [row], DOCUMENTS)
    assert [histories.holds(row, day) for day in ("2018-12-31", "2019-01-01", "2021-12-31", "2022-01-01")] == [
        before, True, True, after,
    ]  # fmt: skip
