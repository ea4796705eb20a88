from __future__ import annotations

import re
from pathlib import Path

import pytest

from command_line import output_of
from skillgraph.cli import COMMANDS
from skillgraph.formats import OWN

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh.md")


def sessions(readme: str) -> list[tuple[str, str]]:
    """The commands of the console blocks, each with the output that is shown below it."""
    text = (ROOT / readme).read_text("utf-8")
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    parts = (part for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part)
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts)]


def test_the_sessions_print_what_they_show(embedded: None, tmp_path: Path) -> None:
    assert len(sessions("README.md")) >= 6
    for command, shown in sessions("README.md"):
        assert output_of(command, tmp_path).replace("written to build\n", "") == shown, command


@pytest.mark.parametrize("readme", READMES)
def test_the_python_example_runs(readme: str, embedded: None, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas", reason="pandas comes with the extra notebook")
    monkeypatch.chdir(built.parent)
    [example] = re.findall(r"```python\n(.*?)```", (ROOT / readme).read_text("utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(example, names)
    assert len(names["rows"]) > 5  # type: ignore[arg-type]
    assert len(names["passages"]) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize("readme", READMES)
def test_every_command_and_format_is_described(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    for command in COMMANDS:
        assert f"`skillgraph {command}" in text
    for name in OWN:
        assert f"`{name}`" in text


def test_both_readmes_show_the_same_sessions() -> None:
    assert sessions("README.md") == sessions("README.zh.md")


@pytest.mark.parametrize("readme", READMES)
def test_no_link_leads_nowhere(readme: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / readme).read_text("utf-8")):
        assert target.startswith("http") or (ROOT / target).exists(), target
