"""Facts: which of them the text states, as pairs and with predicate, direction and modality."""

from __future__ import annotations

from collections.abc import Sequence

from skillgraph.review.agreement import agreement, overlap, positions
from skillgraph.review.annotated import AnnotatedRelation
from skillgraph.review.answers import Fact
from skillgraph.review.judge_names import Linked
from skillgraph.review.verdicts import Part, Score, Verdict

#: What can be wrong with a fact.
NO_NAME = "have an end that is no name"
NOTHING = "join two things of which the text states nothing"
OTHERWISE = "have another predicate, direction or modality than the text, or stand elsewhere"


def judge_facts(linked: Linked, score: Score) -> None:
    """Adds pairs, facts and core, the facts' predicates and verdicts, and what was missed."""
    _Facts(linked).judge(score)


class _Facts:
    def __init__(self, linked: Linked) -> None:
        self.linked = linked
        self.every = linked.text.relations
        #: What is demanded; relations with a kind of thing, and those that only a name says, need not be found.
        self.demanded = [
            r for r in self.every
            if r.basis == "stated" and {r.subjects[0], r.object} <= linked.named
        ]  # fmt: skip
        self.ontology = linked.text.predicates == "ontology"
        #: What a verdict is of: with predicates of the annotator's own, a pair.
        self.part = "facts" if self.ontology else "pairs"
        self.seen: set[int] = set()
        self.seen_whole: set[int] = set()
        self.said: set[object] = set()
        self.pairs = Part(gold=len(self.demanded), agree={"modality": 0, "predicate": 0})
        self.facts = Part(gold=len(self.demanded))
        self.core = Part(gold=sum(agreement().is_core(r.predicates[0]) for r in self.demanded))

    def judge(self, score: Score) -> None:
        """Judges each fact of the answer."""
        for fact in self.linked.answer.facts:
            # Annotations with the ontology's predicates don't list what only a name says.
            if self.linked.inside(fact.evidence) and not (self.ontology and fact.basis == "name"):
                self._judge(fact, score)
        self.pairs.found = sum(id(r) in self.seen for r in self.demanded)
        score.parts["pairs"] = self.pairs
        if self.ontology:
            self._close(score)
        seen = self.seen_whole if self.ontology else self.seen
        score.missed[self.part] = [self._say(r) for r in self.demanded if id(r) not in seen]

    def _close(self, score: Score) -> None:
        self.facts.found = sum(id(r) in self.seen_whole for r in self.demanded)
        self.core.found = sum(
            id(r) in self.seen_whole for r in self.demanded if agreement().is_core(r.predicates[0])
        )  # fmt: skip
        score.parts |= {"facts": self.facts, "core": self.core}
        for relation in self.demanded:
            part = score.predicates.setdefault(relation.predicates[0], Part())
            part.gold += 1
            part.found += id(relation) in self.seen_whole

    def _judge(self, fact: Fact, score: Score) -> None:
        there = [r for r in self.every if self._same_pair(fact, r)]
        whole = [r for r in there if self._same_fact(fact, r)]
        denied = fact.modality == "negated"
        hits = [
            r for r in there
            if overlap(r.sentence, fact.evidence) and (r.modality == "negated") == denied
        ]  # fmt: skip
        if not hits and self.ontology:
            hits = whole  # annotated once, said again in another sentence
        right = [r for r in hits if any(r is w for w in whole)]
        self.seen |= {id(r) for r in hits}
        self.seen_whole |= {id(r) for r in right}
        self.pairs.right += bool(hits)
        self.pairs.wrong += not hits
        self.pairs.agree["modality"] += any(r.modality == fact.modality for r in hits)
        self.pairs.agree["predicate"] += any(fact.predicate in r.predicates for r in hits)
        if self.ontology:
            parts = [self.facts, score.predicates.setdefault(fact.predicate, Part())]
            for part in parts:
                part.right += bool(right)
                part.wrong += not right
            if agreement().is_core(fact.predicate):
                self.core.right += bool(whole)
                self.core.wrong += not whole
        if right or (hits and not self.ontology):
            why = ""
        elif None in (self.linked.link.get(fact.subject), self.linked.link.get(fact.object)):
            why = NO_NAME
        else:
            why = OTHERWISE if there else NOTHING
        self._verdict(fact, why, score)

    def _verdict(self, fact: Fact, why: str, score: Score) -> None:
        ends = self.linked.thing_or_name(fact.subject), self.linked.thing_or_name(fact.object)
        predicate, subjects, objects = _directed(fact.predicate, ends[:1], ends[1])
        directed = (subjects[0], objects[0])
        says = (predicate, frozenset(ends) if predicate in agreement().both_ways else directed, fact.modality)
        row = f"{self.linked.shown(fact.subject)} {fact.predicate} {self.linked.shown(fact.object)} ({fact.modality})"
        about = frozenset((frozenset(ends), at) for at in positions(fact.evidence))
        score.verdicts.append(
            Verdict(self.part, not why, not why, says in self.said, fact.by, fact.score, about, says, row, why)
        )  # fmt: skip
        self.said.add(says)

    def _same_pair(self, fact: Fact, relation: AnnotatedRelation) -> bool:
        ends = {self.linked.link.get(fact.subject), self.linked.link.get(fact.object)}
        return any(ends == {subject, relation.object} for subject in relation.subjects)

    def _same_fact(self, fact: Fact, relation: AnnotatedRelation) -> bool:
        """Whether predicate, direction and modality agree, of one pair."""
        if relation.modality != fact.modality:
            return False
        link = self.linked.link
        mine, subjects, objects = _directed(fact.predicate, (link.get(fact.subject),), link.get(fact.object))
        for predicate in relation.predicates:
            wanted, their_subjects, their_objects = _directed(predicate, relation.subjects, relation.object)
            if not agreement().same_predicate(mine, wanted):
                continue
            if wanted in agreement().both_ways or (subjects[0] in their_subjects and objects[0] in their_objects):
                return True
        return False

    def _say(self, relation: AnnotatedRelation) -> str:
        subject, object_ = (self.linked.things[end].name for end in (relation.subjects[0], relation.object))
        return f"{subject} {'/'.join(relation.predicates)} {object_} ({relation.modality})"


_Ends = tuple[str | None, ...]


def _directed(predicate: str, subjects: Sequence[str | None], object_: str | None) -> tuple[str, _Ends, _Ends]:
    """Predicate, subjects and objects; of one that says another the other way round, those of the other."""
    other = agreement().turned.get(predicate)
    return (other, (object_,), tuple(subjects)) if other else (predicate, tuple(subjects), (object_,))
