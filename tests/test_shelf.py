"""The shelf: its tables are what the annotated pages give, hold against them, and make one graph."""

from __future__ import annotations

import csv
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.model.errors import UsageError
from skillgraph.questions.recorded import ask, find_questions
from skillgraph.review.annotated import read_corpus
from skillgraph.review.resolving import Resolving
from skillgraph.review.verify import verify
from skillgraph.tables.build import build
from skillgraph.tables.checks import check
from skillgraph.tables.opening import default_loaders, open_loader

SHELF = Path(__file__).resolve().parents[1] / "examples" / "shelf"
LOADERS = sorted(path.parent for path in (SHELF / "loaders").glob("*/source.toml"))


@pytest.fixture(scope="module")
def converter() -> ModuleType:
    spec = importlib.util.spec_from_file_location("shelf_convert", SHELF / "convert.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    folder = tmp_path_factory.mktemp("shelf") / "build"
    build([*default_loaders(), *LOADERS], folder)
    with KnowledgeGraph(folder) as graph:
        yield graph


def test_made_again_from_the_pages_every_file_is_the_same(converter: ModuleType, corpus: Path, tmp_path: Path) -> None:
    converter.convert(corpus, tmp_path)
    for folder in LOADERS:
        names = sorted(path.name for path in folder.iterdir())
        assert sorted(path.name for path in (tmp_path / folder.name).iterdir()) == names
        for name in names:
            assert (tmp_path / folder.name / name).read_bytes() == (folder / name).read_bytes(), (folder.name, name)
    assert sorted(path.name for path in tmp_path.iterdir()) == [folder.name for folder in LOADERS]


def test_the_pages_are_those_of_the_written_rule(converter: ModuleType, corpus: Path) -> None:
    pages = converter.pages()
    assert {page["page"] for page in pages} == converter.chosen(read_corpus(corpus))
    assert {page["id"] for page in pages} == {folder.name for folder in LOADERS} - {converter.TERMS}


def test_the_tables_hold_against_the_pages(corpus: Path) -> None:
    sources = [path for path in default_loaders() if path.name != "four-cities"] + LOADERS
    result = verify(corpus, sources)
    assert result.problems == []
    assert result.figures > 200


def test_the_shelf_stands_beside_the_report_without_a_problem() -> None:
    with check(map(open_loader, [*default_loaders(), *LOADERS])) as sources:
        assert sources.problems == []


def test_every_pair_that_may_be_one_thing_is_decided_and_no_decision_clashes() -> None:
    found = Resolving([*default_loaders(), *LOADERS])
    assert len(found.decisions) > 100
    open_pairs = [c for c in found.candidates(above=0.9) if "kind" not in (c.left.existence, c.right.existence)]
    assert open_pairs == []
    assert found.judgements.clashes == []


def test_what_two_pages_call_differently_is_one_thing_in_the_graph(shelf: KnowledgeGraph) -> None:
    things = {entity.name: entity for entity in shelf.entities.values()}
    assert {part.source for part in things["教育部"].descriptions} > {"anhui-rail-group", "taiwan-agreements"}
    assert "天津职业大学" in things["天津市职业大学"].aliases
    assert sum(entity.name == "市委" for entity in shelf.entities.values()) == 4


def test_questions_across_sources_have_one_answer_in_both_languages(arcadedb: None, shelf: KnowledgeGraph) -> None:
    results = [ask(q, shelf.sparql_store, shelf.cypher_store) for q in find_questions(folder=SHELF / "queries")]
    assert {result.question.name: result.differences for result in results if not result.agrees} == {}
    assert len(results) == 6
    assert all(len(result.recorded) for result in results)
    assert all(result.question.text_zh != result.question.text_en for result in results)


def test_a_folder_without_a_question_or_with_half_of_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no questions there"):
        find_questions(folder=tmp_path)
    (tmp_path / "q.rq").write_text("# 问\n# Ask\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"q\.cypher: not there"):
        find_questions(folder=tmp_path)


def test_all_was_annotated_and_no_cell_is_a_sentence() -> None:
    for path in (table for folder in LOADERS for table in folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                assert row["status"] == ("accepted" if row.get("basis") == "name" else "annotated")
                assert not any(mark in cell for cell in row.values() for mark in "。！？\n"), (path, row)
