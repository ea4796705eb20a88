"""What a client is told that asked for something it does not get."""

from __future__ import annotations


class Refused(Exception):
    """A request that is not answered.

    Args:
        status: of HTTP.
        message: what is wrong, and what to do.
        headers: beside it.
    """

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}
