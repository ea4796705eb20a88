"""The graph in networkx: entities, and the facts between them."""

from __future__ import annotations

import networkx as nx

from skillgraph.graph.folder import GraphFolder
from skillgraph.mapping.propertygraph import span_text
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Entity, Statement


def to_networkx(graph: GraphFolder) -> nx.MultiDiGraph[str]:
    """Entities as nodes and facts as edges, in the order of the records.

    What is planned, explored, a rule, supported, denied, rejected or deprecated is no fact and therefore no edge;
    facts whose object is text have no second end. Entities without an edge stay, units and indicators do not. All nodes
    have the same attributes, and so have all edges; what is not known is the empty text. An edge's key is its
    statement's id.

    Args:
        graph: a built graph.

    Example:
        >>> import skillgraph
        >>> network = to_networkx(skillgraph.load())
        >>> network.nodes["qingdao"]["name"], network.nodes["qingdao"]["class_zh"]
        ('青岛市', '城市')
        >>> [fact] = network.get_edge_data("qingdao", "shandong").values()
        >>> fact["predicate"], fact["label_en"], fact["source"]
        ('containedIn', 'contained in', 'places')
    """
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in graph.entities.values():
        if ontology().marked("scale").isdisjoint(entity.classes):
            network.add_node(entity.id, **node_attributes(entity))
    for statement in graph.statements():
        if statement.is_fact and statement.subject in network and statement.object in network:
            network.add_edge(statement.subject, statement.object, key=statement.id, **edge_attributes(statement))
    return network


def node_attributes(entity: Entity) -> dict[str, str]:
    """What a node says of its entity.

    Example:
        >>> node_attributes(Entity("qingdao", "r", ("City",), "青岛市"))["class_zh"]
        '城市'
    """
    class_name = ontology().existence_classes.get(entity.existence, entity.classes[0])
    return {
        "name": entity.name,
        "name_en": entity.name_en,
        "class_name": class_name,
        "class_zh": ontology().label(class_name, "zh"),
        "class_en": ontology().label(class_name, "en"),
    }


def edge_attributes(statement: Statement) -> dict[str, str]:
    """What an edge says of its fact.

    Example:
        >>> edge_attributes(Statement("r/1", "r", "a", "partnersWith", "b"))["label_zh"]
        '合作'
    """
    predicate = ontology().properties[statement.predicate]
    return {
        "predicate": predicate.name,
        "label_zh": predicate.label_zh,
        "label_en": predicate.label_en,
        "basis": statement.basis,
        "time": statement.time,
        "start": statement.start,
        "end": statement.end,
        "source": statement.source,
        "evidence": "; ".join(span_text(e) for e in statement.evidence),
    }
