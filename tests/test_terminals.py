"""Whatever a file name, a table, a report or a server says, a terminal shows it and does not obey it."""

from __future__ import annotations

import ast
import json
import os
import pty
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from command_line import skillgraph
from hostile import hostile_graph
from skillgraph.graph.table import one_line
from skillgraph.model.controls import shown
from skillgraph.model.home import home

#: Clears the screen, sets the title, turns what follows round, goes back over the line; as C1 characters too.
HOSTILE = "甲\x1b[2J\x1b]0;x\x07\u202e乙\u2066\r丙\x9b2J\x08\u200f\x7f"
#: What bars of progress are drawn with.
_BAR = re.compile(r"\x1b\[\?25[lh]|\x1b\[K|\r")


def obeyed(printed: str) -> set[str]:
    """The characters that a terminal would obey or that nobody would see."""
    return {c for c in _BAR.sub("", printed) if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") and c not in "\n\t"}


def on_a_terminal(*arguments: object, cwd: Path) -> str:
    """What a command prints to a terminal, both streams."""
    here, there = pty.openpty()
    command = [sys.executable, "-m", "skillgraph", *map(str, arguments)]
    with subprocess.Popen(command, cwd=cwd, stdin=there, stdout=there, stderr=there) as process:
        os.close(there)
        printed = b""
        try:
            while piece := os.read(here, 65536):
                printed += piece
        except OSError:  # what Linux says at the end
            pass
        process.wait()
    os.close(here)
    return printed.decode()


def test_every_character_is_shown() -> None:
    assert shown("甲\n乙\t丙 a") == "甲\n乙\t丙 a"
    assert obeyed(shown("".join(map(chr, range(0x3100))))) <= {"\u200c", "\u200d"}
    assert json.loads(f'"{shown(HOSTILE + chr(0xE0001))}"') == HOSTILE + chr(0xE0001)
    assert obeyed(one_line(HOSTILE + "\n乙")) == set()
    assert "\n" not in one_line("甲\n乙\r\n丙\u2028丁")


def test_only_one_module_prints() -> None:
    """All others print by it."""
    for path in (home() / "src" / "skillgraph" / "cli").glob("*.py"):
        calls = [n.func for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call)]
        names = {ast.unparse(call) for call in calls}
        found = {
            n for n in names if n in ("print", "click.echo", "click.secho") or n.endswith((".buffer.write", ".show"))
        }
        assert found <= {"click.echo"} if path.name == "_terminal.py" else found <= {"error.show"}, path


@pytest.mark.parametrize(
    "arguments",
    [
        (HOSTILE,),
        ("build", f"--{HOSTILE}"),
        ("build", HOSTILE),
        ("validate", HOSTILE),
        ("extract", f"{HOSTILE}.txt"),
        ("extract", f"a.{HOSTILE}"),
        ("sparql", f"SELECT * {{ {HOSTILE}", "--graph", "."),
        ("sparql", "q06", "--graph", HOSTILE),
        ("sparql", "q06", "--endpoint", f"http://127.0.0.1:9/{HOSTILE}"),
        ("cypher", HOSTILE, "--graph", HOSTILE),
        ("find", HOSTILE, "--graph", HOSTILE),
        ("export", HOSTILE),
        ("export", "turtle", "-o", f"{HOSTILE}/{HOSTILE}"),
        ("push", f"bolt://{HOSTILE}"),
        ("pull", f"http://127.0.0.1:9/{HOSTILE}"),
        ("score", HOSTILE),
        ("learn", HOSTILE, "--documents", HOSTILE, "-o", "x"),
        ("new", "loader", HOSTILE),
        ("questions", HOSTILE, "--graph", HOSTILE),
    ],
    ids=lambda arguments: arguments[0] if arguments[0].isascii() else "no command",
)
def test_arguments_in_messages(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ended = skillgraph(*arguments, cwd=tmp_path)
    assert ended.returncode
    assert ended.stderr.strip()
    assert obeyed(ended.stdout + ended.stderr) == set()


def test_what_tables_and_reports_are_called(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert skillgraph("new", "loader", folder, cwd=tmp_path).returncode == 0
    source = f'id = "mine"\ntitle = "t"\ntitle_en = ""\nkind = "report"\nfile = {json.dumps(HOSTILE)}\n'
    (folder / "source.toml").write_text(source, encoding="utf-8")
    table = folder / "statements.csv"
    table.write_text(table.read_text(encoding="utf-8") + HOSTILE.replace("\r", "") + "\n", encoding="utf-8")
    for arguments in (("verify", folder, "--documents", tmp_path), ("validate", folder), ("build", folder)):
        for form in ("table", "json", "csv"):
            ended = skillgraph(*arguments, "--format", form, cwd=tmp_path)
            assert ended.returncode == 1
            if form == "table" or arguments[0] == "build":
                assert obeyed(ended.stdout + ended.stderr) == set()


def test_answers_exports_and_extractions_on_a_terminal(tmp_path: Path, python: str) -> None:
    hostile_graph(tmp_path)
    (tmp_path / "r.txt").write_text(f"海山技工学校与{HOSTILE}公司签订协议。".replace("\r", ""), encoding="utf-8")
    query = "SELECT ?name { ?x rdfs:label ?name }"
    for arguments in (
        ("sparql", query), ("sparql", query, "--format", "csv"), ("sparql", query, "--format", "json"),
        ("find", "岛"), ("export", "ntriples"), ("extract", "r.txt"), (HOSTILE,), ("build", HOSTILE),
    ):  # fmt: skip
        printed = on_a_terminal(*arguments, cwd=tmp_path)
        assert printed.strip()
        assert obeyed(printed) == set(), arguments


def test_data_in_a_pipe_stay_as_they_are(tmp_path: Path) -> None:
    hostile_graph(tmp_path)
    ended = skillgraph("sparql", "SELECT ?name { ?x rdfs:label ?name }", "--format", "csv", cwd=tmp_path)
    assert "\u202e" in ended.stdout
