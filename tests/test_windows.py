"""What a Windows would refuse or read otherwise, as far as that can be seen without one."""

from __future__ import annotations

import ast
import codecs
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from command_line import complaint, program, skillgraph
from loaders import small_loader
from skillgraph.cli._language import of_windows
from skillgraph.deciding.journal import reviewer
from skillgraph.extract.many import output_files
from skillgraph.formats.loaders import write as write_loaders
from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.write import write_graph
from skillgraph.model.errors import DataError
from skillgraph.model.home import home
from skillgraph.model.naming import is_file_name
from skillgraph.model.records import Document
from skillgraph.site.paths import folder_of
from windows_files import windows_files

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "src" / "skillgraph").rglob("*.py"))
DEVICES = ["con", "NUL", "aux.txt", "prn .csv", "COM1", "com³.a.b", "lpt9", "CONIN$"]
#: What Python itself takes for nothing that a file can be called.
SPOILT = [*DEVICES, "a:b", "a?", "a*", 'a"', "<a>", "a|b", "a\\b", "a/b", "a.", "a ", "a\n", "..", ".", ""]


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """The calls in a module with what they are called by, the last name alone, and where they stand."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func).rpartition(".")[2], node


def said(call: ast.Call, name: str) -> bool:
    return any(keyword.arg == name for keyword in call.keywords)


def mode(call: ast.Call) -> str:
    """The mode that a file is opened in; `Path.open` has it first, `open` second."""
    values = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    modes = [v.value for v in values if isinstance(v, ast.Constant) and isinstance(v.value, str)]
    return next((m for m in modes if m and set(m) <= set("rwaxbt+")), "")


def writes_text(name: str, call: ast.Call) -> bool:
    return name == "write_text" or (name == "open" and bool(set("wax") & set(mode(call))) and "b" not in mode(call))


def test_text_is_written_with_line_ends_of_our_own() -> None:
    """Windows would make CRLF of them: other bytes for the same graph, and scripts that no shell reads."""
    loose = [
        f"{path.name}:{call.lineno}"
        for path in SOURCES
        for name, call in calls(path)
        if writes_text(name, call) and not said(call, "newline") and path.name != "_help.py"  # which is click's
    ]
    assert loose == []


def test_programs_are_read_in_an_encoding_that_is_said() -> None:
    starts = ("run", "Popen", "check_output", "create_subprocess_exec")
    loose = [
        f"{path.name}:{call.lineno}"
        for path in SOURCES
        for name, call in calls(path)
        if name in starts and (said(call, "text") or said(call, "universal_newlines")) and not said(call, "encoding")
    ]
    assert loose == []


def test_paths_are_not_joined_by_hand() -> None:
    """A path made of a text with a slash in it; what stands in messages and addresses is none."""
    loose = [
        f"{path.name}:{call.lineno}"
        for path in SOURCES
        for name, call in calls(path)
        if name in ("Path", "open")
        for a in call.args[:1]
        if isinstance(a, ast.JoinedStr) and any(isinstance(p, ast.Constant) and "/" in str(p.value) for p in a.values)
    ]
    assert loose == []


@given(st.text(st.characters(codec="utf-8"), max_size=12))
@example("con")
@example("com¹.txt")
def test_what_can_be_a_file_is_none_of_windows_devices(name: str) -> None:
    if is_file_name(name):
        assert not PureWindowsPath(name).is_reserved()
        assert PureWindowsPath(name).parts == (name,)
        assert name == name.rstrip(". ")


@pytest.mark.parametrize("name", SPOILT)
def test_no_name_that_windows_refuses(name: str, tmp_path: Path) -> None:
    assert not is_file_name(name)
    assert not reviewer(name) or reviewer(name) != name
    assert all(map(is_file_name, folder_of("entity", name).split("/")))


@pytest.mark.parametrize("name", ["con", "aux.txt", "com³", "a:b", "a?", "a."])
def test_no_loader_is_written_that_windows_could_not_have(name: str, tmp_path: Path) -> None:
    write_graph([Document(name, "报告", "Report")], tmp_path / "graph")
    (tmp_path / "loaders").mkdir()
    with pytest.raises(DataError, match="can't be the name of a folder"):
        write_loaders(GraphFolder(tmp_path / "graph"), tmp_path / "loaders")


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_every_id_has_a_folder_in_the_site(id: str) -> None:
    assert all(map(is_file_name, folder_of("statement", id).split("/")))


@pytest.mark.parametrize("name", ["con", "aux", "com1", "lpt9"])
def test_no_loader_is_called_as_a_device(name: str, tmp_path: Path) -> None:
    complaint(skillgraph("new", "loader", name, cwd=tmp_path), 2)
    (tmp_path / "r.txt").write_text("海山技工学校与海山公司签订协议。\n", encoding="utf-8")
    complaint(skillgraph("extract", "r.txt", "--loader", name, cwd=tmp_path), 2)
    assert not (tmp_path / name).exists()


def test_two_documents_are_one_file_where_case_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `os.path.normcase` has it, which does nothing on Linux."""
    paths = [Path("x/a.txt"), Path("y/A.TXT")]
    assert len(output_files(paths, paths, Path("out"))) == 2
    monkeypatch.setattr("os.path.normcase", lambda path: str(path).lower())
    with pytest.raises(Exception, match="another document would be written"):
        output_files(paths, paths, Path("out"))


def spreadsheet(data: bytes) -> bytes:
    """A text as Windows programs save it."""
    return codecs.BOM_UTF8 + data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def test_windows_line_ends_change_no_graph(tmp_path: Path) -> None:
    """Tables, what describes their source, and decisions, each with a byte order mark and CRLF."""
    for folder in ("lf", "crlf"):
        for part in ("loaders", "queries"):
            shutil.copytree(home() / part, tmp_path / folder / part)
        shutil.copytree(ROOT / "examples" / "loaders", tmp_path / folder / "loaders", dirs_exist_ok=True)
    for path in (tmp_path / "crlf").rglob("*"):
        if path.suffix in (".csv", ".toml", ".rq", ".cypher", ".tsv"):
            path.write_bytes(spreadsheet(path.read_bytes()))
    answers = []
    for folder in ("lf", "crlf"):
        here = tmp_path / folder
        loaders = sorted(p.parent for p in here.glob("loaders/*/source.toml"))
        ended = skillgraph("build", *loaders, "-o", "build", cwd=here)
        assert ended.returncode == 0, ended.stderr
        asked = [skillgraph("sparql", f"queries/{name}.rq", "--format", "csv", cwd=here) for name in ("q06", "q18")]
        answers.append([ended.stdout for ended in asked])
        assert all(ended.returncode == 0 for ended in asked), asked
    assert answers[0] == answers[1]
    plain, saved = (records(tmp_path / folder / "build") for folder in ("lf", "crlf"))
    assert plain == saved


def records(folder: Path) -> list[object]:
    """The records without the checksum of the tables' bytes."""
    import msgspec

    return [
        msgspec.structs.replace(r, tables_sha256="") if isinstance(r, Document) else r
        for r in GraphFolder(folder).records()
    ]


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONIOENCODING": "gbk"},
        {"PYTHONIOENCODING": "cp1252:strict"},
        {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=["cp936", "cp1252", "ascii"],
)
def test_terminals_of_any_encoding(environment: dict[str, str], built: Path, python: str, tmp_path: Path) -> None:
    """What is printed is UTF-8 whatever the system's encoding is, and files are read as UTF-8."""
    everywhere = ("sparql", "q06", "--graph", built, "--format", "csv")
    plain, odd = (program(*everywhere, cwd=tmp_path, **e) for e in ({}, environment))
    assert odd.returncode == 0, odd.stderr
    assert odd.stdout == plain.stdout
    helped = program("--lang", "zh", "build", "--help", cwd=tmp_path, **environment)
    assert "构建" in helped.stdout
    for name in ("报告.txt", "报告.rq"):
        (tmp_path / name).write_text("SELECT ?x { ?x rdfs:label '青岛市'@zh }\r\n", encoding="utf-8", newline="")
    asked = program("sparql", "-", "--graph", built, "--format", "csv", cwd=tmp_path, stdin=QUERY, **environment)
    assert "qingdao" in asked.stdout, asked.stderr
    drafted = program("extract", tmp_path, "-o", tmp_path / "out", cwd=tmp_path, **environment)
    assert drafted.returncode == 0, drafted.stderr


QUERY = "SELECT ?x { ?x rdfs:label '青岛市'@zh }\r\n"


def test_a_user_of_a_chinese_windows_is_told_in_chinese() -> None:
    """The identifiers are those of Microsoft's list: zh-CN, zh-TW, zh-HK, en-US, de-DE."""
    assert [of_windows(i) for i in (0x0804, 0x0404, 0x0C04, 0x0409, 0x0407)] == ["zh", "zh", "zh", "en", ""]


@pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc")
def test_no_file_is_replaced_or_deleted_while_it_is_open(built: Path, tmp_path: Path) -> None:
    """Windows refuses that; twice, for what stands there already."""
    shutil.copytree(built, tmp_path / "build")
    small_loader(tmp_path, "mine")
    (tmp_path / "r.txt").write_text("海山技工学校与海山公司签订协议，在校生5000人。\n", encoding="utf-8")
    commands = [
        ("build", "mine", "-o", "small"),
        ("sparql", "q06", "--graph", "small"),
        *(("export", form, "--graph", "small", "-o", f"as-{form}") for form in FORMS),
        ("extract", "r.txt", "--loader", "drafted"),
        ("extract", "r.txt", "-o", "found.jsonl"),
        ("sparql", "q06", "--as-of", "2024"),
        ("resolve", "mine", "-o", "sheet.csv"),
    ]
    with windows_files() as refused:
        for command in (*commands, *(c for c in commands if not {*c} & {"csv", "loaders", "neo4j-csv"})):
            ended = skillgraph(*command, cwd=tmp_path)
            assert ended.returncode == 0, ended.stderr
    assert refused == []
    names = [path.relative_to(tmp_path) for path in tmp_path.rglob("*")]
    assert [name for name in names if not is_file_name(name.name)] == []
    assert len({str(name).casefold() for name in names}) == len(names)


FORMS = ("turtle", "trig", "graphml", "html", "csv", "loaders", "neo4j-csv", "cypher-script", "site")
