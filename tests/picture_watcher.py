"""What is written on the picture's canvas, read as it is drawn, and a mouse that points at it."""

from __future__ import annotations

from page_reader import Reader

_WATCH = """() => {
  window.drawn = [];
  const fillText = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    const m = this.getTransform();
    window.drawn.push([text, x + m.e / m.a, y + m.f / m.a, this.measureText(text).width]);
    return fillText.call(this, text, x, y);
  };
}"""


#: Draws again, and waits for it as long as a busy machine needs.
_DRAW = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  window.drawn.length = 0;
  dispatchEvent(new Event('resize'));
  for (let n = 0; n < 200 && !window.drawn.length; n++) await frame();
  await frame();
}"""


class Watcher:
    """A reader with a mouse, and what is written on the picture since it last moved."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.page = reader, reader.page
        self.page.evaluate(_WATCH)
        box = self.page.locator("#network").bounding_box()
        assert box
        self.left, self.top = box["x"], box["y"]
        self.middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def texts(self) -> dict[str, tuple[float, float, float]]:
        """Names and words that are drawn, with their places in the picture and their widths."""
        self.page.wait_for_timeout(300)
        self.page.evaluate(_DRAW)
        drawn: list[tuple[str, float, float, float]] = self.page.evaluate("window.drawn.splice(0)")
        return {text: (x, y, width) for text, x, y, width in drawn}

    def move(self, x: float, y: float) -> dict[str, tuple[float, float, float]]:
        """Points at a place of the window; what is written then."""
        self.page.mouse.move(x - 2, y)
        self.page.wait_for_timeout(100)
        self.page.mouse.move(x, y)
        return self.texts()

    def dot(self, name: str) -> tuple[float, float]:
        """Where in the window a thing's dot stands: found and centred."""
        self.reader.choose(name)
        self.page.keyboard.press("Escape")
        self.page.wait_for_timeout(200)
        return self.middle
