"""RetrievedPassages → claims made of exact sentences: the answer without a language model.

The sentences that speak most of what was asked are cut out by offset, most relevant first, until
about 120 words are filled. Nothing is rewritten.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.asked import Asked, FactKind
from assistant.citations import Claim, Evidence
from assistant.conversation import RetrievedPassage
from assistant.facts import holds_kind
from assistant.grounding import Vocabulary, matched
from corpus.documents import CatalogueEntry, Edition, Lane
from corpus.foreign_words import is_unfit
from corpus.lexical import swedish_terms
from corpus.sentences import sentence_spans

MAX_WORDS = 120
MAX_STATEMENTS = 5
_FIGURES = frozenset({FactKind.TIME, FactKind.FREQUENCY, FactKind.AMOUNT})
_LAWS_KINDS = frozenset({FactKind.DUTY, FactKind.PERMISSION})

# A sentence counts by what its passage has (score, likeness, standing) and what it adds itself:
# words of the question and the kind of fact asked for. Tuned by grid on the development questions
# and our own cases (docs/evals.md); the figures lie on a plateau, not on a peak.
_LIKENESS_GAIN = 2.0  # times the cosine that a passage lacks to the best one
_COVERAGE_GAIN = 0.45
_NEW_SHARE = 0.5  # of the coverage counts only for words that no chosen sentence has
_KIND_GAIN = 0.16
_FIGURE_GAIN = 0.5  # the same, where the asked fact is a day, a number or an interval
_BEST_PASSAGE_GAIN = 0.05  # an answer from one place reads better than scraps from three
_LAW_GAIN = 0.1  # "måste vi …" asks the law unless another source is named
_ORIGINAL_GAIN = 0.15  # the source's own words go before our account of them
_PROVISION_GAIN = 0.05  # what the paragraph says goes before what is said of it
_NAMED_GAIN = 0.2  # "12 §" asks for what the paragraph says before what is said of it
_KEEP = 0.7  # of the best sentence's relevance


# "Lag (2025:223)." after a paragraph says which act gave it its wording.
_AMENDMENT_NOTE = re.compile(r"(?:Lag|Förordning)\s+\(\d{4}:\d+\)\.?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that might be shown; ``ground`` is what it has from its passage and its kind."""

    evidence: Evidence
    place: int
    terms: frozenset[str]
    ground: float

    @property
    def words(self) -> int:
        """Its length."""
        return len(self.evidence.quote.split())


def compose(
    asked: Asked,
    found: Sequence[RetrievedPassage],
    entries: Mapping[str, CatalogueEntry],
    words: Vocabulary,
) -> tuple[Claim, ...]:
    """The answer's sentences in the order they are read: lane by lane, the best one first."""
    chosen = _choose(asked, _candidates(asked, found, entries), words)
    return tuple(
        Claim(
            text=" ".join(candidate.evidence.quote.split()),
            lane=entries[candidate.evidence.passage.document_id].lane,
            evidence=(candidate.evidence,),
        )
        for candidate in sorted(chosen, key=lambda candidate: _lane_order(candidate, entries))
    )


def _lane_order(candidate: Candidate, entries: Mapping[str, CatalogueEntry]) -> int:
    return entries[candidate.evidence.passage.document_id].lane.order


def _candidates(
    asked: Asked, found: Sequence[RetrievedPassage], entries: Mapping[str, CatalogueEntry]
) -> list[Candidate]:
    best = max((hit.similarity for hit in found if hit.similarity is not None), default=0.0)
    return [
        Candidate(
            evidence=Evidence(passage=hit.passage, start=start, end=end),
            place=place,
            terms=frozenset(swedish_terms(hit.passage.text[start:end])),
            ground=_standing(asked, hit, entries, best)
            + (not place) * _BEST_PASSAGE_GAIN
            + _kind_gain(asked.kind, hit.passage.text[start:end]),
        )
        for place, hit in enumerate(found)
        for start, end in sentence_spans(hit.passage.text)
        if not _AMENDMENT_NOTE.fullmatch(hit.passage.text[start:end])
        and not is_unfit(hit.passage.text[start:end])
    ]


def _standing(
    asked: Asked,
    hit: RetrievedPassage,
    entries: Mapping[str, CatalogueEntry],
    best_similarity: float,
) -> float:
    """What a passage brings: its score, and being close, original, or law when law is asked."""
    standing = hit.score
    if hit.similarity is not None:
        standing -= _LIKENESS_GAIN * (best_similarity - hit.similarity)
    if hit.passage.edition is Edition.ORIGINAL:
        standing += _ORIGINAL_GAIN
    if asked.kind in _LAWS_KINDS and entries[hit.passage.document_id].lane is Lane.LAW:
        standing += _LAW_GAIN
    if entries[hit.passage.document_id].lane is Lane.LAW and not hit.passage.comment:
        standing += _PROVISION_GAIN
    named = {reference.pinpoint for reference in asked.references}
    if hit.passage.pinpoint in named and not hit.passage.comment:
        return max(standing, 1.0) + _NAMED_GAIN
    return standing


def _kind_gain(kind: FactKind, sentence: str) -> float:
    if kind is FactKind.OTHER or not holds_kind(kind, sentence):
        return 0.0
    return _FIGURE_GAIN if kind in _FIGURES else _KIND_GAIN


def _choose(asked: Asked, candidates: Sequence[Candidate], words: Vocabulary) -> list[Candidate]:
    """Take the most relevant sentence again and again, as long as it is close and fits."""
    chosen: list[Candidate] = []
    left = list(candidates)
    floor = 0.0
    while left and len(chosen) < MAX_STATEMENTS:
        scored = [(_relevance(asked, candidate, chosen, words), candidate) for candidate in left]
        relevance, best = max(scored, key=lambda pair: pair[0])
        if relevance < floor:
            break
        floor = floor or _KEEP * relevance
        left.remove(best)
        room = MAX_WORDS - sum(candidate.words for candidate in chosen)
        if (not chosen or best.words <= room) and not _repeats(best, chosen):
            chosen.append(best)
    return chosen


def _relevance(
    asked: Asked, candidate: Candidate, chosen: Sequence[Candidate], words: Vocabulary
) -> float:
    """What the sentence has, less what the chosen ones have already said."""
    covered = frozenset().union(*(other.terms for other in chosen))
    whole = matched(asked.terms, candidate.terms, words)
    new = matched(asked.terms, candidate.terms - covered, words)
    coverage = (1 - _NEW_SHARE) * whole + _NEW_SHARE * new
    return candidate.ground + _COVERAGE_GAIN * coverage


def _repeats(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Whether an earlier sentence says nearly the same."""
    return any(
        len(candidate.terms & other.terms) >= 0.8 * len(candidate.terms | other.terms)
        for other in chosen
    )
