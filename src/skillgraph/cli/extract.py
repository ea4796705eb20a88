"""skillgraph extract"""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("extract")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["jsonl"]), default="jsonl", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write; by default standard output.")
@click.option("--terms", type=click.Path(path_type=Path), help="A folder with term lists of your own.")
def command(files: tuple[Path, ...], form: str, output: Path | None, terms: Path | None) -> None:
    """Proposes records for the reports FILES, each with its exact passage: names, relations, figures.

    \b
    Example:
      skillgraph extract report.txt --format jsonl -o found.jsonl
    """
    from skillgraph.documents import read_document
    from skillgraph.extract.pipeline import RuleExtractor

    extractor = RuleExtractor(terms)
    results = [extractor.extract(read_document(path)).jsonl() for path in files]
    if output is None:
        sys.stdout.buffer.write(b"".join(results))
    else:
        output.write_bytes(b"".join(results))
