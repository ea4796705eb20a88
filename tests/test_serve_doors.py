"""Whom `skillgraph serve` answers: tokens, names, origins, what changes something, prefixes; on a real server."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from command_line import complaint, skillgraph
from served import Reply, Served, served

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")

ASK = "/sparql?query=ASK%7B%7D"
TOKEN = "a-token-of-the-tests-0123456789"
FORM = "application/x-www-form-urlencoded"
BROWSER = {"accept": "text/html", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document", "sec_fetch_site": "none"}


@pytest.fixture(scope="module")
def shared(built: Path, python: str) -> Iterator[Served]:
    """A server that others can reach, with a token that somebody chose."""
    server = served(built, "--host", "0.0.0.0", SKILLGRAPH_TOKEN=TOKEN)
    yield server
    server.end()


@pytest.fixture(scope="module")
def server(built: Path, python: str) -> Iterator[Served]:
    """A server of this machine alone, which lets the pages of another origin ask."""
    server = served(built, "--cors", "https://example.org")
    yield server
    server.end()


def basic(user: str, password: str) -> str:
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode()


def login(server: Served, token: str, prefix: str = "", **headers: str) -> Reply:
    return server.ask(f"{prefix}/login", "POST", urlencode({"token": token}), content_type=FORM, **headers)


def cookie_of(reply: Reply) -> str:
    return reply.headers["set-cookie"].partition(";")[0]


@pytest.mark.parametrize("path", ["/", ASK, "/find?q=x", "/entity/qingdao", "/assets/ask.js", "/nowhere", "/ontology"])
def test_nothing_is_to_be_had_without_the_token(shared: Served, path: str) -> None:
    reply = shared.ask(path)
    assert (reply.status, reply.type) == (401, "text/plain")
    assert "Bearer" in reply.headers["www-authenticate"]
    assert "Basic" in reply.headers["www-authenticate"]
    assert "set-cookie" not in reply.headers


@pytest.mark.parametrize("shown", [f"Bearer {TOKEN}", f"bearer  {TOKEN}", basic("", TOKEN), basic("anybody", TOKEN)])
def test_programs_send_the_token_as_they_know_it(shared: Served, shown: str) -> None:
    assert shared.ask(ASK, authorization=shown).status == 200


@pytest.mark.parametrize(
    "shown",
    [
        "Bearer", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN.upper()}", f"Token {TOKEN}", TOKEN,
        basic(TOKEN, ""), "Basic ?", "Basic 8PDw", "Bearer \xff\xfe", f"Bearer {TOKEN}\x00", f"Bearer {TOKEN},{TOKEN}",
    ],
)  # fmt: skip
def test_another_token_opens_nothing(shared: Served, shown: str) -> None:
    assert shared.ask(ASK, authorization=shown).status in (400, 401)


def test_a_token_in_an_address_opens_nothing(shared: Served) -> None:
    for path in (f"{ASK}&token={TOKEN}", f"{ASK}&access_token={TOKEN}", f"/login?token={TOKEN}"):
        reply = shared.ask(path)
        assert "set-cookie" not in reply.headers
        assert path.startswith("/login") or reply.status == 401


def test_a_browser_comes_in_by_a_form_and_a_cookie_that_no_script_sees(shared: Served) -> None:
    form = shared.ask("/entity/qingdao", **BROWSER)
    assert (form.status, form.type) == (401, "text/html")
    assert form.headers["www-authenticate"] == 'Bearer realm="skillgraph"'
    assert form.headers["cache-control"] == "no-store"
    assert '<form method="post" action="/login">' in form.text
    reply = login(shared, TOKEN, origin=f"http://127.0.0.1:{shared.port}", sec_fetch_site="same-origin")
    assert (reply.status, reply.headers["location"]) == (303, "/")
    assert reply.headers["set-cookie"].endswith("; Path=/; HttpOnly; SameSite=Strict")
    assert TOKEN not in reply.headers["set-cookie"]
    assert shared.ask(ASK, cookie=cookie_of(reply)).status == 200
    assert shared.ask(ASK, cookie=f"{cookie_of(reply)[:-4]}0000; {cookie_of(reply)}; a=b").status == 200
    assert shared.ask("/login", cookie=cookie_of(reply)).headers["location"] == "/"


@pytest.mark.parametrize(
    "cookie", ["", "{name}=", "{name}=" + "0" * 64, "other={value}", "{name}=" + TOKEN, "\x01;;=;"]
)
def test_no_other_cookie_lets_in(shared: Served, cookie: str) -> None:
    name, _, value = cookie_of(login(shared, TOKEN)).partition("=")
    assert shared.ask(ASK, cookie=cookie.format(name=name, value=value)).status in (400, 401)


def test_a_wrong_login_is_told_in_both_languages(shared: Served) -> None:
    for language, says in (("zh-CN,en", "令牌不对"), ("de", "This token is not the one")):
        reply = login(shared, "wrong-token-0123456789", accept_language=language)
        assert (reply.status, "set-cookie" in reply.headers) == (403, False)
        assert says in reply.text
        assert 'role="alert">' in reply.text
    assert shared.ask("/login", "POST", "x" * 5000, content_type=FORM).status == 413
    assert shared.ask("/login", "PUT", "").status == 405


def test_a_token_that_is_made_is_shown_once_in_an_address_that_lets_in(built: Path, python: str) -> None:
    server = served(built, "--host", "0.0.0.0", "--log")
    try:
        said = "".join(server.says() for _ in range(3))
        (token,) = re.findall(r"/login#([\w-]{43})\n", said)
        assert login(server, token).status == 303
        assert server.ask(ASK, authorization=f"Bearer {token}").status == 200
        processes = [*server.engines(), server.pid]
        assert not any(token in Path(f"/proc/{process}/cmdline").read_text("utf-8") for process in processes)
    finally:
        _, rest = server.end()
    assert rest.count("\n") >= 3
    assert token not in server.url + rest


def test_a_token_comes_from_a_file_or_the_environment(built: Path, desk: Path, python: str, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n", "ascii")
    server = served(built, "--token-file", file, SKILLGRAPH_TOKEN="another-token-0123456789")
    try:
        assert server.ask(ASK).status == 401, "loopback too, where somebody chose a token"
        assert server.ask(ASK, authorization=f"Bearer {TOKEN}").status == 200
        assert server.ask(ASK, authorization="Bearer another-token-0123456789").status == 401
    finally:
        _, said = server.end()
    assert TOKEN not in said
    for text in ("", "short", "two\nlines-of-a-token-012", "令牌令牌令牌令牌令牌令牌令牌令牌", "a b" * 8):
        file.write_text(text, "utf-8")
        said = complaint(skillgraph("serve", built, "--token-file", file, cwd=desk), 2)
        assert "16 to 512" in said
    assert "No such file" in complaint(skillgraph("serve", built, "--token-file", tmp_path / "no", cwd=desk), 2)


def test_what_changes_something_is_refused_to_whoever_is_not_this_server_s_own_page(server: Served) -> None:
    """A browser lets no form, picture or fetch of another origin send a header of its own without asking first."""
    for path in ("/review/api/decisions", "/", "/find", "/anything"):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert server.ask(path, method, "{}").status == 403
            for origin in ("https://example.org", "https://evil.example", "null", "http://127.0.0.1:1"):
                assert server.ask(path, method, "{}", origin=origin, x_skillgraph="1").status == 403
            assert server.ask(path, method, "{}", sec_fetch_site="cross-site", x_skillgraph="1").status == 403
            own = server.ask(path, method, "{}", origin=server.url, sec_fetch_site="same-origin", x_skillgraph="1")
            assert own.status in (404, 405)


def test_no_other_origin_reads_what_is_reviewed(server: Served) -> None:
    asked = {"access_control_request_method": "POST", "access_control_request_headers": "x-skillgraph"}
    for path in ("/review", "/review/api/reports"):
        assert server.ask(path, origin="https://example.org").status == 403
        assert server.ask(path, "OPTIONS", origin="https://example.org", **asked).status == 403


@pytest.mark.parametrize(
    ("site", "mode", "dest", "status"),
    [
        ("none", "navigate", "document", 200),
        ("same-origin", "cors", "empty", 200),
        ("same-origin", "no-cors", "script", 200),
        ("cross-site", "navigate", "document", 200),
        ("cross-site", "navigate", "iframe", 403),
        ("cross-site", "navigate", "object", 403),
        ("cross-site", "no-cors", "image", 403),
        ("same-site", "no-cors", "script", 403),
        ("cross-site", "no-cors", "empty", 403),
        ("cross-site", "websocket", "websocket", 403),
    ],
)
def test_other_pages_link_here_and_take_nothing(server: Served, site: str, mode: str, dest: str, status: int) -> None:
    headers = {"sec_fetch_site": site, "sec_fetch_mode": mode, "sec_fetch_dest": dest}
    for path in (ASK, "/assets/ask.js", "/find?q=qingdao"):
        assert server.ask(path, **headers).status == status


def test_the_example_with_a_token_runs(desk: Path, python: str) -> None:
    line = "--allow-host graph.example.org --prefix /skillgraph --token-file token.txt --log"
    (desk / "token.txt").write_text(TOKEN, "ascii")
    server = Served("serve", *line.split(), cwd=desk)
    try:
        asked = {"authorization": f"Bearer {TOKEN}", "host": "graph.example.org"}
        assert "<title>" in server.ask("/skillgraph/", **asked).text
        assert server.ask(f"/skillgraph{ASK}", **asked).status == 200
        assert server.ask("/skillgraph/", host="graph.example.org").status == 401
        assert server.ask("/skillgraph/", **{**asked, "host": "evil.example"}).status == 421
    finally:
        code, said = server.end()
    assert code == 0
    assert '"GET /skillgraph/sparql HTTP/1.1" 200 26' in said
