"""What a query is given as: text, a file, standard input or a question's name; and the values to bind in it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from skillgraph.model.errors import UsageError
from skillgraph.model.problems import unknown
from skillgraph.questions.recorded import question_names, question_path


def parse_parameters(pairs: tuple[str, ...]) -> dict[str, Any]:
    """The values of `--param`.

    Example:
        >>> parse_parameters(("city=青岛市", "n=7", 'code="7"'))
        {'city': '青岛市', 'n': 7, 'code': '7'}
    """
    found: dict[str, Any] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.isidentifier():
            raise UsageError(f"--param {pair}: write NAME=VALUE, as --param city=青岛市")
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    return found


def query_text(query: str, suffix: str) -> str:
    """The text of a query that is given as text, as a file, as `-` (standard input) or by the name of a question.

    Raises:
        UsageError: it is none of these.
    """
    if not query.strip():
        raise UsageError("the query is empty")
    if any(c.isspace() or c == "{" for c in query) and not _is_file(query):
        return query
    if query in question_names():
        return question_path(query, suffix).read_text("utf-8-sig")
    try:
        # A file's text is piped as it is, but Windows reads standard input in the encoding of the terminal.
        content = sys.stdin.buffer.read() if query == "-" else Path(query).read_bytes()
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        raise UsageError(
            f"{unknown('question or file', query, question_names())}; a query has a space or a brace in it"
        ) from None
    except UnicodeDecodeError as error:
        raise UsageError(f"{query}: can't be read as a query: not UTF-8 (byte {error.start})") from None
    except OSError as error:
        raise UsageError(f"{query}: can't be read as a query: {error.strerror}") from None


def _is_file(query: str) -> bool:
    """Whether a text with spaces in it is the name of a file; a long query is none that a system could have."""
    try:
        return Path(query).is_file()
    except OSError:
        return False
