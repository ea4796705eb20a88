"""What there is to say beside the rows of an answer: verdicts, whom it leaves out, plans, general terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import msgspec

from skillgraph.graph.results import Rows
from skillgraph.mapping.rdf import entity_iri
from skillgraph.model.ontology import ontology
from skillgraph.questions.plain import describing as say
from skillgraph.questions.plain.names import Names
from skillgraph.questions.plain.reading import Link, Reading, Things
from skillgraph.questions.plain.sparql import sparql
from skillgraph.questions.plain.words import called, group

#: Asks the graph in SPARQL.
Ask = Callable[[str], Rows]
#: Names that a note has.
_NAMED = 12
#: What is no fact and no denial.
_PLANS = tuple(name for name in ontology().codes("modality") if name not in ("actual", "negated"))


class Notes:
    """Says what a reader must know beside an answer.

    Args:
        names: of the graph that is asked.
    """

    def __init__(self, names: Names) -> None:
        self._names = names

    def of(self, reading: Reading, rows: Rows, ask: Ask) -> list[dict[str, str]]:
        """What is to be said of an answer, in both languages.

        Args:
            reading: of the question.
            rows: what the graph has.
            ask: asks the graph in SPARQL.
        """
        says = self._verdicts(reading, rows) if reading.shape == "truth" else []
        if reading.rank and len(rows):
            says += _ranked(reading, rows) if reading.shape == "figures" else self._most(reading, rows)
        if len(rows) and reading.counts:
            says.append(say.both(say.COUNTED, n=self._individuals(rows)))
        if reading.year and reading.shape != "figures":
            says.append(say.both(say.UNDATED, n=len(ask(sparql(msgspec.structs.replace(reading, year=""))))))
        if len(rows) and not is_dated(reading, rows):
            says.append(say.both(say.UNTIMED))
        if not len(rows) and reading.shape != "truth":
            says.append(say.both(say.NOTHING))
        return says + self._by_shape(reading, rows, ask)

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

    def _most(self, reading: Reading, rows: Rows) -> list[dict[str, str]]:
        """Which of those that are asked for is related to the most single things."""
        general = {entity.name for entity in self._names.entities.values() if entity.existence == "kind"}
        pairs = {(row["id"], str(row["answer"]), str(row["about"])): None for row in rows.to_dicts()}
        numbers = Counter((id, answer) for id, answer, about in pairs if about not in general)
        if not numbers:
            return []
        top = max(numbers.values())
        names = "、".join(answer for (_, answer), n in numbers.items() if n == top)
        zh, en = (
            text.format(rank=rank, names=names, n=top)
            for text, rank in zip(say.RANKED_BY_NUMBER, say.RANKS[reading.rank], strict=True)
        )
        return [{"zh": zh, "en": en}]

    def _lacking(self, reading: Reading, rows: Rows, ask: Ask) -> list[dict[str, str]]:
        """That what nobody says may be so nevertheless, and of which it is planned."""
        planned = msgspec.structs.replace(reading, shape="things", modalities=_PLANS)
        ids = {row["id"] for row in rows.to_dicts()}
        found = (row["answer"] for row in ask(sparql(planned)).to_dicts() if row["id"] in ids)
        return [say.both(say.LACKING), *_named(say.LACKING_PLANS, found)]

    def _individuals(self, rows: Rows) -> int:
        """How many things an answer names, without general terms."""
        ids = {str(row["id"]) for row in rows.to_dicts()}
        return sum(id in self._names.entities and self._names.entities[id].existence == "individual" for id in ids)

    def _by_shape(self, reading: Reading, rows: Rows, ask: Ask) -> list[dict[str, str]]:
        """What is no answer, and what a reader must know beside one: whom it leaves out, plans, general terms."""
        notes = self._parts(reading, rows) if reading.shape != "figures" else []
        if reading.shape == "truth" and not len(rows) and reading.asked.ids and reading.known.ids:
            notes += self._between(reading, ask)
        if reading.shape == "class" and reading.links and len(rows):
            notes += self._lacking(reading, rows, ask)
        if reading.shape == "between" and reading.known == Things():
            notes += [self._classes(id) for id in reading.asked.ids]
        if len(rows) and (left := self._left_out(reading, rows)):
            notes.append(say.both(say.NONE_OF, names="、".join(left)))
        if not len(rows) and reading.shape == "figures" and reading.asked.ids:
            others = ask(sparql(msgspec.structs.replace(reading, asked=Things())))
            notes += self._of_held(reading, ask)
            notes += _named(say.OF_OTHERS, (row["subject"] for row in others.to_dicts()))
            notes += _named(say.OTHER_FIGURES, figures_of(reading.asked.ids, ask))
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


def _ranked(reading: Reading, rows: Rows) -> list[dict[str, str]]:
    """Whose figure is the most or the fewest, where all of them measure the same."""
    figures = [row for row in rows.to_dicts() if row["value"] is not None]
    if len({(row["indicator"], row["unit"]) for row in figures}) != 1:
        return [say.both(say.APART)]
    first = figures[0]
    names = "、".join(dict.fromkeys(str(row["subject"]) for row in figures if row["value"] == first["value"]))
    zh, en = (
        say.RANKED[n].format(rank=say.RANKS[reading.rank][n], names=names, value=first["value"], unit=first["unit"])
        for n in (0, 1)
    )
    bounded = any(row["bound"] != "exact" for row in figures)
    return [{"zh": zh, "en": en}, *([say.both(say.BOUNDED)] if bounded else [])]


def _ends(rows: Rows, row: Sequence[object]) -> tuple[str, ...]:
    return tuple(str(row[rows.columns.index(column)]) for column in ("subject", "object"))


def _named(text: say.Both, names: Iterable[object]) -> list[dict[str, str]]:
    found = list(dict.fromkeys(map(str, names)))
    more = ["…"] if len(found) > _NAMED else []
    return [say.both(text, names="、".join(found[:_NAMED] + more))] if found else []


def _held(ids: tuple[str, ...], ask: Ask) -> tuple[str, ...]:
    """What somebody holds, has or builds, whatever the modality."""
    links = tuple(Link(name, False) for name in group("held"))
    rows = ask(sparql(Reading("things", Things(), Things(ids), links, modalities=("actual", "rule", *_PLANS))))
    return tuple(dict.fromkeys(str(row["id"]) for row in rows.to_dicts() if row["id"]))


def is_dated(reading: Reading, rows: Rows) -> bool:
    """Whether an answer says when, where that was asked."""
    return reading.shape != "times" or any(row["time"] or row["start"] or row["end"] for row in rows.to_dicts())


def counted_by(reading: Reading, ask: Ask) -> list[str]:
    """The indicators by which sources count what is asked for; all that there are, where it has no class.

    Those are of its class whose names have a word for it, or whose figures are about such things: 金牌数.
    """
    found = figures_of(reading.known.ids, ask)
    if not (name := reading.asked.class_name):
        return found
    about = figures_of(reading.known.ids, ask, f"; sg:about [ a sg:{name} ]")
    words = (ontology().label(name, "zh"), *called().get(name, ()))
    return [indicator for indicator in found if indicator in about or any(word in indicator for word in words)]


def figures_of(ids: Iterable[str], ask: Ask, more: str = "") -> list[str]:
    """The indicators that things have figures of, of which more is true."""
    named = " ".join(str(entity_iri(id)) for id in ids)
    figure = f"?figure a sg:Observation ; sg:subject ?of ; sg:indicator/sg:name ?name {more}"
    return sorted(str(row[0]) for row in ask(f"SELECT DISTINCT ?name {{ VALUES ?of {{ {named} }} {figure} }}"))
