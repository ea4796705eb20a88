"""What `skillgraph new` writes passes the checks as it stands, and overwrites nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.cli import skillgraph
from skillgraph.model.home import home
from skillgraph.questions import recorded
from skillgraph.review.validate import validate
from skillgraph.review.verify import verify
from skillgraph.tables.opening import named_loaders


def run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(skillgraph, list(map(str, arguments)))
    return result.output + str(result.exception or "")


@pytest.mark.parametrize("script", [(), ("--python",)])
def test_a_new_loader_passes_the_checks(shacl: None, script: tuple[str, ...], tmp_path: Path) -> None:
    report = tmp_path / "海滨.txt"
    report.write_text("# 海滨\n\n海滨学院在青岛。\n", encoding="utf-8")
    assert "fill it in" in run("new", "loader", tmp_path / "haibin", "--document", report, *script)
    assert "fill it in" in run("new", "loader", tmp_path / "trades", *script)
    loaders = named_loaders([tmp_path / "haibin", tmp_path / "trades"])
    assert validate(loaders) == []
    assert verify(tmp_path, loaders).problems == []
    kept = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert "nothing is overwritten" in run("new", "loader", tmp_path / "haibin")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == kept
    assert "lower-case letters, digits and hyphens" in run("new", "loader", tmp_path / "My Report")


def test_a_new_question_agrees_with_its_answer(
    tmp_path: Path, graph: KnowledgeGraph, embedded: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried = home()
    for name in ("ontology", "loaders", "queries"):
        shutil.copytree(carried / name, tmp_path / name)
    run("new", "question", "q99", "-o", tmp_path / "queries")
    monkeypatch.setattr(recorded, "home", lambda: tmp_path)
    [question] = recorded.find_questions(["q99"])
    assert question.text_en == "What is Qingdao called?"
    assert recorded.ask(question, graph.sparql_store, graph.cypher_store).agrees
    assert "q99.rq: exists; nothing is overwritten" in run("new", "question", "q99", "-o", tmp_path / "queries")
    assert "as q26" in run("new", "question", "Q9", "-o", tmp_path / "queries")
    assert not list((tmp_path / "queries").glob("Q9*"))
