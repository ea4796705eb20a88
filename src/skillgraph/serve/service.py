"""What the SPARQL service says of itself (SPARQL 1.1 Service Description)."""

from __future__ import annotations

import pyoxigraph as ox

from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.rdf import document_iri
from skillgraph.model.ontology import PREFIXES, RDF

_SD, _FORMATS = "http://www.w3.org/ns/sparql-service-description#", "http://www.w3.org/ns/formats/"
_DCAT = "http://www.w3.org/ns/dcat#"
_GRAPH_STORE = "http://www.w3.org/TR/sparql11-http-rdf-update/"
_RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
    "JSON-LD", "RDF_XML",
)  # fmt: skip


def service_description(graph: GraphFolder, endpoint: str, store: str, media_type: str) -> bytes:
    """The description of the service on a graph.

    Args:
        graph: that it answers from.
        endpoint: the address of the service.
        store: that of the Graph Store HTTP Protocol.
        media_type: one of `accept.GRAPHS`.
    """
    service, dataset, whole, graphs = (ox.BlankNode(name) for name in ("service", "dataset", "whole", "graphs"))
    said: list[tuple[ox.BlankNode, str, ox.NamedNode | ox.BlankNode]] = [
        (service, "endpoint", ox.NamedNode(endpoint)),
        (service, "supportedLanguage", _sd("SPARQL11Query")),
        (service, "defaultDataset", dataset),
        (dataset, "defaultGraph", whole),
        *((service, "resultFormat", ox.NamedNode(_FORMATS + name)) for name in _RESULTS),
    ]
    kinds = [(service, "Service"), (dataset, "Dataset"), (whole, "Graph")]
    for id in graph.documents:
        named = ox.BlankNode(f"source-{len(kinds)}")
        kinds.append((named, "NamedGraph"))
        said += [(dataset, "namedGraph", named), (named, "name", document_iri(id))]
    # The vocabulary of services has no word for a graph store; that of catalogues has one for any service.
    reading: list[tuple[ox.BlankNode, str, ox.NamedNode | ox.BlankNode]] = [
        (graphs, RDF + "type", ox.NamedNode(_DCAT + "DataService")),
        (graphs, _DCAT + "endpointURL", ox.NamedNode(store)),
        (graphs, _DCAT + "servesDataset", dataset),
        (graphs, PREFIXES["dcterms"] + "conformsTo", ox.NamedNode(_GRAPH_STORE)),
    ]
    triples = [
        *(ox.Triple(subject, ox.NamedNode(name), value) for subject, name, value in reading),
        *(ox.Triple(node, ox.NamedNode(RDF + "type"), _sd(kind)) for node, kind in kinds),
        *(ox.Triple(subject, _sd(name), value) for subject, name, value in said),
    ]
    format = ox.RdfFormat.from_media_type(media_type)
    assert format is not None
    prefixes = {**PREFIXES, "sd": _SD, "dcat": _DCAT} if format in (ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML) else None
    return ox.serialize(triples, format=format, prefixes=prefixes) or b""


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)
