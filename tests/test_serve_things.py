"""What `skillgraph serve` has at the address of each thing, and what it finds by words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from served import Served, served
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.mapping.rdf import triples
from skillgraph.model.ontology import BASE, ontology
from skillgraph.model.records import Document, Entity, Section, Statement
from skillgraph.serve.accept import GRAPHS

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
FOLDERS = {Document: "document", Entity: "entity", Section: "section", Statement: "statement"}


@pytest.fixture(scope="module")
def server(built: Path, python: str) -> Iterator[Served]:
    """The reports' graph, served."""
    server = served(built)
    yield server
    server.end()


def read(text: str, form: str) -> set[ox.Triple]:
    format = ox.RdfFormat.from_media_type(form)
    assert format is not None
    return {quad.triple for quad in ox.parse(text, format)}


def test_every_kind_of_thing_says_at_its_address_what_its_record_says(server: Served, graph: KnowledgeGraph) -> None:
    seen: dict[str, int] = {}
    for record in graph.records():
        folder = FOLDERS.get(type(record), "figure")
        if seen.setdefault(folder, 0) == 5:
            continue
        seen[folder] += 1
        reply = server.ask(f"/{folder}/{quote(record.id)}", accept="application/n-triples")
        iri = f"{BASE}{folder}/{record.id}"
        wanted = {t for t in triples(record, "provenance") if str(t.subject) == f"<{iri}>"}
        assert reply.status == 200
        assert wanted <= read(reply.text, "application/n-triples"), record.id
    assert set(seen) == {"document", "entity", "section", "statement", "figure"}


@pytest.mark.parametrize("form", GRAPHS)
def test_a_thing_comes_in_the_form_that_is_asked_for(server: Served, form: str) -> None:
    reply = server.ask("/entity/qingdao", accept=form)
    assert (reply.status, reply.type, reply.headers["vary"]) == (200, form, "Accept")
    labels = {str(t.object) for t in read(reply.text, form) if t.predicate.value.endswith("#label")}
    assert {'"青岛市"@zh', '"Qingdao"@en'} <= labels


def test_a_fact_comes_with_the_place_of_its_passage(server: Served) -> None:
    said = read(server.ask("/figure/four-cities/qd-annual-trained").text, "text/turtle")
    places = {t.predicate.value.rpartition("#")[2]: str(t.object).split('"')[1] for t in said if '"' in str(t.object)}
    assert (places["start"], places["end"]) == ("1527", "1538")


def test_a_browser_gets_the_page_with_the_thing_chosen_or_a_card(server: Served, graph: KnowledgeGraph) -> None:
    statement = next(iter(graph.statements())).id
    for path, place in (
        ("/entity/qingdao", "/#thing=qingdao"),
        (f"/statement/{statement}", f"/#fact={statement}"),
        ("/figure/four-cities/qd-annual-trained", "/#figure=four-cities/qd-annual-trained"),
    ):
        reply = server.ask(path, accept=BROWSER)
        assert (reply.status, unquote(reply.headers["location"])) == (303, place)
    for path in ("/document/four-cities", f"/section/{next(iter(graph.sections))}"):
        reply = server.ask(path, accept=BROWSER)
        assert (reply.status, reply.type) == (200, "text/html")
        assert "sandbox" in reply.headers["content-security-policy"]


def test_the_vocabulary_has_its_address(server: Served) -> None:
    for form in GRAPHS:
        assert len(read(server.ask("/ontology", accept=form).text, form)) == len(set(ontology().triples()))


@pytest.mark.parametrize(
    ("path", "accept", "status", "says"),
    [
        ("/entity/qingda", "", 404, "did you mean 'qingdao'"),
        ("/entity/青岛市", "", 404, "the id of 青岛市 is qingdao"),
        ("/document/four-citys", "", 404, "did you mean 'four-cities'"),
        ("/section/four-cities/no", "", 404, "unknown section"),
        ("/statement/four-cities/no", "", 404, "unknown statement"),
        ("/figure/four-cities/no", BROWSER, 404, "unknown figure"),
        ("/figure/a> <b", BROWSER, 404, "unknown figure"),
        ("/statement/x> ?p ?o } INSERT {", "", 404, "unknown statement"),
        ("/entity/<script>", BROWSER, 404, "unknown entity"),
        ("/thing/qingdao", "", 404, "/entity/"),
        ("/entity/qingdao", "image/png", 406, "text/html"),
        ("/ontology", "image/png", 406, "text/turtle"),
        ("/find", "", 400, "give a word"),
        (f"/find?q={'x' * 300}", "", 413, "200 characters"),
    ],
)
def test_what_is_not_there_is_told(server: Served, path: str, accept: str, status: int, says: str) -> None:
    reply = server.ask(quote(path, safe="/?="), accept=accept)
    assert (reply.status, reply.type) == (status, "text/plain")
    assert says in reply.text


def test_what_is_found_is_what_the_library_finds(server: Served, graph: KnowledgeGraph) -> None:
    for words in ("老挝", "QINGDAO", "青島", "skills competition", "德国 合作", "𬭎"):
        reply = server.ask(f"/find?q={quote(words)}")
        found = json.loads(reply.text)
        wanted = graph.find(words).to_dicts()
        assert reply.type == "application/json"
        assert (found["words"], found["total"], found["found"]) == (words, len(wanted), wanted[:100])


@given(st.sampled_from(["entity", "statement", "figure", "section", "document"]), st.text(min_size=1, max_size=60))
def test_any_id_is_answered(server: Served, folder: str, id: str) -> None:
    for accept in ("text/turtle", BROWSER):
        reply = server.ask(f"/{folder}/{quote(id.encode('utf-8', 'surrogatepass'), safe='')}", accept=accept)
        assert reply.status == 404
