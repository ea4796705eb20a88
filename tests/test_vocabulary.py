"""The ontology is the only place that knows classes and relations: code names few, and a new class works everywhere."""

from __future__ import annotations

import ast
import base64
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import skillgraph
from skillgraph.extract import groups
from skillgraph.extract.groups import classes, relations
from skillgraph.extract.naming.columns import rules as column_rules
from skillgraph.model.home import home
from skillgraph.model.ontology import ontology

SOURCE = Path(skillgraph.__file__).parent
#: How many literals may name a class or a relation; a new one needs a reason why no mark in the ontology does.
MOST = 47
#: Files that are not counted: what they hold is data about classes and relations by name, or of other vocabularies.
RULES = {
    "__init__.py": "the public face: Python's records have the names of classes",
    "formats/ro_crate.py": "the terms of schema.org",
    "model/derivation.py": "the rules of derivation",
}


def literals(file: Path) -> Iterator[str]:
    """The text literals of a file that name a class or relation.

    Docstrings are left out, and so are names of other vocabularies (`RDF + "Statement"`).
    """
    tree = ast.parse(file.read_text("utf-8"))
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and _has_docstring(
            node
        ):
            left_out.add(id(node.body[0].value))  # type: ignore[attr-defined]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and ast.unparse(node.left) != "SG":
            left_out.add(id(node.right))
    names = {*ontology().classes, *ontology().relations}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node.value in names and id(node) not in left_out:
            yield str(node.value)


def _has_docstring(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return ast.get_docstring(node, clean=False) is not None


def test_code_names_few_classes_and_relations() -> None:
    found = {str(path.relative_to(SOURCE)): Counter(literals(path)) for path in sorted(SOURCE.rglob("*.py"))}
    assert all(found[file] for file in RULES)
    counted = {file: dict(names) for file, names in found.items() if names and file not in RULES}
    assert sum(n for names in counted.values() for n in names.values()) <= MOST, counted


def test_groups_name_what_the_ontology_has_and_each_is_used() -> None:
    rules = groups._groups()
    named = {item.lstrip("=-") for items in rules.classes.values() for item in items}
    named |= {column.type for column in column_rules().column}
    assert named <= ontology().entity_classes
    assert all(classes(name) for name in rules.classes)
    assert {name for group in rules.relations for name in relations(group)} <= set(ontology().relations)
    code = "".join(path.read_text("utf-8") for path in (SOURCE / "extract").rglob("*.py"))
    for kind, asked in (("classes", rules.classes), ("relations", rules.relations)):
        assert set(asked) == set(re.findall(rf'(?<![\w.])(?:groups\.)?{kind}\("(\w+)"\)', code))


HOSPITAL = """
sg:Hospital a owl:Class ;
    rdfs:subClassOf sg:Organization ;
    rdfs:label "医院"@zh, "hospital"@en ;
    rdfs:comment "提供医疗服务的机构。"@zh, "An organization that treats patients."@en .
"""
SENTENCE = "台州技师学院与台州仙居医院合作共建“康养学院”。"


@pytest.fixture(scope="module")
def with_hospitals(python: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an installed skillgraph whose ontology has one class more, and a list of names that end so."""
    folder = tmp_path_factory.mktemp("hospitals")
    package = folder / "skillgraph"
    shutil.copytree(SOURCE, package, ignore=shutil.ignore_patterns("__pycache__", "data"))
    for part in ("ontology", "loaders", "queries"):
        shutil.copytree(home() / part, package / "data" / part)
    with (package / "data" / "ontology" / "skills.ttl").open("a", encoding="utf-8") as file:
        file.write(HOSPITAL)
    (folder / "terms").mkdir()
    (folder / "terms" / "heads.tsv").write_text("医院\tHospital\tname\n", encoding="utf-8")
    (folder / "report.txt").write_text(SENTENCE, encoding="utf-8")
    return folder


def run(folder: Path, *arguments: str) -> str:
    """What the installed skillgraph of a folder writes."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "skillgraph", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def extracted(folder: Path, sentence: str) -> list[dict[str, object]]:
    (folder / "sentence.txt").write_text(sentence, encoding="utf-8")
    found = run(folder, "extract", "sentence.txt", "--terms", "terms")
    return [json.loads(line) for line in found.splitlines()]


def said(records: list[dict[str, object]]) -> set[tuple[object, object, object]]:
    names = {r["id"]: r["name"] for r in records if r["kind"] == "entity"}
    return {
        (names[r["subject"]], r["predicate"], names[r["object"]]) for r in records if r["kind"] == "relation"
    }  # fmt: skip


def test_a_new_class_of_organizations_is_found_with_its_relations(with_hospitals: Path) -> None:
    records = extracted(with_hospitals, SENTENCE)
    types = {r["name"]: r["type"] for r in records if r["kind"] == "entity"}
    assert types["台州仙居医院"] == "Hospital"
    of_groups = said(extracted(with_hospitals, SENTENCE.replace("台州仙居医院", "台州仙居集团")))
    assert len(of_groups) >= 3
    renamed = {tuple(str(part).replace("台州仙居集团", "台州仙居医院") for part in fact) for fact in of_groups}
    assert said(records) == renamed


def test_a_new_class_is_built_asked_for_shown_and_scored(with_hospitals: Path) -> None:
    run(with_hospitals, "extract", "report.txt", "--terms", "terms", "--loader", "my-report")
    carried = with_hospitals / "skillgraph" / "data" / "loaders"
    references = [str(carried / name) for name in ("countries", "indicators", "places", "units")]
    run(with_hospitals, "build", "my-report", *references, "-o", "graph", "--with-extracted")

    query = "SELECT ?name { ?x a sg:Organization ; rdfs:label ?name FILTER EXISTS { ?x a sg:Hospital } }"
    assert "台州仙居医院" in run(with_hospitals, "sparql", query, "--graph", "graph")
    nodes = [json.loads(line) for line in (with_hospitals / "graph" / "nodes.jsonl").read_text("utf-8").splitlines()]
    [labels] = [n["labels"] for n in nodes if n["properties"].get("name") == "台州仙居医院"]
    assert {"Hospital", "Organization", "Actor", "Entity"} <= set(labels)

    run(with_hospitals, "export", "html", "--graph", "graph", "-o", "page.html")
    page = (with_hospitals / "page.html").read_text("utf-8")
    [packed] = re.findall('id="picture-data">([^<]+)', page)
    data = gzip.decompress(base64.b64decode(packed)).decode()
    assert '"医院"' in data
    assert '"hospital"' in data

    found = run(with_hospitals, "extract", "report.txt", "--terms", "terms")
    (with_hospitals / "found.jsonl").write_text(found, encoding="utf-8")
    things = [r for r in map(json.loads, found.splitlines()) if r["kind"] == "entity"]
    for thing in things:
        # Who annotates need not know the new class.
        thing["type"] = thing["type"].replace("Hospital", "Organization")
    (with_hospitals / "gold.json").write_text(
        json.dumps({"entities": things, "relations": [], "statistics": []}), encoding="utf-8"
    )
    scored = json.loads(run(with_hospitals, "score", "found.jsonl", "gold.json", "--format", "json"))
    names = scored["all"]["parts"]["names"]
    assert names["f1"] == names["class"] == 1
