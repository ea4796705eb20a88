"""Every example that a `--help` shows is run, for real, and gives what it promises."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click
import pytest

from command_line import skillgraph
from document_files import docx, paragraph, pdf, shown
from loaders import edit, small_loader
from model_server import ModelServer
from neo4j_server import PASSWORD, USER, wipe
from skillgraph.cli import skillgraph as group
from skillgraph.formats import OWN
from skillgraph.tables.build import build
from skillgraph.tables.opening import reference_loaders
from sparql_servers import SparqlServerProcess

ROOT = Path(__file__).resolve().parents[1]
#: Where the examples say that a server listens.
BOLT, FUSEKI, MODEL = "bolt://localhost:7687", "http://localhost:3030/ds", "http://127.0.0.1:11434/v1"
#: What is not run here, and who runs it.
ELSEWHERE = {
    "neo4j-admin database import full @import.args --overwrite-destination neo4j": "test_neo4j_files.py",
    "cypher-shell -f graph.cypher": "test_neo4j_files.py",
    "skillgraph learn examples/loaders/luzhou-skills examples/loaders/yunnan-partners --documents examples/documents": (
        "test_learn.py"
    ),
    "skillgraph mcp": "test_mcp.py",
    "skillgraph mcp build --documents reports": "test_mcp.py",
    "skillgraph mcp --http --port 0": "test_mcp.py",
    "skillgraph serve": "test_serve.py",
    "skillgraph serve build --port 0 --no-browser": "test_serve.py",
    "skillgraph serve --as-of 2012 --documents reports": "test_serve.py",
    "skillgraph serve --review loaders/my-report --documents reports": "test_review_api.py",
    "skillgraph serve --allow-host graph.example.org --prefix /skillgraph --token-file token.txt --log": (
        "test_serve_doors.py"
    ),
}


def examples() -> Iterator[tuple[str, str]]:
    """Every command, as `export html`, with each line below its `Example:`."""
    for path, command in _commands(group, click.Context(group, info_name="skillgraph")):
        for block in re.findall(r"\x08\n(.*?)(?=\n\n|\Z)", cleandoc(command.help or ""), re.DOTALL):
            yield from ((path, line.strip()) for line in block.split("\n") if line.startswith("  "))


def _commands(command: click.Command, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    yield context.command_path.removeprefix("skillgraph").strip(), command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner and (command.name != "export" or name in OWN):
                yield from _commands(inner, click.Context(inner, parent=context, info_name=name))


EXAMPLES = list(examples())


def of(needed: str) -> list[str]:
    """The commands whose examples need something: a database for Cypher, a server, or nothing of the kind."""
    return list(dict.fromkeys(command for command, line in EXAMPLES if _need(line) == needed))


def _need(line: str) -> str:
    if line in ELSEWHERE:
        return "elsewhere"
    if BOLT in line or "--graph pulled" in line:
        return "neo4j"
    if FUSEKI in line:
        return "sparql"
    cypher = line.startswith(("skillgraph cypher", "skillgraph questions")) or " --from " in line
    return "cypher" if cypher else "nothing"


@pytest.fixture
def workplace(tmp_path: Path, built: Path) -> Path:
    """A folder with all that the examples speak of."""
    shutil.copytree(built, tmp_path / "build")
    for name in ("first", "second"):
        small_loader(tmp_path / "loaders", name)
    edit(tmp_path / "loaders" / "second" / "entities.csv", "school-h,", "college-h,")
    for table in ("statements", "observations"):
        edit(tmp_path / "loaders" / "second" / f"{table}.csv", "school-h,", "college-h,")
    (tmp_path / "views.toml").write_text('[[views]]\ntitle = "青岛"\nthing = "qingdao"\n', encoding="utf-8")
    (tmp_path / "schools.csv").write_text("id,name\n3137,𬭎鋒學院\n", encoding="utf-8")
    for target in (tmp_path / "my-report", tmp_path / "loaders" / "my-report"):
        shutil.copytree(ROOT / "examples" / "loaders" / "luzhou-skills", target)
        edit(target / "source.toml", 'id = "luzhou-skills"', 'id = "my-report"')
    for name in ("examples", "tests/registers/heldout2"):
        shutil.copytree(ROOT / name, tmp_path / name)
    report = tmp_path / "examples" / "documents" / "luzhou-skills.txt"
    for folder in ("reports", "reports/2024", "reports/2025"):
        (tmp_path / folder).mkdir()
    for name in ("report.txt", "new.txt", "reports/luzhou-skills.txt", "reports/2024/luzhou-skills.txt"):
        shutil.copy(report, tmp_path / name)
    words = [line for line in report.read_text("utf-8").split("\n") if line.strip()]
    for folder in ("reports", "reports/2025"):
        (tmp_path / folder / "report.docx").write_bytes(docx("".join(map(paragraph, words))))
    (tmp_path / "report.pdf").write_bytes(pdf(shown("嘉禾学院与乙公司合作。", 60, 800)))
    return tmp_path


def run(command: str, needed: str, folder: Path, servers: dict[str, str] | None = None, **environment: str) -> None:
    """Runs the examples of a command that need one thing, in their order, each on what those before it left."""
    for of_command, line in EXAMPLES:
        if of_command == command and _need(line) == needed:
            for said, true in (servers or {}).items():
                line = line.replace(said, true)
            files = {path for path in folder.rglob("*") if path.is_file()}
            printed, notes = _ended(line, folder, environment)
            gave = printed.strip() or {p for p in folder.rglob("*") if p.is_file() and p.stat().st_size} - files
            assert gave or re.search(r"written|removed|moved|0 problems|decisions added", notes), f"nothing: {line}"
            assert "nothing has all" not in notes, line
            assert "is found here" not in notes, line


def _ended(line: str, folder: Path, environment: dict[str, str]) -> tuple[str, str]:
    """What a line gave on standard output and standard error: in this process, or in a shell where it wants one."""
    if not re.search(r" [|>] | && ", line):
        ended = skillgraph(*shlex.split(line)[1:], cwd=folder, **environment)
        assert (ended.returncode, ended.stdout) != (1, ""), f"{line}: {ended.stderr}"
        assert ended.returncode < 2, f"{line}: {ended.stderr}"
        return ended.stdout, ended.stderr
    program = f'skillgraph() {{ "{sys.executable}" -m skillgraph "$@"; }}\n{line}'
    process = subprocess.run(["sh", "-c", program], cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert process.returncode == 0, f"{line}: {process.stderr}"
    return process.stdout, process.stderr


def test_every_example_has_a_place() -> None:
    assert len(EXAMPLES) > 80
    for line, test in ELSEWHERE.items():
        assert line in [example for _, example in EXAMPLES]
        assert (Path(__file__).with_name(test)).is_file()
    assert not [line for _, line in EXAMPLES if not line.startswith("skillgraph ") and line not in ELSEWHERE]


@pytest.mark.parametrize("command", of("nothing"))
def test_the_examples_run(command: str, workplace: Path, python: str, shacl: None, reports: Path) -> None:
    if command not in ("extract", "renew"):
        shutil.copy(reports / "four-cities.txt", workplace / "reports")
    if command == "extract":
        shutil.rmtree(workplace / "loaders" / "my-report")
    if command == "diff":
        build([*reference_loaders(), small_loader(workplace / "old")], workplace / "release-2025")
    model = ModelServer(lambda _: '{"mentions": []}')
    run(command, "nothing", workplace, {MODEL: model.url})
    model.close()


@pytest.mark.parametrize("command", of("cypher"))
def test_the_examples_in_cypher_run(command: str, workplace: Path, embedded: None, python: str) -> None:
    build([*(ROOT / "loaders").glob("*/"), *(ROOT / "examples" / "shelf" / "loaders").glob("*/")], workplace / "shelf")
    run(command, "cypher", workplace)


@pytest.mark.parametrize("command", of("sparql"))
def test_the_examples_on_a_sparql_server_run(command: str, workplace: Path, oxigraph: SparqlServerProcess) -> None:
    oxigraph.wipe()
    skillgraph("push", oxigraph.url, cwd=workplace)
    run(command, "sparql", workplace, {FUSEKI: oxigraph.url})


@pytest.mark.parametrize("command", of("neo4j"))
def test_the_examples_on_a_neo4j_run(command: str, workplace: Path, neo4j_uri: str) -> None:
    wipe(neo4j_uri)
    account = {"NEO4J_USERNAME": USER, "NEO4J_PASSWORD": PASSWORD}
    if command == "pull":
        skillgraph("push", neo4j_uri, cwd=workplace, **account)
    run(command, "neo4j", workplace, {BOLT: neo4j_uri}, **account)
