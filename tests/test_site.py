"""`export site`: a folder of pages and RDF that needs no server, read from the disk by a browser and by a parser."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import turbohtml
from playwright.sync_api import Browser, Page, Request

from command_line import complaint, skillgraph
from hostile import hostile_graph, large_graph
from loaders import small_loader
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import export
from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.serialization import all_triples
from skillgraph.model.errors import UsageError
from skillgraph.site import pages
from skillgraph.site.paths import folder_of
from skillgraph.tables.build import build
from skillgraph.tables.opening import reference_loaders
from skillgraph.writing.seal import SEAL

BASE = "https://graph.example.org/skills"
RECORDS = ("document", "entity", "section", "statement", "figure")


@pytest.fixture(scope="module")
def site(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the reports' graph."""
    folder = tmp_path_factory.mktemp("site") / "site"
    export(GraphFolder(built), "site", folder, base=BASE)
    return folder


@pytest.fixture
def hostile_site(tmp_path: Path) -> Path:
    """The site of a graph whose names try to be markup."""
    with hostile_graph(tmp_path) as graph:
        export(graph, "site", tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a browser that notes what it asks of others."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.extend([request.url] if not request.url.startswith("file:") else [])

    page = browser.new_page()
    page.on("request", note)
    yield page
    page.close()
    assert asked == []


def documents(site: Path) -> Iterator[tuple[Path, turbohtml.Document]]:
    """The site's own pages, parsed."""
    for path in sorted(site.rglob("*.html")):
        if path.name != "network.html":
            yield path, turbohtml.parse(path.read_bytes(), strict=True)


def broken_links(site: Path) -> tuple[set[str], set[str]]:
    """What links of the site lead to nothing, and what they lead to elsewhere."""
    wanted: dict[Path, set[str]] = {}
    elsewhere: set[str] = set()
    ids: dict[Path, set[str]] = {}
    for path, document in documents(site):
        ids[path] = {str(e.attrs["id"]) for e in document.select("[id]")}
        for element in document.select("a[href], link[href], script[src]"):
            where = str(element.attrs.get("href") or element.attrs.get("src"))
            target, fragment = urldefrag(where)
            if target.startswith(("http:", "https:")):
                elsewhere |= {target}
                continue
            file = (path.parent / unquote(target)).resolve() if target else path
            wanted.setdefault(file, set()).add(fragment if file.suffix == ".html" else "")
    broken = {str(file) for file in wanted if not file.is_file()}
    for file, fragments in wanted.items():
        if file in ids:
            broken |= {f"{file}#{f}" for f in fragments - {""} - ids[file]}
    return broken, elsewhere


def test_every_link_leads_somewhere_and_every_page_is_html(site: Path, graph: KnowledgeGraph) -> None:
    broken, elsewhere = broken_links(site)
    assert broken == set()
    own = {url for url in elsewhere if url.startswith(BASE)}
    assert own == {f"{BASE}/{path.relative_to(site).as_posix()}" for path, _ in documents(site)}
    assert elsewhere - own == {d.url for d in graph.documents.values() if d.url}


def test_each_record_has_a_page_in_both_languages_that_links_its_data(site: Path, graph: KnowledgeGraph) -> None:
    kinds = dict(zip(("Document", "Entity", "Section", "Statement", "Observation"), RECORDS, strict=True))
    for record in graph.records():
        folder = folder_of(kinds[type(record).__name__], record.id)
        for name, language in (("index.html", "zh-Hans"), ("index.en.html", "en")):
            document = turbohtml.parse((site / folder / name).read_bytes())
            root = document.select_one("html")
            assert root is not None
            assert root.attrs["lang"] == language
            data = {str(e.attrs["type"]) for e in document.select("link[type]")}
            assert data == {"text/turtle", "application/ld+json"}
            assert len(document.select("h1")) == 1


def test_things_are_linked_both_ways_and_with_their_evidence(site: Path, graph: KnowledgeGraph) -> None:
    for s in graph.statements():
        for thing in {s.subject, s.object} - {""}:
            links = {
                str(a.attrs["href"])
                for path in (site / folder_of("entity", thing)).glob("index*.html")
                if ".en." not in path.name
                for a in turbohtml.parse(path.read_bytes()).select("a[href]")
            }
            assert f"../../{folder_of('statement', s.id)}/index.html" in links
        text = (site / folder_of("statement", s.id) / "index.html").read_text("utf-8")
        assert all(f"{e.start}–{e.end}" in text and e.checksum in text for e in s.evidence)


def test_what_is_no_fact_is_marked_wherever_it_is_told(site: Path, graph: KnowledgeGraph) -> None:
    plans = [s for s in graph.statements() if s.modality != "actual"]
    assert plans
    for s in plans:
        own = turbohtml.parse((site / folder_of("statement", s.id) / "index.en.html").read_bytes())
        assert own.select(".note")
        assert own.select(".mark")
        there = turbohtml.parse((site / folder_of("entity", s.subject) / "index.en.html").read_bytes())
        [row] = [row for row in there.select("tr") if row.select(f"a[href*='/statement/{s.id}/']")]
        assert row.select(".mark")
    for s in graph.statements():
        if s.is_fact and s.basis == "stated" and s.rank == "normal":
            own = turbohtml.parse((site / folder_of("statement", s.id) / "index.html").read_bytes())
            assert not own.select(".mark, .note")
    for e in graph.entities.values():
        noted = turbohtml.parse((site / folder_of("entity", e.id) / "index.html").read_bytes()).select(".note")
        assert bool(noted) is (e.existence != "individual")


def test_all_turtle_files_together_are_the_export(site: Path, graph: KnowledgeGraph) -> None:
    together: set[ox.Triple] = set()
    for kind in RECORDS:
        for path in (site / kind).rglob("*.ttl"):
            together |= {quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)}
    assert together == set(all_triples(graph.records(), "provenance"))


def test_json_ld_says_what_turtle_says(site: Path) -> None:
    for id in ("entity/qingdao", "document/four-cities", "ontology/City"):
        turtle = {q.triple for q in ox.parse(path=str(site / f"{id}.ttl"), format=ox.RdfFormat.TURTLE)}
        json_ld = {q.triple for q in ox.parse(path=str(site / f"{id}.jsonld"), format=ox.RdfFormat.JSON_LD)}
        assert turtle == json_ld


def test_a_class_and_a_source_list_their_things(site: Path, graph: KnowledgeGraph) -> None:
    text = (site / "ontology" / "City" / "index.html").read_text("utf-8")
    for e in graph.entities.values():
        assert (f"/entity/{e.id}/index.html" in text) is ("City" in e.classes and e.existence == "individual")
    text = (site / "document" / "four-cities" / "things.html").read_text("utf-8")
    described = [e for e in graph.entities.values() if any(part.source == "four-cities" for part in e.descriptions)]
    assert all(f"/entity/{e.id}/index.html" in text for e in described)


def test_what_was_rejected_is_counted_as_such(tmp_path: Path) -> None:
    loader = small_loader(tmp_path)
    for table in ("statements.csv", "observations.csv"):
        text = (loader / table).read_text("utf-8")
        (loader / table).write_text(text.replace(",reviewed,", ",rejected,", 1), encoding="utf-8")
    build([*reference_loaders(), loader], tmp_path / "graph")
    graph = GraphFolder(tmp_path / "graph")
    export(graph, "site", tmp_path / "site")
    said = sum(1 for s in graph.statements() if s.status != "rejected")
    start = (tmp_path / "site" / "index.en.html").read_text("utf-8")
    assert f"Statements {said} · Figures {graph.manifest.observations} · Rejected in review 2" in start
    source = turbohtml.parse((tmp_path / "site" / "document" / loader.name / "index.en.html").read_bytes())
    own = sum(1 for s in graph.statements() if s.status != "rejected" and s.source == loader.name)
    assert f"Statements ({own} · Rejected in review 1)" in [a.text for a in source.select("a")]


def test_the_map_has_every_page_once(site: Path) -> None:
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    maps = [str(e.text) for e in ElementTree.parse(site / "sitemap.xml").iter(name)]
    found = [str(e.text) for url in maps for e in ElementTree.parse(site / url.rpartition("/")[2]).iter(name)]
    paths = [path.relative_to(site).as_posix() for path in site.rglob("*.html")]
    assert sorted(found) == sorted(f"{BASE}/{path}" for path in paths)


def test_long_tables_go_on_on_further_pages(
    built: Path, tmp_path: Path, graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "ROWS", 7)
    export(GraphFolder(built), "site", tmp_path / "site")
    assert broken_links(tmp_path / "site")[0] == set()
    folder = tmp_path / "site" / "entity" / "qingdao"
    rows = [
        row
        for path in folder.glob("*.html")
        if ".en." not in path.name
        for row in turbohtml.parse(path.read_bytes()).select("tbody tr")
    ]
    said = [s for s in graph.statements() if "qingdao" in (s.subject, s.object, *(value for _, value in s.qualifiers))]
    figures = [f for f in graph.observations() if "qingdao" in (f.subject, f.about, *(v for _, v in f.qualifiers))]
    assert len(rows) == len(said) + len(figures)
    assert (folder / "index-2.html").is_file()


def test_hostile_names_stay_text(hostile_site: Path, page: Page) -> None:
    broken, elsewhere = broken_links(hostile_site)
    assert (broken, elsewhere) == (set(), set())
    for path, document in documents(hostile_site):
        assert not document.select("img, script:not([src]), main [style]"), path
    page.goto((hostile_site / "entity" / "image" / "index.html").as_uri())
    assert page.locator("h1").inner_text() == "<img src=x onerror=window.pwned=1>"
    page.goto((hostile_site / "search.html").as_uri())
    page.locator("input").fill("onerror")
    page.locator("#found li").first.wait_for()
    assert page.evaluate("window.pwned") is None


def test_ids_that_are_no_names_of_files_stay_inside(tmp_path: Path) -> None:
    for id in ("../../up", "/etc", "a/../b", ".", "", "con", "a:b", "x.ttl", "index.html", "长" * 300, "a\\b", "a/"):
        folder = folder_of("entity", id)
        made = (tmp_path / folder).resolve()
        assert made != tmp_path / "entity"
        assert made.is_relative_to(tmp_path / "entity")
        assert not folder.endswith((".ttl", ".jsonld", ".html"))
        made.mkdir(parents=True, exist_ok=True)


@pytest.mark.parametrize(
    ("file", "words", "first"), [("search.html", "青島 合作", "合作"), ("search.en.html", "qingdao", "Qingdao")]
)
def test_the_search_finds_everything_from_the_disk(site: Path, page: Page, file: str, words: str, first: str) -> None:
    page.goto((site / file).as_uri())
    page.get_by_role("searchbox").fill(words)
    found = page.locator("#found a")
    found.first.wait_for()
    assert first in found.first.inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("h1").wait_for()
    assert page.url.endswith("index.html" if file == "search.html" else "index.en.html")


def test_without_a_script_all_can_be_read(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    page.get_by_role("link", name="城市", exact=True).first.click()
    page.get_by_role("link", name="青岛市", exact=True).first.click()
    page.get_by_role("link", name="English").click()
    assert page.locator("h1").inner_text() == "Qingdao"
    page.goto((site / "search.html").as_uri())
    assert page.locator("noscript").count() == 1
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    site: Path, graph: KnowledgeGraph, browser: Browser, explorer_sources: Path, scheme: str
) -> None:
    axe = (explorer_sources / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    plan = next(s for s in graph.statements() if s.modality == "planned")
    places = [
        "index.html",
        "search.en.html",
        "entity/qingdao/index.en.html",
        "ontology/index.html",
        "ontology/City/index.html",
    ]
    places += [f"{folder_of('statement', plan.id)}/index.html", "document/four-cities/index.html"]
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    for place in places:
        page.goto((site / place).as_uri())
        page.evaluate(f"{axe}; 0")
        found = page.evaluate(
            "async () => (await axe.run()).violations.map((v) => [v.id, v.nodes.map((n) => n.html.slice(0, 200))])"
        )
        assert found == [], place
    page.close()


def contents(folder: Path) -> dict[str, str]:
    """The sums of a folder's files."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_site_is_replaced_and_nothing_else_is(tmp_path: Path) -> None:
    graph = large_graph(tmp_path / "build", 5, 1)
    folder = tmp_path / "site"
    export(graph, "site", folder)
    before = contents(folder)
    export(graph, "site", folder)
    assert before == contents(folder)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["build", "site"]
    (folder / "CNAME").write_text("graph.example.org", encoding="utf-8")
    with pytest.raises(UsageError, match="holds CNAME, which skillgraph did not write"):
        export(graph, "site", folder)
    (folder / "CNAME").unlink()
    (folder / SEAL).unlink()
    with pytest.raises(UsageError, match="not an empty folder"):
        export(graph, "site", folder)


def test_passages_are_quoted_only_from_copies_of_ones_own(tmp_path: Path, site: Path, graph: KnowledgeGraph) -> None:
    assert not any(document.select("blockquote") for _, document in documents(site))
    with pytest.raises(UsageError, match="no such folder"):
        export(graph, "site", tmp_path / "site", documents=tmp_path / "nowhere")


def test_the_command_writes_a_site(desk: Path, tmp_path: Path) -> None:
    skillgraph("export", "site", "-o", tmp_path / "site", cwd=desk)
    assert (tmp_path / "site" / "index.html").is_file()
    assert not (tmp_path / "site" / "sitemap.xml").exists()
    refused = skillgraph("export", "site", "-o", tmp_path / "other", "--base", "example.org", cwd=desk)
    assert "--base" in complaint(refused, 2)
