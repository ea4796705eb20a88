"""What OpenRefine sends to a reconciliation service and reads of its answers, as its sources of version 3.9 have it.

The shapes of answers restate the specification 0.2 of the Reconciliation Service API: what may stand where.
"""

from __future__ import annotations

import json
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from served import Reply, Served

T = TypeVar("T")
FORM = "application/x-www-form-urlencoded; charset=UTF-8"


class Type(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    name: str = ""
    broader: list[Any] = []


class Feature(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    value: bool | float


class Candidate(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    name: str
    score: float
    description: str = ""
    type: list[Type] = []
    match: bool = False
    features: list[Feature] = []


class Result(msgspec.Struct, forbid_unknown_fields=True):
    result: list[Candidate]


class Path(msgspec.Struct, forbid_unknown_fields=True):
    service_url: str
    service_path: str
    flyout_service_url: str = ""
    flyout_service_path: str = ""


class Suggest(msgspec.Struct, forbid_unknown_fields=True):
    entity: Path
    property: Path
    type: Path


class View(msgspec.Struct, forbid_unknown_fields=True):
    url: str


class Preview(msgspec.Struct, forbid_unknown_fields=True):
    url: str
    width: int
    height: int


class Choice(msgspec.Struct, forbid_unknown_fields=True):
    value: str
    name: str


class Setting(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    label: str
    type: str
    default: str | int
    help_text: str = ""
    choices: list[Choice] = []


class Extend(msgspec.Struct, forbid_unknown_fields=True):
    propose_properties: Path
    property_settings: list[Setting] = []


class Manifest(msgspec.Struct, forbid_unknown_fields=True):
    versions: list[str]
    name: str
    identifierSpace: str  # noqa: N815  # the specification's names
    schemaSpace: str  # noqa: N815
    view: View
    suggest: Suggest
    preview: Preview
    extend: Extend
    defaultTypes: list[Type] = []  # noqa: N815
    serviceVersion: str = ""  # noqa: N815
    documentation: str = ""
    logo: str = ""
    batchSize: int = 0  # noqa: N815


class Suggestion(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    name: str
    description: str = ""
    notable: list[Type] = []


class Suggestions(msgspec.Struct, forbid_unknown_fields=True):
    result: list[Suggestion]


class Proposal(msgspec.Struct, forbid_unknown_fields=True):
    properties: list[Suggestion]
    type: str = ""
    limit: int = 0


class Value(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A cell that a table is extended with: a thing, or one of the others."""

    id: str | None = None
    name: str | None = None
    text: str | None = msgspec.field(default=None, name="str")
    number: float | None = msgspec.field(default=None, name="float")
    whole: int | None = msgspec.field(default=None, name="int")


class Column(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    name: str
    type: Type | None = None


class Extension(msgspec.Struct, forbid_unknown_fields=True):
    meta: list[Column]
    rows: dict[str, dict[str, list[Value]]]


class OpenRefine:
    """A client of a service.

    Args:
        server: that the service runs on.
    """

    def __init__(self, server: Served) -> None:
        self._server = server
        self.manifest = self.read(server.ask("/reconcile", accept="application/json, text/javascript"), Manifest)

    @staticmethod
    def read(reply: Reply, kind: type[T]) -> T:
        """An answer, if it is one."""
        assert (reply.status, reply.type) == (200, "application/json"), reply
        return msgspec.json.decode(reply.text, type=kind)

    def post(self, name: str, value: object) -> Reply:
        """Sends one parameter as its HttpClient does, without an Origin."""
        body = urlencode({name: json.dumps(value, ensure_ascii=False)})
        return self._server.ask("/reconcile", "POST", body, content_type=FORM, user_agent="OpenRefine/3.9.3")

    def reconcile(self, *cells: str, type: str = "", **more: object) -> list[list[Candidate]]:
        """The candidates of cells of a column, in one batch, the best first."""
        of_type = {"type": type, "type_strict": "should"} if type else {}
        batch = {f"q{i}": {"query": cell, **of_type, **more} for i, cell in enumerate(cells)}
        found = self.read(self.post("queries", batch), dict[str, Result])
        assert found.keys() == batch.keys()
        results = [found[name].result for name in batch]
        for candidates in results:
            assert candidates == sorted(candidates, key=lambda candidate: -candidate.score)
            assert not any(candidate.match for candidate in candidates[1:])
        return results

    def extend(self, ids: list[str], *properties: str, **settings: object) -> Extension:
        """Columns from a reconciled one."""
        asked = [{"id": p, **({"settings": settings} if settings else {})} for p in properties]
        found = self.read(self.post("extend", {"ids": ids, "properties": asked}), Extension)
        assert [column.id for column in found.meta] == [*properties]
        assert found.rows.keys() == set(ids)
        return found

    def suggest(self, kind: str, prefix: str, **more: object) -> list[Suggestion]:
        """What its page proposes while someone types."""
        path: Path = getattr(self.manifest.suggest, kind)
        assert path.service_url == self._server.url
        query = urlencode({"prefix": prefix, **more})
        return self.read(self._server.ask(f"{path.service_path}?{query}"), Suggestions).result

    def flyout(self, kind: str, id: str) -> str:
        """What its page shows beside a proposal."""
        path: Path = getattr(self.manifest.suggest, kind)
        reply = self._server.ask(path.flyout_service_path.replace("${id}", quote(id, safe="")))
        return str(self.read(reply, dict[str, str])["html"])

    def preview(self, id: str) -> Reply:
        """What its page shows of a thing in a frame."""
        url = self.manifest.preview.url.replace("{{id}}", quote(id, safe=""))
        return self._server.ask(url.removeprefix(self._server.url))

    def proposed(self, type: str, limit: int = 0) -> Proposal:
        """The columns that its dialogue proposes."""
        path = self.manifest.extend.propose_properties
        query = urlencode({"type": type, **({"limit": limit} if limit else {})})
        return self.read(self._server.ask(f"{path.service_path}?{query}"), Proposal)
