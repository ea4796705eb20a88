from __future__ import annotations

from pathlib import Path

import pytest

from browser import Visit, chromium

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_a_notebook_in_git_has_no_outputs(notebook: Path) -> None:
    nbformat = pytest.importorskip("nbformat", reason="nbformat comes with nbclient")
    cells = nbformat.read(notebook, as_version=4).cells
    assert not [c for c in cells if c.cell_type == "code" and (c.outputs or c.execution_count)]


def test_a_notebook_runs_and_shows_its_network(notebook: Path, tmp_path: Path) -> None:
    nbformat = pytest.importorskip("nbformat", reason="nbformat comes with nbclient")
    nbclient = pytest.importorskip("nbclient", reason="nbclient comes with the development packages")
    pytest.importorskip("pandas", reason="pandas comes with the extra notebook")
    executed = nbclient.NotebookClient(
        nbformat.read(notebook, as_version=4), timeout=120, resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    outputs = [o for cell in executed.cells if cell.cell_type == "code" for o in cell.outputs]
    assert not [o for o in outputs if o.output_type == "stream" and o.name == "stderr"]
    [frame] = [o.data["text/html"] for o in outputs if "<iframe" in o.get("data", {}).get("text/html", "")]
    page = tmp_path / "notebook.html"
    page.write_text(f'<!doctype html><meta charset="utf-8">{frame}', encoding="utf-8")
    with chromium() as browser:
        visit = Visit(browser, page, 1200, 800)
        inner = visit.page.frame_locator("iframe")
        inner.locator("canvas").wait_for()
        assert inner.locator("h1").inner_text().startswith("技能人才知识图谱")
        assert visit.requests == []
        assert visit.complaints == []
