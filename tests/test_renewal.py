"""A build over a former graph takes over what is the same, and gives what a build from nothing gives."""

from __future__ import annotations

import random
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders import edit, small_loader
from many_reports import decisions, drawn_report
from record_strategies import SLOW, graphs
from shelf import shelf
from skillgraph.graph import renewal
from skillgraph.graph.write import write_graph
from skillgraph.model.errors import DataError
from skillgraph.model.problems import Problem
from skillgraph.model.records import Record
from skillgraph.resolve.decisions import DECISIONS
from skillgraph.tables.build import build
from skillgraph.tables.opening import default_loaders, reference_loaders
from told import REFERENCES

FILES = ("records.jsonl", "facts.ttl", "provenance.ttl", "nodes.jsonl", "relationships.jsonl", "manifest.json")
TAKEN_OVER = "taken over from the former graph"
ANEW = "the store was loaded anew: "


def quads(folder: Path) -> ox.Dataset:
    """What the store holds, with names for its blank nodes that equal stores have in common."""
    found = ox.Dataset(ox.Store.read_only(str(folder / "oxigraph")))
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


def assert_same(one: Path, other: Path) -> None:
    """Two folders hold the same graph: their files byte for byte, their stores quad for quad."""
    for name in FILES:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
    left, right = set(quads(one)), set(quads(other))
    assert (left - right, right - left) == (set(), set())


def renewed(loaders: Sequence[Path], output: Path) -> str:
    """Builds over what is there, and holds it to a build from nothing; what was said of that."""
    said: list[str] = []
    warned: list[Problem] = []
    build(loaders, output, warn=warned.append, tell=said.append)
    with tempfile.TemporaryDirectory() as whole:
        build(loaders, Path(whole) / "build", warn=warned.append, tell=said.append)
        assert_same(output, Path(whole) / "build")
    return "; ".join(said)


class Desk:
    """Reports in a folder that somebody works on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seeds = {number: number for number in range(4)}
        for number, seed in self.seeds.items():
            drawn_report(folder, number, seed)

    def loaders(self) -> list[Path]:
        """What is built."""
        return [*REFERENCES, *sorted(path.parent for path in self.folder.glob("*/source.toml"))]

    def redraw(self, number: int, seed: int) -> None:
        """Another version of a report, or a new one."""
        shutil.rmtree(self.folder / f"m{number:02d}", ignore_errors=True)
        drawn_report(self.folder, number, seed)

    def drop(self, number: int, _: int) -> None:
        """Without a report; the first one stays, since others tell again what it says."""
        if number:
            shutil.rmtree(self.folder / f"m{number:02d}", ignore_errors=True)

    def judge(self, number: int, _: int) -> None:
        """With or without the decisions on what is the same."""
        if number % 2:
            decisions(self.folder)
        else:
            (self.folder / DECISIONS).unlink(missing_ok=True)

    def shuffle(self, number: int, seed: int) -> None:
        """Rows of one table change their order, or one goes, or their status changes."""
        draw = random.Random(seed)
        folder = self.folder / f"m{number:02d}"
        if not folder.is_dir():
            return
        table = folder / draw.choice(("entities.csv", "statements.csv", "observations.csv"))
        head, *rows = table.read_text("utf-8").splitlines()
        draw.shuffle(rows)
        if draw.random() < 0.5:
            rows = rows[1:]
        was, becomes = draw.sample(("reviewed", "accepted", "extracted", "rejected"), 2)
        rows = [row.replace(f",{was}", f",{becomes}") if draw.random() < 0.5 else row for row in rows]
        table.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")

    def retitle(self, number: int, seed: int) -> None:
        """What the document is called changes."""
        if (source := self.folder / f"m{number:02d}" / "source.toml").is_file():
            text = re.sub(r'(?m)^title = ".*"', f'title = "第{seed}版"', source.read_text("utf-8"))
            source.write_text(text, encoding="utf-8")


EDITS: tuple[Callable[[Desk, int, int], None], ...] = (Desk.redraw, Desk.drop, Desk.judge, Desk.shuffle, Desk.retitle)


@settings(max_examples=25)
@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 4), st.integers(0, 10**6)), min_size=1, max_size=3),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_any_edits_of_reports_give_the_graph_of_a_whole_build(
    edits: list[list[tuple[Callable[[Desk, int, int], None], int, int]]],
) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        # However much of such small graphs changes.
        patch.setattr(renewal, "_SHARE", 1000)
        desk, output = Desk(Path(name)), Path(name) / "build"
        build(desk.loaders(), output)
        for step in edits:
            for change, number, seed in step:
                change(desk, number, seed)
            try:
                said = renewed(desk.loaders(), output)
            except DataError:
                # Such tables give no graph, and the former one stays.
                continue
            assert TAKEN_OVER in said


@settings(max_examples=25, suppress_health_check=SLOW)
@given(st.lists(graphs(), min_size=2, max_size=4))
def test_any_records_after_any_others(versions: list[list[Record]]) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(renewal, "_SHARE", 1000)
        for n, records in enumerate(versions):
            said: list[str] = []
            write_graph(records, Path(name) / "build", tell=said.append)
            write_graph(records, Path(name) / str(n))
            assert_same(Path(name) / "build", Path(name) / str(n))
            assert len(said) == (n > 0)


@pytest.fixture
def loaders(tmp_path: Path) -> list[Path]:
    return [*REFERENCES, *shelf(tmp_path / "shelf")]


def test_what_one_report_says_newly_is_changed_and_named(loaders: list[Path], tmp_path: Path) -> None:
    output = tmp_path / "build"
    build(loaders, output)
    unchanged = f"nothing has changed in the store, which was {TAKEN_OVER}"
    assert renewed(loaders, output) == unchanged
    edit(tmp_path / "shelf" / "y2023" / "statements.csv", "2019", "2018")
    said = renewed(loaders, output)
    assert said.startswith("changed in the store: ")
    assert said.endswith(f", of y2023; the others were {TAKEN_OVER}")
    shutil.rmtree(tmp_path / "shelf" / "z2025")
    assert ", of z2025; the others were" in renewed([path for path in loaders if path.name != "z2025"], output)
    assert renewed([path for path in loaders if path.name != "z2025"], output) == unchanged


def test_where_much_has_changed_all_is_loaded(tmp_path: Path) -> None:
    """Whether that is seen while the new graph is written, which is the larger one, or at its end."""
    small = [*reference_loaders(), small_loader(tmp_path)]
    build(small, tmp_path / "build")
    assert renewed(default_loaders(), tmp_path / "build") == ANEW + "too much has changed"
    assert renewed(small, tmp_path / "build") == ANEW + "too much has changed"


def test_what_was_taken_out_counts_until_all_is_loaded_again(tmp_path: Path) -> None:
    """The engine keeps something of all that was ever in a store."""
    loader = small_loader(tmp_path)
    build([*reference_loaders(), loader], tmp_path / "build")
    said = []
    for turn in range(40):
        edit(loader / "entities.csv", "Hongfeng College" + "!" * turn, "Hongfeng College" + "!" * (turn + 1))
        said.append(renewed([*reference_loaders(), loader], tmp_path / "build"))
        if ANEW in said[-1]:
            break
    assert TAKEN_OVER in said[0]
    assert said[-1] == ANEW + "too much has changed"


def _damage(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    # A file of its own: what a former graph's reader has is not to change.
    file.unlink()
    file.write_bytes(data)


def _largest(store: Path) -> Path:
    return max(store.glob("*.sst"), key=lambda path: path.stat().st_size)


def _written_to(store: Path) -> None:
    node = ox.NamedNode("http://example.org/a")
    ox.Store(str(store)).add(ox.Quad(node, node, node))


@pytest.mark.parametrize(
    ("meddle", "reason"),
    [
        (lambda store: (store / "made.json").unlink(), "the former one is of another version or vocabulary"),
        (lambda store: edit(store / "made.json", '"pyoxigraph": "', '"pyoxigraph": "9'), "the former one is of"),
        (lambda store: (store / "made.json").write_bytes(b"{"), "the former one can't be read"),
        (lambda store: edit(store / "made.json", '"text": "', '"text": "0'), "the former one is not as it was written"),
        (lambda store: _damage(_largest(store)), "the former one is not as it was written"),
        (lambda store: _largest(store).unlink(), "the former one is not as it was written"),
        (lambda store: (store / "999999.sst").write_bytes(b""), "the former one is not as it was written"),
        (_written_to, "the former one is not as it was written"),
        (lambda store: (store.parent / "provenance.ttl").unlink(), "the former one can't be read"),
    ],
)
def test_of_a_store_that_is_not_as_it_was_written_nothing_is_taken_over(
    meddle: Callable[[Path], object], reason: str, loaders: list[Path], tmp_path: Path
) -> None:
    output = tmp_path / "build"
    build(loaders, output)
    meddle(output / "oxigraph")
    edit(tmp_path / "shelf" / "y2023" / "statements.csv", "2019", "2018")
    assert renewed(loaders, output).startswith(ANEW + reason)
    assert TAKEN_OVER in renewed(loaders, output)


def test_a_former_store_answers_as_before_while_another_goes_on_from_it(loaders: list[Path], tmp_path: Path) -> None:
    output = tmp_path / "build"
    build(loaders, output)
    reader = ox.Store.read_only(str(output / "oxigraph"))
    before = set(reader)
    edit(tmp_path / "shelf" / "y2023" / "statements.csv", "2019", "2018")
    assert TAKEN_OVER in renewed(loaders, output)
    assert set(reader) == before


def test_where_files_cannot_be_shared_they_are_copied(
    loaders: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    build(loaders, tmp_path / "build")
    edit(tmp_path / "shelf" / "y2023" / "statements.csv", "2019", "2018")
    assert TAKEN_OVER in renewed(loaders, tmp_path / "build")
