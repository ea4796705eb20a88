"""The documentation says what the code does, and its examples run."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import click
import msgspec
import pytest
from playwright.sync_api import Browser, TimeoutError

from command_line import output_of
from skillgraph.cli import COMMANDS, skillgraph
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, passage_checksum
from skillgraph.questions.recorded import question_names
from skillgraph.tables.loader import COLUMNS

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))


def test_the_pages_of_reference_are_made_from_the_code(python: str, tmp_path: Path) -> None:
    """In a process of its own, as a developer runs it, and in whatever terminal."""
    made = shutil.copytree(DOCS, tmp_path / "docs")
    ended = subprocess.run(
        [python, made / "references.py"],
        env=os.environ | {"COLUMNS": "40"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    for path in sorted(made.rglob("*.*")):
        now, before = path.read_bytes(), (DOCS / path.relative_to(made)).read_bytes()
        if path.suffix in (".md", ".svg") and now != before:
            assert now.decode() == before.decode(), f"{path.name} is stale: run python docs/references.py"


def test_every_command_and_option_is_documented() -> None:
    text = (DOCS / "reference" / "commands.md").read_text("utf-8")
    context = click.Context(skillgraph)
    for name in COMMANDS:
        section = text.partition(f"## skillgraph {name}\n")[2].partition("\n## ")[0]
        command = skillgraph.get_command(context, name)
        assert command
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.opts[-1] in section, f"{name} {parameter.opts}"
                assert parameter.help or isinstance(parameter.type, click.Choice), f"{name} {parameter.opts}"


def test_every_class_property_and_column_is_documented() -> None:
    vocabulary = (DOCS / "reference" / "vocabulary.md").read_text("utf-8")
    rows = {line.split("`")[1]: line for line in vocabulary.split("\n") if line.startswith("| `sg:")}
    for name in (*ontology().classes, *ontology().properties):
        assert ontology().label(name, "zh") in rows[f"sg:{name}"]
        assert ontology().label(name, "en") in rows[f"sg:{name}"]
        assert re.search(r"\| [^|]*[\u4e00-\u9fff][^|]*[A-Za-z][^|]*\|$", rows[f"sg:{name}"]), f"{name}: no definition"
    tables = (DOCS / "reference" / "tables.md").read_text("utf-8")
    for table, columns in COLUMNS.items():
        section = tables.partition(f"## {table}\n")[2].partition("\n## ")[0]
        assert [line.split("`")[1] for line in section.split("\n") if line.startswith("| `")] == list(columns)
    source = tables.partition("## source.toml\n")[2].partition("\n## ")[0]
    written = {line.split("`")[1] for line in source.split("\n") if line.startswith("| `")}
    read = {field.name for field in msgspec.structs.fields(Document)} - {"tables_sha256"}
    assert written == read | {"file_sha256", "converter"}  # which extract notes for people


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_no_link_leads_nowhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        assert target.startswith("http") or (page.parent / target).exists(), target


@pytest.mark.parametrize("page", ["tutorial.md", "tutorial.zh.md"])
def test_the_tutorial_can_be_pasted_step_by_step(page: str, embedded: None, tmp_path: Path) -> None:
    sessions = re.findall(r"```console\n\$ (.*?)\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    assert len(sessions) == 4
    for line, shown in sessions:
        assert re.sub("(written to|已写入) .*\n", "", output_of(line, tmp_path)) == shown, line
    assert (tmp_path / "network.html").stat().st_size > 100_000


@pytest.mark.parametrize("page", ["index.md", "index.zh.md"])
def test_the_front_page_shows_what_is_so(page: str, embedded: None, built: Path) -> None:
    text = (DOCS / page).read_text("utf-8")
    for line, shown in re.findall(r"```console\n\$ (.*?)\n(.*?)```", text, re.DOTALL):
        assert output_of(line, built.parent) == shown, line
    report = (ROOT / "examples" / "documents" / "luzhou-skills.txt").read_text("utf-8")
    quoted = re.findall(r"^> (.*)$", text, re.MULTILINE)
    spans = re.findall(r"`(\d+)-(\d+)#(\w+)`", text)
    assert [(report[int(a) : int(b)], c) for a, b, c in spans] == [(q, passage_checksum(q)) for q in quoted]


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.zh.md")), ids=lambda path: path.name)
def test_a_chinese_page_is_in_step_with_the_english_one(page: Path) -> None:
    """Programs, headings and rows of tables are as many in both, and what is run is the same."""
    zh, en = (p.read_text("utf-8") for p in (page, page.with_name(page.name.replace(".zh.", "."))))
    assert f"({page.name})" in en, "the English page leads to it"
    for part in (r"^#+ ", r"^\|", r"^\d+\. ", r"^- ", r"^> "):
        assert len(re.findall(part, zh, re.MULTILINE)) == len(re.findall(part, en, re.MULTILINE)), part
    programs = [
        [
            program
            for kind, program in re.findall(r"^ *```(\w*)\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
            if kind != "console"
        ]
        for text in (zh, en)
    ]
    if page.name != "asking.zh.md":  # whose comments are Chinese
        assert programs[0] == programs[1]


def test_every_page_for_people_is_in_chinese_too() -> None:
    names = "index tutorial asking researcher assistant engineer reader views openrefine scale servers windows commands"
    assert {p.name for p in DOCS.rglob("*.zh.md")} == {f"{name}.zh.md" for name in names.split()}


def test_the_cells_of_the_tutorial_run(kernel: None, tmp_path: Path) -> None:
    nbformat = pytest.importorskip("nbformat", reason="nbformat comes with nbclient")
    import nbclient

    cells = re.findall(r"```python\n(.*?)```", (DOCS / "tutorial.md").read_text("utf-8"), re.DOTALL)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    executed = nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    kinds = [[o.data.get("text/html", "") for o in cell.outputs] for cell in executed.cells]
    assert "498 entities" in kinds[0][0]
    assert "老挝琅勃拉邦职业技术学院" in kinds[1][0]
    assert "<iframe" in kinds[2][0]


def test_the_python_examples_run(patience: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("altair", reason="altair comes with the extra notebook")
    monkeypatch.chdir(tmp_path)
    examples = re.findall(r"```python\n(.*?)```", (DOCS / "howto" / "researcher.md").read_text("utf-8"), re.DOTALL)
    assert len(examples) == 7
    for example in examples:
        exec(example, {})
    assert {path.suffix for path in tmp_path.iterdir()} == {".pdf", ".svg", ".png"}


@pytest.fixture(scope="module")
def site(python: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `zensical build` writes it."""
    pytest.importorskip("zensical", reason="zensical comes with the development packages")
    tmp_path = tmp_path_factory.mktemp("site")
    shutil.copytree(DOCS, tmp_path / "docs")
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    config = config.replace("paths: [src]", f"paths: [{(ROOT / 'src').as_posix()}]")
    (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
    command = [python, "-m", "zensical", "build", "--strict"]
    process = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert process.returncode == 0, process.stdout + process.stderr
    return tmp_path / "site"


def test_the_site_asks_for_nothing_and_publishes_no_programs(site: Path) -> None:
    for page in site.rglob("*.html"):
        loaded = re.findall(r"<(?:script|img|iframe)[^>]+src=[\"']?(?:https?:)?//", page.read_text("utf-8"))
        assert loaded == [], page
        assert not re.search(r"<link[^>]+rel=[\"']?stylesheet[^>]+href=[\"']?(?:https?:)?//", page.read_text("utf-8"))
    assert "KnowledgeGraph" in (site / "reference" / "python.html").read_text("utf-8")
    assert [p.name for p in site.rglob("*.py")] == []


def test_chinese_pages_lead_to_chinese_pages(site: Path) -> None:
    pages = sorted(site.rglob("*.zh.html"))
    assert len(pages) == 13
    for page in pages:
        text = page.read_text("utf-8").partition("<article")[2].partition("</article>")[0]
        for target in re.findall(r"href=[\"']?([\w./-]+\.html)", text):
            linked = (page.parent / target).resolve()
            assert linked.is_file(), f"{page.name}: {target}"
            other = linked.with_name(linked.name.replace(".html", ".zh.html"))
            own = page.name.replace(".zh.", ".") == linked.name  # English, at the top
            assert own or not other.exists() or ".zh." in linked.name, f"{page.name}: {target} is there in Chinese"


@pytest.mark.parametrize(
    ("words", "title"), [("contradictions", "See what sources say differently"), ("新版本", "报告有了新版本")]
)
def test_the_search_works_where_the_site_lies_on_the_disk(site: Path, browser: Browser, words: str, title: str) -> None:
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((site / "index.html").as_uri(), wait_until="networkidle")
        page.locator(".md-search__button").first.click()
        result = page.locator("a").filter(has_text=title).first
        for _ in range(10):  # what is typed before the index is read is not looked up
            page.locator("input:visible").last.fill("")
            page.locator("input:visible").last.press_sequentially(words, delay=50)
            with suppress(TimeoutError):
                result.wait_for(timeout=3000)
                break
        assert result.is_visible()
        assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []


def test_the_citation_is_of_this_version() -> None:
    from skillgraph import __version__

    text = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"\nversion: {__version__}\n" in text
    for key in ("cff-version: 1.2.0", "message:", "title:", "authors:", "license: Apache-2.0"):
        assert key in text


def test_no_page_installs_the_package_of_somebody_else() -> None:
    """On package indexes the name `skillgraph` is a stranger's; ours is `skillgraph-zh`."""
    pages = [
        p for p in [*ROOT.glob("*.md"), *ROOT.rglob("docs/**/*.md"), *ROOT.glob("notebooks/*.ipynb")] if p.is_file()
    ]
    sources = [*(ROOT / "src").rglob("*.py"), *(ROOT / "examples").rglob("*.md"), *(ROOT / "benchmarks").rglob("*.md")]
    dangerous = re.compile(r"pip3? install[^\n`]*?[\s\"'\\]skillgraph(?![\w-])")
    assert dangerous.search('pip install -U "skillgraph[all]"')
    assert not dangerous.search('pip install "skillgraph_zh-0.2.0-py3-none-any.whl[all]"')
    assert [p.name for p in (*pages, *sources) if dangerous.search(p.read_text("utf-8"))] == []


def test_every_question_is_listed_by_what_it_shows() -> None:
    kinds = runpy.run_path(str(DOCS / "references.py"))["KINDS"]
    assert sorted({name for names in kinds.values() for name in names.split()}) == question_names()
