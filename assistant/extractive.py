"""RetrievedPassages → claims made of exact sentences: the answer without a language model.

The sentences most likely to hold what was asked are cut out by offset, until about 120 words are
filled. Nothing is rewritten.
"""

import re
from collections.abc import Mapping, Sequence

from assistant.asked import Asked, FactKind
from assistant.citations import Claim, Evidence
from assistant.conversation import RetrievedPassage
from assistant.grounding import Vocabulary
from assistant.relevance import Candidate, candidates
from corpus.documents import CatalogueEntry

MAX_WORDS = 120
MAX_STATEMENTS = 5

_KEEP = 2.2  # log odds below the best sentence's: further down the answer only grows longer
_SAME_PASSAGE, _SAME_PLACE = 0.5, 0.3  # an answer from one place reads better than scraps
_ALIKE = 0.8  # of all their words in common: an earlier sentence said nearly the same

# "Lag (2025:223)." after a paragraph says which act gave it its wording.
_AMENDMENT_NOTE = re.compile(r"(?:Lag|Förordning)\s+\(\d{4}:\d+\)\.?")


def compose(
    asked: Asked,
    found: Sequence[RetrievedPassage],
    entries: Mapping[str, CatalogueEntry],
    words: Vocabulary,
    *,
    max_words: int = MAX_WORDS,
) -> tuple[Claim, ...]:
    """The answer's sentences in the order they are read: lane by lane, the best one first."""
    made = candidates(asked, found, entries, words)
    sentences = [c for c in made if not _AMENDMENT_NOTE.fullmatch(c.evidence.quote)]
    return tuple(
        Claim(
            text=_worded(asked, candidate.evidence),
            lane=entries[candidate.passage.document_id].lane,
            evidence=(candidate.evidence,),
        )
        for candidate in sorted(
            _choose(sentences, max_words), key=lambda candidate: _lane_order(candidate, entries)
        )
    )


def _worded(asked: Asked, evidence: Evidence) -> str:
    """The sentence itself; who asks where it stands is told that first."""
    quote = " ".join(evidence.quote.split())
    if asked.kind is FactKind.PLACE and "§" in evidence.passage.pinpoint:
        return f"Det står i {evidence.passage.pinpoint}: {quote}"
    return quote


def _lane_order(candidate: Candidate, entries: Mapping[str, CatalogueEntry]) -> int:
    return entries[candidate.passage.document_id].lane.order


def _choose(sentences: Sequence[Candidate], max_words: int) -> list[Candidate]:
    """The best sentence, and as long as there is room those that come close to it."""
    left = sorted(sentences, key=lambda candidate: -candidate.relevance)
    if not left:
        return []
    best = left.pop(0)
    left.sort(key=lambda candidate: -_beside(candidate, best))
    chosen = [best]
    for candidate in left:
        if _beside(candidate, best) < best.relevance - _KEEP or len(chosen) == MAX_STATEMENTS:
            break
        room = max_words - sum(other.words for other in chosen)
        if candidate.words <= room and not _repeats(candidate, chosen):
            chosen.append(candidate)
    return chosen


def _beside(candidate: Candidate, best: Candidate) -> float:
    """The sentence's relevance, with what it gains by standing beside the best one."""
    same_passage = candidate.passage.passage_id == best.passage.passage_id
    same_place = (candidate.passage.document_id, candidate.passage.pinpoint) == (
        best.passage.document_id,
        best.passage.pinpoint,
    )
    return candidate.relevance + same_passage * _SAME_PASSAGE + same_place * _SAME_PLACE


def _repeats(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Whether an earlier sentence says nearly the same."""
    return any(
        len(candidate.terms & other.terms) >= _ALIKE * len(candidate.terms | other.terms)
        for other in chosen
    )
