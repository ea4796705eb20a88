"""Questions in plain words with right answers, and how an answer is judged.

`python tests/plain_questions.py FOUR SHELF` measures on two built graphs, that of the report and that of the shelf.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.results import Rows, cell_text
from skillgraph.questions.plain.answer import Answer
from skillgraph.questions.plain.plain import Plain

FOLDER = Path(__file__).with_name("plain")
SETS = ("development", "blind")
#: Questions of people who knew none of the patterns.
STRANGERS = "strangers"
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
        return "right" if answered(answer) == right else "wrong"


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


def ask(plain: Plain, graph: KnowledgeGraph, question: str) -> Answer:
    """The answer of one graph."""
    return plain.answer(question, graph.sparql_store.query)


def bag(rows: Rows, columns: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    """The rows of an answer as texts, in whatever order."""
    return Counter(tuple(cell_text(row[column]) for column in columns) for row in rows.to_dicts())


def questions(name: str) -> Iterator[Asked]:
    """The questions of a set."""
    for line in (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            graph, text, pattern = line.split("\t")
            yield Asked(graph, text, pattern if pattern != "-" else "")


def main(folders: list[str]) -> None:
    """Prints how many answers of each set are right, wrong, or an honest don't know."""
    graphs = {name: KnowledgeGraph(Path(folder)) for name, folder in zip(("four", "shelf"), folders, strict=True)}
    readers = {name: Plain(graph) for name, graph in graphs.items()}
    for name in (*SETS, STRANGERS):
        found: Counter[tuple[str, Verdict]] = Counter()
        for asked in questions(name):
            graph = graphs[asked.graph]
            verdict = asked.verdict(graph, ask(readers[asked.graph], graph, asked.text))
            found[asked.kind, verdict] += 1
            if verdict == "wrong":
                print("wrong:", asked.text)
        for (kind, judged), n in sorted(found.items()):
            print(f"{name}: {kind}: {judged}: {n}")
    for graph in graphs.values():
        graph.close()


if __name__ == "__main__":
    main(sys.argv[1:])
