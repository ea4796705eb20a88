from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.graph.results import Rows
from skillgraph.notebook.network import Network

pytest.importorskip("IPython", reason="IPython comes with the extra notebook")

PARTNERS = {
    "sparql": """SELECT ?partner { ?c rdfs:label ?city ; sg:partnersWith ?p .
?p a sg:ForeignPartner ; rdfs:label ?partner FILTER(LANG(?partner) = "zh") } ORDER BY ?partner""",
    "cypher": """MATCH (:City {name: $city})-[:PARTNERS_WITH]-(p:ForeignPartner)
RETURN p.name AS partner ORDER BY partner""",
}
CITY = {"sparql": '"青岛市"@zh', "cypher": "青岛市"}
NETWORK = {
    "sparql": "CONSTRUCT WHERE { entity:qingdao sg:partnersWith ?p }",
    "cypher": "MATCH (c:City {id: 'qingdao'})-[r:PARTNERS_WITH]-(p) RETURN c, r, p",
}


@pytest.fixture(scope="module")
def shell(graph: KnowledgeGraph) -> Iterator[Any]:
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "skillgraph")
    shell.user_ns["graph"] = graph
    yield shell
    InteractiveShell.clear_instance()


def test_both_magics_have_the_same_options_and_answers(shell: Any, language: str) -> None:
    shell.user_ns["values"] = {"city": CITY[language]}
    bound = shell.run_cell_magic(language, "--params values", PARTNERS[language])
    assert isinstance(bound, Rows)
    assert ("德国GFM教育集团",) in bound.rows
    assert len(bound) == 5
    assert shell.run_cell_magic(language, f"-p 'city={CITY[language]}' --into df", PARTNERS[language]) is None
    assert list(shell.user_ns["df"].partner) == [name for (name,) in bound]
    as_json = shell.run_cell_magic(language, "--params values --format json --timeout 20", PARTNERS[language])
    assert as_json == bound.to_dicts()


def test_a_slip_of_the_pen_is_told_beside_the_empty_answer(shell: Any, language: str, capsys: Any) -> None:
    query = PARTNERS[language].replace("ForeignPartner", "ForeinPartner")
    said = "'ForeinPartner'; did you mean 'ForeignPartner'?"
    rows = shell.run_cell_magic(language, f"-p 'city={CITY[language]}' --format table", query)
    assert (len(rows), capsys.readouterr().err) == (0, "")
    assert rows.notes[0].endswith(said)  # Rows show them below the table.
    assert shell.run_cell_magic(language, f"-p 'city={CITY[language]}' --format json", query) == []
    assert capsys.readouterr().err.endswith(f"{said}\n")


def test_an_answer_that_holds_a_graph_is_shown_as_one(shell: Any, language: str, capsys: Any) -> None:
    network = shell.run_cell_magic(language, "--format network", NETWORK[language])
    assert isinstance(network, Network)
    assert isinstance(shell.run_cell_magic(language, "--format table", NETWORK[language]), Rows)
    assert shell.run_cell_magic(language, "", NETWORK[language]) is None
    assert "<Network" in capsys.readouterr().out


def test_a_table_is_a_network_where_it_is_asked_for(shell: Any, language: str) -> None:
    asked = f"-p 'city={CITY[language]}'"
    assert isinstance(shell.run_cell_magic(language, f"{asked} --format network", PARTNERS[language]), Network)
    assert isinstance(shell.run_cell_magic(language, asked, PARTNERS[language]), Rows)
    number = {"sparql": "SELECT (1 AS ?n) {}", "cypher": "RETURN 1 AS n"}[language]
    failed = shell.run_cell(f"%%{language} --format network\n{number}")
    assert "names no entity" in str(failed.error_in_exec)
    remote = shell.run_cell(f"%%{language} --format network --server http://127.0.0.1:9\n{number}")
    assert "leave --server out" in str(remote.error_in_exec)


def test_a_question_is_asked_by_its_name_and_a_graph_by_its_folder(shell: Any, language: str, built: Path) -> None:
    rows = shell.run_line_magic(language, f"q06 --graph {built}")
    assert "老挝琅勃拉邦职业技术学院" in rows.rows[0]


@pytest.mark.parametrize(
    ("cell", "message", "mark"),
    [
        ("%%cypher\nMATCH (c:City)\nRETRUN c", "RETRUN", "RETRUN c\n^"),
        ("%%cypher\nMATCH (城市:City)\nRETURN 城, 市", "城", "RETURN 城, 市\n       ^"),
        ("%%sparql\nSELECT ?x {\n ?x a sg:City .\n FILTER(?x = }", "3:15", " FILTER(?x = }\n              ^"),
        ("%%cypher\nCREATE (n:City)", "reading the graph is allowed", ""),
        ("%%sparql\nDELETE WHERE { ?s ?p ?o }", "read-only", ""),
        ("%%cypher --timeout 0\nRETURN 1", "timeout", ""),
        ("%%sparql --graph nowhere\nASK {}", "neither a variable", ""),
        ("%%sparql --into 1x\nASK {}", "name of a variable", ""),
        ("%%cypher --params nothing\nRETURN 1", "no variable with a dictionary", ""),
        ("%%cypher q06\nRETURN 1", "no option", ""),
    ],
)
def test_a_mistake_is_one_message_that_points_into_the_query(
    shell: Any, embedded: None, cell: str, message: str, mark: str, capsys: Any
) -> None:
    assert shell.run_cell(cell).error_in_exec is not None
    printed = "".join(capsys.readouterr())
    assert message in printed
    assert mark in printed
    assert "Traceback" not in printed


def test_completion_in_the_cells_of_the_magics(shell: Any) -> None:
    def complete(text: str) -> list[str]:
        from IPython.core.completer import provisionalcompleter

        with provisionalcompleter():
            return [c.text for c in shell.Completer.completions(text, len(text))]

    assert complete("%%sparql\nSELECT ?x { ?x a sg:Techn") == ["sg:TechnicalSchool"]
    assert "sg:partnersWith" in complete("%%sparql --into df\nSELECT ?x {\n ?x sg:part")
    assert "modality:planned" in complete("%%sparql\nASK { ?x sg:modality modality:pl")
    assert complete("%%cypher\nMATCH (s:Techn") == ["TechnicalSchool"]
    assert complete("%%cypher\nMATCH (s)-[r:PARTNERS") == ["PARTNERS_WITH"]
    assert "nameEn" in complete("%%cypher\nMATCH (s) RETURN s.name")
    assert "sg:City" not in complete("sg:Ci")


def test_records_are_shown_with_their_facts_and_nothing_is_markup(
    shell: Any, embedded: None, graph: KnowledgeGraph
) -> None:
    formatter = shell.display_formatter.formatters["text/html"]
    card = formatter(graph.entities["qingdao"])
    assert "青岛市" in card
    assert "德国GFM教育集团" in card
    assert "49,100 人" in card
    assert "four-cities:" in card
    statement = next(s for s in graph.statements() if s.modality == "exploratory")
    assert "探索" in formatter(statement)
    assert "&gt; " in formatter(next(o for o in graph.observations() if o.bound == "moreThan"))
    assert "four-cities" in formatter(graph.documents["four-cities"])
    assert "城市" in formatter(graph)
    answer = shell.run_cell_magic("sparql", "--format table", NETWORK["sparql"])
    assert "<bdi>entity:gfm</bdi>" in formatter(answer)
    assert "(青岛市)" in formatter(shell.run_cell_magic("cypher", "--format table", NETWORK["cypher"]))
    hostile = Rows(("<b>",), [("<img src=x onerror=alert(1)>",)])
    assert "<img" not in formatter(hostile)
    assert "<b>" not in formatter(hostile)


def test_every_option_of_the_magics_is_documented(shell: Any) -> None:
    from skillgraph.notebook.magics import FORMATS

    page = Path(__file__).resolve().parents[1] / "docs" / "howto" / "researcher.md"
    text = page.read_text("utf-8")
    parser = shell.magics_manager.magics["cell"]["sparql"].__func__.parser
    options = [flag for action in parser._actions for flag in action.option_strings if flag.startswith("--")]
    assert len(options) == 8
    for flag in options:
        assert f"`{flag}" in text, flag
    for name in FORMATS:
        assert f"`{name}`" in text


def test_an_error_is_the_message_and_the_line_of_the_cell(shell: Any, capsys: Any) -> None:
    shell.run_cell("name = 'qindao'\ngraph.describe(name)")
    out = capsys.readouterr().out
    assert "did you mean 'qingdao'?" in out
    assert "in line 2: graph.describe(name)" in out
    assert "knowledge_graph.py" not in out


def test_an_interrupted_cell_says_so_in_one_line(language: str, built: Path, python: str) -> None:
    """In a process of its own: a test runner takes Ctrl-C for its own."""
    endless = {
        "sparql": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g",
        "cypher": "MATCH (a), (b), (c), (d) RETURN a.id AS id ORDER BY b.id + c.id + d.id LIMIT 1",
    }[language]
    cell = f"%%{language} --timeout 60\n{endless}"
    code = f"""
import signal, threading, skillgraph
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance(colors="nocolor")
shell.run_line_magic("load_ext", "skillgraph")
shell.user_ns["graph"] = graph = skillgraph.load({str(built)!r})
threading.Timer(3, signal.raise_signal, [signal.SIGINT]).start()
shell.run_cell({cell!r})
print("rows:", len(graph.sparql("SELECT ?c {{ ?c a sg:City }} LIMIT 2")))
graph.close()
"""
    process = subprocess.run([python, "-c", code], capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert "stopped\nrows: 2" in process.stdout, process.stdout + process.stderr
    assert "Traceback" not in process.stdout + process.stderr
