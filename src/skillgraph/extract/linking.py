"""Links what was found to what the graph knows already: by name or alias and class; doubtful ones are asked about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from skillgraph.extract.groups import classes
from skillgraph.extract.mentions import FIELDS, ORGANIZATIONS, PLACES, SCHOOLS, bare
from skillgraph.extract.records import FoundEntity
from skillgraph.graph.folder import MANIFEST, GraphFolder
from skillgraph.language.passages import fold
from skillgraph.model.ontology import ontology
from skillgraph.model.problems import Problem
from skillgraph.model.records import Entity
from skillgraph.model.terms import INDICATOR, UNIT
from skillgraph.resolve.forms import is_of_each_place, without_legal_form
from skillgraph.tables.asking import known_things
from skillgraph.tables.opening import open_loader

#: What else names of the same body may leave out.
_LEFT_OUT = re.compile(r"[市省县区()]")
_SHORTEST = 4
#: Things of which there is one of a name.
_NAMED_ONCE = PLACES | FIELDS | classes("taken_for_titles") | {UNIT} | ontology().below(INDICATOR)
#: The scheme of cities abroad, whose shortest names (太平, 高山) are words elsewhere.
_ABROAD = "geonames"
#: A thing of a class in one of these may be known as one of another in it; schools are told from other bodies.
_ALIKE = (ORGANIZATIONS, PLACES, FIELDS, classes("taken_for_titles"))


class KnownEntities:
    """The entities of some loaders and graphs, by each of their names.

    Args:
        folders: of loaders, reference tables first, and of built graphs.
        apart_from: a source whose own entities are left out of graphs.
    """

    def __init__(self, folders: Iterable[Path], apart_from: str = "") -> None:
        self.by_name: dict[str, list[Entity]] = {}
        self.by_core: dict[str, list[Entity]] = {}
        self.by_id: dict[str, Entity] = {}
        ignored: list[Problem] = []
        for folder in folders:
            if (folder / MANIFEST).is_file():
                of_graph = GraphFolder(folder).entities.values()
                found = [entity for entity in of_graph if entity.source != apart_from]
            else:
                found = [entity for _, entity in open_loader(folder).entities(ignored)]
            for entity in found:
                # What a person rejected in another report is not known from it.
                if entity.status != "rejected":
                    self.add(entity)

    def add(self, entity: Entity) -> None:
        """Takes in an entity; one that another source knows under the same id adds its names."""
        self.by_id.setdefault(entity.id, entity)
        for name in (entity.name, *entity.aliases):
            for table, key in ((self.by_name, bare(fold(name))), (self.by_core, _core(name))):
                known = table.setdefault(key, [])
                if key and all(e.id != entity.id for e in known):
                    known.append(entity)

    def _is_told_apart(self, entity: Entity, found: FoundEntity) -> bool:
        """Whether the name of a known thing is enough to know it: of a body or a person, if it says a place.

        A form that leaves out the place that the whole name says is not enough: 首席技师 may be 淄博市首席技师 or not.
        """
        if self._says_a_place(entity):
            # Two bureaus of two cities may be called 市人社局 both, two colleges 产业学院.
            shared = {bare(fold(n)) for n in (found.name, *found.aliases)} & {
                bare(fold(n)) for n in (entity.name, *entity.aliases)
            }
            return self._says_a_place(found) and not all(map(is_of_each_place, shared))
        return not _NAMED_ONCE.isdisjoint(entity.classes)

    def _says_a_place(self, thing: Entity | FoundEntity) -> bool:
        return any(self.names_a_place(bare(fold(name))) for name in (thing.name, *thing.aliases))

    def names_a_place(self, name: str) -> bool:
        """Whether a name says which place or country its thing belongs to.

        Args:
            name: without marks, folded.
        """
        return any(place in name for place in self._places)

    @cached_property
    def _places(self) -> frozenset[str]:
        """The names of places, with the short forms that tables give them."""
        named = [e for e in self.by_id.values() if not PLACES.isdisjoint(e.classes)]
        shortest = {e.id: 3 if any(scheme == _ABROAD for scheme, _ in e.identifiers) else 2 for e in named}
        names = ((bare(fold(n)), shortest[e.id]) for e in named for n in (e.name, *e.aliases))
        return frozenset(name for name, least in names if len(name) >= least)

    def link(self, found: FoundEntity) -> tuple[Entity | None, str]:
        """The known entity that a found one certainly is, or what to ask about it.

        Certain is: the same name or alias, of a class that agrees, nothing else called so, and a place in the name
        where it is a body or a person (实验学校 of two cities are two). A name that only looks alike (甲公司, 甲集团)
        is asked about, never merged.
        """
        if found.known and (entity := self.by_id.get(found.known)) is not None:
            return entity, ""
        same: list[Entity] = []
        for name in (found.name, *found.aliases):
            same += [e for e in self.by_name.get(bare(fold(name)), ()) if e not in same]
        agreeing = [e for e in same if _agrees(found.type, e, strictly=bare(fold(e.name)) != bare(fold(found.name)))]
        if len(agreeing) == 1 and self._is_told_apart(agreeing[0], found):
            return agreeing[0], ""
        if agreeing or same:
            return None, _question(agreeing or same)
        alike = [e for e in self.by_core.get(_core(found.name), ()) if _agrees(found.type, e)]
        return None, _question(alike) if alike else ""


def _question(known: Iterable[Entity]) -> str:
    return known_things((e.name, e.id) for e in known)


def _core(name: str) -> str:
    """What is left of a name without its legal form and its place's kind; empty where that is too little."""
    core = _LEFT_OUT.sub("", without_legal_form(bare(fold(name))))
    return core if len(core) >= _SHORTEST else ""


def _agrees(type_: str, entity: Entity, strictly: bool = False) -> bool:
    """Whether a class that the rules gave can be that of a known entity; strictly, if only an alias says so."""
    lineage = set(ontology().lineage(type_)) if type_ in ontology().classes else {type_}
    wanted = {name for c in entity.classes for name in ontology().lineage(c)}
    if lineage & set(entity.classes) or type_ in wanted:
        return True
    if strictly:
        return False
    alike = any(type_ in kind and kind & set(entity.classes) for kind in _ALIKE)
    return alike and (type_ in SCHOOLS) == bool(SCHOOLS & set(entity.classes))
