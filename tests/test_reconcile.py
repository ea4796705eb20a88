"""The reconciliation service of `skillgraph serve`, asked as OpenRefine asks."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect

from openrefine import FORM, OpenRefine
from served import Served, served
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity, Statement
from skillgraph.resolve.matching import Matcher, Wanted

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")


@pytest.fixture(scope="module")
def server(built: Path, python: str) -> Iterator[Served]:
    """The reports' graph, served."""
    server = served(built)
    yield server
    server.end()


@pytest.fixture(scope="module")
def client(server: Served) -> OpenRefine:
    """OpenRefine, as it asks that server."""
    return OpenRefine(server)


@pytest.fixture(scope="module")
def matcher(graph: KnowledgeGraph) -> Matcher:
    """The names of the reports' graph."""
    return Matcher(list(graph.entities.values()), list(graph.statements()))


def schools(*names: str) -> list[Entity]:
    return [Entity(f"school-{i}", "r", ("VocationalSchool",), name) for i, name in enumerate(names)]


def city(id: str, name: str) -> Entity:
    return Entity(id, "places", ("City",), name, id.title(), aliases=(name.removesuffix("市"),))


def test_the_manifest_names_what_is_there(client: OpenRefine, server: Served) -> None:
    manifest = client.manifest
    assert manifest.versions == ["0.2"]
    assert manifest.identifierSpace.endswith("/entity/")
    assert manifest.defaultTypes[0].id == "Entity"
    view = manifest.view.url.replace("{{id}}", "qingdao").removeprefix(server.url)
    assert server.ask(view, accept="text/turtle").status == 200
    assert [setting.name for setting in manifest.extend.property_settings] == ["modality", "limit"]


def test_names_are_found_however_they_are_written(client: OpenRefine) -> None:
    found = client.reconcile("青岛市", "青島", "Qingdao", "山东省青岛市", "qingdao", " 青岛 市 ")
    assert [(candidates[0].id, candidates[0].match) for candidates in found] == [("qingdao", True)] * 6
    assert {t.id for t in found[0][0].type} >= {"City", "Place", "Entity"}
    assert 0 < found[0][0].score <= 100


def test_nobody_is_matched_with_a_thing_of_another_place_or_number(client: OpenRefine) -> None:
    for candidates in client.reconcile("成都海尔职业学院", "青岛市第九职业学校", "不存在的东西", "", "x" * 300):
        assert not any(candidate.match for candidate in candidates)


def test_a_type_narrows_and_a_wish_only_weighs(client: OpenRefine, server: Served) -> None:
    [wished] = client.reconcile("青岛市", type="Enterprise")
    assert wished
    assert not wished[0].match
    query: dict[str, dict[str, object]] = {"q": {"query": "青岛市", "type": "Enterprise"}}
    assert client.read(client.post("queries", query), dict)["q"]["result"] == []
    query = {"q": {"query": "青岛市", "type": ["Enterprise", "Place"], "type_strict": "any"}}
    assert client.read(client.post("queries", query), dict)["q"]["result"][0]["id"] == "qingdao"
    query["q"]["type_strict"] = "all"
    assert client.read(client.post("queries", query), dict)["q"]["result"] == []


def test_a_batch_by_get_and_limits(client: OpenRefine, server: Served) -> None:
    batch = {str(i): {"query": name, "limit": 1} for i, name in enumerate(["济南市", "淄博市", "技师学院"] * 20)}
    reply = server.ask("/reconcile?" + urlencode({"queries": json.dumps(batch)}))
    found = client.read(reply, dict)
    assert found.keys() == batch.keys()
    assert max(len(answer["result"]) for answer in found.values()) == 1
    many = {str(i): {"query": "济南市"} for i in range(client.manifest.batchSize + 1)}
    assert client.post("queries", many).status == 413


@pytest.mark.parametrize(
    ("parameter", "said"),
    [
        ("queries", "["),
        ("queries", '{"q0": "青岛"}'),
        ("queries", '{"q0": {"query": 1}}'),
        ("queries", '{"q0": {"query": "a", "type_strict": "perhaps"}}'),
        ("queries", "[" * 5000),
        ("extend", "{}"),
        ("extend", '{"ids": "qingdao", "properties": []}'),
        ("other", "{}"),
    ],
)
def test_what_is_no_query_is_refused(server: Served, parameter: str, said: str) -> None:
    reply = server.ask("/reconcile", "POST", urlencode({parameter: said}), content_type=FORM)
    assert (reply.status, reply.type) == (400, "text/plain")
    assert server.ask("/reconcile", "POST", said, content_type="application/json").status == 415


def test_values_are_facts_unless_plans_are_asked_for(client: OpenRefine, graph: KnowledgeGraph) -> None:
    planned = [s for s in graph.statements() if s.modality == "planned" and s.object and s.status != "rejected"]
    facts = {(s.subject, s.predicate, s.object) for s in graph.statements() if s.is_fact}
    only = next(s for s in planned if (s.subject, s.predicate, s.object) not in facts)
    values = client.extend([only.subject], only.predicate).rows[only.subject][only.predicate]
    assert only.object not in {value.id for value in values}
    values = client.extend([only.subject], only.predicate, modality="planned").rows[only.subject][only.predicate]
    assert only.object in {value.id for value in values}


def test_every_fact_of_a_thing_is_a_value(client: OpenRefine, graph: KnowledgeGraph) -> None:
    facts = [s for s in graph.statements() if s.is_fact and s.subject == "qingdao"]
    properties = sorted({s.predicate for s in facts})
    told = client.extend(["qingdao", "nothing"], *properties).rows
    for name in properties:
        wanted = {s.object or s.text for s in facts if s.predicate == name}
        symmetric = ontology().relations[name].symmetric
        had = {value.id or value.text for value in told["qingdao"][name]}
        assert wanted <= had if symmetric else wanted == had
    assert not any(told["nothing"].values())


def test_names_identifiers_cities_and_figures_are_values(client: OpenRefine, graph: KnowledgeGraph) -> None:
    figure = next(f for f in graph.observations() if f.is_fact and f.value is not None and not f.about)
    number = f"figure:{figure.indicator}"
    told = client.extend(["qingdao", "haier", figure.subject], "name", "nameEn", "gbt2260", "class", "city", number)
    row = told.rows["qingdao"]
    assert [row[name][0].text for name in ("name", "nameEn", "gbt2260", "class")] == [
        "青岛市",
        "Qingdao",
        "370200",
        "城市",
    ]
    assert [(value.id, value.name) for value in told.rows["haier"]["city"]] == [("qingdao", "青岛市")]
    assert told.rows[figure.subject][number]
    assert [column.type.id if column.type else "" for column in told.meta] == ["", "", "", "", "City", ""]
    limited = client.extend(["qingdao"], "^locatedIn", limit="1").rows["qingdao"]["^locatedIn"]
    assert len(limited) == 1


def test_what_is_proposed_can_be_had(client: OpenRefine, graph: KnowledgeGraph) -> None:
    cities = [e.id for e in graph.entities.values() if "City" in e.classes and e.existence == "individual"]
    proposal = client.proposed("City")
    assert (proposal.type, len(client.proposed("City", 3).properties)) == ("City", 3)
    modalities = ontology().codes("modality")
    for found in proposal.properties:
        answers = (client.extend(cities, found.id, modality=modality) for modality in modalities)
        assert any(row[found.id] for told in answers for row in told.rows.values()), found.id
    assert client.proposed("Nonsense").properties == []


def test_suggestions_come_by_names_readings_and_ids(client: OpenRefine) -> None:
    for prefix in ("青岛", "青島", "qingd", "qd", "Qingdao"):
        assert "qingdao" in [found.id for found in client.suggest("entity", prefix)], prefix
    first, rest = client.suggest("entity", "学院"), client.suggest("entity", "学院", cursor=5)
    assert first[5:] == rest[: len(first) - 5]
    assert client.suggest("entity", "") == []
    assert [found.id for found in client.suggest("type", "城市")] == ["City"]
    assert "partnersWith" in [found.id for found in client.suggest("property", "合作")]
    assert "founded" in [found.id for found in client.suggest("property", "year")]


def test_flyouts_and_previews_are_safe_and_tell_plans_apart(client: OpenRefine, server: Served) -> None:
    reply = client.preview("qingdao")
    assert (reply.status, reply.type) == (200, "text/html")
    assert reply.headers["x-frame-options"] == "DENY"
    assert "青岛市" in client.flyout("entity", "qingdao")
    assert "partners with" in client.flyout("property", "partnersWith")
    assert "城市" in client.flyout("type", "City")
    assert server.ask("/reconcile/flyout/entity?id=nothing").status == 404
    assert server.ask("/reconcile/preview?id=nothing").status == 404
    assert server.ask("/reconcile/suggest/colour?prefix=a").status == 404


@contextmanager
def page_elsewhere() -> Iterator[tuple[str, list[str]]]:
    """An origin of another program on this machine, and what its page is to be."""
    content: list[str] = []

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that the library calls
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write("".join(content).encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as there:
        threading.Thread(target=there.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{there.server_port}", content
        there.shutdown()


def test_only_pages_that_may_ask_get_answers_and_previews_in_frames(built: Path, browser: Browser, python: str) -> None:
    with page_elsewhere() as (allowed, one), page_elsewhere() as (other, another):
        server = served(built, "--cors", allowed)
        try:
            assert server.ask("/reconcile", origin=other).status == 403
            assert server.ask("/reconcile", origin=allowed).headers["access-control-allow-origin"] == allowed
            client = OpenRefine(server)
            assert client.preview("qingdao").headers["content-security-policy"].endswith(f"frame-ancestors {allowed}")
            preview = client.manifest.preview.url.replace("{{id}}", "qingdao")
            for content in (one, another):
                content.append(
                    f"<iframe src='{preview}'></iframe><script>fetch('{server.url}/reconcile').then(r => r.json())"
                )
                content.append(".then(m => document.title = m.versions[0], () => document.title = 'refused')</script>")
            page = browser.new_page()
            for origin, version, shown in ((allowed, "0.2", True), (other, "refused", False)):
                page.goto(origin)
                expect(page).to_have_title(version)
                body = page.frame_locator("iframe").locator("body")
                body.wait_for(state="attached")
                assert ("青岛市" in (body.text_content() or "")) is shown
            page.close()
        finally:
            server.end()


def test_a_place_that_a_row_names_tells_namesakes_apart() -> None:
    places = [city("qingdao", "青岛市"), city("jinan", "济南市")]
    both = schools("海洋技师学院", "海洋技师学院")
    where = [
        Statement(f"r/{i}", "r", e.id, "locatedIn", p.id) for i, (e, p) in enumerate(zip(both, places, strict=True))
    ]
    matcher = Matcher([*places, *both], where)
    assert not any(match.certain for match in matcher.matches(Wanted("海洋技师学院")))
    first, *_ = matcher.matches(Wanted("海洋技师学院", places=frozenset(["jinan"])))
    assert (first.thing.id, first.certain) == ("school-1", True)


def test_a_founding_year_and_a_neighbour_speak_for_a_thing() -> None:
    both = schools("晨星学院", "晨星学院")
    partner = Entity("bureau", "r", ("GovernmentBody",), "某局")
    said = [
        Statement("r/1", "r", "bureau", "established", "school-0", start="1984"),
        Statement("r/2", "r", "bureau", "established", "school-1", start="1996-05"),
    ]
    matcher = Matcher([*both, partner], said)
    first, second = matcher.matches(Wanted("晨星学院", founded="1996"))
    assert (first.thing.id, first.reasons[-1], second.reasons[-1]) == ("school-1", "year-equal", "year-differs")
    assert matcher.founded("school-0") == ("1984",)
    assert "neighbour" in matcher.matches(Wanted("晨星学院", near=frozenset(["bureau"])))[0].reasons


def test_what_is_only_envisaged_and_people_are_never_certain_by_name() -> None:
    envisaged = Entity("base", "r", ("TrainingPlatform",), "晨星实训基地", existence="envisaged")
    person = Entity("li", "r", ("Person",), "李晨星")
    matcher = Matcher([envisaged, person], [])
    for name in ("晨星实训基地", "李晨星"):
        [match] = matcher.matches(Wanted(name))
        assert not match.certain


def test_a_slip_of_the_pen_is_a_candidate_and_not_certain() -> None:
    matcher = Matcher([city("qingdao", "青岛市"), *schools("青岛海洋职业技术学院", "青岛高新职业学校")], [])
    for slip in ("青岛海羊职业技术学院", "青岛海洋职业枝术学院", "青岛海洋业职技术学院", "青岛海洋职业技学院"):
        first, *_ = matcher.matches(Wanted(slip))
        assert (first.thing.id, first.certain) == ("school-0", False), slip


def test_every_name_of_the_graph_finds_its_thing_and_none_another_for_sure(
    matcher: Matcher, graph: KnowledgeGraph
) -> None:
    for entity in graph.entities.values():
        for form in entity.forms:
            found = matcher.matches(Wanted(form))
            bearers = {e.id for e in graph.entities.values() if form in e.forms}
            if found and found[0].certain:
                assert found[0].thing.id in bearers, form
        if entity.existence == "individual":
            assert entity.id in [match.thing.id for match in matcher.matches(Wanted(entity.name))[:20]], entity.name


@given(name=st.text(max_size=30), near=st.sampled_from(["", "青岛市", "技师学院", "第一"]))
def test_no_name_breaks_it(matcher: Matcher, name: str, near: str) -> None:
    for match in matcher.matches(Wanted(near + name)):
        assert 0 < match.score < 1
