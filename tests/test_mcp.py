"""`skillgraph mcp`: a real server, asked by the protocol's own client as an assistant asks, over both transports."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from served import Served, lives
from skillgraph.analysis.comparison import city_groups, reason
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.mcp_server.vocabulary import vocabulary
from skillgraph.model.ontology import ontology
from skillgraph.questions.recorded import find_questions

pytest.importorskip("mcp", reason="mcp is an extra")

from anyio.from_thread import start_blocking_portal
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

TOOLS = {"find", "describe", "passages", "list_plans", "compare_cities", "sparql", "cypher", "schema"}


class Assistant:
    """A client whose calls are waited for."""

    def __init__(self, client: Client, portal: Any) -> None:
        self.client, self._portal = client, portal

    def call(self, name: str, **arguments: Any) -> Any:
        """What a tool answers."""
        result = self.told(name, **arguments)
        assert not result.is_error, result.content[0].text
        assert json.loads(result.content[0].text) == result.structured_content
        return result.structured_content

    def refusal(self, name: str, **arguments: Any) -> str:
        """What is wrong with a call."""
        result = self.told(name, **arguments)
        assert result.is_error
        assert "Traceback" not in result.content[0].text
        return str(result.content[0].text)

    def told(self, name: str, **arguments: Any) -> Any:
        """What comes back of a call."""
        return self.wait(self.client.call_tool, name, arguments)

    def wait(self, method: Callable[..., Any], *arguments: Any) -> Any:
        """What a method of the client gives."""
        return self._portal.call(method, *arguments)


def _program(graph: Path, *options: object) -> Any:
    """A server as an assistant starts it."""
    command = ["-m", "skillgraph", "mcp", str(graph), *map(str, options)]
    environment = dict(os.environ)
    return stdio_client(StdioServerParameters(command=sys.executable, args=command, cwd=str(graph), env=environment))


@pytest.fixture(scope="module", params=["stdio", "http"])
def assistant(request: pytest.FixtureRequest, built: Path, python: str, arcadedb: None) -> Iterator[Assistant]:
    """A client of a server on the reports' graph."""
    server = None
    if request.param == "stdio":
        target: Any = _program(built)
    else:
        server = Served("mcp", built, "--http", "--port", 0, cwd=built)
        target = server.url
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(Client(target)) as client:
        yield Assistant(client, portal)
    if server:
        code, said = server.end()
        assert (code, said.count("\n")) == (0, 1)


@pytest.fixture(scope="module")
def reader(built: Path, reports: Path, python: str) -> Iterator[Assistant]:
    """A client of a server that has the reports themselves."""
    target = _program(built, "--documents", reports)
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(Client(target)) as client:
        yield Assistant(client, portal)


def test_what_an_assistant_reads_first_is_short(assistant: Assistant) -> None:
    tools = assistant.wait(assistant.client.list_tools).tools
    assert {tool.name for tool in tools} == TOOLS
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)
    assert {tool.name for tool in tools if not tool.output_schema} == {"schema"}
    read = sum(len(tool.description) + len(json.dumps(tool.input_schema)) for tool in tools)
    assert read < 6_000


def test_the_vocabulary_is_whole_and_short(assistant: Assistant) -> None:
    text = assistant.told("schema").content[0].text
    assert (
        text == vocabulary() == assistant.wait(assistant.client.read_resource, "skillgraph://schema").contents[0].text
    )
    assert len(text) < 6_000
    known = ontology()
    for name in (*known.classes, *known.properties):
        assert f"{name}{known.label(name, 'zh')}" in text


def test_the_recorded_questions_are_prompts_in_both_languages(assistant: Assistant) -> None:
    prompts = assistant.wait(assistant.client.list_prompts).prompts
    questions = find_questions()
    assert [prompt.name for prompt in prompts] == [question.name for question in questions]
    question = questions[5]
    for language, words in (("zh", question.text_zh), ("en", question.text_en)):
        prompt = assistant.wait(assistant.client.get_prompt, question.name, {"language": language})
        text = prompt.messages[0].content.text
        assert text.startswith(words)
        assert question.sparql.strip() in text
        assert question.cypher.strip() in text


def test_things_are_found_and_described_with_plans_told_apart(assistant: Assistant, graph: KnowledgeGraph) -> None:
    found = assistant.call("find", words="qingdao", limit=3)
    assert (found["hits"][0]["id"], len(found["hits"]), found["total"] > 3) == ("qingdao", 3, True)
    described = assistant.call("describe", thing="青岛市", limit=500)
    record = graph.describe("qingdao")
    ids = {said["id"] for said in described["said"]}
    assert ids >= {said.id for said in record.facts} | {said.id for said in record.figures}
    for said in described["said"]:
        assert said["modality"] == "actual" or not said["is_fact"]
        assert said["evidence"] or said["id"].startswith("places/")
    assert {"exact", "moreThan"} <= {said.get("bound") for said in described["said"]}
    assert any(said["modality"] == "exploratory" for said in described["said"])
    first = assistant.call("describe", thing="qingdao", limit=5)["said"]
    second = assistant.call("describe", thing="qingdao", limit=5, offset=5)["said"]
    assert [*first, *second] == described["said"][:10]
    section = assistant.call("describe", thing="four-cities/sec-qingdao-1")
    assert section["kind"] == "Section"
    assert section["said"]


def test_what_is_said_between_things_comes_with_all_that_belongs_to_it(assistant: Assistant) -> None:
    hit = assistant.call("find", words="青岛 老挝", limit=1)["hits"][0]
    assert hit["said"]["id"] == hit["id"]
    assert hit["said"]["evidence"]


def test_plans_are_no_facts(assistant: Assistant) -> None:
    every, qingdao = assistant.call("list_plans"), assistant.call("list_plans", about="青岛市")
    assert every["total"] > qingdao["total"] > 0
    for said in (*every["said"], *qingdao["said"]):
        assert not said["is_fact"]
        assert said["modality"] in ("planned", "exploratory", "supported")


def test_cities_compare_as_in_the_analysis(assistant: Assistant, graph: KnowledgeGraph) -> None:
    told, groups = assistant.call("compare_cities"), city_groups(graph)
    several = [group for group in groups if not group.is_single]
    assert told["of_one_city"] == len(groups) - len(several)
    shown = [*told["compared"], *told["not_compared"]]
    assert {(one["indicator"], one.get("reason", "")) for one in shown} == {
        (graph.entities[group.indicator].name, reason(group)) for group in several
    }
    assert all(one["reason"] for one in told["not_compared"])
    assert not any(one.get("reason") for one in told["compared"])


def test_passages_have_words_where_the_reports_are(assistant: Assistant, reader: Assistant) -> None:
    id = "four-cities/qd-enrolment"
    (place,), (read,) = (one.call("passages", id=id)["passages"] for one in (assistant, reader))
    assert "text" not in place
    assert "4.91万" in read.pop("text")
    assert (place, "section" in place) == (read, True)


@pytest.mark.parametrize(
    ("tool", "query"),
    [
        ("sparql", "SELECT ?f { ?f a sg:Figure ; sg:subject entity:qingdao } ORDER BY ?f"),
        ("cypher", "MATCH (f:Figure)-[:SUBJECT]->({id: 'qingdao'}) RETURN f ORDER BY f.id"),
        ("cypher", "MATCH (f:Figure)-[:SUBJECT]->({id: 'qingdao'}) RETURN f.id ORDER BY f.id"),
    ],
)
def test_rows_bring_what_is_known_of_the_figures_in_them(assistant: Assistant, tool: str, query: str) -> None:
    told = assistant.call(tool, query=query, limit=10)
    assert (len(told["rows"]), len(told["said"])) == (10, 10)
    assert told["total"] > 10
    assert "limit" in told["notes"][-1]
    assert all(said["evidence"] and said["bound"] for said in told["said"])
    names = assistant.call("sparql", query="SELECT ?name { entity:qingdao sg:name ?name }")
    assert (names["rows"], "no evidence" in names["notes"][0]) == ([["青岛市"]], True)


def test_parameters_are_bound(assistant: Assistant) -> None:
    hostile = "' RETURN 1 //\" }"
    assert assistant.call("cypher", query="RETURN $x AS x", parameters={"x": hostile})["rows"] == [[hostile]]
    query = "SELECT ?c { ?c sg:name ?name }"
    assert assistant.call("sparql", query=query, parameters={"name": "青岛市"})["rows"][0][0].endswith("/qingdao")
    assert not assistant.call("sparql", query=query, parameters={"name": hostile})["rows"]


def test_an_answer_is_no_more_than_can_be_read(assistant: Assistant) -> None:
    rows = "UNWIND range(1, 400) AS x RETURN x, reduce(s = '字', i IN range(1, 9) | s + s) AS s"
    told = assistant.call("cypher", query=rows, limit=400)
    assert (told["total"], "of 400 rows" in told["notes"][-1]) == (400, True)
    assert 50 < len(told["rows"]) < 100
    assert "return less" in assistant.refusal("cypher", query="RETURN reduce(s = 'a', i IN range(1, 17) | s + s) AS s")
    assert "take a LIMIT" in assistant.refusal("sparql", query="SELECT * { ?a ?b ?c . ?d ?e ?f }")


@given(st.text(max_size=40))
def test_whatever_is_asked_is_understood_or_told_why_not(assistant: Assistant, text: str) -> None:
    for tool, name in {"find": "words", "describe": "thing", "sparql": "query", "cypher": "query"}.items():
        result = assistant.told(tool, **{name: text})
        told = result.content[0].text
        # The SDK says no more of what it did not expect.
        assert not result.is_error or told.startswith(f"Error executing tool {tool}: ")


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("find", {"words": " "}, "give a word"),
        ("describe", {"thing": "qingdo"}, "did you mean 'qingdao'?"),
        ("describe", {"thing": "青岛士"}, "青岛市 (qingdao)"),
        ("passages", {"id": "four-cities/none"}, "unknown"),
        ("list_plans", {"about": "海尔集困"}, "海尔集团 (haier)"),
        ("compare_cities", {"indicator": "气温"}, "技工院校数"),
        ("sparql", {"query": "SELECT ?x { ?x a sg:City ；}"}, "full-width ；"),
        ("sparql", {"query": "SELEC"}, "error at 1:6"),
        ("sparql", {"query": "CLEAR ALL"}, "read-only"),
        ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}, "SERVICE"),
        ("sparql", {"query": "SELECT (1 AS ?x) {}", "limit": "many"}, "limit"),
        ("cypher", {"query": "MATC (n) RETURN n"}, "line 1:0"),
        ("cypher", {"query": "MATCH (n) DELETE n"}, "only reading"),
        ("cypher", {"query": "RETURN $x"}, "Expected parameter"),
        ("cypher", {}, "query"),
        ("nothing", {}, "Unknown tool"),
    ],
)
def test_an_error_says_what_to_do(assistant: Assistant, tool: str, arguments: dict[str, Any], says: str) -> None:
    assert says in assistant.refusal(tool, **arguments)


def test_a_slip_is_told_beside_an_empty_answer(assistant: Assistant) -> None:
    told = assistant.call("sparql", query="SELECT ?x { ?x sg:nme 'x' }")
    assert (told["rows"], told["notes"][0]) == ([], "unknown class or property 'nme'; did you mean 'name'?")
    told = assistant.call("cypher", query="MATCH (n:City) WHERE n.nme = 1 RETURN n")
    assert "did you mean 'name'" in told["notes"][0]


def test_a_runaway_query_is_stopped(built: Path, python: str) -> None:
    target = _program(built, "--timeout", 2)
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(Client(target)) as client:
        hurried = Assistant(client, portal)
        query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        assert "stopped after 2 s" in hurried.refusal("sparql", query=query)
        assert hurried.call("sparql", query="SELECT (1 AS ?x) {}")["rows"] == [[1]]


def test_only_this_machine_and_no_page_reaches_it(built: Path, python: str) -> None:
    server = Served("mcp", built, "--http", "--port", 0, cwd=built)
    try:
        path = "/mcp"
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
        kind = {"content_type": "application/json", "accept": "application/json, text/event-stream"}
        assert server.ask(path, "POST", body, host="evil.example", **kind).status == 421
        assert server.ask(path, "POST", body, origin="https://evil.example", **kind).status == 403
        assert server.ask("/", "GET").status == 404
    finally:
        processes = server.processes()
        server.end(signal.SIGTERM)
    assert not any(map(lives, processes))
