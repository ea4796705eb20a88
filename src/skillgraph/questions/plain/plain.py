"""Questions in plain words, answered where they can only mean one thing."""

from __future__ import annotations

from typing import Any

import msgspec
import pyoxigraph as ox

from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.results import Rows
from skillgraph.model.ontology import BASE
from skillgraph.questions.finding.find import find
from skillgraph.questions.likely.ranking import Readings
from skillgraph.questions.plain import describing as say
from skillgraph.questions.plain.answer import MOST, Answer, Status
from skillgraph.questions.plain.cypher import cypher
from skillgraph.questions.plain.names import Names
from skillgraph.questions.plain.nearest import nearest
from skillgraph.questions.plain.notes import Ask, Notes, counted_by, is_dated
from skillgraph.questions.plain.reading import Reading, instead
from skillgraph.questions.plain.sparql import sparql
from skillgraph.questions.plain.text import fold, has_several
from skillgraph.questions.plain.understanding import Understood, understand

#: Characters of a question, and readings that are shown.
LONGEST, _READINGS = 200, 5
#: Things and statements that are found for a question that is not understood.
_FOUND = 20
#: Statements and figures of a graph that is searched: twice as many take some seconds.
_SEARCHED = 20_000
#: How likely a reading is to be shown open, and to be there to choose: below that, one in forty is right.
_LIKELY, _POSSIBLE = 0.4, 0.03


class Plain:
    """Reads questions about one graph.

    Args:
        graph: that is asked.

    Attributes:
        readings: what questions may mean that no pattern has word for word.

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
        self.readings = Readings(graph, self._names)

    def answer(self, question: str, ask: Ask) -> Answer:
        """The answer to a question, or why there is none.

        Args:
            question: in Chinese or English.
            ask: asks the graph in SPARQL.

        Raises:
            QueryTimeout: the graph takes too long.
        """
        answer = self._answer(question, ask)
        is_asked_otherwise = answer.status == "not understood" and answer.understood
        is_told = len(answer.rows) or answer.status == "ambiguous" or is_asked_otherwise
        if is_told or not fold(question).text or self._names.said > _SEARCHED:
            return answer
        found = find(self._graph, answer.question)
        shown = Rows(found.columns, found.rows[:_FOUND], found.notes)
        if answer.status != "not understood":
            return msgspec.structs.replace(answer, found=shown)
        likely, possible = self._likely(answer.question, ask)
        return msgspec.structs.replace(answer, found=shown, likely=likely, possible=possible)

    def _likely(self, question: str, ask: Ask) -> tuple[Answer | None, tuple[Answer, ...]]:
        """The answer to the likeliest reading of a question if one is likely enough, and those to others."""
        likely, found = None, list[Answer]()
        for reading, likelihood in self.readings.ranked(question):
            if likelihood < _POSSIBLE or len(found) == _READINGS:
                break
            answer = self.read(question, reading, ask)
            if answer.status == "answered" and not any(_says_the_same(answer, other) for other in found):
                found.append(msgspec.structs.replace(answer, likelihood=round(likelihood, 2)))
                likely = likely or (found[-1] if likelihood >= _LIKELY else None)
        return likely, tuple(answer for answer in found if answer is not likely)

    def _answer(self, question: str, ask: Ask) -> Answer:
        if not question.strip():
            return _without(question, say.both(say.EMPTY))
        if len(question) > LONGEST:
            return _without(question[:LONGEST], say.both(say.LONG, n=LONGEST))
        if has_several(question):
            return _without(question, say.both(say.SEVERAL))
        read = understand(question, self._names)
        if read.is_many:
            return _without(question, say.both(say.MANY))
        if read.unknown:
            return _without(question, say.both(say.UNKNOWN, words=", ".join(read.unknown)), unknown=read.unknown)
        if not read.found:
            return _without(question, say.both(say.NO_PATTERN))
        answer = self._chosen(question, read, ask)
        left = (say.both(say.LEFT_OUT, words="、".join(read.left_out)),) if read.left_out else ()
        return msgspec.structs.replace(answer, says=(*answer.says, *left))

    def _chosen(self, question: str, read: Understood, ask: Ask) -> Answer:
        """The answer to the one reading, or to the only one of several that the graph has something of."""
        words = tuple(map(self._described, read.found))
        if len(read.found) > 1:
            answers = [self.read(question, each, ask) for each in read.found[:_READINGS]]
            if len(read.found) <= _READINGS and (only := _only(read.found, words, answers)):
                return only
            told_apart = tuple(map(_with_ids, words, read.found))[:_READINGS]
            says = say.both(say.AMBIGUOUS, n=len(words))
            ambiguous = _without(question, says, status="ambiguous", understood=told_apart)
            possible = [msgspec.structs.replace(a, understood=(w,)) for a, w in zip(answers, told_apart, strict=True)]
            return msgspec.structs.replace(ambiguous, possible=tuple(possible))
        [reading] = read.found
        answer = self._answered(question, reading, words, ask)
        spare = instead(reading) or read.spare
        if len(answer.rows) or len(spare) != 1:
            return answer
        other = self.read(question, spare[0], ask)
        return other if len(other.rows) else answer

    def _described(self, reading: Reading) -> dict[str, str]:
        return say.described(reading, self._names.entities.__getitem__)

    def read(self, question: str, reading: Reading, ask: Ask) -> Answer:
        """The answer to one reading of a question.

        Args:
            question: as it was asked.
            reading: of it.
            ask: asks the graph in SPARQL.
        """
        return self._answered(question, reading, (self._described(reading),), ask)

    def _answered(self, question: str, reading: Reading, understood: tuple[dict[str, str], ...], ask: Ask) -> Answer:
        if reading.counts and reading.known.ids and (names := counted_by(reading, ask)):
            return _without(question, say.both(say.FIGURES, names="、".join(names)), understood=understood)
        text = sparql(reading)
        rows = ask(text)
        if reading.earned and not len(rows):
            # Nothing ties the verb to the figures: whether they are what is asked for is not known.
            return _without(question, say.both(say.NO_PATTERN))
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
        )

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


def _without(
    question: str,
    says: dict[str, str],
    status: Status = "not understood",
    understood: tuple[dict[str, str], ...] = (),
    unknown: tuple[str, ...] = (),
) -> Answer:
    return Answer(question, status, understood, (says,), unknown=unknown, nearest=_nearest(question))


def _only(found: tuple[Reading, ...], understood: tuple[dict[str, str], ...], answers: list[Answer]) -> Answer | None:
    """The answer to the one of several readings that the graph has anything of, if there is one such."""
    answered = [answer for answer in answers if answer.status == "answered"]
    if len(answered) != 1 or any(reading.shape == "truth" for reading in found):
        return None
    others = [words for words in understood if words not in answered[0].understood]
    says = (*answered[0].says, *(say.both(say.OTHER_READING, **words) for words in others))
    return msgspec.structs.replace(answered[0], says=says)


def _says_the_same(one: Answer, other: Answer) -> bool:
    """Whether two readings tell a reader nothing apart: whether Haier partners with Qingdao, and with anybody."""
    return (one.rows.columns, one.rows.rows, one.says) == (other.rows.columns, other.rows.rows, other.says)


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
