"""A report under review for tests: a draft of our own words, its server, and what a page would ask of it."""

from __future__ import annotations

import json
import shutil
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from drafts import decide, rows
from served import Reply, Served
from skillgraph.documents import read_document
from skillgraph.extract.drafts import write_draft
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.tables.review_sheet import SHEET

TEXT = (
    "# 山海市产教融合情况\n\n山海市技师学院与山海市海川集团有限公司合作共建“匠心学院”。"
    "2024年，山海市技师学院在校生4.91万人，毕业生近800名。\n\n"
    "计划2026年，山海市海川集团有限公司向山海市技师学院捐赠设备20台。市技师学院还与山海市云帆职业学校合作。"
    "该校开设𬭎工实训班。\n"
)
_TABLES = ("entities.csv", "statements.csv", "observations.csv", "sections.csv")


def drafted(parent: Path, name: str = "my-report", text: str = TEXT) -> Path:
    """A loader's folder as `extract --loader` makes it; the report lies beside it."""
    document = parent / f"{name}.txt"
    document.write_text(text, encoding="utf-8")
    propose(document, parent / name)
    return parent / name


def with_relations(folder: Path) -> Path:
    """A draft whose names are accepted in the sheet, so that relations are proposed too."""
    decide(folder, {row["id"]: "accept" for row in rows(folder / SHEET) if row["part"] == "name"})
    propose(folder.parent / f"{folder.name}.txt", folder)
    return folder


def copied(folder: Path, parent: Path) -> Path:
    """A copy of a draft, with its report."""
    shutil.copytree(folder, parent / folder.name)
    shutil.copy(folder.parent / f"{folder.name}.txt", parent)
    return parent / folder.name


def propose(document: Path, folder: Path) -> None:
    """Runs extraction on a draft, again too."""
    write_draft(read_document(document), RuleExtractor(), folder)


def tables(folder: Path) -> dict[str, bytes]:
    """The tables of a loader as they are on the disk."""
    return {name: (folder / name).read_bytes() for name in _TABLES if (folder / name).exists()}


class Page:
    """What the page of a reviewer asks of a server.

    Args:
        server: that runs.
        by: the reviewer.
        report: the id of the report.
    """

    def __init__(self, server: Served, by: str = "李敏", report: str = "my-report") -> None:
        self.server, self.by, self.report = server, by, report

    def get(self, path: str = "", **query: str) -> Any:
        """What is there below the report."""
        reply = self.server.ask(f"/review/api/reports/{self.report}{path}?{urlencode({'by': self.by, **query})}")
        assert reply.status == 200, reply.text
        return json.loads(reply.text)

    def post(self, path: str, **body: Any) -> Reply:
        """Sends a wish, as its page does."""
        whole = {"by": self.by, "key": str(uuid.uuid4()), **body}
        where = f"/review/api/reports/{self.report}/{path}"
        return self.server.ask(where, "POST", json.dumps(whole), content_type="application/json", x_skillgraph="1")

    def done(self, path: str, **body: Any) -> Any:
        """Sends a wish that is carried out."""
        reply = self.post(path, **body)
        assert reply.status in (200, 202), reply.text
        return json.loads(reply.text)

    def decide(self, item: str, do: str, **more: Any) -> Any:
        """Decides on an item."""
        return self.done("decisions", item=item, do=do, **more)

    def refused(self, status: int, path: str, **body: Any) -> Any:
        """What comes back of a wish that is not carried out."""
        reply = self.post(path, **body)
        assert reply.status == status, reply.text
        return json.loads(reply.text)

    def proposals(self, kind: str = "") -> list[dict[str, Any]]:
        """The proposals, those of one kind."""
        found: list[dict[str, Any]] = self.get(only=kind)["proposals"]
        return found

    def item(self, words: str, kind: str = "") -> dict[str, Any]:
        """The first proposal that reads so."""
        found = [p for p in self.proposals(kind) if words in p["reads"] and not p["serves"]]
        assert found, words
        return found[0]


def reviewing(folder: Path, *options: object) -> Served:
    """A server of a draft, or of a folder with several."""
    return Served("serve", "--review", folder, "--port", 0, "--no-browser", *options, cwd=folder.parent)
