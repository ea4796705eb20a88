"""`skillgraph serve` behind a reverse proxy, under a prefix: every address leads back there, through nginx too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urljoin

import pyoxigraph as ox
import pytest
import rdflib
from playwright.sync_api import Browser
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from browser import until
from command_line import complaint, skillgraph
from reverse_proxy import nginx, plain
from served import Served, served
from skillgraph.stores.sparql.endpoint import RemoteSparql

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")

ROOT = Path(__file__).resolve().parents[1]
TOKEN = "a-token-of-the-tests-0123456789"
BEARER = f"Bearer {TOKEN}"
NAME = "graph.example.org"
FORM = "application/x-www-form-urlencoded"
ENDPOINT = ox.NamedNode("http://www.w3.org/ns/sparql-service-description#endpoint")


@pytest.fixture(scope="module")
def server(built: Path, python: str) -> Iterator[Served]:
    """A server under a prefix, with a name and a token."""
    server = served(built, "--prefix", "/skillgraph", "--allow-host", NAME, SKILLGRAPH_TOKEN=TOKEN)
    yield server
    server.end()


class Front(Served):
    """The proxy before a server, asked as that is."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}/skillgraph"


@pytest.fixture(scope="module", params=["plain", "nginx"])
def front(request: pytest.FixtureRequest, server: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """Each of the proxies."""
    if request.param == "plain":
        with plain(server.port) as port:
            yield Front(port)
    else:
        request.getfixturevalue("nginx_program")
        text = (ROOT / "docs/servers.md").read_text("utf-8")
        (location,) = re.findall(r"location /skillgraph/ \{\n(.*?)\n\}", text, re.DOTALL)
        with nginx(tmp_path_factory.mktemp("nginx"), server.port, location) as port:
            yield Front(port)


def test_the_service_says_the_address_by_which_it_was_asked(front: Front) -> None:
    for host in (f"127.0.0.1:{front.port}", f"{NAME}:{front.port}", NAME):
        said = ox.parse(front.ask("/skillgraph/sparql", host=host, authorization=BEARER).text, ox.RdfFormat.TURTLE)
        (endpoint,) = (quad.object for quad in said if quad.predicate == ENDPOINT)
        assert endpoint == ox.NamedNode(f"http://{host}/skillgraph/sparql")
    assert front.ask("/skillgraph/sparql", host="evil.example", authorization=BEARER).status == 421


def test_all_that_redirects_stays_below_the_prefix(front: Front) -> None:
    for path in ("entity/qingdao", "figure/four-cities/qd-annual-trained", "figure/four-cities%2Fqd-annual-trained"):
        reply = front.ask(f"/skillgraph/{path}", accept="text/html", authorization=BEARER)
        assert reply.status == 303
        assert urljoin(front.url, reply.headers["location"]).startswith(f"{front.url}/#")
    login = front.ask("/skillgraph/login", "POST", urlencode({"token": TOKEN}), content_type=FORM)
    assert urljoin(front.url, login.headers["location"]) == f"{front.url}/"
    assert "; Path=/skillgraph/; HttpOnly; SameSite=Strict" in login.headers["set-cookie"]


def test_programs_ask_through_it(front: Front) -> None:
    query = "SELECT ?name { ?x a <https://w3id.org/skillgraph/ontology#City> ; rdfs:label ?name }"
    store = SPARQLStore(f"{front.url}/sparql", returnFormat="json", auth=("anybody", TOKEN))
    prefixed = f"PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> {query}"
    assert {str(row[0]) for row in rdflib.Graph(store).query(prefixed)} >= {"青岛市"}  # type: ignore[index]
    remote = RemoteSparql(f"{front.url}/sparql", username="anybody", password=TOKEN)
    assert ("青岛市",) in remote.query(query).rows


def test_a_browser_comes_in_and_finds_its_way(front: Front, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{front.url}/login#{TOKEN}")
    page.wait_for_url(f"{front.url}/")
    until(page, "document.querySelector('#counts') !== null")
    page.goto(f"{front.url}/ask")
    until(page, "document.querySelector('#ask').childElementCount > 0")
    page.goto(f"{front.url}/entity/qingdao")
    assert page.url == f"{front.url}/#thing=qingdao"
    assert {url.startswith(f"{front.url}/") for url in asked if url.startswith("http")} == {True}
    assert not any(TOKEN in url for url in asked)
    context.close()


def test_a_proxy_says_for_whom_and_by_which_scheme_it_asks_and_nothing_else(server: Served) -> None:
    said = {"x_forwarded_proto": "https", "x_forwarded_for": "192.0.2.7"}
    login = server.ask("/skillgraph/login", "POST", urlencode({"token": TOKEN}), content_type=FORM, **said)
    assert login.headers["set-cookie"].endswith("; Secure")
    more = {
        "x_forwarded_host": "evil.example", "x_host": "evil.example", "x_forwarded_server": "evil.example",
        "x_forwarded_prefix": "/evil", "x_script_name": "/evil", "x_original_url": "/evil", "x_rewrite_url": "/evil",
        "forwarded": "host=evil.example;proto=https", "x_forwarded_port": "1", "x_forwarded_scheme": "evil",
        "x_http_method_override": "DELETE",
    }  # fmt: skip
    for path in ("/skillgraph/sparql", "/skillgraph/", "/skillgraph/entity/qingdao", "/skillgraph", "/evil"):
        for accept in ("text/html", "text/turtle"):
            with_them = server.ask(path, accept=accept, authorization=BEARER, **more)
            without = server.ask(path, accept=accept, authorization=BEARER)
            assert "evil" not in with_them.text + str(with_them.headers)
            assert (with_them.status, with_them.headers.get("location")) == (
                without.status, without.headers.get("location"),
            )  # fmt: skip
    evil = server.ask("/skillgraph/sparql", authorization=BEARER, accept="text/turtle", x_forwarded_proto="evil")
    assert f"<http://127.0.0.1:{server.port}/skillgraph/sparql>" in evil.text


def test_a_page_that_came_by_https_asks_by_https(server: Served) -> None:
    asked = {"authorization": BEARER, "host": NAME, "origin": f"https://{NAME}"}
    path = "/skillgraph/sparql?query=ASK%7B%7D"
    assert server.ask(path, **asked, x_forwarded_proto="https").status == 200
    refused = server.ask(path, **asked)
    assert (refused.status, "X-Forwarded-Proto" in refused.text) == (403, True)


def test_nothing_is_beside_the_prefix(server: Served) -> None:
    for path in ("/sparql", "/find?q=x", "/skillgraphs/", "/skillgraph.evil/", "//skillgraph/", "/x/skillgraph/"):
        assert server.ask(path, authorization=BEARER).status == 404
    for path in ("/", "/skillgraph"):
        reply = server.ask(path)
        assert (reply.status, reply.headers["location"]) == (307, "/skillgraph/")


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--prefix", "skillgraph", "a prefix is /skillgraph"),
        ("--prefix", "//evil.example", "a prefix is"),
        ("--prefix", "/a/../b", "a prefix is"),
        ("--prefix", "/a b", "a prefix is"),
        ("--prefix", "/a\nb", "a prefix is"),
        ("--prefix", "/图谱", "a prefix is"),
        ("--allow-host", "https://graph.example.org", "a name is graph.example.org"),
        ("--allow-host", "graph.example.org:80", "a name is"),
        ("--allow-host", "*", "a name is"),
        ("--proxy", "proxy.example.org", "a proxy is 192.0.2.7"),
        ("--proxy", "*", "a proxy is"),
    ],
)
def test_what_is_no_prefix_name_or_proxy(built: Path, desk: Path, option: str, value: str, says: str) -> None:
    assert says in complaint(skillgraph("serve", built, option, value, cwd=desk), 2)
