"""What each part of the search adds: SweQUAD train and our own cases, for docs/retrieval.md.

    LOTSEN_DATA_DIR=… python benchmarks/search_ablation.py ../shared/evaldata/swequad-train

The data directory holds an index of the bundled digests (``lotsen ingest build``) and, so that it
takes a minute and not ten, the vectors of the set (``lotsen evals retrieval --dataset …`` before).
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from assistant import retrieval
from assistant.bootstrap import Assistant, build_assistant
from assistant.conversation import Question
from assistant.settings import Settings
from assistant.understanding import on_its_own_day, understood
from corpus.encoding import Encoder
from corpus.index import Generation, open_generation
from evals.cases import bundled_cases
from evals.datasets import load_beir
from evals.pinpoints import places

TODAY = date(2026, 11, 24)
# The question, its cosines, and which rows are right.
Row = tuple[str, retrieval.Scores, retrieval.Scores]
PRODUCT_WEIGHTS = retrieval.WEIGHTS
SETS = ("lag-vardag", "vagledning", "foljdfragor", "grannlagar", "nya-kallor")


def our_cases(assistant: Assistant) -> Iterator[Row]:
    """Our own cases; what did not hold on a case's day is no row at all."""
    passages = assistant.generation.passages
    for case in (case for name in SETS for case in bundled_cases(name) if case.gold):
        asked = Question(text=case.question, as_of=case.as_of or TODAY, history=case.history)
        asked = on_its_own_day(asked, TODAY)
        text = understood(asked, assistant.vocabulary)[0].text
        right = [
            any(
                p.document_id == gold.document_id and places(p.pinpoint) & places(gold.pinpoint)
                for gold in case.gold
            )
            for p in passages
        ]
        held = np.array([p.holds_on(asked.as_of) for p in passages])
        cosines = retrieval.similarities(assistant.generation, assistant.encoder, text).leg  # type: ignore[arg-type]
        yield text, np.where(held, cosines, -np.inf), np.array(right, dtype=np.float32)


def dataset_rows(folder: Path, generation: Generation, encoder: Encoder) -> Iterator[Row]:
    """The questions of a set in BEIR form, asked of an index that was built of it."""
    dataset = load_beir(folder)
    for query in dataset.queries:
        right = [query.qrels.get(p.document_id, 0) > 0 for p in generation.passages]
        cosines = retrieval.similarities(generation, encoder, query.text).leg
        yield query.text, cosines, np.array(right, dtype=np.float32)


def success(rows: Sequence[Row], index: Generation, score: Callable[..., retrieval.Scores]) -> str:
    """success@1 / success@5."""
    first = five = 0
    for text, cosines, right in rows:
        order = np.argsort(-score(index, text, cosines), kind="stable")[:5]
        first += bool(right[order[0]])
        five += bool(right[order].any())
    return f"{first / len(rows):.3f} / {five / len(rows):.3f}"


def variants() -> Iterator[tuple[str, dict[str, object]]]:
    """What is changed, one thing at a time."""
    yield "as it is", {}
    yield "without compounds' parts", {"_PARTS_SHARE": 0.0}
    yield "parts as much as whole words", {"_PARTS_SHARE": 1.0}
    yield "without the thesaurus", {"_SYNONYM_SHARE": 0.0}
    yield "weights .2/.2/.6", {"WEIGHTS": (0.2, 0.2, 0.6)}
    yield "weights .2/.3/.5", {"WEIGHTS": (0.2, 0.3, 0.5)}
    yield "words alone", {"WEIGHTS": (1.0, 0.0, 0.0)}
    yield "pieces alone", {"WEIGHTS": (0.0, 1.0, 0.0)}
    yield "vectors alone", {"WEIGHTS": (0.0, 0.0, 1.0)}


def scored(index: Generation, text: str, cosines: retrieval.Scores) -> retrieval.Scores:
    """As ``retrieve`` scores, with the cosines at hand."""
    held = np.isfinite(cosines)
    legs = (*retrieval.lexical_scores(index, text), np.where(held, cosines, 0).astype(np.float32))
    # The module's own, which a variant may have changed; not the default that fuse was made with.
    english = retrieval.is_english(text) and retrieval.WEIGHTS == PRODUCT_WEIGHTS
    fused = retrieval.fuse(legs, retrieval.ENGLISH_WEIGHTS if english else retrieval.WEIGHTS)
    named = retrieval.named_places(index.passages, retrieval.references_of(text))
    return np.where(held, fused + named, -np.inf).astype(np.float32)


def main(folder: Path, data_dir: Path) -> None:
    """Print a row for each variant."""
    with build_assistant(Settings(data_dir=data_dir)) as assistant:
        assert assistant.encoder is not None
        ours = list(our_cases(assistant))
        with open_generation(data_dir / "evals" / "retrieval") as set_index:
            theirs = list(dataset_rows(folder, set_index, assistant.encoder))
            print(f"{len(theirs)} questions of {folder.name}, {len(ours)} of our own")
            for name, changed in variants():
                kept = {key: getattr(retrieval, key) for key in changed}
                for key, value in changed.items():
                    setattr(retrieval, key, value)
                print(
                    f"| {name} | {success(theirs, set_index, scored)} "
                    f"| {success(ours, assistant.generation, scored)} |",
                    flush=True,
                )
                for key, value in kept.items():
                    setattr(retrieval, key, value)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Settings().data_dir)
