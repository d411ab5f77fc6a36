"""What each part of the search adds: SweQUAD train and our own cases, for docs/retrieval.md.

    LOTSEN_DATA_DIR=… python benchmarks/search_ablation.py ../shared/evaldata/swequad-train [WORD]

The data directory holds an index of the bundled digests (``lotsen ingest build``) and of the set
(``lotsen evals retrieval --dataset …``). With WORD only variants that have it in their name run.
A row shows the change of success@1 and success@5 against the search as it is, each with the 95 %
interval of a paired bootstrap over the questions.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from assistant import ordering, retrieval
from assistant.bootstrap import Assistant, build_assistant
from assistant.conversation import Question
from assistant.settings import Settings
from assistant.understanding import on_its_own_day, understood
from corpus import lexical
from corpus.dense import DenseStore, Hits
from corpus.encoding import Encoder, Vectors
from corpus.index import Generation, lexical_text, open_generation
from corpus.lexical import LexicalIndex
from corpus.spelling import Spelling
from evals.cases import bundled_cases
from evals.datasets import load_beir
from evals.perturbations import perturbed
from evals.pinpoints import places

TODAY = date(2026, 11, 24)
OURS = ("lag-vardag", "vagledning", "foljdfragor", "grannlagar", "nya-kallor")
DRAWS = 2_000
# Change an index, or what the modules say; both undone afterwards.
Indexed = Callable[[Generation], Generation]
Patches = Sequence[tuple[Any, str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, the day it is about, and which rows of the index are right."""

    text: str
    right: np.ndarray
    as_of: date | None = None


class RememberingEncoder:
    """Encodes each text once."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}
        self.name, self.dimension = encoder.name, encoder.dimension

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.encode_passages(texts)

    def encode_query(self, text: str) -> Vectors:
        if text not in self._known:
            self._known[text] = self._encoder.encode_query(text)
        return self._known[text]


class RememberingStore:
    """Searches for each vector once: no variant changes the vectors."""

    def __init__(self, store: DenseStore) -> None:
        self._store = store
        self._known: dict[tuple[bytes, int], Hits] = {}

    @property
    def size(self) -> int:
        return self._store.size

    def search(self, vector: Vectors, k: int) -> Hits:
        key = vector.tobytes(), k
        if key not in self._known:
            self._known[key] = self._store.search(vector, k)
        return self._known[key]

    def close(self) -> None:
        self._store.close()


def our_cases(assistant: Assistant) -> Iterator[Asked]:
    """Our own cases that have a place to find."""
    for case in (case for name in OURS for case in bundled_cases(name) if case.gold):
        asked = Question(text=case.question, as_of=case.as_of or TODAY, history=case.history)
        asked = on_its_own_day(asked, TODAY)
        right = [
            any(
                p.document_id == gold.document_id and places(p.pinpoint) & places(gold.pinpoint)
                for gold in case.gold
            )
            for p in assistant.generation.passages
        ]
        text = understood(asked, assistant.vocabulary)[0].text
        yield Asked(text=text, right=np.array(right), as_of=asked.as_of)


def dataset_questions(folder: Path, name: str, index: Generation) -> Iterator[Asked]:
    """The questions of a set in BEIR form, asked of an index that was built of it."""
    for query in load_beir(folder, queries=Path(name)).queries:
        right = [query.qrels.get(p.document_id, 0) > 0 for p in index.passages]
        yield Asked(text=query.text, right=np.array(right))


def ranks(index: Generation, encoder: Encoder, questions: Sequence[Asked]) -> np.ndarray:
    """Whether the first and whether one of the first five is right, shape (questions, 2)."""
    rows = index.rows
    found = np.zeros((len(questions), 2))
    for number, asked in enumerate(questions):
        hits = retrieval.retrieve(index, encoder, asked.text, as_of=asked.as_of, k=5)
        right = [asked.right[rows[hit.passage.passage_id]] for hit in hits]
        found[number] = right[0], any(right)
    return found


def change(found: np.ndarray, as_it_is: np.ndarray) -> str:
    """The mean change of both figures, each with its interval."""
    drawn = np.random.default_rng(0).integers(0, len(found), (DRAWS, len(found)))
    cells = []
    for column in (0, 1):
        each = found[:, column] - as_it_is[:, column]
        low, high = np.percentile(each[drawn].mean(axis=1), (2.5, 97.5))
        cells.append(f"{each.mean():+.3f} [{low:+.3f}, {high:+.3f}]")
    return " / ".join(cells)


def with_bm25(k1: float, b: float) -> Indexed:
    """The three lexical indexes built anew with other parameters."""

    def built(index: Generation) -> Generation:
        texts = [lexical_text(p, index.entries[p.document_id]) for p in index.passages]
        with patched([(lexical, "K1", k1), (lexical, "B", b)]):
            return replace(
                index,
                words=LexicalIndex.build(map(lexical.swedish_terms, texts)),
                parts=LexicalIndex.build(lexical.part_terms(t, index.compounds) for t in texts),
                chars=LexicalIndex.build(map(lexical.char_grams, texts)),
            )

    return built


def without_repair(index: Generation) -> Generation:
    """Words are taken as typed."""
    return replace(index, spelling=Spelling({}, index.compounds))


def lexical_repair_alone() -> Patches:
    """The vectors are asked with the question as typed, less its small talk."""
    asked: list[str] = []
    text, similar = retrieval.searched_text, retrieval.similarities

    def searched(index: Generation, query: str) -> str:
        asked[:] = [retrieval.without_small_talk(query)]
        return text(index, query)

    def typed(index: Generation, encoder: Encoder, _: str) -> retrieval.Similarities:
        return similar(index, encoder, asked[0])

    return [(retrieval, "searched_text", searched), (retrieval, "similarities", typed)]


def same(value: Any, *_: Any) -> Any:
    """What it was given first."""
    return value


def variants() -> Iterator[tuple[str, Indexed, Patches]]:
    """What is changed, one thing at a time."""

    def constant(name: str, value: Any, module: Any = retrieval) -> Patches:
        return [(module, name, value)]

    for k1, b in ((1.2, 0.75), (0.9, 0.4), (0.7, 0.75), (0.7, 0.4), (0.5, 0.0), (0.3, 0.3)):
        yield f"BM25 k1 {k1}, b {b}", with_bm25(k1, b), ()
    yield "slips not repaired", without_repair, ()
    yield "slips repaired for words and pieces alone", same, lexical_repair_alone()
    yield "small talk kept", same, constant("without_small_talk", same)
    yield "weights .2/.2/.6", same, constant("WEIGHTS", (0.2, 0.2, 0.6))
    yield "weights .2/.3/.5", same, constant("WEIGHTS", (0.2, 0.3, 0.5))
    yield "weights .3/.3/.4", same, constant("WEIGHTS", (0.3, 0.3, 0.4))
    yield "without compounds' parts", same, constant("_PARTS_SHARE", 0.0)
    yield "parts as much as whole words", same, constant("_PARTS_SHARE", 1.0)
    yield "without the thesaurus", same, constant("_SYNONYM_SHARE", 0.0)
    yield "words alone", same, constant("WEIGHTS", (1.0, 0.0, 0.0))
    yield "pieces alone", same, constant("WEIGHTS", (0.0, 1.0, 0.0))
    yield "vectors alone", same, constant("WEIGHTS", (0.0, 0.0, 1.0))
    for share in (0.0, 0.1, 0.5):
        yield f"best of the document {share}", same, constant("DOCUMENT_SHARE", share, ordering)
    for most in (1, 2, 100):
        yield f"at most {most} of a place", same, constant("MOST_OF_A_PLACE", most, ordering)
    for reach in (-1.0, 0.05, 0.3):
        yield f"statute first within {reach}", same, constant("STATUTE_REACH", reach, ordering)


@contextmanager
def patched(patches: Patches) -> Iterator[None]:
    """The modules with other values inside the block."""
    kept = [(module, name, getattr(module, name)) for module, name, _ in patches]
    for module, name, value in patches:
        setattr(module, name, value)
    try:
        yield
    finally:
        for module, name, value in kept:
            setattr(module, name, value)


def main(folder: Path, data_dir: Path, wanted: str) -> None:
    """Print a row for each variant."""
    with (
        build_assistant(Settings(data_dir=data_dir)) as assistant,
        open_generation(data_dir / "evals" / "retrieval") as set_index,
    ):
        assert assistant.encoder is not None
        theirs, own = (
            replace(index, dense=RememberingStore(index.dense))  # type: ignore[arg-type]
            for index in (set_index, assistant.generation)
        )
        encoder = RememberingEncoder(assistant.encoder)
        plain = list(dataset_questions(folder, "queries.jsonl", theirs))
        sets = {
            "as asked": (theirs, plain),
            "one slip": (
                theirs,
                [replace(asked, text=perturbed(asked.text, "typo1")) for asked in plain],
            ),
            "small talk": (
                theirs,
                [replace(asked, text=perturbed(asked.text, "chatty")) for asked in plain],
            ),
            "our cases": (own, list(our_cases(assistant))),
        }
        base = {name: ranks(index, encoder, asked) for name, (index, asked) in sets.items()}
        shown = (f"{first:.3f} / {five:.3f}" for first, five in (b.mean(0) for b in base.values()))
        print("| |", " | ".join(f"{name} ({len(base[name])})" for name in sets), "|")
        print("| **as it is** |", " | ".join(shown), "|", flush=True)
        for variant, indexed, patches in variants():
            if wanted not in variant:
                continue
            with patched(patches):
                cells = [
                    change(ranks(indexed(index), encoder, asked), base[name])
                    for name, (index, asked) in sets.items()
                ]
            print(f"| {variant} |", " | ".join(cells), "|", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Settings().data_dir, sys.argv[2] if len(sys.argv) > 2 else "")
