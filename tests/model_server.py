"""A server with the OpenAI-compatible protocol for tests, which answers well, badly, late or not at all; asking it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from skillgraph.cli import skillgraph

Answering = Callable[[dict[str, Any]], str]


def completion(content: str | None, finish: str = "stop") -> bytes:
    """The body of an answer."""
    message = {"role": "assistant", "content": content}
    usage = {"prompt_tokens": 1000, "completion_tokens": 100}
    return json.dumps({"choices": [{"message": message, "finish_reason": finish}], "usage": usage}).encode()


class ModelServer:
    """Listens on a free port of the loopback interface.

    `answer` makes the content from a request's body; `status` is of the next responses, one each, then 200; `late` are
    seconds to wait before answering; `raw` is sent in place of a completion.
    """

    def __init__(self, answer: Answering) -> None:
        self.answer = answer
        self.status: list[int] = []
        self.late = 0.0
        self.raw: bytes | None = None
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.requests.append(body)
                outer.headers.append(dict(self.headers))
                time.sleep(outer.late)
                status = outer.status.pop(0) if outer.status else 200
                data = outer.raw if outer.raw is not None else completion(outer.answer(body))
                with suppress(BrokenPipeError):  # whoever asked may have gone
                    self.send_response(status)
                    if status == 429:
                        self.send_header("Retry-After", "0")
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def close(self) -> None:
        """Stops listening."""
        self._server.shutdown()
        self._server.server_close()


def extract(report: Path, *options: object) -> Result:
    """Runs `extract` on a report."""
    return CliRunner().invoke(skillgraph, ["extract", str(report), *map(str, options)])


def asked(report: Path, server: ModelServer) -> Result:
    """What `extract` says of a report with the server as one more voice."""
    return extract(report, "--extractor", "llm", "--llm-server", server.url, "--llm-model", "m")


def rows(result: Result, kind: str) -> list[dict[str, Any]]:
    """The records of a kind that it gave."""
    found = [json.loads(line) for line in result.stdout.splitlines()]
    return [row for row in found if row["kind"] == kind]


def facts(result: Result) -> set[tuple[str, str, str, str]]:
    """What the model states: subject, predicate and object by name, modality."""
    names = {e["id"]: e["name"] for e in rows(result, "entity")}
    return {
        (names[r["subject"]], r["predicate"], names[r["object"]], r["modality"])
        for r in rows(result, "relation")
        if "language model" in r.get("by", [])
    }
