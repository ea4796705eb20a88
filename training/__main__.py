"""`python -m training names`, then `relations`: trains what extraction reads with, and writes weights and cards."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from skillgraph.extract.naming.finder import WEIGHTS
from skillgraph.review.verdicts import Part
from training.card import card, judged, judged_alone, together
from training.corpus import annotated
from training.names import FOLDS, Folds, prepared
from training.ranking import train_trees
from training.references import train_linker, write_linker
from training.relating import relate

#: Numbers of documents that the learning curve is measured with.
_PARTS = (13, 26)


def main() -> None:
    """Trains, measures by folds, and writes."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("part", choices=["names", "relations"])
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus/texts"), help="annotated texts")
    parser.add_argument("--composed", type=Path, default=Path("tests/registers"), help="folders of composed texts")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="keeps the taggers of the folds")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="where the weights are written")
    given = parser.parse_args()
    if given.part == "names":
        names(given.corpus, given.composed, given.work, given.weights)
    else:
        relate(given.corpus, given.composed, given.work, given.weights)


def names(corpus: Path, composed: Path, work: Path, weights: Path) -> None:
    """Trains and measures names and referring words.

    Args:
        corpus: a folder of annotated texts.
        composed: a folder of folders of texts that rules were made with; taggers learn from them, blind to the rules.
        work: a folder for the taggers of the folds, and for what extraction by folds answers (`answers`).
        weights: the folder that weights and card are written to.
    """
    work.mkdir(parents=True, exist_ok=True)
    weights.mkdir(parents=True, exist_ok=True)
    documents = [prepared(a) for a in annotated(corpus)]
    parts = sorted(p for p in composed.iterdir() if p.is_dir())
    always = [prepared(a, ruled=False) for part in parts for a in annotated(part)]
    folds = Folds(documents, always, work)
    folds.tagger()
    shutil.copyfile(folds.path(), weights / "names-tagger.npz")
    trees = train_trees(folds.candidates(*range(FOLDS)))
    trees.write(weights / "names-ranker.npz")
    linker = train_linker(d.annotated for d in documents)
    write_linker(linker, weights / "references.json")
    by_fold = []
    for fold in range(FOLDS):
        models = folds.models_without(fold)
        mine = [d.annotated for d, f in zip(documents, folds.fold, strict=True) if f == fold]
        by_fold.append([judged(a, models) for a in mine])
        part = together(s.parts["names"] for s in by_fold[-1])
        print(f"fold {fold}: precision {part.precision:.3f} recall {part.recall:.3f} F1 {part.f1:.3f}", flush=True)
    size = sum((weights / name).stat().st_size for name in ("names-tagger.npz", "names-ranker.npz", "references.json"))
    notes = [
        f"Trained on {len(documents)} annotated real pages and {len(always)} composed texts (tests/registers, for the",
        f"tagger only, without what the rules propose) by `python -m training names`; {size:,} bytes together.",
        f"Every figure is of documents that nothing was trained with: {FOLDS} folds, nested for the trees.",
    ]
    (weights / "names.md").write_text(card(by_fold, curve(folds), notes), encoding="utf-8")


def curve(folds: Folds) -> list[tuple[int, Part]]:
    """What taggers reach that were trained on a part of the documents, and on all but a fold."""
    found = []
    for count in (*_PARTS, 0):
        scores = []
        for fold in range(FOLDS):
            tagger = folds.smaller(fold, count) if count else folds.tagger(fold)
            mine = [d for d, f in zip(folds.documents, folds.fold, strict=True) if f == fold]
            scores += [judged_alone(d, tagger) for d in mine]
        used = count or len(folds.documents) * (FOLDS - 1) // FOLDS
        found.append((used, together(s.parts["names"] for s in scores)))
    return found


if __name__ == "__main__":
    main()
