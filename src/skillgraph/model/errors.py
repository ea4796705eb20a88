"""Every error that skillgraph raises on purpose, with the exit code that the command line gives it."""


class SkillgraphError(Exception):
    """Something a user can mend; the message says where and what to do."""

    exit_code = 2


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
