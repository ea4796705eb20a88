"""What a SPARQL query asks for: its patterns and conditions, and questions about them to the store that answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice, product
from typing import Any, NamedTuple

from rdflib import RDF, BNode, Literal, URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, Path, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from skillgraph.model.ontology import PREFIXES
from skillgraph.stores.sparql.parameters import bind

#: Asks the store that gave the answer; every cell comes as a Python value.
Ask = Callable[[str], list[tuple[Any, ...]]]
#: Ways through unions that are looked at: each is a question of its own to the store.
_WAYS = 6


class Triple(NamedTuple):
    """A triple pattern."""

    subject: Any
    predicate: Any
    object: Any

    def __str__(self) -> str:
        return " ".join(map(term_text, self))


class Values(NamedTuple):
    """A VALUES block with the one variable that it gives values to."""

    variable: Variable
    terms: tuple[Any, ...]

    def __str__(self) -> str:
        return f"VALUES {self.variable.n3()} {{ {' '.join(map(term_text, self.terms))} }}"


#: Patterns that must all be found together.
Conjunction = tuple[Triple | Values, ...]


class Comparison(NamedTuple):
    """A condition on a variable: an operator or function, and what the variable is held against.

    `wrapped` is the function that the variable stands in, as STR or LCASE; empty if it stands alone.
    """

    variable: Variable
    operator: str
    term: Literal | URIRef
    wrapped: str


class SparqlQuery(NamedTuple):
    """What of a query may have found nothing: its conjunctions and its conditions.

    `graphs` are the named graphs that it asks, each with whether by FROM; a variable for any of them.
    `named_late` are the variables of HAVING that only SELECT computes.
    `found_nothing` is whether the answer has no row; otherwise it has columns with nothing in them.
    """

    conjunctions: list[Conjunction]
    comparisons: list[Comparison]
    graphs: list[tuple[Variable | URIRef, bool]]
    found_nothing: bool
    ask: Ask
    named_late: tuple[str, ...] = ()

    def triples(self) -> Iterator[Triple]:
        """All triple patterns, each once."""
        found = (t for conjunction in self.conjunctions for t in conjunction if isinstance(t, Triple))
        return iter(dict.fromkeys(found))

    def holds(self, *patterns: object) -> bool:
        """Whether the store finds these patterns together."""
        return bool(self.ask(f"ASK {{ {joined(patterns)} }}")[0][0])

    def select(self, what: str, *patterns: object) -> list[tuple[Any, ...]]:
        """What the store finds: `what` are the variables, and `patterns` may end with a modifier after a brace."""
        return self.ask(f"SELECT {what} {{ {joined(patterns)} }}")


def read_queries(text: str, parameters: Mapping[str, Any], empty: set[str] | None, ask: Ask) -> Iterator[SparqlQuery]:
    """What of a query may have found nothing; none if it holds what only another parser understands.

    Args:
        text: the query.
        parameters: what was bound in it.
        empty: the columns with nothing in them; None where there is no row.
        ask: the store.

    Example:
        >>> text = "SELECT ?x ?n { ?x a sg:City FILTER(?x = 3) OPTIONAL { ?x rdfs:label ?n } }"
        >>> [query] = read_queries(text, {}, {"n"}, print)
        >>> [[str(t) for t in c] for c in query.conjunctions], query.comparisons[0].operator
        ([['?x a sg:City', '?x rdfs:label ?n']], '=')
    """
    try:
        parsed = translateQuery(parseQuery(bind(text, parameters)), initNs=PREFIXES)
    except Exception:  # pyparsing and rdflib raise many kinds; any of them means: not understood
        return
    algebra = parsed.algebra
    if any(not _is_whole(part) for node in _nodes(algebra) for t in node.get("triples") or () for part in t):
        return
    ways, optional = _conjunctions(algebra)
    conjunctions = [*ways, *optional]
    if empty:
        # A column that is computed, as a count, may be empty because of any of them.
        conjunctions = [c for c in conjunctions if empty & set(_variables(c))] or conjunctions
    nodes = list(_nodes(algebra))
    graphs = [(clause.default, True) for clause in algebra.get("datasetClause") or () if "default" in clause]
    graphs += [(clause.named, False) for clause in algebra.get("datasetClause") or () if "named" in clause]
    graphs += [(node.term, False) for node in nodes if node.name in ("Graph", "GraphGraphPattern")]
    comparisons = [c for node in nodes for c in _comparisons(node)]
    yield SparqlQuery(conjunctions, comparisons, graphs, empty is None, ask, tuple(_named_late(nodes)))


def _named_late(nodes: list[CompValue]) -> Iterator[str]:
    """The names of SELECT in conditions on groups, which come before SELECT computes anything.

    rdflib reads such a name as a sample of a variable in the group, and the variable is computed from something else.
    """
    samples = [a for node in nodes if node.name == "AggregateJoin" for a in node.A if a.name == "Aggregate_Sample"]
    computed = [(node.var, node.expr) for node in nodes if node.name == "Extend"]
    of_group = {a.vars for a in samples if (a.vars, a.res) in computed}
    yield from (str(a.vars) for a in samples if a.vars not in of_group and a.vars in dict(computed))


def _variables(conjunction: Conjunction) -> Iterator[str]:
    for part in conjunction:
        yield from map(str, part if isinstance(part, Triple) else [part.variable])


def joined(patterns: tuple[object, ...]) -> str:
    """Patterns as the text of a group, in which blank nodes are variables."""
    return " . ".join(map(str, patterns))


def term_text(term: Any) -> str:
    """A term or path as a person writes it, with prefixes.

    Example:
        >>> term_text(URIRef("https://w3id.org/skillgraph/ontology#City")), term_text(Literal("青岛", lang="zh"))
        ('sg:City', '"青岛"@zh')
    """
    if isinstance(term, str) and not isinstance(term, URIRef | BNode | Literal | Variable):
        return term  # A variable of a question to the store.
    if isinstance(term, BNode):
        return f"?{term[:6]}"
    if isinstance(term, Path):
        return _path_text(term)
    if term == RDF.type:
        return "a"
    if isinstance(term, URIRef):
        return iri_text(str(term))
    if isinstance(term, Literal) and term.datatype is not None:
        return literal_text(str(term), "", str(term.datatype))
    return str(term.n3())


def iri_text(iri: str) -> str:
    """An IRI with its prefix where the rest is a plain name, otherwise in full."""
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.replace("-", "").replace("_", "").isalnum() and not local.startswith("-"):
            return f"{prefix}:{local}"
    return f"<{iri}>"


def literal_text(text: str, language: str, datatype: str) -> str:
    """A literal as a query writes it.

    Example:
        >>> literal_text("49100", "", "http://www.w3.org/2001/XMLSchema#decimal"), literal_text("济南", "zh", "")
        ('"49100"^^xsd:decimal', '"济南"@zh')
    """
    if language:
        return str(Literal(text, lang=language).n3())
    if datatype.endswith("#integer") and text.isdigit():
        return text
    quoted = Literal(text).n3()
    return quoted if not datatype or datatype.endswith("#string") else f"{quoted}^^{iri_text(datatype)}"


def _path_text(path: Path) -> str:
    if isinstance(path, InvPath):
        return f"^{_inner(path.arg)}"
    if isinstance(path, MulPath):
        return f"{_inner(path.path)}{path.mod}"
    if isinstance(path, AlternativePath):
        return "|".join(map(_inner, path.args))
    if isinstance(path, SequencePath):
        return "/".join(map(_inner, path.args))
    return str(path.n3())


def _inner(path: Any) -> str:
    """A part of a path, in brackets where it is a path itself."""
    return f"({_path_text(path)})" if isinstance(path, Path) else term_text(path)


def iris_of(term: Any) -> Iterator[URIRef]:
    """The IRIs that a term or path names."""
    if isinstance(term, URIRef):
        yield term
    elif isinstance(term, SequencePath | AlternativePath):
        for part in term.args:
            yield from iris_of(part)
    elif isinstance(term, MulPath):
        yield from iris_of(term.path)
    elif isinstance(term, InvPath):
        yield from iris_of(term.arg)
    elif isinstance(term, NegatedPath):
        for part in term.args:
            yield from iris_of(part)


def _is_whole(term: Any) -> bool:
    """Whether rdflib kept a path: of `!(a|^a)` it loses what stands behind the `^`."""
    if isinstance(term, InvPath):
        return _is_whole(term.arg)
    if isinstance(term, MulPath):
        return _is_whole(term.path)
    return not isinstance(term, CompValue) and all(map(_is_whole, getattr(term, "args", ())))


def _conjunctions(node: Any) -> tuple[list[Conjunction], list[Conjunction]]:
    """What must be found together, a list for each way through its unions, and what may be found beside it."""
    name = getattr(node, "name", "")
    if name == "BGP":
        return [tuple(Triple(*triple) for triple in node.triples)], []
    if name == "values":
        return [tuple(_values(node.res))], []
    if name == "Join":
        (one, more), (other, others) = _conjunctions(node.p1), _conjunctions(node.p2)
        return _product(one, other), [*more, *others]
    if name == "LeftJoin":
        (one, more), (other, others) = _conjunctions(node.p1), _conjunctions(node.p2)
        return one, [*more, *_product(one[:1], other), *others]
    if name == "Union":
        (one, more), (other, others) = _conjunctions(node.p1), _conjunctions(node.p2)
        return [*one, *other][:_WAYS], [*more, *others]
    if name == "Minus":
        return _conjunctions(node.p1)
    inner = node.get("p") if isinstance(node, CompValue) else None
    return _conjunctions(inner) if inner is not None else ([()], [])


def _product(one: list[Conjunction], other: list[Conjunction]) -> list[Conjunction]:
    return [a + b for a, b in islice(product(one, other), _WAYS)]


def _values(rows: list[dict[Variable, Any]]) -> Iterator[Values]:
    for variable in dict.fromkeys(v for row in rows for v in row):
        terms = tuple(row[variable] for row in rows if isinstance(row.get(variable), URIRef | Literal))
        if len(terms) == len(rows):
            yield Values(variable, terms)


def _nodes(node: Any) -> Iterator[CompValue]:
    """All parts of a query but what it excludes, and choices: another condition may be the one that holds."""
    if isinstance(node, CompValue):
        if node.name in ("Builtin_NOTEXISTS", "UnaryNot", "ConditionalOrExpression"):
            return
        yield node
        for name, value in node.items():
            if not (node.name == "Minus" and name == "p2"):
                yield from _nodes(value)
    elif isinstance(node, list):
        for item in node:
            yield from _nodes(item)


def _comparisons(node: CompValue) -> Iterator[Comparison]:
    if node.name == "RelationalExpression":
        others = node.other if isinstance(node.other, list) else [node.other]
        pairs = [(node.expr, other) for other in others] + [(other, node.expr) for other in others]
        operator = str(node.op)
    elif node.name in ("Builtin_CONTAINS", "Builtin_STRSTARTS", "Builtin_STRENDS"):
        pairs, operator = [(node.arg1, node.arg2)], node.name.removeprefix("Builtin_")
    elif node.name == "Builtin_LANGMATCHES":
        pairs, operator = [(node.arg1, node.arg2)], "="
    elif node.name == "Builtin_REGEX" and node.get("flags") is None:
        pairs, operator = [(node.text, node.pattern)], "REGEX"
    else:
        return
    for one, other in pairs:
        wrapped = one.name.removeprefix("Builtin_") if isinstance(one, CompValue) else ""
        variable = one.get("arg") if wrapped else one
        if isinstance(variable, Variable) and isinstance(other, Literal | URIRef):
            yield Comparison(variable, operator, other, wrapped)
