"""What users install with the project may be passed on freely, and it is said what that is."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import distribution
from pathlib import Path

import pytest
from release import advisories, bom, licences
from release.carried import carried, lists_of_licences
from release.packages import NAME, licence, required

ROOT = Path(__file__).resolve().parents[1]
NOTICE = " ".join((ROOT / "NOTICE").read_text("utf-8").split())
FORBIDDEN = [
    "AGPL-3.0-or-later",
    "GPL-3.0-only",
    "MIT AND GPL-2.0-or-later",
    "CC-BY-NC-4.0",
    "SSPL-1.0",
    "BUSL-1.1",
    "",
]


def test_nothing_is_installed_or_carried_that_may_not_be_passed_on() -> None:
    assert licences.problems() == []


def test_the_licences_were_looked_at() -> None:
    assert {"lxml", "pypdfium2", "numpy", "click", "uvicorn", "onnxruntime", "jpype1"} <= set(required(["all"]))
    assert not {"pytest", "arcadedb-embedded", "lxml"} & set(required())
    assert {"pytest", "hatchling"} <= set(required((), ["dev"]))


@pytest.mark.parametrize("expression", FORBIDDEN)
def test_what_is_not_free_is_refused(expression: str) -> None:
    assert not licences.may_be(expression, licences.FOR_DEVELOPMENT)


def test_a_choice_is_enough_and_a_weak_one_is_for_development() -> None:
    assert licences.may_be("GPL-3.0-only OR (MIT AND ISC)", licences.PERMISSIVE)
    assert licences.may_be("MPL-2.0", licences.FOR_DEVELOPMENT)
    assert not licences.may_be("MPL-2.0", licences.PERMISSIVE)


def test_the_notice_names_all_that_is_carried() -> None:
    """Packages of the pages' scripts stand in the lists that it names."""
    assert all(str(path.relative_to(ROOT)) in NOTICE for path in lists_of_licences())
    for part in carried():
        if part.file:
            assert part.name.lower() in NOTICE.lower(), f"{part.name} is not in NOTICE"
            assert not part.inside or part.inside in NOTICE, f"{part.inside} is not in NOTICE"
            assert part.inside or (ROOT / part.file).exists(), part.file


def test_what_packages_carry_is_where_it_is_said_to_be() -> None:
    for part in carried():
        if part.inside:
            assert Path(str(distribution(part.inside).locate_file(part.file))).exists(), part.name


def test_the_java_has_the_licence_that_is_said() -> None:
    package = distribution("arcadedb-embedded")
    java = Path(str(package.locate_file("arcadedb_embedded/jre")))
    [said] = {p.read_text("utf-8") for p in java.glob("legal/java.base/LICENSE")}
    assert " ".join(said.split()).startswith("The GNU General Public License (GPL) Version 2, June 1991")
    assert "CLASSPATH" in said.upper()


def test_the_bill_of_materials_holds_all_of_it() -> None:
    """It is held to CycloneDX's schema as it is made."""
    made = bom.bill(1764374400)
    assert made == bom.bill(1764374400)
    bill = json.loads(made)
    assert bill["metadata"]["component"]["name"] == NAME
    held = {c["name"]: c for c in bill["components"]}
    assert set(held) == {*required(["all"]), *(part.name for part in carried())}
    assert held["OpenJDK"]["licenses"] == [{"expression": "GPL-2.0-only WITH Classpath-exception-2.0"}]
    assert held["@codemirror/view"]["purl"].startswith("pkg:npm/%40codemirror/view@")
    for name, package in required(["all"]).items():
        assert held[name]["licenses"] == [{"expression": licence(package)}]


@contextmanager
def index(faulty: str, status: int = 200) -> Iterator[str]:
    """An index that knows one fault, of one package."""

    class Index(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = [{"id": "PYSEC-2026-1", "fixed_in": ["99"], "withdrawn": None}]
            old = [{"id": "PYSEC-2020-1", "fixed_in": [], "withdrawn": "2021-01-01"}]
            found = known if re.match(rf"/pypi/{faulty}/", self.path) else old
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps({"vulnerabilities": found}).encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Index) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def test_known_faults_are_told() -> None:
    with index("lxml") as base:
        asked = advisories.of_python(base)
    assert asked.reason == ""
    assert [fault.partition(" ")[0] for fault in asked.faults] == ["lxml"]
    assert "PYSEC-2026-1 (mended in 99)" in asked.faults[0]


def test_an_index_without_advisories_is_no_index_without_faults() -> None:
    with index("lxml", 404) as base:
        asked = advisories.of_python(base)
    assert asked.reason.startswith("the index has no advisories")
