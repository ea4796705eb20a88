"""A view's records as columns of numbers that index lists of text: small when compressed, quick to read."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from skillgraph.explore.compared import compared
from skillgraph.explore.groups import Groups, sizes
from skillgraph.explore.legend import legend
from skillgraph.explore.map import place_map
from skillgraph.explore.overview import MOST, overview
from skillgraph.explore.passages import Passages
from skillgraph.explore.places import Places, places
from skillgraph.explore.schema import (
    BASES,
    MODALITIES,
    STATUSES,
    TEXT,
    ClassRow,
    Details,
    FactDetails,
    Facts,
    Figures,
    Label,
    ModalityRow,
    Names,
    Overview,
    Picture,
    QualifierRow,
    RelationRow,
    ScaleRow,
    SourceRow,
    Standing,
    StatusRow,
    Things,
    TimeRow,
)
from skillgraph.explore.stories import sentence, stories
from skillgraph.graph.view import Chosen, shown_classes
from skillgraph.language.names import traditional
from skillgraph.language.pinyin import readings
from skillgraph.model.ontology import ontology
from skillgraph.model.records import Document, Entity, Evidence, Observation, Statement, plain_decimal
from skillgraph.model.terms import CONTAINED_IN
from skillgraph.questions.plain.words import called
from skillgraph.resolve.findings import Finding

Key = TypeVar("Key", bound=Hashable)
_MODALITY_NAMES = (ontology().codes("modality", "zh"), ontology().codes("modality", "en"))
_STANDINGS = {**ontology().codes("status"), **ontology().codes("rank")}


class Index(Generic[Key]):
    """Numbers for values in the order of their first use.

    Example:
        >>> index = Index[str]()
        >>> [index[v] for v in "aba"], index.values
        ([0, 1, 0], ['a', 'b'])
    """

    def __init__(self, values: Iterable[Key] = ()) -> None:
        self._numbers: dict[Key, int] = {}
        for value in values:
            self[value]

    def __getitem__(self, value: Key) -> int:
        return self._numbers.setdefault(value, len(self._numbers))

    @property
    def values(self) -> list[Key]:
        """The values, each at its number."""
        return list(self._numbers)


class PageData:
    """The two parts of a page's data: first `picture()`, then `details()`.

    Args:
        chosen: what the page shows.
        documents: the folder of the reader's own copies of the reports; without it passages have no words.
        groups: what things are coloured by, in place of their classes.
        weights: a number for things by their ids, for the sizes they are drawn in.
        differing: what sources say differently.

    Raises:
        DataError: a copy is not the report that the offsets were made for.
    """

    def __init__(
        self,
        chosen: Chosen,
        documents: Path | None = None,
        groups: Groups | None = None,
        weights: Mapping[str, float] | None = None,
        differing: Iterable[Finding] = (),
    ) -> None:
        self._chosen = chosen
        self._carries = documents is not None
        self._differing = list(differing)
        self._against: dict[str, set[str]] = {}
        for finding in self._differing:
            for side in finding.sides:
                self._against.setdefault(side.id, set()).update(other.id for other in finding.opposed(side))
        self._groups = groups
        self._weights = weights
        self._nodes = Index(e.id for e in chosen.entities)
        self._sources = Index(chosen.documents)
        self._times = Index([TimeRow("", "", "", "")])
        self._qualifiers: Index[tuple[QualifierRow, ...]] = Index([()])
        self._qualifier_names: Index[str] = Index()
        self._scales = Index[str]()
        self._passages = Passages(chosen.documents, documents, chosen.sections)
        self._evidence: Index[tuple[int, ...]] = Index([()])
        self._others = Index[str]()
        self._figures: Figures | None = None
        self._known = frozenset(e.id for e in chosen.entities)

    def picture(self, titles: Names) -> Picture:
        """What the first view needs: things with their places, and facts.

        Args:
            titles: the page's heading in both languages.
        """
        entities = self._chosen.entities
        facts = self._facts()
        self._figures = self._figure_columns()
        self._compared = compared(
            self._chosen.figures, self._chosen.others, self._chosen.base, self._scales.__getitem__
        )
        placed = places(self._chosen)
        city_sets = Index[tuple[int, ...]]()
        classes, class_sets, class_set = self._classes()
        return Picture(
            titles=titles,
            names=[e.name for e in entities],
            class_set=class_set,
            city_set=[city_sets[numbers] for numbers in placed.near],
            x=[x for x, _ in placed.points],
            y=[y for _, y in placed.points],
            overview=self._overview(placed),
            marked=self._marked() or msgspec.UNSET,
            legend=legend((shown_classes(e)[0] for e in entities), self._groups),
            sentence=sentence(self._chosen, self._carries),
            views=stories(self._chosen, self._differing, sum(not row.reasons.zh for row in self._compared.rows)),
            class_sets=class_sets,
            city_sets=city_sets.values,
            cities=placed.cities,
            classes=classes,
            relations=[RelationRow(*_names(p), int(ontology().properties[p].symmetric)) for p in self._relations()],
            sources=[_source_row(d) for d in self._chosen.documents.values()],
            modalities=[ModalityRow(name, *(names[name] for names in _MODALITY_NAMES)) for name in MODALITIES],
            statuses=[StatusRow(name, _STANDINGS[name]) for name in STATUSES],
            facts=facts,
            figures=sum(o.is_fact for o in self._chosen.figures),
            times=self._times.values,
            weights=msgspec.UNSET if self._weights is None else sizes([e.id for e in entities], self._weights),
        )

    def _overview(self, placed: Places) -> Overview:
        """What is marked and what reports are about, amid what is central. None where the writer of the page says what
        all its things are coloured or sized by, or marks more than an overview holds: all of them are meant."""
        marked = self._marked()
        if (self._groups is not None and not 0 < len(marked) <= MOST) or self._weights is not None:
            return Overview([], [], [])
        cities = sorted(placed.cities, key=lambda n: -placed.degrees[n])
        return overview(self._chosen, placed.points, placed.degrees, list(dict.fromkeys((*marked, *cities))))

    def _marked(self) -> list[int]:
        if self._groups is None or not self._groups.marked:
            return []
        return [n for n, e in enumerate(self._chosen.entities) if e.id in self._groups.members]

    def details(self) -> Details:
        """The rest, after `picture`: names, figures, evidence, readings."""
        assert self._figures is not None, "the picture comes first"
        things, facts = self._things(), self._fact_details()
        spans = self._passages.spans()
        return Details(
            things=things,
            facts=facts,
            figures=self._figures,
            compared=self._compared,
            qualifiers=self._qualifiers.values,
            qualifier_names=[Label(*_names(name)) for name in self._qualifier_names.values],
            others=self._other_names(),
            scales=[self._scale(id) for id in self._scales.values],
            evidence=self._evidence.values,
            spans=spans,
            sections=self._passages.sections(),
            copies=self._passages.copies(),
            texts=self._passages.texts(),
            placing=[n for n, name in enumerate(self._relations()) if name == CONTAINED_IN],
            readings=readings(self._searched()),
            words=self._words(),
            map=place_map(self._chosen, self._relations()) or msgspec.UNSET,
            traditional=traditional(self._read()),
        )

    def _classes(self) -> tuple[list[ClassRow], list[tuple[int, ...]], list[int]]:
        """The classes, sets of them, and the set of each thing. A thing is drawn in the colour of its first class, so
        its group comes before its classes."""
        entities, groups = self._chosen.entities, self._groups
        classes, sets = Index[str](), Index[tuple[int, ...]]()
        for entity in entities:
            for name in (name for c in shown_classes(entity) for name in reversed(ontology().lineage(c))):
                classes[name]
        rows = [_class_row(name, classes) for name in classes.values]
        first = len(rows)
        numbers = []
        for entity in entities:
            own = tuple(classes[c] for c in shown_classes(entity))
            numbers.append(sets[own if groups is None else (first + groups.of(entity.id), *own)])
        if groups is not None:
            rows += [ClassRow(f"group-{n}", g.zh, g.en, g.colour, -1) for n, g in enumerate(groups.groups)]
        return rows, sets.values, numbers

    def _relations(self) -> list[str]:
        used = {s.predicate for s in self._chosen.statements}
        return [name for name in ontology().properties if name in used]

    def _words(self) -> dict[str, str]:
        """What else the classes and relations that are shown are called by people."""
        classes = {name for e in self._chosen.entities for c in shown_classes(e) for name in ontology().lineage(c)}
        words = called()
        return {name: "|".join(words[name]) for name in (*self._relations(), *sorted(classes)) if words.get(name)}

    def _facts(self) -> Facts:
        statements = self._chosen.statements
        relations = Index(self._relations())
        return Facts(
            subject=[self._nodes[s.subject] for s in statements],
            object=[self._nodes[s.object] if s.object else TEXT for s in statements],
            relation=[relations[s.predicate] for s in statements],
            modality=[MODALITIES.index(s.modality) for s in statements],
            status=[STATUSES.index(_standing(s)) for s in statements],
            source=[self._sources[s.source] for s in statements],
            time=[self._times[self._time(s)] for s in statements],
        )

    def _time(self, s: Statement) -> TimeRow:
        """When it was so; the page's filters must not show as going on what another statement ends."""
        start, end = self._chosen.periods.get(s.id, (s.start, s.end))
        return TimeRow(s.time, start, end, "" if end == s.end else end)

    def _fact_details(self) -> FactDetails:
        statements = self._chosen.statements
        return FactDetails(
            id=[s.id for s in statements],
            text=[s.text for s in statements if not s.object],
            basis=[BASES.index(s.basis) for s in statements],
            qualifiers=[self._qualifier_set(s) for s in statements],
            evidence=[self._evidence_set(s.evidence) for s in statements],
            against=self._contradicting([s.id for s in statements]),
        )

    def _contradicting(self, ids: Sequence[str]) -> dict[str, list[int]]:
        """By the number of what another one of these contradicts, the numbers of those others."""
        numbers = {id: n for n, id in enumerate(ids) if id in self._against}
        found = {n: sorted(numbers[other] for other in self._against[id] & numbers.keys()) for id, n in numbers.items()}
        return {str(n): others for n, others in found.items() if others}

    def _figure_columns(self) -> Figures:
        figures = self._chosen.figures
        numbers = {o.id: n for n, o in enumerate(figures)}
        return Figures(
            id=[o.id for o in figures],
            subject=[self._nodes[o.subject] for o in figures],
            indicator=[self._scales[o.indicator] for o in figures],
            unit=[self._scales[o.unit] for o in figures],
            value=["" if o.value is None else plain_decimal(o.value) for o in figures],
            max=["" if o.value_max is None else plain_decimal(o.value_max) for o in figures],
            bound=[o.bound for o in figures],
            about=[self._thing(o.about) if o.about else "" for o in figures],
            part_of=[numbers.get(o.part_of, -1) for o in figures],
            modality=[MODALITIES.index(o.modality) for o in figures],
            status=[STATUSES.index(_standing(o)) for o in figures],
            source=[self._sources[o.source] for o in figures],
            time=[self._times[TimeRow(o.time, o.start, o.end, "")] for o in figures],
            qualifiers=[self._qualifier_set(o) for o in figures],
            evidence=[self._evidence_set(o.evidence or filter(None, (o.figure,))) for o in figures],
            against=self._contradicting([o.id for o in figures]),
        )

    def _things(self) -> Things:
        entities = self._chosen.entities
        aliases = {n: [*e.aliases, *e.aliases_en, *(name for _, name in e.other_names)] for n, e in enumerate(entities)}
        return Things(
            id=[e.id for e in entities],
            # An id in place of a name is no name to a reader.
            en=["" if e.name_en == e.id and not e.id.isalpha() else e.name_en for e in entities],
            aliases={str(n): names for n, names in aliases.items() if names},
            of={str(n): _of_class(e) for n, e in enumerate(entities) if e.existence != "individual"},
            formerly={str(n): [*e.merged_from] for n, e in enumerate(entities) if e.merged_from},
            mentions=[self._evidence_set(e.mentions) for e in entities],
        )

    def _searched(self) -> Iterable[str]:
        """What is found by its sounds too."""
        for entity in (*self._chosen.entities, *self._chosen.scales.values()):
            yield entity.name
            yield from entity.aliases

    def _read(self) -> Iterable[str]:
        """What is found by its words."""
        yield from self._searched()
        yield from (s.text for s in self._chosen.statements)
        yield from (value for rows in self._qualifiers.values for _, value in rows if isinstance(value, str))
        yield from (row[1] for row in (*map(_names, self._relations()), *map(_names, ontology().classes)))
        yield from (report.text for report in self._passages.texts().values())

    def _qualifier_set(self, record: Statement | Observation) -> int:
        pairs = []
        for key, value in record.qualifiers:
            text = ontology().properties[key].takes_text
            pairs.append(QualifierRow(self._qualifier_names[key], value if text else self._thing(value)))
        return self._qualifiers[tuple(pairs)]

    def _thing(self, id: str) -> int:
        """A node's number, or for what is no node of the page -1 and below, into the others."""
        return self._nodes[id] if id in self._known else -1 - self._others[id]

    def _other_names(self) -> list[Names]:
        named = self._chosen.others
        return [
            Names(named[id].name, named[id].name_en) if id in named else Names(id, "") for id in self._others.values
        ]

    def _scale(self, id: str) -> ScaleRow:
        entity = self._chosen.scales.get(id)
        return ScaleRow(id, entity.name, entity.name_en) if entity else ScaleRow(id, id, "")

    def _evidence_set(self, evidence: Iterable[Evidence]) -> int:
        return self._evidence[tuple(self._passages.number(e) for e in evidence)]


def _source_row(d: Document) -> SourceRow:
    return SourceRow(d.id, d.title, d.title_en, d.kind, d.publisher, d.issued, d.url, d.license)


def _names(name: str) -> tuple[str, str, str]:
    return name, ontology().label(name, "zh"), ontology().label(name, "en")


def _standing(record: Statement | Observation) -> Standing:
    return record.rank if record.rank == "deprecated" else record.status


def _class_row(name: str, classes: Index[str]) -> ClassRow:
    ancestors = ontology().classes[name].ancestors
    return ClassRow(*_names(name), ontology().colour(name), classes[ancestors[0]] if ancestors else -1)


def _of_class(entity: Entity) -> Names:
    """What a kind of things, or an envisaged thing, would be."""
    return Names(ontology().label(entity.classes[0], "zh"), ontology().label(entity.classes[0], "en"))
