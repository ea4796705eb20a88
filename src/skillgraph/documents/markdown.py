"""Markdown: its headings, paragraphs, items, tables and footnotes, without any marks; HTML in it is read as HTML.

Converters write Markdown with line breaks as they stand in the text, emphasis beside Chinese punctuation and tables in
HTML, so these are read as they are meant and not as the standard has them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from skillgraph.documents.builder import plain_text
from skillgraph.documents.html import read_markup
from skillgraph.documents.html_page import CODE
from skillgraph.documents.source import LINE_ENDS, SourceText
from skillgraph.model.errors import DataError, missing_extra

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

#: Headings that are written without the space behind their marks.
_NO_SPACE = re.compile(r"^(#{1,6})(?=[\u3400-\u9fff(（“])(?!.*#\s*$)", re.MULTILINE)
#: What converters and editors write beyond the standard: notes behind numbers as formulas ($^{[1]}$) or between ^,
#: spans and headings with attributes in braces, fences of divisions, ==marked== words, [[links]] of a wiki, boxes of
#: tasks.
_BEYOND = (
    (re.compile(r"\$\s*\^\s*(?:\{([^{}$\n]{1,20})\}|([0-9]))\s*\$"), r"<sup>\1\2</sup>"),
    (re.compile(r"\^(\[?(?:[0-9]{1,3}|[①-⑳*])\]?)\^"), r"<sup>\1</sup>"),
    (re.compile(r"(?<![~\s])~([0-9]{1,3})~(?![~0-9])"), r"<sub>\1</sub>"),
    (re.compile(r"(?<!\])\[([^\[\]\n]{1,300})\]\{[.#][^{}\n]{1,200}\}"), r"\1"),
    (re.compile(r"^(#{1,6}\s[^\n{}]*?)[ \t]*\{[.#][^{}\n]{1,200}\}[ \t]*$", re.MULTILINE), r"\1"),
    (re.compile(r"^:{3,}[^\n:]{0,200}:*[ \t]*$", re.MULTILINE), ""),
    (re.compile(r"(?<!=)==(?=[^\s=])([^=\n]{1,300})(?<!\s)==(?!=)"), r"\1"),
    (re.compile(r"(?<!!)\[\[(?![0-9])(?:[^\[\]|\n]{1,300}\|)?([^\[\]|\n]{1,300})\]\](?!\()"), r"\1"),
    (re.compile(r"^([ \t]*(?:[-*+]|[0-9]{1,3}[.)])[ \t]+)\[[ xX]\][ \t]+", re.MULTILINE), r"\1"),
)
#: What is underlined is a heading unless it is a paragraph over a rule.
_LONGEST_UNDERLINED = 60
_POWER = "\x02\\1\x03"
_SIGNS = {
    "\\%": "%",
    "\\,": " ",
    "\\;": " ",
    "\\:": " ",
    "\\times": "×",
    "\\sim": "~",
    "\\cdot": "·",
    "\\&": "&",
    "\\pm": "±",
    "~": " ",
}
_STOPS = ("。", "；", "！", "？", "，", "：")
#: How deep quotations and lists may stand in one another, and how many brackets a paragraph with links may have.
_DEEPEST, _MOST_BRACKETS = 90, 2_000
#: What may be markup; the parser keeps some 600 bytes for each, and as much as for four of them for a line.
_SIGNIFICANT, _A_LINE, _MOST_MARKS = "&*_[]|`~$<!\\", 4, 300_000


def read(data: bytes, name: str, keep: bool = False) -> SourceText:
    """The text of a file and its blocks.

    Args:
        data: the file.
        name: of the file, for messages.
        keep: whether code, what is struck out and hidden are read too.

    Raises:
        DataError: there is no text, or too much.
        UsageError: the parser is not installed.

    Example:
        >>> source = read("# 概况\\n\\n学校在[**青岛**](a.html)。\\n\\n|学校|人数|\\n|-|-|\\n|甲校|9|".encode(), "a.md")
        >>> source.text
        '概况\\n学校在青岛。\\n学校 | 人数\\n甲校 | 9\\n'
    """
    text, encoding = plain_text(data, name)
    text = text.translate(LINE_ENDS | {0x0C: "\n"})
    if (size := _A_LINE * max(map(text.count, "\n\r")) + sum(map(text.count, _SIGNIFICANT))) > _MOST_MARKS:
        raise DataError(f"{name}: {size:,} marks and lines of Markdown; the limit is {_MOST_MARKS:,}. Split the file")
    text = _NO_SPACE.sub(r"\1 ", text)
    for pattern, instead in _BEYOND:
        text = pattern.sub(instead, text)
    markup = _parser().render(text, {"name": name, "keep": keep})
    return read_markup(markup, data, name, "text/markdown", encoding, keep)


@cache
def _parser() -> MarkdownIt:
    try:
        from markdown_it import MarkdownIt
        from mdit_py_plugins.dollarmath import dollarmath_plugin
        from mdit_py_plugins.footnote import footnote_plugin
        from mdit_py_plugins.front_matter import front_matter_plugin
    except ImportError:
        raise missing_extra("Markdown", "documents") from None
    parser = MarkdownIt("commonmark", {"breaks": True, "maxNesting": _DEEPEST + 10})
    parser.enable(["table", "strikethrough"]).disable("code")
    parser.use(footnote_plugin).use(front_matter_plugin)
    parser.use(dollarmath_plugin, allow_digits=False, double_inline=True, renderer=_formula)
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.core.ruler.before("inline", "bounds", _bounds)
    for name in ("fence", "code_block"):
        parser.add_render_rule(name, _code)
    parser.add_render_rule("math_inline_double", _within_line)
    for name in ("footnote_anchor", "front_matter"):
        parser.add_render_rule(name, _nothing)
    return parser


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Reads * as a mark beside Chinese punctuation too, where the standard sees none: **集团（本部）**与."""
    from markdown_it.rules_inline.state_inline import Delimiter

    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    end = state.pos + scanned.length
    before, behind = state.src[state.pos - 1 : state.pos] or " ", state.src[end : end + 1] or " "
    by_width = (marker == "*" or scanned.length > 1) and any(c > "\x7f" or c.isdigit() for c in (before, behind))
    opens = scanned.can_open or (by_width and not behind.isspace())
    closes = scanned.can_close or (by_width and not before.isspace())
    for _ in range(scanned.length):
        state.push("text", "", 0).content = marker
        at = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord(marker), scanned.length, at, -1, opens, closes))
    state.pos = end
    return True


def _bounds(state: StateCore) -> None:
    """Refuses what the parser would leave out for its depth, and makes brackets without end into text."""
    for number, token in enumerate(state.tokens):
        if token.level > _DEEPEST:
            raise DataError(f"{state.env['name']}: quotations or lists nested more than {_DEEPEST} deep")
        if token.type == "inline":
            if token.content.count("[") > _MOST_BRACKETS:
                token.content = token.content.replace("[", "\\[")
            opening = state.tokens[number - 1]
            is_text = len(token.content) > _LONGEST_UNDERLINED or token.content.rstrip().endswith(_STOPS)
            if opening.markup in ("-", "=") and opening.type == "heading_open" and is_text:
                opening.tag = state.tokens[number + 1].tag = "p"


def _formula(content: str, _: dict[str, Any]) -> str:
    """A formula as text, as converters write numbers, per cents and note marks: 9 6 . 5 \\%, ^{[1]}."""
    from markdown_it.common.utils import escapeHtml

    text = re.sub(r"\\(?:text|mathrm|mathbf)\s*|[{}](?<!\\.)", "", re.sub(r"\^\s*\{([^{}]*)\}", _POWER, content))
    for command, sign in _SIGNS.items():
        text = text.replace(command, sign)
    text = re.sub(r"(?<=[\d.,×])\s+(?=[\d.,%×])", "", text)
    return re.sub("\x02(.*?)\x03", r"<sup>\1</sup>", escapeHtml(text))


def _within_line(_: Any, tokens: Any, index: int, options: Any, env: dict[str, Any]) -> str:
    return _formula(tokens[index].content, env)


def _code(_: Any, tokens: Any, index: int, options: Any, env: dict[str, Any]) -> str:
    from markdown_it.common.utils import escapeHtml

    return f"<pre {CODE}>{escapeHtml(tokens[index].content)}</pre>"


def _nothing(*_: Any) -> str:
    return ""
