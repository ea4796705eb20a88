"""What styles hide, and the colours that they give: what `html_sheets` says of an element, read as a browser does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from colorsys import hls_to_rgb

import msgspec

#: Red, green, blue; None is what nobody can know from the page, as a picture.
Colour = tuple[int, int, int] | None

WHITE, BLACK, _CLEAR = (255, 255, 255), (0, 0, 0), (-1, -1, -1)
#: The ground of a page that leaves it to a style sheet elsewhere.
UNSAID = (-2, -2, -2)
_HIDING = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|content-visibility:hidden|(?<![\w-])opacity:(?:0?(?:\.0\d*)?%?(?![\d.%]))"
    r"|text-indent:-\d{3}|transform:scale(?:[xy3]d?)?\(0[,)]|filter:opacity\(0\D"
    r"|(?<![\w-])clip:rect\((?:0(?:px)?,?){4}\)|(?<![\w-])clip:rect\((?:1px,?){4}\)"
    r"|clip-path:(?:inset\((?:50|100)%|circle\(0\D|polygon\(00)"
)
#: Far to the left of the page: nearer ones stand beside a float or in the middle of a page.
_BEYOND = re.compile(r"margin-left:-(?:\d{4,}(?:\.\d+)?px|\d{3,}(?:\.\d+)?r?em)")
_PLACED = re.compile(r"(?<![\w-])(?:left:50%|float:(?:left|right))")
_APART = re.compile(r"position:(?:absolute|fixed)")
_FAR = re.compile(r"(?<![\w-])(?:left|top|right):-\d{3}")
#: A box without room, of which nothing hangs out.
_NO_ROOM = re.compile(
    r"(?<![\w-])(?P<most>max-)?(?P<side>height|width):(?:0(?:\.0*)?(?:px|pt|em|rem|%|vh)?|1px)(?:;|$)"
)
#: What takes it back: a box that is at least so large, or grows to the room that there is.
_LEAST_ROOM = {side: re.compile(rf"min-{side}:(?:[1-9.]|0\.|fit|min|max|calc|var)") for side in ("height", "width")}
_GROWS = re.compile(r"(?<![\w-])flex(?:-grow)?:(?:[1-9.]|0\.|auto)")
_CUT_OFF = re.compile(r"overflow(?:-[xy])?:(?:hidden|clip)")
#: The size of letters; none can be read below a point, and what is a part of nothing is nothing.
_SIZE = re.compile(
    r"(?:^|(?<=\s))(?:(?P<number>\d{1,4}(?:\.\d{1,4})?|\.\d{1,4})(?P<unit>px|pt|r?em|%)|0)(?=\s*/|\s+[a-z\"']|$)"
)
_LEAST = 1.0
_COLOUR = re.compile(
    r"#(?P<hex>[0-9a-f]{3,8})(?![0-9a-z])|rgba?\((?P<rgb>[\d.,%/\s]+)\)|hsla?\((?P<hsl>[\d.,%/\sa-z]+)\)|(?P<name>[a-z]+)"
)
_PART = re.compile(r"(\d{1,5}(?:\.\d{1,5})?)(%?)")
_NAMED = {
    "white": WHITE, "black": BLACK, "silver": (192, 192, 192), "gray": (128, 128, 128), "grey": (128, 128, 128),
    "red": (255, 0, 0), "maroon": (128, 0, 0), "yellow": (255, 255, 0), "olive": (128, 128, 0), "lime": (0, 255, 0),
    "green": (0, 128, 0), "aqua": (0, 255, 255), "cyan": (0, 255, 255), "teal": (0, 128, 128), "blue": (0, 0, 255),
    "navy": (0, 0, 128), "fuchsia": (255, 0, 255), "purple": (128, 0, 128), "snow": (255, 250, 250),
    "ivory": (255, 255, 240), "whitesmoke": (245, 245, 245), "ghostwhite": (248, 248, 255),
}  # fmt: skip
#: Colours that differ by no more in each part can't be told apart by eye.
_ALIKE = 12


class Paint(msgspec.Struct, frozen=True):
    """The colour of an element's letters and of what is behind them, and whether they are too small to be seen."""

    ink: Colour
    ground: Colour
    tiny: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether letters can't be seen, or told from what is behind them."""
        if self.ink == _CLEAR or self.tiny:
            return True
        if self.ink is None or self.ground is None or self.ground == UNSAID:
            return False
        return all(abs(a - b) <= _ALIKE for a, b in zip(self.ink, self.ground, strict=True))

    @property
    def is_pale(self) -> bool:
        """Whether letters are white, and the page doesn't say what is behind them."""
        return self.ground == UNSAID and self.ink is not None and min(self.ink) >= WHITE[0] - _ALIKE


def hides(style: str, tag: str = "") -> bool:
    """Whether nobody sees an element with such a style.

    Args:
        style: what `Sheets.style` gives.
        tag: of the element: a cell of a table is as wide as what it holds.

    Example:
        >>> [hides(style) for style in ("max-height:0;overflow:hidden", "height:0", "clip:rect(0,0,0,0)")]
        [True, False, True]
    """
    if not style:
        return False
    apart = _APART.search(style) and _FAR.search(style)
    beyond = _BEYOND.search(style) and not _PLACED.search(style)
    return bool(_HIDING.search(style) or apart or beyond or (_CUT_OFF.search(style) and _has_no_room(style, tag)))


def _has_no_room(style: str, tag: str) -> bool:
    for match in _NO_ROOM.finditer(style):
        side = match["side"]
        in_cell = side == "width" and tag in ("td", "th")
        if not (in_cell or _LEAST_ROOM[side].search(style) or (not match["most"] and _GROWS.search(style))):
            return True
    return False


def painted(outer: Paint, style: str, values: Mapping[str, str]) -> Paint:
    """The colours of an element.

    Args:
        outer: those of the element around it.
        style: what `Sheets.style` gives.
        values: of its attributes.

    Example:
        >>> paper = Paint((0, 0, 0), (255, 255, 255))
        >>> painted(paper, "color:#fefefe", {}).is_blank, painted(paper, "color:white;background:navy", {}).is_blank
        (True, False)
    """
    ink, ground, tiny = outer.ink, outer.ground, outer.tiny
    said = [(name, values.get(name, "").strip().lower()) for name in ("color", "text", "bgcolor", "background")]
    said += [(name, value) for name, _, value in (part.partition(":") for part in style.split(";"))]
    for name, value in said if style or any(value for _, value in said) else ():
        if not value:
            continue
        if name in ("font", "font-size"):
            tiny = _is_tiny(value, tiny)
        elif name in ("color", "text", "-webkit-text-fill-color"):
            ink = _colour(value, ink)
        elif "background" in name or name == "bgcolor":
            ground = _colour(value, ground)
            # What is behind them shows through, or shows in the letters.
            ground, ink = outer.ground if ground == _CLEAR else ground, None if value == "text" else ink
        elif name == "text-shadow" and value != "none":
            ink = None
        elif name == "position" and value in ("absolute", "fixed") and "background" not in style:
            ground = None
    same = (ink, ground, tiny) == (outer.ink, outer.ground, outer.tiny)
    return outer if same else Paint(ink, ground, tiny)


def _is_tiny(value: str, inherited: bool) -> bool:
    """Whether letters of such a size are too small to be seen."""
    match = _SIZE.search(value)
    if match is None:
        return inherited and value in ("inherit", "unset", "smaller", "larger")
    number = float(match["number"] or 0)
    if match["unit"] in ("em", "%"):
        return inherited or number == 0
    return number == 0 or (match["unit"] != "rem" and number <= _LEAST)


def _colour(value: str, inherited: Colour) -> Colour:
    """The colour that a value says; None for what isn't known here."""
    if value in ("none", "inherit", "unset", "currentcolor"):
        return inherited
    if value == "transparent":
        return _CLEAR
    match = _COLOUR.match(value)
    if match is None or "url(" in value or "gradient" in value:
        return None
    if digits := match["hex"]:
        digits = "".join(c + c for c in digits) if len(digits) in (3, 4) else digits
        return (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)) if len(digits) in (6, 8) else None
    if match["rgb"]:
        parts = [min(255, round(float(n) * (2.55 if p else 1))) for n, p in _PART.findall(match["rgb"])]
        through = len(parts) == 4 and parts[3] == 0
        return _CLEAR if through else (parts[0], parts[1], parts[2]) if len(parts) > 2 else None
    if match["hsl"]:
        shares = [float(number) / (360 if not n else 100) for n, (number, _) in enumerate(_PART.findall(match["hsl"]))]
        if len(shares) == 4 and shares[3] == 0:
            return _CLEAR
        if len(shares) < 3:
            return None
        red, green, blue = hls_to_rgb(shares[0], min(1.0, shares[2]), min(1.0, shares[1]))
        return round(red * 255), round(green * 255), round(blue * 255)
    return _NAMED.get(match["name"])
