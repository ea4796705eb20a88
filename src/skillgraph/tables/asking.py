"""What a review sheet asks and how its parts are called, in the languages of those who review.

A sheet is read back, by whoever reviews in the browser in the other language too. So each of its sentences stands here
in both, and is known in either; messages of the command line, which nobody reads back, are in its own catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from string import Formatter
from typing import Literal

from skillgraph.model.controls import shown

Language = Literal["en", "zh"]

#: The parts of a sheet with relations: those that extraction asserts, and those that it is less sure of.
ASSERTED, DOUBTFUL = "asserted relation", "doubtful relation"
#: The part of what is asked about a passage that gave no row.
QUESTION = "question"

_PARTS = {
    "name": "名称",
    ASSERTED: "断定的关系",
    "figure": "数值",
    DOUBTFUL: "存疑的关系",
    QUESTION: "疑问",
}
_QUESTIONS = {
    "quoted": ("in quotation marks, but of no kind that is known", "引号中的文字，但不知属于哪一类"),
    "body": ("an organization, it seems, but of no class that is known", "像是机构，但不知属于哪一类"),
    "person": ("a person, it seems, but without a title", "像是人名，但没有职务"),
    "table": (
        "in a table whose heads don't say clearly what its numbers are: none that is unclear is proposed",
        "所在表格的表头没有说清数字是什么：不清楚的一个也没有提出",
    ),
    "whose": ("whose figure is it?", "是谁的数值？"),
    "what": ("what is counted?", "数的是什么？"),
    "second": ("a second figure of “{indicator}” for “{name}”", "“{name}”的“{indicator}”另有一个数值"),
    "unit": ("unknown unit {unit}", "未知的单位：{unit}"),
    "unfit": ("{relation} doesn't fit the ontology", "{relation} 不合本体"),
    "twin": ("is it the same as {name} ({id})?", "与 {name} ({id}) 是同一个吗？"),
    "known": ("is it {known}?", "是不是已知的 {known}？"),
    "refused": ("“{what}” is refused: {reason}", "“{what}”未采用：{reason}"),
    # As sheets of former versions have it.
    "former": ("refused: {reason}", "未采用：{reason}"),
    "silent": ("the language model did not answer", "语言模型没有回答"),
}
#: Why something is refused, which stands within such a question.
_REASONS = {
    "place": ("does not stand at {place}", "不在 {place} 处"),
    "absent": ("does not stand in the text", "原文中没有"),
    "outside": ("passage {place} is not in the text", "出处 {place} 不在原文之内"),
    "ends": ("its subject or object is no entity of the text", "其主体或对象不是原文中的实体"),
    "owner": ("its subject is no entity of the text", "其主体不是原文中的实体"),
    "class": ("unknown class {word}", "未知的类 {word}"),
    "class like": ("unknown class {word}; did you mean {near}?", "未知的类 {word}；是不是 {near}？"),
    "property": ("unknown property {word}", "未知的关系 {word}"),
    "property like": ("unknown property {word}; did you mean {near}?", "未知的关系 {word}；是不是 {near}？"),
    "predicate": ("unknown predicate {word}", "未知的谓词 {word}"),
    "no object": ("the answer is no JSON object", "回答不是 JSON 对象"),
    "no list": ("no list", "不是列表"),
    "no row": ("no row of the form that was asked for", "不是所要求格式的一行"),
    "lacks": ("{field} is missing", "缺少 {field}"),
    "form": ("{field} is not of the form that was asked for", "{field} 不合所要求的格式"),
    "end": ("an end is no entity of the answer", "有一端不是回答中的实体"),
    "quotation": ("the quotation does not stand in the text", "引文不在原文中"),
    "number": ("the quotation holds no number", "引文中没有数字"),
}
_TABLES = {"questions": _QUESTIONS, "reasons": _REASONS}
#: Between several known things that one name may be.
_OR = {"en": ") or ", "zh": ") 或 "}
#: Whether a name is that of a known thing, and such a thing: by name and id, or by the id alone, as sheets of former
#: versions have it.
_IS_IT = re.compile(r"is it (?!the same as )(.+)\?", re.DOTALL)
_KNOWN = re.compile(r"(?:.* \()?([a-z0-9-]+)\)?", re.DOTALL)
#: Characters that the questions of a row have at most; what is longer was written by nobody here, and stays whole.
_LONGEST = 2000
#: So many cells are kept as they were read: a sheet is read again at every decision.
_KEPT = 1 << 15
#: Characters that are shown of what is refused: models and packages may answer with a megabyte.
_SHOWN = 80


def asked(question: str, **fields: str) -> str:
    """A question in English, in which extraction asks it.

    Args:
        question: which.
        fields: what it is about.

    Example:
        >>> asked("twin", name="云岭市技师学院", id="school-1")
        'is it the same as 云岭市技师学院 (school-1)?'
    """
    # A sheet is printed too, and what an answer or a name has in it is obeyed by no terminal.
    return _QUESTIONS[question][0].format_map({field: shown(words) for field, words in fields.items()})


def refused(what: str, why: str, **fields: str) -> str:
    """That something is not taken, and why, in English.

    Args:
        what: as whoever proposed it has it.
        why: which of the reasons, or one in words.
        fields: what the reason is about.

    Example:
        >>> in_language(refused("甲校", "place", place="0-3"), "zh")
        '“甲校”未采用：不在 0-3 处'
        >>> in_language(in_language(refused("甲校", "unknown class 'Town'; did you mean 'City'?"), "zh"), "en")
        "“甲校” is refused: unknown class 'Town'; did you mean 'City'?"
    """
    told = {field: shortened(words) for field, words in fields.items()}
    reason = _REASONS[why][0].format_map(told) if why in _REASONS else why
    # What is empty is shown as something that is.
    return asked("refused", what=shortened(what) or "…", reason=reason)


def shortened(words: str) -> str:
    """Words of somebody's answer on one line, and no more of them than people read in a cell.

    Example:
        >>> shortened("甲\\n乙"), len(shortened("甲" * 1_000_000))
        ('甲 乙', 80)
    """
    line = " ".join(words[: 2 * _SHOWN].split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def former(question: str) -> str:
    """A question in English as sheets of former versions have it, which did not say what is refused.

    Example:
        >>> former("“甲校” is refused: no list"), former("whose figure is it?")
        ('refused: no list', 'whose figure is it?')
    """
    found = _pattern(_QUESTIONS["refused"][0]).fullmatch(question)
    return asked("former", reason=found["reason"]) if found else question


def is_answered_by_names(question: str) -> bool:
    """Whether a decision on a name or figure in a passage answers what is asked about it; a silence it doesn't.

    Example:
        >>> is_answered_by_names(asked("person")), is_answered_by_names(asked("silent"))
        (True, False)
    """
    about_no_name = (_pattern(_QUESTIONS[one][0]) for one in ("silent", "refused", "former"))
    return not any(pattern.fullmatch(question) for pattern in about_no_name)


def with_names(question: str, names: Mapping[str, str]) -> str:
    """A question in English about known things as it is asked today, where a sheet of a former version has ids alone.

    Example:
        >>> with_names("is it jia or yi?", {"jia": "甲校"}), with_names("whose figure is it?", {})
        ('is it 甲校 (jia) or yi (yi)?', 'whose figure is it?')
    """
    ids = [] if question.endswith(")?") else known_ids(question)
    return known_things((names.get(id, id), id) for id in ids) if ids else question


def known_things(things: Iterator[tuple[str, str]]) -> str:
    """The question whether a name is one of some known things, given by name and id.

    Example:
        >>> known_things(iter([("甲校", "jia"), ("乙校", "yi")]))
        'is it 甲校 (jia) or 乙校 (yi)?'
    """
    return asked("known", known=" or ".join(f"{name} ({id})" for name, id in things))


@lru_cache(maxsize=_KEPT)
def in_language(cell: str, language: Language) -> str:
    """A part of a sheet, or what is asked in a cell of it, in a language; what nobody here asks stays as it is.

    Example:
        >>> in_language("whose figure is it? is it 甲校 (jia) or 乙校 (yi)?", "zh")
        '是谁的数值？ 是不是已知的 甲校 (jia) 或 乙校 (yi)？'
        >>> in_language(in_language("doubtful relation", "zh"), "en"), in_language("问过王老师", "en")
        ('doubtful relation', '问过王老师')
    """
    if cell in _parts():
        return _parts()[cell] if language == "en" else _PARTS[_parts()[cell]]
    return " ".join(_said(one, language) or one for one in questions(cell))


def language_of(part: str) -> Language:
    """The language of a sheet that calls a part so.

    Example:
        >>> language_of("数值"), language_of("figure")
        ('zh', 'en')
    """
    return "zh" if part in _PARTS.values() else "en"


def questions(cell: str) -> list[str]:
    """The questions in a cell, one after the other.

    Example:
        >>> questions("what is counted? is it the same as Norvik GmbH (e-1)?")
        ['what is counted?', 'is it the same as Norvik GmbH (e-1)?']
        >>> questions("")
        []
    """
    return list(_parts_of(cell))


def known_ids(cell: str) -> list[str]:
    """The ids of the known things that are asked about in a cell.

    Example:
        >>> known_ids("is it 甲校 (jia) or 乙校 (yi)?"), known_ids("是不是已知的 甲校 (jia)？")
        (['jia', 'yi'], ['jia'])
        >>> known_ids("is it jia or yi?"), known_ids("is it the same as 甲校 (jia)?")
        (['jia', 'yi'], [])
        >>> known_ids("is it centre or hub (a-1)?")
        ['a-1']
    """
    found = (_IS_IT.fullmatch(_said(one, "en")) for one in questions(cell))
    # A name may have an "or" in it; ids alone have no brackets.
    several = (
        one for question in found if question
        for one in question[1].split(_OR["en"] if question[1].endswith(")") else " or ")
    )  # fmt: skip
    return [known[1] for one in several if (known := _KNOWN.fullmatch(one))]


@lru_cache(maxsize=_KEPT)
def _parts_of(cell: str) -> tuple[str, ...]:
    return tuple((len(cell) <= _LONGEST and _parted(cell, 0, set())) or [cell]) if cell else ()


def _parted(cell: str, start: int, bad: set[int]) -> list[str]:
    """The questions of a cell of nothing else, from a place on, or none; `bad` takes the places where none begin."""
    if start in bad:
        return []
    for space in re.finditer(" ", cell[start:]):
        head, after = cell[start : start + space.start()], start + space.end()
        if after not in bad and _said(head, "en") and (more := _parted(cell, after, bad)):
            return [head, *more]
    if _said(cell[start:], "en"):
        return [cell[start:]]
    bad.add(start)
    return []


def _said(question: str, language: Language) -> str:
    """One question in a language, or nothing if it is none."""
    return _translated(question, language, "questions")


def _translated(words: str, language: Language, table: Literal["questions", "reasons"]) -> str:
    for patterns, told in _templates(table):
        for own, pattern in patterns.items():
            if found := pattern.fullmatch(words):
                fields = {name: value.replace(_OR[own], _OR[language]) for name, value in found.groupdict().items()}
                if "reason" in fields:
                    fields["reason"] = _translated(fields["reason"], language, "reasons") or fields["reason"]
                return told[language].format_map(fields)
    return ""


@cache
def _parts() -> dict[str, str]:
    """The parts of a sheet by what they are called in either language."""
    return {called: part for part, zh in _PARTS.items() for called in (part, zh)}


@cache
def _templates(
    table: Literal["questions", "reasons"],
) -> list[tuple[dict[Language, re.Pattern[str]], dict[Language, str]]]:
    """The questions or the reasons, each with what it looks like in each language; the vague ones last."""
    ordered = sorted(_TABLES[table].values(), key=lambda both: -len(re.sub(r"\{\w+\}", "", both[0])))
    return [({"en": _pattern(en), "zh": _pattern(zh)}, {"en": en, "zh": zh}) for en, zh in ordered]


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = (
        re.escape(text) + (f"(?P<{field}>.+)" if field else "") for text, field, _, _ in Formatter().parse(template)
    )
    return re.compile("".join(parts), re.DOTALL)
