"""What the styles of a page hide: its style sheets, and the styles of its elements.

A rule counts where an element alone tells whether it holds (`p`, `.note`, `#tail`, `div.note`); what hangs on other
elements is no reason to leave text out. No style sheet outside of the page is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from turbohtml.cssom import StyleDeclaration

#: Red, green, blue; None is what nobody can know from the page, as a picture.
Colour = tuple[int, int, int] | None

_WHITE, _BLACK, _CLEAR = (255, 255, 255), (0, 0, 0), (-1, -1, -1)
_HIDING = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|content-visibility:hidden|(?<![\w-])opacity:0?(?:\.0*)?(?![\d.%])"
    r"|(?:text-indent|margin-left):-\d{3}|transform:scale(?:[xy3]d?)?\(0[,)]|filter:opacity\(0\D"
    r"|(?<![\w-])clip:rect\((?:0(?:px)?,?){4}\)|(?<![\w-])clip:rect\((?:1px,?){4}\)"
    r"|clip-path:(?:inset\((?:50|100)%|circle\(0\D|polygon\(00)"
)
_APART = re.compile(r"position:(?:absolute|fixed)")
_FAR = re.compile(r"(?<![\w-])(?:left|top|right):-\d{3}")
#: A box without room, of which nothing hangs out.
_NO_ROOM = re.compile(r"(?<![\w-])(?:max-)?(?:height|width):0(?:\.0*)?(?:px|pt|em|rem|%|vh)?(?:;|$)")
_CUT_OFF = re.compile(r"overflow(?:-[xy])?:(?:hidden|clip)")
#: Letters without size: where they are no trick that puts blocks side by side.
_NO_SIZE = re.compile(r"(?<![\w-])font(?:-size:|:(?:[^;]*\s)?)0(?:\.0*)?(?:px|pt|em|rem|%)?(?![\w.%])")
#: What a style may say that matters here.
_MATTERS = re.compile(
    r"display|visibility|content-visibility|opacity|text-indent|transform|filter|clip|clip-path|position|left|top|right"
    r"|(?:max-)?(?:height|width)|margin-left|overflow(?:-[xy])?|font|font-size|color|(?:-webkit-)?background(?:-color|-image|-clip)?"
    r"|vertical-align|mso-text-raise|text-decoration(?:-line)?|text-shadow"
)
_SIMPLE = re.compile(r"([a-z][\w-]*|\*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_NAME = re.compile(r"[.#][\w-]+")
#: What holds only while something is done with an element, and what is made beside it.
_NOT_NOW = re.compile(
    r":(?:hover|focus|active|visited|target|checked|:?before|:?after|:?selection|:?first-l|:?placeholder|:?-)"
)
_COMBINED = re.compile(r"[\s>+~]+")
_HIDES = re.compile(r"none|hidden|collapse|0(?:px|\.0+)?")
_COLOUR = re.compile(r"#(?P<hex>[0-9a-f]{3,8})(?![0-9a-z])|rgba?\((?P<rgb>[\d.,%/\s]+)\)|(?P<name>[a-z]+)")
_PART = re.compile(r"(\d{1,5}(?:\.\d{1,5})?)(%?)")
_NAMED = {
    "white": _WHITE, "black": _BLACK, "silver": (192, 192, 192), "gray": (128, 128, 128), "grey": (128, 128, 128),
    "red": (255, 0, 0), "maroon": (128, 0, 0), "yellow": (255, 255, 0), "olive": (128, 128, 0), "lime": (0, 255, 0),
    "green": (0, 128, 0), "aqua": (0, 255, 255), "cyan": (0, 255, 255), "teal": (0, 128, 128), "blue": (0, 0, 255),
    "navy": (0, 0, 128), "fuchsia": (255, 0, 255), "purple": (128, 0, 128), "snow": (255, 250, 250),
    "ivory": (255, 255, 240), "whitesmoke": (245, 245, 245), "ghostwhite": (248, 248, 255),
}  # fmt: skip
#: Colours that differ by no more in each part can't be told apart by eye.
_ALIKE = 12
_UNKNOWN = "?"
#: More rules and comparisons than pages have; then no style sheet counts.
_MOST_RULES, _MOST_WORK, _MOST_KEPT = 3_000, 3_000_000, 20_000


class Paint(msgspec.Struct, frozen=True):
    """The colour of an element's letters and of what is behind them."""

    ink: Colour
    ground: Colour

    @property
    def is_blank(self) -> bool:
        """Whether letters can't be told from what is behind them."""
        if self.ink == _CLEAR:
            return True
        if self.ink is None or self.ground is None:
            return False
        return all(abs(a - b) <= _ALIKE for a, b in zip(self.ink, self.ground, strict=True))


class _Rule(msgspec.Struct, frozen=True):
    """A rule for elements with a tag and names (of classes and an id)."""

    tag: str
    names: frozenset[str]
    rank: tuple[int, int, int, int]
    sure: bool
    says: tuple[tuple[str, str, bool], ...]


class Sheets:
    """The style sheets of a page.

    Args:
        texts: of its elements <style>.
        linked: whether it has others outside, which are not read.

    Example:
        >>> sheets = Sheets([".note {display: none} p.note {display: block}"])
        >>> sheets.style("div", {"class": "note"}), sheets.style("p", {"class": "note", "style": "color:red"})
        ('display:none', 'display:block;color:red')
    """

    def __init__(self, texts: Iterable[str] = (), linked: bool = False) -> None:
        self.paper = Paint(_BLACK, None if linked else _WHITE)
        self._rules: dict[str, list[_Rule]] = {}
        self._kept: dict[tuple[str, str, str, str], str] = {}
        self._left = _MOST_WORK
        for count, rule in enumerate(_read(texts)):
            if count == _MOST_RULES:
                self._rules = {}
                return
            self._rules.setdefault(next(iter(rule.names), rule.tag), []).append(rule)

    def style(self, tag: str, values: Mapping[str, str]) -> str:
        """What the styles say of an element, without spaces and in lower case.

        Args:
            tag: of the element.
            values: of its attributes.
        """
        key = tag, values.get("id", "")[:200], values.get("class", "")[:200], values.get("style", "")[:500]
        if not (key[3] or self._rules):
            return ""
        if (found := self._kept.get(key)) is None:
            found = self._style(*key)
            if len(self._kept) < _MOST_KEPT:
                self._kept[key] = found
        return found

    def _style(self, tag: str, id: str, classes: str, own: str) -> str:
        names = {f".{name}" for name in classes.split()} | ({f"#{id}"} if id else set())
        holding = []
        for key in (*names, tag, "*"):
            rules = self._rules.get(key, ()) if self._left > 0 else ()
            self._left -= len(rules)
            holding += [r for r in rules if r.tag in (tag, "*") and r.names <= names]
        said: dict[str, tuple[tuple[bool, bool, tuple[int, ...]], str]] = {}
        for rule in holding:
            for name, value, important in rule.says:
                weight = (important, not rule.sure, rule.rank)
                if name not in said or said[name][0] <= weight:
                    said[name] = weight, value
        for name, value, important in _says(own) if own else ():
            if name not in said or important or not said[name][0][0]:
                said[name] = (True, True, ()), value
        return ";".join(f"{name}:{value}" for name, (_, value) in said.items())


def _read(texts: Iterable[str]) -> Iterator[_Rule]:
    from turbohtml.cssom import StyleSheet

    order = 0
    for text in texts:
        for rule in StyleSheet(text.replace("<!--", "").replace("-->", "")).rules:
            says = tuple(_said(rule.style))
            for selector in rule.selector_text.split(",") if says else ():
                order += 1
                yield from _rule(selector.strip(), says, order)


def _rule(selector: str, says: tuple[tuple[str, str, bool], ...], order: int) -> Iterator[_Rule]:
    """The rule of one selector; where more than the element matters, only that it may be shown otherwise counts."""
    if _NOT_NOW.search(selector) or not selector:
        return
    last = _COMBINED.split(selector)[-1]
    simple = _SIMPLE.match(last)
    if simple is None:
        return
    sure = len(simple[0]) == len(selector)
    if not sure:
        says = tuple((name, _UNKNOWN, important) for name, value, important in says if not _HIDES.fullmatch(value))
    names = frozenset(_NAME.findall(simple[2]))
    ids = sum(name[0] == "#" for name in names)
    tag = (simple[1] or "*").lower()
    yield _Rule(tag, names, (ids, len(names) - ids, tag != "*", order), sure, says)


def _says(style: str) -> Iterator[tuple[str, str, bool]]:
    from turbohtml.cssom import StyleDeclaration

    yield from _said(StyleDeclaration.parse(style))


def _said(style: StyleDeclaration) -> Iterator[tuple[str, str, bool]]:
    for name in style:
        if _MATTERS.fullmatch(name):
            keeps_spaces = name in ("font", "background", "color", "background-color")
            value = style[name].lower()[:200]
            yield name, value if keeps_spaces else re.sub(r"\s", "", value), style.important(name)


def hides(style: str, is_block: bool) -> bool:
    """Whether nobody sees an element with such a style.

    Args:
        style: what `Sheets.style` gives.
        is_block: whether the element stands on lines of its own.

    Example:
        >>> [hides(style, True) for style in ("max-height:0;overflow:hidden", "height:0", "clip:rect(0,0,0,0)")]
        [True, False, True]
    """
    if not style:
        return False
    apart = _APART.search(style) and _FAR.search(style)
    no_room = _CUT_OFF.search(style) and _NO_ROOM.search(style)
    return bool(_HIDING.search(style) or apart or no_room or (not is_block and _NO_SIZE.search(style)))


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
    ink, ground = outer.ink, outer.ground
    said = [(name, values.get(name, "").strip().lower()) for name in ("color", "text", "bgcolor", "background")]
    said += [(name, value) for name, _, value in (part.partition(":") for part in style.split(";"))]
    for name, value in said if style or any(value for _, value in said) else ():
        if not value:
            continue
        if name in ("color", "text"):
            ink = _colour(value, ink)
        elif "background" in name or name == "bgcolor":
            ground = _colour(value, ground)
            # What is behind them shows through, or shows in the letters.
            ground, ink = outer.ground if ground == _CLEAR else ground, None if value == "text" else ink
        elif name == "text-shadow" and value != "none":
            ink = None
        elif name == "position" and value in ("absolute", "fixed") and "background" not in style:
            ground = None
    return outer if (ink, ground) == (outer.ink, outer.ground) else Paint(ink, ground)


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
    return _NAMED.get(match["name"])
