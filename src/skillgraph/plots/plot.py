"""A plot that looks alike everywhere: its font comes with it, in a notebook, an export and a paper."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from skillgraph.model.errors import UsageError
from skillgraph.writing.files import write_whole

if TYPE_CHECKING:
    import altair as alt

#: The Chinese font of the extra `notebook`.
FAMILY = "Noto Sans SC"
#: Fonts of the reader's own machine for the rare character that it lacks.
_OTHERS = "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', 'SimSun', sans-serif"
_UNPRINTABLE = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KINDS = ("png", "svg", "pdf")
#: Pixels an inch, on paper and on a screen of two pixels a point.
_RESOLUTION, _SCREEN = 300, 144


class Plot:
    """A chart with its Chinese font.

    Args:
        chart: of Altair; it stands in `chart` for whoever wants to change it: `Plot(plot.chart.properties(width=300))`.

    Example:
        >>> import altair as alt
        >>> plot = Plot(alt.Chart(alt.InlineData([{"城市": "青岛市", "n": 22}])).mark_bar().encode(x="n:Q", y="城市:N"))
        >>> "@font-face" in plot.svg()
        True
    """

    def __init__(self, chart: alt.TopLevelMixin) -> None:
        self.chart = chart

    def svg(self) -> str:
        """The plot as SVG, with those characters of the font in it that it shows."""
        import vl_convert

        _register()
        svg: str = vl_convert.vegalite_to_svg(self._spec())
        texts = "".join(re.findall(r">([^<]+)<", svg))
        font, name = _subset("".join(sorted(set(texts))))
        style = f'<style>@font-face{{font-family:"{name}";src:url(data:font/woff;base64,{font})}}</style>'
        svg = svg.replace(f'font-family="{FAMILY}"', f'font-family="{name}, {_OTHERS}"')
        head, bracket, rest = svg.partition(">")
        return head + bracket + style + rest

    def png(self, resolution: int = _SCREEN) -> bytes:
        """The plot as PNG.

        Args:
            resolution: pixels an inch.

        Example:
            >>> import altair as alt
            >>> Plot(alt.Chart(alt.InlineData([{"n": 22}])).mark_bar().encode(x="n:Q")).png()[1:4]
            b'PNG'
        """
        import vl_convert

        _register()
        picture: bytes = vl_convert.vegalite_to_png(self._spec(), ppi=resolution)
        return picture

    def save(self, path: Path | str) -> None:
        """Writes the plot to a file.

        Args:
            path: ends in `.png` (300 pixels an inch), `.svg` or `.pdf`.

        Raises:
            UsageError: another ending, or the file can't be written.
        """
        import vl_convert

        path = Path(path)
        kind = path.suffix.lower().lstrip(".")
        if kind not in _KINDS:
            raise UsageError(f"{path}: name a file that ends in .png, .svg or .pdf")
        if kind == "svg":
            data = self.svg().encode()
        elif kind == "png":
            data = self.png(_RESOLUTION)
        else:
            _register()
            data = vl_convert.vegalite_to_pdf(self._spec())
        try:
            write_whole(path, data)
        except OSError as error:
            raise UsageError(f"{path}: can't be written ({error.strerror or error})") from None

    def __repr__(self) -> str:
        return "<Plot: save(path) writes it as .png, .svg or .pdf>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        # Jupyter shows no SVG in a notebook that came by mail, and GitHub no font of its own.
        png = base64.b64encode(self.png()).decode()
        return {"image/svg+xml": self.svg(), "image/png": png, "text/plain": repr(self)}

    def _spec(self) -> dict[str, Any]:
        spec: dict[str, Any] = self.chart.to_dict()
        config = {"font": FAMILY, "view": {"stroke": None}, "axis": {"grid": False}, **spec.get("config", {})}
        # Altair's own default, which would draw a frame around every row.
        config["view"] = {"stroke": None, "continuousWidth": 420}
        cleaned: dict[str, Any] = _printable({**spec, "config": config})
        return cleaned


def below(note: str) -> alt.TitleParams:
    """A line below a chart, given as its title."""
    import altair as alt

    return alt.TitleParams(note, fontSize=11, fontWeight="normal", anchor="start", orient="bottom")


def _printable(value: Any) -> Any:
    """Without the characters that XML does not allow: the renderer would end the program at one."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub(" ", value)
    if isinstance(value, dict):
        return {key: _printable(v) for key, v in value.items()}
    return [_printable(v) for v in value] if isinstance(value, list) else value


@cache
def _register() -> None:
    """Tells the renderer of the font, once."""
    import vl_convert

    vl_convert.register_font_directory(str(_font_file().parent))


def _font_file() -> Path:
    from pylopdf_fonts_zh_cn import sans_path

    path: Path = sans_path()
    return path


@cache
def _subset(characters: str) -> tuple[str, str]:
    """Some characters of the font as WOFF in base64, and a family name of their own.

    With one name for all plots of a page, the font of one would stand in for that of another.
    """
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(_font_file(), lazy=True, recalcTimestamp=False)
    options = Options(flavor="woff", notdef_outline=True, desubroutinize=True, layout_features=["kern"])
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    font.flavor = "woff"
    buffer = io.BytesIO()
    font.save(buffer)
    font.close()
    data = buffer.getvalue()
    return base64.b64encode(data).decode(), f"skillgraph-{hashlib.sha256(data).hexdigest()[:8]}"
