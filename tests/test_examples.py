"""The examples: their reviewed tables hold against their documents, and extracting again proposes nothing new."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.documents import read_document
from skillgraph.documents.evidence import read_document as read_evidence
from skillgraph.extract.drafts import write_draft
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.model.records import Statement, passage_checksum
from skillgraph.review.verify import verify
from skillgraph.tables.build import build
from skillgraph.tables.checks import check
from skillgraph.tables.loader import read_source
from skillgraph.tables.opening import open_loader, reference_loaders

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
LOADERS = sorted(p for p in (EXAMPLES / "loaders").iterdir() if p.is_dir())


def test_every_document_has_its_reviewed_tables() -> None:
    files = {read_source(folder).file for folder in LOADERS}
    assert files == {path.name for path in (EXAMPLES / "documents").iterdir()}


def test_the_reviewed_tables_hold_against_their_documents() -> None:
    sources = [*reference_loaders(), *LOADERS]
    with check(map(open_loader, sources)) as found:
        assert found.problems == []
    result = verify(EXAMPLES / "documents", sources)
    assert result.problems == []
    assert result.figures > 10


@pytest.mark.parametrize("folder", LOADERS, ids=lambda folder: folder.name)
def test_extracting_again_proposes_nothing_new(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy)
    source = read_document(EXAMPLES / "documents" / read_source(folder).file)
    draft = write_draft(source, RuleExtractor(), copy)
    assert set(draft.added.values()) == {0}
    for table in ("entities.csv", "statements.csv", "observations.csv"):
        assert (copy / table).read_bytes() == (folder / table).read_bytes()


@pytest.mark.parametrize("folder", LOADERS, ids=lambda folder: folder.name)
def test_a_report_in_any_format_shows_its_passages(folder: Path, tmp_path: Path) -> None:
    build([*reference_loaders(), folder], tmp_path / "build")
    with KnowledgeGraph(tmp_path / "build") as graph:
        fact = next(record for record in graph.records() if isinstance(record, Statement) and record.evidence)
        [passage, *_] = graph.evidence(fact.id, EXAMPLES / "documents")
        assert passage.text
        assert passage_checksum(passage.text) == fact.evidence[0].checksum


def test_a_copy_with_the_line_ends_of_windows_is_the_same_report(tmp_path: Path) -> None:
    report = EXAMPLES / "documents" / "luzhou-skills.txt"
    (tmp_path / report.name).write_bytes(report.read_bytes().replace(b"\n", b"\r\n"))
    folder = EXAMPLES / "loaders" / "luzhou-skills"
    assert verify(tmp_path, [*reference_loaders(), folder]).problems == []
    assert read_evidence(read_source(folder), tmp_path) == report.read_text("utf-8")
    (tmp_path / report.name).write_bytes(report.read_bytes().replace(b"\n", b"\n\n"))
    assert [p.column for p in verify(tmp_path, [*reference_loaders(), folder]).problems] == ["sha256"]
