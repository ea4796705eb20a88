"""`python -m training.asked REPORT SHELF`: measures how questions in plain words are answered, on two built graphs.

The questions have right answers, or none; of those not understood it is said how the likeliest reading does.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.results import cell_text
from skillgraph.questions.plain.answer import Answer
from skillgraph.questions.plain.plain import Plain
from skillgraph.questions.plain.words import cells

FOLDER = Path(__file__).parents[1] / "tests" / "plain"
SETS = ("development", "blind")
#: Questions of people who knew none of the patterns, which nothing is learned from.
STRANGERS = ("strangers", "strangers-2", "strangers-3")
Verdict = Literal["right", "wrong", "don't know"]


class Asked(NamedTuple):
    """A question: of which graph, its words, and the pattern that finds the right answer; empty if it has none."""

    graph: str
    text: str
    pattern: str

    @property
    def kind(self) -> str:
        """Its language, and whether it has an answer."""
        return f"{'en' if self.text[0].isascii() else 'zh'} {'answerable' if self.pattern else 'without an answer'}"

    def right(self, graph: KnowledgeGraph) -> set[str]:
        """The right answer."""
        if not self.pattern:
            return set()
        query = f"SELECT DISTINCT ?x {{ {self.pattern} }}"
        return {cell_text(row[0]) for row in graph.sparql_store.query(query)}

    def verdict(self, graph: KnowledgeGraph, answer: Answer) -> Verdict:
        """How an answer stands to the right one; to say that nothing is there, where something is, is wrong."""
        right = self.right(graph)
        if answer.status in ("ambiguous", "not understood") or (answer.status == "nothing" and not right):
            return "don't know"
        return "right" if is_right(answer, right) else "wrong"


def is_right(answer: Answer, right: set[str]) -> bool:
    """Whether an answer says what is right, and no more; when something is so, it may tell more of the time."""
    if not right or not answer.rows.columns:
        return False
    starts = {cell_text(row["start"]) for row in answer.rows.to_dicts() if "object" in row}
    return answered(answer) == right or starts | {start[:4] for start in starts} >= right


def answered(answer: Answer) -> set[str]:
    """What an answer says: names, values, modalities, how many things the graph names, whose figure is the most."""
    column = next(name for name in ("answer", "value", "modality") if name in answer.rows.columns)
    counted = [text["en"] for text in answer.says if text["en"].startswith("The graph names ")]
    ranked = [text["zh"] for text in answer.says if text["zh"].startswith(("最多者：", "最少者："))]
    if ranked:
        return {*ranked[0].partition("：")[2].partition("（")[0].split("、")}
    if counted:
        return {counted[0].removeprefix("The graph names ").partition(":")[0]}
    return {cell_text(row[column]) for row in answer.rows.to_dicts()}


def questions(name: str) -> Iterator[Asked]:
    """The questions of a set."""
    return read(FOLDER / f"{name}.tsv")


def read(file: Path) -> Iterator[Asked]:
    """The questions of a table: graph, words, pattern or - where there is no answer."""
    for graph, text, pattern in cells(file.read_text(encoding="utf-8")):
        yield Asked(graph, text, pattern if pattern != "-" else "")


def main(folders: list[str]) -> None:
    """Prints how many answers of each set are right, wrong, or an honest don't know, and likely readings of these."""
    graphs = {name: KnowledgeGraph(Path(folder)) for name, folder in zip(("four", "shelf"), folders, strict=True)}
    readers = {name: Plain(graph) for name, graph in graphs.items()}
    for name in (*SETS, *STRANGERS):
        found: Counter[tuple[str, Verdict, str]] = Counter()
        for asked in questions(name):
            graph = graphs[asked.graph]
            answer = readers[asked.graph].answer(asked.text, graph.sparql_store.query)
            verdict = asked.verdict(graph, answer)
            found[asked.kind, verdict, likely(asked, graph, answer)] += 1
            if verdict == "wrong":
                print("wrong:", asked.text)
        for (kind, judged, beside), n in sorted(found.items()):
            print(f"{name}: {kind}: {judged}{beside}: {n}")
    for graph in graphs.values():
        graph.close()


def likely(asked: Asked, graph: KnowledgeGraph, answer: Answer) -> str:
    """How the likeliest reading stands to the right answer, and whether another that is shown has it."""
    right = asked.right(graph)
    if answer.likely and is_right(answer.likely, right):
        return ", likely right"
    among = ", right among others" if any(is_right(each, right) for each in answer.possible) else ""
    return (", likely wrong" if answer.likely else "") + among


if __name__ == "__main__":
    main(sys.argv[1:])
