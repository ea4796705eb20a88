"""The names of a whole document, brought together to entities, and what its referring words mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

import msgspec

from skillgraph.documents.source import SourceText
from skillgraph.extract.doc import Doc, Sentence, read_doc
from skillgraph.extract.doc import Mention as DocMention
from skillgraph.extract.entities import Entities, Entry, Linked
from skillgraph.extract.headings import parts
from skillgraph.extract.mentions import COUNTRIES, PLACES, Mention
from skillgraph.extract.names import Names
from skillgraph.extract.naming.candidates import Candidate
from skillgraph.extract.naming.classes import REFERRING
from skillgraph.extract.naming.columns import Columns
from skillgraph.extract.naming.finder import Models, find_names
from skillgraph.extract.naming.inside import inner_places
from skillgraph.extract.naming.reference import Antecedent, Antecedents
from skillgraph.extract.naming.types import fine_type
from skillgraph.extract.records import FoundEntity
from skillgraph.extract.terms import Term, Terms


class Named(msgspec.Struct):
    """A document with its names: for each sentence the mentions with their entities, and the kinds it speaks of."""

    doc: Doc
    entities: Entities
    links: list[list[Linked]]
    kinds: list[list[Mention]]

    def with_mentions(self) -> Doc:
        """The document with its mentions as other steps read them."""
        mentions: list[DocMention] = []
        inner: list[DocMention] = []
        for sentence, links in zip(self.doc.sentences, self.links, strict=True):
            for x in links:
                m = x.mention
                kind: Literal["ref", "name"] = "ref" if m.kind == "coref" else "name"
                written = sentence.written(self.doc.source.text, m.start, m.end)
                (inner if m.kind == "nested" else mentions).append(
                    DocMention(sentence.index, m.start, m.end, written, x.entry.id, x.entry.type, m.score, kind)
                )
        return msgspec.structs.replace(self.doc, mentions=tuple(mentions), inner=tuple(inner))

    def listed_kinds(self) -> Iterator[tuple[int, int, int]]:
        """Sentence, start and end of each word for a kind."""
        return ((n, m.start, m.end) for n, row in enumerate(self.kinds) for m in row)


def read_names(source: SourceText, terms: Terms, models: Models, given: Sequence[FoundEntity] | None = None) -> Named:
    """The names of a document.

    Args:
        source: the document.
        terms: the lists.
        models: the weights.
        given: names that a person confirmed, with the places where they stand; no others are looked for then.
    """
    doc = read_doc(source)
    proposals = proposed(doc, terms)
    chosen = find_names(doc.sentences, proposals, terms, models)
    entities = Entities()
    confirmed = _confirmed(doc, given, entities) if given is not None else None
    columns = Columns(doc.sentences)
    named = []
    for sentence, found, proposal in zip(doc.sentences, chosen, proposals, strict=True):
        if confirmed is None:
            names = list(_named(sentence, found, proposal, terms))
            if sentence.passage.block.table >= 0:
                names = columns.names(sentence, names)
        else:
            names = confirmed.get(sentence.index, [])
        named.append(names)
    # What a name means depends on the part that it stands in, so parts come before entities.
    places = ([(m.start, m.end, m.name) for m in names if m.type in PLACES] for names in named)
    doc = msgspec.structs.replace(doc, parts=parts(doc.sentences, places))
    links, kinds = [], []
    for sentence, names, proposal, part in zip(doc.sentences, named, proposals, doc.parts, strict=True):
        entities.enter(part)
        mentions = [m for name in names for m in (name, *inner_places(sentence, name, terms))]
        links.append(_linked(sentence, mentions, entities))
        kinds.append([m for m in proposal if m.kind == "class" and not any(_overlap(m, n) for n in mentions)])
    _refer(doc, chosen, links, models)
    return Named(doc, entities, links, kinds)


def _confirmed(doc: Doc, given: Sequence[FoundEntity], entities: Entities) -> dict[int, list[Mention]]:
    """The mentions of confirmed names by sentence, the longest where they overlap."""
    found: dict[int, list[Mention]] = {}
    for entity in given:
        entry = entities.give(entity)
        for span in entity.mentions:
            if (at := doc.located(span)) is not None:
                sentence, start, end = at
                entities.confirmed.setdefault(sentence.span(start, end), entry)
                text = sentence.text[start:end]
                score = 1.0 if entity.score is None else entity.score
                mention = Mention(start, end, text, entity.type, "name", entity.name, entity.known, score, entity.by)
                found.setdefault(sentence.index, []).append(mention)
    for index, mentions in found.items():
        kept: list[Mention] = []
        for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
            if not any(_overlap(mention, other) for other in kept):
                kept.append(mention)
        found[index] = sorted(kept, key=lambda m: m.start)
    return found


def proposed(doc: Doc, terms: Terms) -> list[list[Mention]]:
    """What the rules propose for each sentence."""
    return [Names(s.text, list(s.words), terms).find() if s.text else [] for s in doc.sentences]


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _named(
    sentence: Sentence, found: Sequence[Candidate], proposals: Sequence[Mention], terms: Terms
) -> Iterator[Mention]:
    """The chosen names as mentions."""
    ruled = {(m.start, m.end): m for m in proposals if m.kind != "class"}
    for c in found:
        if c.type == REFERRING:
            continue
        # The rules count quotation marks to a name.
        quoted = ruled.get((c.start - 1, c.end + 1)) if sentence.text[c.start - 1 : c.start] in ("“", "《") else None
        rule = ruled.get((c.start, c.end)) or quoted
        text = sentence.text[c.start : c.end]
        type_ = fine_type(text, c.type, rule, terms)
        known = terms.known.forms.get(text)
        term = known if isinstance(known, Term) and known.type == type_ else None
        yield Mention(
            c.start, c.end, text, type_, "name", term.name if term else "", term.id if term else "", c.score, c.by
        )


def _linked(sentence: Sentence, mentions: Sequence[Mention], entities: Entities) -> list[Linked]:
    links: list[Linked] = []
    outer: Entry | None = None
    for mention in mentions:
        entry = entities.add(mention, sentence.span(mention.start, mention.end))
        links.append(Linked(mention, entry))
        if mention.kind == "name":
            outer = entry
            if (defined := entities.define(entry, sentence.text, mention.end)) is not None:
                entry.spans.append(sentence.span(*defined))
        elif outer is not None and mention.type in COUNTRIES:
            outer.countries.add(entry.known or entry.name)
    for alias, entry in entities.defined.items():
        for match in re.finditer(re.escape(alias), sentence.text):
            start, end = match.span()
            free = not any(x.mention.start < end and start < x.mention.end for x in links)
            if free and not sentence.text.endswith(("称", "称“", "“"), 0, start):
                entry.spans.append(sentence.span(start, end))
                links.append(Linked(Mention(start, end, alias, entry.type, score=entry.score, by=("alias",)), entry))
    return sorted(links, key=lambda x: (x.mention.start, -x.mention.end))


def _refer(doc: Doc, chosen: Sequence[Sequence[Candidate]], links: list[list[Linked]], models: Models) -> None:
    """Adds the referring words with the entities that they mean, of their own part of the document where it has one."""
    by_id = {x.entry.id: x.entry for row in links for x in row}
    whole = antecedents(links)
    for begin, group in groupby(doc.sentences, key=lambda s: doc.parts[s.index].begin):
        sentences = list(group)
        own = antecedents(links[begin : begin + len(sentences)]) if doc.parts[-1].begin else whole
        for sentence in sentences:
            row = links[sentence.index]
            for c in chosen[sentence.index]:
                taken = any(x.mention.start < c.end and c.start < x.mention.end for x in row)
                if c.type != REFERRING or taken:
                    continue
                word = sentence.text[c.start : c.end]
                meant = models.linker.meant(word, (sentence.index - begin, c.start), own)
                if own is not whole:
                    # What is in another part is not meant, but a province is all parts'.
                    other = models.linker.meant(word, (sentence.index, c.start), whole)
                    surer = other and (meant is None or (other[0].type != meant[0].type and other[1] > meant[1]))
                    if other and surer and other[0].type in PLACES:
                        meant = other
                if meant is not None:
                    entry, score = by_id[meant[0].entity], c.score * meant[1]
                    mention = Mention(c.start, c.end, word, entry.type, "coref", score=score, by=("tagger",))
                    row.append(Linked(mention, entry))
            row.sort(key=lambda x: (x.mention.start, -x.mention.end))


def antecedents(links: Sequence[Sequence[Linked]]) -> Antecedents:
    """The entities that are named in a document, as referring words see them."""
    places: dict[Entry, list[tuple[int, int]]] = {}
    for index, row in enumerate(links):
        for x in row:
            if x.mention.kind == "name":
                places.setdefault(x.entry, []).append((index, x.mention.start))
    return Antecedents([Antecedent(e.id, e.name, e.type, tuple(sorted(found))) for e, found in places.items()])
