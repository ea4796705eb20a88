from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.model.errors import QueryError, UsageError
from skillgraph.stores.local.oxigraph import LocalSparql, SparqlStore
from skillgraph.stores.sparql.endpoint import RemoteSparql
from skillgraph.stores.sparql.parameters import bind, sparql_term

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def local(built: Path) -> Iterator[SparqlStore]:
    store = LocalSparql(built / "oxigraph")
    yield store
    store.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_a_query_that_wants_all_memory_is_ended_and_the_next_is_answered(patience: None, local: SparqlStore) -> None:
    with pytest.raises(QueryError, match=r"more memory|stopped after"):
        local.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g", timeout=120)
    assert local.query("ASK {}").rows == [(True,)]


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf")])
def test_a_timeout_that_is_none_is_refused(local: SparqlStore, timeout: float) -> None:
    with pytest.raises(UsageError, match="timeout"):
        local.query("ASK {}", timeout=timeout)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_program_leaves_no_query_running(python: str, built: Path) -> None:
    code = "import sys, skillgraph; skillgraph.load(sys.argv[1]).sparql(sys.argv[2], timeout=600)"
    program = subprocess.Popen([python, "-c", code, str(built), RUNAWAY])
    children = Path(f"/proc/{program.pid}/task/{program.pid}/children")
    if not children.parent.exists():
        program.kill()
        program.wait()
        pytest.skip("no /proc to look for the engine's process in")
    deadline = time.monotonic() + 30
    while not (found := children.read_text("ascii").split()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    time.sleep(0.5)
    program.send_signal(signal.SIGKILL)
    program.wait()
    [worker] = found
    while Path(f"/proc/{worker}").exists() and "Z" not in Path(f"/proc/{worker}/stat").read_text("utf-8").split()[2]:
        assert time.monotonic() < deadline, "the engine outlives the program"
        time.sleep(0.05)


def test_an_endpoint_that_is_not_there_is_named() -> None:
    with pytest.raises(UsageError, match=r"http://127\.0\.0\.1:9/.*is the server running"):
        RemoteSparql("http://127.0.0.1:9/").query("ASK {}")
    with pytest.raises(UsageError, match="begins with http"):
        RemoteSparql("file:///etc/passwd")


@given(value=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_bound(value: str) -> None:
    if value.startswith("<") and value.endswith(">"):
        return
    term = sparql_term(value)
    [solution] = ox.Store().query(bind("SELECT ?v WHERE { BIND(?x AS ?v) }", {"x": value}))  # type: ignore[misc]
    assert solution["v"] == term


def test_a_parameter_that_the_query_does_not_have_is_named(local: SparqlStore) -> None:
    with pytest.raises(QueryError, match=r"no variable \?nmae to bind; it has \?name"):
        local.query("SELECT * { ?x rdfs:label ?name }", {"nmae": "x"})
    with pytest.raises(QueryError, match="no variable"):
        local.query('SELECT * { ?x rdfs:label "?name" }', {"name": "x"})
    with pytest.raises(QueryError, match="no RDF term"):
        local.query("SELECT * { ?x ?p ?o }", {"x": "<a b>"})
    with pytest.raises(QueryError, match="no RDF term"):
        local.query("SELECT * { ?x ?p ?o }", {"x": ["a"]})


def test_two_programs_read_one_graph(built: Path) -> None:
    with KnowledgeGraph(built) as one, KnowledgeGraph(built) as other:
        assert one.sparql(COUNT).rows == other.sparql(COUNT).rows


def test_a_form_that_has_no_room_for_values_is_refused(local: SparqlStore) -> None:
    with pytest.raises(QueryError, match="write CONSTRUCT"):
        local.query("CONSTRUCT WHERE { ?c rdfs:label ?name }", {"name": "x"})


def test_whole_numbers_of_any_size_can_be_bound(local: SparqlStore) -> None:
    huge = 10**30
    assert local.query("SELECT ?v { BIND(STR(?n) AS ?v) }", {"n": huge}).rows == [(str(huge),)]


def test_the_columns_of_all_variables_stand_as_they_are_written(local: SparqlStore) -> None:
    asked = "SELECT {} {{ ?s sg:partnersWith ?p . ?p a ?class }} LIMIT 2"
    rows, named = local.query(asked.format("*")), local.query(asked.format("?s ?p ?class"))
    assert rows.columns == ("s", "p", "class")
    assert {row[0] for row in rows} <= {row[0] for row in local.query(asked.format("?s ?p ?class").split(" LIMIT")[0])}
    assert len(rows) == len(named) == 2
