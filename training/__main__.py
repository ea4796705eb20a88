"""`python -m training names`, then `relations`: trains what extraction reads with, and writes weights and cards."""

from __future__ import annotations

import argparse
from pathlib import Path

from skillgraph.extract.naming.finder import Models, WEIGHTS
from training.card import card, judged, together
from training.corpus import annotated
from training.names import FOLDS, Folds, prepared, train_tagger
from training.ranking import train_trees
from training.relating import relate
from training.references import train_linker, write_linker

#: Weights of the tagger that are smaller than this are left out of the file.
_LEAST = 0.01


def main() -> None:
    """Trains, measures by folds, and writes."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("part", choices=["names", "relations"])
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus/texts"), help="annotated texts")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="keeps the taggers of the folds")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="where the weights are written")
    parser.add_argument("--registers", type=Path, default=Path("tests/registers"), help="texts of our own")
    given = parser.parse_args()
    if given.part == "names":
        names(given.corpus, given.work, given.weights)
    else:
        relate(given.corpus, given.registers, given.work, given.weights)


def names(corpus: Path, work: Path, weights: Path) -> None:
    """Trains and measures names and referring words.

    Args:
        corpus: a folder of annotated texts.
        work: a folder for the taggers of the folds.
        weights: the folder that weights and card are written to.
    """
    work.mkdir(parents=True, exist_ok=True)
    weights.mkdir(parents=True, exist_ok=True)
    documents = [prepared(a) for a in annotated(corpus)]
    folds = Folds(documents, work)
    tagger = train_tagger(documents, weights / "names-tagger.npz", _LEAST)
    trees = train_trees(folds.candidates(*range(FOLDS)))
    trees.write(weights / "names-ranker.npz")
    linker = train_linker(d.annotated for d in documents)
    write_linker(linker, weights / "references.json")
    by_fold = []
    for fold in range(FOLDS):
        models = folds.models_without(fold)
        by_fold.append([judged(d.annotated, models) for d, f in zip(documents, folds.fold, strict=True) if f == fold])
        part = together(s.parts["names"] for s in by_fold[-1])
        print(f"fold {fold}: precision {part.precision:.3f} recall {part.recall:.3f} F1 {part.f1:.3f}", flush=True)
    size = sum((weights / name).stat().st_size for name in ("names-tagger.npz", "names-ranker.npz", "references.json"))
    notes = [
        f"Trained on {len(documents)} annotated real pages by `python -m training names`; {size:,} bytes together.",
        f"Every figure is of documents that nothing was trained with: {FOLDS} folds, nested for the trees.",
    ]
    (weights / "names.md").write_text(card(by_fold, [], notes), encoding="utf-8")


if __name__ == "__main__":
    main()
