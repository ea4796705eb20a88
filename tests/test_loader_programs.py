"""Loaders that are programs: a folder's loader.py and those of packages, held to what tables are held to."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from loaders import small_loader
from packages import install
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.documents.source import SourceText
from skillgraph.extract.drafts import write_draft
from skillgraph.extract.pipeline import RuleExtractor
from skillgraph.model.errors import DataError, UsageError
from skillgraph.review.validate import validate
from skillgraph.review.verify import verify
from skillgraph.tables.build import build
from skillgraph.tables.opening import named_loaders, open_loader

REGISTER = Path(__file__).resolve().parents[1] / "examples" / "scripted" / "harbour-register"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A copy of the example, which a test may change."""
    return Path(shutil.copytree(REGISTER, tmp_path / REGISTER.name))


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "loader.py"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_example_is_built_with_the_passages_of_its_json(tmp_path: Path) -> None:
    loaders = named_loaders([REGISTER])
    assert validate(loaders) == []
    assert verify(REGISTER, loaders).problems == []
    build(loaders, tmp_path / "build")
    with KnowledgeGraph(tmp_path / "build") as graph:
        [figure] = graph.observations()
        assert (figure.subject, str(figure.value)) == ("lingang", "36")
        dates = {s.id: s.start for s in graph.statements() if s.source == "harbour-register"}
        assert dates == {
            "harbour-register/lingang-partner": "2021-03", "harbour-register/xihu-crafts-partner": "2023",
        }  # fmt: skip
        [passage] = graph.evidence(figure.id, REGISTER)
        assert passage.text is not None
        assert '"partner": "北湾船舶公司"' in passage.text


def test_the_checksum_of_a_program_is_that_of_what_it_yields(register: Path, tmp_path: Path) -> None:
    def built() -> str:
        build(named_loaders([register]), tmp_path / "build")
        return KnowledgeGraph(tmp_path / "build").documents["harbour-register"].tables_sha256

    first = built()
    assert built() == first
    change(register, '"basis": "stated"', '"basis": "section"')
    assert built() != first


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"School"', '"Schol"', "loader.py, entities(), row 1, column class: unknown class 'Schol'; did you mean"),
        ('"id", "school"', '"school", "school"', "entities(), row 1, column id: '临港职业学院' is no id"),
        ('"predicate": "partnersWith"', '"predicate": "enrolsFrom"', "statements(), row 1, column object:"),
        ('"mentions": passage(name)', '"mentions": "1-x"', "entities(), row 1, column mentions: '1-x' is no span"),
        ('"evidence": passage(),\n            }', "}", "observations(), row 1, column evidence: no source"),
        ('"time": record', '"tiem": record', "statements(), row 1, column tiem: unknown column 'tiem'; did you"),
        ('str(record["welders"]),\n                "unit"', 'record["welders"], "unit"', "column value: 36 is int"),
        ("year, month =", "yield 7\n        year, month =", "statements(), row 1: int; a row is a dictionary"),
        ('record["since"])', 'record["sinec"])', "statements(), row 1: KeyError: 'sinec' (loader.py, line "),
        ("import json", "import jsno", "loader.py: ModuleNotFoundError: No module named 'jsno' (loader.py, line "),
        ("import json", "raise SystemExit(3)", "harbour-register/loader.py: SystemExit: 3"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_program_s_rows_is_named(register: Path, old: str, new: str, says: str) -> None:
    change(register, old, new)
    problems = "\n".join(map(str, validate(named_loaders([register]))))
    assert says in problems
    with pytest.raises(DataError):
        build(named_loaders([register]), register.parent / "build")


def test_a_table_and_a_function_for_the_same_rows_are_one_too_many(register: Path) -> None:
    small = small_loader(register.parent)
    shutil.copy(small / "entities.csv", register)
    [first, *_] = validate(named_loaders([register]))
    assert str(first) == (
        "harbour-register/entities.csv: stands beside entities() of loader.py; one of the two gives the rows"
    )


def test_a_program_may_give_one_table_and_leave_the_others(tmp_path: Path) -> None:
    small = small_loader(tmp_path)
    build(named_loaders([small]), tmp_path / "tables")
    (small / "statements.csv").rename(small / "relations.csv")
    (small / "loader.py").write_text(
        "import csv\n"
        "def statements(folder):\n"
        "    yield from csv.DictReader((folder / 'relations.csv').read_text('utf-8').splitlines())\n",
        encoding="utf-8",
    )
    build(named_loaders([small]), tmp_path / "program")
    with KnowledgeGraph(tmp_path / "tables") as one, KnowledgeGraph(tmp_path / "program") as two:
        assert list(one.statements()) == list(two.statements())
        assert one.entities == two.entities


def test_a_program_runs_once_in_a_build_and_only_when_its_folder_is_named(register: Path, tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    change(register, "import json", f"import json\nwith open({str(runs)!r}, 'a') as file: file.write('x')")
    small = small_loader(tmp_path)
    build(named_loaders([small]), tmp_path / "build")
    assert validate(named_loaders([small])) == []
    open_loader(register)
    assert not runs.exists()
    build(named_loaders([register]), tmp_path / "build")
    assert runs.read_text() == "x"


def test_no_draft_is_written_beside_a_program(register: Path) -> None:
    source = SourceText("x.txt", "text/plain", "海滨。", (), "", "")
    with pytest.raises(DataError, match=r"has a loader.py, which gives its rows"):
        write_draft(source, RuleExtractor(), register)


PACKAGE = """
    from skillgraph import Document, Entity, Evidence, Statement

    document = Document("far-register", "远方登记", "Far", sha256="0" * 64, characters=100)

    def passage(start, end):
        return Evidence("far-register", start, end, "")

    def entities():
        yield Entity("far-school", "far-register", ("School",), "远方学院", mentions=(passage(0, 4),))
        yield {"id": "far-firm", "class": "Enterprise", "existence": "individual", "name": "远方公司",
               "status": "reviewed", "mentions": "9-13"}

    def statements():
        yield Statement("far-register/a", SOURCE, "far-school", "partnersWith", "far-firm", evidence=(passage(0, 13),))
    """


def offer(monkeypatch: pytest.MonkeyPatch, folder: Path, code: str, name: str = "far-register") -> None:
    folder.mkdir(exist_ok=True)
    install(monkeypatch, folder / "site", "far_away", code, loaders=f"{name} = far_away")


def test_a_package_s_loader_is_built_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, tmp_path, PACKAGE.replace("SOURCE", "document.id"))
    loaders = named_loaders([Path("far-register")])
    assert validate(loaders) == []
    build(loaders, tmp_path / "build")
    with KnowledgeGraph(tmp_path / "build") as graph:
        assert [s.object for s in graph.statements()] == ["far-firm"]
        assert set(graph.entities) == {"far-school", "far-firm"}
        assert graph.documents["far-register"].tables_sha256
    with pytest.raises(UsageError, match=r"near: no such folder; .* one of the packages' loaders far-register"):
        named_loaders([Path("near")])


def test_what_a_record_would_lose_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, tmp_path, PACKAGE.replace("SOURCE", "'other'"))
    problems = list(map(str, validate(named_loaders([Path("far-register")]))))
    assert problems == ["far-register, statements(), row 1, column source: 'other'; the source is 'far-register'"]
    derived = PACKAGE.replace("SOURCE", "document.id").replace("mentions=", 'derived=("ForeignPartner",), mentions=')
    offer(monkeypatch, tmp_path / "more", derived)
    [problem] = validate(named_loaders([Path("far-register")]))
    assert (problem.column, problem.row) == ("derived", 1)
    assert "('ForeignPartner',) would be read as ()" in problem.message


@pytest.mark.parametrize(
    ("code", "name", "says"),
    [
        ("1 / 0", "far-register", "loader 'far-register' of the package far_away can't be loaded: ZeroDivisionError"),
        ("document = 1", "far-register", "has none of the functions entities, statements, observations"),
        ("def entities(): ...", "far-register", "has no document"),
        ("document = {'id': 7}\ndef entities(): ...", "far-register", "has a document that is none"),
        (PACKAGE, "near", "has a document with another id, 'far-register'"),
    ],
)
def test_a_bad_loader_of_a_package_is_named(
    code: str, name: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(monkeypatch, tmp_path, code, name)
    with pytest.raises(UsageError) as error:
        open_loader(Path(name))
    assert says in str(error.value)
    assert "far_away" in str(error.value)
