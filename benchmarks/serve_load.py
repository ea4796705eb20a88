"""Many clients at once on `skillgraph serve`, beside the Oxigraph server on the same store, in one run.

    python benchmarks/serve_load.py [GRAPH] [--clients 100] [--requests 2000] [--rounds 3]

Each request looks up one thing (all that is said of it, as SPARQL Results JSON), another one each time; each client
keeps its connection and asks again as soon as it is answered. The servers take turns, so that what else the machine
does meets both. Prints, as Markdown tables, milliseconds until the answer (median, 95th of 100, and that of the round
that was disturbed least), processor milliseconds a request of all processes of a server, and their memory; then the
same for 20 clients while three others run queries without an end, and memory around large answers. The processor time
of the clients, some 0.1 ms a request, is this program's.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from skillgraph.graph.folder import GraphFolder
from skillgraph.model.ontology import BASE

_TICKS = os.sysconf("SC_CLK_TCK")
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
#: Of the carried graph, some 40 MB of text.
LARGE = "SELECT * { ?a ?b ?c . ?d a ?e } LIMIT 100000"


class Server(NamedTuple):
    """A server that answers SPARQL on this machine."""

    name: str
    process: subprocess.Popen[bytes]
    port: int
    path: str

    def request(self, query: str) -> bytes:
        """A query as it goes over the wire."""
        line = f"GET {self.path}?query={quote(query)} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
        return f"{line}Accept: application/sparql-results+json\r\n\r\n".encode()


class Measured(NamedTuple):
    """What a round of requests took."""

    seconds: list[float]
    errors: int
    wall: float
    processor: float


def processes(root: int) -> set[int]:
    """A process and all that it started."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    found = [root]
    for process in found:
        found += children.get(process, [])
    return set(found)


def processor(root: int) -> float:
    """Seconds of the processor that a process and its living and ended children have used."""
    total = 0
    for process in processes(root):
        try:
            fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        # Of itself; of ended children only for the root, or a child that ends would be counted twice.
        total += sum(map(int, fields[11:15] if process == root else fields[11:13]))
    return total / _TICKS


def memory(root: int) -> float:
    """Megabytes of a process and all that it started; what they share is told once (PSS)."""
    total = 0
    for process in processes(root):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


async def _reply(reader: asyncio.StreamReader) -> bool:
    """Reads an answer to its end; whether it is one."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b"transfer-encoding: chunked" in head:
        while length := int(await reader.readline(), 16):
            await reader.readexactly(length + 2)
        await reader.readline()
    else:
        await reader.readexactly(int(head.partition(b"content-length:")[2].split()[0]))
    return head.startswith(b"http/1.1 200")


async def _client(server: Server, requests: Iterator[bytes], seconds: list[float]) -> int:
    errors = 0
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    for request in requests:
        started = time.perf_counter()
        try:
            writer.write(request)
            errors += not await _reply(reader)
        except (OSError, EOFError):
            errors += 1
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        seconds.append(time.perf_counter() - started)
    writer.close()
    return errors


async def load(server: Server, queries: Sequence[str], clients: int) -> Measured:
    """Asks all queries, by so many clients at once."""
    seconds: list[float] = []
    requests = iter([server.request(query) for query in queries])
    used, started = processor(server.process.pid), time.perf_counter()
    errors = await asyncio.gather(*(_client(server, requests, seconds) for _ in range(clients)))
    wall = time.perf_counter() - started
    return Measured(seconds, sum(errors), wall, processor(server.process.pid) - used)


async def runaways(server: Server, number: int) -> list[asyncio.StreamWriter]:
    """Clients whose queries have no end; they go when what is given back is closed."""
    writers = []
    for _ in range(number):
        _, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(server.request(RUNAWAY))
        writers.append(writer)
    await asyncio.sleep(2)
    return writers


def _p95(seconds: Sequence[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)] * 1000


def row(server: Server, rounds: Sequence[Measured]) -> str:
    """A line of the table."""
    seconds = sorted(s for measured in rounds for s in measured.seconds)
    p50, p95, best = statistics.median(seconds) * 1000, _p95(seconds), min(_p95(m.seconds) for m in rounds)
    wall, used = (sum(m.wall for m in rounds), sum(m.processor for m in rounds))
    figures = (
        f"{len(seconds):,}", sum(m.errors for m in rounds), f"{len(seconds) / wall:,.0f}", f"{p50:.1f}", f"{p95:.1f}",
        f"{best:.1f}", f"{used / len(seconds) * 1000:.2f}", f"{memory(server.process.pid):.0f}",
    )  # fmt: skip
    return " | ".join(["", server.name, *map(str, figures), ""]).strip()


def _started(folder: Path) -> Iterator[Server]:
    words = [sys.executable, "-m", "skillgraph", "serve", str(folder), "--port", "0", "--no-browser", "--timeout", "60"]
    ours = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert ours.stdout is not None
    yield Server("skillgraph serve", ours, int(ours.stdout.readline().strip().rpartition(b":")[2]), "/sparql")
    port = 17879
    program = str(Path(sys.executable).with_name("oxigraph"))
    words = [
        program,
        "serve-read-only",
        "--location",
        str(folder / "oxigraph"),
        "--bind",
        f"127.0.0.1:{port}",
        "--timeout-s",
        "60",
    ]
    yield Server("Oxigraph", subprocess.Popen(words, stderr=subprocess.DEVNULL), port, "/query")
    time.sleep(1)


async def measure(servers: Sequence[Server], queries: list[str], clients: int, rounds: int) -> None:
    """Measures the servers in turn and prints the tables."""
    draw = random.Random(1)
    for server in servers:
        await load(server, queries[:200], clients)
    found: dict[str, list[Measured]] = {server.name: [] for server in servers}
    for _ in range(rounds):
        for server in servers:
            draw.shuffle(queries)
            found[server.name].append(await load(server, queries, clients))
    _print(f"{clients} clients", servers, found)
    found = {server.name: [] for server in servers}
    for server in servers:
        writers = await runaways(server, 3)
        for _ in range(rounds):
            draw.shuffle(queries)
            found[server.name].append(await load(server, queries[:300], 20))
        for writer in writers:
            writer.close()
    _print("20 clients beside 3 runaways", servers, found)
    ours = servers[0]
    print("\n| all processes of skillgraph serve | MB |\n|---|---|")
    print(f"| after all this | {memory(ours.process.pid):.0f} |")
    largest, loading = 0.0, asyncio.ensure_future(load(ours, [LARGE] * 20, 4))
    while not loading.done():
        largest = max(largest, memory(ours.process.pid))
        await asyncio.sleep(0.2)
    print(f"| while 4 clients take 20 answers of some 40 MB, {loading.result().errors} errors | {largest:.0f} |")
    print(f"| after it | {memory(ours.process.pid):.0f} |")


def _print(title: str, servers: Sequence[Server], found: dict[str, list[Measured]]) -> None:
    head = (title, "requests", "errors", "a second", "p50 ms", "p95 ms", "p95 ms, best round", "processor ms", "MB")
    print(f"\n| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for server in servers:
        print(row(server, found[server.name]), flush=True)


def main() -> None:
    """Starts both servers and measures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("graph", nargs="?", type=Path)
    for name, number in (("clients", 100), ("requests", 2000), ("rounds", 3)):
        parser.add_argument(f"--{name}", type=int, default=number)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.graph or Path(temporary) / "build"
        if not chosen.graph:
            command = [sys.executable, "-m", "skillgraph", "build", "-o", str(folder)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        things = list(GraphFolder(folder).entities)
        queries = [f"SELECT ?p ?o {{ <{BASE}entity/{things[n % len(things)]}> ?p ?o }}" for n in range(chosen.requests)]
        servers = list(_started(folder))
        try:
            asyncio.run(measure(servers, queries, chosen.clients, chosen.rounds))
        finally:
            for server in servers:
                server.process.kill()


if __name__ == "__main__":
    main()
