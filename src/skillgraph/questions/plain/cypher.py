"""A reading as a Cypher query, with its values as parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from skillgraph.model import terms
from skillgraph.model.naming import relationship_type
from skillgraph.model.ontology import ontology
from skillgraph.questions.plain.reading import Reading, Things
from skillgraph.questions.plain.words import counters, group

#: Shapes that show what is no fact too, and say so.
_ALL = ("truth", "between")
_FIGURE = {
    "subject": "other.name", "indicator": "measure.name", "value": "said.value", "value_max": "said.valueMax",
    "bound": "said.bound", "unit": "unit.name", "about": "about.name", "condition": "said.condition",
    "scope": "said.scope", "time": "said.time", "modality": "said.modality", "source": "said.source",
    "said_by": "said.id",
}  # fmt: skip
#: The columns of an answer, each with what it is.
_THING = {
    "answer": "coalesce(thing.name, said.text)", "answer_en": "thing.nameEn", "id": "thing.id",
    "about": "coalesce(other.name, said.text)",
}  # fmt: skip
_ENDS = {"subject": "thing.name", "object": "coalesce(other.name, said.text)"}
_RELATION = {
    "relation": "said.predicate", "role": "said.role", "time": "said.time", "start": "said.start", "end": "said.end",
}  # fmt: skip
_WHENCE = {"modality": "said.modality", "source": "said.source", "said_by": "said.id"}
_OVER = "(part.id = thing.id OR EXISTS { MATCH (part)-[:LOCATED_IN|CONTAINED_IN*1..]->(thing) })"
_TAKEN = "said.status <> 'rejected' AND said.rank <> 'deprecated' AND NOT EXISTS { MATCH (said)-[:RESTATES]->() }"


def cypher(reading: Reading) -> tuple[str, dict[str, Any]]:
    """The query that a reading is in Cypher, and its parameters.

    Example:
        >>> text, parameters = cypher(Reading("class", Things(class_name="City")))
        >>> print(text)
        MATCH (thing:City)
        RETURN DISTINCT thing.name AS answer, thing.nameEn AS answer_en, thing.id AS id
        ORDER BY answer, id
    """
    if reading.shape == "class":
        parameters: dict[str, Any] = {}
        if reading.asked.places:
            parameters["thing_places"] = [*reading.asked.places]
        conditions = [
            *([_inside("thing", "places")] if reading.asked.places else []),
            *_levelled("thing", reading.asked, parameters),
            *_without("thing", reading, parameters),
            *_lacking(reading, parameters),
        ]
        text = (
            f"MATCH (thing:{reading.asked.class_name})\n"
            + (f"WITH thing WHERE {' AND '.join(conditions)}\n" if conditions else "")
            + "RETURN DISTINCT thing.name AS answer, thing.nameEn AS answer_en, thing.id AS id\nORDER BY answer, id"
        )
        return text, parameters
    return _figures(reading) if reading.shape == "figures" else _said(reading)


def _lacking(reading: Reading, parameters: dict[str, Any]) -> Iterator[str]:
    """Leaves out what stands in a relation as a fact."""
    for is_subject in (True, False):
        named = sorted(link.predicate for link in reading.links if link.is_subject == is_subject)
        if not named:
            continue
        key = "relations" if is_subject else "relations_back"
        parameters[key] = named
        ends = ("(said:Fact)-[:SUBJECT]->(thing)", "(said)-[:OBJECT]->(other)")
        if not is_subject:
            ends = ("(said:Fact)-[:OBJECT]->(thing)", "(said)-[:SUBJECT]->(other)")
        # A text is the object of a statement too, and no node.
        path = ", ".join(ends if reading.known != Things() or not is_subject else ends[:1])
        conditions = [f"said.predicate IN ${key}", *_known(reading, parameters)]
        yield f"NOT EXISTS {{ MATCH {path} WHERE {' AND '.join(conditions)} }}"


def _said(reading: Reading) -> tuple[str, dict[str, Any]]:
    parameters: dict[str, Any] = {}
    is_things = reading.shape == "things"
    label = terms.STATEMENT if reading.modalities or reading.shape in _ALL else terms.FACT
    parts = []
    for is_subject in (True, False):
        named = sorted(link.predicate for link in reading.links if link.is_subject == is_subject)
        if not named:
            continue
        key = "relations" if is_subject else "relations_back"
        if any(named):
            parameters[key] = named
        end = "part" if reading.asked.over else "thing"
        subject, object = (end, "other") if is_subject else ("other", end)
        ends = _ENDS if is_subject else {"subject": "other.name", "object": "coalesce(thing.name, said.text)"}
        through = {"through": "part.name"} if reading.asked.over else {}
        columns = (_THING | through if is_things else ends) | _RELATION | _WHENCE
        over = f"MATCH (thing:{reading.asked.class_name})\n" if reading.asked.over else ""
        conditions = [
            *([f"said.predicate IN ${key}"] if any(named) else []),
            *_modal(reading, parameters),
            *_among("thing", reading.asked, not reading.modalities and reading.shape == "things", parameters),
            *_known(reading, parameters),
            *_dated(reading, parameters),
            *_without("thing", reading, parameters),
            *_of_each(reading, parameters),
            *([_OVER] if over else []),
        ]
        parts.append(
            f"MATCH (said:{label})-[:SUBJECT]->({subject})\n"
            f"OPTIONAL MATCH (said)-[:OBJECT]->({object})\n"
            f"{over}WITH said, thing, other{', part' if over else ''} WHERE {' AND '.join(conditions)}\n"
            f"{_returned(columns)}"
        )
    return "\nUNION\n".join(parts), parameters


def _returned(columns: dict[str, str]) -> str:
    return "RETURN DISTINCT " + ",\n  ".join(f"{value} AS {name}" for name, value in columns.items())


def _modal(reading: Reading, parameters: dict[str, Any]) -> Iterator[str]:
    if reading.modalities:
        parameters["modalities"] = [*reading.modalities]
        yield f"said.modality IN $modalities AND {_TAKEN}"
    elif reading.shape in _ALL:
        yield _TAKEN


def _among(variable: str, things: Things, individuals: bool, parameters: dict[str, Any]) -> Iterator[str]:
    """Which things a variable stands for."""
    if things.ids:
        parameters[f"{variable}_ids"] = [*things.ids]
        itself = f"{variable}.id IN ${variable}_ids"
        if things.above:
            path = f"(low)-[:LOCATED_IN|CONTAINED_IN*1..]->({variable})"
            yield f"({itself} OR EXISTS {{ MATCH {path} WHERE low.id IN ${variable}_ids }})"
        else:
            yield f"({itself} OR {_inside(variable, 'ids')})" if things.within else itself
    if things.bodies:
        bodies, people = (_of_class(variable, group(name)[0], parameters) for name in ("bodies", "people"))
        yield f"{bodies} AND NOT {people}"
    parts = []
    if things.class_name and individuals:
        parts.append(f"{variable}:{things.class_name}")
    elif things.class_name:
        parts.append(_of_class(variable, things.class_name, parameters))
    if things.places:
        parameters[f"{variable}_places"] = [*things.places]
        parts.append(_inside(variable, "places"))
    parts += _levelled(variable, things, parameters)
    if things.general and not individuals:
        parameters[f"{variable}_general"] = [*things.general]
        yield f"({' AND '.join(parts)} OR {variable}.id IN ${variable}_general)"
    else:
        yield from parts


def _known(reading: Reading, parameters: dict[str, Any]) -> Iterator[str]:
    """What is asked by; where facts are asked for, nothing of a class that is only planned: it is not there."""
    yield from _among("other", reading.known, False, parameters)
    if reading.known.class_name and not reading.modalities:
        yield "NOT other:Envisaged"


def _levelled(variable: str, things: Things, parameters: dict[str, Any]) -> Iterator[str]:
    if things.levels:
        parameters[f"{variable}_levels"] = [*things.levels]
        at_level = relationship_type(group("levelled")[0])
        path = f"({variable})-[:{at_level}]->(level)"
        yield f"EXISTS {{ MATCH {path} WHERE level.id IN ${variable}_levels }}"
    if things.kinds:
        parameters[f"{variable}_kinds"] = [*things.kinds]
        types = "|".join(map(relationship_type, group("kinds")))
        path = f"({variable})-[:{types}*1..]->(kind)"
        called = f"{variable}:{things.class_name} AND {variable}.name ENDS WITH kind.name AND {variable}.id <> kind.id"
        yield (
            f"(EXISTS {{ MATCH {path} WHERE kind.id IN ${variable}_kinds }} OR "
            f"EXISTS {{ MATCH (kind:Entity) WHERE kind.id IN ${variable}_kinds AND {called} }})"
        )


def _without(variable: str, reading: Reading, parameters: dict[str, Any]) -> Iterator[str]:
    """Leaves out things, and what lies in them."""
    if reading.without:
        parameters["without"] = [*reading.without]
        path = f"({variable})-[:LOCATED_IN|CONTAINED_IN*1..]->(left_out)"
        yield f"NOT {variable}.id IN $without AND NOT EXISTS {{ MATCH {path} WHERE left_out.id IN $without }}"


def _of_each(reading: Reading, parameters: dict[str, Any]) -> Iterator[str]:
    """That each of the known things is related so to what is asked for."""
    for number, id in enumerate(reading.known.ids if reading.both else ()):
        parameters[f"one_{number}"] = [id]
        is_one = f"one.id IN $one_{number}"
        if reading.known.within:
            is_one = f"({is_one} OR {_inside('one', str(number))})"
        ways = []
        for is_subject, first, second in ((True, "thing", "one"), (False, "one", "thing")):
            named = sorted(link.predicate for link in reading.links if link.is_subject == is_subject)
            if not named:
                continue
            conditions = [is_one]
            if any(named):
                key = "by_forward" if is_subject else "by_back"
                parameters[key] = named
                conditions.append(f"fact.predicate IN ${key}")
            path = f"(fact:Fact)-[:SUBJECT]->({first}), (fact)-[:OBJECT]->({second})"
            ways.append(f"EXISTS {{ MATCH {path} WHERE {' AND '.join(conditions)} }}")
        yield f"({' OR '.join(ways)})"


def _of_class(variable: str, name: str, parameters: dict[str, Any]) -> str:
    """Whether a thing is of a class, a general term or an envisaged thing too."""
    key = f"below_{name}"
    parameters[key] = sorted(ontology().below(name))
    return f"({variable}:{name} OR any(name IN coalesce({variable}.ofClass, []) WHERE name IN ${key}))"


def _inside(variable: str, what: str) -> str:
    path = f"({variable})-[:LOCATED_IN|CONTAINED_IN*1..]->(place)"
    return f"EXISTS {{ MATCH {path} WHERE place.id IN ${variable}_{what} }}"


def _dated(reading: Reading, parameters: dict[str, Any]) -> Iterator[str]:
    if reading.year:
        parameters |= {"first_day": f"{reading.year}-01-01", "last_day": f"{reading.year}-12-31"}
        yield "said.startDate >= $first_day AND said.startDate <= $last_day"
        yield "said.endDate IS NULL" if reading.is_open else "said.endDate <= $last_day"


def _figures(reading: Reading) -> tuple[str, dict[str, Any]]:
    parameters: dict[str, Any] = {
        "indicators": [*reading.indicators],
        "modalities": [*(reading.modalities or ("actual", "rule"))],
    }
    if reading.indicators:
        parameters["indicators"] = [*reading.indicators]
    lines = ["MATCH (said:Figure)-[:INDICATOR]->(measure), (said)-[:SUBJECT]->(other), (said)-[:UNIT]->(unit)"]
    if reading.earned:
        parameters["earned"] = [*reading.earned]
        lines.append("MATCH (said)-[:ABOUT]->(earned)<-[:OBJECT]-(fact:Fact)-[:SUBJECT]->(other)")
    lines.append("OPTIONAL MATCH (said)-[:ABOUT]->(about)")
    conditions = [
        *(["measure.id IN $indicators"] if reading.indicators else []),
        f"said.modality IN $modalities AND {_TAKEN}",
        *_dated(reading, parameters),
    ]
    if reading.asked.ids:
        parameters["whose"] = [*reading.asked.ids]
        conditions.append("(other.id IN $whose OR about.id IN $whose)")
    else:
        conditions += _among("other", reading.asked, False, parameters)
    if reading.earned:
        conditions.append("fact.predicate IN $earned")
    conditions += _without("other", reading, parameters)
    if reading.counter:
        parameters["units"] = sorted(counters()[reading.counter])
        conditions.append("unit.name IN $units")
    kept = "said, measure, other, unit, about" + (", fact" if reading.earned else "")
    lines.append(f"WITH {kept} WHERE {' AND '.join(conditions)}")
    lines.append(_returned(_FIGURE))
    first = {"most": "value DESC, ", "fewest": "value, "}.get(reading.rank, "")
    lines.append(f"ORDER BY {first}subject, indicator, said_by")
    return "\n".join(lines), parameters
