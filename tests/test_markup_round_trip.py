"""Text that is put into markup comes back out of it, whatever the markup; what is left out is counted to the letter."""

from __future__ import annotations

import html
import re
from collections import Counter

from hypothesis import example, given
from hypothesis import strategies as st

from skillgraph.documents import read_bytes
from skillgraph.documents.source import SourceText
from skillgraph.model.errors import DataError

TEXT = st.text("学校与企业共建基地培养人才甲乙丙，。；：（）“”3 5A𠮷<>&", min_size=1, max_size=30).filter(str.strip)
INLINE = st.sampled_from(["b", "i", "span", "font", "em", "u", "a", "label", "x-y", "span style='color:red'"])
BLOCK = st.sampled_from(
    ["p", "div", "section", "blockquote", "center", "form", "li", "article", "div class=nav-content", "td", "main"]
)
STRAY = st.sampled_from(
    ["</p>", "</div>", "</b>", "</td>", "</form>", "<!-- x -->", "<p>", "</br>", "<wbr>", "<hr>", "<span>"]
)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def read(markup: str, keep: bool = True, media_type: str = "text/html") -> SourceText:
    return read_bytes(markup.encode(), "a", media_type, keep)


def element(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag.split()[0]}>"


@st.composite
def pages(draw: st.DrawFn) -> tuple[list[str], str]:
    """Texts, and a page whose every element is closed."""
    texts, parts = [], []
    for text in draw(st.lists(TEXT, min_size=1, max_size=8)):
        cut = draw(st.integers(0, len(text)))
        tags = draw(st.lists(INLINE, max_size=3))
        inner = (
            "".join(f"<{t}>" for t in tags)
            + html.escape(text[cut:])
            + "".join(f"</{t.split()[0]}>" for t in tags[::-1])
        )
        block = draw(BLOCK)
        wrapped = f"<{block}>{html.escape(text[:cut])}{inner}</{block.split()[0]}>"
        parts.append(f"<table><tr>{wrapped}</tr></table>" if block == "td" else wrapped)
        texts.append(text)
    return texts, "".join(parts)


@given(pages())
def test_the_text_of_a_well_formed_page_comes_back_in_order(made: tuple[list[str], str]) -> None:
    texts, markup = made
    assert squeezed(read(markup).text) == squeezed("".join(texts))


@given(pages(), st.lists(st.tuples(st.integers(0, 400), STRAY), max_size=12), st.lists(st.integers(0, 60), max_size=8))
def test_no_text_is_lost_where_tags_are_missing_or_stray(
    made: tuple[list[str], str], stray: list[tuple[int, str]], missing: list[int]
) -> None:
    texts, markup = made
    parts = re.findall(r"<[^>]*>|[^<]+", markup)
    ends = [n for n, part in enumerate(parts) if part.startswith("</")]
    for n in missing:
        parts[ends[n % len(ends)]] = ""
    for at, tag in stray:
        parts.insert(at % (len(parts) + 1), tag)
    found = Counter(squeezed(read("".join(parts)).text))
    assert found == Counter(squeezed("".join(texts)))


AROUND = st.sampled_from(
    ["nav", "footer", "div hidden", "div class=share", "ul class=menu", "p style='display: none'", "aside", "template",
     "s", "div role=navigation", "div aria-hidden=true", "noscript", "button", "div class=content", "p", "div"]
)  # fmt: skip


@given(st.lists(st.tuples(AROUND, TEXT, st.booleans()), min_size=1, max_size=8))
@example([("div hidden", "甲", False)])
def test_what_is_not_read_is_counted(made: list[tuple[str, str, bool]]) -> None:
    texts = [(tag, html.escape(text), linked) for tag, text, linked in made]
    markup = "".join(element(tag, element("a href=x", text) if linked else text) for tag, text, linked in texts)
    whole = len(squeezed("".join(text for _, text, _ in made)))
    try:
        source = read(markup, keep=False)
        text, said = source.text, source.notes[0] if source.notes else ""
    except DataError as error:
        text, said = "", str(error)
    counted = re.match(r"left out (\d+) of (\d+)", said)
    assert counted is None or int(counted[2]) == whole
    left_out = [counted[1]] if counted else re.findall(r"(\d+) characters are", said)
    assert len(squeezed(text)) + sum(map(int, left_out)) == whole


PLAIN = st.text("学校与企业共建基地培养人才甲乙丙，。；：（）“”35𠮷", min_size=1, max_size=30)


@given(
    st.lists(st.tuples(PLAIN, PLAIN, PLAIN, st.sampled_from(["**", "*", "~", "", "***", "__"])), min_size=1, max_size=6)
)
def test_marked_text_of_markdown_comes_back_without_marks(made: list[tuple[str, str, str, str]]) -> None:
    lines = [f"甲{before}{mark}{text}{mark}{behind}" for before, text, behind, mark in made]
    source = read("\n\n".join(lines), media_type="text/markdown")
    wanted = "".join(f"甲{b}{'~' if m == '~' else ''}{t}{'~' if m == '~' else ''}{e}" for b, t, e, m in made)
    assert squeezed(source.text) == wanted
