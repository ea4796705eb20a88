"""The recorded questions: each once in SPARQL and once in Cypher, with the answer that the reports give."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from skillgraph.graph.results import Rows, cell_text
from skillgraph.model.errors import UsageError
from skillgraph.model.home import home
from skillgraph.model.problems import unknown

if TYPE_CHECKING:
    from skillgraph.stores.bolt.cypher import CypherStore
    from skillgraph.stores.local.oxigraph import SparqlStore


class Question(msgspec.Struct, frozen=True):
    """A question in both languages, both queries, and the recorded answer (all cells as text)."""

    name: str
    text_zh: str
    text_en: str
    sparql: str
    cypher: str
    recorded: Rows


class Result(msgspec.Struct, frozen=True):
    """What engines answered to a question; None for one that was not asked."""

    question: Question
    sparql: Rows | None
    cypher: Rows | None

    @property
    def recorded(self) -> Rows:
        """The recorded answer."""
        return self.question.recorded

    @property
    def sparql_agrees(self) -> bool:
        """Whether SPARQL gives the recorded answer, in whatever order."""
        return self.sparql is not None and _as_bag(self.sparql) == _as_bag(self.recorded)

    @property
    def cypher_agrees(self) -> bool:
        """Whether Cypher gives the recorded answer, in whatever order."""
        return self.cypher is not None and _as_bag(self.cypher) == _as_bag(self.recorded)

    @property
    def agrees(self) -> bool:
        """Whether all answers are the recorded one."""
        return (self.sparql is None or self.sparql_agrees) and (self.cypher is None or self.cypher_agrees)

    @property
    def differences(self) -> list[str]:
        """What each engine has more or less than the recorded answer."""
        return [
            f"{engine}: {sign} {' | '.join(row)}"
            for engine, rows in (("SPARQL", self.sparql), ("Cypher", self.cypher))
            if rows is not None
            for sign, more, less in (("more:", rows, self.recorded), ("less:", self.recorded, rows))
            for row in (_as_bag(more) - _as_bag(less)).elements()
        ]

    def as_dict(self) -> dict[str, Any]:
        """For printing as JSON."""
        return {
            "name": self.question.name,
            "zh": self.question.text_zh,
            "en": self.question.text_en,
            "answer": self.recorded.to_dicts(),
            **({} if self.sparql is None else {"sparql_agrees": self.sparql_agrees}),
            **({} if self.cypher is None else {"cypher_agrees": self.cypher_agrees}),
        }


def question_names(folder: Path | None = None) -> list[str]:
    """The names of the questions of a folder; by default those that this installation carries.

    Example:
        >>> "q06" in question_names()
        True
    """
    return sorted(path.stem for path in (folder or home() / "queries").glob("*.rq"))


def question_path(name: str, suffix: str, folder: Path | None = None) -> Path:
    """The file of a question: `rq`, `cypher` or `csv`."""
    return (folder or home() / "queries") / f"{name}.{suffix}"


def find_questions(names: Iterable[str] = (), folder: Path | None = None) -> list[Question]:
    """The named questions, or all of them.

    Args:
        names: of questions.
        folder: that holds them; by default that of the questions that come with skillgraph.

    Raises:
        UsageError: there is no question of that name, none at all, or a file of one is missing.

    Example:
        >>> find_questions(["q06"])[0].text_en
        'Which Lao school is paired with Qingdao?'
    """
    known = question_names(folder)
    if not known:
        raise UsageError(f"{folder}: no questions there; one is NAME.rq, NAME.cypher and NAME.csv")
    wanted = list(names) or known
    for name in wanted:
        if name not in known:
            raise UsageError(f"{unknown('question', name, known)}; the questions are {', '.join(known)}")
    return [_read(name, folder) for name in wanted]


def ask(question: Question, sparql: SparqlStore | None, cypher: CypherStore | None, *, timeout: float = 30.0) -> Result:
    """Asks a question of engines or servers; None is not asked."""
    return Result(
        question,
        sparql.query(question.sparql, timeout=timeout) if sparql else None,
        cypher.query(question.cypher, timeout=timeout) if cypher else None,
    )


def _read(name: str, folder: Path | None) -> Question:
    paths = [question_path(name, suffix, folder) for suffix in ("rq", "cypher", "csv")]
    if missing := next((path for path in paths if not path.is_file()), None):
        raise UsageError(f"{missing}: not there; a question is NAME.rq, NAME.cypher and NAME.csv")
    sparql, cypher = (path.read_text("utf-8-sig") for path in paths[:2])
    zh, en = (line.lstrip("# ") for line in sparql.split("\n")[:2])
    with paths[2].open(encoding="utf-8-sig", newline="") as file:
        columns, *rows = csv.reader(file)
    return Question(name, zh, en, sparql, cypher, Rows(tuple(columns), [tuple(row) for row in rows]))


def _as_bag(rows: Rows) -> Counter[tuple[str, ...]]:
    """Header and rows without their order; columns count by name, so that both queries must name them alike."""
    return Counter([rows.columns, *(tuple(cell_text(v) for v in row) for row in rows)])
