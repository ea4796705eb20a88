"""`skillgraph schema`: what it counts is what queries count, and nothing in a graph can break out of it."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from command_line import complaint, skillgraph
from hostile import IMAGE, hostile_graph
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.results import Rows
from skillgraph.graph.schema import Schema
from skillgraph.graph.schema_picture import picture
from skillgraph.graph.table import width


@pytest.fixture(scope="module")
def schema(graph: KnowledgeGraph) -> Schema:
    return graph.schema()


def counted(rows: Rows) -> dict[object, object]:
    return dict(row for row in rows)  # type: ignore[misc]


def facts(schema: Schema, name: str) -> dict[object, int]:
    """How many facts each relation has, by its term or its type."""
    found: dict[object, int] = {}
    for row in schema.relations.to_dicts():
        found[row[name]] = found.get(row[name], 0) + int(str(row["facts"]))
    return {key: number for key, number in found.items() if number}


def test_classes_count_what_both_languages_count(schema: Schema, graph: KnowledgeGraph, embedded: None) -> None:
    said = {row["class"]: row["count"] for row in schema.classes.to_dicts()}
    cypher = counted(graph.cypher("MATCH (n) UNWIND labels(n) AS label RETURN label, count(*)"))
    assert said == {name: cypher[name] for name in said}
    assert {"City", "School", "ForeignPartner", "Fact", "Observation", "Section"} <= set(said)
    sparql = counted(graph.sparql("SELECT ?class (COUNT(DISTINCT ?x) AS ?n) { ?x a ?class } GROUP BY ?class"))
    start = "https://w3id.org/skillgraph/ontology#"
    assert said == {name: sparql[f"{start}{name}"] for name in said}


def test_relations_count_what_both_languages_count(schema: Schema, graph: KnowledgeGraph, embedded: None) -> None:
    types = facts(schema, "type")
    cypher = counted(graph.cypher("MATCH ()-[r]->() RETURN type(r), count(*)"))
    # AT and ABOUT, which lead from statements and figures, are no relations.
    assert types == {type: cypher[type] for type in types}
    sparql = counted(graph.sparql("SELECT ?p (COUNT(*) AS ?n) { ?f a sg:Fact ; rdf:predicate ?p } GROUP BY ?p"))
    start = "https://w3id.org/skillgraph/ontology#"
    assert {term.replace("sg:", start): n for term, n in facts(schema, "term").items()} == sparql  # type: ignore[attr-defined]


def test_classes_of_both_ends_are_those_of_the_things(schema: Schema, graph: KnowledgeGraph, embedded: None) -> None:
    by_ends = {(row["start"], row["end"]): row["facts"] for row in schema.relations.to_dicts() if row["type"] == "HAS"}
    for (start, end), number in by_ends.items():
        [(found,)] = graph.cypher(f"MATCH (:{start})-[:HAS]->(x:{end}) RETURN count(*)")
        assert number == found, (start, end)
    assert len(by_ends) > 3


def test_what_is_no_fact_is_told_apart(schema: Schema, graph: KnowledgeGraph) -> None:
    query = """SELECT ?m (COUNT(*) AS ?n) { ?s a sg:Statement ; sg:modality ?m FILTER NOT EXISTS { ?s a sg:Fact } }
               GROUP BY ?m"""
    by_modality = {str(m).rpartition("/")[2]: n for m, n in graph.sparql(query)}
    rows = schema.relations.to_dicts()
    assert sum(row["rules"] for row in rows) == by_modality["rule"]  # type: ignore[misc]
    plans = by_modality["planned"] + by_modality["exploratory"] + by_modality["supported"]  # type: ignore[operator]
    assert sum(row["plans"] for row in rows) == plans  # type: ignore[misc]
    assert sum(row["other"] for row in rows) == sum(by_modality.values()) - plans - by_modality["rule"]  # type: ignore


def test_properties_and_links_exist_in_both_languages(schema: Schema, graph: KnowledgeGraph, embedded: None) -> None:
    for row in schema.properties.to_dicts():
        label = str(row["of"])
        # Of all relationships that lead from an entity, those of facts have a basis.
        of_facts = "(:Entity)-[n]->() WHERE n.basis IS NOT NULL AND"
        pattern = of_facts if label.startswith("relationship") else f"(n:{label}) WHERE"
        [(found,)] = graph.cypher(f"MATCH {pattern} n.{row['property']} IS NOT NULL RETURN count(n)")
        assert found == row["count"], row
        of = {"relationship of a fact": "Fact", "Text": "Statement"}.get(label, label)
        if ":" in str(row["term"]):
            [(found,)] = graph.sparql(f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a sg:{of} ; {row['term']} ?y }}")
            assert int(str(found)) >= int(str(row["count"])), row
    for row in schema.links.to_dicts():
        [(found,)] = graph.cypher(f"MATCH (:{row['start']})-[n:{row['type']}]->() RETURN count(n)")
        assert found == row["count"], row
        [(found,)] = graph.sparql(f"SELECT (COUNT(*) AS ?n) {{ ?x a sg:{row['start']} ; {row['term']} ?y }}")
        # Of a fact that text is the object of, RDF has an object and Cypher a property.
        assert found == row["count"] or row["term"] == "rdf:object", row


def test_indicators_and_units_count_all_figures(schema: Schema, graph: KnowledgeGraph) -> None:
    for rows, name in ((schema.indicators, "indicator"), (schema.units, "unit")):
        found = counted(graph.sparql(f"SELECT ?n (COUNT(*) AS ?c) {{ ?f sg:{name}/sg:name ?n }} GROUP BY ?n"))
        assert {row[name]: row["figures"] for row in rows.to_dicts()} == found


def test_the_command_shows_what_python_has(schema: Schema, desk: Path, tmp_path: Path) -> None:
    said = json.loads(skillgraph("schema", "--format", "json", cwd=desk).stdout)
    assert said == json.loads(json.dumps(schema.to_dict()))
    text = skillgraph("schema", cwd=desk).stdout
    [partners] = [line.split() for line in text.splitlines() if "PARTNERS_WITH" in line]
    assert partners[-4:-2] == [str(facts(schema, "type")["PARTNERS_WITH"]), "1"]
    assert skillgraph("schema", "-o", tmp_path / "schema.svg", cwd=desk).returncode == 0
    svg = ElementTree.parse(tmp_path / "schema.svg")
    labels = {element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")}
    assert {"City 城市", "ISSUES 8", "Policy 政策"} <= labels


def test_a_narrow_terminal_cuts_no_name_of_a_relation(schema: Schema) -> None:
    lines = "\n".join(schema.lines(100)).partition("RELATIONS")[2].partition("LINKS")[0]
    assert {row["type"] for row in schema.relations.to_dicts()} <= set(lines.split())
    assert max(map(width, lines.splitlines())) <= 100


def test_without_a_graph_it_says_how_to_make_one(tmp_path: Path) -> None:
    assert "skillgraph build" in complaint(skillgraph("schema", cwd=tmp_path), 2)


def test_a_picture_that_would_be_no_svg_is_refused(desk: Path, tmp_path: Path) -> None:
    assert ".svg" in complaint(skillgraph("schema", "-o", tmp_path / "schema.png", cwd=desk), 2)
    assert not list(tmp_path.iterdir())


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    with hostile_graph(tmp_path) as graph:
        schema = graph.schema()
    text = "\n".join(schema.lines())
    assert not any(ord(c) < 32 and c != "\n" for c in text)
    assert "\u2028" not in text
    assert max(map(len, text.splitlines())) < 400
    assert IMAGE in text
    assert "<img" not in schema._repr_html_()
    assert ElementTree.fromstring(schema.to_svg()) is not None


def test_hostile_classes_stay_text_in_the_picture() -> None:
    columns = ("start", "term", "type", "end", "facts", "plans", "rules", "other")
    svg = picture(Rows(columns, [(f"A{IMAGE}\x01", "sg:x", '"/><script>', "长" * 5000, 1, 0, 0, 0)]))
    assert "<img" not in svg
    assert "<script" not in svg
    labels = [element.text or "" for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert f"A{IMAGE}" in [label[: len(IMAGE) + 1] for label in labels]
    assert max(map(len, labels)) < 100


def test_an_empty_graph_has_a_picture() -> None:
    empty = Rows(("start", "term", "type", "end", "facts", "plans", "rules", "other"), [])
    assert ElementTree.fromstring(picture(empty)) is not None
