"""Every error that skillgraph raises on purpose, with the exit code that the command line gives it."""

import traceback
from pathlib import Path

import msgspec

_PACKAGE = str(Path(__file__).resolve().parents[1])
#: What msgspec raises of bytes that are not the JSON which was asked for: no JSON, no UTF-8, nested thousands deep.
NOT_DECODED = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class SkillgraphError(Exception):
    """Something a user can mend; the message says where and what to do."""

    exit_code = 2

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows of it: the message, and the line of the cell; not the way through this package."""
        lines = [f"{type(self).__name__}: {self}"]
        own = [f for f in traceback.extract_tb(self.__traceback__) if not _is_of(f.filename)]
        if own and own[-1].line:
            lines.append(f"in line {own[-1].lineno}: {own[-1].line}")
        return lines


def _is_of(filename: str) -> bool:
    """Whether code is of an installed package, or of IPython, which has none of its own lines to show."""
    return filename.startswith(_PACKAGE) or "site-packages" in filename


class UsageError(SkillgraphError):
    """A wrong option, file or name: exit code 2."""


class DataError(SkillgraphError):
    """The tables or documents fall short: exit code 1."""

    exit_code = 1


class QueryError(SkillgraphError):
    """A query that the engine does not accept or cannot finish: exit code 2."""


class WriteRefused(QueryError):
    """A query that would write, where only reading is allowed."""


class QueryTimeout(QueryError):
    """A query stopped because it ran longer than it was given."""


class EngineEnded(QueryError):
    """The engine ended under a query, for want of memory or because it was stopped."""


class AnswerTooLarge(QueryError):
    """The answer has more bytes than one may have."""


class NotAcceptable(QueryError):
    """The answer has none of the forms that were asked for."""


def missing_extra(what: str, extra: str) -> UsageError:
    """The error for something that needs packages which are not installed.

    Args:
        what: what needs them, as the subject of a sentence.
        extra: the extra of the distribution that holds them.

    Example:
        >>> print(missing_extra("PDF", "documents"))
        PDF needs the extra `documents`: install skillgraph with it, from its sources with pip install ".[documents]"
    """
    return UsageError(
        f'{what} needs the extra `{extra}`: install skillgraph with it, from its sources with pip install ".[{extra}]"'
    )
