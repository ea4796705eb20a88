"""The process that finds out why a query in SPARQL found nothing: one JSON line in, a JSON line and a body out."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.model.errors import SkillgraphError
from skillgraph.stores.local.memory import limit_memory


def main() -> None:
    """Answers one request and ends; the end of the parent ends it too."""
    # Ctrl-C reaches the whole group of processes; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory(int(sys.argv[2]))
    request = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    notes: tuple[str, ...] = ()
    try:
        with KnowledgeGraph(Path(sys.argv[1])) as graph:
            notes = graph.sparql(request["query"], timeout=request["timeout"]).notes
    except SkillgraphError:
        # What is wrong with a query is told by its answer.
        notes = ()
    body = json.dumps(notes).encode()
    sys.stdout.buffer.write(json.dumps({"length": len(body)}).encode() + b"\n" + body)
    sys.stdout.buffer.flush()


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    # The engine ends in the same way: its input is a pipe from here.
    os._exit(0)


if __name__ == "__main__":
    main()
