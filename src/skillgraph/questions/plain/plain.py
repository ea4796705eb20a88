"""Questions in plain words, answered where they can only mean one thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pyoxigraph as ox

from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.results import Rows
from skillgraph.model.ontology import BASE
from skillgraph.questions.finding.find import find
from skillgraph.questions.plain import describing as say
from skillgraph.questions.plain import segments
from skillgraph.questions.plain.answer import MOST, Answer, Status
from skillgraph.questions.plain.cypher import cypher
from skillgraph.questions.plain.grammar import readings
from skillgraph.questions.plain.names import Names
from skillgraph.questions.plain.nearest import nearest
from skillgraph.questions.plain.notes import Ask, Notes, counted_by, is_dated
from skillgraph.questions.plain.preferring import preferred
from skillgraph.questions.plain.reading import Reading, common
from skillgraph.questions.plain.sparql import sparql
from skillgraph.questions.plain.text import clauses, fold, has_several
from skillgraph.questions.plain.words import Meaning

#: Characters of a question, and readings that are shown.
LONGEST, _READINGS = 200, 5
#: Letters of words that say what counts: things, classes, times, plans, what is left out, the most.
_TELLING = "ekijtml-=<>&"
#: Things and statements that are found for a question that is not understood.
_FOUND = 20


class Plain:
    """Reads questions about one graph.

    Args:
        graph: that is asked.

    Example:
        >>> import skillgraph
        >>> with skillgraph.load() as graph:
        ...     answer = Plain(graph).answer("青岛与老挝的哪所职业院校合作？", graph.sparql)
        >>> answer.understood[0]["zh"], [row["answer"] for row in answer.rows.to_dicts()]
        ('哪些；职业院校（位于老挝） — 合作 → 青岛市', ['老挝琅勃拉邦职业技术学院'])
    """

    def __init__(self, graph: GraphFolder) -> None:
        self._graph, self._names = graph, Names(graph)
        self._notes = Notes(self._names)

    def answer(self, question: str, ask: Ask) -> Answer:
        """The answer to a question, or why there is none.

        Args:
            question: in Chinese or English.
            ask: asks the graph in SPARQL.

        Raises:
            QueryTimeout: the graph takes too long.
        """
        if not question.strip():
            return self._without(question, say.both(say.EMPTY))
        if len(question) > LONGEST:
            return self._without(question[:LONGEST], say.both(say.LONG, n=LONGEST))
        if has_several(question):
            return self._without(question, say.both(say.SEVERAL))
        folded = fold(question)
        covered = segments.covers(folded, segments.stretches(folded, self._names.of))
        short = segments.covers(folded, segments.stretches(folded, self._named)) if covered.unknown else covered
        sequences = segments.sequences(folded, short.ways)
        if sequences is None:
            return self._without(question, say.both(say.MANY))
        found, spare = preferred(readings(sequences, self._names))
        if not found and (said := self._in_a_clause(question, ask)):
            return said
        if not found and covered.unknown:
            unknown = short.unknown or covered.unknown
            return self._without(question, say.both(say.UNKNOWN, words=", ".join(unknown)), unknown=unknown)
        if not found:
            return self._without(question, say.both(say.NO_PATTERN))
        understood = tuple(say.described(reading, self._names.entities.__getitem__) for reading in found)
        if 1 < len(found) <= _READINGS and (only := self._only(question, found, understood, ask)):
            return only
        if len(found) > 1:
            says = say.both(say.AMBIGUOUS, n=len(found))
            told_apart = tuple(map(_with_ids, understood, found))[:_READINGS]
            return self._without(question, says, status="ambiguous", understood=told_apart)
        answer = self._answered(question, found[0], understood, ask)
        if found[0].shape == "between" and found[0].known.ids and not len(answer.rows):
            # Nothing is said of the two together: what both are tied to is the next that there is.
            found, spare = found[:1], [common(found[0])]
        if len(answer.rows) or len(spare) != 1:
            return answer
        understood = (say.described(spare[0], self._names.entities.__getitem__),)
        other = self._answered(question, spare[0], understood, ask)
        return other if len(other.rows) else answer

    def _in_a_clause(self, question: str, ask: Ask) -> Answer | None:
        """The answer to the one clause that is a question, where the others have nothing to do with it: 我在写论文.

        None where a clause that is left out may say what counts: names a thing, a time, a plan, an exception.
        """
        parts = clauses(question)
        if len(parts) < 2:
            return None
        found = [(part, answer) for part in parts if (answer := self.answer(part, ask)).understood and answer.sparql]
        if len(found) != 1:
            return None
        [(asked, answer)] = found
        rest = [part for part in parts if part is not asked]
        if any(meaning.letter in tuple(_TELLING) for part in rest for meaning in self._known_in(part)):
            return None
        says = (*answer.says, say.both(say.LEFT_OUT, words="、".join(rest)))
        return msgspec.structs.replace(answer, question=question, says=says)

    def _known_in(self, text: str) -> Iterator[Meaning]:
        """What the words of a text may be."""
        for each in segments.stretches(fold(text), self._names.of):
            yield from (meaning for stretch in each for meaning in stretch.meanings)

    def _only(
        self, question: str, found: list[Reading], understood: tuple[dict[str, str], ...], ask: Ask
    ) -> Answer | None:
        """The answer to the one of several readings that the graph has anything of, if there is one such."""
        if any(reading.shape == "truth" for reading in found):
            return None
        answers = [self._answered(question, each, (words,), ask) for each, words in zip(found, understood, strict=True)]
        answered = [answer for answer in answers if answer.status == "answered"]
        if len(answered) != 1:
            return None
        others = [words for words in understood if words not in answered[0].understood]
        says = (*answered[0].says, *(say.both(say.OTHER_READING, **words) for words in others))
        return msgspec.structs.replace(answered[0], says=says)

    def _named(self, form: str) -> tuple[Meaning, ...]:
        """What a stretch may be, in full or in short."""
        return self._names.of(form) or self._names.short(form)

    def _answered(self, question: str, reading: Reading, understood: tuple[dict[str, str], ...], ask: Ask) -> Answer:
        if reading.counts and reading.known.ids and (names := counted_by(reading, ask)):
            return self._without(question, say.both(say.FIGURES, names="、".join(names)), understood=understood)
        text = sparql(reading)
        rows = ask(text)
        if reading.earned and not len(rows):
            # Nothing ties the verb to the figures: whether they are what is asked for is not known.
            return self._without(question, say.both(say.NO_PATTERN))
        says = self._notes.of(reading, rows, ask)
        in_cypher, parameters = cypher(reading)
        return Answer(
            question,
            "answered" if len(rows) and is_dated(reading, rows) else "nothing",
            understood,
            tuple(says),
            text,
            in_cypher,
            parameters,
            rows,
            self._evidence(reading, rows, ask),
            nearest=() if len(rows) else _nearest(question),
            found=Rows((), []) if len(rows) or reading.shape == "truth" else self._found(question),
        )

    def _without(
        self,
        question: str,
        says: dict[str, str],
        status: Status = "not understood",
        understood: tuple[dict[str, str], ...] = (),
        unknown: tuple[str, ...] = (),
    ) -> Answer:
        found = Rows((), [])
        if status == "not understood" and not understood and fold(question).text:
            found = self._found(question)
        return Answer(question, status, understood, (says,), unknown=unknown, nearest=_nearest(question), found=found)

    def _found(self, question: str) -> Rows:
        """What holds words of a question, the best first."""
        found = find(self._graph, question)
        return Rows(found.columns, found.rows[:_FOUND], found.notes)

    def _evidence(self, reading: Reading, rows: Rows, ask: Ask) -> dict[str, list[dict[str, Any]]]:
        """The passages that say it: where each stands."""
        found: dict[str, list[dict[str, Any]]] = {}
        if reading.shape == "class":
            for row in rows.to_dicts():
                mentions = self._names.entities[str(row["id"])].mentions
                found[str(row["id"])] = [msgspec.to_builtins(mention) for mention in mentions]
            return found
        folder = "figure" if reading.shape == "figures" else "statement"
        ids = list(dict.fromkeys(str(row["said_by"]) for row in rows.to_dicts()))[:MOST]
        if ids:
            named = " ".join(str(ox.NamedNode(f"{BASE}{folder}/{id}")) for id in ids)
            for row in ask(_PASSAGES.format(said=named)).to_dicts():
                said = str(row.pop("said")).removeprefix(f"{BASE}{folder}/")
                row["document"] = str(row["document"]).removeprefix(f"{BASE}document/")
                found.setdefault(said, []).append(row)
        return found


def _with_ids(described: dict[str, str], reading: Reading) -> dict[str, str]:
    """A reading with the ids of its things, which tell two of one name apart."""
    ids = ", ".join((*reading.asked.ids, *reading.known.ids))
    return {language: f"{text} ({ids})" if ids else text for language, text in described.items()}


_PASSAGES = """\
SELECT ?said ?document ?start ?end ?checksum {{
  VALUES ?said {{ {said} }}
  ?said sg:evidence ?passage . ?passage oa:hasSource ?document ; sg:passageChecksum ?checksum ; oa:hasSelector ?place .
  ?place oa:start ?start ; oa:end ?end
}}
ORDER BY ?said ?document ?start"""


def _nearest(question: str) -> tuple[dict[str, str], ...]:
    return tuple({"name": q.name, "zh": q.text_zh, "en": q.text_en} for q in nearest(question))
