"""Throws random and damaged markup at the readers of web pages and Markdown; prints what breaks them.

    python fuzz/markup.py pages|markdown --runs 100000 --seed 0

What is not a SkillgraphError, a block outside of the text, a text that another reading does not give again, something
left out in spite of `keep`, or a run of more than some seconds is a defect; its seed makes it again.
"""

from __future__ import annotations

import random

from runs import main

from skillgraph.documents import read_bytes
from skillgraph.language.passages import passages
from skillgraph.model.errors import SkillgraphError

TAGS = (
    "p", "div", "section", "article", "main", "nav", "footer", "aside", "header", "form", "ul", "ol", "li", "dl",
    "dt", "dd", "table", "caption", "thead", "tbody", "tr", "td", "th", "h1", "h2", "h6", "b", "i", "a", "font",
    "span", "em", "sup", "sub", "u", "q", "br", "hr", "pre", "center", "blockquote", "fieldset", "button",
    "select", "option", "textarea", "label", "details", "summary", "template", "noscript", "script", "style",
    "title", "svg", "path", "math", "mi", "iframe", "object", "ruby", "rt", "rp", "frameset", "noframes",
    "plaintext", "xmp", "nobr", "marquee", "dialog", "html", "head", "body", "col", "colgroup", "input", "img",
    "s", "del", "x-y", "msup", "mfrac", "annotation", "text", "tspan", "foreignObject", "defs", "tfoot",
)  # fmt: skip
ATTRIBUTES = (
    "hidden", 'style="display:none"', "style='visibility: hidden'", "aria-hidden=true", "class=nav",
    'class="main-nav-content"', "rowspan=3", "rowspan=65534000", "colspan=9", "role=navigation",
    "role=presentation", "id='a>b'", 'title="<p>"', "a a a=1", "href=/", '"', "'", "=", "/",
    "rowspan=0", "srcdoc='<p>甲<b'", "srcdoc='&lt;iframe srcdoc=乙&gt;'", "x=1", "class=x",
    "class='x y'", "style='font:0 a'",
    "style=display:block", "style='color:#fff'", "style='background:#fff'", "style='max-height:0;overflow:hidden'",
)  # fmt: skip
TEXTS = (
    "首页", "学校有教师12人。", "甲学院", "乙集团公司", "版权所有", " ", "\n", "&nbsp;", "&lt;", "&#0;",
    "&#x110000;", "&copy", "\0", "\x1f", "\u3000", "𠮷", "\u200f", "|", "：", "2024-05-01",
    "<style>.x .y{display:none}", "p:not(.x) + b{color:#fff}", "@media screen{", "}", "/*", "</style>",
    "与甲公司共建基地，培养学生", "<!--", "-->", "<![CDATA[", "]]>", "<?x?>", "</", "<", "<!doctype html>",
)  # fmt: skip
MARKS = (
    "# ", "## ", "\n---\n", "\n===\n", "**", "*", "__", "~~", "`", "```\n", "[", "](", ")", "![", "[^1]",
    "\n[^1]: ", "> ", "- ", "1. ", "|", "\n|-|-|\n", "$", "$$\n", "\\", "\n\n", "\n", "  \n", "    ", "\t",
    "<br>", "<td>", "{", "}",
)  # fmt: skip


def page(rng: random.Random) -> str:
    """Random tags and texts."""
    parts = []
    for _ in range(rng.randrange(1, rng.choice((30, 30, 30, 150)))):
        chance = rng.random()
        if chance < 0.4:
            attributes = " ".join(rng.choices(ATTRIBUTES, k=rng.choice((0, 0, 0, 1, 2))))
            parts.append(f"<{rng.choice(TAGS)} {attributes}>")
        elif chance < 0.65:
            parts.append(f"</{rng.choice(TAGS)}>")
        else:
            parts.append(rng.choice(TEXTS))
        if rng.random() < 0.02:
            parts = [part for part in parts for _ in range(rng.choice((1, 1, 2, 20)))][:20_000]
    return "".join(parts)


def markdown(rng: random.Random) -> str:
    """Random marks and texts."""
    parts = rng.choices((*MARKS, *MARKS, *TEXTS), k=rng.randrange(1, rng.choice((30, 30, 120))))
    return "".join(parts) * rng.choice((1, 1, 1, 30))


def damaged(rng: random.Random, text: str) -> bytes:
    """Its bytes, in some encoding, with some of them altered."""
    data = bytearray(text.encode(rng.choice(("utf-8", "utf-8", "gb18030", "utf-16")), "replace"))
    for _ in range(rng.choice((0, 0, 3))):
        at = rng.randrange(len(data) + 1)
        data[at : at + rng.randrange(3)] = rng.randbytes(rng.randrange(3))
    return bytes(data)


def check(data: bytes, media_type: str) -> None:
    """Reads it in both ways and holds the result to what must be so."""
    for keep in (False, True):
        try:
            source = read_bytes(data, "fuzz", media_type, keep)
        except SkillgraphError as error:
            if "\n" in str(error):
                raise
            continue
        again = read_bytes(data, "fuzz", media_type, keep)
        assert source.text_sha256 == again.text_sha256, "another text"
        for block in source.blocks:
            assert 0 <= block.start <= block.end <= len(source.text), "a block outside of the text"
        for passage in passages(source):
            assert len(passage.offsets) == len(passage.text), "offsets"
        assert not (keep and source.notes), "something is left out with keep"


def pages(seed: int) -> None:
    """Reads a page."""
    rng = random.Random(seed)
    check(damaged(rng, page(rng)), "text/html")


def marks(seed: int) -> None:
    """Reads Markdown."""
    rng = random.Random(seed)
    check(damaged(rng, markdown(rng)), "text/markdown")


if __name__ == "__main__":
    main(__doc__, {"pages": pages, "markdown": marks}, slow=10)
