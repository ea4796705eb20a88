"""What is said where a Neo4j lets nobody in: certificates, a first password, no answer, and one that is none."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

from command_line import complaint, skillgraph
from neo4j_server import ACCESS, Neo4jServer, neo4j_server

CHANGE = "the server wants another password for this user before anything else"
UNTRUSTED = "the server's certificate is not trusted (self-signed certificate): set SSL_CERT_FILE"
INITIAL = {"NEO4J_USERNAME": "neo4j", "NEO4J_PASSWORD": "neo4j"}


class Secure(NamedTuple):
    """A Neo4j whose first password nobody has changed yet, with a certificate that it signed itself."""

    server: Neo4jServer
    certificate: Path

    def at(self, scheme: str) -> str:
        return f"{scheme}://localhost:{self.server.port}"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key and a certificate for this machine."""
    folder = tmp_path_factory.mktemp("certificates")
    key = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(folder / "private.key")]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run([*key, "-out", str(folder / "public.crt"), "-days", "2", *names], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def secure(maven: None, certificates: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secure]:
    policy = "dbms.ssl.policy.bolt."
    settings = (
        f"{policy}enabled=true",
        f"{policy}base_directory={certificates}",
        f"{policy}private_key=private.key",
        f"{policy}public_certificate=public.crt",
        "server.bolt.tls_level=OPTIONAL",
    )
    with neo4j_server(tmp_path_factory.mktemp("secure"), settings=settings, changed=False) as server:
        yield Secure(server, certificates / "public.crt")


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_a_certificate_that_nobody_trusts_is_named_and_can_be_trusted(
    secure: Secure, desk: Path, tmp_path: Path, scheme: str
) -> None:
    uri = secure.at(scheme)
    for command in (("push", uri, "--dry-run"), ("cypher", "RETURN 1", "--uri", uri), ("pull", uri, "-o", tmp_path)):
        message = complaint(skillgraph(*command, cwd=desk, **INITIAL), 2)
        assert f"{uri}: {UNTRUSTED}" in message
        assert len(message.splitlines()) == 1
    trusted = skillgraph("push", uri, "--dry-run", cwd=desk, SSL_CERT_FILE=str(secure.certificate), **INITIAL)
    assert CHANGE in complaint(trusted, 2)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+ssc", "neo4j+ssc"])
def test_a_first_password_is_to_be_changed(secure: Secure, desk: Path, scheme: str) -> None:
    message = complaint(skillgraph("push", secure.at(scheme), cwd=desk, **INITIAL), 2)
    assert CHANGE in message
    assert "ALTER CURRENT USER SET PASSWORD" in message


@pytest.mark.parametrize("scheme", ["bolt", "neo4j+s"])
def test_a_server_that_is_frozen_is_told_from_one_that_speaks_something_else(
    secure: Secure, desk: Path, scheme: str
) -> None:
    uri = secure.at(scheme)
    with secure.server.frozen():
        message = complaint(skillgraph("push", uri, "--dry-run", cwd=desk, **INITIAL), 2)
    assert message.startswith(f"skillgraph: {uri} takes connections and says nothing: is the server overloaded")


@pytest.mark.parametrize("command", ["push", "pull", "cypher"])
def test_a_server_that_only_calls_itself_a_neo4j_gets_no_query(desk: Path, tmp_path: Path, command: str) -> None:
    """As a FalkorDB, which has EXPLAIN for no word and runs what stands behind it."""
    success, done = b"\xb1\x70\xa1", b"\xb1\x70\xa0"
    heard: list[bytes] = []

    def message(body: bytes) -> bytes:
        return len(body).to_bytes(2, "big") + body + b"\0\0"

    def speak() -> None:
        with listener.accept()[0] as peer:
            peer.recv(64)
            peer.sendall(b"\0\0\4\4")  # Bolt 4.4
            heard.append(peer.recv(4096))
            peer.sendall(message(success + b"\x86server\x8cNeo4j/5.13.0"))
            while said := peer.recv(4096):
                heard.append(said)
                if b"EXPLAIN" in said:
                    peer.sendall(message(success + b"\x86fields\x91\x811") + message(b"\xb1\x71\x91\x01"))
                peer.sendall(message(done))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=speak, daemon=True)
        thread.start()
        uri = f"bolt://127.0.0.1:{listener.getsockname()[1]}"
        query = ("CREATE (n:Mine)", "--uri", uri)
        options = {"push": (uri,), "pull": (uri, "-o", tmp_path / "pulled"), "cypher": query}[command]
        message_ = complaint(skillgraph(command, *options, cwd=desk, **ACCESS), 2)
        thread.join(60)
    assert f"{uri} speaks Bolt and calls itself Neo4j/5.13.0, but explains no query as a Neo4j does" in message_
    assert not any(b"CREATE" in said or b"MATCH" in said for said in heard)


class Web(BaseHTTPRequestHandler):
    """Knows no POST."""

    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, format: str, *arguments: object) -> None:
        """Tests read their own errors."""


@pytest.mark.parametrize("command", ["push", "sparql"])
def test_https_with_a_certificate_that_nobody_trusts_says_so(certificates: Path, desk: Path, command: str) -> None:
    server = HTTPServer(("127.0.0.1", 0), Web)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "public.crt", certificates / "private.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        url = f"https://localhost:{server.server_port}/sparql"
        options = (url,) if command == "push" else ("ASK {}", "--endpoint", url)
        assert UNTRUSTED in complaint(skillgraph(command, *options, cwd=desk), 2)
        trusted = skillgraph(command, *options, cwd=desk, SSL_CERT_FILE=str(certificates / "public.crt"))
        assert "is no SPARQL server (it answers 501)" in complaint(trusted, 2)
        plain = skillgraph(command, *[str(o).replace("https:", "http:") for o in options], cwd=desk)
        assert len(complaint(plain, 2).splitlines()) == 1
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
