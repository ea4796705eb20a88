"""What other packages bring along: formats and documents, found, shown by the command line, named where they fail."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from packages import install
from skillgraph import documents, formats
from skillgraph.api.knowledge_graph import KnowledgeGraph
from skillgraph.cli import skillgraph
from skillgraph.documents import read_bytes, read_document
from skillgraph.extract.many import find_documents
from skillgraph.extract.protocol import Extractor, load_extractor
from skillgraph.formats import export, find_format
from skillgraph.model.errors import DataError, UsageError
from skillgraph.review.validate import validate

NAMES = """
    from skillgraph.formats.format import Format, Option

    def write(graph, file, language="zh", most=None):
        names = [e.name_en if language == "en" else e.name for e in graph.entities.values()]
        file.write("\\n".join(names[:most]).encode())

    FORMAT = Format(
        write=write,
        description="the names, a line each",
        options=(
            Option("language", "of the names", choices=("zh", "en")),
            Option("most", "how many", type=int),
        ),
    )
    """


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(skillgraph, arguments)
    return result.exit_code, result.output + str(result.exception or "")


@pytest.fixture
def names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, tmp_path / "site", "names_format", NAMES, formats="names = names_format:FORMAT")


@pytest.mark.usefixtures("names")
def test_a_format_of_a_package_is_listed_and_shows_its_own_options() -> None:
    code, text = run("export", "--help")
    assert code == 0
    assert "the names, a line each" in text
    code, text = run("export", "names", "--help")
    assert code == 0
    assert "--language [zh|en]" in text
    assert "--most INTEGER" in text
    assert "--around" not in text


@pytest.mark.usefixtures("names")
def test_a_format_of_a_package_is_written_with_its_options(built: Path, tmp_path: Path) -> None:
    target = tmp_path / "names.txt"
    given = ("export", "names", "--language", "en", "--most", "2", "--graph", str(built), "-o", str(target))
    assert run(*given)[0] == 0
    with KnowledgeGraph(built) as graph:
        assert target.read_text("utf-8").split("\n") == [e.name_en for e in graph.entities.values()][:2]
    code, text = run("export", "names", "--language", "fr", "--graph", str(built))
    assert code == 2
    assert "'fr' is not one of 'zh', 'en'" in text


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import no_such_module", "format 'bad' of the package bad_format can't be loaded: ModuleNotFoundError"),
        ("FORMAT = 1", "format 'bad' of the package bad_format is no skillgraph.formats.format.Format"),
        ("from skillgraph.formats.format import Format; FORMAT = Format(write=print)", "bad_format has no description"),
        (
            "from skillgraph.formats.format import *; FORMAT = Format(write=1, description='x')",
            "has no function to write with",
        ),
        (
            "from skillgraph.formats.format import *\n"
            "FORMAT = Format(write=print, description='x', options=(Option('output', ''),))",
            "has an option 'output', which every format has already",
        ),
        (
            "from skillgraph.formats.format import *\n"
            "FORMAT = Format(write=lambda graph, file: file.nothing, description='x')",
            "format 'bad' of the package bad_format failed: AttributeError",
        ),
    ],
)
def test_a_bad_format_is_named_and_in_nobody_s_way(
    code: str, says: str, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, tmp_path / "site", "bad_format", code, formats="bad = bad_format:FORMAT")
    with KnowledgeGraph(built) as graph:
        with pytest.raises(UsageError) as error:
            export(graph, "bad", tmp_path / "x")
        assert says in str(error.value)
        assert not (tmp_path / "x").exists()
        file = io.BytesIO()
        export(graph, "turtle", file, profile="facts")
        assert file.getvalue()
    code_of_help, text = run("export", "--help")
    assert code_of_help == 0
    assert "RDF as Turtle" in text
    assert run("--help")[0] == 0


def test_an_unknown_format_is_named_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="unknown format 'turtel'; did you mean 'turtle'"):
        find_format("turtel")
    assert "No such format 'turtel'. Did you mean 'turtle'?" in run("export", "turtel")[1]


@pytest.mark.parametrize("arguments", [("xlsx",), ("csv", "-o", "tables.xlsx")])
def test_who_asks_for_a_workbook_is_told_where_one_is(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, text = run("export", *arguments, "--graph", str(built))
    assert code
    assert "`export csv -o FOLDER` writes tables that Excel opens" in " ".join(text.split())
    assert not list(tmp_path.iterdir())


def test_an_option_of_another_format_is_named_as_such(built: Path) -> None:
    code, text = run("export", "pyvis", "--around", "qingdao", "--graph", str(built))
    assert code == 2
    assert "pyvis has no --around; html has it" in text


BOOK = """
    from skillgraph.documents import Block, DocumentType, SourceText

    def read(data, name):
        text = data.decode().removeprefix("BOOK ")
        if text == "broken":
            raise ValueError("no pages")
        end = 9 if text == "long" else len(text)
        return SourceText(name, "", text, (Block("paragraph", 0, end),), "", "")

    BOOK = DocumentType("application/x-book", read)
    """


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    install(monkeypatch, tmp_path / "site", "book_reader", BOOK, documents="book = book_reader:BOOK")
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.book").write_text("BOOK 海滨学院在青岛。", encoding="utf-8")
    return folder / "a.book"


def test_a_document_of_a_package_s_type_is_read_with_right_checksums(book: Path) -> None:
    source = read_document(book)
    assert (source.text, source.file, source.media_type) == ("海滨学院在青岛。", "a.book", "application/x-book")
    plain = read_bytes(source.text.encode(), "a.txt", "text/plain")
    assert source.text_sha256 == plain.text_sha256
    assert source.sha256 != plain.sha256
    assert read_bytes(book.read_bytes(), "a.book", "application/x-book") == source
    assert find_documents([book.parent]) == [book]
    (book.parent / "a.xyz").touch()
    with pytest.raises(UsageError, match=r"unknown ending '.xyz'; readable are .txt, .*, .book"):
        read_document(book.parent / "a.xyz")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("BOOK broken", "a.book: document type 'book' of the package book_reader failed: ValueError: no pages"),
        ("BOOK  ", "a.book: no text in it"),
        ("BOOK long", "document type 'book' of the package book_reader has blocks outside of the text"),
    ],
)
def test_what_a_package_s_reader_gives_is_checked(book: Path, content: str, says: str) -> None:
    book.write_text(content, encoding="utf-8")
    with pytest.raises((DataError, UsageError)) as error:
        read_document(book)
    assert says in str(error.value)


def test_a_reader_that_can_t_be_loaded_is_named_and_in_nobody_s_way(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, tmp_path / "site", "odd_reader", "1 / 0", documents="odd = odd_reader:ODD")
    assert read_document(book).text
    assert read_bytes(b"BOOK x", "x", "application/x-book").text == "x"
    (tmp_path / "a.odd").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="document type 'odd' of the package odd_reader can't be loaded: ZeroDiv"):
        read_document(tmp_path / "a.odd")


def test_an_unknown_media_type_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match=r"a: nothing reads application/zip; readable are .txt"):
        read_bytes(b"PK", "a", "application/zip")


def test_a_package_offers_an_extractor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = """
        class Model:
            name = "model"
            def extract(self, source): ...
        """
    install(monkeypatch, tmp_path / "site", "my_model", code, extractors="model = my_model:Model\nno = my_model:dict")
    assert isinstance(load_extractor("model"), Extractor)
    with pytest.raises(UsageError, match="did you mean 'model'"):
        load_extractor("modle")
    with pytest.raises(UsageError, match="extractor 'no' of the package my_model can't be loaded: AttributeError"):
        load_extractor("no")


def test_the_packages_that_the_how_to_shows_work(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).parents[1] / "docs" / "howto" / "engineer.md").read_text("utf-8")
    python, toml = r"```python\n# (\w+)\.py\n(.*?)```", r'```toml\n\[[^\n]*"skillgraph.(\w+)"\]\n(.*?)```'
    shown = re.findall(f"{python}\n\n{toml}", page, re.DOTALL)
    assert [group for _, _, group, _ in shown] == ["formats", "documents", "loaders"]
    for module, code, group, line in shown:
        install(monkeypatch, tmp_path / "site", module, code, **{group: line.replace('"', "")})
    code, text = run("export", "names", "--most", "3", "--graph", str(built))
    assert code == 0
    assert len(text.splitlines()) == 3
    (tmp_path / "a.note").write_text("海滨。", encoding="utf-16")
    assert read_document(tmp_path / "a.note").text == "海滨。"
    assert validate([Path("my-source")]) == []


def test_every_module_of_a_format_or_a_document_type_stands_in_its_table() -> None:
    package = Path(formats.__file__).parent
    modules = {p.stem.replace("_", "-") for p in package.glob("*.py") if "\nFORMAT = " in p.read_text("utf-8")}
    assert modules == set(formats.OWN)
    package = Path(documents.__file__).parent
    readers = {p.stem for p in package.glob("*.py") if "\ndef read(data" in p.read_text("utf-8")}
    assert readers == set(documents.OWN.values())
    assert set(documents.ENDINGS.values()) == set(documents.OWN)
