"""networkx: the network of a built folder, made by a plain script and written as GraphML or GEXF.

python networkx_files.py GRAPH graphml|gexf OUTPUT
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import networkx as nx


def main(graph: Path, form: str, target: str) -> None:
    """Reads the property graph and writes the network of its facts."""
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    with (graph / "nodes.jsonl").open(encoding="utf-8") as lines:
        for node in map(json.loads, lines):
            if "Entity" in node["labels"]:
                name = node["properties"]["name"]
                network.add_node(node["id"], label=name, name=name, class_name=node["labels"][0])
    with (graph / "relationships.jsonl").open(encoding="utf-8") as lines:
        for link in map(json.loads, lines):
            about = link["properties"]
            if "modality" in about:
                attributes = {"predicate": link["type"], "basis": about["basis"], "source": about["source"]}
                evidence = ";".join(about["evidence"])
                network.add_edge(link["start"], link["end"], key=link["id"], evidence=evidence, **attributes)
    if form == "gexf":
        nx.write_gexf(network, target)
    else:
        nx.write_graphml(network, target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
