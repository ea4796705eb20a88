"""Kills commands at random moments, and looks for what they leave: processes, ports, folders, files, half results.

    python tests/kills.py [NUMBER] [KIND...] [--seed N]

Each command runs in a session of its own with a folder of its own for temporary files. It gets TERM, HUP, INT or KILL,
alone or with all that it started, somewhere between its start and its end. Afterwards no process of it may live and
what it wrote must be as it was or as it is to be; when it has run again, to its end, nothing else may be there.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from loaders import TEXT, small_loader
from skillgraph.graph.ownership import check_built
from skillgraph.model.errors import UsageError
from skillgraph.model.ontology import ontology
from skillgraph.writing.seal import check_sealed
from sparql_servers import Oxigraph

#: What a client asks: SPARQL of the graph, SPARQL of the graphs of the sources, Cypher.
_ASK = """
import sys
from urllib.parse import quote
from urllib.request import Request, urlopen
url, number = sys.argv[1].rstrip("/"), int(sys.argv[2])
queries = "SELECT * { ?s ?p ?o } LIMIT 5", "SELECT * { GRAPH ?g { ?s ?p ?o } } LIMIT 5"
if number < 2:
    asked = Request(f"{url}/sparql?query={quote(queries[number])}")
else:
    body = b'{"statement": "MATCH (n) RETURN count(n)"}'
    asked = Request(f"{url}/db/graph/query/v2", body, {"Content-Type": "application/json"})
urlopen(asked).read()
"""
SIGNALS = ("TERM", "HUP", "INT", "KILL")
#: Seconds that processes may take to end after their parent.
PATIENCE = 20.0
_MARK = "SKILLGRAPH_KILLS"


class Kind(NamedTuple):
    """What is killed.

    Args:
        words: of the command, after `skillgraph`.
        results: what it writes.
        is_whole: says what is wrong with a result that is there.
        serves: whether it runs until it is ended.
        before: done before it is started.
    """

    words: tuple[str, ...]
    results: tuple[str, ...] = ()
    is_whole: Callable[[Path], object] = bool
    serves: bool = False
    before: Callable[[], object] = bool


def _as_in(desk: Path) -> Callable[[Path], None]:
    """Holds a file to what the command writes when nobody stops it."""

    def check(path: Path) -> None:
        if path.read_bytes() != (desk / "whole" / path.relative_to(desk)).read_bytes():
            raise UsageError("is half written")

    return check


def _rename(desk: Path) -> None:
    """Gives a school of the small loader a longer name, or its first one again, so that its graph is another."""
    table = desk / "small" / "entities.csv"
    text = table.read_text("utf-8")
    was = re.search("Hongfeng College!*", text)
    assert was is not None
    table.write_text(text.replace(was[0], f"{was[0]}!" if len(was[0]) < 20 else "Hongfeng College"), "utf-8")


def _whole_graph(folder: Path) -> None:
    """Holds a graph to its manifest, and its store to its text."""
    check_built(folder)
    said = ox.Store()
    for text in (folder / "provenance.ttl", ontology().path):
        said.bulk_load(path=str(text), format=ox.RdfFormat.TURTLE)
    found = [ox.Dataset(store) for store in (said, ox.Store.read_only(str(folder / "oxigraph")))]
    for dataset in found:
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    if found[0] != found[1]:
        raise UsageError("has a store that says something else than its text")


def kinds(desk: Path, server: str) -> dict[str, Kind]:
    """What can be killed, on the things of a desk."""
    count = "MATCH (n) RETURN count(n)"
    return {
        "build": Kind(("build", "small", "-o", "new"), ("new",), _whole_graph),
        "build again": Kind(("build", "small", "-o", "built"), ("built",), _whole_graph, before=lambda: _rename(desk)),
        "export file": Kind(("export", "html", "-o", "page.html"), ("page.html",), _as_in(desk)),
        "export folder": Kind(("export", "neo4j-csv", "-o", "tables"), ("tables",), check_sealed),
        "export site": Kind(("export", "site", "-o", "site"), ("site",), check_sealed),
        "extract": Kind(
            ("extract", "reports", "-o", "found", "--processes", "2"),
            tuple(f"found/{n}.txt.jsonl" for n in range(4)),
            _as_in(desk),
        ),
        "extract --loader": Kind(("extract", "reports/0.txt", "--loader", "draft"), ("draft/review.csv",)),
        "push": Kind(("push", server)),
        "sparql": Kind(("sparql", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")),
        "cypher": Kind(("cypher", count)),
        "serve": Kind(("serve", "--no-browser", "--port", "0"), serves=True),
    }


class Desk:
    """A folder with what the commands read.

    Args:
        folder: an empty one.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **os.environ, "TMPDIR": str(folder / "tmp"), "XDG_CACHE_HOME": str(folder / "cache"), _MARK: str(folder),
        }  # fmt: skip
        for name in ("tmp", "reports", "whole"):
            (folder / name).mkdir()
        small_loader(folder)
        for number in range(4):
            (folder / "reports" / f"{number}.txt").write_text(TEXT * 20, encoding="utf-8")
        self.run("build", "small")
        self.run("build", "small", "-o", "built")
        self.run("export", "html", "-o", "whole/page.html")
        self.run("extract", "reports", "-o", "whole/found")

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Starts a command in a session of its own."""
        command = [sys.executable, "-m", "skillgraph", *words]
        with (self.folder / "said").open("wb") as said:
            return subprocess.Popen(
                command, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE if words[0] == "serve" else subprocess.DEVNULL, stderr=said,
                start_new_session=True,
            )  # fmt: skip

    def run(self, *words: str) -> float:
        """Runs a command to its end, and gives its seconds."""
        began = time.monotonic()
        if code := self.start(*words).wait(timeout=300):
            raise RuntimeError(f"{' '.join(words)}: {code}: {(self.folder / 'said').read_text('utf-8')}")
        return time.monotonic() - began

    def processes(self) -> list[int]:
        """All that was started here and lives."""
        mark, found = f"{_MARK}={self.folder}".encode(), []
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
        return found

    def leftovers(self, known: frozenset[str]) -> list[str]:
        """Files and folders that no command was asked for."""
        here = {p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*")}
        hidden = [p for p in here if any(part.startswith(".skillgraph-") for part in p.split("/"))]
        return sorted({p.name for p in (self.folder / "tmp").iterdir()} | set(hidden) | (_tops(here) - known))


def _tops(paths: set[str]) -> set[str]:
    return {path.partition("/")[0] for path in paths}


class Killed(NamedTuple):
    """What one kill left, each told."""

    kind: str
    signal: str
    after: float
    faults: tuple[str, ...]


def kill(desk: Desk, kind: str, what: Kind, name: str, lasts: float, choose: random.Random) -> Killed:
    """Starts a command, kills it, looks, and runs it again."""
    for result in what.results:
        if kind != "build again" and choose.random() < 0.5:
            path = desk.folder / result.partition("/")[0]
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    known = frozenset(_tops({p.relative_to(desk.folder).as_posix() for p in desk.folder.rglob("*")}))
    known |= _tops(set(what.results)) | {"said", "cache"}
    after = choose.uniform(0.02, lasts)
    what.before()
    process = desk.start(*what.words)
    with _asked(process, what, choose):
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            number = getattr(signal, f"SIG{name}")
            # Ctrl-C and a closed terminal reach all of a session; so does a supervisor's KILL at times.
            together = name == "INT" or choose.random() < 0.5
            (os.killpg if together else os.kill)(process.pid, number)
    faults: list[str] = []
    with suppress(subprocess.TimeoutExpired):
        process.wait(PATIENCE)
    end = time.monotonic() + PATIENCE
    while (living := desk.processes()) and time.monotonic() < end:
        time.sleep(0.05)
    for pid in living:
        with suppress(OSError):
            faults.append(
                f"process left: {Path(f'/proc/{pid}/cmdline').read_bytes().replace(bytes(1), b' ').decode()[:90]}"
            )
            os.kill(pid, signal.SIGKILL)
    said = (desk.folder / "said").read_text("utf-8", "replace")
    # Until Python has come to the first line of a program, Ctrl-C is answered by Python.
    started = "Traceback" not in said or re.search(r"/skillgraph/(?!__main__)|multiprocessing", said)
    if "Traceback" in said and started and name != "KILL":
        faults.append(f"traceback: {said}")
    if name == "INT" and started and process.returncode not in (0, 130, -signal.SIGINT):
        faults.append(f"exit code {process.returncode} after Ctrl-C: {said}")
    faults += _half(desk, what, "half")
    if what.serves:
        again = desk.start(*what.words)
        assert again.stdout is not None
        if again.stdout.readline():
            again.terminate()
        again.wait(PATIENCE)
        again.stdout.close()
    else:
        try:
            desk.run(*what.words)
        except RuntimeError as error:
            faults.append(f"next run: {error}")
    faults += _half(desk, what, "half after the next run")
    faults += [f"left: {path}" for path in desk.leftovers(known)]
    return Killed(kind, name, after, tuple(faults))


def _half(desk: Desk, what: Kind, when: str) -> Iterator[str]:
    for result in what.results:
        path = desk.folder / result
        if path.exists():
            try:
                what.is_whole(path)
            except UsageError as error:
                yield f"{when}: {result} {error}"


@contextmanager
def _asked(process: subprocess.Popen[bytes], what: Kind, choose: random.Random) -> Iterator[None]:
    """Asks a server something that goes on while it is killed."""
    if not what.serves:
        yield
        return
    assert process.stdout is not None
    url = process.stdout.readline().decode().strip() if choose.random() < 0.8 else ""
    asking: list[subprocess.Popen[bytes]] = []
    if url:
        quiet = subprocess.DEVNULL
        asking = [subprocess.Popen([sys.executable, "-c", _ASK, url, n], stdout=quiet, stderr=quiet) for n in "012"]
    try:
        yield
    finally:
        process.stdout.close()
        for client in asking:
            client.kill()
            client.wait()


def kill_all(folder: Path, number: int, named: list[str], choose: random.Random) -> Iterator[Killed]:
    """Kills so often, the kinds and the signals in turn."""
    server = Oxigraph(folder / "server") if not named or "push" in named else None
    try:
        (folder / "desk").mkdir()
        desk = Desk(folder / "desk")
        every = kinds(desk.folder, server.url if server else "")
        known = {name: every[name] for name in named or every}
        lasts: dict[str, float] = {}
        for turn in range(number):
            kind = list(known)[turn % len(known)]
            name = SIGNALS[turn // len(known) % len(SIGNALS)]
            what = known[kind]
            if kind not in lasts:
                lasts[kind] = 6.0 if what.serves else desk.run(*what.words)
            yield kill(desk, kind, what, name, lasts[kind], choose)
    finally:
        if server:
            server.kill()


def main() -> None:
    """Kills, and prints what was found by kind."""
    parser = argparse.ArgumentParser()
    parser.add_argument("number", type=int, nargs="?", default=200)
    parser.add_argument("kinds", nargs="*")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    kills: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for killed in kill_all(Path(folder), given.number, given.kinds, random.Random(given.seed)):
            kills[killed.kind] += 1
            faults[killed.kind] += bool(killed.faults)
            for fault in killed.faults:
                print(f"{killed.kind}, {killed.signal} after {killed.after:.2f} s: {fault}", flush=True)
    for kind in kills:
        print(f"{kind:18} {kills[kind]:4} kills, {faults[kind]} with something left")
    sys.exit(1 if faults.total() else 0)


if __name__ == "__main__":
    main()
