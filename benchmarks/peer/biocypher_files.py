"""BioCypher: nodes and relationships in JSON lines, written as CSV for neo4j-admin.

    python biocypher_files.py GRAPH OUTPUT

GRAPH is a built folder. Without a head ontology ("headless"), so that nothing is fetched; a class has no parents then.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from biocypher import BioCypher

#: Tables of nodes and of relationships: what BioCypher is to call them, by the label or type of a built folder.
_NODES = {"Document": "document", "Enterprise": "enterprise", "Fact": "statement"}
_EDGES = {"SUBJECT": "about_subject", "OBJECT": "about_object", "PARTNERS_WITH": "partners_with"}


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _nodes(graph: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for node in _lines(graph / "nodes.jsonl"):
        if label := _NODES.get(node["labels"][0]):
            yield node["id"], label, node["properties"]


def _edges(graph: Path) -> Iterator[tuple[str, str, str, str, dict[str, Any]]]:
    for link in _lines(graph / "relationships.jsonl"):
        if label := _EDGES.get(link["type"]):
            yield link["id"], link["start"], link["end"], label, link["properties"]


def main(graph: Path, target: Path) -> None:
    """Writes the folder and what it must be told."""
    target.mkdir()
    schema = {name: {"represented_as": "node", "input_label": name, "preferred_id": "id"} for name in _NODES.values()}
    schema |= {name: {"represented_as": "edge", "input_label": name} for name in _EDGES.values()}
    settings = {
        "biocypher": {"dbms": "neo4j", "offline": True, "head_ontology": None, "log_to_disk": False, "debug": False},
        "neo4j": {"file_format": "csv", "csv_column_delimiter": ",", "csv_array_delimiter": ";"},
    }
    for name, content in (("schema.yaml", schema), ("settings.yaml", settings)):
        (target / name).write_text(yaml.safe_dump(content), encoding="utf-8")
    driver = BioCypher(
        biocypher_config_path=str(target / "settings.yaml"),
        schema_config_path=str(target / "schema.yaml"),
        output_directory=str(target / "csv"),
    )
    driver.write_nodes(_nodes(graph))
    driver.write_edges(_edges(graph))
    driver.write_import_call()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
