"""All reports under review in a folder, what they have in common, and the runs of extraction on them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from skillgraph.deciding.again import Again
from skillgraph.deciding.errors import NotDone
from skillgraph.deciding.report import Report
from skillgraph.deciding.reviewing import Reviewing
from skillgraph.deciding.vocabulary import things, vocabulary
from skillgraph.extract.linking import KnownEntities
from skillgraph.model.errors import DataError, UsageError
from skillgraph.tables.opening import default_loaders


class Desk:
    """What reviewers sit at.

    Args:
        folder: of a loader, or with folders of loaders.
        documents: the folder of the reports' files; without one they are looked for here and beside the loader.
        reviewer: who reviews, where one person starts the server for herself.
        chinese: puts a message into Chinese.

    Raises:
        UsageError: no loader is there.
    """

    def __init__(
        self, folder: Path, documents: Path | None, reviewer: str = "", chinese: Callable[[str], str] = str
    ) -> None:
        self.reviewer = reviewer
        self.chinese = chinese
        self.problems: dict[str, str] = {}
        folders = (
            [folder] if (folder / "source.toml").is_file() else sorted(p.parent for p in folder.glob("*/source.toml"))
        )
        if not folders:
            raise UsageError(f"{folder}: no loader's folder, and none in it; make one: skillgraph extract --loader")
        reports = []
        for one in folders:
            try:
                reports.append(Report(one))
            except DataError as error:
                self.problems[one.name] = str(error)
        if not reports:
            raise DataError("\n".join(self.problems.values()))
        own = [report.folder for report in reports]
        self.reports = {report.id: Reviewing(report, documents, self.known, own) for report in reports}
        self._known: KnownEntities | None = None
        self._reading = threading.Lock()
        self._runs: dict[str, Again] = {}

    def known(self) -> KnownEntities:
        """The things of the reference tables and of the reports that skillgraph carries."""
        with self._reading:
            if self._known is None:
                self._known = KnownEntities(default_loaders())
            return self._known

    def report(self, id: str) -> Reviewing:
        """A report.

        Raises:
            NotDone: there is none, or its tables can't be read.
        """
        if id in self.problems:
            raise NotDone("tables", self.problems[id], problems=self.problems[id].splitlines())
        if id not in self.reports:
            raise NotDone("absent", f"no report {id!r}; there are {', '.join(sorted(self.reports))}")
        return self.reports[id]

    def overview(self) -> list[dict[str, Any]]:
        """All reports, with how far they are."""
        told = [self.reports[id].overview() for id in sorted(self.reports)]
        return told + [{"id": id, "title": id, "issued": "", "problem": p} for id, p in sorted(self.problems.items())]

    def reviewers(self) -> list[str]:
        """Who has decided on anything."""
        names = {name for one in self.reports.values() for name in one.report.journals.names()}
        return sorted(names | ({self.reviewer} if self.reviewer else set()))

    def vocabulary(self, id: str) -> dict[str, Any]:
        """The words that fields may hold, those of a report's own tables too."""
        if not id:
            return vocabulary(self.known(), None)
        one = self.report(id).report
        with one.held():
            return vocabulary(self.known(), one.state)

    def things(self, words: str, class_: str, most: int) -> list[dict[str, Any]]:
        """Known things by their names."""
        return things(self.known(), words, class_, most)

    def extract(self, id: str) -> Again:
        """Runs extraction again on a report.

        Raises:
            NotDone: it runs already, or the report's text is not there.
        """
        one = self.report(id)
        one.source()
        with self._reading:
            if (run := self.running(id)) is not None:
                raise NotDone("busy", "extraction runs already", job=run.id)
            run = Again(len(self._runs) + 1, one.report, one.path)
            self._runs[run.id] = run
        run.start()
        return run

    def running(self, id: str) -> Again | None:
        """The run that goes on for a report."""
        return next((r for r in self._runs.values() if r.report.id == id and r.state == "running"), None)

    def run(self, job: str) -> Again:
        """A run.

        Raises:
            NotDone: there is none.
        """
        if job not in self._runs:
            raise NotDone("absent", f"no job {job!r}")
        return self._runs[job]

    def close(self) -> None:
        """Ends what runs."""
        for run in self._runs.values():
            run.stop()
