"""The relations of a graph as a picture: classes to the left and right, and between them what leads from one to one."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Sequence
from unicodedata import category

from skillgraph.graph.results import Rows, Value
from skillgraph.graph.table import cut
from skillgraph.model.ontology import ontology

_ROW, _TOP, _WIDTH = 24, 84, 1180
#: Where the columns of text end, stand and begin; lines run between.
_LEFT, _MIDDLE, _RIGHT = 300, 590, 880
#: Half the width of a relation's label, and characters that fit into a column.
_HALF, _FITS = 128, 38
_STYLE = (
    "text{font:14px 'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif;fill:#1d2530}"
    ".head{font-size:18px;font-weight:bold}.note{fill:#5a6472}path{fill:none}.plan{stroke-dasharray:4 4}"
)
_GREY = "#6b7480"

#: A class, a relation, or one class on the other side, each in its column; a line between two of them.
Line = tuple[str, str]


def picture(relations: Rows) -> str:
    """An SVG of what leads from which class to which.

    Args:
        relations: with `start`, `type`, `end`, `facts`, `plans`, `rules` and `other`. Lines of facts are whole, those
            of what is no fact anywhere are dashed; the thicker a line, the more there are.
    """
    rows = relations.to_dicts()
    starts: dict[Line, int] = {}
    ends: dict[Line, int] = {}
    facts: dict[Line, int] = {}
    for row in rows:
        n = sum(int(str(row[column])) for column in ("facts", "plans", "rules", "other"))
        for lines, key in ((starts, (row["start"], row["type"])), (ends, (row["type"], row["end"]))):
            line = (str(key[0]), str(key[1]))
            lines[line] = lines.get(line, 0) + n
            facts[line] = facts.get(line, 0) + int(str(row["facts"]))
    left, middle, right = _in_order(list(starts), list(ends))
    height = _TOP + _ROW * max(len(left), len(middle), len(right)) + 20
    at = [_places(column, height) for column in (left, middle, right)]
    drawn = [
        *(_line(_LEFT, at[0][a], _MIDDLE - _HALF, at[1][b], a, n, facts[a, b], a, b) for (a, b), n in starts.items()),
        *(_line(_MIDDLE + _HALF, at[1][a], _RIGHT, at[2][b], b, n, facts[a, b], a, b) for (a, b), n in ends.items()),
        *(_dot(x, places[name], name) for x, places in ((_LEFT, at[0]), (_RIGHT, at[2])) for name in places),
        *(_text(_LEFT - 12, at[0][name], _of_class(name), "end") for name in left),
        *(_text(_MIDDLE, at[1][name], f"{name} {_counts(rows, name)}", "middle") for name in middle),
        *(_text(_RIGHT + 12, at[2][name], _of_class(name), "start") for name in right),
    ]
    return "\n".join([*_head(height), *drawn, "</svg>\n"])


def _head(height: int) -> list[str]:
    note = "事实数 + 计划、规则等数；虚线：没有事实 · facts + what is planned, a rule or denied; dashed: no fact"
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}">',
        "<title>Classes and relations 类与关系</title>",
        f'<style>{_STYLE}</style><rect width="100%" height="100%" fill="#fff"/>',
        *(
            f'<text class="head" x="{x}" y="30" text-anchor="{anchor}">{label}</text>'
            for x, anchor, label in (
                (_LEFT - 8, "end", "从 from"), (_MIDDLE, "middle", "关系 relation"), (_RIGHT + 8, "start", "到 to"),
            )
        ),
        f'<text class="note" x="{_WIDTH // 2}" y="54" text-anchor="middle">{note}</text>',
    ]  # fmt: skip


def _in_order(starts: Sequence[Line], ends: Sequence[Line]) -> tuple[list[str], list[str], list[str]]:
    """The three columns, each name near to what it has lines to (the barycentre method of Sugiyama 1981)."""
    left = list(dict.fromkeys(a for a, _ in starts))
    middle = list(dict.fromkeys(b for _, b in starts))
    right = list(dict.fromkeys(b for _, b in ends))
    for _ in range(12):
        places = {("left", n): at for n, at in _shares(left)} | {("right", n): at for n, at in _shares(right)}
        before, after = ((b, places["left", a]) for a, b in starts), ((a, places["right", b]) for a, b in ends)
        middle = _near(middle, [*before, *after])
        of_middle = dict(_shares(middle))
        left = _near(left, ((a, of_middle[b]) for a, b in starts))
        right = _near(right, ((b, of_middle[a]) for a, b in ends))
    return left, middle, right


def _shares(names: list[str]) -> Iterable[tuple[str, float]]:
    """Each name with how far down its column it stands, from 0 to 1."""
    return ((name, number / max(1, len(names) - 1)) for number, name in enumerate(names))


def _near(names: list[str], lines: Iterable[tuple[str, float]]) -> list[str]:
    """Names by the mean place of what their lines lead to."""
    found: dict[str, list[float]] = {name: [] for name in names}
    for name, place in lines:
        found[name].append(place)
    return sorted(names, key=lambda name: sum(found[name]) / max(1, len(found[name])))


def _places(names: list[str], height: int) -> dict[str, float]:
    step = (height - _TOP - 20) / max(1, len(names))
    return {name: _TOP + step * (number + 0.5) for number, name in enumerate(names)}


def _line(x1: int, y1: float, x2: int, y2: float, of: str, n: int, facts: int, start: str, end: str) -> str:
    """A line between two columns, in the colour of its class."""
    bend = (x2 - x1) / 2
    path = f"M{x1} {y1:.0f}C{x1 + bend:.0f} {y1:.0f} {x2 - bend:.0f} {y2:.0f} {x2} {y2:.0f}"
    plan = "" if facts else ' class="plan"'
    return (
        f'<path d="{path}"{plan} stroke="{_colour(of)}" stroke-width="{1 + math.log2(n):.1f}" stroke-opacity="0.45">'
        f"<title>{_safe(f'{start} → {end}: {n}')}</title></path>"
    )


def _dot(x: int, y: float, name: str) -> str:
    return f'<circle cx="{x}" cy="{y:.0f}" r="5" fill="{_colour(name)}"/>'


def _text(x: int, y: float, label: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y + 5:.0f}" text-anchor="{anchor}">{_safe(cut(label, _FITS))}</text>'


def _counts(rows: list[dict[str, Value]], type: str) -> str:
    of = [row for row in rows if row["type"] == type]
    facts = sum(int(str(row["facts"])) for row in of)
    others = sum(int(str(row[column])) for row in of for column in ("plans", "rules", "other"))
    return f"{facts}+{others}" if others else str(facts)


def _of_class(name: str) -> str:
    chinese = [ontology().classes[c].label_zh for c in name.split(":") if c in ontology().classes]
    return " ".join([name, *chinese])


def _colour(name: str) -> str:
    first = name.partition(":")[0]
    return (ontology().colour(first) or _GREY) if first in ontology().classes else _GREY


def _safe(text: str) -> str:
    """Text that XML takes for text, whatever stands in it."""
    return html.escape("".join(c for c in text if category(c) not in ("Cc", "Cs", "Cn", "Zl", "Zp")))
