"""Slips in Cypher about values: a name, id, code or number that nothing has there, though a near one is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from skillgraph.language.names import halves
from skillgraph.model.ontology import CODE_LISTS, ontology
from skillgraph.questions.hints import vocabulary
from skillgraph.questions.hints.cypher import matched
from skillgraph.questions.hints.cypher_query import Condition, CypherQuery
from skillgraph.questions.hints.cypher_words import camel, properties
from skillgraph.questions.hints.wording import listed

_NAMES = ("name", "nameEn", "aliases", "aliasesEn", "anyName")
#: Values of a property that are looked through for one that is spelt alike.
_LOOKED_AT = 5000


def values(query: CypherQuery) -> Iterator[str]:
    """`{name: '青岛'}`, `{id: 'Qingdao'}`, `modality = 'plan'`, `{predicate: 'WON'}`, `value > '7'`; in WHERE too."""
    in_patterns = (
        Condition(part.variable, key, "=", value)
        for part in query.parts
        for key, value in part.values.items()
        if isinstance(value, str | int | float)
    )
    of_nodes = {n.variable for n in query.nodes}
    known = frozenset().union(*properties().values())
    for condition in dict.fromkeys((*in_patterns, *query.conditions)):
        types = query.types(condition.variable)
        if condition.key not in known or (types is None and condition.variable not in of_nodes):
            continue
        place = _Place(query, matched(query.labels(condition.variable), types), condition)
        if condition.operator == "=":
            yield from place.of_equality()
        elif condition.operator in ("<", ">", "<=", ">="):
            yield from place.of_order()
        elif condition.operator in ("CONTAINS", "STARTS", "ENDS"):
            yield from place.of_part()


class _Place:
    """A condition, and the nodes or relationships that it is about."""

    def __init__(self, query: CypherQuery, match: str, condition: Condition) -> None:
        self.query, self.match = query, match
        self.key, self.value, self.operator = condition.key, condition.value, condition.operator
        self.labels = query.labels(condition.variable)
        self.is_link = query.types(condition.variable) is not None
        self.variable = "x" if condition.variable.isdigit() else condition.variable

    def asked(self, where: str, what: str, match: str = "", **more: Any) -> list[tuple[Any, ...]]:
        return self.query.asked(
            f"{match or self.match} WHERE {where} RETURN DISTINCT {what} LIMIT {_LOOKED_AT}", **more
        )

    def holds(self, where: str, match: str = "", **more: Any) -> bool:
        return bool(self.query.asked(f"{match or self.match} WHERE {where} RETURN 1 AS n LIMIT 1", **more))

    def of_equality(self) -> Iterator[str]:
        """Why no node has this value: the first reason that holds."""
        if self.holds(f"x.{self.key} = $v", v=self.value):
            return
        reasons = (
            self._other_type, self._list, self._code, self._relation, self._elsewhere, self._capitals, self._name,
            self._short_form, self._near,
        )  # fmt: skip
        for reason in reasons:
            if found := reason():
                yield f"{self._shown()} finds nothing: {found}"
                return
        if self.key in _NAMES and self.query.found_nothing:
            yield f"nothing here is called {self.value!r}"

    def _shown(self) -> str:
        return f"{self.key} = {self.value!r}"

    def _other_type(self) -> str:
        """Text for a number, or a number for text."""
        other: str | float
        if isinstance(self.value, str):
            try:
                other = float(self.value)
            except ValueError:
                return self._differs()
            other = int(other) if other.is_integer() else other
        else:
            other = str(self.value)
        what = "text" if isinstance(other, str) else "a number"
        return f"it is {what}; write {other!r}" if self.holds(f"x.{self.key} = $v", v=other) else self._differs()

    def _list(self) -> str:
        [sample] = self.asked(f"x.{self.key} IS NOT NULL", f"x.{self.key} AS v")[:1] or [(None,)]
        if not isinstance(sample[0], list):
            return ""
        return f"it is a list; write {self.value!r} IN {self.variable}.{self.key}"

    def _code(self) -> str:
        if self.key not in CODE_LISTS or not isinstance(self.value, str):
            return ""
        codes = ontology().codes(self.key)
        if self.value not in codes:
            scheme, _, code = vocabulary.code_of(self.value).partition(":")
            if scheme and scheme != self.key:
                return f"it is a value of {scheme!r}"
            if code:
                return f"did you mean {code!r}?"
            near = vocabulary.nearest(self.value, {code: (zh,) for code, zh in codes.items()})
            return f"did you mean {near!r}?" if near else f"its values are {listed(map(repr, codes))}"
        if self.key == "modality" and self.is_link:
            statement = f"(s:Statement {{modality: {self.value!r}}})"
            return f"what is no fact is no relationship; ask {statement}, its SUBJECT and OBJECT"
        found = self.asked(f"x.{self.key} = $v", "labels(x) AS labels", "MATCH (x)", v=self.value)
        classes = ontology().most_specific({label for (labels,) in found for label in labels})
        if self.labels and classes:
            return f"no :{self.labels[0]} has it; what has it is {listed(f':{c}' for c in classes[:4])}"
        return ""

    def _relation(self) -> str:
        if self.key != "predicate" or not isinstance(self.value, str):
            return ""
        if camel(self.value) in ontology().relations:
            return f"write {camel(self.value)!r}, as SPARQL does"
        if self.value in ontology().relations:
            return ""
        near = vocabulary.nearest(self.value, vocabulary.properties())
        return f"did you mean {near!r}?" if near else ""

    def _elsewhere(self) -> str:
        """What has the value, but not the label."""
        if self.key not in ("id", *_NAMES) or not self.labels or self.is_link:
            return ""
        found = self.asked(f"x.{self.key} = $v", "labels(x) AS labels", "MATCH (x:Skillgraph)", v=self.value)
        if self._called(self.match):
            return ""  # What was meant has it as another name.
        classes = ontology().most_specific({label for (labels,) in found for label in labels})
        return f"what has it is {listed(f':{c}' for c in classes[:3])} and no :{self.labels[0]}" if classes else ""

    def _called(self, match: str) -> list[tuple[Any, ...]]:
        # What one of several sources says of a thing has its other names, and no name.
        where = (
            "x.name IS NOT NULL AND (x.name = $v OR toLower(x.nameEn) = toLower($v) OR $v IN x.aliases OR "
            "$v IN x.otherNames OR any(alias IN x.aliasesEn WHERE toLower(alias) = toLower($v)))"
        )
        return self.asked(where, "x.name AS name, x.id AS id", match, v=self.value)

    def _capitals(self) -> str:
        """The same text in other capitals."""
        if not isinstance(self.value, str):
            return ""
        same = self.asked(f"toLower(x.{self.key}) = toLower($v)", f"x.{self.key} AS v", v=self.value)
        return f"did you mean {same[0][0]!r}?" if same else ""

    def _name(self) -> str:
        """What has the text as another name."""
        if self.key not in ("id", *_NAMES) or not isinstance(self.value, str):
            return ""
        found = self._called(self.match) or self._called("MATCH (x:Entity)")
        if not found:
            return ""
        name, id = found[0]
        if self.key == "id":
            return f"it is the name of {id!r}"
        return f"it is another name of {name!r}; {self.variable}.anyName CONTAINS {self.value!r} finds by every name"

    def _near(self) -> str:
        """A value in which it is contained, or that is spelt alike."""
        if not isinstance(self.value, str):
            return ""
        lower = f"toLower(x.{self.key})"
        holding = f"{lower} CONTAINS toLower($v)"
        if self.key in _NAMES and len(self.value) > 1 and (names := self.asked(holding, "x.name AS v", v=self.value)):
            some = listed(repr(str(v)) for (v,) in sorted(names, key=str)[:3])
            verb = "has" if len(names) == 1 else "have"
            return f"{some} {verb} it in it: {self.variable}.{self.key} CONTAINS {self.value!r}"
        known = [str(v) for (v,) in self.asked(f"x.{self.key} IS NOT NULL", f"x.{self.key} AS v")]
        near = vocabulary.nearest(self.value, known)
        return f"did you mean {near!r}?" if near else ""

    def of_order(self) -> Iterator[str]:
        """A comparison of text with a number, which is null for every node."""
        if differs := self._differs():
            yield f"{self.key} can't be compared with {self.value!r}: {differs}"

    def _differs(self) -> str:
        """That the property is a number and the value text, or the reverse."""
        anything = "MATCH ()-[x]->()" if self.is_link else "MATCH (x)"
        for match in (self.match, anything):
            for (sample,) in self.asked(f"x.{self.key} IS NOT NULL", f"x.{self.key} AS v", match)[:1]:
                if isinstance(sample, str | int | float) and isinstance(sample, str) != isinstance(self.value, str):
                    return f"it is {'text' if isinstance(sample, str) else 'a number'}, as {sample!r}"
                return ""
        return ""

    def of_part(self) -> Iterator[str]:
        """Part of a text in other capitals, or of another name."""
        operator = {"STARTS": "STARTS WITH", "ENDS": "ENDS WITH"}.get(self.operator, self.operator)
        if not isinstance(self.value, str) or self.holds(f"x.{self.key} {operator} $v", v=self.value):
            return
        lower = f"{operator} {self.value.lower()!r}"
        if self.holds(f"toLower(x.{self.key}) {operator} toLower($v)", v=self.value):
            yield f"{self.key} has {self.value!r} with other capitals only: toLower({self.variable}.{self.key}) {lower}"
            return
        for other in ("nameEn", "name") if self.key in _NAMES else ():
            if self.holds(f"toLower(x.{other}) {operator} toLower($v)", v=self.value):
                yield f"no {self.key} has {self.value!r}, but {other} has: toLower({self.variable}.{other}) {lower}"
                return
        for other in ("aliases", "aliasesEn") if self.key in _NAMES else ():
            some = "any(alias IN {}.{} WHERE toLower(alias) {})"
            if self.holds(some.format("x", other, f"{operator} toLower($v)"), v=self.value):
                yield f"{self.value!r} is in other names alone: {some.format(self.variable, other, lower)}"
                return
        if self.key in _NAMES and self.query.found_nothing and self.operator == "CONTAINS":
            where = f"toLower(x.{self.key}) CONTAINS toLower($v)"
            if found := self.asked(where, "labels(x) AS labels", "MATCH (x:Skillgraph)", v=self.value):
                classes = ontology().most_specific({label for (labels,) in found for label in labels})
                if self.labels and classes:
                    some = listed(f":{c}" for c in classes[:3])
                    yield f"what has {self.value!r} in its {self.key} is {some} and no :{self.labels[0]}"
                return
            meant = self._short_form()
            yield f"no {self.key} has {self.value!r} in it" + (f"; {meant}" if meant else "")

    def _short_form(self) -> str:
        """A name that has the halves of a shorter one in it."""
        if self.key not in _NAMES or not isinstance(self.value, str):
            return ""
        where = f"toLower(x.{self.key}) CONTAINS $a AND toLower(x.{self.key}) CONTAINS $b"
        for half, other in halves(self.value.lower()) if not self.key.startswith("aliases") else ():
            if found := self.asked(where, "x.name AS v", "MATCH (x:Entity)", a=half, b=other):
                return f"did you mean {listed(sorted(repr(name) for (name,) in found)[:3])}?"
        return ""
