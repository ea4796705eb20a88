from __future__ import annotations

import filecmp
import json
import os
import re
import shutil
import signal
import subprocess
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from command_line import skillgraph
from loaders import edit, small_loader
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.folder import GraphFolder
from skillgraph.graph.ownership import check_built
from skillgraph.model.errors import DataError, UsageError
from skillgraph.tables.build import build
from skillgraph.tables.opening import default_loaders, reference_loaders
from skillgraph.writing.folders import whole_folder

EXCHANGE_FILES = ("records.jsonl", "facts.ttl", "provenance.ttl", "nodes.jsonl", "relationships.jsonl", "manifest.json")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return small_loader(tmp_path)


def build_small(loader: Path, output: Path) -> KnowledgeGraph:
    build([*reference_loaders(), loader], output)
    return KnowledgeGraph(output)


def leftovers(folder: Path) -> list[str]:
    return [p.name for p in folder.iterdir() if p.name.startswith(".")]


def run_python(python: str, code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [python, "-c", textwrap.dedent(code), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")


def test_two_builds_are_the_same_byte_for_byte(python: str, built: Path, tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; import skillgraph; skillgraph.build(output=Path(sys.argv[1]))"
    # Another process, because an order that depends on hashes is the same within one.
    process = run_python(python, code, tmp_path / "again")
    assert (*process.communicate(timeout=60), process.returncode) == ("", "", 0)
    _, differing, missing = filecmp.cmpfiles(built, tmp_path / "again", EXCHANGE_FILES, shallow=False)
    assert (differing, missing) == ([], [])


def test_a_reference_row_is_taken_only_where_a_report_uses_it(graph: KnowledgeGraph) -> None:
    assert {"laos", "china", "shandong", "unit-ren"} <= set(graph.entities)
    assert not {"brazil", "harbin", "unit-mu"} & set(graph.entities)


def test_plans_are_in_the_graph_but_in_no_direct_triple_or_relationship(small: Path, tmp_path: Path) -> None:
    graph = build_small(small, tmp_path / "build")
    with graph:
        facts = (graph.folder / "facts.ttl").read_text("utf-8")
        assert "company-b" in facts
        assert "centre-d" not in facts
        planned = "ASK { ?s a sg:Statement ; rdf:object entity:centre-d ; sg:modality modality:planned }"
        assert graph.sparql(planned).rows == [(True,)]
        assert graph.sparql("ASK { entity:school-h ?p entity:centre-d }").rows == [(False,)]
        assert graph.sparql("ASK { entity:centre-d a sg:TrainingPlatform }").rows == [(False,)]
    relationships = (graph.folder / "relationships.jsonl").read_text("utf-8").splitlines()
    assert not [line for line in relationships if "centre-d" in line and '"PARTNERS_WITH"' in line]


@pytest.mark.parametrize("engine", [(), ("--engine", "duckdb")])
def test_what_was_rejected_is_counted_as_nothing_else(small: Path, tmp_path: Path, engine: tuple[str, ...]) -> None:
    def counted() -> tuple[dict[str, int], str]:
        made = skillgraph("build", small, "-o", tmp_path / "graph", "--format", "json", *engine, cwd=tmp_path)
        [row] = [row for row in json.loads(made.stdout) if row["source"] == small.name]
        return row, made.stderr

    before, _ = counted()
    for table in ("statements.csv", "observations.csv"):
        text = (small / table).read_text("utf-8")
        (small / table).write_text(text.replace(",reviewed,", ",rejected,", 1), encoding="utf-8")
    after, said = counted()
    assert after == before | {"facts": before["facts"] - 1, "figures": before["figures"] - 1}
    assert f"{small.name}: 2 statements and figures were rejected" in said
    if not engine:
        manifest = GraphFolder(tmp_path / "graph").manifest
        assert (manifest.rejected, manifest.observations) == (2, after["figures"])


def test_every_planned_or_explored_statement_of_the_reports_has_no_direct_triple(graph: KnowledgeGraph) -> None:
    not_facts = [s for s in graph.statements() if not s.is_fact]
    assert {"exploratory", "planned", "rule", "supported"} <= {s.modality for s in not_facts}
    query = """SELECT ?s { ?s a sg:Statement ; rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?b ; sg:modality ?m
               FILTER(?m != modality:actual) ?a ?p ?b
               FILTER NOT EXISTS {
                   ?other rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?b ; sg:modality modality:actual } }"""
    assert graph.sparql(query).rows == []
    for name in ("海外高技能人才赋能中心", "上合国际技能认证中心"):
        about = graph.sparql("SELECT ?c { ?x rdfs:label ?name ; a ?c }", {"name": f'"{name}"@zh'})
        assert {str(c).rpartition("#")[2] for (c,) in about} == {"Envisaged", "Entity"}


def test_decimals_are_exact_in_every_form(graph: KnowledgeGraph, embedded: None, built: Path) -> None:
    values = {o.id: o.value for o in graph.observations()}
    assert str(values["four-cities/qd-enrolment"]) == "49100"
    assert str(values["four-cities/zz-talent"]) == "467400"
    assert '"49100"^^xsd:decimal' in (built / "facts.ttl").read_text("utf-8")
    assert graph.cypher(
        "MATCH (o:Observation {id: 'four-cities/qd-enrolment'}) RETURN o.value, o.valueDecimal"
    ).rows == [(49100, "49100")]


def test_a_failed_build_leaves_the_former_graph(small: Path, tmp_path: Path) -> None:
    output = tmp_path / "build"
    build_small(small, output)
    before = (output / "records.jsonl").read_bytes()
    edit(small / "statements.csv", "partnersWith", "partnersWiht")
    with pytest.raises(
        DataError, match=r"small/statements.csv, row 2, column predicate: unknown property 'partnersWiht'"
    ):
        build_small(small, output)
    assert (output / "records.jsonl").read_bytes() == before
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_build_leaves_the_former_graph(
    python: str, small: Path, tmp_path: Path, stop: signal.Signals
) -> None:
    output = tmp_path / "build"
    build_small(small, output)
    before = (output / "records.jsonl").read_bytes()
    edit(small / "entities.csv", "Hongfeng College", "Hongfeng Institute")
    # The build is held in the middle of its writing, so that the signal surely meets it there.
    code = """
        import sys, time
        import skillgraph.graph.write
        finish = skillgraph.graph.write._Files.finish
        def slow(files):
            finish(files); print("writing", flush=True); time.sleep(60)
        skillgraph.graph.write._Files.finish = slow
        sys.argv = ["skillgraph", "build", sys.argv[1], "-o", sys.argv[2]]
        from skillgraph.cli import main
        main()
    """
    process = run_python(python, code, small, output)
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    process.send_signal(stop)
    _, error = process.communicate(timeout=30)
    assert process.returncode == (130 if stop == signal.SIGINT else 143)
    assert "Traceback" not in error
    assert (output / "records.jsonl").read_bytes() == before
    assert leftovers(tmp_path) == []


def test_a_full_disk_leaves_the_former_graph_and_says_so(python: str, small: Path, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="this system has no file size limits")
    output = tmp_path / "build"
    build_small(small, output)
    before = (output / "records.jsonl").read_bytes()
    code = f"""
        import resource, signal, sys
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, {resource.RLIM_INFINITY}))
        sys.argv = ["skillgraph", "build", sys.argv[1], "-o", sys.argv[2]]
        from skillgraph.cli import main
        main()
    """
    process = run_python(python, code, small, output)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "can't be written (File too large); the former graph is as it was" in error
    assert (output / "records.jsonl").read_bytes() == before
    assert leftovers(tmp_path) == []


def test_a_folder_that_is_not_a_graph_is_not_replaced(small: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    (precious / "static").mkdir(parents=True)
    (precious / "thesis.txt").write_text("years of work", encoding="utf-8")
    for manifest in ("{}", '{"version": "1", "sources": [], "entities": 0, "statements": 0, "observations": 0}', ""):
        with pytest.raises(UsageError, match=r"holds something that is not a graph: (manifest\.json|static)"):
            build_small(small, precious)
        (precious / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(UsageError, match="is a file"):
        build_small(small, precious / "thesis.txt")
    assert (precious / "thesis.txt").read_text("utf-8") == "years of work"


@pytest.mark.parametrize(
    "name",
    ["thesis.txt", "oxigraph/thesis.txt", "dated/thesis.txt", "dated/*/x", "dated/empty/", "static/app.js", "empty/"],
)
def test_what_others_put_into_a_graph_is_kept_and_named(small: Path, tmp_path: Path, name: str) -> None:
    output = tmp_path / "build"
    build_small(small, output).as_of("2012").close()
    build_small(small, output).as_of("2012").close()
    (dated,) = (output / "dated").iterdir()
    foreign = output / name.replace("*", dated.name)
    foreign.parent.mkdir(exist_ok=True)
    if name.endswith("/"):
        foreign.mkdir()
    else:
        foreign.write_text("years of work", encoding="utf-8")
    said = f"build: holds {foreign.relative_to(output)}, which skillgraph did not write"
    if name == "dated/empty/":
        said = "build: holds something that is not a graph: dated/empty/;"
    with pytest.raises(UsageError, match=re.escape(said)):
        build_small(small, output)
    assert foreign.exists()
    assert leftovers(tmp_path) == []


def test_a_file_of_a_graph_that_was_changed_is_kept_and_named(small: Path, tmp_path: Path) -> None:
    build_small(small, tmp_path / "build")
    with (tmp_path / "build" / "facts.ttl").open("a", encoding="utf-8") as file:
        file.write("# mine")
    with pytest.raises(UsageError, match=r"holds facts\.ttl, which has changed since skillgraph wrote it"):
        build_small(small, tmp_path / "build")
    (tmp_path / "build" / "facts.ttl").unlink()
    build_small(small, tmp_path / "build")


@pytest.mark.skipif(os.name == "nt", reason="Windows replaces no folder that is read")
def test_a_graph_that_is_replaced_while_it_is_read_stays_what_it_was(small: Path, tmp_path: Path) -> None:
    """Records and engines that start later read the former graph, which the next build removes."""
    output = tmp_path / "build"
    school = "SELECT ?name { entity:school-h rdfs:label ?name FILTER(lang(?name) = 'en') }"
    with build_small(small, output) as reader:
        edit(small / "entities.csv", "Hongfeng College", "Hongfeng Institute")
        with build_small(small, output) as other:
            assert [g.sparql(school).rows for g in (reader, other)] == [
                [("Hongfeng College",)],
                [("Hongfeng Institute",)],
            ]
        assert reader.as_of("2030").entities["school-h"].name_en == reader.entities["school-h"].name_en
        assert reader.entities["school-h"].name_en == "Hongfeng College"
    del reader, other
    build_small(small, output)
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


@pytest.mark.skipif(os.name == "nt", reason="Windows replaces no folder that is read")
def test_a_graph_of_a_date_stays_what_it_was_when_the_whole_one_is_replaced(small: Path, tmp_path: Path) -> None:
    output = tmp_path / "build"
    school = "SELECT ?name { entity:school-h rdfs:label ?name FILTER(lang(?name) = 'en') }"
    with build_small(small, output).as_of("2030") as dated:
        edit(small / "entities.csv", "Hongfeng College", "Hongfeng Institute")
        build_small(small, output)
        assert dated.entities["school-h"].name_en == "Hongfeng College"
        assert dated.sparql(school).rows == [("Hongfeng College",)]
        assert len(dated.sparql("SELECT * { GRAPH ?g { entity:school-h ?p ?o } }").rows) > 0


@pytest.mark.skipif(os.name == "nt", reason="Windows replaces no folder that is read")
@pytest.mark.parametrize("is_writable", [True, False])
def test_a_graph_of_a_date_is_that_of_the_graph_that_was_asked(small: Path, tmp_path: Path, is_writable: bool) -> None:
    """Also in a program that asked the former graph in the same place, and where none can be kept there."""
    output = tmp_path / "build"
    names = []
    for name in ("Hongfeng College", "Hongfeng Institute"):
        graph = build_small(small, output)
        if not is_writable:
            (output / "dated").touch()
        names.append(graph.as_of("2030").entities["school-h"].name_en)
        if not is_writable:
            (output / "dated").unlink()
        edit(small / "entities.csv", name, "Hongfeng Institute")
    assert names == ["Hongfeng College", "Hongfeng Institute"]


def test_what_readers_make_in_a_graph_at_that_very_moment_is_known_as_ours(small: Path, tmp_path: Path) -> None:
    """The database for Cypher and graphs of dates come, change their names and go while a build looks."""
    output = build_small(small, tmp_path / "build").folder
    ends = threading.Event()

    def read() -> None:
        databases, dated = output / "arcadedb", output / "dated"
        while not ends.is_set():
            for folder in (databases, dated):
                folder.mkdir(exist_ok=True)
            making, made = databases / "making-0123456789abcdef", databases / "0123456789abcdef"
            (making / "graph").mkdir(parents=True)
            for number in range(20):
                (making / "graph" / f"City_{number}.bucket").touch()
            making.rename(made)
            shutil.rmtree(databases)
            with whole_folder(dated / "as-of-2030", check_built) as folder:
                shutil.copytree(output, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("dated", "arcadedb"))
            dated.rename(tmp_path / "gone")
            shutil.rmtree(tmp_path / "gone")

    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(read)
        try:
            for _ in range(200):
                check_built(output)
        finally:
            ends.set()
        reading.result()
    check_built(output)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_folder_that_cannot_be_written_is_named(small: Path) -> None:
    with pytest.raises(UsageError, match="can't be written"):
        build_small(small, Path("/proc/build"))


def test_the_same_thing_in_two_sources_is_one_entity(small: Path, tmp_path: Path) -> None:
    other = small_loader(tmp_path / "other", "second")
    edit(other / "entities.csv", "Hongfeng College,", "Hongfeng College,鋒學院")
    build([*reference_loaders(), small, other], tmp_path / "build")
    merged = KnowledgeGraph(tmp_path / "build").entities["school-h"]
    assert [part.source for part in merged.descriptions] == ["second", "small"]
    assert [part.aliases for part in merged.descriptions] == [("鋒學院",), ()]
    assert merged.aliases == ("鋒學院",)
    edit(other / "entities.csv", "VocationalSchool", "University")
    with pytest.raises(DataError, match=r"second/entities.csv, row 3, column class: class of 'school-h'"):
        build([*reference_loaders(), small, other], tmp_path / "build")


def test_a_build_reads_each_table_once(python: str, tmp_path: Path) -> None:
    """And sums it up once before, for its checksum."""
    code = """
        import sys
        from collections import Counter
        from pathlib import Path
        from skillgraph.tables.build import build
        opened = Counter()
        def count(event, arguments):
            if event == "open" and str(arguments[0]).endswith(".csv"):
                opened[str(arguments[0])] += 1
        sys.addaudithook(count)
        build(output=Path(sys.argv[1]) / "build")
        print(max(opened.values()), len(opened))
    """
    process = run_python(python, code, tmp_path)
    out, error = process.communicate(timeout=60)
    assert error == ""
    tables = [path for folder in default_loaders() for path in folder.glob("*.csv")]
    assert out.split() == ["2", str(len(tables))]
