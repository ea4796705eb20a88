"""Reads GraphML as igraph does, in Python and R, and prints nodes and edges, a line of JSON each."""

import json
import sys

import igraph

network = igraph.Graph.Read_GraphML(sys.argv[1])
for node in network.vs:
    print(json.dumps(["node", node["id"], {k: v for k, v in node.attributes().items() if isinstance(v, str)}]))
for edge in network.es:
    source, target = (network.vs[end]["id"] for end in edge.tuple)
    print(json.dumps(["edge", source, target, {k: v for k, v in edge.attributes().items() if isinstance(v, str)}]))
