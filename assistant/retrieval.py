"""Question → RetrievedPassage: three legs, fused, with exact look-up of places in the law.

The question is searched without small talk and with its slips repaired (``searched_text``). Each
leg scores every passage: BM25 over Swedish stems, BM25 over character 5-grams, and the cosine of
the encoder. A leg's scores are brought to 0–1 by min-max over its passages and then weighted. A
passage's cosine is the best of its vectors (its text and its everyday questions). The dense store
returns its top k only. The scale's foot is the cosine of the farthest vector of all, and a passage
outside the top k stands where the last of them does: measured as good as scoring every passage
(docs/adr/0003-chroma-working-copy.md), whereas a scale that ends at the k-th hit loses 2–8 points.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.asked import is_english
from assistant.conversation import RetrievedPassage
from assistant.ordering import diverse, lifted, statutes_first
from assistant.small_talk import without_small_talk
from corpus.compounds import Compounds
from corpus.documents import Passage
from corpus.encoding import Encoder
from corpus.index import DenseStore, Generation
from corpus.lexical import LexicalIndex, char_grams, part_terms, swedish_terms
from corpus.references import HOME_STATUTE, Reference, find_references
from corpus.sentence_space import Nearness, Surroundings
from corpus.spelling import Spelling
from corpus.thesaurus import load_thesaurus

Scores = NDArray[np.float32]

WEIGHTS = (0.25, 0.25, 0.5)
"""Weights of the legs words, characters and dense (ablation: docs/retrieval.md)."""

ASKED_WEIGHTS = (0.15, 0.15, 0.7)
"""The same where the passages have everyday questions, which only the vectors tell apart."""

LEGS = ("bm25", "char", "dense")
"""The legs' names, in the order of the weights."""

_GAP = ""  # keeps an expression of the thesaurus from running over two lists of terms

ENGLISH_WEIGHTS = (0.1, 0.1, 0.8)
"""The same for a question in English: of Swedish words it has names and numbers alone."""

BESIDE_SHARE = 0.4
"""What a second wording of a question counts against the first."""

DENSE_TOP = 500
"""How many vectors the dense store is asked for; below that number it is all of them."""

DENSE_TOP_LEFT_OUT = 2_000
"""How many vectors more, at most, when some of them are left out."""

_SENTENCES_SHARE = 0.5  # of the dense leg, where a passage's sentences have questions of their own
_SENTENCES_FOOT = 0.05  # the share of passages that get nothing for it
_SYNONYM_SHARE = 0.5  # of a word's BM25 score, when the question has another word for it
_PARTS_SHARE = 0.7  # of the score by compounds' parts, beside that by whole words
_NAMED_PLACE = 1.0  # a place named with its document stands above every other passage
_NAMED_PARAGRAPH = 0.5
_NAMED_DOCUMENT = 0.15
_THE_LAW = re.compile(
    r"(?<!nya )\blagens?\b(?!\s+(?:om|mot|som)\b)"
    r"|\bthe\s+(?:swedish\s+)?(?:act|law)\b(?!\s+(?:on|about|against|that)\b)",
    re.IGNORECASE,
)


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
    def spelling(self) -> Spelling:
        """What repairs mistyped words."""

    @property
    def chars(self) -> LexicalIndex:
        """BM25 over character 5-grams."""

    @property
    def dense(self) -> DenseStore | None:
        """The vectors, or None where there is no encoder."""

    @property
    def owners(self) -> NDArray[np.intp]:
        """The row of the passage that each vector belongs to."""


def searched_text(index: SearchIndex, query: str) -> str:
    """What is searched for ``query``: without small talk, mistyped words as the index has them."""
    return repaired_text(index, without_small_talk(query))


def repaired_text(index: SearchIndex, query: str) -> str:
    """``query`` with its mistyped words as the index has them."""
    # Most English words are strangers to the index, and some are near a Swedish one.
    return query if is_english(query) else index.spelling.repaired(query)


def leg_scores(index: SearchIndex, encoder: Encoder | None, query: str) -> tuple[Scores, ...]:
    """Each leg's scores, 0–1, for every passage: words, characters and, with an encoder, dense."""
    query = searched_text(index, query)
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
    """The cosine of each passage with the query, shape (n,), and that of the farthest vector.

    ``query`` is the query's own vector.
    """

    cosines: Scores
    farthest: float
    query: Scores

    @property
    def leg(self) -> Scores:
        """The cosines brought to 0–1."""
        return normalised(self.cosines, low=self.farthest)


def similarities(
    index: SearchIndex, encoder: Encoder, query: str, left_out: NDArray[np.bool_] | None = None
) -> Similarities:
    """How near each passage's best vector lies to the query.

    Passages of which the store returned no vector get the lowest cosine that it returned. The
    vectors of the rows ``left_out`` are searched as if not there.
    """
    store = index.dense
    if store is None:
        raise ValueError("the index was built without an encoder")
    vector = encoder.encode_query(query)
    apart = np.zeros(store.size, dtype=np.bool_) if left_out is None else left_out[index.owners]
    # They take up places among the nearest, so more are asked for.
    more = min(int(apart.sum()), DENSE_TOP_LEFT_OUT)
    vectors, found = store.search(vector, min(store.size, DENSE_TOP + more))
    kept = np.flatnonzero(~apart[vectors])[:DENSE_TOP]
    vectors, found = vectors[kept], found[kept]
    lowest = float(found.min(initial=1.0))
    best = np.full(index.words.size, lowest, dtype=np.float32)
    np.maximum.at(best, index.owners[vectors], found)
    # The nearest to the opposite of the query is the farthest from the query.
    everything = store.size - more <= DENSE_TOP
    farthest = lowest if everything else _farthest(store, vector, apart, more)
    return Similarities(cosines=best, farthest=farthest, query=vector)


def _farthest(store: DenseStore, vector: Scores, apart: NDArray[np.bool_], more: int) -> float:
    """The cosine of the farthest vector but those ``apart``, of which there are about ``more``."""
    vectors, found = store.search(-vector, min(store.size, 1 + more))
    return -float(found[~apart[vectors]].max(initial=float(found[-1])))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    """One wording of a question against every passage; no likeness without an encoder.

    ``around`` is what lies around it in the space of single sentences, where there is one.
    """

    fused: Scores
    legs: tuple[Scores, ...]
    likeness: Similarities | None
    around: Surroundings | None


def _scored(
    generation: Generation,
    encoder: Encoder | None,
    query: str,
    left_out: NDArray[np.bool_] | None,
    used: Sequence[str],
) -> _Scored:
    text = searched_text(generation, query)
    legs: tuple[Scores, ...] = lexical_scores(generation, text)
    likeness: Similarities | None = None
    if encoder is not None and generation.dense is not None:
        likeness = similarities(generation, encoder, text, left_out)
    if left_out is not None:
        legs = tuple(_without(leg, left_out) for leg in legs)
    around: Surroundings | None = None
    if likeness is not None:
        space = generation.sentences
        around = None if space is None else space.around(likeness.query)
        legs = (*legs, _with_sentences(likeness.leg, around, left_out))
    named = named_places(generation.passages, references_of(query))
    fused = fuse(legs, _weights(generation, query, used)) + named
    return _Scored(fused=fused, legs=legs, likeness=likeness, around=around)


def _with_sentences(
    leg: Scores, around: Surroundings | None, left_out: NDArray[np.bool_] | None
) -> Scores:
    """The dense leg, half of it how near a passage's nearest sentence lies, where it has any."""
    if around is None:
        return leg
    near = around.nearest(len(leg))
    known = near >= -1 if left_out is None else (near >= -1) & ~left_out
    if not known.any():
        return leg
    foot = float(np.quantile(near[known], _SENTENCES_FOOT))
    own = np.clip(normalised(near[known], low=foot), 0, 1)
    blended = leg.copy()
    blended[known] = (1 - _SENTENCES_SHARE) * leg[known] + _SENTENCES_SHARE * own
    return blended


def _weights(generation: Generation, query: str, used: Sequence[str]) -> tuple[float, ...]:
    # At least one question a passage, on the whole.
    asked = generation.owners.size >= 2 * len(generation.passages)
    usual = ENGLISH_WEIGHTS if is_english(query) else ASKED_WEIGHTS if asked else WEIGHTS
    return tuple(weight * (leg in used) for leg, weight in zip(LEGS, usual, strict=True))


def retrieve(  # noqa: PLR0913 – each of the last five narrows one search
    generation: Generation,
    encoder: Encoder | None,
    query: str | tuple[str, str],
    *,
    as_of: date | None,
    k: int = 10,
    document_id: str | None = None,
    left_out: NDArray[np.bool_] | None = None,
    legs_used: Sequence[str] = LEGS,
) -> tuple[RetrievedPassage, ...]:
    """The ``k`` best passages, best first.

    ``as_of`` keeps to what was in force on that day, None searches all versions; ``document_id``
    keeps the search within one document; the rows of ``left_out`` are searched as if not there. A
    second wording of the question, such as itself without what it leans on, counts
    ``BESIDE_SHARE``. Only ``legs_used`` of LEGS count; one of them must be there to search with.
    """
    passages = generation.passages
    if not passages:
        return ()
    texts = (query,) if isinstance(query, str) else query
    wordings = [_scored(generation, encoder, text, left_out, legs_used) for text in texts]
    shares = (1 - BESIDE_SHARE, BESIDE_SHARE) if len(wordings) > 1 else (1.0,)
    fused = lifted(_mean([one.fused for one in wordings], shares), generation.documents)
    # Best first, and no further than needed: looking at every passage takes as long as the legs.
    allowed = (
        row
        for row in best_first(fused)
        if (as_of is None or passages[row].holds_on(as_of))
        and document_id in {None, passages[row].document_id}
        and (left_out is None or not left_out[row])
    )
    order = statutes_first(passages, generation.entries, diverse(passages, allowed, k), fused)
    legs = [_mean(same, shares) for same in zip(*(one.legs for one in wordings), strict=True)]
    alike = [one.likeness for one in wordings if one.likeness is not None]
    cosines = np.max([likeness.cosines for likeness in alike], axis=0) if alike else None
    rows = [row for row, _ in order]
    around = [one.around for one in wordings if one.around is not None]
    near = [one.nearness(rows) for one in around]
    margin = sum(share * one.margin() for share, one in zip(shares, around, strict=False))
    top = max(1.0, max((score for _, score in order), default=1.0))
    return tuple(
        RetrievedPassage(
            passage=passages[row],
            score=score / top,
            similarity=None if cosines is None else max(float(cosines[row]), near_row.similarity),
            legs=tuple(float(leg[row]) for leg in legs),
            sentence_similarities=near_row.sentences,
            # Our digests' silence says nothing of what somebody adds to them.
            margin=margin if near_row.sentences else 0.0,
        )
        for row, score in order
        for near_row in [_together([one.get(row) for one in near], shares[: len(near)])]
    )


def _mean(scores: Sequence[Scores], shares: Sequence[float]) -> Scores:
    """The weighted mean; the shares are those of the wordings."""
    return np.asarray(sum(share * one for share, one in zip(shares, scores, strict=True)))


def _together(wordings: Sequence[Nearness | None], shares: Sequence[float]) -> Nearness:
    """The sentences' weighted mean over the wordings, and the best similarity of any.

    Nothing is near where the passage has no sentences.
    """
    known = [(one, share) for one, share in zip(wordings, shares, strict=True) if one is not None]
    numbers = known[0][0].sentences if known else {}
    return Nearness(
        sentences={n: sum(share * one.sentences[n] for one, share in known) for n in numbers},
        similarity=max((one.similarity for one, _ in known), default=-1.0),
    )


def _without(leg: Scores, left_out: NDArray[np.bool_]) -> Scores:
    """A leg's scores as they are when the best of the other rows is the best of all."""
    best = float(leg[~left_out].max(initial=0.0))
    return leg if best <= 0 else np.asarray(np.minimum(leg / best, 1.0), dtype=np.float32)


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
    if not references:
        return gain
    for reference in (placed(reference, passages) for reference in references):
        # Most passages are another document's: of 100,000, asking each takes longer than the legs.
        for row, passage in enumerate(passages):
            if reference.document_id is None or reference.document_id == passage.document_id:
                gain[row] = max(gain[row], _gain(passage, reference))
    return gain


def placed(reference: Reference, passages: Sequence[Passage]) -> Reference:
    """``reference`` with the home statute filled in where only a § is named that it has."""
    home = (HOME_STATUTE, reference.pinpoint)
    own = reference.document_id is None and reference.pinpoint is not None
    if own and any((p.document_id, p.pinpoint) == home for p in passages):
        return Reference(document_id=HOME_STATUTE, pinpoint=reference.pinpoint)
    return reference


def _gain(passage: Passage, reference: Reference) -> float:
    """What a passage of the named document, or of any when none is named, gains."""
    if reference.pinpoint is None:
        return _NAMED_DOCUMENT
    if passage.pinpoint != reference.pinpoint:
        return 0.0
    named = reference.document_id or HOME_STATUTE
    return _NAMED_PLACE if passage.document_id == named else _NAMED_PARAGRAPH
