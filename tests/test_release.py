"""What is published: built twice it is equal, it has what it needs and nothing else, and works outside the sources."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path
from urllib.request import urlopen

import pytest
from release.building import build, files, problems
from release.packages import required

import skillgraph
from skillgraph.model.built import UNKNOWN

ROOT = Path(__file__).resolve().parents[1]
COMMIT = re.compile(r"skillgraph, version (\S+) \(commit (.*)\)\n")
#: A git that knows nobody and no hooks, and whose commits have one date.
QUIET = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{who}_{what}": "test@localhost" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    **{f"GIT_{who}_DATE": "2026-11-29T00:00:00Z" for who in ("AUTHOR", "COMMITTER")},
}


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, env=QUIET, capture_output=True, encoding="utf-8", check=True, timeout=120).stdout


@pytest.fixture(scope="module")
def sources(python: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout of the sources as they are now, with one commit."""
    folder = tmp_path_factory.mktemp("sources") / "checkout"
    for name in git(ROOT, "ls-files", "-co", "--exclude-standard", "-z").split("\0"):
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "all")
    return folder


@pytest.fixture(scope="module")
def archive(sources: Path) -> Path:
    """The same by `git archive`, elsewhere, with other times and modes."""
    folder = sources.parent / "elsewhere" / "archive"
    git(sources, "archive", "--format=tar", "-o", str(sources.parent / "all.tar"), "HEAD")
    with tarfile.open(sources.parent / "all.tar") as tar:
        tar.extractall(folder, filter="data")
    for path in folder.rglob("*.py"):
        path.chmod(0o600)
        os.utime(path, (1e9, 1e9))
    return folder


@pytest.fixture(scope="module")
def built(sources: Path) -> tuple[Path, Path]:
    """Wheel and sdist of the checkout."""
    return build(sources, sources.parent / "built")


def test_two_builds_are_equal(sources: Path, archive: Path, built: tuple[Path, Path]) -> None:
    """A checkout, an archive of it and its sdist give the same bytes, whatever folder, time, modes and zone."""
    wheel, sdist = built
    again = build(archive, sources.parent / "again")
    assert [path.name for path in again] == [wheel.name, sdist.name]
    assert [path.read_bytes() for path in again] == [wheel.read_bytes(), sdist.read_bytes()]
    with tarfile.open(sdist) as tar:
        tar.extractall(sources.parent / "unpacked", filter="data")
    [unpacked] = (sources.parent / "unpacked").iterdir()
    assert build(unpacked, sources.parent / "third")[0].read_bytes() == wheel.read_bytes()


def test_a_time_that_is_given_is_the_time_of_all_files(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    wheel, _ = build(sources, sources.parent / "dated")
    assert {member.date_time[:3] for member in zipfile.ZipFile(wheel).infolist()} == {(2026, 1, 1)}


def test_nothing_is_wrong_with_what_is_published(built: tuple[Path, Path]) -> None:
    for path in built:
        assert problems(path) == []
    held = {name for name, _ in files(built[0])}
    assert {name.partition("/")[0].partition("-")[0] for name in held} == {"skillgraph", "skillgraph_zh"}
    tracked = set(git(ROOT, "ls-files", "-co", "--exclude-standard", "src/skillgraph").splitlines())
    assert {f"src/{name}" for name in held if not name.startswith(("skillgraph_zh-", "skillgraph/data/"))} == tracked


def test_what_should_not_be_published_is_found(sources: Path, built: tuple[Path, Path], tmp_path: Path) -> None:
    spoilt = tmp_path / built[0].name
    shutil.copy(built[0], spoilt)
    with zipfile.ZipFile(spoilt, "a") as wheel:
        wheel.writestr("skillgraph/tests/test_a.py", "pass\n")
        wheel.writestr("skillgraph/made.txt", f"by {Path.home() / 'project'}\n")
        wheel.writestr("skillgraph/API/__init__.py", "")
    assert [p.partition(": ")[2][:25] for p in problems(spoilt)] == [
        "skillgraph/tests/test_a.p",
        "skillgraph/made.txt: name",
        "names that differ in case",
    ]


def test_no_sentence_of_a_report_is_published(built: tuple[Path, Path], reports: Path) -> None:
    """Names, titles and figures are; whole sentences of other people's are not."""
    text = "".join(path.read_text("utf-8") for path in sorted(reports.glob("*.txt")))
    sentences = {s.strip() for s in re.split(r"[。；！？\n]", text) if len(s.strip()) >= 25}
    assert len(sentences) > 50
    for path in built:
        told = "\n".join(data.decode("utf-8", "ignore") for _, data in files(path))
        assert [s for s in sentences if s in told] == []


def test_checks_of_others_on_wheels(built: tuple[Path, Path], python: str) -> None:
    ended = subprocess.run(
        [python, "-m", "check_wheel_contents", "--config", str(ROOT / "pyproject.toml"), str(built[0])],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr


def environment(folder: Path, wheel: Path, extras: list[str]) -> Path:
    """A virtual environment that has a wheel and what its extras need, of what is installed here, and nothing else.

    Returns:
        The folder of its programs.
    """
    venv.create(folder, symlinks=True, with_pip=False)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    [packages] = [folder / "Lib" / "site-packages"] if os.name == "nt" else folder.glob("lib/python*/site-packages")
    for package in required(extras).values():
        for name in {Path(str(file)).parts[0] for file in package.files or ()} - {"..", "__pycache__"}:
            if not (packages / name).exists():
                (packages / name).symlink_to(str(package.locate_file(name)))
    command = [sys.executable, "-m", "pip", "--python", str(programs / "python"), "install", "--quiet"]
    offline = ["--no-index", "--no-deps", "--disable-pip-version-check", "--no-warn-script-location", str(wheel)]
    subprocess.run([*command, *offline], check=True, capture_output=True, timeout=300)
    return programs


def ask(programs: Path, folder: Path, *arguments: str) -> str:
    command = [str(programs / "skillgraph"), *arguments]
    env = {**QUIET, "LC_ALL": "C.UTF-8"}
    ended = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, encoding="utf-8", timeout=300, check=False
    )
    assert ended.returncode == 0, f"{arguments}: {ended.stderr}"
    return ended.stdout


def version_of(printed: str) -> tuple[str, str]:
    found = COMMIT.fullmatch(printed)
    assert found, printed
    return found[1], found[2]


def test_the_core_works_by_itself(sources: Path, built: tuple[Path, Path], tmp_path: Path) -> None:
    """Without any extra: what needs one says which."""
    programs = environment(tmp_path / "venv", built[0], [])
    assert version_of(ask(programs, tmp_path, "--version")) == (
        skillgraph.__version__,
        git(sources, "rev-parse", "HEAD").strip(),
    )
    ask(programs, tmp_path, "build")
    assert "琅勃拉邦" in ask(programs, tmp_path, "sparql", "q06")
    ask(programs, tmp_path, "export", "html", "-o", "page.html")
    missing = subprocess.run(
        [str(programs / "skillgraph"), "cypher", "q06"], cwd=tmp_path, env=QUIET, capture_output=True, encoding="utf-8",
        check=False, timeout=120,
    )  # fmt: skip
    assert missing.returncode == 2
    assert "needs the extra `cypher`" in missing.stderr
    assert "Traceback" not in missing.stderr


def test_all_of_it_works_outside_the_sources(
    sources: Path, built: tuple[Path, Path], arcadedb: None, tmp_path: Path
) -> None:
    """With the extra `all`, from the wheel that the sdist gives: the commands of the README's first session."""
    with tarfile.open(built[1]) as tar:
        tar.extractall(tmp_path / "unpacked", filter="data")
    [unpacked] = (tmp_path / "unpacked").iterdir()
    programs = environment(tmp_path / "venv", build(unpacked, tmp_path / "wheel")[0], ["all"])
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(programs / "python"), "check"], check=True, capture_output=True
    )
    desk = tmp_path / "desk"
    desk.mkdir()
    ask(programs, desk, "build")
    assert "琅勃拉邦" in ask(programs, desk, "cypher", "q06")
    ask(programs, desk, "new", "loader", "mine")
    ask(programs, desk, "build", "mine", "-o", "small")
    (desk / "r.txt").write_text("海山技工学校与海山公司签订合作协议，在校生5000人。\n", encoding="utf-8")
    ask(programs, desk, "extract", "r.txt", "-o", "r.jsonl")
    ask(programs, desk, "export", "html", "-o", "page.html")
    serving = subprocess.Popen(
        [str(programs / "skillgraph"), "serve", "--port", "0"], cwd=desk, env={**QUIET, "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
    )  # fmt: skip
    try:
        assert serving.stdout is not None
        said = ""
        while not (url := re.search(r"http://127\.0\.0\.1:\d+\S*", said)):
            line = serving.stdout.readline()
            assert line, said
            said += line
        with urlopen(url[0].rstrip("/.,") + "/", timeout=120) as page:
            assert b"skillgraph" in page.read()
    finally:
        serving.terminate()
        serving.communicate(timeout=60)


def test_whoever_copies_the_sources_is_told_the_truth(
    sources: Path, archive: Path, tmp_path: Path, python: str
) -> None:
    def version(folder: Path) -> str:
        env = {**QUIET, "PYTHONPATH": str(folder / "src")}
        command = [python, "-m", "skillgraph", "--version"]
        shown = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", check=True)
        return version_of(shown.stdout)[1]

    head = git(sources, "rev-parse", "HEAD").strip()
    assert version(sources) == head
    assert version(archive) == head
    copy = tmp_path / "theirs" / "copied"
    shutil.copytree(sources, copy, ignore=shutil.ignore_patterns(".git"))
    assert version(copy) == UNKNOWN
    git(copy.parent, "init", "-q")
    git(copy.parent, "commit", "-q", "--allow-empty", "-m", "theirs")
    assert version(copy) == UNKNOWN
    shutil.copytree(sources, tmp_path / "changed")
    (tmp_path / "changed" / "src" / "skillgraph" / "new.py").write_text("", encoding="utf-8")
    assert version(tmp_path / "changed") == f"{head} and changes"
