"""The page of `skillgraph serve` that asks, and the files that the pages of the server consist of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from served import Served, served

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")


@pytest.fixture(scope="module")
def server(built: Path, python: str) -> Iterator[Served]:
    """The reports' graph, served."""
    server = served(built)
    yield server
    server.end()


@pytest.mark.parametrize(
    ("name", "type"), [("ask.js", "text/javascript"), ("review.js", "text/javascript"), ("base.css", "text/css")]
)
def test_a_file_comes_once_and_is_known_by_its_tag(server: Served, name: str, type: str) -> None:
    reply = server.ask(f"/assets/{name}")
    assert (reply.status, reply.type) == (200, type)
    assert server.ask(f"/assets/{name}", if_none_match=reply.headers["etag"])[:3] == (304, "", "")
    assert server.ask(f"/assets/{name}", if_none_match='"other"').text == reply.text


def test_no_other_file_is_to_be_had(server: Served) -> None:
    for name in ("app.py", "ask.js.sha256", "..%2Fapp.py", "%2Fetc%2Fpasswd"):
        assert server.ask(f"/assets/{name}").status == 404


def test_the_page_runs_no_script_but_its_own(server: Served) -> None:
    page, again = server.ask("/ask"), server.ask("/ask")
    policies = [reply.headers["content-security-policy"] for reply in (page, again)]
    assert all("script-src 'self';" in policy and "unsafe" not in policy for policy in policies)
    nonces = [re.findall(r"'nonce-([^']+)'", policy) for policy in policies]
    assert nonces[0] != nonces[1]
    assert f'nonce="{nonces[0][0]}"' in page.text
