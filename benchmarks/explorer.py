"""The network page in a browser: size, time to write, first picture, search, memory; beside pyvis and Cytoscape.js.

    python benchmarks/explorer.py [report] [10000x30000] [50000x200000] [--peers]

Every cell is the median of three fresh browsers on a page from a file, with no network; Chromium headless, WebGL in
software where the machine has no GPU. "Picture" is from the start of navigation to the frame after the one that was
drawn; "complete" until search and filters answer. The peers draw the same things, facts and labels: pyvis by
`skillgraph export pyvis`, Cytoscape.js (from explorer/node_modules) on the positions of the explorer, with its own
settings for large graphs, without any page around it. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec
from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.explore.places import places
from skillgraph.graph.view import View, choose
from skillgraph.model.records import Document, Entity, Evidence, Statement
from skillgraph.tables.build import build

RUNS = 3
EXPLORER = Path(__file__).resolve().parents[1] / "explorer"
_CLASSES = ("Enterprise", "TechnicalSchool", "VocationalSchool", "TrainingPlatform", "Programme", "Policy", "Industry")
_PREDICATES = ("partnersWith", "locatedIn", "hasPart", "supports", "offersTrainingTo", "participatesIn")
_SYLLABLES = "海天华东方宏达新源金泰永兴安盛康明德信诚博远航腾飞龙凤山河江湖云峰"
_KINDS = {
    "Enterprise": "集团有限公司", "TechnicalSchool": "技师学院", "VocationalSchool": "职业技术学院",
    "TrainingPlatform": "实训基地", "Programme": "培养计划", "Policy": "管理办法", "Industry": "产业",
}  # fmt: skip


def synthetic(folder: Path, nodes: int, edges: int) -> None:
    """A built folder with communities of about a hundred, hubs in each, and a passage for every fact."""
    draw = random.Random(1)
    encoder = msgspec.json.Encoder()
    communities = max(nodes // 100, 1)
    folder.mkdir()
    with (folder / "records.jsonl").open("wb") as file:
        file.write(encoder.encode(Document("large", "大报告", "Large report")) + b"\n")
        for n in range(nodes):
            kind = draw.choice(_CLASSES)
            stem = "".join(draw.choices(_SYLLABLES, k=4))
            entity = Entity(f"e-{n}", "large", (kind,), f"{stem}{_KINDS[kind]}", f"{kind} {n}")
            file.write(encoder.encode(entity) + b"\n")
        place = 0
        for n in range(edges):
            community = draw.randrange(communities)
            # Low numbers are drawn more often: every community has its hubs.
            ends = [community + communities * int(nodes / communities * draw.random() ** 2) for _ in range(2)]
            if draw.random() < 0.08:
                ends[1] = draw.randrange(nodes)
            place += draw.randrange(5, 60)
            statement = Statement(
                f"large/s{n}",
                "large",
                f"e-{min(ends[0], nodes - 1)}",
                draw.choice(_PREDICATES),
                f"e-{min(ends[1], nodes - 1)}",
                start=str(draw.randrange(2010, 2026)) if draw.random() < 0.3 else "",
                evidence=(Evidence("large", place, place + draw.randrange(8, 40), f"{draw.getrandbits(32):08x}"),),
            )
            file.write(encoder.encode(statement) + b"\n")
    manifest = {"version": "", "sources": ["large"], "entities": nodes, "statements": edges, "observations": 0}
    (folder / "manifest.json").write_bytes(encoder.encode(manifest))


def written(graph: Path, form: str, page: Path, limit: float) -> tuple[float, float] | None:
    """Wall and processor seconds of a whole `skillgraph export`; None where it took longer than the limit."""
    command = [sys.executable, "-m", "skillgraph", "export", form, "--graph", str(graph), "-o", str(page)]
    started, before = time.perf_counter(), processor_seconds()
    try:
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL, timeout=limit)
    except subprocess.TimeoutExpired:
        return None
    return time.perf_counter() - started, processor_seconds() - before


def processor_seconds() -> float:
    """What this process and those that it has waited for have used."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def explorer_once(browser: Browser, page: Path) -> dict[str, float]:
    """One visit to the page: milliseconds and megabytes."""
    visit = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True).new_page()
    visit.goto(page.as_uri())
    visit.wait_for_selector("body[data-ready=true]", timeout=120_000)
    marks = dict(visit.evaluate("performance.getEntriesByType('mark').map((m) => [m.name, m.startTime])"))
    latencies = [visit.evaluate(_SEARCH, word) for word in ("海天", "jituan", "haitian", "jsxy", "Policy 1")]
    heap = heap_of(visit)
    result = {
        "picture": marks["skillgraph-picture"] / 1000,
        "complete": marks["skillgraph-complete"] / 1000,
        "search": max(latencies),
        "heap": heap,
        "filter": visit.evaluate(_FILTER),
    }
    visit.context.close()
    return result


_SEARCH = """(word) => {
  const input = document.querySelector("#query");
  input.value = word;
  const started = performance.now();
  input.dispatchEvent(new Event("input"));
  return performance.now() - started;
}"""
_FILTER = """() => {
  const box = document.querySelector("[data-facet=class] input");
  const started = performance.now();
  box.click();
  return performance.now() - started;
}"""


def pyvis_once(browser: Browser, page: Path) -> dict[str, float]:
    """One visit to pyvis's page: seconds until the network has been drawn, and the heap."""
    visit = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True).new_page()
    visit.add_init_script(_WATCH_PYVIS)
    visit.goto(page.as_uri(), wait_until="commit")
    until = time.monotonic() + 120
    # The page's policy forbids what wait_for_function does.
    while not visit.evaluate("window.drawn"):
        if time.monotonic() > until:
            raise TimeoutError("not drawn")
        time.sleep(0.1)
    result = {"picture": visit.evaluate("window.drawn") / 1000, "heap": heap_of(visit)}
    visit.context.close()
    return result


#: The frame after the one in which the canvas has its first line on it.
_WATCH_PYVIS = """
const stroke = CanvasRenderingContext2D.prototype.stroke;
CanvasRenderingContext2D.prototype.stroke = function (...rest) {
  CanvasRenderingContext2D.prototype.stroke = stroke;
  requestAnimationFrame(() => setTimeout(() => { window.drawn = performance.now(); }));
  return stroke.apply(this, rest);
};
"""


def write_cytoscape(graph: Path, page: Path) -> tuple[float, float]:
    """A page with the same picture in Cytoscape.js; returns the seconds, as `written`, most of them for positions."""
    started, before = time.perf_counter(), processor_seconds()
    with KnowledgeGraph(graph) as opened:
        chosen = choose(opened, View())
    placed = places(chosen)
    nodes = [
        {"data": {"id": e.id, "label": e.name[:16]}, "position": {"x": x, "y": y}}
        for e, (x, y) in zip(chosen.entities, placed.points, strict=True)
    ]
    edges = [
        {"data": {"id": s.id, "source": s.subject, "target": s.object, "evidence": str(s.evidence)}}
        for s in chosen.statements
        if s.object and s.is_fact
    ]
    library = (EXPLORER / "node_modules" / "cytoscape" / "dist" / "cytoscape.min.js").read_text("utf-8")
    data = msgspec.json.encode([*nodes, *edges]).decode().replace("<", "\\u003c")
    page.write_text(_CYTOSCAPE.replace("$LIBRARY", library).replace("$DATA", data), encoding="utf-8")
    return time.perf_counter() - started, processor_seconds() - before


_CYTOSCAPE = """<!DOCTYPE html><meta charset="utf-8"><title>cytoscape</title>
<style>html, body, #cy { height: 100%; margin: 0; }</style><div id="cy"></div>
<script>$LIBRARY</script>
<script>
const cy = cytoscape({
  container: document.getElementById("cy"), elements: $DATA, layout: { name: "preset" },
  hideEdgesOnViewport: true, textureOnViewport: true, pixelRatio: 1,
  style: [
    { selector: "node", style: { label: "data(label)", "min-zoomed-font-size": 8, width: 20, height: 20 } },
    { selector: "edge", style: { width: 1, "curve-style": "haystack", "line-color": "#c3c9d1" } },
  ],
});
cy.one("render", () => requestAnimationFrame(() => setTimeout(() => { window.drawn = performance.now(); })));
</script>
"""


def drawn_once(browser: Browser, page: Path) -> dict[str, float]:
    """One visit to a page that sets `drawn` itself."""
    visit = browser.new_context(viewport={"width": 1400, "height": 900}, offline=True).new_page()
    visit.goto(page.as_uri(), wait_until="commit")
    visit.wait_for_function("window.drawn", timeout=120_000)
    result = {"picture": visit.evaluate("window.drawn") / 1000, "heap": heap_of(visit)}
    visit.context.close()
    return result


def heap_of(visit: Page) -> float:
    """Megabytes of JavaScript's heap after a collection."""
    client = visit.context.new_cdp_session(visit)
    client.send("HeapProfiler.collectGarbage")
    used: float = client.send("Runtime.getHeapUsage")["usedSize"]
    return used / 1e6


def measure(name: str, graph: Path, folder: Path, with_peers: bool) -> None:
    """Prints the rows of one graph."""
    forms: list[tuple[str, Any]] = [("html", explorer_once)]
    if with_peers:
        forms += [("pyvis", pyvis_once), ("cytoscape", drawn_once)]
    for form, once in forms:
        page = folder / f"{name}-{form}.html"
        seconds = write_cytoscape(graph, page) if form == "cytoscape" else written(graph, form, page, 200)
        if seconds is None:
            print(f"| {name} | {form} | not in 200 s | | | | | | | |", flush=True)
            continue
        megabytes = f"{page.stat().st_size / 1e6:.2f}"
        try:
            runs = [fresh(once, page) for _ in range(RUNS)]
        except TimeoutError:
            print(f"| {name} | {form} | {seconds[0]:.1f} | {seconds[1]:.1f} | {megabytes} | not in 120 s | | | | |")
            continue
        cells = [*(f"{value:.1f}" for value in seconds), megabytes]
        for key, digits in (("picture", 2), ("complete", 2), ("search", 0), ("filter", 0), ("heap", 0)):
            values = [run[key] for run in runs if key in run]
            cells.append(f"{statistics.median(values):.{digits}f}" if values else "")
        print(f"| {name} | {form} | {' | '.join(cells)} |", flush=True)


def fresh(once: Any, page: Path) -> dict[str, float]:
    """A visit with a browser of its own, so that nothing is warm."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            result: dict[str, float] = once(browser, page)
            return result
        finally:
            browser.close()


def main() -> None:
    """Measures the graphs that are named, or all three."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graphs", nargs="*", default=["report", "10000x30000", "50000x200000"])
    parser.add_argument("--peers", action="store_true", help="pyvis and Cytoscape.js too: minutes")
    arguments = parser.parse_args()
    print("| graph | page | write s | processor s | MB | picture s | complete s | search ms | filter ms | heap MB |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        for graph in arguments.graphs:
            folder = Path(name) / graph
            if graph == "report":
                build(output=folder)
            else:
                nodes, edges = map(int, graph.split("x"))
                synthetic(folder, nodes, edges)
            measure(graph, folder, Path(name), arguments.peers)


if __name__ == "__main__":
    main()
