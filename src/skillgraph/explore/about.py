"""What a page says about itself: what it is, how to read it, whose data it shows under which licence, how to cite it.

It is part of the page's text, so that it can be read without JavaScript too.
"""

from __future__ import annotations

import html
import unicodedata
from collections import Counter

from skillgraph.explore.schema import Names
from skillgraph.explore.stories import reports_of
from skillgraph.graph.view import Chosen
from skillgraph.model.dates import epoch_day
from skillgraph.model.ontology import ontology
from skillgraph.model.records import BY_REVIEW, Document
from skillgraph.model.version import __version__

#: Headings and what stands below each, in both languages.
_READ = (
    (
        Names("怎样看", "How to read it"),
        Names(
            "圆点是报告写到的人、事、物，越大联系越多；颜色见图例。",
            "A dot is something that a report names: the larger, the more it is linked. The legend has the colours.",
        ),
        Names(
            "连线是一条或几条事实；点圆点或连线，会列出事实和出处。",
            "A line is one or more facts. Click a dot or a line for its facts and where each is said.",
        ),
        Names(
            "虚线是计划、探索、规则或支持，尚不是事实；起初不画出。",
            "A dashed line is planned, explored, a rule or support: no fact yet. They are not drawn at first.",
        ),
        Names(
            "“超过、不到、约”等是报告的说法，不是准确数。",
            "“More than”, “nearly”, “about” are the report's words: the report gives no exact figure.",
        ),
    ),
    (
        Names("查找与按键", "Finding, and keys"),
        Names(
            "查找用中文、英文、拼音或数字都可以，几个词之间用空格。",
            "Search in Chinese, English, pinyin or figures; put spaces between words.",
        ),
        Names(
            "按 / 查找，Esc 关闭；在图中：方向键移动，+ 和 − 缩放，0 显示全图。",
            "/ searches, Esc closes. In the picture: arrows move, + and − zoom, 0 shows all.",
        ),
        Names(
            "网址保存当前视图，后退键回到前一个；可以发给有同一文件的人。",
            "The address keeps what you see; Back leads to the view before. Send it to whoever has this file.",
        ),
    ),
)
_LICENCE = Names(
    "skillgraph 随附的表格和词汇采用 CC BY 4.0 许可，使用时须注明来源；报告原文归各自作者所有。各来源注明的许可：",
    "The tables and the vocabulary that come with skillgraph are licensed under CC BY 4.0: name the source. "
    "The text of a report is its authors’. What each source says of its licence:",
)
#: What sources often say of their licence, in Chinese.
_LICENCES_ZH = {
    "not published with this project": "报告原文未随本项目发布",
    "unknown; the text is not published with this project": "许可不详，报告原文未随本项目发布",
}


def page_date(date: str, chosen: Chosen) -> str:
    """The date that a page bears: the one given, else that of SOURCE_DATE_EPOCH, else of its newest source.

    The day on which it was written would give equal graphs unequal pages.

    Raises:
        UsageError: SOURCE_DATE_EPOCH is no number of seconds.
    """
    return date or epoch_day() or max((d.issued for d in _sources(chosen)), default="")


def _escape(text: str) -> str:
    """Text of a graph as HTML on one line: some of what ends a line in a name ends one of a script too."""
    return html.escape(" ".join(text.split()))


def _spoken(text: str, at: int) -> str:
    """Text of a graph as HTML; in the English text, what has Chinese in it says so, for whoever has it read aloud."""
    is_chinese = at == 1 and any(unicodedata.category(letter) == "Lo" for letter in text)
    return f'<span lang="zh">{_escape(text)}</span>' if is_chinese else _escape(text)


def about(chosen: Chosen, titles: Names, sentence: Names, date: str) -> str:
    """The text as HTML, in both languages; all that comes from a graph is escaped."""
    return "".join(_in_one(language, chosen, titles, sentence, date) for language in ("zh", "en"))


def _in_one(language: str, chosen: Chosen, titles: Names, sentence: Names, date: str) -> str:
    at = 0 if language == "zh" else 1

    def say(zh: str, en: str) -> str:
        return _escape((zh, en)[at])

    parts = [f"<h2>{say('关于本页', 'About this page')}</h2>", f"<p><bdi>{_escape(sentence[at])}</bdi></p>"]
    for heading, *lines in _READ:
        items = "".join(f"<li>{_escape(line[at])}</li>" for line in lines)
        parts.append(f"<h3>{_escape(heading[at])}</h3><ul>{items}</ul>")
    parts.append(f"<h3>{say('来源与许可', 'Sources and licences')}</h3>")
    parts.append(f"<p>{_escape(_LICENCE[at])}</p>")
    parts.append(f"<ul>{''.join(f'<li>{_source(d, at)}</li>' for d in _sources(chosen))}</ul>")
    parts.append(
        f"<h3>{say('如何引用', 'How to cite')}</h3><p><bdi>{_citation(chosen, titles[at], date, at)}</bdi></p>"
    )
    parts.append(f"<h3>{say('版本与审核', 'Version and review')}</h3><p>{_escape(_version(chosen, date, at))}</p>")
    return f'<div lang="{language}">{"".join(parts)}</div>'


def _sources(chosen: Chosen) -> list[Document]:
    """The reports, then the reference tables that something of the page comes from."""
    used = {record.source for records in (chosen.statements, chosen.figures, chosen.entities) for record in records}
    tables = [d for d in chosen.documents.values() if d.kind != "report" and d.id in used]
    return [*reports_of(chosen), *tables]


def _source(d: Document, at: int) -> str:
    title = (d.title, d.title_en or d.title)[at] or d.id
    unknown = ("未注明许可", "licence not stated")[at]
    said = [_spoken(d.publisher, at), _escape(d.issued), _licence(d.license, at) or unknown, _escape(d.url)]
    return f"<bdi>{_spoken(title, at)}</bdi> <small><bdi>{'; '.join(filter(None, said))}</bdi></small>"


def _licence(text: str, at: int) -> str:
    """A licence as its source states it; in the Chinese text, an English sentence is told to be the source's."""
    if not text or at == 1 or any(unicodedata.category(letter) == "Lo" for letter in text):
        return _escape(text)
    if zh := _LICENCES_ZH.get(text):
        return zh
    return f'{"原文许可说明" if " " in text else "许可"}：<span lang="en">{_escape(text)}</span>'


def _citation(chosen: Chosen, title: str, date: str, at: int) -> str:
    publishers = list(dict.fromkeys(d.publisher for d in reports_of(chosen) if d.publisher))
    who = ("、", "; ")[at].join(_spoken(name, at) for name in publishers[:3])
    who += ("等", " et al.")[at] if len(publishers) > 3 else ""
    made = (f"skillgraph {__version__} 知识图谱网页", f"knowledge graph page, skillgraph {__version__}")[at]
    return ". ".join(filter(None, (who, _spoken(title, at), _escape(made), _escape(date)))) + "."


def _version(chosen: Chosen, date: str, at: int) -> str:
    counts = Counter(record.status for records in (chosen.statements, chosen.figures) for record in records)
    labels = ontology().codes("status")
    said = [f"{labels[s] if at == 0 else s} {counts[s]:,}" for s in BY_REVIEW if counts[s]]
    parts = [f"skillgraph {__version__}", (f"日期：{date}", f"Date: {date}")[at] if date else ""]
    if said:
        parts.append((f"陈述和数据：{'、'.join(said)}", f"Statements and figures: {', '.join(said)}")[at])
    return ("；", "; ")[at].join(filter(None, parts))
