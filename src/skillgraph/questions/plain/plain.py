"""Questions in plain words, answered where they can only mean one thing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, Literal

import msgspec
import pyoxigraph as ox

from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.results import Rows
from skillgraph.mapping.rdf import entity_iri
from skillgraph.model.ontology import BASE, ontology
from skillgraph.questions.finding.find import find
from skillgraph.questions.plain import describing as say
from skillgraph.questions.plain import segments
from skillgraph.questions.plain.cypher import cypher
from skillgraph.questions.plain.grammar import readings
from skillgraph.questions.plain.names import Names
from skillgraph.questions.plain.nearest import nearest
from skillgraph.questions.plain.preferring import preferred
from skillgraph.questions.plain.reading import Link, Reading, Things
from skillgraph.questions.plain.sparql import sparql
from skillgraph.questions.plain.text import fold, has_several
from skillgraph.questions.plain.words import group

Status = Literal["answered", "nothing", "ambiguous", "not understood"]
#: Asks the graph in SPARQL.
Ask = Callable[[str], Rows]
#: Characters of a question, readings that are shown, and rows that have their passages with them.
LONGEST, _READINGS, _MOST = 200, 5, 1000
#: Names that a note has.
_NAMED = 12
#: Things and statements that are found for a question that is not understood.
_FOUND = 20
#: What is no fact and no denial.
_PLANS = tuple(name for name in ontology().codes("modality") if name not in ("actual", "negated"))


class Answer(msgspec.Struct, frozen=True):
    """What a question was understood to mean, and what the graph says to it.

    Attributes:
        question: as it was asked.
        status: `answered`; `nothing`, where it is understood and the graph has nothing of it; `ambiguous`; or `not
            understood`.
        understood: each reading in words of both languages; one, where there is an answer.
        says: what there is to say beside the rows, in both languages.
        sparql: the query that was asked.
        cypher: the same in Cypher, with its `parameters`.
        rows: the answer.
        evidence: the passages behind each `said_by` of the rows (behind each `id`, where a class was asked for).
        unknown: words of the question that are not known.
        nearest: recorded questions that are like it, where there is no answer.
        found: what holds words of a question that is not understood, as `KnowledgeGraph.find` finds it, the best
            first, and notes on how it was looked for. Facts and plans alike: it is no answer.
    """

    question: str
    status: Status
    understood: tuple[dict[str, str], ...] = ()
    says: tuple[dict[str, str], ...] = ()
    sparql: str = ""
    cypher: str = ""
    parameters: dict[str, Any] = {}
    rows: Rows = Rows((), [])
    evidence: dict[str, list[dict[str, Any]]] = {}
    unknown: tuple[str, ...] = ()
    nearest: tuple[dict[str, str], ...] = ()
    found: Rows = Rows((), [])

    def as_dict(self) -> dict[str, Any]:
        """For printing as JSON: how many rows there are, and the first thousand, each with its passages."""
        rows = [
            {**row, "evidence": self.evidence.get(str(row.get("said_by") or row.get("id")), [])}
            for row in self.rows.to_dicts()[:_MOST]
        ]
        told = ("rows", "evidence", "found")
        fields = {name: getattr(self, name) for name in self.__struct_fields__ if name not in told}
        found = [{**row, "folder": _folder(str(row["kind"]))} for row in self.found.to_dicts()]
        return {**fields, "columns": self.rows.columns, "total": len(self.rows), "rows": rows, "found": found}

    def json(self) -> str:
        """The answer as JSON."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=1, default=_number)


def _folder(kind: str) -> str:
    """Where the address of a thing of some kind is."""
    above = (kind, *ontology().classes[kind].ancestors)
    return next((name for name in ("statement", "figure", "section") if name.capitalize() in above), "entity")


def _number(value: object) -> int | float:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(type(value))


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
        if covered.unknown:
            words = ", ".join(covered.unknown)
            return self._without(question, say.both(say.UNKNOWN, words=words), unknown=covered.unknown)
        sequences = segments.sequences(folded, covered.ways)
        if sequences is None:
            return self._without(question, say.both(say.MANY))
        found, spare = preferred(reading for words in sequences for reading in readings(words, self._names))
        if not found:
            return self._without(question, say.both(say.NO_PATTERN))
        understood = tuple(say.described(reading, self._names.entities.__getitem__) for reading in found)
        if len(found) > 1:
            says = say.both(say.AMBIGUOUS, n=len(found))
            told_apart = tuple(map(_with_ids, understood, found))[:_READINGS]
            return self._without(question, says, status="ambiguous", understood=told_apart)
        answer = self._answered(question, found[0], understood, ask)
        if len(answer.rows) or len(spare) != 1:
            return answer
        understood = (say.described(spare[0], self._names.entities.__getitem__),)
        other = self._answered(question, spare[0], understood, ask)
        return other if len(other.rows) else answer

    def _answered(self, question: str, reading: Reading, understood: tuple[dict[str, str], ...], ask: Ask) -> Answer:
        if reading.counts and reading.known.ids and (names := _figures_of(reading.known.ids, ask)):
            return self._without(question, say.both(say.FIGURES, names="、".join(names)), understood=understood)
        text = sparql(reading)
        rows = ask(text)
        if reading.earned and not len(rows):
            # Nothing ties the verb to the figures: whether they are what is asked for is not known.
            return self._without(question, say.both(say.NO_PATTERN))
        says = self._verdicts(reading, rows) if reading.shape == "truth" else []
        if len(rows) and reading.counts:
            says.append(say.both(say.COUNTED, n=self._individuals(rows)))
        if reading.year and reading.shape != "figures":
            says.append(say.both(say.UNDATED, n=len(ask(sparql(msgspec.structs.replace(reading, year=""))))))
        dated = (
            any(row["time"] or row["start"] or row["end"] for row in rows.to_dicts())
            if reading.shape == "times"
            else True
        )
        if len(rows) and not dated:
            says.append(say.both(say.UNTIMED))
        if not len(rows) and reading.shape != "truth":
            says.append(say.both(say.NOTHING))
        says += self._beside(reading, rows, ask)
        in_cypher, parameters = cypher(reading)
        return Answer(
            question,
            "answered" if len(rows) and dated else "nothing",
            understood,
            tuple(says),
            text,
            in_cypher,
            parameters,
            rows,
            self._evidence(reading, rows, ask),
            nearest=() if len(rows) else _nearest(question),
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
            found = find(self._graph, question)
        found = Rows(found.columns, found.rows[:_FOUND], found.notes)
        return Answer(
            question, status, understood, (says,), unknown=unknown, nearest=_nearest(question), found=found
        )

    def _verdicts(self, reading: Reading, rows: Rows) -> list[dict[str, str]]:
        """Whether it is so; of several things, whether it is so of each."""
        ends = (dict.fromkeys(map(self._name, things.ids)) for things in (reading.asked, reading.known))
        several = [name for names in ends if len(names) > 1 for name in names]
        if not several:
            return [say.verdict(rows)]
        found = []
        for name in several:
            of_it = [row for row in rows.rows if name in _ends(rows, row)]
            each = say.verdict(Rows(rows.columns, of_it))
            found.append({"zh": f"{name}：{each['zh']}", "en": f"{name}: {each['en']}"})
        return found

    def _parts(self, reading: Reading, rows: Rows) -> list[dict[str, str]]:
        """What lies in a country, where that is what is said, and the country itself is no part of it."""
        found = {name for row in rows.rows for name in _ends(rows, row)} if "subject" in rows.columns else set()
        wide = {id for things in (reading.asked, reading.known) if things.within for id in things.ids}
        if not {*map(self._name, wide)} - found:
            return []
        there = {e.name for e in self._names.entities.values() if not self._names.around(e.id).isdisjoint(wide)}
        return _named(say.PARTS, sorted(found & there))

    def _between(self, reading: Reading, ask: Ask) -> list[dict[str, str]]:
        """The relations that two things have otherwise, where they have not the one that is asked about."""
        links = (Link("", True), Link("", False))
        rows = ask(sparql(Reading("between", reading.asked, reading.known, links)))
        named = dict.fromkeys(str(row["relation"]) for row in rows.to_dicts())
        labels = {lang: "、".join(ontology().label(name, lang) for name in named) for lang in ("zh", "en")}
        return [say.both(say.BETWEEN, **labels)] if named else []

    def _of_held(self, reading: Reading, ask: Ask) -> list[dict[str, str]]:
        """Who has the figures that somebody has not, among what they hold, and as what: a fact, a plan."""
        asked = Things(_held(reading.asked.ids, ask))
        if not asked.ids:
            return []
        each = msgspec.structs.replace(reading, asked=asked, modalities=("actual", "rule", *_PLANS))
        found = [(row["subject"], str(row["modality"])) for row in ask(sparql(each)).to_dicts()]
        names = {
            "zh": "、".join(dict.fromkeys(f"{name}（{say.modalities([mode], 'zh')}）" for name, mode in found)),
            "en": ", ".join(dict.fromkeys(f"{name} ({say.modalities([mode], 'en')})" for name, mode in found)),
        }
        return [say.both(say.OF_HELD, **names)] if found else []

    def _figures_too(self, reading: Reading, ask: Ask) -> list[dict[str, str]]:
        """What somebody plans in figures, and what is planned of what they hold: no statement, and so no row."""
        whose = Things((*reading.known.ids, *_held(reading.known.ids, ask)))
        each = Reading("figures", whose, modalities=reading.modalities, year=reading.year, is_open=reading.is_open)
        rows = ask(sparql(each)).to_dicts()
        texts = {
            lang: mark.join(dict.fromkeys(say.figure(row, lang) for row in rows))
            for lang, mark in (("zh", "；"), ("en", "; "))
        }
        return [say.both(say.PLANNED_FIGURES, **texts)] if rows else []

    def _classes(self, id: str) -> dict[str, str]:
        """What a thing is, by its classes."""
        entity = self._names.entities[id]
        labels = {
            lang: "、".join(ontology().label(name, lang) for name in entity.classes or entity.derived)
            for lang in ("zh", "en")
        }
        return say.both(say.OF_CLASS, name=entity.name, **labels)

    def _name(self, id: str) -> str:
        return self._names.entities[id].name

    def _individuals(self, rows: Rows) -> int:
        """How many things an answer names, without general terms."""
        ids = {str(row["id"]) for row in rows.to_dicts()}
        return sum(id in self._names.entities and self._names.entities[id].existence == "individual" for id in ids)

    def _beside(self, reading: Reading, rows: Rows, ask: Ask) -> list[dict[str, str]]:
        """What is no answer, and what a reader must know beside one: whom it leaves out, plans, general terms."""
        notes = self._parts(reading, rows) if reading.shape != "figures" else []
        if reading.shape == "truth" and not len(rows) and reading.asked.ids and reading.known.ids:
            notes += self._between(reading, ask)
        if reading.shape == "between" and reading.known == Things():
            notes += [self._classes(id) for id in reading.asked.ids]
        if len(rows) and (left := self._left_out(reading, rows)):
            notes.append(say.both(say.NONE_OF, names="、".join(left)))
        if not len(rows) and reading.shape == "figures" and reading.asked.ids:
            others = ask(sparql(msgspec.structs.replace(reading, asked=Things())))
            notes += self._of_held(reading, ask)
            notes += _named(say.OF_OTHERS, (row["subject"] for row in others.to_dicts()))
            notes += _named(say.OTHER_FIGURES, _figures_of(reading.asked.ids, ask))
        if reading.shape != "things" and reading.shape != "figures":
            return notes
        if reading.links == (Link("", False),) and reading.known.ids:
            notes += self._figures_too(reading, ask)
        if reading.asked.class_name and reading.shape == "things":
            general, others_said = self._of_no_such_class(reading, ask)
            # Of all that lies in a place, little has to do with what was asked for.
            says = not {link.predicate for link in reading.links} & ontology().marked("address")
            notes += _named(say.GENERAL, general)
            notes += _named(say.OF_OTHER_CLASSES, others_said) if not len(rows) and not general and says else []
        if not len(rows) and not reading.modalities:
            others = ask(sparql(msgspec.structs.replace(reading, modalities=_PLANS)))
            notes += [say.both(say.NOT_FACT, n=len(others))] if len(others) else []
        elif not len(rows) and {*reading.modalities} <= {*_PLANS}:
            rest = tuple(name for name in _PLANS if name not in reading.modalities)
            found = [
                row["modality"] for row in ask(sparql(msgspec.structs.replace(reading, modalities=rest))).to_dicts()
            ]
            if found:
                names = {language: say.modalities(map(str, found), language) for language in ("zh", "en")}
                text = say.both(say.OTHERWISE, n=len(found), names="{names}")
                notes.append({language: text[language].format(names=names[language]) for language in text})
        return notes

    def _left_out(self, reading: Reading, rows: Rows) -> list[str]:
        """Of several things that were asked about, those that no row is about."""
        if reading.shape == "figures" and len(reading.indicators) > 1 and not reading.alike:
            measured = {row["indicator"] for row in rows.to_dicts()}
            names = [self._names.entities[id].name for id in reading.indicators]
            return [name for name in names if name not in measured]
        ids = reading.asked.ids if reading.shape == "figures" else reading.known.ids
        column = "subject" if reading.shape == "figures" else "about"
        if len(ids) < 2 or column not in rows.columns:
            return []
        told = {text for row in rows.to_dicts() for text in (row[column], row["about"])}
        return [name for name in dict.fromkeys(self._names.entities[id].name for id in ids) if name not in told]

    def _of_no_such_class(self, reading: Reading, ask: Ask) -> tuple[list[str], list[str]]:
        """What stands in a relation besides: general terms of the class that is asked for, and what is of another."""
        wide = msgspec.structs.replace(
            reading, asked=msgspec.structs.replace(reading.asked, class_name="", over=False, general=())
        )
        general, others = [], []
        for row in ask(sparql(wide)).to_dicts():
            entity = self._names.entities.get(str(row["id"]))
            if entity is None or reading.asked.class_name not in self._names.classes(entity.id):
                others.append(str(row["answer"]))
            elif entity.existence == "kind" and self._lies_there(entity.id, reading.asked.places):
                general.append(entity.name)
        return general, others

    def _lies_there(self, id: str, places: tuple[str, ...]) -> bool:
        return not places or not self._names.around(id).isdisjoint(places)

    def _evidence(self, reading: Reading, rows: Rows, ask: Ask) -> dict[str, list[dict[str, Any]]]:
        """The passages that say it: where each stands."""
        found: dict[str, list[dict[str, Any]]] = {}
        if reading.shape == "class":
            for row in rows.to_dicts():
                mentions = self._names.entities[str(row["id"])].mentions
                found[str(row["id"])] = [msgspec.to_builtins(mention) for mention in mentions]
            return found
        folder = "figure" if reading.shape == "figures" else "statement"
        ids = list(dict.fromkeys(str(row["said_by"]) for row in rows.to_dicts()))[:_MOST]
        if ids:
            named = " ".join(str(ox.NamedNode(f"{BASE}{folder}/{id}")) for id in ids)
            for row in ask(_PASSAGES.format(said=named)).to_dicts():
                said = str(row.pop("said")).removeprefix(f"{BASE}{folder}/")
                row["document"] = str(row["document"]).removeprefix(f"{BASE}document/")
                found.setdefault(said, []).append(row)
        return found


def _ends(rows: Rows, row: Sequence[object]) -> tuple[str, ...]:
    return tuple(str(row[rows.columns.index(column)]) for column in ("subject", "object"))


def _with_ids(described: dict[str, str], reading: Reading) -> dict[str, str]:
    """A reading with the ids of its things, which tell two of one name apart."""
    ids = ", ".join((*reading.asked.ids, *reading.known.ids))
    return {language: f"{text} ({ids})" if ids else text for language, text in described.items()}


def _named(text: say.Both, names: Iterable[object]) -> list[dict[str, str]]:
    found = list(dict.fromkeys(map(str, names)))
    more = ["…"] if len(found) > _NAMED else []
    return [say.both(text, names="、".join(found[:_NAMED] + more))] if found else []


def _held(ids: tuple[str, ...], ask: Ask) -> tuple[str, ...]:
    """What somebody holds, has or builds, whatever the modality."""
    links = tuple(Link(name, False) for name in group("held"))
    rows = ask(sparql(Reading("things", Things(), Things(ids), links, modalities=("actual", "rule", *_PLANS))))
    return tuple(dict.fromkeys(str(row["id"]) for row in rows.to_dicts() if row["id"]))


def _figures_of(ids: Iterable[str], ask: Ask) -> list[str]:
    """The indicators that things have figures of."""
    named = " ".join(str(entity_iri(id)) for id in ids)
    figure = "?figure a sg:Observation ; sg:subject ?of ; sg:indicator/sg:name ?name"
    return sorted(str(row[0]) for row in ask(f"SELECT DISTINCT ?name {{ VALUES ?of {{ {named} }} {figure} }}"))


_PASSAGES = """\
SELECT ?said ?document ?start ?end ?checksum {{
  VALUES ?said {{ {said} }}
  ?said sg:evidence ?passage . ?passage oa:hasSource ?document ; sg:passageChecksum ?checksum ; oa:hasSelector ?place .
  ?place oa:start ?start ; oa:end ?end
}}
ORDER BY ?said ?document ?start"""


def _nearest(question: str) -> tuple[dict[str, str], ...]:
    return tuple({"name": q.name, "zh": q.text_zh, "en": q.text_en} for q in nearest(question))
