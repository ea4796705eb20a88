"""What a page may wish, as it comes in JSON."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from skillgraph.deciding.errors import NotDone
from skillgraph.deciding.journal import reviewer

_KEY = re.compile(r"[A-Za-z0-9-]{1,64}")
Note = Annotated[str, msgspec.Meta(max_length=2000)]
Milliseconds = Annotated[int, msgspec.Meta(ge=0, le=86_400_000)]


class Wish(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Who wishes it, by which key it is known, how long the person looked, and which item shall come next."""

    by: str = ""
    key: str
    ms: Milliseconds = 0
    order: Literal["doubt", "sure", "text"] = "doubt"
    like: bool = False


class Decide(Wish, kw_only=True):
    """What to do with an item; `version` is that of the row which the person saw."""

    item: str
    do: Literal["accept", "reject", "reopen", "edit", "add", "skip", "same", "different", "unsure"]
    version: str = ""
    fields: dict[str, Any] = {}
    note: Note = ""
    with_uses: bool = False


class Undo(Wish, kw_only=True):
    """What to take back: an event, or the person's last."""

    event: str = ""


class Filter(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Which items; all that is given holds."""

    kind: Literal["", "name", "relation", "figure"] = ""
    part: str = ""
    group: str = ""
    rule: str = ""
    status: str = "open"
    above: float | None = None
    below: float | None = None
    words: str = ""
    items: tuple[str, ...] = ()


class Bulk(Wish, kw_only=True):
    """What to do with all items of a filter; `digest` is that of the preview."""

    do: Literal["accept", "reject", "skip"]
    filter: Filter
    preview: bool = False
    digest: str = ""
    note: Note = ""


class Run(Wish, kw_only=True):
    """To run extraction again."""


class Selected(msgspec.Struct, forbid_unknown_fields=True):
    """A passage."""

    start: int
    end: int


W = TypeVar("W", bound=msgspec.Struct)


def wish(body: bytes, type: type[W]) -> W:
    """A wish, with its reviewer's name as it is kept.

    Raises:
        NotDone: it can't be read.

    Example:
        >>> wish('{"by": " 李 ", "key": "k1"}'.encode(), Undo).by
        '李'
    """
    try:
        found = msgspec.json.decode(body, type=type)
    except msgspec.MsgspecError as error:
        raise NotDone("bad", str(error)) from None
    if isinstance(found, Wish):
        name = reviewer(found.by)
        if not name:
            raise NotDone("reviewer", "whose decision it is: letters, digits, spaces, .-_ and at most 40 of them")
        if not _KEY.fullmatch(found.key):
            raise NotDone("bad", "key: 1 to 64 letters, digits and hyphens")
        found.by = name
    return found
