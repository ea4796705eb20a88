from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import IO

import pyoxigraph as ox
import pytest
import rdflib

from loaders import small_loader
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.formats import OWN, export, find_format
from skillgraph.formats.format import Format
from skillgraph.model.errors import UsageError
from skillgraph.tables.build import build
from skillgraph.tables.loader import TableLoader
from skillgraph.tables.opening import reference_loaders

RDF_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
}


def written(graph: KnowledgeGraph, name: str, **options: str) -> bytes:
    file = io.BytesIO()
    export(graph, name, file, **options)
    return file.getvalue()


def triples(data: bytes, name: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(data, RDF_FORMATS[name])}


@pytest.mark.parametrize("profile", ["facts", "provenance"])
def test_every_rdf_format_holds_the_same_triples(graph: KnowledgeGraph, profile: str) -> None:
    wanted = triples(written(graph, "ntriples", profile=profile), "ntriples")
    assert len(wanted) > 1000
    for name in RDF_FORMATS:
        assert triples(written(graph, name, profile=profile), name) == wanted
    assert len(written(graph, "ntriples", profile=profile).splitlines()) == len(wanted)


def test_facts_are_a_part_of_provenance(graph: KnowledgeGraph) -> None:
    assert triples(written(graph, "ntriples", profile="facts"), "ntriples") < triples(
        written(graph, "ntriples"), "ntriples"
    )


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize(("name", "parser"), [("turtle", "turtle"), ("jsonld", "json-ld"), ("trig", "trig")])
def test_a_second_parser_reads_the_same(graph: KnowledgeGraph, name: str, parser: str) -> None:
    read = rdflib.Dataset(default_union=True).parse(data=written(graph, name, profile="facts"), format=parser)
    mine = rdflib.Graph().parse(data=written(graph, "ntriples", profile="facts"), format="nt")
    assert {(s, p, o) for s, p, o, *_ in read.quads()} == set(mine)


def test_rdflib_gets_the_same_graph(graph: KnowledgeGraph) -> None:
    parsed = rdflib.Graph().parse(data=written(graph, "ntriples"), format="nt")
    assert set(graph.to_rdflib()) == set(parsed)
    assert dict(graph.to_rdflib("facts").namespaces())["sg"] == rdflib.URIRef("https://w3id.org/skillgraph/ontology#")


def test_trig_keeps_the_sources_apart(graph: KnowledgeGraph) -> None:
    graphs = {str(q.graph_name.value) for q in ox.parse(written(graph, "trig"), ox.RdfFormat.TRIG)}
    assert {g.rpartition("/")[2] for g in graphs} == {*graph.manifest.sources, "derived"}


def test_rare_characters_and_language_tags_survive(tmp_path: Path) -> None:
    build([*reference_loaders(), small_loader(tmp_path)], tmp_path / "build")
    graph = KnowledgeGraph(tmp_path / "build")
    for name in RDF_FORMATS:
        assert ox.Literal("𬭎鋒學院", language="zh") in {t.object for t in triples(written(graph, name), name)}


def test_tables_hold_every_record(graph: KnowledgeGraph, tmp_path: Path) -> None:
    export(graph, "csv", tmp_path / "tables")
    counts = {}
    for path in (tmp_path / "tables").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            counts[path.stem] = len(list(csv.DictReader(file)))
    m = graph.manifest
    sections = len(graph.sections)
    assert counts == {
        "entities": m.entities, "sections": sections, "statements": m.statements, "observations": m.observations,
    }  # fmt: skip
    with (tmp_path / "tables" / "entities.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(UsageError, match=r"holds entities\.csv, which has changed since skillgraph wrote it"):
        export(graph, "csv", tmp_path / "tables")


def test_a_mention_in_a_table_says_in_which_report_it_stands(graph: KnowledgeGraph, tmp_path: Path) -> None:
    export(graph, "csv", tmp_path / "tables")
    with (tmp_path / "tables" / "entities.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert rows["laos"]["source"] == "countries"
    assert all(span.startswith("four-cities:") for span in rows["laos"]["mentions"].split("|"))
    assert rows["gfm"]["source"] == "four-cities"
    assert ":" not in rows["gfm"]["mentions"]


def test_every_format_is_written_twice_the_same(patience: None, graph: KnowledgeGraph, tmp_path: Path) -> None:
    for name in OWN:
        if not find_format(name).folder:
            assert written(graph, name) == written(graph, name), name
            continue
        once, twice = tmp_path / name / "once", tmp_path / name / "twice"
        for folder in (once, twice):
            export(graph, name, folder)
        files = [{p.relative_to(f): p.read_bytes() for p in f.rglob("*") if p.is_file()} for f in (once, twice)]
        assert files[0] == files[1], name
        assert files[0], name


def test_a_format_that_breaks_off_leaves_no_file(
    graph: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillgraph.formats import turtle

    def break_off(graph: KnowledgeGraph, file: IO[bytes]) -> None:
        file.write(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(turtle, "FORMAT", Format(write=break_off))
    with pytest.raises(KeyboardInterrupt):
        export(graph, "turtle", tmp_path / "x.ttl")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_breaks_off_is_not_there(
    graph: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillgraph.formats import loaders

    whole = loaders.write

    def break_off(graph: KnowledgeGraph, folder: Path) -> None:
        whole(graph, folder)
        raise KeyboardInterrupt

    monkeypatch.setattr(loaders, "FORMAT", Format(write=break_off, folder=True))
    with pytest.raises(KeyboardInterrupt):
        export(graph, "loaders", tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


def test_every_record_of_the_tables_is_in_the_graph(graph: KnowledgeGraph) -> None:
    from skillgraph.model.home import home

    loader = TableLoader(home() / "loaders" / "four-cities")
    entities = {entity for _, entity in loader.entities([])}
    assert {e.id for e in entities} <= set(graph.entities)
    assert all(graph.entities[e.id].name == e.name for e in entities)
    assert {s.id for _, s in loader.statements([])} <= {s.id for s in graph.statements()}
    for _, observation in loader.observations([]):
        [found] = graph.sparql(
            "SELECT ?value ?bound ?unit { ?f sg:bound ?bound ; sg:unit ?unit OPTIONAL { ?f sg:value ?value } }",
            {"f": f"<https://w3id.org/skillgraph/figure/{observation.id}>"},
        )
        assert found[0] == observation.value
        assert str(found[1]).endswith(f"/{observation.bound}")
        assert str(found[2]).endswith(f"/{observation.unit}")
