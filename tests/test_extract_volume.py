"""`extract` of many reports: what befalls one of them, or a process, or the disk, costs the others nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote

import pandas
import pytest
from pyspark.sql import SparkSession

from command_line import skillgraph
from packages import install
from skillgraph.extract.frames import COLUMNS, extract_frames
from skillgraph.extract.many import Job, extract_all
from skillgraph.extract.protocol import load_extractor
from skillgraph.processes.workers import work

#: Does to its process what a text says, and finds nothing.
EXTRACTOR = """
import os, signal, time
from pathlib import Path
from skillgraph.extract.records import Extraction, FoundDocument

class Extractor:
    name = "obedient"
    def extract(self, s):
        if "首次" in s.text and not (mark := Path(s.text.split()[1])).exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if "停止" in s.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "退出" in s.text:
            os._exit(3)
        if "等待" in s.text:
            time.sleep(1000)
        if "内存" in s.text:
            bytearray(1 << 62)
        sums = s.sha256, s.text_sha256
        return Extraction(FoundDocument(s.file, "", s.media_type, *sums, len(s.text), "", "", self.name))

class Unmade(Extractor):
    def __init__(self):
        raise ValueError("no model there")

class Ended(Extractor):
    def __init__(self):
        os._exit(4)

def hurdle():
    return leap

def leap(item):
    number, mark = item
    if number == 999:
        Path(mark).touch()
    while number == 0 and not Path(mark).exists():
        time.sleep(0.05)
    return number
"""


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    offers = "obedient = obedient:Extractor\nunmade = obedient:Unmade\nended = obedient:Ended"
    install(monkeypatch, tmp_path / "packages", "obedient", EXTRACTOR, extractors=offers)
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.txt").write_text(f"第{number}份报告。", encoding="utf-8")
    return folder


def extract(reports: Path, *options: object, code: int = 1) -> str:
    found = reports.parent / "found"
    ended = skillgraph("extract", reports, "-o", found, "--extractor", "obedient", *options, cwd=reports.parent)
    assert ended.returncode == code, ended.stderr
    assert [path.name for path in found.iterdir() if not path.name.endswith(".jsonl")] == []
    return ended.stderr


def done(reports: Path) -> set[str]:
    return {path.name for path in (reports.parent / "found").iterdir()}


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_reports_that_end_their_process_are_named_and_the_others_done(reports: Path, processes: int) -> None:
    (reports / "a.txt").write_text("停止", encoding="utf-8")
    (reports / "b.txt").write_text("退出", encoding="utf-8")
    (reports / "z.txt").write_text("内存", encoding="utf-8")
    said = extract(reports, "--processes", processes)
    assert "a.txt: its process was killed (SIGKILL, perhaps for want of memory)" in said
    assert "b.txt: its process ended by itself (exit code 3)" in said
    assert "z.txt: there is not enough memory for it" in said
    assert said.endswith("3 of 9 documents failed; the others are done\n")
    assert done(reports) == {f"{number}.txt.jsonl" for number in range(6)}
    (reports / "a.txt").write_text("改好了。", encoding="utf-8")
    assert "6 of 9 were done before" in extract(reports, "--processes", processes)
    assert "a.txt.jsonl" in done(reports)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_report_whose_process_was_killed_for_another_s_greed_is_tried_again(reports: Path) -> None:
    (reports / "a.txt").write_text(f"首次 {reports.parent / 'mark'} 。", encoding="utf-8")
    extract(reports, "--processes", 2, code=0)
    assert (reports.parent / "mark").exists()
    assert len(done(reports)) == 7


def test_a_report_that_takes_for_ever_is_given_up(reports: Path) -> None:
    (reports / "3.txt").write_text("等待", encoding="utf-8")
    said = extract(reports, "--processes", 2, "--timeout", 10)
    assert "3.txt: not done within 10 seconds" in said
    assert len(done(reports)) == 5


def test_an_extractor_that_can_t_be_made_is_one_line_for_many_reports_too(reports: Path) -> None:
    ended = skillgraph("extract", reports, "--extractor", "unmade", "--processes", 2, cwd=reports.parent)
    assert ended.returncode == 2
    assert "can't be made" in ended.stderr
    assert "no model there" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_results_come_in_the_order_of_the_reports_whichever_is_done_first(reports: Path) -> None:
    (reports / "0.txt").write_text("等待", encoding="utf-8")
    jobs = [Job(path) for path in sorted(reports.iterdir())]
    outcomes = list(extract_all(jobs, 2, partial(load_extractor, "obedient"), seconds=10))
    assert [outcome.path for outcome in outcomes] == [str(job.path) for job in jobs]
    assert [bool(outcome.error) for outcome in outcomes] == [True, *[False] * 5]


def test_a_process_that_can_t_start_is_one_line(reports: Path) -> None:
    ended = skillgraph("extract", reports, "--extractor", "ended", "--processes", 2, cwd=reports.parent)
    assert ended.returncode == 2
    assert "a process ended by itself (exit code 4) before it could begin; fewer at once need less" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_others_wait_for_one_that_is_far_behind_and_go_on(reports: Path) -> None:
    """So that results in order don't fill the memory."""
    start = import_module("obedient").hurdle
    items = [(number, str(reports / "mark")) for number in range(1500)]
    assert list(work(items, 2, start, lambda item, reason: -1, 60)) == list(range(1500))


def test_a_full_disk_ends_the_run_and_the_next_one_goes_on(reports: Path) -> None:
    """A file system of 64 KB, which the command alone sees."""
    alone = ["unshare", "--mount", "--map-root-user", "sh", "-c"]
    try:
        subprocess.run([*alone, "mount -t tmpfs none /mnt"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no file systems can be made here")
    script = (
        'mkdir -p "$0" && mount -t tmpfs -o size=64k none "$0" && "$1" -m skillgraph extract "$2" -o "$0" '
        "--processes 2 --extractor obedient; code=$?; "
        'ls -A "$0" | grep -vc jsonl; ls -A "$0" | grep -c jsonl; exit $code'
    )
    for number in range(6, 60):
        (reports / f"{number}.txt").write_text(f"第{number}份报告。", encoding="utf-8")
    ended = subprocess.run(
        [*alone, script, str(reports.parent / "found"), sys.executable, str(reports)],
        capture_output=True, encoding="utf-8", check=False, timeout=120,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(reports.parent / "packages"), *sys.path])},
    )  # fmt: skip
    assert ended.returncode == 2, ended.stderr
    assert "No space left on device; what is done stays: make room, and run this again" in ended.stderr
    assert ended.stderr.count("\n") == 1
    leftovers, written = map(int, ended.stdout.split())
    assert leftovers == 0
    assert 0 < written < 60


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_can_t_be_read_is_named_and_not_left_out(reports: Path) -> None:
    (reports / "old").mkdir(mode=0)
    ended = skillgraph("extract", reports, cwd=reports.parent)
    assert (ended.returncode, ended.stderr) == (2, f"skillgraph: {reports / 'old'}: can't be read: Permission denied\n")


def test_a_folder_is_read_again_with_other_lists(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "lists").mkdir()
    for number in range(2):
        (tmp_path / "reports" / f"{number}.txt").write_text(f"霍格沃茨有学生{number + 2}00人。", encoding="utf-8")

    def run(*options: str) -> tuple[str, bool]:
        ended = skillgraph("extract", "reports", "-o", "found", *options, cwd=tmp_path)
        assert ended.returncode == 0, ended.stderr
        return ended.stderr, "霍格沃茨" in (tmp_path / "found" / "1.txt.jsonl").read_text("utf-8")

    run()
    (tmp_path / "lists" / "organizations.tsv").write_text("霍格沃茨\tSchool\n", encoding="utf-8")
    assert run("--terms", "lists") == ("", True)
    assert run("--terms", "lists") == ("2 of 2 were done before\n", True)
    (tmp_path / "lists" / "organizations.tsv").write_text("霍格沃兹\tSchool\n", encoding="utf-8")
    assert "done before" not in run("--terms", "lists")[0]


@pytest.fixture
def extracted(tmp_path: Path) -> Path:
    """A folder with `reports`, the last of which is damaged, and what the command `found` in them."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(3):
        text = f"柳州市有技工院校{number + 2}所。柳州工匠学院与泰国春武里技术学院共建中泰学院。"
        (folder / f"报告{number}.md").write_text(text, encoding="utf-8")
    (folder / "z.pdf").write_bytes(b"%PDF-1.7 nothing")
    said = skillgraph("extract", folder, "-o", tmp_path / "found", cwd=tmp_path)
    assert said.returncode == 1
    return tmp_path


def check_rows(extracted: Path, rows: list[tuple[str, str | None, str | None]]) -> None:
    """Path, records and error of each document are those of the command."""
    paths = sorted((extracted / "reports").iterdir())
    for path, (at, records, error) in zip(paths, rows, strict=True):
        assert at == f"file:{path}"
        written = extracted / "found" / f"{path.name}.jsonl"
        if path.suffix == ".pdf":
            assert records is None
            assert error is not None
            assert "damaged, or no PDF" in error
        else:
            assert error is None
            assert records == written.read_text("utf-8")
            assert json.loads(records.splitlines()[0])["file"] == path.name


def test_rows_of_an_engine_have_what_the_command_writes(extracted: Path) -> None:
    paths = sorted((extracted / "reports").iterdir())
    frames = [
        pandas.DataFrame({"path": [f"file:{p}" for p in part], "content": [p.read_bytes() for p in part], "length": 1})
        for part in (paths[:1], paths[1:])
    ]
    found = pandas.concat(extract_frames(frames), ignore_index=True)
    check_rows(extracted, list(zip(found["path"], found["records"], found["error"], strict=True)))


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas")
def test_spark_finds_what_the_command_finds(spark: None, extracted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        files = session.read.format("binaryFile").load(str(extracted / "reports")).repartition(2)
        found = files.mapInPandas(extract_frames, COLUMNS).sort("path").collect()
    finally:
        session.stop()
    check_rows(extracted, [(unquote(row["path"]), row["records"], row["error"]) for row in found])
