"""A reading as a SPARQL query."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from skillgraph.mapping.rdf import entity_iri
from skillgraph.model.ontology import ontology
from skillgraph.questions.plain.reading import Reading, Things
from skillgraph.questions.plain.words import counters, group

_PLAIN_ID = re.compile(r"[a-z0-9](?:[\w-]*\w)?", re.ASCII)
#: A relation without a name.
_ANY = "sg:"
_DAYS = {"start": "{}-01-01", "end": "{}-12-31"}
#: What is said of a statement or a figure in all shapes.
_COMMON = """\
  ?said sg:modality ?mode ; sg:source ?document .
  OPTIONAL { ?said sg:timeText ?time }
  BIND(STRAFTER(STR(?mode), "modality/") AS ?modality)
  BIND(STRAFTER(STR(?document), "document/") AS ?source)"""


def sparql(reading: Reading) -> str:
    """The query that a reading is in SPARQL, with the prefixes left out that need not be declared.

    Example:
        >>> print(sparql(Reading("class", Things(class_name="City"))))
        SELECT DISTINCT ?answer ?answer_en ?id {
          ?thing a sg:City ; sg:name ?answer .
          OPTIONAL { ?thing sg:nameEn ?answer_en }
          BIND(STRAFTER(STR(?thing), "entity/") AS ?id)
        }
        ORDER BY ?answer ?id
    """
    if reading.shape == "class":
        return _class(reading)
    return _figures(reading) if reading.shape == "figures" else _said(reading)


def _class(reading: Reading) -> str:
    return "\n".join(
        (
            "SELECT DISTINCT ?answer ?answer_en ?id {",
            f"  ?thing a sg:{reading.asked.class_name} ; sg:name ?answer .",
            *([f"  {_inside('thing', reading.asked.places, '+')}"] if reading.asked.places else []),
            *_levelled("thing", reading.asked),
            *_without("thing", reading),
            *_lacking(reading),
            "  OPTIONAL { ?thing sg:nameEn ?answer_en }",
            f"  {_id('thing')}",
            "}",
            "ORDER BY ?answer ?id",
        )
    )


def _lacking(reading: Reading) -> Iterator[str]:
    """Leaves out what stands in a relation as a fact; found once, and not for each thing again."""
    if reading.links:
        yield from ("  MINUS {", *_links(reading), "  ?said a sg:Fact .", *_known(reading), "  }")


def _id(variable: str) -> str:
    return f'BIND(STRAFTER(STR(?{variable}), "entity/") AS ?id)'


def _said(reading: Reading) -> str:
    """Statements of facts, or of what counts instead."""
    if reading.shape == "things":
        through = "?through " if reading.asked.over else ""
        head = f"?answer ?answer_en ?id {through}?about ?relation ?role ?time ?start ?end ?modality ?source ?said_by"
    else:
        head = "?subject ?relation ?object ?role ?time ?start ?end ?modality ?source ?said_by"
    lines = [f"SELECT DISTINCT {head} {{", *_links(reading)]
    lines.append(_counting(reading))
    lines += [*_among("thing", reading.asked, not reading.modalities), *_known(reading)]
    lines += [*_without("thing", reading), *_of_each(reading)]
    lines += [*_common(reading), "  OPTIONAL { ?said sg:role ?role }"]
    if reading.shape == "things":
        lines += [*_name("thing", "answer", _id("thing")), *_name("other", "about")]
        lines.append("  OPTIONAL { ?thing sg:nameEn ?answer_en }")
        lines += _name("part", "through") if reading.asked.over else ()
    else:
        lines.append("  ?said rdf:subject ?first ; rdf:object ?second .")
        lines += [*_name("first", "subject"), *_name("second", "object")]
    lines += ["  OPTIONAL { ?said sg:start ?start }", "  OPTIONAL { ?said sg:end ?end }"]
    lines.append('  BIND(STRAFTER(STR(?predicate), "ontology#") AS ?relation)')
    order = "?answer" if reading.shape == "things" else "?subject ?object"
    return "\n".join((*lines, "}", f"ORDER BY {order} ?said_by"))


def _links(reading: Reading) -> Iterator[str]:
    """Which statements: their relations, in the direction that is asked for."""
    ways = []
    for is_subject in (True, False):
        named = sorted(f"sg:{link.predicate}" for link in reading.links if link.is_subject == is_subject)
        end = "part" if reading.asked.over else "thing"
        subject, object = (end, "other") if is_subject else ("other", end)
        if named:
            pattern = f"?said rdf:subject ?{subject} ; rdf:predicate ?predicate ; rdf:object ?{object}"
            ways.append(pattern if _ANY in named else f"VALUES ?predicate {{ {' '.join(named)} }} {pattern}")
    yield f"  {ways[0]} ." if len(ways) == 1 else "  " + " UNION ".join(f"{{ {way} }}" for way in ways)
    if reading.asked.over:
        yield "  ?part (sg:locatedIn|sg:containedIn)* ?thing ."


def _counting(reading: Reading) -> str:
    if reading.modalities:
        return _modal(reading.modalities)
    return _TAKEN if reading.shape in ("truth", "between") else "  FILTER EXISTS { ?said a sg:Fact }"


def _modal(modalities: Iterable[str]) -> str:
    return f"  VALUES ?mode {{ {' '.join(f'modality:{name}' for name in modalities)} }}\n{_TAKEN}"


_TAKEN = (
    "  FILTER NOT EXISTS { ?said sg:status status:rejected } FILTER NOT EXISTS { ?said sg:rank rank:deprecated }\n"
    "  FILTER NOT EXISTS { ?said sg:restates ?first }"
)


def _among(variable: str, things: Things, individuals: bool) -> Iterator[str]:
    """Which things a variable stands for."""
    if things.ids and things.within:
        yield f"  {_inside(variable, things.ids, '*')}"
    elif things.ids and things.above:
        path = f"?place (sg:locatedIn|sg:containedIn)* ?{variable}"
        yield f"  {{ SELECT DISTINCT ?{variable} {{ VALUES ?place {{ {_iris(things.ids)} }} {path} }} }}"
    elif things.ids:
        yield f"  VALUES ?{variable} {{ {_iris(things.ids)} }}"
    if things.bodies:
        yield f"  FILTER({_of_class(variable, group('bodies')[0])} && !{_of_class(variable, group('people')[0])})"
    if not things.class_name:
        return
    if individuals:
        yield f"  ?{variable} a sg:{things.class_name} ."
    elif things.general:
        place = _inside(variable, things.places, "+") if things.places else ""
        of_class = f"{{ ?{variable} a sg:{things.class_name} }} UNION {{ {_would_be(variable, things.class_name)} }}"
        yield f"  {{ {{ {of_class} {place} }} UNION {{ VALUES ?{variable} {{ {_iris(things.general)} }} }} }}"
        return
    else:
        yield f"  FILTER({_of_class(variable, things.class_name)})"
    if things.places:
        yield f"  {_inside(variable, things.places, '+')}"
    yield from _levelled(variable, things)


def _known(reading: Reading) -> Iterator[str]:
    """What is asked by; where facts are asked for, nothing of a class that is only planned: it is not there."""
    yield from _among("other", reading.known, False)
    if reading.known.class_name and not reading.modalities:
        yield "  FILTER NOT EXISTS { ?other a sg:Envisaged }"


def _levelled(variable: str, things: Things) -> Iterator[str]:
    if things.levels:
        at_level = f"?{variable} sg:{group('levelled')[0]} ?{variable}_level"
        yield f"  VALUES ?{variable}_level {{ {_iris(things.levels)} }} {at_level} ."
    if things.kinds:
        path = "|".join(f"sg:{name}" for name in group("kinds"))
        kinds = f"VALUES ?kind {{ {_iris(things.kinds)} }}"
        called = f"?kind sg:name ?called . ?{variable} a sg:{things.class_name} ; sg:name ?own"
        ways = f"{{ ?{variable} ({path})+ ?kind }} UNION {{ {called} FILTER(STRENDS(?own, ?called)) }}"
        yield f"  {{ SELECT DISTINCT ?{variable} {{ {kinds} {ways} FILTER(?{variable} != ?kind) }} }}"


def _without(variable: str, reading: Reading) -> Iterator[str]:
    """Leaves out things, and what lies in them."""
    if reading.without:
        path = f"?{variable} (sg:locatedIn|sg:containedIn)* ?left_out"
        yield f"  FILTER NOT EXISTS {{ VALUES ?left_out {{ {_iris(reading.without)} }} {path} }}"


def _of_each(reading: Reading) -> Iterator[str]:
    """That each of the known things is related so to what is asked for; found from each, once."""
    for id in reading.known.ids if reading.both else ():
        place = f"?one (sg:locatedIn|sg:containedIn)* {_iris([id])} . " if reading.known.within else ""
        one = "?one" if place else _iris([id])
        ways = []
        for is_subject in (True, False):
            named = sorted(f"sg:{link.predicate}" for link in reading.links if link.is_subject == is_subject)
            subject, object = ("?thing", one) if is_subject else (one, "?thing")
            values = "" if _ANY in named else f"VALUES ?by {{ {' '.join(named)} }} "
            triple = f"?fact rdf:subject {subject} ; rdf:object {object} ; rdf:predicate ?by ; a sg:Fact"
            ways += [f"{{ {values}{place}{triple} }}"] if named else []
        yield f"  {{ SELECT DISTINCT ?thing {{ {' UNION '.join(ways)} }} }}"


def _inside(variable: str, ids: Iterable[str], steps: str) -> str:
    """What lies in one of some places; found from there, once, and not for each thing again."""
    path = f"?{variable} (sg:locatedIn|sg:containedIn){steps} ?place"
    return f"{{ SELECT DISTINCT ?{variable} {{ VALUES ?place {{ {_iris(ids)} }} {path} }} }}"


def _of_class(variable: str, name: str) -> str:
    """Whether a thing is of a class, a general term or an envisaged thing too."""
    return f"(EXISTS {{ ?{variable} a sg:{name} }} || EXISTS {{ {_would_be(variable, name)} }})"


def _would_be(variable: str, name: str) -> str:
    """General terms and envisaged things of a class."""
    below = " ".join(f"sg:{each}" for each in sorted(ontology().below(name)))
    return f"VALUES ?{variable}_class {{ {below} }} ?{variable} sg:ofClass ?{variable}_class"


def _name(variable: str, name: str, more: str = "") -> Iterator[str]:
    """A thing by its name, a text as it is."""
    yield f"  OPTIONAL {{ ?{variable} sg:name ?{variable}_name {more} }}".replace("  }", " }")
    yield f"  BIND(COALESCE(?{variable}_name, STR(?{variable})) AS ?{name})"


def _common(reading: Reading) -> Iterator[str]:
    yield _COMMON
    yield '  BIND(STRAFTER(STR(?said), "statement/") AS ?said_by)'
    yield from _dated(reading)


def _dated(reading: Reading) -> Iterator[str]:
    """What falls into a year, or begins in it and goes on."""
    if not reading.year:
        return
    first, last = (f'"{_DAYS[end].format(reading.year)}"^^xsd:date' for end in ("start", "end"))
    yield f"  ?said sg:startDate ?first_day FILTER(?first_day >= {first} && ?first_day <= {last})"
    if reading.is_open:
        yield "  FILTER NOT EXISTS { ?said sg:endDate ?last_day }"
    else:
        yield f"  ?said sg:endDate ?last_day FILTER(?last_day <= {last})"


def _measured(reading: Reading) -> Iterator[str]:
    if reading.indicators:
        yield f"  VALUES ?measure {{ {_iris(reading.indicators)} }}"


def _figures(reading: Reading) -> str:
    head = (
        "?subject ?indicator ?value ?value_max ?bound ?unit ?about ?condition ?scope ?time ?modality ?source ?said_by"
    )
    lines = [f"SELECT DISTINCT {head} {{", *_measured(reading)]
    lines.append("  ?said sg:subject ?other ; sg:indicator ?measure ; sg:unit/sg:name ?unit ; sg:bound ?code .")
    lines.append(_modal(reading.modalities or ("actual", "rule")))
    if reading.asked.ids:
        # 津贴标准 of 有突出贡献的技师 is a figure about them, whose subject is the city that pays it.
        lines.append(f"  VALUES ?whose {{ {_iris(reading.asked.ids)} }} ?said sg:subject|sg:about ?whose .")
    else:
        lines += _among("other", reading.asked, False)
    lines += _without("other", reading)
    if reading.counter:
        units = ", ".join(str(ox.Literal(unit)) for unit in sorted(counters()[reading.counter]))
        lines.append(f"  FILTER(STR(?unit) IN ({units}))")
    if reading.earned:
        named = " ".join(f"sg:{name}" for name in reading.earned)
        lines.append(f"  ?said sg:about ?earned . VALUES ?by {{ {named} }}")
        lines.append("  ?fact a sg:Fact ; rdf:subject ?other ; rdf:predicate ?by ; rdf:object ?earned .")
    lines += ["  ?other sg:name ?subject . ?measure sg:name ?indicator .", _COMMON, *_dated(reading)]
    for name in ("value", "condition", "scope"):
        lines.append(f"  OPTIONAL {{ ?said sg:{name} ?{name} }}")
    lines += ["  OPTIONAL { ?said sg:valueMax ?value_max }", "  OPTIONAL { ?said sg:about/sg:name ?about }"]
    lines.append('  BIND(STRAFTER(STR(?code), "bound/") AS ?bound) BIND(STRAFTER(STR(?said), "figure/") AS ?said_by)')
    first = {"most": "DESC(?value) ", "fewest": "?value "}.get(reading.rank, "")
    return "\n".join((*lines, "}", f"ORDER BY {first}?subject ?indicator ?said_by"))


def _iris(ids: Iterable[str]) -> str:
    return " ".join(f"entity:{id}" if _PLAIN_ID.fullmatch(id) else str(entity_iri(id)) for id in ids)
