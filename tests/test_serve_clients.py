"""`skillgraph serve` asked by the clients that people have: rdflib, SPARQLWrapper and Jena, each as its manual says."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLExceptions, SPARQLWrapper

from neo4j_server import JVM_FLAGS, classpath
from served import Served, served
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.mapping.rdf import document_iri
from skillgraph.model.ontology import PREFIXES
from skillgraph.questions.recorded import Question, find_questions
from skillgraph.stores.local.oxigraph import Answer

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")

DECLARED = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
PARTNERS = f"{DECLARED}SELECT ?name {{ ?x a sg:ForeignPartner ; rdfs:label ?name }}"
CITIES = f"{DECLARED}CONSTRUCT {{ ?x rdfs:label ?n }} WHERE {{ ?x a sg:City ; rdfs:label ?n }}"
JSON_TYPE = ox.QueryResultsFormat.JSON.media_type


@pytest.fixture(scope="module")
def server(built: Path, python: str) -> Iterator[Served]:
    """The reports' graph, served."""
    server = served(built)
    yield server
    server.end()


@pytest.fixture(scope="module")
def here(graph: KnowledgeGraph) -> dict[str, Counter[tuple[object, ...]]]:
    """The answers to the recorded questions on the disk, as `skillgraph sparql` gives them."""
    return {question.name: _rows(graph.sparql_store.answer(_text(question))) for question in find_questions()}


def _text(question: Question) -> str:
    return DECLARED + question.sparql


def _rows(answer: Answer) -> Counter[tuple[object, ...]]:
    rows = answer.rows()
    order = sorted(range(len(rows.columns)), key=rows.columns.__getitem__)
    return Counter(tuple(row[n] for n in order) for row in rows.rows)


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib(server: Served, here: dict[str, Counter[tuple[object, ...]]], method: str) -> None:
    """Its store asks for JSON; what it makes of it goes back into JSON to be compared."""
    store = SPARQLStore(f"{server.url}/sparql", method=method, returnFormat="json")
    for question in find_questions():
        found = rdflib.Graph(store).query(_text(question)).serialize(format="json")
        assert found is not None
        assert _rows(Answer(JSON_TYPE, found)) == here[question.name], question.name


def test_rdflib_reads_graphs_and_things(server: Served, graph: KnowledgeGraph) -> None:
    """By address alone: rdflib says in Accept what it reads."""
    whole = rdflib.Graph().parse(f"{server.url}/graphs?default")
    assert len(whole) == graph.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0]
    one = rdflib.Graph().parse(f"{server.url}/graphs?graph={document_iri('places').value}")
    assert 0 < len(one) < len(whole)
    thing = rdflib.Graph().parse(f"{server.url}/entity/qingdao")
    assert (rdflib.URIRef(PREFIXES["entity"] + "qingdao"), rdflib.RDFS.label, rdflib.Literal("青岛市", "zh")) in thing


def test_sparqlwrapper(server: Served, here: dict[str, Counter[tuple[object, ...]]]) -> None:
    asked = SPARQLWrapper(f"{server.url}/sparql")
    asked.setReturnFormat(JSON)
    for method in ("GET", POST):
        asked.setMethod(method)
        for question in find_questions():
            # It takes the word "add" in a comment for that of an update.
            asked.setQuery(re.sub(r"(?m)^\s*#.*\n", "", _text(question)))
            body: bytes = asked.query().response.read()
            assert _rows(Answer(JSON_TYPE, body)) == here[question.name], question.name


def test_sparqlwrapper_in_other_forms(server: Served) -> None:
    asked = SPARQLWrapper(f"{server.url}/sparql")

    def told(query: str, form: str) -> str:
        asked.setQuery(query)
        asked.setReturnFormat(form)
        body: bytes = asked.query().response.read()
        return body.decode()

    for form in (CSV, XML, JSON):
        assert "日本百利株式会社" in told(PARTNERS, form)
    assert "青岛市" in told(CITIES, TURTLE)
    asked.addDefaultGraph(document_iri("units").value)
    assert "青岛市" not in told(CITIES, TURTLE)
    with pytest.raises(SPARQLExceptions.QueryBadFormed, match="error at"):
        told("SELECT ?x {", JSON)


def test_jena(maven: None, server: Served, here: dict[str, Counter[tuple[object, ...]]], tmp_path: Path) -> None:
    for question in find_questions():
        (tmp_path / f"{question.name}.rq").write_text(_text(question), encoding="utf-8")
    _java(Path(__file__).with_name("fuseki") / "JenaClient.java", f"{server.url}/sparql", tmp_path)
    for name, rows in here.items():
        assert _rows(Answer(JSON_TYPE, (tmp_path / f"{name}.json").read_bytes())) == rows, name


def test_jena_on_the_command_line(maven: None, server: Served, tmp_path: Path) -> None:
    query = tmp_path / "partners.rq"
    query.write_text(PARTNERS, encoding="utf-8")
    said = _java("arq.rsparql", f"--service={server.url}/sparql", f"--query={query}", "--results=CSV")
    assert "日本百利株式会社" in said
    query.write_text(CITIES, encoding="utf-8")
    assert "青岛市" in _java("arq.rsparql", f"--service={server.url}/sparql", f"--query={query}")


def _java(*words: object) -> str:
    flags = [*JVM_FLAGS, "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"]
    jars = classpath(Path(__file__).with_name("fuseki"))
    command = ["java", *flags, "-cp", jars, *map(str, words)]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
