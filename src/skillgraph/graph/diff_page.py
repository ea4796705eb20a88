"""The changes between two graphs as one HTML file that opens offline, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from skillgraph.graph.diff import Change, Diff, Kind, What

_KINDS: dict[Kind, str] = {
    "source": "来源 Sources", "thing": "事物 Things", "section": "章节 Sections", "statement": "陈述 Statements",
    "figure": "数据 Figures",
}  # fmt: skip
_WHAT: dict[What, str] = {
    "added": "新增 added",
    "gone": "消失 gone",
    "changed": "改变 changed",
    "merged": "合并 merged",
}
_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8886; }
td { overflow-wrap: anywhere; }
code { font-size: .85em; }
.added { border-inline-start: 4px solid #2a7; } .gone { border-inline-start: 4px solid #c44; }
.changed { border-inline-start: 4px solid #c90; } .merged { border-inline-start: 4px solid #47c; }
"""


def diff_page(found: Diff, before: str, now: str) -> str:
    """A page of the changes, with no script and no request; whatever data say stays text.

    Args:
        found: the changes.
        before: what the older graph is called.
        now: what the newer one is called.

    Example:
        >>> "<b>" in diff_page(Diff([Change("added", "thing", "x", "r", "<b>")]), "a", "b")
        False
    """
    return "\n".join(_lines(found, before, now))


def _lines(found: Diff, before: str, now: str) -> Iterator[str]:
    title = f"{escape(before)} → {escape(now)}"
    yield '<!doctype html>\n<html lang="zh"><head><meta charset="utf-8">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>{title}</title><style>{_STYLE}</style></head><body>"
    yield f"<main><h1>图谱的变化 Changes of the graph</h1><p>{title}</p>"
    if not found.changes:
        yield "<p>没有变化。 Nothing changed.</p>"
    for kind, name in _KINDS.items():
        changes = [change for change in found if change.kind == kind]
        if changes:
            counts = "，".join(f"{_WHAT[what]} {n}" for what in _WHAT if (n := sum(c.what == what for c in changes)))
            yield f"<h2>{name}</h2><p>{counts}</p><table><thead><tr>"
            yield "".join(f'<th scope="col">{head}</th>' for head in ("变化", "内容", "字段：之前 → 现在", "来源"))
            yield "</tr></thead><tbody>"
            yield from map(_row, changes)
            yield "</tbody></table>"
    yield "</main></body></html>\n"


def _row(change: Change) -> str:
    fields = "<br>".join(
        f"<code>{escape(name)}</code>: {escape(before) or '∅'} → {escape(now) or '∅'}"
        for name, before, now in change.fields
    )
    what = f'<td class="{change.what}">{_WHAT[change.what]}</td>'
    said = f"<td>{escape(change.reads)}<br><code>{escape(change.id)}</code></td>"
    return f"<tr>{what}{said}<td>{fields}</td><td>{escape(change.source)}</td></tr>"
