"""The course runs, and what it shows is still there in its export to HTML, in a browser without a network."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from browser import Visit, launched
from neo4j_server import PASSWORD, USER, wipe
from skillgraph.stores.bolt.cypher import CypherStore

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
#: How many networks and plots each shows at least.
SHOWN = {
    "01_first_look": (1, 0),
    "01_first_look.zh": (1, 0),
    "02_sparql": (1, 0),
    "03_cypher": (1, 0),
    "04_networks": (2, 1),
    "05_figures_and_comparisons": (0, 3),
    "06_adding_a_report": (1, 0),
    "07_neo4j": (1, 0),
    "08_many_reports": (1, 0),
}

nbformat = pytest.importorskip("nbformat", reason="nbformat comes with nbclient")


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_a_notebook_in_git_has_no_outputs(notebook: Path) -> None:
    assert SHOWN[notebook.stem]
    cells = nbformat.read(notebook, as_version=4).cells
    assert not [c for c in cells if c.cell_type == "code" and (c.outputs or c.execution_count)]


def test_a_notebook_runs_and_its_export_shows_networks_and_plots(
    notebook: Path, kernel: None, chromium: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    executed = execute(notebook, tmp_path)
    networks, plots = SHOWN[notebook.stem]
    page = export(executed, tmp_path / f"{notebook.stem}.html")
    with launched(chromium) as browser:
        visit = Visit(browser, page, 1200, 900)
        frames = visit.page.locator("iframe")
        assert frames.count() >= networks
        for n in range(frames.count()):
            frames.nth(n).scroll_into_view_if_needed()
            inner = visit.page.frame_locator("iframe").nth(n)
            inner.locator("body[data-ready=true]").wait_for()
            assert inner.locator("canvas").count() > 0
            assert inner.locator("h1").inner_text()
            if folder := os.environ.get("SCREENSHOTS"):
                visit.page.wait_for_timeout(500)
                frames.nth(n).screenshot(path=f"{folder}/{notebook.stem}-{n}.png")
        drawn = visit.page.locator(".jp-RenderedSVG svg, .jp-RenderedImage img, .jp-RenderedSVG img")
        assert drawn.count() >= plots
        for n in range(drawn.count()):
            box = drawn.nth(n).bounding_box()
            assert box
            assert box["width"] > 100
        # The template of nbconvert looks for MathJax, require.js and mermaid; nothing else asks for anything.
        foreign = [
            r for r in visit.requests if not any(word in r.lower() for word in ("mathjax", "require", "mermaid"))
        ]
        assert foreign == []
        if folder := os.environ.get("SCREENSHOTS"):
            visit.page.screenshot(path=f"{folder}/{notebook.stem}.png", full_page=True)


def test_the_last_notebook_runs_on_a_real_neo4j(
    neo4j_uri: str, kernel: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wipe(neo4j_uri)
    for name, value in (("URI", neo4j_uri), ("USERNAME", USER), ("PASSWORD", PASSWORD)):
        monkeypatch.setenv(f"NEO4J_{name}", value)
    executed = execute(FOLDER / "07_neo4j.ipynb", tmp_path)
    texts = [
        o.get("text") or o.get("data", {}).get("text/plain", "")
        for cell in executed.cells
        if cell.cell_type == "code"
        for o in cell.outputs
    ]
    assert any("asking the Neo4j" in text for text in texts)
    assert any(text.count(": True") == 4 for text in texts)
    with CypherStore(neo4j_uri, username=USER, password=PASSWORD) as store:
        [(count,)] = store.query("MATCH (:City {id: 'qingdao'})-[:PARTNERS_WITH]-(p) RETURN count(DISTINCT p)")
        assert count == 8


def execute(notebook: Path, folder: Path) -> Any:
    """The notebook with its outputs; a cell that fails or prints to standard error fails the test."""
    import nbclient

    executed = nbclient.NotebookClient(
        nbformat.read(notebook, as_version=4), timeout=120, resources={"metadata": {"path": str(folder)}}
    ).execute()
    outputs = [o for cell in executed.cells if cell.cell_type == "code" for o in cell.outputs]
    assert Counter(o.text for o in outputs if o.output_type == "stream" and o.name == "stderr") == Counter()
    return executed


def export(executed: Any, page: Path) -> Path:
    """The page that `jupyter nbconvert --to html` makes."""
    nbconvert = pytest.importorskip("nbconvert", reason="nbconvert comes with the development packages")
    text, _ = nbconvert.HTMLExporter().from_notebook_node(executed)
    page.write_text(text, encoding="utf-8")
    return page
