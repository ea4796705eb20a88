from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from command_line import complaint, program, skillgraph
from loaders import edit, small_loader
from skillgraph.cli import COMMANDS


@pytest.fixture
def loader(tmp_path: Path) -> Path:
    return small_loader(tmp_path)


#: An export on a disk that is full after 2,000 bytes.
LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, -1))
sys.argv = ["skillgraph", "export", "turtle", "-o", sys.argv[1]]
from skillgraph.cli import main
main()
"""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shows_an_example(desk: Path, command: str) -> None:
    process = skillgraph(command, "--help", cwd=desk)
    assert process.returncode == 0
    assert f"\n    skillgraph {command}" in process.stdout.partition("Example:")[2]
    assert command in skillgraph("--help", cwd=desk).stdout


def test_a_mistyped_command_is_guessed(desk: Path) -> None:
    assert "Did you mean 'sparql'?" in complaint(skillgraph("sparkl", cwd=desk), 2)


def test_the_three_forms_of_an_answer_agree(desk: Path, language: str) -> None:
    school = "老挝琅勃拉邦职业技术学院"
    assert skillgraph(language, "q06", cwd=desk).stdout.splitlines()[2] == school
    assert list(csv.DictReader(io.StringIO(skillgraph(language, "q06", "--format", "csv", cwd=desk).stdout))) == [
        {"school": school}
    ]
    answer = json.loads(skillgraph(language, "q06", "--format", "json", cwd=desk).stdout)
    rows = (
        answer
        if language == "cypher"
        else [{k: v["value"] for k, v in b.items()} for b in answer["results"]["bindings"]]
    )
    assert rows == [{"school": school}]


def test_a_query_comes_as_text_file_or_standard_input(desk: Path, tmp_path: Path) -> None:
    query = 'SELECT ?name { entity:laos rdfs:label ?name FILTER(LANG(?name) = "zh") }'
    (tmp_path / "my.rq").write_bytes(b"\xef\xbb\xbf" + query.encode())
    (tmp_path / "我的 查询.rq").write_bytes(query.replace(" ", "\r\n").encode())
    for given, stdin in (
        (query, ""),
        (str(tmp_path / "my.rq"), ""),
        (str(tmp_path / "我的 查询.rq"), ""),
        ("-", query),
    ):
        assert skillgraph("sparql", given, cwd=desk, stdin=stdin).stdout.splitlines()[2] == "老挝"


def test_what_is_piped_is_utf8_whatever_the_locale(desk: Path, python: str, arcadedb: None) -> None:
    process = program("cypher", "-", cwd=desk, stdin="RETURN '老挝' AS x", LC_ALL="C", PYTHONIOENCODING="latin-1")
    assert process.stdout.splitlines()[2] == "老挝"
    command = [python, "-m", "skillgraph", "sparql", "-"]
    gbk = subprocess.run(command, cwd=desk, input="SELECT '老挝'".encode("gb18030"), capture_output=True, check=False)
    assert (gbk.returncode, b"not UTF-8 (byte 8)" in gbk.stderr) == (2, True)


def test_a_dash_is_standard_output(desk: Path) -> None:
    process = skillgraph("export", "ntriples", "--profile", "facts", "-o", "-", cwd=desk)
    assert process.stdout.startswith("<")
    assert not (desk / "-").exists()


def test_a_file_of_the_graph_that_can_not_be_read_is_named(built: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(built, tmp_path / "broken")
    (broken / "records.jsonl").unlink()
    assert "records.jsonl: No such file" in complaint(
        skillgraph("export", "turtle", "--graph", broken, cwd=tmp_path), 2
    )
    for name, form in (("nodes.jsonl", "neo4j-csv"), ("records.jsonl", "turtle")):
        shutil.copy(built / "records.jsonl", broken)
        lines = (built / name).read_bytes().splitlines()
        (broken / name).write_bytes(b"\n".join([*lines[:2], lines[2][:9], *lines[3:]]))
        ended = skillgraph("export", form, "--graph", broken, "-o", name, cwd=tmp_path)
        assert f"{name}, line 3 can't be read" in complaint(ended, 2)
    (broken / "oxigraph" / "CURRENT").unlink()
    message = complaint(skillgraph("sparql", "ASK {}", "--graph", broken, cwd=tmp_path), 2)
    assert "store can't be opened" in message


def test_a_parameter_is_a_value(desk: Path, embedded: None) -> None:
    cypher = "MATCH (c:City {name: $name}) RETURN c.id AS id"
    assert skillgraph("cypher", cypher, "--param", "name=青岛市", "--format", "csv", cwd=desk).stdout == "id\nqingdao\n"
    hostile = "name=x'}) DETACH DELETE c //"
    assert skillgraph("cypher", cypher, "--param", hostile, "--format", "csv", cwd=desk).stdout == "id\n"
    sparql = "SELECT ?c { ?c a sg:City ; rdfs:label ?name }"
    process = skillgraph("sparql", sparql, "--param", 'name="青岛市"@zh', "--format", "csv", cwd=desk)
    assert process.stdout.endswith("/qingdao\n")


def test_chinese_comes_out_under_an_ascii_locale(desk: Path, python: str) -> None:
    process = program("sparql", "q06", cwd=desk, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert "老挝琅勃拉邦职业技术学院" in process.stdout


def test_a_terminal_is_not_rewritten_by_a_name(desk: Path) -> None:
    process = skillgraph("sparql", 'SELECT ("a\\u001b[2Jb" AS ?x) {}', cwd=desk)
    assert "\x1b" not in process.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("sparql", "q99"), "unknown question or file 'q99'"),
        (("cypher", "q6"), "did you mean 'q06'?; a query has"),
        (("sparql", "."), "can't be read as a query: Is a directory"),
        (("sparql", ""), "the query is empty"),
        (("sparql", "# nothing but a comment\n"), "the query is empty"),
        (("sparql", "SELECT ?x { ?x a foo:City }"), "nothing declares foo:"),
        (("questions", "q99"), "unknown question 'q99'"),
        (("sparql", "SELECT * { ?s ?p }"), "^"),
        (("sparql", "DELETE WHERE { ?s ?p ?o }"), "read-only"),
        (("sparql", "q06", "--graph", "nowhere"), "make it with `skillgraph build -o nowhere`"),
        (("sparql", "q06", "--timeout", "0"), "more than 0"),
        (("sparql", "q06", "--param", "x"), "write NAME=VALUE"),
        (("sparql", "q06", "--endpoint", "http://127.0.0.1:9/"), "is the server running"),
        (("cypher", "q06", "--uri", "bolt://127.0.0.1:9"), "bolt://127.0.0.1:9"),
        (("export", "turtle", "-o", "."), "is a folder; name a file"),
        (("export", "turtle", "-o", "no/such/folder/x.ttl"), "can't be written"),
        (("export", "graphml", "--profile", "facts"), "graphml has no --profile; turtle"),
        (("export", "csv"), "name it with -o"),
        (("build", "no-such-loader"), "no such folder"),
        (("verify",), "--documents"),
    ],
)
def test_wrong_use_is_one_clear_message(desk: Path, arguments: tuple[str, ...], message: str) -> None:
    assert message in complaint(skillgraph(*arguments, cwd=desk), 2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("MATCH (n RETURN n",), "line 1"),
        (("MATCH (n) DETACH DELETE n",), "would write"),
        (("q06", "--timeout", "-1"), "more than 0"),
    ],
)
def test_wrong_cypher_is_one_clear_message(
    desk: Path, embedded: None, arguments: tuple[str, ...], message: str
) -> None:
    assert message in complaint(skillgraph("cypher", *arguments, cwd=desk), 2)


def test_a_table_that_is_wrong_is_named_with_row_and_column(loader: Path) -> None:
    build = ("build", loader, "-o", "out")
    assert skillgraph(*build, cwd=loader.parent).returncode == 0
    before = (loader.parent / "out" / "records.jsonl").read_bytes()
    entities = loader / "entities.csv"
    good = entities.read_text("utf-8")

    entities.write_bytes(good.replace(",name_en", "").encode())
    assert "small/entities.csv, row 1: missing column name_en" in complaint(skillgraph(*build, cwd=loader.parent), 1)

    entities.write_bytes(good.replace("𬭎鋒", "宏锋").encode("gb18030"))
    error = complaint(skillgraph(*build, cwd=loader.parent), 1)
    assert (
        "small/entities.csv, row 2, column 4: not UTF-8: it looks like GB18030 (GBK); save the table as UTF-8" in error
    )

    entities.write_text(good, encoding="utf-8")
    edit(loader / "statements.csv", "s1,school-h,", "s1,school-x,")
    assert (
        "small/statements.csv, row 2, column subject: unknown entity 'school-x'; did you mean 'school-h'?"
        in complaint(skillgraph(*build, cwd=loader.parent), 1)
    )
    assert (loader.parent / "out" / "records.jsonl").read_bytes() == before


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(loader: Path) -> None:
    assert skillgraph("build", loader, "-o", "unix", cwd=loader.parent).returncode == 0
    for table in loader.glob("*.csv"):
        table.write_bytes(b"\xef\xbb\xbf" + table.read_bytes().replace(b"\n", b"\r\n"))
    process = skillgraph("build", loader, "-o", "windows", cwd=loader.parent)
    assert process.returncode == 0, process.stderr
    for name in ("records.jsonl", "provenance.ttl", "nodes.jsonl", "relationships.jsonl"):
        assert (loader.parent / "unix" / name).read_bytes() == (loader.parent / "windows" / name).read_bytes()


def test_an_export_that_fails_leaves_the_former_file(desk: Path, python: str, tmp_path: Path) -> None:
    target = tmp_path / "graph.ttl"
    assert skillgraph("export", "turtle", "-o", target, cwd=desk).returncode == 0
    before = target.read_bytes()
    pytest.importorskip("resource", reason="this system has no file size limits")
    process = subprocess.run(
        [python, "-c", LIMITED, str(target)], cwd=desk, capture_output=True, encoding="utf-8", check=False
    )
    assert "File too large" in complaint(process, 2)
    assert target.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["graph.ttl"]


def test_a_pipe_that_closes_early_gives_no_message(desk: Path, python: str) -> None:
    command = [python, "-m", "skillgraph", "export", "ntriples"]
    with subprocess.Popen(command, cwd=desk, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    # As of `cat`, the code says that the reader was gone.
    assert process.returncode == 141


def test_questions_say_where_they_differ(loader: Path, arcadedb: None) -> None:
    assert skillgraph("build", loader, "-o", "out", cwd=loader.parent).returncode == 0
    process = skillgraph("questions", "q06", "--graph", "out", cwd=loader.parent)
    assert process.returncode == 1
    assert "DIFFERS" in process.stdout
    assert "SPARQL: less: 老挝琅勃拉邦职业技术学院" in process.stdout
    assert "the recorded answers need" in process.stderr
    assert "four-cities, " in process.stderr


def test_verify_and_validate_say_what_falls_short(loader: Path) -> None:
    process = skillgraph("verify", loader, "--documents", ".", cwd=loader.parent)
    assert process.returncode == 0, process.stdout
    edit(loader / "observations.csv", ",22,", ",23,")
    process = skillgraph("verify", loader, "--documents", ".", cwd=loader.parent)
    assert process.returncode == 1
    assert "small/observations.csv, row 2, column value:" in process.stdout
    process = skillgraph("verify", loader, "--documents", ".", "--format", "json", cwd=loader.parent)
    assert [(p["row"], p["column"]) for p in json.loads(process.stdout)] == [(2, "value")]
    edit(loader / "observations.csv", "exact", "exakt")
    process = skillgraph("validate", loader, cwd=loader.parent)
    assert process.returncode == 1
    assert "small/observations.csv, row 2, column bound: unknown bound 'exakt'; did you mean 'exact'?" in process.stdout
