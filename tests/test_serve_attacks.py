"""Attacks on `skillgraph serve`: what comes byte by byte, by addresses, by headers, and by pages of other origins."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from browser import until
from other_site import other_site
from served import Served, served

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")

TOKEN = "a-token-of-the-tests-0123456789"
ASK = "/sparql?query=ASK%7B%7D"
POST = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
CHUNKED = b"\r\n\r\n0\r\n\r\n"
#: What a proxy would take for a part of the request before it.
SMUGGLED = b"GET /ontology HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def server(built: Path, python: str) -> Iterator[Served]:
    """The reports' graph, served."""
    server = served(built)
    yield server
    server.end()


def answers(server: Served, data: bytes) -> list[int]:
    """The status of each answer to some bytes, until the server closes the connection."""
    got = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as client, suppress(ConnectionError):
        client.sendall(data)
        while part := client.recv(65536):
            got += part
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", got)]


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 6\r\nTransfer-Encoding: chunked" + CHUNKED,
        b"Transfer-Encoding: chunked\r\nContent-Length: 60" + CHUNKED,
        b"Transfer-Encoding: xchunked" + CHUNKED,
        b"Transfer-Encoding: \x0bchunked" + CHUNKED,
        b"Transfer-Encoding: chunked, identity" + CHUNKED,
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity" + CHUNKED,
        b"Transfer-Encoding : chunked" + CHUNKED,
        b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}",
        b"Content-Length: +6\r\n\r\nASK {}",
        b"Content-Length: 0x6\r\n\r\nASK {}",
        b"Content-Length: -6\r\n\r\nASK {}",
        b"Content-Length: 6, 7\r\n\r\nASK {}",
        b"X: a\rContent-Length: 6\r\n\r\nASK {}",
        b"X: a\x00b\r\nContent-Length: 6\r\n\r\nASK {}",
        b"Transfer-Encoding: chunked\r\n\r\n0x6\r\nASK {}\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n6;a\nX\r\nASK {}\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n6\r\nASK {}XX0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n-1\r\nASK {}\r\n0\r\n\r\n",
        b"Host: localhost\r\nContent-Length: 6\r\n\r\nASK {}",
    ],
)
def test_no_request_hides_in_another(server: Served, head: bytes) -> None:
    assert answers(server, POST + head + SMUGGLED) == [400]


def test_requests_one_after_the_other_are_each_answered(server: Served) -> None:
    body = b"Content-Length: 6\r\n\r\nASK {}"
    assert answers(server, (POST + body) * 2 + SMUGGLED) == [200, 200, 200]
    inside = b"GET /ontology HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % len(SMUGGLED)
    assert answers(server, inside + SMUGGLED + SMUGGLED) == [200, 200]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"GET http://evil.example/ontology HTTP/1.1", 400),
        (b"GET //evil.example/ontology HTTP/1.1", 404),
        (b"OPTIONS * HTTP/1.1", 400),
        (b"CONNECT evil.example:80 HTTP/1.1", 400),
        (b"TRACE / HTTP/1.1", 403),
        (b"GET /ontology\x00 HTTP/1.1", 400),
        (b"GET /\xff HTTP/1.1", 400),
        (b"GET /a b HTTP/1.1", 400),
        (b"G\x1bT / HTTP/1.1", 400),
    ],
)
def test_a_line_that_is_no_usual_one(server: Served, line: bytes, status: int) -> None:
    assert answers(server, line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n") == [status]


OUT = [
    "../../../../etc/passwd", "%2e%2e/%2e%2e/%2e%2e/etc/passwd", "..%2f..%2fetc%2fpasswd", "..%5c..%5cmanifest.json",
    "%252e%252e%252fmanifest.json", "....//....//etc/passwd", "..;/manifest.json", "..%c0%af..%c0%afetc/passwd",
    "%2fetc%2fpasswd", "/etc/passwd", "file:///etc/passwd", "~root/.ssh", "manifest.json", "records.jsonl", "oxigraph",
    "manifest.json%00.css", "ask.css%00", "ask.js/", "ask.js/..", "./ask.js", "ask.js::$DATA", "ASK.JS", "a%0d%0ab",
    "CON", "NUL", "aux", "COM1.txt", "PRN.", "LPT1:", "\\\\?\\C:\\", "C:", "%5c%5cserver%5cshare", "x" * 5000,
    "serve/app.py", "__init__.py", "link",
]  # fmt: skip


def test_no_address_leads_out_of_what_is_served(built: Path, python: str, tmp_path: Path) -> None:
    """Nor to a file of the graph's folder, where a link leads out too."""
    folder = tmp_path / "build"
    folder.mkdir()
    for path in built.iterdir():
        (folder / path.name).symlink_to(path)
    (tmp_path / "secret").write_text("root:x: a secret", "ascii")
    (folder / "link").symlink_to(tmp_path / "secret")
    server = served(folder)
    try:
        for start in ("/", "/assets/", "/entity/", "/document/", "/section/", "/statement/", "/figure/", "/graphs/"):
            for out in OUT:
                for accept in ("text/html", "text/turtle"):
                    reply = server.ask(start + out, accept=accept)
                    assert reply.status in (400, 404), start + out
                    assert "root:x" not in reply.text
        assert server.ask("/entity/qingdao", accept="text/turtle").status == 200
    finally:
        _, said = server.end()
    assert "Traceback" not in said


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/%2e", "/%5cevil.example", "/entity//evil.example",
    "/https://evil.example", "/entity/https:%2f%2fevil.example", "/login//evil.example", "/.evil.example"])  # fmt: skip
def test_no_address_sends_a_browser_elsewhere(server: Served, path: str) -> None:
    for method in ("GET", "HEAD"):
        reply = server.ask(path, method, accept="text/html")
        assert (reply.status, "location" in reply.headers) == (404, False)


@pytest.mark.parametrize(
    "text", ["a\r\nSet-Cookie: a=b", "a\nX-Evil: 1", "a\r\n\r\n<script>", "\x85X-Evil: 1", "é\u2028x"]
)
def test_no_text_becomes_a_header(server: Served, text: str) -> None:
    for path in (f"/entity/{quote(text)}", f"/{quote(text)}", f"/find?q={quote(text)}", f"/sparql?query={quote(text)}"):
        for accept in ("text/html", "*/*"):
            headers = server.ask(path, accept=accept).headers
            assert not {"set-cookie", "x-evil"} & set(headers)


@given(st.binary(max_size=60).map(lambda data: bytes(set(data) - {10, 13, 0})))
def test_no_header_brings_it_down(server: Served, data: bytes) -> None:
    for name in (b"Host", b"Origin", b"Authorization", b"Cookie", b"Accept", b"If-None-Match", b"X-Forwarded-For"):
        more = b"Connection: close\r\n" + (b"" if name == b"Host" else b"Host: localhost\r\n")
        (status,) = answers(server, b"GET /ontology HTTP/1.1\r\n" + more + name + b": " + data + b"\r\n\r\n")
        assert status in (200, 304, 400, 403, 406, 421)


PATHS = (
    "/",
    "/ask",
    "/sparql",
    ASK,
    "/find?q=x",
    "/entity/qingdao",
    "/document/four-cities",
    "/nowhere",
    "/review",
)


@pytest.mark.parametrize("path", PATHS)
def test_no_answer_is_framed_guessed_or_kept_by_others(server: Served, path: str) -> None:
    for accept in ("text/html", "*/*"):
        headers = server.ask(path, accept=accept).headers
        policy = headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in policy or "sandbox" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["referrer-policy"] == "no-referrer"
        assert "private" in headers["cache-control"] or headers["cache-control"] == "no-store"
        assert "server" not in headers


def test_the_log_has_no_secrets_and_is_not_written_into(built: Path, python: str) -> None:
    server = served(built, "--log", SKILLGRAPH_TOKEN=TOKEN)
    asked = {"authorization": f"Bearer {TOKEN}", "cookie": "secret=cookie", "referer": "https://evil.example/secret"}
    server.ask("/sparql?query=secret&token=secret", user_agent="\x9b2Jsecret", **asked)
    server.ask("/entity/a%0a127.0.0.1%20-%20-%20%1b[2J%22%5c", **asked)
    server.ask('/entity/a"b\\c', **asked)
    server.ask("/", "POST", "token=secret", **asked)
    server.ask("/ontology", x_forwarded_for="192.0.2.7\x9b2J\x85 a", **asked)
    server.ask("/ontology", "HEAD", **asked)
    _, said = server.end()
    assert re.search(r"secret|token-of|\x1b|\x07|\x9b", said) is None
    *_, first, second, third, fourth, fifth, sixth, _ = said.splitlines()
    when = r" - - \[\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d \+0000\] "
    assert re.fullmatch(r"127\.0\.0\.1" + when + r'"GET /sparql HTTP/1\.1" 400 \d+', first)
    assert '"GET /entity/a%0a127.0.0.1%20-%20-%20%1b[2J%22%5c HTTP/1.1" 404' in second
    assert r'"GET /entity/a\x22b\x5cc HTTP/1.1" 404' in third
    assert re.fullmatch(r"127\.0\.0\.1" + when + r'"POST / HTTP/1\.1" 403 \d+', fourth)
    assert fifth.startswith(r"192.0.2.7\u009b2J\u0085 a - - [")
    assert sixth.endswith('"HEAD /ontology HTTP/1.1" 200 0')


EVIL = """<!doctype html><title>evil</title><script>
const done = [], own = { "X-Skillgraph": "1" }, ask = "/sparql?query=ASK{}", include = { credentials: "include" };
const make = (tag, more) => document.documentElement.appendChild(Object.assign(document.createElement(tag), more));
const tried = (path, how) =>
  done.push(fetch("SERVER" + path, { ...include, ...how }).then((got) => got.type, () => "error"));
for (const path of ["/review/api/decisions", "/sparql", "/login", "/"])
  for (const how of [{ headers: own }, {}, { mode: "no-cors" }])
    tried(path, { method: "POST", body: new URLSearchParams({ query: "ASK{}" }), ...how });
for (const mode of ["cors", "no-cors"]) tried(ask, { mode });
for (const [tag, key, path] of [["img", "src", ask], ["script", "src", "/assets/ask.js"], ["link", "href", "/ask"]])
  done.push(new Promise((end) => {
    const [onload, onerror] = [() => end("loaded"), () => end("error")];
    make(tag, { rel: "stylesheet", onload, onerror, [key]: "SERVER" + path });
  }));
for (const path of ["/review/api/decisions", "/sparql", "/login"]) {
  make("iframe", { name: path });
  const form = make("form", { method: "post", action: "SERVER" + path, target: path, enctype: "text/plain" });
  form.appendChild(Object.assign(document.createElement("input"), { name: "query=ASK{}" }));
  form.submit();
}
make("iframe", { src: "SERVER/" });
Promise.all(done).then((all) => (window.all = all));
</script>"""


def test_a_page_of_another_site_gets_and_changes_nothing(built: Path, python: str, browser: Browser) -> None:
    """By fetch, form, picture, script, style and frame; of a reader who is logged in."""
    server = served(built, "--log", SKILLGRAPH_TOKEN=TOKEN)
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.port}/login#{TOKEN}")
        page.wait_for_url(f"http://127.0.0.1:{server.port}/")
        (cookie,) = context.cookies()
        assert (cookie["httpOnly"], cookie["sameSite"], page.evaluate("document.cookie")) == (True, "Strict", "")
        assert TOKEN not in page.evaluate("JSON.stringify([location.href, document.referrer, history.state])")
        with other_site(EVIL.replace("SERVER", f"http://127.0.0.1:{server.port}")) as site:
            page.goto(site)
            until(page, "window.all !== undefined")
            seen = page.evaluate("window.all")
            # What a page may not read is opaque to it.
            assert set(seen) <= {"error", "opaque"}
            page.wait_for_load_state("networkidle")
    finally:
        context.close()
        _, said = server.end()
    lines = said.partition(' /login HTTP/1.1" 303 ')[2].splitlines()[1:-1]
    own = [line for line in lines if '"GET / HTTP/1.1" 200' in line]
    others = [line for line in lines if line not in own]
    assert len(own) == 1
    assert len(others) > 10
    assert {re.findall(r'" (\d{3}) ', line)[0] for line in others} <= {"401", "403"}
