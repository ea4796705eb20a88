"""What a mouse, a finger and a camera do with the picture. Texts on its canvas are read as they are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from page_reader import Reader, graph_of, reading, write_page
from picture_watcher import Watcher
from skillgraph.model.records import Entity, Statement


def star(folder: Path) -> Path:
    """The page of 甲, which partners with 乙, has 丙 and plans to support 丁; 戊 and 己 stand apart."""
    names = "甲乙丙丁戊己"
    entities = [Entity(f"e{n}", "r", ("Enterprise",), f"{name}公司", f"{n} Ltd") for n, name in enumerate(names)]
    rows: list[dict[str, Any]] = [
        {"predicate": "partnersWith", "object": "e1"},
        {"predicate": "supports", "object": "e2"},
        {"predicate": "hasPart", "object": "e3", "modality": "planned"},
    ]
    statements = [Statement(f"r/{n}", "r", "e0", **row) for n, row in enumerate(rows)]
    apart = Statement("r/apart", "r", "e4", "partnersWith", "e5")
    return write_page(graph_of(folder / "g", *entities, *statements, apart), folder / "p.html")


@contextmanager
def watching(browser: Browser, page: Path, address: str = "", **options: Any) -> Iterator[Watcher]:
    with reading(browser, page, address, **options) as reader:
        yield Watcher(reader)


def test_what_is_chosen_is_named_with_the_words_of_its_links(browser: Browser, tmp_path: Path) -> None:
    page = star(tmp_path)
    with watching(browser, page) as watcher:
        watcher.reader.choose("甲公司")
        texts = set(watcher.texts())
        assert {"甲公司", "乙公司"} <= texts
        assert not {"丁公司", "戊公司"} & texts
        assert "合作" in texts
        assert {"支撑 →", "← 支撑"} & texts
        watcher.page.click("[data-key=language]")
        texts = set(watcher.texts())
        assert "partners with" in texts
        assert "0 Ltd" in texts
    with watching(browser, page, "#modality=actual") as watcher:
        watcher.reader.choose("甲公司")
        texts = set(watcher.texts())
        assert "丁公司" in texts
        assert {"包含 →", "← 包含"} & texts


def test_pointing_lights_a_thing_with_its_neighbours_and_nothing_else(browser: Browser, tmp_path: Path) -> None:
    with watching(browser, star(tmp_path)) as watcher:
        x, y = watcher.dot("甲公司")
        watcher.move(watcher.left + 3, watcher.top + 3)
        before = watcher.page.locator("#network").screenshot()
        texts = set(watcher.move(x, y))
        assert {"甲公司", "乙公司", "合作"} <= texts
        assert not {"丁公司", "戊公司", "己公司"} & texts
        assert watcher.page.locator("#network").screenshot() != before
        assert watcher.page.locator("#panel").is_hidden()
        assert {"戊公司", "己公司"} <= set(watcher.move(watcher.left + 3, watcher.top + 3))


def test_a_dot_is_dragged_and_stays_and_a_click_is_no_drag(browser: Browser, tmp_path: Path) -> None:
    with watching(browser, star(tmp_path)) as watcher:
        page = watcher.page
        x, y = watcher.dot("甲公司")
        others = watcher.move(watcher.left + 3, watcher.top + 3)
        page.mouse.move(x, y)
        page.mouse.down()
        for step in range(1, 6):
            page.mouse.move(x + 30 * step, y + 20 * step)
        page.mouse.up()
        page.wait_for_timeout(100)
        assert page.locator("#panel").is_hidden(), "the end of a drag is no click"
        texts = watcher.move(watcher.left + 3, watcher.top + 3)
        name = texts["甲公司"]
        assert abs(name[0] + watcher.left - x - 150) < 60
        assert abs(name[1] + watcher.top - y - 100) < 30
        assert texts["戊公司"] == others["戊公司"], "nothing else has moved"
        page.mouse.click(x + 150, y + 100)
        assert page.inner_text("#panel h2") == "甲公司"
        page.keyboard.press("Escape")
        page.mouse.move(x + 150, y + 100)
        page.mouse.down()
        page.mouse.move(x + 151, y + 100)
        page.mouse.up()
        assert page.inner_text("#panel h2") == "甲公司", "a hand that trembles clicks"


def test_a_finger_that_rests_drags_a_dot_and_one_that_moves_at_once_the_picture(
    browser: Browser, tmp_path: Path
) -> None:
    with watching(browser, star(tmp_path), has_touch=True) as watcher:
        page = watcher.page
        touch = page.context.new_cdp_session(page)

        def finger(kind: str, *points: tuple[float, float]) -> None:
            places = [{"x": x, "y": y} for x, y in points]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

        x, y = watcher.dot("甲公司")
        before = watcher.texts()
        finger("touchStart", (x, y))
        page.wait_for_timeout(400)
        finger("touchMove", (x + 60, y + 40))
        finger("touchMove", (x + 120, y + 80))
        finger("touchEnd")
        texts = watcher.texts()
        assert abs(texts["甲公司"][0] + watcher.left - x - 120) < 60
        assert texts["戊公司"] == before["戊公司"]
        assert page.locator("#panel").is_hidden()
        finger("touchStart", (x + 120, y + 80))
        finger("touchMove", (x + 150, y + 80))
        finger("touchMove", (x + 180, y + 80))
        finger("touchEnd")
        page.wait_for_timeout(400)
        texts = watcher.texts()
        assert texts["戊公司"][0] > before["戊公司"][0] + 20, "the picture has moved, not the dot"


def test_coming_nearer_separates_and_does_not_enlarge(browser: Browser, tmp_path: Path) -> None:
    with watching(browser, star(tmp_path)) as watcher:
        x, y = watcher.dot("甲公司")
        page = watcher.page
        sizes = []
        for _ in range(2):
            shot = watcher.page.screenshot(clip={"x": x - 60, "y": y - 60, "width": 120, "height": 120})
            sizes.append(page.evaluate(_COLOURED, list(shot)))
            for _ in range(4):
                page.click("[data-key=zoomIn]")
            watcher.move(watcher.left + 3, watcher.top + 3)
        assert 0 < sizes[1] < 1.3 * sizes[0]


#: How many pixels of a picture are far from grey.
_COLOURED = """async (bytes) => {
  const bitmap = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: "image/png" }));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (Math.max(data[at], data[at + 1], data[at + 2]) - Math.min(data[at], data[at + 1], data[at + 2]) > 40) count++;
  }
  return count;
}"""


def test_two_steps_around_are_in_colour_with_names(reader: Reader) -> None:
    watcher = Watcher(reader)
    reader.choose("老挝琅勃拉邦")
    texts = set(watcher.texts())
    assert {"老挝琅勃拉邦职业技术学院", "青岛市"} <= texts
    assert "富士康" not in texts
    reader.page.click("[data-key=steps-2]")
    texts = set(watcher.texts())
    assert {"老挝琅勃拉邦职业技术学院", "青岛市", "老挝"} <= texts
    assert len(texts) > 12


def test_names_stay_in_the_window_and_off_the_buttons(reader: Reader) -> None:
    watcher = Watcher(reader)
    box = reader.page.locator("#network").bounding_box()
    buttons = reader.page.locator("#zoom").bounding_box()
    assert box
    assert buttons
    right, below = buttons["x"] - box["x"], buttons["y"] - box["y"]
    for x, y in [(0.8, 0.8), (0.3, 0.3), (0.5, 0.5)]:
        reader.page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
        reader.page.mouse.wheel(0, -300)
        reader.page.wait_for_timeout(500)
        names = watcher.move(box["x"] + 2, box["y"] - 20)
        assert names
        for left, middle, width in names.values():
            assert left >= -0.5
            assert left + width <= box["width"] + 0.5
            assert left + width <= right or middle <= below


def test_nothing_glides_where_movement_is_unwanted(browser: Browser, tmp_path: Path) -> None:
    with watching(browser, star(tmp_path), reduced_motion="reduce") as watcher:
        x, y = watcher.dot("甲公司")
        watcher.move(x + 90, y + 30)
        watcher.page.mouse.wheel(0, -300)
        watcher.page.wait_for_timeout(600)
        drawn = watcher.page.evaluate("window.drawn.splice(0)")
        assert len({(left, top) for name, left, top, _ in drawn if name == "乙公司"}) == 1
