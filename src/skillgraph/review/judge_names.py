"""Names: which annotated thing each of them is, and which are right."""

from __future__ import annotations

from skillgraph.review.agreement import Span, agreement, bare
from skillgraph.review.annotated import AnnotatedText, Thing
from skillgraph.review.answers import Answer, Name
from skillgraph.review.verdicts import Part, Score, Verdict

_EVERYWHERE = (0, 10**9)


class Linked:
    """An answer beside the annotated text; `link` gives for each name's id the id of the thing that it is, if any."""

    def __init__(self, text: AnnotatedText, answer: Answer) -> None:
        self.text = text
        self.answer = answer
        self.things = {thing.id: thing for thing in text.things}
        self.named = {thing.id for thing in text.things if thing.named}
        self.names = {name.id: name for name in answer.names}
        self.link = self._link()

    def inside(self, span: Span) -> bool:
        """Whether a span is in the part that is annotated."""
        low, high = self.text.part or _EVERYWHERE
        return low <= span[0] < high

    def _link(self) -> dict[str | None, str | None]:
        """By a name's form, else by where it stands most often."""
        forms: dict[str, str] = {}
        spans: dict[Span, list[str]] = {}
        for thing in self.text.things:
            for form in (thing.name, *thing.aliases):
                forms.setdefault(bare(form), thing.id)
            for span in (*thing.mentions, *thing.nested, *thing.references):
                spans.setdefault(span, []).append(thing.id)
        link: dict[str | None, str | None] = {None: None}
        for name in self.names.values():
            hits = [
                thing
                for start, end in filter(self.inside, name.mentions)
                for a in (-1, 0, 1)
                for b in (-1, 0, 1)
                for thing in spans.get((start + a, end + b), ())
            ]
            by_place = max(sorted(set(hits)), key=hits.count) if hits else None
            link[name.id] = forms.get(bare(name.name), by_place)
        return link

    def thing_or_name(self, id_: str | None) -> str:
        """What a row speaks of: the thing, or a name that is none."""
        thing = self.link.get(id_)
        return f"name {id_}" if thing is None else thing

    def shown(self, id_: str | None) -> str:
        """How a name is shown to people."""
        name = self.names.get(id_ or "")
        return str(id_) if name is None else name.name


def judge_names(linked: Linked, score: Score) -> None:
    """Adds the names' part, their classes and verdicts, and what was missed."""
    here = {
        thing.id for thing in linked.text.things
        if thing.named and any(map(linked.inside, (*thing.mentions, *thing.nested)))
    }  # fmt: skip
    whole = Part(gold=len(here), agree={"class": 0, "form": 0})
    found: set[str] = set()
    seen: set[str | None] = set()
    for name in linked.names.values():
        thing = linked.link[name.id]
        if (thing is not None and thing not in linked.named) or not any(map(linked.inside, name.mentions)):
            continue
        right = thing is not None
        wanted = linked.things[thing].classes if thing is not None else ()
        same_class = agreement().same_class((name.type, *name.also), wanted)
        part = score.classes.setdefault(wanted[0] if wanted else name.type, Part())
        for each in (whole, part):
            each.right += right
            each.wrong += not right
        same_form = right and _same_form(name, linked.things[thing or ""])
        whole.agree["class"] += same_class
        whole.agree["form"] += same_form
        if thing is not None:
            found.add(thing)
        score.verdicts.append(
            Verdict(
                "names", right, same_class and same_form, thing in seen, name.by,
                name.score, frozenset(("ends", end) for _, end in name.mentions), (bare(name.name), name.type),
                f"{name.name} ({name.type})",
            )
        )  # fmt: skip
        if right:
            seen.add(thing)
    whole.found = len(found & here)
    for id_ in sorted(here):
        part = score.classes.setdefault(linked.things[id_].classes[0], Part())
        part.gold += 1
        part.found += id_ in found
    score.parts["names"] = whole
    score.missed["names"] = sorted(linked.things[id_].name for id_ in here - found)


def _same_form(name: Name, thing: Thing) -> bool:
    """Whether a name is one of the thing's, or stands exactly where one does."""
    forms = {bare(form) for form in (thing.name, *thing.aliases)}
    return bare(name.name) in forms or bool({*name.mentions} & {*thing.mentions, *thing.nested})
