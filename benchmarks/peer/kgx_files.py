"""kgx: nodes and edges in KGX's JSON lines, rewritten as N-Triples or TSV.

    python kgx_files.py INPUT nt|tsv OUTPUT

INPUT holds nodes.jsonl and edges.jsonl. kgx fetches the Biolink model and its prefixes while it is imported; the
package biolink-model holds both, so that they are read from there and nothing is fetched.
"""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

import bmt
import yaml

_MODEL = Path(str(files("biolink_model") / "schema" / "biolink_model.yaml"))
bmt.Toolkit.__init__.__defaults__ = (str(_MODEL), {"predicate mappings": []})

import kgx.config  # noqa: E402 - only after the model is at hand

_PREFIXES = yaml.load(_MODEL.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["prefixes"]
#: Prefixes that kgx asks for and the model does not list, and that of what is converted.
_MORE = {
    "PMID": "http://www.ncbi.nlm.nih.gov/pubmed/",
    "OBAN": "http://purl.org/oban/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "SG": "https://w3id.org/skillgraph/",
}
kgx.config.jsonld_context_map.update(biolink=_MORE | _PREFIXES, obo_context={}, monarch_context={})

from kgx.transformer import Transformer  # noqa: E402

_EDGE = {"id", "subject", "predicate", "object", "category", "knowledge_level", "agent_type", "evidence"}


def main(folder: Path, form: str, target: str) -> None:
    """Rewrites the two files."""
    tables = [str(folder / "nodes.jsonl"), str(folder / "edges.jsonl")]
    Transformer(stream=True).transform(
        input_args={"filename": tables, "format": "jsonl"},
        output_args={
            "filename": target,
            "format": form,
            "node_properties": {"id", "category", "name", "provided_by"},
            "edge_properties": _EDGE,
        },
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
