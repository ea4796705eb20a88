"""The examples: their reviewed tables hold against their documents, and extracting again proposes nothing new."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from skillgraph.build import reference_loaders
from skillgraph.checks import check
from skillgraph.documents import read_document
from skillgraph.extract.drafts import write_draft
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.tables import Loader
from skillgraph.verify import verify

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
LOADERS = sorted(p for p in (EXAMPLES / "loaders").iterdir() if p.is_dir())


def test_every_document_has_its_reviewed_tables() -> None:
    files = {Loader(folder).document.file for folder in LOADERS}
    assert files == {path.name for path in (EXAMPLES / "documents").iterdir()}


def test_the_reviewed_tables_hold_against_their_documents() -> None:
    sources = [*reference_loaders(), *LOADERS]
    assert check([Loader(folder) for folder in sources]) == []
    result = verify(EXAMPLES / "documents", sources)
    assert result.problems == []
    assert result.figures > 10


@pytest.mark.parametrize("folder", LOADERS, ids=lambda folder: folder.name)
def test_extracting_again_proposes_nothing_new(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / folder.name
    shutil.copytree(folder, copy)
    source = read_document(EXAMPLES / "documents" / Loader(folder).document.file)
    draft = write_draft(source, RuleExtractor().extract(source), copy)
    assert set(draft.added.values()) == {0}
    for table in ("entities.csv", "statements.csv", "observations.csv"):
        assert (copy / table).read_bytes() == (folder / table).read_bytes()
