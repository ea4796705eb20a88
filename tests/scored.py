"""A small text with a fact of each sort, and what somebody might answer of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import tomli_w

from skillgraph.review.annotated import AnnotatedText, read_annotated
from skillgraph.review.answers import Answer, Fact, Figure, Name
from skillgraph.review.score import score
from skillgraph.review.verdicts import Score

TEXT = (
    "红枫学院由岚集团建立。红枫学院与蓝鲸大学合作办学,蓝鲸大学计划在红枫学院设立鲸班。红枫学院没有与岚集团合作。"
    "2031年红枫学院招收学生300人。\n据悉,红枫学院为岚集团建立。\n"
)


@pytest.fixture
def text(tmp_path: Path) -> AnnotatedText:
    """A text with a fact of each sort."""
    (tmp_path / "1.txt").write_text(TEXT, encoding="utf-8")
    annotation = {
        "kinds": ["学生"],
        "entities": [
            ["红枫学院", "VocationalSchool"], ["岚集团", "Enterprise"], ["蓝鲸大学", "University"],
            ["鲸班", "Programme"],
        ],
        "relations": [
            ["岚集团", "established", "红枫学院", "actual", "红枫学院由岚集团建立"],
            ["红枫学院", "partnersWith", "蓝鲸大学", "actual", "红枫学院与蓝鲸大学合作办学"],
            ["蓝鲸大学", "established", "鲸班", "planned", "蓝鲸大学计划在红枫学院设立鲸班"],
            ["红枫学院", "partnersWith", "岚集团", "negated", "红枫学院没有与岚集团合作"],
        ],
        "statistics": [["300人", 300, "人", "exact", "2031", "红枫学院", "招收学生", "actual"]],
        "optional": ["2031"],
    }  # fmt: skip
    (tmp_path / "1.toml").write_text(tomli_w.dumps(annotation), encoding="utf-8")
    return read_annotated(tmp_path / "1.toml")


def name(word: str, type_: str, **more: Any) -> Name:
    """A name wherever the word stands."""
    starts = [at for at in range(len(TEXT)) if TEXT.startswith(word, at)]
    return Name(word, word, type_, tuple((at, at + len(word)) for at in starts), **more)


NAMES = [
    name("红枫学院", "VocationalSchool"), name("岚集团", "Enterprise"), name("蓝鲸大学", "University"),
    name("鲸班", "Programme"),
]  # fmt: skip


def fact(subject: str, predicate: str, object_: str, clause: str, **more: Any) -> Fact:
    at = TEXT.index(clause)
    return Fact(subject, predicate, object_, (at, at + len(clause)), **more)


def facts_score(text: AnnotatedText, *facts: Fact) -> Score:
    return score(text, Answer(names=NAMES, facts=list(facts)))


def figure(**changed: Any) -> Figure:
    at = TEXT.index("300人")
    whole = Figure((at, at + 4), 300, "红枫学院", "招收学生", None, "人", "exact", "2031")
    return msgspec.structs.replace(whole, **changed)
