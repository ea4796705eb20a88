"""A thing, a property or a type in a few lines of HTML, for a frame of a few hundred pixels."""

from __future__ import annotations

import html
from collections.abc import Iterator

from skillgraph.model.ontology import ontology
from skillgraph.serve.reconcile.known import Known, Said, label
from skillgraph.serve.reconcile.properties import ACTUAL, described

#: So many facts fit.
_FACTS = 8
_STYLE = (
    ":root{color-scheme:light dark}body{font:14px/1.5 sans-serif;margin:8px}h1{font-size:16px;margin:0}"
    "p,ul{margin:4px 0;padding:0}li{list-style:none}.m{border:1px dashed;padding:0 3px;font-size:12px}"
)


def page(known: Known, id: str) -> str:
    """A thing as a page of its own."""
    title = html.escape(known.entities[id].name)
    head = f"<!doctype html><html lang='zh'><meta charset='utf-8'><title>{title}</title><style>{_STYLE}</style>"
    return f"{head}<body>{card(known, id)}</body></html>"


def card(known: Known, id: str) -> str:
    """A thing as a part of a page: its names, what it is, what is said of it, plans marked as such."""
    entity = known.entities[id]
    said = known.said.get(id, [])
    # What is so comes first; a plan is told only as what it is.
    shown = sorted(said, key=lambda s: s.modality != ACTUAL)
    lines = "".join(f"<li>{line}</li>" for line in _lines(known, shown[:_FACTS]))
    more = f"<p>+{len(said) - _FACTS}</p>" if len(said) > _FACTS else ""
    english = f"<p lang='en'>{_text(entity.name_en)}</p>" if entity.name_en else ""
    about = f"<p>{_text(known.description(id))}</p>"
    return f"<h1>{_text(entity.name)}</h1>{english}{about}<ul>{lines}</ul>{more}"


def _lines(known: Known, said: list[Said]) -> Iterator[str]:
    modalities = ontology().codes("modality", "zh")
    for s in said:
        relation = ontology().relations[s.property]
        other = known.entities.get(s.object)
        value = other.name if other is not None else s.object or s.text
        arrow = "" if s.forward else "← "
        mark = "" if s.modality == ACTUAL else f" <span class='m'>{_text(modalities[s.modality])} {s.modality}</span>"
        yield f"{arrow}{_text(relation.label_zh)} {_text(relation.label_en)}: {_text(value)}{mark}"


def flyout(known: Known, kind: str, id: str) -> str | None:
    """What is shown beside a suggestion, as HTML; nothing for what is not there."""
    if kind == "entity":
        return card(known, id) if id in known.entities else None
    if kind == "type":
        return _named(label(id), id) if id in ontology().classes else None
    found = described(known, id)
    return _named(found.name, found.id, found.description) if found is not None else None


def _named(*parts: str) -> str:
    return "".join(f"<p>{_text(part)}</p>" for part in parts if part)


def _text(text: str) -> str:
    return f"<bdi>{html.escape(text)}</bdi>" if text else ""
