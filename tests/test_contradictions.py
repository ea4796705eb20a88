"""What sources say differently: the hard cases, with the right answer, and what must hold of all of them."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_line import skillgraph
from sides import DOCUMENTS, ENTITIES, FACTS, figure, graph_of, statement
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.write import write_graph
from skillgraph.model.bounds import admitted
from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.records import Observation, Statement
from skillgraph.resolve.figures import Figures
from skillgraph.resolve.findings import Finding, Judged, Preference

Y23, Y24 = ({"time": f"{y}年", "start": y, "end": y} for y in ("2023", "2024"))
MOMENT = {"start": "2023-12", "end": "2023-12"}
SCHOOL_YEAR = {"time": "2023—2024学年", "start": "2023-09", "end": "2024-08"}


def verdicts(folder: Path, *records: Statement | Observation, kinds: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    with graph_of(folder, records) as graph:
        return [(f.kind, f.verdict) for f in graph.contradictions(kinds, agreeing=True)]


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (("22", "exact", Y23), ("23", "exact", Y23), "differ"),
        (("22", "exact", Y23), ("22", "exact", Y23), "restate"),
        (("22", "exact", Y23), ("23", "exact", Y24), None),  # another year
        (("10000", "lessThan", Y23), ("9800", "exact", Y23), "agree"),  # 近万
        (("9000", "moreThan", Y23), ("9800", "exact", Y23), "agree"),  # 9000余
        (("100", "atLeast", Y23), ("60", "exact", Y23), "differ"),  # 上百
        (("10000", "lessThan", Y23), ("3000", "exact", Y23), "doubtful"),  # nobody says 近万 of 3000
        (("49000", "exact", Y23), ("49100", "exact", Y23), "agree"),  # 4.9万
        (("22", "exact", Y23), ("23", "exact", MOMENT), "differ"),  # both count the end of the year
        (("22", "exact", Y23), ("23", "exact", {"end": "2023"}), "differ"),  # 截至2023年底
        (("22", "exact", Y23), ("23", "exact", SCHOOL_YEAR), "doubtful"),
        (("22", "exact", Y23), ("22", "exact", SCHOOL_YEAR), None),
        (("22", "exact", {}), ("23", "exact", {}), "doubtful"),  # 目前, of two reports of one year
        (("22", "exact", Y24), ("23", "exact", {}), "doubtful"),
        (("22", "exact", Y23), ("23", "exact", {}), None),
        (("22", "exact", Y23), ("23", "exact", Y23 | {"modality": "planned"}), None),
        (("22", "exact", Y23), ("23", "exact", Y23 | {"indicator": "increase"}), None),
        (("22", "exact", Y23), ("23", "exact", Y23 | {"subject": "city-b"}), None),
        (("22", "exact", Y23), ("23", "exact", Y23 | {"unit": "unit-ge"}), "differ"),  # its base unit
        (("22", "exact", Y23), ("23", "exact", Y23 | {"unit": "unit-percent"}), None),
        (("22", "exact", Y23), ("23", "exact", Y23 | {"qualifiers": (("scope", "公办"),)}), None),
        (("22", "exact", Y23), ("23", "exact", Y23 | {"about": "schools"}), "differ"),
        (("22", "exact", Y23 | {"about": "school"}), ("23", "exact", Y23 | {"about": "schools"}), None),
        (("22", "exact", Y23), ("23", "exact", Y23 | {"status": "rejected"}), None),
        (("22", "exact", Y23), ("23", "exact", Y23 | {"kind": "name"}), None),
        (("22", "exact", Y23), (None, "moreThan", Y23), "agree"),  # 多所
        (("20", "exact", Y23 | {"value_max": Decimal(30)}), ("31", "exact", Y23), "differ"),
        (("22", "exact", Y23 | {"modality": "rule"}), ("23", "exact", Y23 | {"modality": "rule"}), "differ"),
    ],
)
def test_two_figures(tmp_path: Path, one: Any, other: Any, verdict: str | None) -> None:
    records = [
        figure(f"{source}/f", value, bound, **more)
        for source, (value, bound, more) in zip(("own", "other"), (one, other), strict=True)
    ]
    assert verdicts(tmp_path, *records) == ([("figure", verdict)] if verdict else [])


def test_what_was_done_in_a_time_compares_with_the_same_time_alone(tmp_path: Path) -> None:
    flow = {"indicator": "flow"}
    year, month = figure("own/f", "1000", **flow, **Y23), figure("other/f", "80", **flow, **MOMENT)
    assert verdicts(tmp_path, year, month) == []
    assert verdicts(tmp_path, year, figure("other/f", "80", **flow, **Y23)) == [("figure", "differ")]
    # Since 2021, up to two reports of different days: no two figures of one time.
    since = [figure(f"{source}/f", value, start="2021", **flow) for source, value in (("own", "5"), ("later", "9"))]
    assert verdicts(tmp_path, *since) == []
    undated = [figure(f"{source}/f", value, start="2021", **flow) for source, value in (("undated", "5"), ("own", "9"))]
    assert verdicts(tmp_path, *undated) == [("figure", "doubtful")]


def test_without_any_date_one_report_means_one_time_and_two_perhaps(tmp_path: Path) -> None:
    one, again = figure("undated/a", "22"), figure("undated/b", "23")
    assert verdicts(tmp_path, one, again) == [("figure", "differ")]
    assert verdicts(tmp_path, one, figure("undated-too/a", "23")) == [("figure", "doubtful")]
    assert verdicts(tmp_path, one, figure("own/a", "23", **Y23)) == []


def test_all_sides_of_a_figure_stand_in_one_finding(tmp_path: Path) -> None:
    values = {"own": "22", "other": "22", "later": "24", "undated": "23"}
    with graph_of(tmp_path, [figure(f"{source}/f", value, **Y23) for source, value in values.items()]) as graph:
        [finding] = graph.contradictions()
        assert {side.source for side in finding.sides} == set(values)
        # The bureau of the city speaks of its own city.
        assert (finding.preferred, finding.because) == (("own/f",), "directness")
        assert finding.sides[0].id == "own/f"
        rows = graph.contradictions().rows.to_dicts()
        assert [row["said"] for row in rows] == ["22 所", "24 所", "22 所", "23 所"]
        assert rows[0]["about"] == "甲市 技工院校数"
        assert rows[0]["place"] == "own:1–3"
        assert {row["finding"] for row in rows} == {finding.id}
        assert len(graph.contradictions().to_pandas()) == 4


@pytest.mark.parametrize(
    ("sources", "ranks", "preferred", "because"),
    [
        (("other", "later"), ("normal", "normal"), "later", "date"),
        (("own", "later"), ("normal", "normal"), "own", "directness"),
        (("own", "later"), ("deprecated", "normal"), "later", "rank"),
        (("undated", "later"), ("normal", "normal"), "", ""),
        (("undated", "later"), ("preferred", "normal"), "undated", "rank"),
    ],
)
def test_which_side_is_preferred(
    tmp_path: Path, sources: tuple[str, str], ranks: tuple[str, str], preferred: str, because: str
) -> None:
    records = [
        figure(f"{source}/f", value, **Y23, rank=rank)
        for source, value, rank in zip(sources, ("22", "23"), ranks, strict=True)
    ]
    with graph_of(tmp_path, records) as graph:
        [finding] = graph.contradictions(agreeing=True)
        assert finding.preferred == ((f"{preferred}/f",) if preferred else ())
        assert finding.because == because
        # What a reviewer ranked is not asked again.
        assert finding.verdict == ("settled" if because == "rank" else "differ")
        assert len(graph.contradictions()) == (because != "rank")


def test_what_a_person_judged_is_not_asked_again_until_another_source_speaks(tmp_path: Path) -> None:
    records = [figure("own/f", "22", **Y23), figure("other/f", "23", **Y23)]
    table = tmp_path / "comparisons.csv"
    # As a spreadsheet saves it.
    table.write_text("left,right,decision,by,note\r\nown/f,other/f,不同,李,民办校未计\r\n", "utf-8-sig", newline="")
    with graph_of(tmp_path, records) as graph:
        [finding] = graph.contradictions(agreeing=True, comparisons=table)
        assert (finding.verdict, finding.reason) == ("settled", "民办校未计")
        assert list(graph.contradictions(comparisons=table)) == []
    with graph_of(tmp_path, [*records, figure("later/f", "25", **Y23)]) as graph:
        [finding] = graph.contradictions(comparisons=table)
        assert finding.verdict == "differ"
    with table.open("a", encoding="utf-8") as file:
        file.write("other/f,own/f,withdrawn,李,\n")
    with graph_of(tmp_path, records) as graph:
        [finding] = graph.contradictions(comparisons=table)
        assert finding.verdict == "differ"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("own,other/f,same", "column left: 'own' is no id of a statement or figure"),
        ("own/f,own/f,same", "column right: 'own/f' stands left as well"),
        ("own/f,other/f,sam", "column decision: unknown decision 'sam'; did you mean 'same'"),
    ],
)
def test_a_comparison_that_is_none_is_refused(tmp_path: Path, row: str, message: str) -> None:
    table = tmp_path / "comparisons.csv"
    table.write_text(f"left,right,decision\n{row}\n", "utf-8")
    with graph_of(tmp_path, []) as graph, pytest.raises(DataError, match=f"row 2, {message}"):
        graph.contradictions(comparisons=table)


@pytest.mark.parametrize(
    ("fact", "denial", "verdict"),
    [
        (Y23, Y23, "differ"),
        ({"start": "2019"}, {"start": "2024-01", "end": "2024-02"}, "differ"),  # told in March 2024
        ({"start": "2019", "end": "2023"}, {"start": "2024"}, None),  # it had ended
        ({"start": "2019"}, {"start": "2024-06", "end": "2024"}, None),  # after the first report
        ({}, {}, "doubtful"),
        (Y23, {}, None),
        ({"qualifiers": (("role", "结对"),)}, {"qualifiers": (("role", "共建"),)}, None),
        ({"qualifiers": (("role", "结对"),)}, {}, "doubtful"),
        ({"modality": "planned"}, {}, None),
        ({"status": "rejected"}, {}, None),
    ],
)
def test_a_fact_and_its_denial(tmp_path: Path, fact: Any, denial: Any, verdict: str | None) -> None:
    records = statement("own/a", **fact), statement("other/b", **{"modality": "negated", **denial})
    assert verdicts(tmp_path, *records) == ([("denial", verdict)] if verdict else [])


def test_a_symmetric_fact_is_denied_from_either_end(tmp_path: Path) -> None:
    denial = statement("other/b", modality="negated", subject="partner", object="school", **Y23)
    assert verdicts(tmp_path, statement("own/a", **Y23), denial) == [("denial", "differ")]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ({"start": "2019"}, {"start": "2021"}, [("start", "differ")]),
        ({"start": "2019"}, {"start": "2019-05"}, []),  # as precise as the report is
        ({"start": "2019"}, {"time": "2021年以来", "start": "2021"}, []),
        ({"start": "2019"}, Y23, []),  # in 2023, they did work together
        ({"start": "2019", "end": "2020"}, {"start": "2022"}, []),  # it ended and began anew
        ({"start": "2019", "end": "2023-06"}, {"start": "2019", "end": "2023-12"}, [("end", "differ")]),
        ({"end": "2023"}, {"end": "2023-12"}, []),
        ({"start": "2019"}, {"start": "2021", "qualifiers": (("role", "结对"),)}, []),
    ],
)
def test_two_starts_and_two_ends(tmp_path: Path, one: Any, other: Any, found: list[tuple[str, str]]) -> None:
    assert verdicts(tmp_path, statement("own/a", **one), statement("other/b", **other)) == found


def test_what_happens_once_has_one_date_and_one_direction(tmp_path: Path) -> None:
    founded = {"predicate": "established", "subject": "partner", "object": "school"}
    assert verdicts(tmp_path, statement("own/a", **founded, **Y23), statement("other/b", **founded, **Y24)) == [
        ("start", "differ")
    ]
    yearly = {"predicate": "participatesIn", "object": "partner"}
    assert verdicts(tmp_path, statement("own/a", **yearly, **Y23), statement("other/b", **yearly, **Y24)) == []
    into = {"predicate": "mergedInto", "object": "partner"}
    back = {"predicate": "mergedInto", "subject": "partner", "object": "school"}
    assert verdicts(tmp_path, statement("own/a", **into), statement("other/b", **back)) == [("order", "differ")]


def place(id: str, object: str, **more: Any) -> Statement:
    return statement(id, **{"predicate": "locatedIn", "subject": "partner", "object": object, **more})


@pytest.mark.parametrize(
    ("records", "verdict"),
    [
        ((place("own/a", "city"), place("other/b", "city-b")), "differ"),
        ((place("own/a", "city"), place("other/b", "province")), None),  # one lies in the other
        ((place("own/a", "city"), place("other/b", "county")), "doubtful"),  # nobody says where the county lies
        ((place("own/a", "city"), place("other/b", "city-b", basis="section")), "doubtful"),
        ((place("own/a", "city", end="2020"), place("other/b", "city-b", start="2022")), None),  # it moved
        # A source that names both says that it is in both.
        ((place("own/a", "city"), place("own/c", "city-b"), place("other/b", "city-b")), None),
        ((place("own/a", "city", subject="schools"), place("other/b", "city-b", subject="schools")), None),
    ],
)
def test_two_cities(tmp_path: Path, records: tuple[Statement, ...], verdict: str | None) -> None:
    assert verdicts(tmp_path, *records) == ([("place", verdict)] if verdict else [])


@pytest.mark.parametrize(
    ("total", "parts", "verdict"),
    [
        ("143", ("24", "118", "1"), "agree"),
        ("143", ("24", "119", "1"), "doubtful"),
        ("143", ("150",), "differ"),
        ("143", ("20",), "agree"),
    ],
)
def test_parts_and_their_total(tmp_path: Path, total: str, parts: tuple[str, ...], verdict: str) -> None:
    some = [figure(f"own/p{n}", v, part_of="own/t", indicator="flow", start=f"20{10 + n}") for n, v in enumerate(parts)]
    assert verdicts(tmp_path, figure("own/t", total), *some) == [("total", verdict)]


def test_a_plan_and_what_came_of_it_are_told_when_asked_and_are_no_contradiction(tmp_path: Path) -> None:
    records = figure("own/p", "30", modality="planned", **Y24), figure("later/a", "23", **Y24)
    assert verdicts(tmp_path, *records) == []
    with graph_of(tmp_path, records) as graph:
        [finding] = graph.contradictions(["plan"])
        assert (finding.verdict, finding.preferred) == ("differ", ())
        assert [row["said"] for row in graph.contradictions(["plan"]).rows.to_dicts()] == ["23 所", "30 所 (计划)"]
        with pytest.raises(UsageError, match="unknown kind 'plans'; did you mean 'plan'"):
            graph.contradictions(["plans"])


def test_the_command_shows_passages_counts_and_reads_the_comparisons_beside(tmp_path: Path) -> None:
    text = "甲市有22所技工院校。"
    own = msgspec.structs.replace(DOCUMENTS[0], file="own.txt", sha256=hashlib.sha256(text.encode()).hexdigest())
    (tmp_path / "own.txt").write_text(text, "utf-8", newline="")
    # Text of a report is shown on a terminal and never obeyed.
    records = [figure("own/f", "22", **Y23), figure("own/h", "25", **{**Y23, "time": "\x1b[2J"})]
    write_graph([own, *ENTITIES, *FACTS, *records], tmp_path / "build")
    shown = skillgraph("contradictions", "--documents", ".", "--format", "json", cwd=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "1 differ\n")
    assert [(row["said"], row["passage"]) for row in json.loads(shown.stdout)] == [("22 所", "市有"), ("25 所", "市有")]
    assert "\x1b" not in skillgraph("contradictions", cwd=tmp_path).stdout
    (tmp_path / "loaders").mkdir()
    (tmp_path / "loaders" / "comparisons.csv").write_text("left,right,decision\nown/h,own/f,same\n", "utf-8")
    assert skillgraph("contradictions", cwd=tmp_path).stderr == "nothing differs\n"
    assert skillgraph("contradictions", "--agreeing", cwd=tmp_path).stderr == "1 settled\n"
    assert "did you mean 'figure'" in skillgraph("contradictions", "--kind", "figures", cwd=tmp_path).stderr


def test_the_page_leads_from_each_side_to_the_others(tmp_path: Path) -> None:
    records: list[Statement | Observation] = [
        *(figure(f"{source}/f", value, **Y23) for source, value in (("own", "22"), ("other", "23"), ("later", "23"))),
        figure("own/g", "7", **Y24),
        statement("own/a", **Y23),
        statement("other/b", modality="negated", **Y23),
    ]
    with graph_of(tmp_path, records) as graph:
        graph.to_html(tmp_path / "page.html")
    html = (tmp_path / "page.html").read_text("utf-8")
    packed = re.search(r'<script[^>]*id="details-data">([^<]+)<', html)
    assert packed
    details = json.loads(gzip.decompress(base64.b64decode(packed[1])))
    ids, against = details["figures"]["id"], details["figures"]["against"]
    assert {ids[int(n)]: {ids[m] for m in others} for n, others in against.items()} == {
        "own/f": {"other/f", "later/f"},
        "other/f": {"own/f"},
        "later/f": {"own/f"},
    }
    ids, against = details["facts"]["id"], details["facts"]["against"]
    assert {ids[int(n)]: [ids[m] for m in others] for n, others in against.items()} == {
        "own/a": ["other/b"],
        "other/b": ["own/a"],
    }


def test_the_four_cities_contradict_themselves_nowhere(graph: KnowledgeGraph) -> None:
    assert list(graph.contradictions()) == []
    found = {
        (f.kind, f.verdict, frozenset(side.id.partition("/")[2] for side in f.sides))
        for f in graph.contradictions(agreeing=True)
    }
    assert ("figure", "restate", frozenset({"zb-2023-studios", "zb-studio-new"})) in found
    members = {"zz-group", "zz-group-schools", "zz-group-enterprises", "zz-group-public"}
    assert ("total", "agree", frozenset(members)) in found


BOUNDS = st.sampled_from(("exact", "moreThan", "lessThan", "atLeast", "upTo", "approximately"))
VALUES = st.integers(1, 30).map(str) | st.integers(95, 105).map(lambda n: str(n * 100))
FIGURES = st.lists(
    st.tuples(VALUES, BOUNDS, st.sampled_from(DOCUMENTS), st.sampled_from((Y23, MOMENT, {}))), min_size=2, max_size=5
)


def compared(figures: list[Observation]) -> list[Finding]:
    documents, entities = {d.id: d for d in DOCUMENTS}, {e.id: e for e in ENTITIES}
    preference = Preference(documents, entities, {"bureau": {"city"}}, lambda id: set())
    found = Figures(documents, entities, {}, preference, Judged())
    for o in figures:
        key = found.key(o)
        assert key is not None
        found.add(key, o)
    return [*found.findings(plans=False)]


@given(FIGURES, st.randoms(use_true_random=False))
def test_the_order_of_sources_makes_no_difference(drawn: list[Any], random: Any) -> None:
    figures = [figure(f"{d.id}/f{n}", value, bound, **time) for n, (value, bound, d, time) in enumerate(drawn)]
    shuffled = random.sample(figures, len(figures))
    by_id = {f.id: f for f in compared(figures)}
    assert by_id == {f.id: f for f in compared(shuffled)}


@given(FIGURES)
def test_two_differ_where_and_only_where_their_bounds_exclude_each_other(drawn: list[Any]) -> None:
    figures = [figure(f"{d.id}/f{n}", value, bound, **Y23) for n, (value, bound, d, _) in enumerate(drawn)]
    [finding] = compared(figures)
    apart = any(not admitted(a).meets(admitted(b)) for a in figures for b in figures)
    assert (finding.verdict == "differ") == apart


@given(VALUES, BOUNDS)
def test_what_is_part_of_what_another_admits_never_differs_from_it(value: str, bound: Any) -> None:
    wide = figure("own/f", value, bound, **Y23)
    ends = admitted(wide)
    inside = [end for end in (ends.lowest, ends.highest) if end is not None]
    narrow = figure("other/f", str(inside[0]), **Y23)
    same = figure("later/f", value, bound, **Y23)
    assert all(f.verdict != "differ" for f in compared([wide, narrow]))
    assert [f.verdict for f in compared([wide, same])] == ["restate"]
