"""What records of a graph share in RDF: passages, and periods that figures are of.

Each is described once in a place that RDF is written to; `seen` is what stands there already.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from skillgraph.mapping.rdf_terms import COUNT, DATE, iri
from skillgraph.model.marks import Marks, Seen, known
from skillgraph.model.ontology import BASE
from skillgraph.model.records import Evidence

_A = iri("rdf:type")
#: What is said of every passage and its position: the type, and where it stands.
_PASSAGE, _POSITION = iri("oa:SpecificResource"), iri("oa:TextPositionSelector")
_IN, _AT, _SUM, _FROM, _TO = map(iri, ("oa:hasSource", "oa:hasSelector", "sg:passageChecksum", "oa:start", "oa:end"))
_INSTANTS = {4: "inXSDgYear", 7: "inXSDgYearMonth", 10: "inXSDDate"}


class TextMarks(Marks):
    """Marks of a place where passages stand as text, which costs less than triples with literals.

    Attributes:
        passages: those that were met for the first time, for who writes them to take.
    """

    def __init__(self) -> None:
        super().__init__()
        self.passages: list[Evidence] = []


def say_passage(e: Evidence, said: list[ox.Triple]) -> None:
    """Adds what is said of a passage itself to some triples."""
    document = f"{BASE}document/{e.document}"
    span = ox.NamedNode(f"{document}#char={e.start},{e.end}")
    selector = ox.NamedNode(f"{document}#position={e.start},{e.end}")
    said += (
        ox.Triple(span, _A, _PASSAGE),
        ox.Triple(span, _IN, ox.NamedNode(document)),
        ox.Triple(span, _AT, selector),
    )
    if e.checksum:
        said.append(ox.Triple(span, _SUM, ox.Literal(e.checksum)))
    said += (
        ox.Triple(selector, _A, _POSITION),
        ox.Triple(selector, _FROM, COUNT.term(e.start)),
        ox.Triple(selector, _TO, COUNT.term(e.end)),
    )


def passages(spans: Iterable[Evidence], seen: Seen) -> list[ox.Triple]:
    """What is said of passages themselves, whoever refers to them.

    Args:
        spans: where they stand.
        seen: as of `triples`.

    Example:
        >>> len(passages([Evidence("r", 1, 3, "6e12544f"), Evidence("r", 1, 3, "6e12544f")], set()))
        7
    """
    said: list[ox.Triple] = []
    for e in spans:
        if not known(f"{e.document}#{e.start},{e.end}", seen):
            say_passage(e, said)
    return said


def period_iri(start: str, end: str) -> str:
    """The IRI of a period, by which `seen` knows that it is described.

    Example:
        >>> period_iri("2019", "").rpartition("/")[2]
        '2019_..'
    """
    return f"{BASE}interval/{start or '..'}_{end or '..'}"


def period(start: str, end: str, seen: Seen) -> list[ox.Triple]:
    """What is said of a period itself, which figures of many reports share.

    Args:
        start: a year, a month or a day; empty where it is open.
        end: as `start`.
        seen: as of `triples`.

    Example:
        >>> len(period("2019", "2019", set()))
        5
    """
    if known(name := period_iri(start, end), seen):
        return []
    interval = ox.NamedNode(name)
    said = [ox.Triple(interval, _A, iri("time:Interval"))]
    for name, date in (("hasBeginning", start), ("hasEnd", end)):
        if date:
            instant = ox.NamedNode(f"{BASE}instant/{date}")
            said.append(ox.Triple(interval, iri(f"time:{name}"), instant))
            if not known(instant.value, seen):
                said.append(ox.Triple(instant, _A, iri("time:Instant")))
                said.append(ox.Triple(instant, iri(f"time:{_INSTANTS[len(date)]}"), DATE.term(date)))
    return said
