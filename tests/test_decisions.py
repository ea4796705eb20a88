"""Decisions on what is the same: how their table is read and added to, and which clusters follow from it."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import run

import msgspec
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillgraph.model.errors import DataError, UsageError
from skillgraph.model.problems import Problem
from skillgraph.resolve.decisions import DECISIONS, Decision, append_decisions, read_decisions
from skillgraph.resolve.judgements import Judgements
from skillgraph.tables.opening import decision_tables, named_loaders

HEAD = "left,right,decision,by,date,note"
IDS = [f"{city}-{name}" for city in ("qd", "zb") for name in ("tech", "college", "school", "base")]
WORDS = ("same", "different", "unsure", "withdrawn")
PAIRS = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] != pair[1])


def same(left: str, right: str, date: str = "") -> Decision:
    return Decision(left, right, "same", date=date)


def different(left: str, right: str, date: str = "") -> Decision:
    return Decision(left, right, "different", date=date)


def read(path: Path) -> tuple[list[Decision], list[str]]:
    problems: list[Problem] = []
    return read_decisions(path, problems), [str(p) for p in problems]


def table(folder: Path, *rows: str, encoding: str = "utf-8", end: str = "\n", head: str = HEAD) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DECISIONS).write_bytes("".join(line + end for line in (head, *rows)).encode(encoding))
    return folder / DECISIONS


@given(
    encoding=st.sampled_from(["utf-8", "utf-8-sig"]), end=st.sampled_from(["\n", "\r\n"]), blank=st.booleans(),
    word=st.sampled_from(["same", "相同", " Same "]), date=st.sampled_from(["2026-01-05", "2026/1/5"]),
)  # fmt: skip
def test_a_table_is_read_as_spreadsheets_and_chinese_hands_leave_it(
    tmp_path_factory: pytest.TempPathFactory, encoding: str, end: str, blank: bool, word: str, date: str
) -> None:
    rows = [*([",,,,,"] if blank else []), f"qd-tech , qd-college,{word},李,{date},𬭎字，見舊報告"]
    path = table(tmp_path_factory.mktemp("t") / "loaders", *rows, encoding=encoding, end=end)
    found, problems = read(path)
    wanted = Decision("qd-tech", "qd-college", "same", "李", "2026-01-05", "𬭎字，見舊報告")
    where = {"file": "loaders/decisions.csv", "row": 3 if blank else 2}
    assert (found, problems) == ([msgspec.structs.replace(wanted, **where)], [])


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("qd-tech,qd-college,相同的,,,", "column decision: unknown decision '相同的'; did you mean '相同'?"),
        ("qd-tech,qd-college,,,,", "column decision: empty; one of same, different, unsure, withdrawn"),
        ("青岛技师学院,qd-college,same,,,", "column left: '青岛技师学院' is no id of an entity"),
        ("ror:03ktg9j65,qd-college,same,,,", "column left: 'ror:03ktg9j65' is no id of an entity, as qingdao-hrss; an"),
        ("qd-tech,ror:,same,,,", "column right: 'ror:' is no id of an entity"),
        ("qd-tech,qd-tech,same,,,", "column right: 'qd-tech' stands left as well"),
        ("qd-tech,qd-college,same,,2026,", "column date: '2026' is no day: YYYY-MM-DD"),
        ("qd-tech,qd-college,same,,2026/13/1,", "column date: '2026-13-01' is no day"),
        ("qd-tech,qd-college", "2 cells where the header has 6"),
    ],
)
def test_what_is_wrong_with_a_row_is_named_and_the_others_are_read(tmp_path: Path, row: str, problem: str) -> None:
    found, [problem_found] = read(table(tmp_path / "loaders", row, "zb-tech,zb-college,撤回,,,"))
    assert [d.decision for d in found] == ["withdrawn"]
    assert problem in problem_found
    assert problem_found.startswith("loaders/decisions.csv, row 2")


def test_a_gbk_copy_and_a_missing_column_are_named(tmp_path: Path) -> None:
    _, [problem] = read(table(tmp_path, "qd-tech,qd-college,相同,李,,", encoding="gbk"))
    assert "it looks like GB18030 (GBK)" in problem
    _, [problem] = read(table(tmp_path, "qd-tech,qd-college", head="left,right"))
    assert "missing column decision" in problem
    assert read(tmp_path / "nowhere" / DECISIONS) == ([], [])
    # Who, when and why may be left out of a table that is written by hand.
    assert read(table(tmp_path, "qd-tech,qd-college,same", head="left,right,decision"))[1] == []


def test_one_table_lies_beside_all_loaders_of_a_folder(tmp_path: Path) -> None:
    for name in ("a/r1", "a/r2", "b/r3", "c/r4"):
        (tmp_path / name).mkdir(parents=True)
    paths = [table(tmp_path / "b", "qd-tech,qd-college,same,,,"), table(tmp_path / "a")]
    folders = [tmp_path / name for name in ("b/r3", "a/r2", "a/r1", "c/r4", "offered-by-a-package")]
    assert decision_tables(folders) == sorted(paths)
    # As a shell expands a/*.
    assert set(named_loaders((tmp_path / "a").iterdir())) >= {tmp_path / "a" / "r1", tmp_path / "a" / "r2"}
    with pytest.raises(UsageError, match="no such folder"):
        named_loaders([tmp_path / "a" / "decision.csv"])


# Adding


@given(st.lists(st.tuples(PAIRS, st.sampled_from(WORDS), st.text(st.characters(codec="utf-8"), max_size=8))))
def test_what_is_added_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[tuple[str, str], str, str]]
) -> None:
    path = tmp_path_factory.mktemp("t") / DECISIONS
    # As all tables do, this one reads \r\n in a cell as \n.
    added = [Decision(*pair, word, date="2026-11-29", note=n.replace("\r", " ")) for pair, word, n in rows]  # type: ignore[arg-type]
    for decision in added:
        append_decisions(path, [decision])
    found, problems = read(path)
    assert problems == []
    assert [(d.pair, d.decision, d.note) for d in found] == [(d.pair, d.decision, d.note) for d in added]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_what_stands_in_a_table_stays_byte_for_byte(tmp_path: Path, end: str, last: str) -> None:
    head = "note,decision,left,right,备注,date,by"
    path = table(tmp_path, '"旧, 的",相同,qd-tech,qd-college,问过,,', end=end, head=head, encoding="utf-8-sig")
    before = path.read_bytes().removesuffix(end.encode()) + last.replace("\n", end).encode()
    path.write_bytes(before)
    append_decisions(path, [Decision("zb-tech", "zb-college", "different", "王", "2026-11-29", "两校")])
    assert path.read_bytes().removeprefix(before).decode().split() == [
        "两校,different,zb-tech,zb-college,,2026-11-29,王"
    ]
    assert [d.left for d in read(path)[0]] == ["qd-tech", "zb-tech"]
    assert path.read_bytes().count(b"\r\n") == (3 if end == "\r\n" else 0)
    assert [p.name for p in tmp_path.iterdir()] == [DECISIONS]


def test_what_cannot_be_added_changes_nothing(tmp_path: Path) -> None:
    for head, row in ((HEAD, "qd-tech,qd-college"), ("left,right,decision,note", "")):
        path = table(tmp_path, row, head=head)
        before = path.read_bytes()
        with pytest.raises(DataError, match=r"2 cells where the header has 6|missing column by, date"):
            append_decisions(path, [same("qd-tech", "qd-college")])
        assert path.read_bytes() == before
    with pytest.raises(DataError, match="stands left as well"):
        append_decisions(tmp_path / "new.csv", [same("qd-tech", "qd-tech")])
    with pytest.raises(UsageError, match="can't be written"):
        append_decisions(tmp_path / "nowhere" / DECISIONS, [same("qd-tech", "qd-college")])


def test_two_people_who_add_at_once_lose_nothing(tmp_path: Path, python: str) -> None:
    """Two processes and several threads of each."""
    script = (
        "import sys; from pathlib import Path; from concurrent.futures import ThreadPoolExecutor\n"
        "from skillgraph.resolve.decisions import *\n"
        "def add(n): append_decisions(Path(sys.argv[1]), [Decision(f'{sys.argv[2]}-{n}', 'x', 'same')])\n"
        "list(ThreadPoolExecutor(4).map(add, range(25)))\n"
    )
    path = tmp_path / DECISIONS
    with ThreadPoolExecutor(2) as pool:
        done = pool.map(lambda who: run([python, "-c", script, str(path), who], check=True), ("li", "wang"))
        assert len(list(done)) == 2
    assert {d.left for d in read(path)[0]} == {f"{who}-{n}" for who in ("li", "wang") for n in range(25)}
    assert [p.name for p in tmp_path.iterdir()] == [DECISIONS]


# What follows


def test_a_reference_stays_then_the_left_of_the_earliest_row() -> None:
    rows = [same("b", "c", "2026-11-02"), same("a", "c", "2026-11-03"), same("c", "d", "2026-11-01")]
    assert Judgements.of(rows).members("d") == ("b", "a", "c", "d")
    assert Judgements.of(rows, references={"d", "other"}).canonical("a") == "d"
    # A pair that is turned round is a new judgement on which of them stays.
    assert Judgements.of([same("a", "b"), same("b", "a")]).canonical("a") == "b"
    # Nobody stands left alone in a circle.
    assert Judgements.of([same("c", "a"), same("a", "b"), same("b", "c")]).canonical("c") == "a"


def test_a_later_row_replaces_an_earlier_one() -> None:
    rows = [same("a", "b", "2026-11-01"), different("b", "a", "2026-11-03"), same("a", "b", "2026-11-02")]
    assert Judgements.of(rows).judged("a", "b") == rows[1]
    withdrawn = Decision("a", "b", "withdrawn")
    assert Judgements.of([*rows, withdrawn]).judged("a", "b") is None
    assert Judgements.of([*rows, withdrawn, same("a", "b")]).canonical("b") == "a"


def test_what_is_judged_of_a_cluster_holds_for_its_members() -> None:
    rows = [
        same("a", "b"), same("b", "c"), same("x", "y"), different("c", "y"), Decision("a", "x", "unsure"),
        Decision("z", "x", "unsure"), same("c", "ror:1"), different("b", "ror:2"),
    ]  # fmt: skip
    judgements = Judgements.of(rows)
    assert judgements.judged("a", "c") == rows[0]
    assert judgements.judged("a", "x") == rows[3]
    assert judgements.judged("y", "z") == rows[5]
    assert judgements.judged("a", "z") is None
    assert judgements.identifiers("a") == (("ror", "1"),)
    assert judgements.judged("b", "ror:1") == rows[6]
    assert judgements.judged("a", "ror:2") == rows[7]
    assert judgements.clashes == []
    assert judgements.clusters == [("a", "b", "c"), ("x", "y")]


def test_a_chain_that_joins_two_which_are_different_is_shown_whole_and_not_merged(tmp_path: Path) -> None:
    rows = ["a,b,same,,,", "b,c,相同,,,", "d,c,same,,,", "x,y,same,,,", "a,d,不同,,,"]
    judgements = Judgements.of(read(table(tmp_path / "loaders", *rows))[0])
    [clash] = judgements.clashes
    assert (clash.file, clash.row, clash.column) == ("loaders/decisions.csv", 6, "decision")
    for row in (2, 3, 4):
        assert f"loaders/decisions.csv, row {row}" in clash.message
    assert judgements.clusters == [("x", "y")]
    assert [judgements.canonical(id) for id in "abcd"] == ["a", "b", "c", "d"]


DECIDED = st.lists(
    st.builds(lambda pair, word: Decision(pair[0], pair[1], word), PAIRS, st.sampled_from(WORDS)), max_size=14
)


@given(DECIDED, st.randoms())
def test_clusters_are_the_components_of_what_is_the_same_in_whatever_order(rows: list[Decision], random) -> None:  # type: ignore[no-untyped-def]
    counting = {d.pair: d for d in rows}
    edges = [d.pair for d in counting.values() if d.decision == "same"]
    apart = [d.pair for d in counting.values() if d.decision == "different"]
    components = list(nx.connected_components(nx.Graph(edges)))
    wanted = [c for c in components if not any(c.issuperset(pair) for pair in apart)]
    judgements = Judgements.of(rows)
    assert sorted(map(set, judgements.clusters), key=sorted) == sorted(wanted, key=sorted)
    assert len(judgements.clashes) == sum(c.issuperset(pair) for c in components for pair in apart)
    for one, other in apart:
        assert judgements.canonical(one) != judgements.canonical(other)
        assert judgements.judged(one, other).decision == "different"  # type: ignore[union-attr]
    # Rows on different pairs may stand in any order.
    shuffled = list(counting.values())
    random.shuffle(shuffled)
    again = Judgements.of(shuffled)
    assert (again.clusters, again.clashes) == (judgements.clusters, judgements.clashes)


@given(DECIDED, PAIRS)
def test_a_withdrawn_row_is_as_if_it_never_stood_there(rows: list[Decision], pair: tuple[str, str]) -> None:
    others = [d for d in rows if set(d.pair) != set(pair)]
    merged = Judgements.of([*others, same(*pair), Decision(*pair[::-1], "withdrawn")])
    before = Judgements.of(others)
    assert (merged.clusters, merged.clashes) == (before.clusters, before.clashes)
    for one in IDS:
        for other in IDS:
            assert merged.judged(one, other) == before.judged(one, other)


def test_a_lock_that_a_killed_writer_left_holds_nobody_up(tmp_path: Path) -> None:
    table, lock = tmp_path / "decisions.csv", tmp_path / ".decisions.csv.lock"
    lock.touch()
    an_hour_ago = time.time() - 3600
    os.utime(lock, (an_hour_ago, an_hour_ago))
    append_decisions(table, [Decision("a", "b", "same")])
    assert [d.pair for d in read_decisions(table, [])] == [("a", "b")]
    assert not lock.exists()
