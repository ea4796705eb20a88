"""What leaves the page for paper: pictures as SVG, PNG and PDF, and every view as it is printed."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree
from playwright.sync_api import Browser

from browser import NO_WEBGL
from hostile import hostile_graph
from page_reader import Reader, graph_of, reading, write_page
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.explore.page import PageOptions
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity, Statement

INCH = 25.4
#: The smallest type, in points.
SMALLEST = 6


class Drawn:
    """A saved SVG."""

    def __init__(self, path: Path) -> None:
        self.root = etree.parse(path).getroot()
        self.texts = ["".join(t.itertext()) for t in self.root.iter("{*}text")]

    @property
    def all(self) -> str:
        """What it says, without breaks of lines."""
        return "".join(self.texts)

    @property
    def width(self) -> float:
        """Millimetres."""
        assert self.root.get("width").endswith("mm")
        return float(self.root.get("width")[:-2])

    @property
    def height(self) -> float:
        """Millimetres."""
        return float(self.root.get("height")[:-2])

    def of(self, name: str) -> int:
        """How many parts have a class."""
        return len(self.root.findall(f".//*[@class='{name}']"))


@contextmanager
def figure(reader: Reader, **fields: str | bool) -> Iterator[None]:
    """The window in which a picture is made up, with its fields filled in."""
    page = reader.page
    page.click("[data-key=export]")
    page.click("[data-key=export-figureForPaper]")
    for name, value in fields.items():
        field = page.locator(f"[data-key=paper-{name}]")
        if isinstance(value, bool):
            field.set_checked(value)
        elif field.evaluate("(e) => e.localName") == "select":
            field.select_option(value)
        else:
            field.fill(value)
    yield
    page.keyboard.press("Escape")
    page.wait_for_selector("#paper-window", state="detached")


def save(reader: Reader, kind: str, folder: Path) -> Path:
    with reader.page.expect_download() as download:
        reader.page.click(f"[data-key=export-{kind}]")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


#: The boxes of all texts of a picture that stands in the page, in millimetres of the paper.
_BOXES = """(selector) => {
  const svg = document.querySelector(selector);
  const frame = svg.getBoundingClientRect();
  const scale = parseFloat(svg.getAttribute("width")) / frame.width;
  const box = (e) => {
    const { left, top, right, bottom } = e.getBoundingClientRect();
    return [left - frame.left, top - frame.top, right - frame.left, bottom - frame.top].map((v) => v * scale);
  };
  // A line of text is higher than its characters.
  const text = (e) => {
    const [left, top, right, bottom] = box(e);
    return [left, top + 0.16 * (bottom - top), right, bottom - 0.16 * (bottom - top)];
  };
  return { texts: [...svg.querySelectorAll("text")].map(text), marks: [...svg.querySelectorAll("g > .mark")].map(box) };
}"""


def overlaps(a: list[float], b: list[float], by: float = 0.4) -> bool:
    return a[0] + by < b[2] and b[0] + by < a[2] and a[1] + by < b[3] and b[1] + by < a[3]


@pytest.mark.parametrize(
    ("address", "width"), [("", "170"), ("#thing=qingdao", "85"), ("#path=zibo&path=zaozhuang&lang=en", "170")]
)
def test_a_picture_has_its_width_and_all_its_names_on_the_sheet(
    browser: Browser, page: Path, tmp_path: Path, address: str, width: str
) -> None:
    with reading(browser, page, address) as reader, figure(reader, width=width):
        path = save(reader, "svg", tmp_path)
        boxes = reader.page.evaluate(_BOXES, ".sheet svg")
    drawn = Drawn(path)
    assert drawn.width == float(width)
    assert drawn.height <= 235
    for left, top, right, bottom in boxes["texts"]:
        assert left >= 0
        assert top >= 0
        assert right <= drawn.width
        assert bottom <= drawn.height
    sizes = [float(e.get("font-size")) for e in drawn.root.iter() if e.get("font-size")]
    assert min(sizes) >= SMALLEST
    # One point of the sheet's own measure is one point of paper.
    wide = float(drawn.root.get("viewBox").split()[2])
    assert wide == pytest.approx(drawn.width / INCH * 72, rel=0.001)


def test_what_is_chosen_is_drawn_with_all_names_none_over_another_thing(
    browser: Browser, page: Path, graph: KnowledgeGraph, tmp_path: Path
) -> None:
    with reading(browser, page, "#thing=qingdao") as reader, figure(reader):
        drawn = Drawn(save(reader, "svg", tmp_path))
        boxes = reader.page.evaluate(_BOXES, ".sheet svg")
    ends = ({s.subject, s.object} for s in graph.statements() if s.is_fact)
    near = {id for pair in ends if "qingdao" in pair and "" not in pair for id in pair}
    for id in near:
        assert graph.entities[id].name.replace(" ", "") in drawn.all.replace(" ", ""), id
    texts = boxes["texts"]
    assert not [(a, b) for n, a in enumerate(texts) for b in texts[n + 1 :] if overlaps(a, b)]
    assert not [(a, b) for a in texts for b in boxes["marks"] if overlaps(a, b)]


def test_the_legend_has_what_is_drawn_and_nothing_else(browser: Browser, page: Path, tmp_path: Path) -> None:
    with reading(browser, page, "#thing=laos-lpb-college&modality=") as reader, figure(reader):
        drawn = Drawn(save(reader, "svg", tmp_path))
    marks, legend = drawn.root.findall(".//*[@class='mark']"), drawn.root.find(".//*[@class='legend']")
    keys = [m for m in marks if m in legend.iterdescendants()]
    things = [m for m in marks if m not in keys]
    looks = [{(m.get("fill"), m.get("stroke")) for m in some} for some in (keys, things)]
    assert looks[0] == looks[1]
    assert len(keys) < 6, "groups that don't appear have no key"
    assert len({m.get("d").count("L") for m in things}) > 1, "groups differ in shape, for a grey print"


def test_direction_plans_words_title_source_and_licence_are_told(browser: Browser, page: Path, tmp_path: Path) -> None:
    title = "枣庄：赋能中心 <b>&\"'"
    with reading(browser, page, "#thing=zaozhuang&modality=") as reader, figure(reader, title=title, words=True):
        drawn = Drawn(save(reader, "svg", tmp_path))
    assert drawn.root.findtext("{*}title") == title
    assert "".join(drawn.texts[0]) == title
    assert drawn.of("arrow") > 20
    dashed = [line for line in drawn.root.iter("{*}line") if line.get("stroke-dasharray")]
    assert len(dashed) > 1
    assert "虚线：尚非事实" in drawn.all
    assert "箭头：" in drawn.all
    assert "隶属于" in drawn.texts, "words on links"
    assert "《济南、青岛、淄博、枣庄技能人才工作经验》" in drawn.all
    assert "CC BY 4.0" in drawn.all
    assert not drawn.root.findall(".//*[@style]")


def test_a_png_has_three_hundred_dots_an_inch(browser: Browser, page: Path, tmp_path: Path) -> None:
    with reading(browser, page, "#thing=zibo", color_scheme="dark") as reader, figure(reader, width="85"):
        data = save(reader, "png", tmp_path).read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width = struct.unpack(">I", data[16:20])[0]
    assert width == round(85 / INCH * 300)
    at = data.index(b"pHYs")
    assert struct.unpack(">IIB", data[at + 4 : at + 13]) == (11811, 11811, 1)
    assert struct.unpack(">I", data[at + 13 : at + 17])[0] == zlib.crc32(data[at : at + 13])
    assert at == 37, "the size comes before the pixels"


def test_a_pdf_is_one_page_of_the_pictures_size_with_text(browser: Browser, page: Path) -> None:
    with reading(browser, page, "#thing=zibo") as reader:
        reader.page.evaluate("window.print = () => {}")
        with figure(reader, width="85"):
            reader.page.click("[data-key=export-pdf]")
            document = pypdfium2.PdfDocument(reader.page.pdf(prefer_css_page_size=True))
        assert len(document) == 1
        assert document[0].get_width() == pytest.approx(85 / INCH * 72, abs=1.5)
        text = document[0].get_textpage().get_text_bounded()
        assert "淄博市及与之直接相关的条目" in text
        assert "资料来源" in text
        # What is printed later is the view again.
        assert reader.page.locator("body.figure-alone").count() == 0


def test_hostile_names_are_text_and_file_names_are_safe(browser: Browser, tmp_path: Path) -> None:
    with hostile_graph(tmp_path) as graph:
        page = write_page(graph, tmp_path / "p.html", PageOptions(title='../a\\b:c*?"<>|\u202e\n.html'))
    with reading(browser, page) as reader, figure(reader):
        path = save(reader, "svg", tmp_path)
    assert not re.search(r'[\\/:*?"<>|\u202e\n]', path.name)
    drawn = Drawn(path)
    assert {etree.QName(e).localname for e in drawn.root.iter(etree.Element)} <= {
        "svg",
        "title",
        "rect",
        "g",
        "line",
        "path",
        "text",
    }
    assert "<img src=x" in drawn.all
    assert max(len(text) for text in drawn.texts) < 200


def test_without_webgl_and_with_nothing_to_draw(browser: Browser, page: Path, tmp_path: Path) -> None:
    errors: list[str] = []
    empty = write_page(graph_of(tmp_path / "g", Entity("a", "r", ("School",), "孤校")), tmp_path / "p.html")
    for file, things in ((page, 300), (empty, 1)):
        context = browser.new_context(offline=True, viewport={"width": 1400, "height": 900})
        opened = context.new_page()
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.add_init_script(NO_WEBGL)
        opened.goto(file.as_uri() + "#show=all")
        opened.wait_for_selector("body[data-ready=true]")
        opened.click("[data-key=export]")
        opened.click("[data-key=export-figureForPaper]")
        opened.wait_for_selector(".sheet svg")
        assert opened.locator(".sheet svg .mark").count() >= things
        assert errors == []
        context.close()


def test_the_menu_closes_and_escape_leaves_the_choice(browser: Browser, page: Path) -> None:
    with reading(browser, page, "#thing=zibo") as reader:
        opened = reader.page
        opened.click("[data-key=export]")
        opened.keyboard.press("Escape")
        assert opened.locator(".menu[open]").count() == 0
        with figure(reader):
            assert opened.locator(".menu[open]").count() == 0
        assert "淄博市" in reader.panel()


def test_a_large_graph_is_drawn_in_part_and_says_so(browser: Browser, tmp_path: Path) -> None:
    entities = [Entity(f"e{n}", "r", ("School",), f"第{n}学校") for n in range(900)]
    facts = [Statement(f"r/{n}", "r", f"e{n}", "partnersWith", f"e{n * 7 % 900}") for n in range(1, 900)]
    page = write_page(graph_of(tmp_path / "g", *entities, *facts), tmp_path / "p.html")
    with reading(browser, page, "#show=all") as reader, figure(reader):
        drawn = Drawn(save(reader, "svg", tmp_path))
    assert "仅画出联系最多的 600 个（共 900 个）" in drawn.all
    assert re.search(r"图中标出 \d+ 个名称（共 600 个）", drawn.all)


def printed(browser: Browser, page: Path, address: str) -> list[str]:
    """The texts of the pages that a printer gets."""
    with reading(browser, page, address) as reader:
        document = pypdfium2.PdfDocument(reader.page.pdf(prefer_css_page_size=True))
        assert document[0].get_width() / 72 * INCH == pytest.approx(297, abs=1)
        return [sheet.get_textpage().get_text_bounded() for sheet in document]


def test_a_printed_table_has_all_rows_its_head_on_each_page_and_the_title_once(
    browser: Browser, page: Path, graph: KnowledgeGraph
) -> None:
    sheets = printed(browser, page, "#view=table")
    with reading(browser, page, "#view=table") as reader:
        facts = reader.counts()[1]
    assert facts > 500
    # It was 23 pages for 200 rows.
    assert facts / len(sheets) > 25
    assert all("主体" in "".join(text.split()) for text in sheets)
    assert "".join(sheets).count("济南、青岛、淄博、枣庄技能人才工作经验") == 1
    # Units and indicators are no things of the network.
    scale = ontology().marked("scale")
    last = [s for s in graph.statements() if s.is_fact and scale.isdisjoint(graph.entities[s.subject].classes)][-1]
    assert graph.entities[last.subject].name in sheets[-1]


@pytest.mark.parametrize(
    ("address", "most", "words"),
    [
        ("", 1, ["济南、青岛、淄博、枣庄技能人才工作经验", "青岛市", "资料来源"]),
        ("#thing=laos-lpb-college", 2, ["老挝琅勃拉邦职业技术学院", "资料来源", "由名称得知"]),
        ("#view=list", 6, ["老挝琅勃拉邦职业技术学院", "海尔集团"]),
        ("#view=numbers", 5, ["技工院校在校生数"]),
        ("#view=map", 2, ["古巴", "GeoNames（CCBY4.0）"]),
    ],
)
def test_every_view_prints(browser: Browser, page: Path, address: str, most: int, words: list[str]) -> None:
    sheets = printed(browser, page, address)
    text = "".join("".join(sheets).split())
    assert len(sheets) <= most
    assert [word for word in words if word not in text] == []
    assert all(len(sheet) > 40 for sheet in sheets), "no page is empty"
    for button in ("放大", "Excel", "下载", "打开我的报告"):
        assert button not in text
