"""What a reviewer's wish is answered with that is not carried out."""

from __future__ import annotations

from typing import Any


class NotDone(Exception):
    """A wish that is not carried out; nothing has changed.

    Args:
        error: which kind, as the page knows it.
        message: what is wrong, and what to do.
        more: beside it.
    """

    def __init__(self, error: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.error = error
        self.more = more
