"""One report under review for a page: what is asked of it, and what comes back."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from skillgraph.deciding import decisions
from skillgraph.deciding.conflicts import conflicts
from skillgraph.deciding.editing import Editor
from skillgraph.deciding.errors import NotDone
from skillgraph.deciding.events import Event, PairChange, RowChange
from skillgraph.deciding.fields import item, place
from skillgraph.deciding.fold import Fold
from skillgraph.deciding.pairs import pairs
from skillgraph.deciding.proposals import Proposal, chosen, following, progress, proposals
from skillgraph.deciding.reading import Reading, form
from skillgraph.deciding.report import Report, today
from skillgraph.deciding.state import State
from skillgraph.deciding.vocabulary import unit_names
from skillgraph.deciding.wishes import Bulk, Decide, Selected, Undo, Wish
from skillgraph.documents import read_again
from skillgraph.documents.plain_files import copy_path
from skillgraph.documents.source import SourceText
from skillgraph.extract.linking import KnownEntities
from skillgraph.language.pinyin import readings
from skillgraph.model.errors import SkillgraphError
from skillgraph.model.records import Entity
from skillgraph.resolve.decisions import latest

_JUDGED = ("same", "different", "unsure")
_Changes = tuple[tuple[RowChange, ...], tuple[PairChange, ...]]
#: Keys 1 to 9 stand for classes.
_KEYS = 9


class Reviewing:
    """A report under review.

    Args:
        report: with its tables and journals.
        documents: the folder in which its file lies; None for here, or beside the loader.
        known: gives the things of reference tables and carried reports, which takes a moment the first time.
        folders: of all reports under review.
    """

    def __init__(
        self, report: Report, documents: Path | None, known: Callable[[], KnownEntities], folders: Sequence[Path]
    ) -> None:
        self.report, self._known, self._folders = report, known, folders
        self._places = (documents,) if documents else (Path(), report.folder.parent, report.folder)
        self._source: tuple[object, SourceText] | None = None
        self._found: tuple[str, list[Proposal]] = ("", [])
        self._pairs: tuple[str, list[Proposal]] = ("", [])
        self._pairing = threading.Lock()
        self._read: Reading | None = None
        self._known_sounds: dict[str, str] = {}

    # what there is

    @property
    def path(self) -> Path:
        """Where the report's file is, or should be.

        Raises:
            DataError: what source.toml calls it is no name of a file in a folder, or a link leads out of that.
        """
        paths = [copy_path(self.report.document, place) for place in self._places]
        return next((path for path in paths if path.is_file()), paths[0])

    def overview(self) -> dict[str, Any]:
        """What a list of reports says of it."""
        document = self.report.document
        told = {"id": self.report.id, "title": document.title, "issued": document.issued, "problem": ""}
        try:
            return {**told, **self._standing()}
        except NotDone as error:
            return {**told, "problem": str(error)}

    def whole(self, by: str, only: str) -> dict[str, Any]:
        """All of it."""
        found = self.proposals()
        fold = self.report.fold
        names = [p for p in found if p.kind == "name"]
        by_class = Counter(p.group for p in names if not p.serves and p.status != "rejected")
        return {
            "id": self.report.id, "title": self.report.document.title, **self._standing(),
            "names_open": sum(p.status in ("open", "skipped") and not p.serves for p in names),
            "class_keys": [name for name, _ in by_class.most_common(_KEYS)],
            "proposals": [p for p in found if not only or p.kind == only],
            "things": self._things(found), "readings": self._sounds("".join(p.fields["name"] for p in names)),
            "undo": _told(fold.undoable(by)),
        }  # fmt: skip

    def proposals(self) -> list[Proposal]:
        """All proposals, decided ones too."""
        with self.report.held():
            if self._found[0] != self.report.version:
                self._found = (self.report.version, proposals(self.report, self._names))
            return self._found[1]

    def pairs(self) -> list[Proposal]:
        """What may be the same thing; found anew where names or decisions changed."""
        with self._pairing:
            with self.report.held():
                mark = self._names_mark()
            if self._pairs[0] != mark:
                self._pairs = (mark, pairs(self.report, self._folders))
            return self._pairs[1]

    def text(self) -> dict[str, Any]:
        """The report's text in its blocks."""
        source = self.source()
        blocks = [
            {
                "kind": b.kind, "start": b.start, "end": b.end, "level": b.level, "page": b.page,
                "cell": [b.table, b.row, b.column] if b.table >= 0 else None,
            }
            for b in source.blocks
        ]  # fmt: skip
        return {"characters": len(source.text), "sha256": source.text_sha256, "text": source.text, "blocks": blocks}

    def source(self) -> SourceText:
        """The report's text.

        Raises:
            NotDone: its file is not there, or another version.
        """
        wanted = self.report.document
        try:
            path = self.path
            status = path.stat()
            mark = str(path), status.st_mtime_ns, status.st_size
            if self._source is None or self._source[0] != mark:
                found = read_again(path, wanted.sha256)
                if found.text_sha256 != wanted.sha256:
                    raise NotDone("text", f"{path}: another version than the one that the tables were made of")
                self._source = (mark, found)
            return self._source[1]
        except OSError:
            raise NotDone("text", f"{path}: not there; --documents names the folder of the reports") from None
        except SkillgraphError as error:
            raise NotDone("text", str(error)) from None

    def conflicts(self) -> list[dict[str, Any]]:
        """Where people, or a table and people, differ."""
        with self.report.held():
            return conflicts(self.report)

    def history(self, by: str, limit: int) -> list[dict[str, Any]]:
        """What was decided, the newest first."""
        with self.report.held():
            fold = self.report.fold
            events = [e for e in reversed(fold.events) if not by or e.by == by][:limit]
            return [
                {
                    **(_told(e) or {}), "at": e.at, "by": e.by, "ms": e.ms, "note": e.note,
                    "undone": e.event in fold.undone,
                }
                for e in events
            ]  # fmt: skip

    def read(self, selected: Selected) -> dict[str, Any]:
        """What a passage would be."""
        reading = self._reading()
        span = place([selected.start, selected.end], reading.text)
        if span is None:
            raise NotDone("bad", "no passage of the text")
        with self.report.held():
            editor = self._editor(self.report.state.copy())
        words = form(reading.text[slice(*span)])
        places, row = editor.places(words), editor.named(words)
        return {
            "words": reading.text[slice(*span)], "sentence": list(reading.sentence(span)),
            "name": {"name": words, "places": places, "row": item("entities.csv", row["id"]) if row else ""},
            "figure": reading.figure(span),
        }  # fmt: skip

    # what is decided

    def decide(self, wish: Decide) -> dict[str, Any]:
        """Carries out one decision."""
        kind, _, id = wish.item.partition("/")

        def changes(state: State, fold: Fold) -> _Changes:
            if wish.do in _JUDGED:
                return (), (self._judged(kind, id, wish.do),)
            if wish.do == "skip" or (kind == "doubt" and wish.do in ("reject", "reopen")):
                self._is_there(wish.item)
                return (), ()
            table = decisions.table_of(kind)
            self._has_version(wish, state, table, id)
            after = state.copy()
            done = decisions.apply(self._editor(after), wish.do, kind, id, wish.fields, wish.with_uses)
            touched = {(table, id), (table, done)}
            rows = decisions.changes(state, after, fold, touched)
            items.extend(dict.fromkeys([item(table, done), *(item(r.table, r.id) for r in rows if not r.served)]))
            return rows, ()

        items: list[str] = []
        with self.report.held():
            event = Event(wish.key, "", wish.by, wish.do, ms=wish.ms, note=wish.note)
            event = self.report.decide(event, lambda s, f: (*changes(s, f), tuple(items) or (wish.item,)))
            return self._answer(event, wish)

    def undo(self, wish: Undo) -> dict[str, Any]:
        """Takes a decision back."""
        with self.report.held():
            fold = self.report.fold
            if (done := fold.by_id.get(wish.key)) is None:
                event = fold.by_id.get(wish.event) if wish.event else fold.undoable(wish.by)
                if event is None or not fold.is_active(event):
                    raise NotDone("absent", "nothing to undo")
                done = self.report.decide(
                    Event(wish.key, "", wish.by, "undo", ms=wish.ms, undoes=event.event),
                    lambda state, fold: (*self._undone(state, fold, event), event.items),
                )
            answer = self._answer(done, wish)
            return {**answer, "undone": _told(self.report.fold.by_id.get(done.undoes))}

    def bulk(self, wish: Bulk) -> dict[str, Any]:
        """Decides on all items of a filter, or says which these are."""
        with self.report.held():
            if wish.key in self.report.fold.by_id and not wish.preview:
                return self._answer(self.report.fold.by_id[wish.key], wish)
            held = chosen(self.proposals(), wish.filter)
            told = [p.item for p in held]
            digest = hashlib.sha256("\n".join(f"{p.item} {p.version}" for p in held).encode()).hexdigest()[:16]
            if wish.preview:
                return {"count": len(told), "items": told, "digest": digest}
            if wish.digest != digest:
                raise NotDone("count", f"the filter holds {len(told)} rows now", count=len(told), items=told)

            def changes(state: State, fold: Fold) -> _Changes:
                after = state.copy()
                editor = self._editor(after)
                touched = set()
                for p in held if wish.do != "skip" else ():
                    table = decisions.table_of(p.kind)
                    touched.add((table, p.id))
                    decisions.apply(editor, wish.do, p.kind, p.id, {}, False)
                return decisions.changes(state, after, fold, touched), ()

            event = Event(wish.key, "", wish.by, wish.do, ms=wish.ms, note=wish.note)
            event = self.report.decide(event, lambda s, f: (*changes(s, f), tuple(told)))
            return self._answer(event, wish)

    def _undone(self, state: State, fold: Fold, event: Event) -> _Changes:
        after = decisions.undo(state, fold, event)
        touched = {(change.table, change.id) for change in event.rows if not change.served}
        back = tuple(PairChange(p.left, p.right, p.now, p.was or "withdrawn", today()) for p in event.pairs)
        return decisions.changes(state, after, fold, touched), back

    def _judged(self, kind: str, id: str, do: Any) -> PairChange:
        left, _, right = id.partition("/")
        if kind != "same" or not left or not right:
            raise NotDone("bad", f"{do} is said of a pair, as same/LEFT/RIGHT")
        for side in (left, right):
            if ("entities.csv", side) not in self.report.state.rows and side not in self._known().by_id:
                self._is_there(f"same/{id}")
        pair = (left, right) if left < right else (right, left)
        known = latest(self.report.decisions).get(pair)
        return PairChange(left, right, known.decision if known else None, do, today())

    def _is_there(self, name: str) -> None:
        if not any(p.item == name for p in (*self.proposals(), *self._pairs[1])):
            raise NotDone("absent", f"no {name} in {self.report.id}")

    def _has_version(self, wish: Decide, state: State, table: str, id: str) -> None:
        """Refuses what was decided on a row that is another one now."""
        if wish.do == "add" or not wish.version:
            return
        current = next((p for p in self.proposals() if p.item == wish.item), None)
        if current is None:
            raise NotDone("absent", f"no {wish.item} in {self.report.id}")
        if current.version != wish.version:
            seen = self.report.seen(table, id, wish.version)
            now = state.rows[table, id]
            differs = {c: [seen[c] if seen else None, v] for c, v in now.items() if not seen or seen.get(c) != v}
            raise NotDone("changed", f"{wish.item} was changed since", current=current, changed=differs)

    # what both need

    def _reading(self) -> Reading:
        source = self.source()
        if self._read is None or self._read.source is not source:
            self._read = Reading(source, unit_names(self._known()))
        return self._read

    @cached_property
    def _names(self) -> dict[str, str]:
        return {entity.id: entity.name for entity in self._known().by_id.values()}

    def _sounds(self, names: str) -> dict[str, str]:
        """How the characters of names are read; what was looked up before is not again."""
        new = sorted(set(names) - self._known_sounds.keys())
        self._known_sounds |= dict.fromkeys(new, "") | readings(new)
        return {c: self._known_sounds[c] for c in sorted(set(names)) if self._known_sounds[c]}

    def _editor(self, state: State) -> Editor:
        return Editor(state, self._reading(), self._known(), self.report.id)

    def _standing(self) -> dict[str, Any]:
        found = self.proposals()
        told = progress([*found, *self._pairs[1]], self.report.fold)
        return {
            "version": self.report.version, "progress": told, "conflicts": len(conflicts(self.report)),
            "behind": self.report.behind, "notices": self.report.notices(),
        }  # fmt: skip

    def _answer(self, event: Event, wish: Wish) -> dict[str, Any]:
        """What comes back of a decision."""
        found = self.proposals()
        names = {*event.items, *(item(change.table, change.id) for change in event.rows)}
        changed = [p for p in found if p.item in names]
        if event.pairs or any(name.startswith("same/") for name in event.items):
            changed += self._judged_again(event)
        there = {p.item for p in changed}
        removed = [item(c.table, c.id) for c in event.rows if c.now is None and item(c.table, c.id) not in there]
        like = next((p for p in found if wish.like and p.item in event.items), None)
        stale = event.pairs or any(change.table == "entities.csv" for change in event.rows)
        return {
            "event": event.event, "changed": changed, "removed": removed, **self._standing(),
            "undo": _told(self.report.fold.undoable(wish.by)), "next": following(found, wish.order, like),
            "pairs": "stale" if stale else "",
        }  # fmt: skip

    def _judged_again(self, event: Event) -> list[Proposal]:
        """The pairs of an event as they are judged now, in the list that is kept too."""
        status = {"same": "accepted", "different": "rejected", "unsure": "unsure", "skip": "skipped"}
        changed = []
        for p in self._pairs[1]:
            if p.item in event.items:
                last = self.report.fold.last(p.item)
                p.status = status.get(last.do, "open") if last else "open"
                p.by, p.at = (last.by, last.at) if last else ("", "")
                p.fields["decision"] = last.do if last and last.do in _JUDGED else ""
                changed.append(p)
        return changed

    def _names_mark(self) -> str:
        rows = self.report.state.tables["entities.csv"]
        return hashlib.sha256(repr((rows, self.report.decisions)).encode("utf-8", "surrogatepass")).hexdigest()

    def _things(self, found: Iterable[Proposal]) -> dict[str, Any]:
        """The things that proposals name and that are no rows of the report."""
        own = {row["id"] for row in self.report.state.tables["entities.csv"]}
        columns = ("subject", "object", "about", "indicator", "unit", "signed_by")
        named = {p.fields.get(column, "") for p in found for column in columns} - own
        known = self._known().by_id
        return {id: _thing(known[id]) for id in sorted(filter(None, named)) if id in known}


def _thing(entity: Entity) -> dict[str, Any]:
    return {"name": entity.name, "classes": list(entity.classes), "from": entity.source}


def _told(event: Event | None) -> dict[str, Any] | None:
    if event is None:
        return None
    return {"event": event.event, "do": event.do, "items": list(event.items[:50]), "count": len(event.items)}
