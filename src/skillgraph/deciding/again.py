"""Extraction run again on a report under review: in a process of its own, on a copy, while people go on deciding."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

from skillgraph.deciding.errors import NotDone
from skillgraph.deciding.fields import KINDS
from skillgraph.deciding.report import Report
from skillgraph.deciding.state import State, read_state
from skillgraph.documents.csv_rows import table_file
from skillgraph.model.errors import SkillgraphError
from skillgraph.resolve.decisions import DECISIONS
from skillgraph.tables.asking import language_of
from skillgraph.tables.loader import COLUMNS
from skillgraph.tables.review_sheet import SHEET, serves_others
from skillgraph.writing.files import write_whole
from skillgraph.writing.workshop import temporary_folder

#: Seconds for which the end of a run is waited for.
_PATIENCE = 5


class Again:
    """One run.

    Args:
        number: of the run.
        report: whose tables get the new proposals.
        document: its file.
    """

    def __init__(self, number: int, report: Report, document: Path) -> None:
        self.id = f"j{number}"
        self.report = report
        self._document = document
        self._began = time.monotonic()
        self._seconds: float | None = None
        self._process: subprocess.Popen[str] | None = None
        self._is_stopped = False
        self._starting = threading.Lock()
        self.state, self.step, self.message = "running", "reading", ""
        self.added: Counter[str] = Counter()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the run, without a trace of it."""
        with self._starting:
            self._is_stopped = True
            if self._process is not None and self._process.poll() is None:
                self._process.kill()
        # Where another program holds the folder, what is left behind is removed by the next run.
        self._thread.join(_PATIENCE)

    def told(self) -> dict[str, Any]:
        """How far it is."""
        seconds = self._seconds if self._seconds is not None else time.monotonic() - self._began
        added = {kind: self.added[kind] for kind in ("name", "relation", "figure")}
        return {
            "job": self.id, "report": self.report.id, "state": self.state, "seconds": round(seconds, 1),
            "step": self.step, "added": added, "message": self.message,
        }  # fmt: skip

    def _run(self) -> None:
        try:
            with temporary_folder() as work:
                copy = work / self.report.id
                with self.report.held():
                    base = self.report.state.copy()
                    _copy(self.report.folder, copy)
                if not self._extract(copy):
                    return
                self.step = "writing"
                found = read_state(copy)
                self.added = added(base, found)
                self.report.renew(base, found)
                _ignore(self.report.folder)
            self.state = "done"
        except (SkillgraphError, NotDone, OSError) as error:
            self.state, self.message = "failed", str(error)
        finally:
            self.step = ""
            self._seconds = time.monotonic() - self._began

    def _extract(self, copy: Path) -> bool:
        """Runs the command on the copy."""
        command = [sys.executable, "-m", "skillgraph", "extract", str(self._document.resolve()), "--loader", str(copy)]
        if self.report.state.sheet:
            command += ["--lang", language_of(self.report.state.sheet[0]["part"])]
        with self._starting:
            if self._is_stopped:
                self.state = "failed"
                return False
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                encoding="utf-8", errors="replace",
            )  # fmt: skip
        _, said = self._process.communicate()
        if self._process.returncode:
            self.state, self.message = "failed", said.strip()[-1000:].replace(str(copy.parent), "")
        return self._process.returncode == 0


def added(base: State, found: State) -> Counter[str]:
    """How many rows are new that a person is asked about, by kind."""
    new = (key for key in found.rows if key not in base.rows)
    return Counter(
        KINDS[table] for table, id in new if table != "entities.csv" or not serves_others(found.rows[table, id])
    )


def _copy(folder: Path, copy: Path) -> None:
    copy.mkdir()
    judged = table_file(folder.resolve().parent / DECISIONS)
    if judged.is_file():
        shutil.copyfile(judged, copy.parent / judged.name)
    for name in ("source.toml", *COLUMNS, SHEET):
        path = table_file(folder / name)
        if path.is_file():
            shutil.copyfile(path, copy / path.name)


def _ignore(folder: Path) -> None:
    """Has git ignore the sheet, as a draft does: it holds passages."""
    ignored = folder / ".gitignore"
    if not ignored.exists():
        write_whole(ignored, b"review.*\n")
