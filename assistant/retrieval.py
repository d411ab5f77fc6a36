"""Question → RetrievedPassage: three legs, fused, with exact look-up of places in the law.

Each leg scores every passage: BM25 over Swedish stems, BM25 over character 5-grams, and the cosine
of the encoder. A leg's scores are brought to 0–1 by min-max over its passages and then weighted.
A passage's cosine is the best of its vectors (its text and its everyday questions). The dense store
returns its top k only. The scale's foot is the cosine of the farthest vector of all, and a passage
outside the top k stands where the last of them does: measured as good as scoring every passage
(docs/adr/0003-chroma-working-copy.md), whereas a scale that ends at the k-th hit loses 2–8 points.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.asked import is_english
from assistant.conversation import RetrievedPassage
from corpus.compounds import Compounds
from corpus.documents import Passage
from corpus.encoding import Encoder
from corpus.index import DenseStore, Generation
from corpus.lexical import LexicalIndex, char_grams, part_terms, swedish_terms
from corpus.references import HOME_STATUTE, Reference, find_references
from corpus.thesaurus import load_thesaurus

Scores = NDArray[np.float32]

WEIGHTS = (0.25, 0.25, 0.5)
"""Weights of the legs words, characters and dense (benchmarks and ablation: docs/evals.md)."""

_GAP = ""  # keeps an expression of the thesaurus from running over two lists of terms

ENGLISH_WEIGHTS = (0.1, 0.1, 0.8)
"""The same for a question in English: of Swedish words it has names and numbers alone."""

DENSE_TOP = 500
"""How many vectors the dense store is asked for; below that number it is all of them."""

_SYNONYM_SHARE = 0.5  # of a word's BM25 score, when the question has another word for it
_PARTS_SHARE = 0.7  # of the score by compounds' parts, beside that by whole words
_NAMED_PLACE = 1.0  # a place named with its document stands above every other passage
_NAMED_PARAGRAPH = 0.5
_NAMED_DOCUMENT = 0.15
_THE_LAW = re.compile(r"(?<!nya )\blagens?\b(?!\s+(?:om|mot|som)\b)", re.IGNORECASE)


class SearchIndex(Protocol):
    """What the legs need of an index; a Generation is one."""

    @property
    def words(self) -> LexicalIndex:
        """BM25 over stems."""

    @property
    def parts(self) -> LexicalIndex:
        """BM25 over stems, with the parts of compounds in their place."""

    @property
    def compounds(self) -> Compounds:
        """What splits compounds as the index did."""

    @property
    def chars(self) -> LexicalIndex:
        """BM25 over character 5-grams."""

    @property
    def dense(self) -> DenseStore | None:
        """The vectors, or None where there is no encoder."""

    @property
    def owners(self) -> NDArray[np.intp]:
        """The row of the passage that each vector belongs to."""


def leg_scores(index: SearchIndex, encoder: Encoder | None, query: str) -> tuple[Scores, ...]:
    """Each leg's scores, 0–1, for every passage: words, characters and, with an encoder, dense."""
    legs = lexical_scores(index, query)
    if encoder is None or index.dense is None:
        return legs
    return (*legs, similarities(index, encoder, query).leg)


def lexical_scores(index: SearchIndex, query: str) -> tuple[Scores, Scores]:
    """The legs that need no encoder: words, widened by synonyms and parts, and characters."""
    terms, pieces = swedish_terms(query), part_terms(query, index.compounds)
    asked = index.words.scores(terms)
    # Once more by the parts: "projektpengar" is said for what "pengar" is said for.
    widened = index.words.scores(load_thesaurus().added([*terms, _GAP, *pieces]))
    parts = index.parts.scores(pieces)
    return (
        normalised(asked + _SYNONYM_SHARE * widened + _PARTS_SHARE * parts),
        normalised(index.chars.scores(char_grams(query))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Similarities:
    """The cosine of each passage with the query, shape (n,), and that of the farthest vector."""

    cosines: Scores
    farthest: float

    @property
    def leg(self) -> Scores:
        """The cosines brought to 0–1."""
        return normalised(self.cosines, low=self.farthest)


def similarities(index: SearchIndex, encoder: Encoder, query: str) -> Similarities:
    """How near each passage's best vector lies to the query.

    Passages of which the store returned no vector get the lowest cosine that it returned.
    """
    store = index.dense
    if store is None:
        raise ValueError("the index was built without an encoder")
    vector = encoder.encode_query(query)
    vectors, found = store.search(vector, min(store.size, DENSE_TOP))
    lowest = float(found.min(initial=1.0))
    best = np.full(index.words.size, lowest, dtype=np.float32)
    np.maximum.at(best, index.owners[vectors], found)
    # The nearest to the opposite of the query is the farthest from the query.
    everything = store.size <= DENSE_TOP
    farthest = lowest if everything else -float(store.search(-vector, 1)[1][0])
    return Similarities(cosines=best, farthest=farthest)


def normalised(scores: Scores, low: float | None = None) -> Scores:
    """Min-max to 0–1, from ``low`` when it is given; all zeros where every score is the same."""
    if scores.size == 0:
        return scores
    low, high = float(scores.min()) if low is None else low, float(scores.max())
    if high <= low:
        return np.zeros_like(scores, dtype=np.float32)
    return ((scores - low) / (high - low)).astype(np.float32)


def fuse(legs: Sequence[Scores], weights: Sequence[float] = WEIGHTS) -> Scores:
    """The weighted mean of the legs; a missing dense leg leaves its weight to the others."""
    used = np.asarray(weights[: len(legs)], dtype=np.float32)
    return np.asarray(used / used.sum() @ np.stack(legs), dtype=np.float32)


def retrieve(
    generation: Generation,
    encoder: Encoder | None,
    query: str,
    *,
    as_of: date | None,
    k: int = 10,
    document_id: str | None = None,
) -> tuple[RetrievedPassage, ...]:
    """The ``k`` best passages, best first.

    ``as_of`` keeps to what was in force on that day, None searches all versions; ``document_id``
    keeps the search within one document.
    """
    passages = generation.passages
    if not passages:
        return ()
    legs: tuple[Scores, ...] = lexical_scores(generation, query)
    likeness: Similarities | None = None
    if encoder is not None and generation.dense is not None:
        likeness = similarities(generation, encoder, query)
        legs = (*legs, likeness.leg)
    weights = ENGLISH_WEIGHTS if is_english(query) else WEIGHTS
    fused = fuse(legs, weights) + named_places(passages, references_of(query))
    # Best first, and no further than needed: looking at every passage takes as long as the legs.
    allowed = (
        row
        for row in best_first(fused)
        if (as_of is None or passages[row].holds_on(as_of))
        and document_id in {None, passages[row].document_id}
    )
    order = list(islice(allowed, k))
    top = max(1.0, float(fused[order[0]])) if order else 1.0
    return tuple(
        RetrievedPassage(
            passage=passages[row],
            score=float(fused[row]) / top,
            similarity=None if likeness is None else float(likeness.cosines[row]),
            legs=tuple(float(leg[row]) for leg in legs),
        )
        for row in order
    )


def best_first(scores: Scores, head: int = 1_000) -> Iterator[int]:
    """Every row, best first, equal scores in the order of the rows.

    The best ``head`` are sorted first, and the rest only for who goes on: sorting 100,000 rows
    takes as long as a leg.
    """
    rows = np.arange(len(scores))
    lowest = np.partition(scores, -head)[-head] if len(scores) > head else -np.inf
    for part in (rows[scores >= lowest], rows[scores < lowest]):
        yield from part[np.argsort(-scores[part], kind="stable")].tolist()


def references_of(query: str) -> tuple[Reference, ...]:
    """The places that the question names; "lagen" alone is the law this service is about."""
    named = find_references(query)
    if not named and _THE_LAW.search(query):
        return (Reference(document_id=HOME_STATUTE, pinpoint=None),)
    return named


def named_places(passages: Sequence[Passage], references: Sequence[Reference]) -> Scores:
    """What a passage gains by being, or lying in, a place that the question names."""
    gain = np.zeros(len(passages), dtype=np.float32)
    for reference in references:
        # Most passages are another document's: of 100,000, asking each takes longer than the legs.
        for row, passage in enumerate(passages):
            if reference.document_id is None or reference.document_id == passage.document_id:
                gain[row] = max(gain[row], _gain(passage, reference))
    return gain


def _gain(passage: Passage, reference: Reference) -> float:
    """What a passage of the named document, or of any when none is named, gains."""
    if reference.pinpoint is None:
        return _NAMED_DOCUMENT
    if passage.pinpoint != reference.pinpoint:
        return 0.0
    named = reference.document_id or HOME_STATUTE
    return _NAMED_PLACE if passage.document_id == named else _NAMED_PARAGRAPH
