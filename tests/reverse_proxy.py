"""A reverse proxy for tests: nginx where it is, and one of the standard library, set up as docs/servers.md says."""

from __future__ import annotations

import http.client
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_CONFIGURATION = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 128; }}
http {{
  access_log {folder}/access.log;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    location /skillgraph/ {{
{location}
    }}
  }}
}}
"""


@contextmanager
def nginx(folder: Path, behind: int, location: str) -> Iterator[int]:
    """nginx before a server; its port.

    Args:
        folder: for its files.
        behind: the port of the server.
        location: what the documentation has for a location.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    file = folder / "nginx.conf"
    location = location.replace("8321", str(behind))
    file.write_text(_CONFIGURATION.format(folder=folder, port=port, location=location), "utf-8")
    process = subprocess.Popen(["nginx", "-e", str(folder / "error.log"), "-c", str(file)])
    try:
        _until_it_listens(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _until_it_listens(port: int) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return


@contextmanager
def plain(behind: int) -> Iterator[int]:
    """A proxy of a few lines before a server; its port."""

    class Passed(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            forwarded = ", ".join([*self.headers.get_all("X-Forwarded-For", []), self.client_address[0]])
            headers = {name: value for name, value in self.headers.items() if name.lower() != "x-forwarded-for"}
            more = {"X-Forwarded-For": forwarded, "X-Forwarded-Proto": "http", "Connection": "close"}
            with closing(http.client.HTTPConnection("127.0.0.1", behind, timeout=60)) as asking:
                asking.request(self.command, self.path, body, {**headers, **more})
                with closing(asking.getresponse()) as response:
                    data = response.read()
            self.send_response(response.status)
            for name, value in response.getheaders():
                if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.write(data)

        do_GET = do_POST = _pass  # noqa: N815  # names of the standard library

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Passed) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        try:
            yield proxy.server_address[1]
        finally:
            proxy.shutdown()
