"""The style sheets of a page: what they and its own styles say of an element.

A rule of which an element alone tells whether it holds (`p`, `.note`, `div.note`) is looked up by its names; those
that hang on attributes or on other elements (`.tabs > p`, `[data-old]`) are matched once, on the tree of the page. No
style sheet outside of the page is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from skillgraph.documents.html_styles import BLACK, UNSAID, WHITE, Paint

if TYPE_CHECKING:
    from turbohtml.cssom import StyleDeclaration

#: What a style may say that matters here.
_MATTERS = re.compile(
    r"display|visibility|content-visibility|opacity|text-indent|transform|filter|clip|clip-path|position|left|top|right"
    r"|(?:max-|min-)?(?:height|width)|margin-left|float|flex(?:-grow)?|overflow(?:-[xy])?|font|font-size|color|-webkit-text-fill-color|(?:-webkit-)?background(?:-color|-image|-clip)?"
    r"|vertical-align|mso-text-raise|text-decoration(?:-line)?|text-shadow"
)
_SIMPLE = re.compile(r"([a-z][\w-]*|\*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_NAME = re.compile(r"[.#][\w-]+")
#: What holds only while something is done with an element, and what is made beside it.
_NOT_NOW = re.compile(
    r":(?:hover|focus|active|visited|target|checked|:?before|:?after|:?selection|:?first-l|:?placeholder|:?-)"
)
_COMBINED = re.compile(r"[\s>+~]+")
#: What counts in a selector's rank: ids; classes, attributes and states; tags.
_RANKED = re.compile(
    r"(?P<id>#[\w-]+)|(?P<name>\.[\w-]+|\[[^\]]*\]|(?<!:):(?!is|not|where)[\w-]+)|(?P<tag>(?<![\w:.#-])[a-z][\w-]*)",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"[\[(,)\]]")
#: Rules that hold on some screens, and those of a large one: 1440 points wide, with a mouse.
_AT = re.compile(r"@(?P<kind>media|supports|layer)(?P<query>[^{};@]*)\{", re.IGNORECASE)
#: Braces, and strings, which may hold some.
_BRACE = re.compile(r"[{}]|\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?")
_FEATURE = re.compile(r"\((?P<end>min|max)-width:(?P<number>\d{1,5}(?:\.\d{1,3})?)(?P<unit>px|r?em)\)")
_ON_SCREEN = {
    "screen": True, "all": True, "": True, "print": False, "speech": False, "tv": False, "handheld": False,
    "notprint": True, "notall": False, "(orientation:landscape)": True, "(orientation:portrait)": False,
    "(hover:hover)": True, "(hover:none)": False, "(pointer:fine)": True, "(pointer:coarse)": False,
    "(prefers-color-scheme:light)": True, "(prefers-color-scheme:dark)": False,
}  # fmt: skip
_WIDE, _DEEPEST = 1440, 3
_HIDES = re.compile(r"none|hidden|collapse|0(?:px|\.0+)?")
_UNKNOWN = "?"
#: More rules and comparisons than pages have; then no style sheet counts.
_MOST_RULES, _MOST_WORK, _MOST_KEPT = 3_000, 3_000_000, 20_000
#: So many elements may be looked at for rules that hang on others, whose selectors are no longer than this.
_MOST_MATCHED, _LONGEST = 30_000_000, 300


class _Rule(msgspec.Struct, frozen=True):
    """A rule for elements with a tag and names (of classes and an id), or that `selector` finds."""

    selector: str
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
        self.paper = Paint(BLACK, UNSAID if linked else WHITE)
        self._rules: dict[str, list[_Rule]] = {}
        self._found: list[_Rule] = []
        self._held: dict[int, list[_Rule]] = {}
        self._kept: dict[tuple[str, ...], str] = {}
        self._left = _MOST_WORK
        for count, rule in enumerate(_read(texts)):
            if count == _MOST_RULES:
                self._rules, self._found = {}, []
                return
            if rule.selector:
                self._found.append(rule)
            else:
                self._add(rule)

    def _add(self, rule: _Rule) -> None:
        self._rules.setdefault(next(iter(rule.names), rule.tag), []).append(rule)

    def match(self, markup: str) -> None:
        """Finds the elements of the page that the rules hold of which hang on more than the element.

        Args:
            markup: of the page.
        """
        if not self._found:
            return
        from turbohtml import SelectorSyntaxError, parse

        page = parse(markup)
        numbers = {element: number for number, element in enumerate(page.select("*"))}
        most = _MOST_MATCHED // (len(numbers) or 1)
        for count, rule in enumerate(self._found):
            try:
                elements = page.select(rule.selector) if count < most else None
            except SelectorSyntaxError:
                elements = None
            if elements is None:
                # Only that what is hidden may be shown counts of a rule of which nobody knows where it holds.
                self._add(_doubted(rule))
                continue
            for element in elements:
                self._held.setdefault(numbers[element], []).append(rule)

    def style(self, tag: str, values: Mapping[str, str], number: int = -1) -> str:
        """What the styles say of an element, without spaces and in lower case.

        Args:
            tag: of the element.
            values: of its attributes.
            number: of the element on the page, from 0.
        """
        held = self._held.get(number, [])
        id, classes, own = values.get("id", "")[:200], values.get("class", "")[:200], values.get("style", "")[:500]
        if not (own or held or self._rules):
            return ""
        key = (tag, id, classes, own, *(str(rule.rank[-1]) for rule in held))
        if (found := self._kept.get(key)) is None:
            found = self._style(tag, id, classes, own, held)
            if len(self._kept) < _MOST_KEPT:
                self._kept[key] = found
        return found

    def _style(self, tag: str, id: str, classes: str, own: str, held: list[_Rule]) -> str:
        names = {f".{name}" for name in classes.split()} | ({f"#{id}"} if id else set())
        holding = held.copy()
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
    for whole in texts:
        for text, sure in _on_screen(whole.replace("<!--", "").replace("-->", "")):
            for rule in StyleSheet(text).rules:
                says = tuple(_said(rule.style))
                for selector in _alternatives(rule.selector_text) if says else ():
                    order += 1
                    for found in _rule(selector.strip(), says, order):
                        yield found if sure else _doubted(found)


def _on_screen(text: str, sure: bool = True, depth: int = 0) -> Iterator[tuple[str, bool]]:
    """A style sheet without what holds elsewhere (`@media print`), and whether it is sure that a part holds."""
    if depth == 0 and "@" in text and "/*" in text:
        first, *others = text.split("/*")
        text = first + "".join(part.partition("*/")[2] for part in others)
    at = 0
    while depth < _DEEPEST and (match := _AT.search(text, at)):
        yield text[at : match.start()], sure
        level, end = 1, len(text)
        for brace in _BRACE.finditer(text, match.end()):
            level += (brace[0] == "{") - (brace[0] == "}")
            if not level:
                end = brace.start()
                break
        holds = _holds(match["kind"].lower(), match["query"])
        if holds is not False:
            yield from _on_screen(text[match.end() : end], sure and holds is True, depth + 1)
        at = end + 1
    yield text[at:], sure


def _holds(kind: str, query: str) -> bool | None:
    """Whether such rules hold on a large screen; None where that can't be told."""
    if kind != "media":
        return True if kind == "layer" else None
    answers = []
    for alternative in re.sub(r"\s", "", query.lower().replace("only ", "").replace(" and", "&")).split(","):
        terms = [_holds_of(term) for term in alternative.split("&")]
        answers.append(False if False in terms else None if None in terms else True)
    return True if True in answers else None if None in answers else False


def _holds_of(term: str) -> bool | None:
    if (match := _FEATURE.fullmatch(term)) is None:
        return _ON_SCREEN.get(term)
    width = float(match["number"]) * (1 if match["unit"] == "px" else 16)
    return width <= _WIDE if match["end"] == "min" else width >= _WIDE


def _alternatives(selectors: str) -> Iterator[str]:
    """The selectors of a list, which has commas in brackets too."""
    depth = start = 0
    for match in _BRACKET.finditer(selectors):
        if match[0] == "," and depth <= 0:
            yield selectors[start : match.start()]
            start = match.end()
        depth += (match[0] in "[(") - (match[0] in "])")
    yield selectors[start:]


def _rule(selector: str, says: tuple[tuple[str, str, bool], ...], order: int) -> Iterator[_Rule]:
    """The rule of one selector, if it holds as the page is opened."""
    if _NOT_NOW.search(selector) or not selector:
        return
    simple = _SIMPLE.match(_COMBINED.split(selector)[-1])
    names = frozenset(_NAME.findall(simple[2])) if simple else frozenset()
    tag = (simple[1] or "*").lower() if simple else "*"
    ranks = Counter(match.lastgroup for match in _RANKED.finditer(selector[:_LONGEST]))
    rank = ranks["id"], ranks["name"], ranks["tag"], order
    rule = _Rule(selector, tag, names, rank, True, says)
    if _SIMPLE.fullmatch(selector):
        yield msgspec.structs.replace(rule, selector="")
    elif len(selector) <= _LONGEST and ":has(" not in selector:
        yield rule
    elif simple and simple[0]:
        yield _doubted(rule)


def _doubted(rule: _Rule) -> _Rule:
    """A rule for all that its last part fits: only that it may show what others hide counts."""
    says = tuple((name, _UNKNOWN, important) for name, value, important in rule.says if not _HIDES.fullmatch(value))
    return msgspec.structs.replace(rule, selector="", sure=False, says=says)


def _says(style: str) -> Iterator[tuple[str, str, bool]]:
    from turbohtml.cssom import StyleDeclaration

    yield from _said(StyleDeclaration.parse(style))


def _said(style: StyleDeclaration) -> Iterator[tuple[str, str, bool]]:
    for name in style:
        if _MATTERS.fullmatch(name):
            keeps_spaces = name in ("font", "background", "color", "background-color")
            value = style[name].lower()[:200]
            yield name, value if keeps_spaces else re.sub(r"\s", "", value), style.important(name)
