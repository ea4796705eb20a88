"""Note marks: what refers to a note is no part of the number, the name or the word that it stands behind."""

from __future__ import annotations

import re

_UP = "⁰¹²³⁴⁵⁶⁷⁸⁹"
#: Raised digits: powers behind ×10, in units (m², km²) and where a unit stands (人数/10⁴人), else the number of a note.
_RAISED = re.compile(
    rf"(?P<of>[×xX✕✖·∙⋅*＊]\s?10|[(（\[［【〔/／:：]\s?10(?=[{_UP}]+[^\W\d_{_UP}]{{1,3}}(?:[)）\]］】〕]|\s*\Z))|(?<![A-Za-z])(?:[cdkmh]?m|ft|s))?[⁺⁻⁽⁾⁼ⁿ{_UP}]+(?:[,，、˒·][⁺⁻⁽⁾{_UP}]+)*"
)
_CIRCLED = "①-⑳⓪❶-❿⓵-⓾➀-➓"
_COUNTED = rf"0-9０-９万亿萬億千百十%％‰余多{_UP}"
#: Behind a number, 10的4次方 too.
_BEHIND = rf"(?:(?<=[{_COUNTED}])|(?<=[0-9０-９]次方))"
_COUNTERS = "万亿萬億余多%％‰人名位家所个個项項门門种種套台元间間张張册冊场場次亩畝"
_REFERENCE = r"(?:\^|注释?)?(?:[0-9０-９]{1,3}(?:[,，、\-–—~～][0-9０-９]{1,3})*|[a-z]|注)"
_PLAIN = (
    r"[\^*＊#]?[(（](?:(?:见?[附备]?注[释解]?[:：]? ?)?[0-9０-９]{1,2}(?:[,，、][0-9０-９]{1,2}){0,8}|[a-z]|[*＊#]"
    rf"|见?注[:：]?[{_CIRCLED}])[)）]|#|注[0-9]{{1,2}}"
)
_MARK = re.compile(
    # [1] and 〔1〕 behind anything, but not at the beginning of a line, where they number its items.
    rf"(?<=\S)(?:\^?\[{_REFERENCE}\]|［{_REFERENCE}］|〔{_REFERENCE}〕|{_BEHIND}【{_REFERENCE}】)"
    # (1) and *(1) between a number and what it counts, or at the end of a cell; 3(1)班 is a class.
    rf"|{_BEHIND}[ \u00a0]?(?:{_PLAIN})+(?=[{_COUNTERS}]|\s*\Z)|(?<=[{_COUNTERS}])(?:{_PLAIN})+(?=\s*\Z)"
    # ① and * behind a number, or where nothing follows that they could count or begin.
    rf"|{_BEHIND}[ \u00a0]?[{_CIRCLED}*＊†‡§¶※]+(?![0-9０-９*＊×])(?!(?<=\*\*) ?[0-9])"
    # Lowered digits behind a digit, （注1） and ⑴ behind a number.
    rf"|(?<=[0-9０-９])[₀-₉]+|{_BEHIND}(?:[(（]注[释解]?[0-9０-９]{{0,2}}[)）]|[⑴-⒇](?![0-9０-９]))"
    rf"|(?<=[^\W_])(?:[{_CIRCLED}]+|[*＊※]{{1,3}})(?=[,，。;；、:：)）\]”》]|\s*\Z|\s*[\r\n])"
    r"|(?<=[^\W_])[†‡¶]+"
    # 12500^1; no one writes a power of so large a number.
    r"|(?<=[0-9]{3})\^[0-9]{1,2}(?![0-9])"
)


def note_marks(text: str) -> list[tuple[int, int]]:
    """Where the marks of notes stand in a text. A mark that parts two digits isn't among them: it keeps them apart.

    Example:
        >>> text = "有7¹所，2.15²万人[3]，1300①人，共3.5×10⁴m²。①含五年制"
        >>> [text[start:end] for start, end in note_marks(text)]
        ['¹', '²', '[3]', '①']
    """
    found = []
    for match in [*_RAISED.finditer(text), *_MARK.finditer(text)]:
        start, end = match.span()
        if match.re is _RAISED and match["of"]:
            continue
        if not (text[start - 1 : start].isdecimal() and text[end : end + 1].isdecimal()):
            found.append((start, end))
    return sorted(found)
