"""What the tests' own order rests on: marks that follow from fixtures, and helpers in modules of helpers."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


@pytest.mark.parametrize("command", [["java", "-version"], ["/usr/bin/chromium"], ["node"], ["python3", "-c", ""]])
def test_what_a_test_has_not_asked_for_is_not_started(command: list[str]) -> None:
    with pytest.raises(AssertionError, match="requests"):
        subprocess.run(command, check=True)


def test_what_a_test_has_asked_for_is_started(python: str) -> None:
    assert subprocess.run([python, "-c", "print(1)"], check=True, capture_output=True).stdout.strip() == b"1"


def test_a_parameter_that_names_a_fixture_marks_its_test_alone(language: str, request: pytest.FixtureRequest) -> None:
    assert ("java" in request.keywords) == (language == "cypher")


def test_no_module_of_tests_imports_from_another() -> None:
    found = [
        (path.name, line)
        for path in FOLDER.glob("*.py")
        for line in path.read_text("utf-8").split("\n")
        if re.match(r"\s*(from|import) test_", line)
    ]
    assert found == []
