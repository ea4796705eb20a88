"""How well answers agree with annotated texts: names, pairs, facts and figures.

- names: right if it is an annotated name or stands where one does (a quotation mark at either end aside); recall is
  over named things. What matches a kind of thing is neither right nor wrong.
- pairs: right if the two ends and the sentence agree, whatever the predicate and direction. What the text denies and
  the answer asserts is wrong. Recall is over relations that the text states between named things.
- facts: a pair right in predicate (near ones count), direction and modality too: what a user of the graph gets. A fact
  that is annotated in another sentence of the text is right; recall counts it once. core: those that the graph is for.
- asserted: the facts without those that the answer only proposes, being less sure of them than its default line.
- figures: right if place, value and bound agree. Numbers that need not be figures are neither right nor wrong.

`agreement.toml` lists the predicates and classes that count as one.
"""

from __future__ import annotations

from skillgraph.review.annotated import AnnotatedText
from skillgraph.review.answers import Answer, asserted
from skillgraph.review.judge_facts import judge_facts
from skillgraph.review.judge_figures import judge_figures
from skillgraph.review.judge_names import Linked, judge_names
from skillgraph.review.verdicts import Score


def score(text: AnnotatedText, answer: Answer | None, above: float | None = None) -> Score:
    """Scores an answer for a text; no answer has found nothing.

    Args:
        text: with its annotation.
        answer: for the same document.
        above: the least score of an asserted fact, in place of the line that the answer has itself.

    Example:
        >>> from skillgraph.review.annotated import Thing
        >>> from skillgraph.review.answers import Name
        >>> text = AnnotatedText("a", (Thing("甲市", "甲市", ("City",), mentions=((0, 2),)),), (), ())
        >>> score(text, Answer(names=[Name("e1", "甲市", "City", ((0, 2),))])).parts["names"].f1
        1.0
    """
    answer = answer or Answer()
    linked = Linked(text, answer)
    found = Score(text.name)
    judge_names(linked, found)
    judge_facts(linked, found)
    sure = Score(text.name)
    judge_facts(Linked(text, asserted(answer, above)), sure)
    found.parts["asserted"] = sure.parts.get("facts", sure.parts["pairs"])
    judge_figures(linked, found)
    return found
