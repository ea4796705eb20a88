"""An audit for people: lines for a terminal, or a page of Markdown to keep with a release."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from skillgraph.graph.table import one_line, table_lines
from skillgraph.review.audit import LEVELS, RULES, Audit, Finding, changes

#: How many classes a report counts one by one.
_CLASSES = 12
_VERDICT = {True: "Nothing stands against publishing it.", False: "It must not be published as it is."}
_Table = tuple[str, Sequence[str], Sequence[Sequence[str]]]


def tables(audit: Audit, earlier: Audit | None = None) -> Iterator[_Table]:
    """The parts of a report: a title, a head and rows."""
    if earlier is not None:
        yield from _changes(earlier, audit)
    yield "Findings", ("level", "id", "source", "about", "what", "detail"), list(map(_row, audit.findings))
    for kind, counts in audit.counts.items():
        most = Counter(counts).most_common(_CLASSES if kind == "class" else None)
        rows = [(name, str(count)) for name, count in most]
        if len(counts) > len(most):
            rows.append((f"{len(counts) - len(most)} more", str(sum(counts.values()) - sum(n for _, n in most))))
        yield f"By {kind}", (kind, "count"), rows
    covered = [
        (c.source, str(c.characters), f"{c.share:.0%}", f"{c.used_sections} of {c.sections}") for c in audit.coverage
    ]
    yield "How much of each report a passage covers", ("source", "characters", "covered", "sections used"), covered


def _row(finding: Finding) -> tuple[str, ...]:
    return finding.level, finding.id, finding.source, finding.about, RULES[finding.rule][1], finding.detail


def _changes(earlier: Audit, later: Audit) -> Iterator[_Table]:
    new, gone, counts = changes(earlier, later)
    rows = [("new", *_row(f)) for f in new] + [("gone", *_row(f)) for f in gone]
    title = f"Findings that are new or gone since {earlier.date}"
    yield title, ("", "level", "id", "source", "about", "what", "detail"), rows
    numbers = [(kind, name, str(before), str(now)) for kind, name, before, now in counts]
    yield f"Counts that changed since {earlier.date}", ("by", "name", "before", "now"), numbers


def _summary(audit: Audit, told: Callable[[str], str] = str) -> str:
    by_level = Counter(f.level for f in audit.findings)
    found = ", ".join(f"{by_level[level]} {told(level if by_level[level] == 1 else f'{level}s')}" for level in LEVELS)
    looked = "; " + told(f"{audit.checked} passages compared with the reports") if audit.checked else ""
    return f"{found}{looked}. {told(_VERDICT[audit.may_be_published])}"


def lines(audit: Audit, earlier: Audit | None = None, fit: int = 0, told: Callable[[str], str] = str) -> Iterator[str]:
    """A report for a terminal.

    Args:
        audit: what to report.
        earlier: the one before, to say what changed since.
        fit: how wide the terminal is; 0 for no limit.
        told: what puts a sentence into the language of the user.

    Example:
        >>> list(lines(Audit("1", "2026-11-29", {}, [], [])))
        ['0 errors, 0 doubts, 0 notes. Nothing stands against publishing it.']
    """
    for title, head, rows in tables(audit, earlier):
        if rows:
            # What is no sentence is a name or an id, and stays.
            cells = [[told(cell) if " " in cell else cell for cell in row] for row in rows]
            yield from (told(title), *table_lines(head, cells, fit), "")
    yield _summary(audit, told)


def markdown(audit: Audit, earlier: Audit | None = None) -> str:
    """A report as a page of Markdown; what comes from data can't become markup in it.

    Example:
        >>> print(markdown(Audit("0.1", "2026-11-29", {"status": {"reviewed": 2}}, [], [])).splitlines()[0])
        # Audit of 2026-11-29
    """
    parts = [f"# Audit of {audit.date}", f"skillgraph {audit.version}. {_summary(audit)}"]
    for title, head, rows in tables(audit, earlier):
        if rows:
            parts.append(f"## {title}\n\n" + "\n".join(_markdown_table(head, rows)))
    return "\n\n".join(parts) + "\n"


def _markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(map(_escaped, row)) + " |"


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#~&!])", r"\\\1", one_line(text))
