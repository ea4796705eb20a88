"""`python -m training names`, then `relations`: trains what extraction reads with, and writes weights and cards.

`python -m training curve` measures what more pages bring: it trains a tagger for each fold and number of pages.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from skillgraph.extract.naming.finder import WEIGHTS
from training.card import card, figures, judged, judged_alone, table, together
from training.names import FOLDS, Folds, read_folds
from training.references import train_linker, write_linker
from training.relating import relate

#: Numbers of pages that the learning curve is measured with.
_PARTS = (13, 26)


def main() -> None:
    """Trains, measures by folds, and writes."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("part", choices=["names", "relations", "curve"])
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus/texts"), help="annotated texts")
    parser.add_argument("--registers", type=Path, default=Path("tests/registers"), help="texts of the rules, by folder")
    parser.add_argument("--composed", type=Path, default=Path("training/texts"), help="annotated texts, composed")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="keeps the taggers of the folds")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="where the weights are written")
    given = parser.parse_args()
    if given.part == "names":
        names(given.corpus, given.registers, given.composed, given.work, given.weights)
    elif given.part == "curve":
        curve(read_folds(given.corpus, given.registers, given.composed, given.work), given.weights)
    else:
        relate(given.corpus, given.registers, given.composed, given.work, given.weights)


def names(corpus: Path, registers: Path, composed: Path, work: Path, weights: Path) -> None:
    """Trains and measures names and referring words.

    Args:
        corpus: a folder of annotated texts, which are measured.
        registers: a folder of folders of texts that rules were made with; taggers learn from them, blind to the rules.
        composed: a folder of annotated texts that no rule was made with; all is learned from them, nothing measured.
        work: a folder for the taggers of the folds, and for what extraction by folds answers (`answers`).
        weights: the folder that weights and card are written to.
    """
    work.mkdir(parents=True, exist_ok=True)
    weights.mkdir(parents=True, exist_ok=True)
    folds = read_folds(corpus, registers, composed, work)
    folds.train_taggers()
    shutil.copyfile(folds.path(), weights / "names-tagger.npz")
    folds.trees().write(weights / "names-ranker.npz")
    write_linker(train_linker(d.annotated for d in folds.without()), weights / "references.json")
    by_fold = []
    for fold in range(FOLDS):
        models = folds.models_without(fold)
        by_fold.append([judged(d.annotated, models) for d in folds.measured(fold)])
        part = together(s.parts["names"] for s in by_fold[-1])
        print(f"fold {fold}: precision {part.precision:.3f} recall {part.recall:.3f} F1 {part.f1:.3f}", flush=True)
    size = sum((weights / name).stat().st_size for name in ("names-tagger.npz", "names-ranker.npz", "references.json"))
    notes = [
        f"Trained by `python -m training names` on {len(folds.documents)} annotated real pages, {len(folds.composed)}",
        f"composed texts (training/texts) and {len(folds.always)} more that the rules were made with (tests/registers,",
        f"for the tagger only, without what the rules propose); {size:,} bytes together. Every figure is of real pages",
        f"by models that were not trained with them: {FOLDS} folds, with the composed texts of the other folds.",
    ]
    (weights / "names.md").write_text(card(by_fold, notes), encoding="utf-8")


def curve(folds: Folds, weights: Path) -> None:
    """Writes what taggers reach alone: of some pages, of all but a fold, and of those with composed texts."""
    rows = []
    for count in (*_PARTS, len(folds.documents), 0):
        scores = []
        for fold in range(FOLDS):
            tagger = folds.smaller(fold, count) if count else folds.tagger(fold)
            scores += [judged_alone(d, tagger) for d in folds.measured(fold)]
        pages = min(count or len(folds.documents), len(folds.documents) * (FOLDS - 1) // FOLDS)
        composed = 0 if count else len(folds.composed) * (FOLDS - 1) // FOLDS
        rows.append(f"{pages} | {composed} | {figures(together(s.parts['names'] for s in scores))}")
    text = table("pages | composed texts | precision | recall | F1 | names", rows)
    head = "# What more pages bring: the tagger alone, on pages that it was not trained with"
    (weights / "names-curve.md").write_text(f"{head}\n\n{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
