"""What a review sheet asks and how its parts are called, in the languages of those who review.

A sheet is read back, by whoever reviews in the browser in the other language too. So each of its sentences stands here
in both, and is known in either; messages of the command line, which nobody reads back, are in its own catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from string import Formatter
from typing import Literal

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
    "refused": ("refused: {reason}", "未采用：{reason}"),
    "silent": ("the language model did not answer", "语言模型没有回答"),
}
#: Between several known things that one name may be.
_OR = {"en": ") or ", "zh": ") 或 "}
#: Whether a name is that of a known thing, and such a thing: by name and id, or by the id alone, as sheets of former
#: versions have it.
_IS_IT = re.compile(r"is it (?!the same as )(.+)\?", re.DOTALL)
_KNOWN = re.compile(r"(?:.* \()?([a-z0-9-]+)\)?", re.DOTALL)
#: Characters that the questions of a row have at most; what is longer was written by nobody here, and stays whole.
_LONGEST = 2000


def asked(question: str, **fields: str) -> str:
    """A question in English, in which extraction asks it.

    Args:
        question: which.
        fields: what it is about.

    Example:
        >>> asked("twin", name="云岭市技师学院", id="school-1")
        'is it the same as 云岭市技师学院 (school-1)?'
    """
    return _QUESTIONS[question][0].format_map(fields)


def is_answered_by_names(question: str) -> bool:
    """Whether a decision on a name or figure in a passage answers what is asked about it; a silence it doesn't.

    Example:
        >>> is_answered_by_names(asked("person")), is_answered_by_names(asked("silent"))
        (True, False)
    """
    return question != asked("silent") and not question.startswith(asked("refused", reason=""))


def known_things(things: Iterator[tuple[str, str]]) -> str:
    """The question whether a name is one of some known things, given by name and id.

    Example:
        >>> known_things(iter([("甲校", "jia"), ("乙校", "yi")]))
        'is it 甲校 (jia) or 乙校 (yi)?'
    """
    return asked("known", known=" or ".join(f"{name} ({id})" for name, id in things))


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
    return ((len(cell) <= _LONGEST and _parted(cell, 0, set())) or [cell]) if cell else []


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
    for patterns, words in _templates():
        for own, pattern in patterns.items():
            if found := pattern.fullmatch(question):
                fields = {name: value.replace(_OR[own], _OR[language]) for name, value in found.groupdict().items()}
                return words[language].format_map(fields)
    return ""


@cache
def _parts() -> dict[str, str]:
    """The parts of a sheet by what they are called in either language."""
    return {called: part for part, zh in _PARTS.items() for called in (part, zh)}


@cache
def _templates() -> list[tuple[dict[Language, re.Pattern[str]], dict[Language, str]]]:
    """The questions, each with what it looks like in each language; the vague ones last."""
    ordered = sorted(_QUESTIONS.values(), key=lambda both: -len(re.sub(r"\{\w+\}", "", both[0])))
    return [({"en": _pattern(en), "zh": _pattern(zh)}, {"en": en, "zh": zh}) for en, zh in ordered]


def _pattern(template: str) -> re.Pattern[str]:
    parts = (
        re.escape(text) + (f"(?P<{field}>.+)" if field else "") for text, field, _, _ in Formatter().parse(template)
    )
    return re.compile("".join(parts), re.DOTALL)
