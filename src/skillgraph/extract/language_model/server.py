"""A server that speaks the OpenAI-compatible protocol, its answers kept by content, and answers made elsewhere."""

from __future__ import annotations

import codecs
import hashlib
import os
import time
from pathlib import Path
from typing import Any

import msgspec

from skillgraph.extract.language_model.request import Request
from skillgraph.model.errors import NOT_DECODED, DataError, QueryError, UsageError, missing_extra
from skillgraph.model.urls import host_of, is_loopback
from skillgraph.writing.cache import cache_folder
from skillgraph.writing.files import write_whole

#: Where a server's key is read from; local servers need none.
KEY = "SKILLGRAPH_LLM_KEY"
_MOST_BYTES = 4_000_000
#: Of wall-clock time for one answer.
_SECONDS = 300.0
_TRIES = 3
#: So many requests that are answered twice are told one by one.
_TOLD = 3


class _Message(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Usage(msgspec.Struct):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class Completion(msgspec.Struct):
    """What `/chat/completions` gives."""

    choices: list[_Choice]
    usage: _Usage = msgspec.field(default_factory=_Usage)

    def content(self) -> str:
        """The words of the answer.

        Raises:
            QueryError: the model gave none, refused, or was cut off.
        """
        choice = self.choices[0] if self.choices else None
        if choice is None or choice.message.content is None:
            refusal = choice.message.refusal if choice else None
            raise QueryError(f"the model gave no answer{f': {refusal[:200]}' if refusal else ''}")
        if choice.finish_reason == "length":
            raise QueryError("the answer was cut off: give the model a longer context or output")
        return choice.message.content


class _BatchResponse(msgspec.Struct):
    status_code: int
    body: msgspec.Raw


class _BatchLine(msgspec.Struct):
    custom_id: str
    response: _BatchResponse | None = None
    error: Any = None


class Spent(msgspec.Struct):
    """What asking has cost: requests sent, answers that were there already, tokens in and out."""

    asked: int = 0
    kept: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0

    def add(self, completion: Completion) -> None:
        """Counts the tokens of an answer."""
        self.prompt_tokens += completion.usage.prompt_tokens
        self.completion_tokens += completion.usage.completion_tokens


class Server:
    """A model on a server, asked part by part.

    Answers are kept in the user's cache by the content of the request, so that a rerun gives the same bytes and costs
    nothing.

    Args:
        url: the base of the protocol, as `http://127.0.0.1:11434/v1`.
        model: the server's name of the model.
        remote: whether the text of reports may leave this machine.

    Raises:
        UsageError: the URL is none, or of another machine without `remote`.
    """

    def __init__(self, url: str, model: str, *, remote: bool = False) -> None:
        self.url = url.rstrip("/") + "/chat/completions"
        self.model = model
        self.spent = Spent()
        host = host_of(url, "a language model's server", f"leave the key out of the URL: set {KEY}")
        if not remote and not is_loopback(host):
            raise UsageError(
                f"{host} is another machine, and the report's text would go there; say --llm-remote if it may"
            )
        try:
            import urllib3
        except ImportError:
            raise missing_extra("a language model's server", "llm") from None
        retry = urllib3.Retry(
            total=_TRIES, backoff_factor=0.5, status_forcelist=(429, 500, 502, 503, 504), allowed_methods=None,
            redirect=False, raise_on_status=False,
        )  # fmt: skip
        self._pool = urllib3.PoolManager(retries=retry)

    def answer(self, request: Request) -> str:
        """The words that the model answers, from the cache where it was asked the same before.

        Raises:
            QueryError: the server fails, is late, or gives something else than an answer.
            UsageError: it is not there, or does not let this user in.
        """
        body = msgspec.json.encode(request.body(self.model))
        kept = cache_folder() / "answers" / f"{hashlib.sha256(self.url.encode() + body).hexdigest()}.json"
        if kept.is_file():
            self.spent.kept += 1
            return msgspec.json.decode(kept.read_bytes(), type=Completion).content()
        data = self._post(body)
        try:
            completion = msgspec.json.decode(data, type=Completion)
        except NOT_DECODED as error:
            raise QueryError(f"{self.url}: no answer of this protocol ({error})") from None
        content = completion.content()
        self.spent.asked += 1
        self.spent.add(completion)
        _keep(kept, data)
        return content

    def notes(self) -> list[str]:
        """What a person should know of the answers: nothing beyond what is counted."""
        return []

    def _post(self, body: bytes) -> bytes:
        import urllib3

        headers = {"Content-Type": "application/json", "User-Agent": "skillgraph"}
        if key := os.environ.get(KEY):
            headers["Authorization"] = f"Bearer {key}"
        end = time.monotonic() + _SECONDS
        timeout = urllib3.Timeout(connect=5.0, read=_SECONDS)
        try:
            response = self._pool.request(
                "POST", self.url, body=body, headers=headers, timeout=timeout, preload_content=False
            )
            data = bytearray()
            for chunk in response.stream(65_536):
                data += chunk
                if len(data) > _MOST_BYTES:
                    raise QueryError(f"{self.url}: an answer of more than {_MOST_BYTES:,} bytes")
                if time.monotonic() > end:
                    raise QueryError(f"{self.url}: no whole answer in {_SECONDS:g} s")
        except urllib3.exceptions.ReadTimeoutError:
            raise QueryError(f"{self.url}: no answer in {_SECONDS:g} s") from None
        except urllib3.exceptions.MaxRetryError as error:
            if isinstance(error.reason, urllib3.exceptions.ReadTimeoutError):
                raise QueryError(f"{self.url}: no answer in {_SECONDS:g} s") from None
            raise UsageError(f"{self.url} can't be reached; is the server running?") from None
        except urllib3.exceptions.HTTPError as error:
            raise QueryError(f"{self.url}: the server broke off ({error})") from None
        if response.status in (401, 403):
            raise UsageError(f"{self.url} does not let you in; set {KEY}")
        if response.status != 200:
            said = data[:200].decode("utf-8", "replace").partition("\n")[0]
            raise QueryError(f"{self.url} answers {response.status}: {said}")
        return bytes(data)


class Answers:
    """Answers made elsewhere, in the JSON Lines of the Batch API's output.

    Args:
        path: the file.

    Raises:
        DataError: a line is none of that form; the message says which.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.spent = Spent()
        self._bodies: dict[str, msgspec.Raw] = {}
        self._failed: dict[str, str] = {}
        self._asked: set[str] = set()
        self._said: list[str] = []
        self._again = 0
        decoder = msgspec.json.Decoder(_BatchLine)
        try:
            with path.open("rb") as file:
                for number, line in enumerate(file, 1):
                    # Files that editors saved, and those that were put together of such, have byte order marks.
                    plain = line.replace(codecs.BOM_UTF8, b"").strip()
                    if not plain:
                        continue
                    try:
                        self._take(decoder.decode(plain), number)
                    except NOT_DECODED as error:
                        if self._bodies and not line.endswith(b"\n"):
                            self._said.append(f"{path}, line {number}: cut off; the answers before it are taken")
                            continue
                        raise DataError(f"{path}, line {number}: no line of a Batch API's output ({error})") from None
        except OSError as error:
            raise UsageError(f"{path}: can't be read: {error.strerror}") from None

    def _take(self, line: _BatchLine, number: int) -> None:
        if line.response is None or line.response.status_code != 200:
            self._failed[line.custom_id] = str(line.error or (line.response and line.response.status_code))
            return
        body = line.response.body
        if _content(self._bodies.setdefault(line.custom_id, body)) != _content(body):
            self._bodies[line.custom_id] = body
            self._again += 1
            if self._again <= _TOLD:
                self._said.append(
                    f"{self.path}, line {number}: request {line.custom_id} is answered again, differently; the later "
                    "answer counts"
                )

    def notes(self) -> list[str]:
        """What a person should know of the file, a line each, after all was asked."""
        said = [*self._said]
        if more := max(self._again - _TOLD, 0):
            said.append(f"{self.path}: {more} more requests are answered again, differently; the later answers count")
        missing = len(self._asked - self._bodies.keys() - self._failed.keys())
        foreign = len(self._bodies.keys() - self._asked)
        if missing:
            said.append(
                f"{self.path}: no answer to {missing} of {len(self._asked)} requests, and {foreign} answers to others: "
                "it was made for other texts, or for the requests of another version; write them again"
            )
        return said

    def answer(self, request: Request) -> str:
        """The words of the answer to a request.

        Raises:
            QueryError: there is none in the file, or it failed where it was made.
        """
        self._asked.add(request.id)
        # What failed first and was asked again has its answer.
        if request.id in self._failed and request.id not in self._bodies:
            raise QueryError(f"{self.path}: request {request.id} failed: {self._failed[request.id][:200]}")
        if request.id not in self._bodies:
            raise QueryError(
                f"{self.path}: no answer to request {request.id}; the file was made for other texts, or for the "
                "requests of another version: write them again"
            )
        try:
            completion = msgspec.json.decode(self._bodies[request.id], type=Completion)
        except NOT_DECODED as error:
            raise QueryError(f"{self.path}: the answer to request {request.id} is none ({error})") from None
        self.spent.kept += 1
        self.spent.add(completion)
        return completion.content()


def _content(body: msgspec.Raw) -> str | bytes:
    """What an answer says; all of it where it is none."""
    try:
        return msgspec.json.decode(body, type=Completion).content()
    except (*NOT_DECODED, QueryError):
        return bytes(body)


def _keep(path: Path, data: bytes) -> None:
    """Keeps an answer; a cache that can't be written only costs the next run its time."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
    except OSError:
        return
