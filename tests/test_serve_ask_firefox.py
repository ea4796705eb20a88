"""The page that asks in Firefox, by the keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from firefox import Firefox, launched
from served import served
from skillgraph.questions.recorded import find_questions

pytest.importorskip("uvicorn", reason="uvicorn and starlette come with the extra serve")

FOCUS = "document.activeElement.dataset.key ?? document.activeElement.className"


def test_a_recorded_question_is_asked_by_keyboard_and_its_passage_shown(
    firefox: Path, built: Path, python: str
) -> None:
    (question,) = find_questions(["q02"])
    server = served(built)
    try:
        with launched(firefox) as reader:
            reader.open(f"{server.url}/ask")
            reader.until("document.body.dataset.ready === 'true'")
            to(reader, "question-q01")
            reader.press("ArrowDown", "Enter")
            reader.until("document.querySelectorAll('#answer tbody tr').length")
            assert reader.evaluate("document.querySelectorAll('#answer tbody tr').length") == len(question.recorded)
            to(reader, "cm-content")
            styled = "getComputedStyle(document.querySelector('.cm-scroller')).display"
            assert reader.evaluate(styled) == "flex", "the policy lets the editor's styles in"
            query = "SELECT ?figure { ?figure a sg:Observation } LIMIT 1"
            reader.press("Control+a", *query, "Escape", "Control+Enter")
            reader.until("document.querySelector('#answer .passage')")
            to(reader, "passage")
            reader.press("Enter")
            reader.until("document.querySelector('dialog section a')")
            reader.press("Escape")
            reader.until("!document.querySelector('dialog')")
    finally:
        server.end()


def to(reader: Firefox, key: str) -> None:
    """Goes on with Tab to what bears a key or a class."""
    for _ in range(40):
        if key in str(reader.evaluate(FOCUS)).split():
            return
        reader.press("Tab")
    raise AssertionError(f"Tab never comes to {key}")
