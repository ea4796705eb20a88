"""Whether a text gives the same names and figures when it comes as a web page or as Markdown.

Run with `python benchmarks/wrapping.py FOLDER [TEXTS]`: takes the first TEXTS (10) texts (*.txt) of a folder, writes
each as five kinds of page and as Markdown, extracts all, and prints how many records of the text come out of each, and
how many others do.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from skillgraph.documents import read_bytes
from skillgraph.documents.source import SourceText
from skillgraph.extract.pipeline import RuleExtractor

Record = tuple[str, ...]
_LINKS = ("首页", "机构概况", "新闻中心", "通知公告", "政策法规", "办事指南", "互动交流", "联系我们")
_NEWS = ("技能大赛圆满落幕", "我市召开人才座谈会", "校企合作再上台阶", "这所学校的毕业典礼很特别", "一图读懂新政")
_MENU = "".join(f"<li><a href='/{n}'>{word}</a></li>" for n, word in enumerate(_LINKS))
_SIDE = "".join(f"<li><a href='/n/{n}'>{title}</a><span>2024-05-0{n + 1}</span></li>" for n, title in enumerate(_NEWS))
_PORTAL = """<!DOCTYPE html><html lang=zh><head><meta charset=utf-8><title>{title}_某市门户网站</title>
<style>.a{{color:red}}</style><script>var a="<p>无关</p>";</script></head><body><form id=aspnetForm method=post>
<input type=hidden name=__VIEWSTATE value=abc><div class=header><a href=/><img alt=徽标></a>
<div class=search-box><input name=q><button>搜索</button></div></div><nav><ul class=menu>{menu}</ul></nav>
<div class="wrap main-nav-content"><div class=crumbs>当前位置：<a href=/>首页</a> &gt; <a href=/x>新闻中心</a></div>
<div class="col-left side-content"><div class="article-content share-box" id=zoom>{body}</div>
<div class=share>分享到：<a>微信</a><a>微博</a></div><p class=prev><a href=/1>上一篇：{news}</a></p></div>
<div class=sidebar><h3>相关新闻</h3><ul>{side}</ul></div></div>
<div style="display:none">您的浏览器版本过低，请升级后访问本站。</div>
<footer><p>版权所有：某市人民政府办公室 网站标识码0000000000</p></footer></form></body></html>"""


def is_title(line: str) -> bool:
    """Whether the first line of a text is its title."""
    return len(line) <= 40 and not re.search("[，,。；]", line)


def paragraphs(lines: list[str]) -> str:
    """A page of <p>, their end tags left out."""
    return f"<meta charset=utf-8><title>{lines[0]}</title>" + "".join(f"<p>{html.escape(line)}\n" for line in lines)


def breaks(lines: list[str]) -> str:
    """A <div> with lines that <br> ends, as editors of the time wrote them."""
    text = "<br>\n<br>\n".join(f"&nbsp;&nbsp;　{html.escape(line)}" for line in lines)
    return f"<html><head><meta charset=utf-8><body><div id=content><font size=3>{text}</font></div></body></html>"


def tables(lines: list[str]) -> str:
    """A page that tables lay out: a menu above and at the left, the text in a cell."""
    menu = "".join(f"<tr><td><a href=/{n}>{word}</a></td></tr>" for n, word in enumerate(_LINKS))
    body = "".join(f"<tr><td class=text>{html.escape(line)}</td></tr>" for line in lines)
    return (
        "<meta charset=utf-8><table width=100%><tr><td colspan=2><a href=/>返回首页</a></td></tr><tr><td width=150>"
        f"<table>{menu}</table></td><td><table>{body}</table></td></tr><tr><td colspan=2>"
        "版权所有 某市</td></tr></table>"
    )


def portal(lines: list[str]) -> str:
    """A page of a portal, with all that is around its text."""
    body = "".join(f"<p style='text-indent:2em'><span>{html.escape(line)}</span></p>" for line in lines)
    if is_title(lines[0]):
        body = body.replace("<p style='text-indent:2em'>", "<h1>", 1).replace("</p>", "</h1>", 1)
    return _PORTAL.format(title=html.escape(lines[0]), menu=_MENU, side=_SIDE, body=body, news=_NEWS[0])


def dumped(lines: list[str]) -> str:
    """The same as Chromium holds it after scripts have made it: no quotes, other entities, all tags closed."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        return ""
    page = portal(lines).replace("</body>", "<script>document.body.append('')</script></body>")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(page, encoding="utf-8")
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/x", "--dump-dom"]
        return subprocess.run([*command, path.as_uri()], capture_output=True, check=True, timeout=60).stdout.decode()


def markdown(lines: list[str]) -> str:
    """Markdown as converters write it: a heading, numbers in bold, links."""
    escaped = [re.sub(r"([\\`*_\[\]<>|~$^])", r"\\\1", line) for line in lines]
    bold = [re.sub(r"(?<![\d.])(\d[\d.,]*)", r"**\1**", line) if n % 2 else line for n, line in enumerate(escaped)]
    linked = [re.sub(r"([\u4e00-\u9fff]{2}学院)", r"[\1](https://x.cn/1200)", line, count=1) for line in bold]
    return "\n\n".join((f"# {escaped[0]}" if is_title(lines[0]) else linked[0], *linked[1:])) + "\n"


STYLES: dict[str, Callable[[list[str]], str]] = {
    "p": paragraphs, "br": breaks, "layout tables": tables, "portal": portal, "portal, dumped by Chromium": dumped,
    "Markdown": markdown,
}  # fmt: skip


def records(source: SourceText, extractor: RuleExtractor) -> tuple[set[Record], set[Record], set[Record]]:
    """The names with their classes, the asserted relations and the figures of a document."""
    found = extractor.extract(source)
    names = {entity.id: entity.name for entity in found.entities}
    return (
        {(e.name, e.type) for e in found.entities},
        {
            (names.get(r.subject, r.subject), r.predicate, names.get(r.object, r.object), r.modality)
            for r in found.relations
            if r.asserted
        },
        {(names.get(s.subject or "", ""), s.indicator, str(s.value), s.unit, s.time) for s in found.statistics},
    )


def main() -> None:
    """Prints a table, and with a third argument what differs."""
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    extractor = RuleExtractor()
    texts = sorted(Path(sys.argv[1]).glob("*.txt"))
    texts = texts[:: max(1, len(texts) // count)][:count]
    counted = {style: [[0, 0, 0] for _ in range(3)] for style in STYLES}
    for path in texts:
        data = path.read_bytes()
        base = records(read_bytes(data, path.name, "text/plain"), extractor)
        lines = [line for line in data.decode().splitlines() if line.strip()]
        for style, wrap in STYLES.items():
            if not (wrapped := wrap(lines)):
                continue
            media_type = "text/markdown" if style == "Markdown" else "text/html"
            again = records(read_bytes(wrapped.encode(), "a", media_type), extractor)
            for row, before, after in zip(counted[style], base, again, strict=True):
                row[0] += len(before)
                row[1] += len(before & after)
                row[2] += len(after - before)
                if len(sys.argv) > 3 and before != after:
                    print(path.name, style, "lost", sorted(before - after), "more", sorted(after - before))
    print("| as | names found, of, more | relations | figures |\n|---|---|---|---|")
    for style, rows in counted.items():
        print(f"| {style} | {' | '.join(f'{found} of {of}, {more} more' for of, found, more in rows)} |")


if __name__ == "__main__":
    main()
