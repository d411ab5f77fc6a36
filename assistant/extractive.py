"""RetrievedPassages → claims made of exact sentences: the answer without a language model.

The sentences most likely to hold what was asked are cut out by offset, until about 120 words are
filled. Nothing is rewritten.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from assistant.asked import Asked, FactKind
from assistant.citations import Claim, Evidence
from assistant.conversation import RetrievedPassage
from assistant.grounding import Vocabulary
from assistant.relevance import Candidate, candidates
from assistant.sufficiency import telling
from corpus.documents import CatalogueEntry, Edition

MAX_WORDS = 120
MAX_WORDS_OF_SEVERAL = 150  # the answers to several questions in one message, taken together
MAX_STATEMENTS = 6

# Log odds below the best sentence's: further down the answer only grows longer. From any place, and
# from the best sentence's own § or step.
_NEAR, _SAME_PLACE = 1.6, 4.6
_SPOKEN_OF = 0.34  # of the question's words, in what is added from the same place
MAX_PLACES = 3
MAX_PLACES_OF_SEVERAL = 2  # for each of several questions in one message
_ALIKE = 0.8  # of all their words in common: an earlier sentence said nearly the same

# "Lag (2025:223)." after a paragraph says which act gave it its wording.
_AMENDMENT_NOTE = re.compile(r"(?:Lag|Förordning)\s+\(\d{4}:\d+\)\.?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How many words an answer may have, from how many places."""

    words: int = MAX_WORDS
    places: int = MAX_PLACES

    @classmethod
    def of_one_among(cls, questions: int) -> Self:
        """The room of each of several questions in one message."""
        if questions == 1:
            return cls()
        return cls(words=MAX_WORDS_OF_SEVERAL // questions, places=MAX_PLACES_OF_SEVERAL)


_WHOLE = Room()


def compose(
    asked: Asked,
    found: Sequence[RetrievedPassage],
    entries: Mapping[str, CatalogueEntry],
    words: Vocabulary,
    *,
    room: Room = _WHOLE,
    said: Collection[Evidence] = (),
) -> tuple[Claim, ...]:
    """The answer's sentences in the order they are read: lane by lane, the best one first.

    What has been ``said`` already, to an earlier question of the same message, is not said again.
    """
    made = candidates(asked, found, entries, words, set(telling(asked, found, words)))
    sentences = [c for c in made if not _AMENDMENT_NOTE.fullmatch(c.evidence.quote)]
    return tuple(
        Claim(
            text=_worded(asked, candidate.evidence),
            lane=entries[candidate.passage.document_id].lane,
            evidence=(candidate.evidence,),
        )
        for candidate in _in_order(_choose(asked, sentences, room, said), entries)
    )


def _worded(asked: Asked, evidence: Evidence) -> str:
    """The sentence itself; who asks where it stands is told that first."""
    quote = " ".join(evidence.quote.split())
    if asked.kind is FactKind.PLACE and "§" in evidence.passage.pinpoint:
        return f"Det står i {evidence.passage.pinpoint}: {quote}"
    return quote


def _in_order(
    chosen: Sequence[Candidate], entries: Mapping[str, CatalogueEntry]
) -> Sequence[Candidate]:
    """Lane by lane, as they were chosen; a source's own words before our remarks on them."""

    def turn(numbered: tuple[int, Candidate]) -> tuple[int, float]:
        number, candidate = numbered
        lane = entries[candidate.passage.document_id].lane.order
        if candidate.passage.edition is not Edition.ORIGINAL:
            return lane, number
        remarked = (n for n, other in enumerate(chosen[:number]) if other.place == candidate.place)
        return lane, next(remarked, number) - 0.5

    return [candidate for _, candidate in sorted(enumerate(chosen), key=turn)]


def _choose(
    asked: Asked, sentences: Sequence[Candidate], room: Room, said: Collection[Evidence]
) -> list[Candidate]:
    """The best sentence, those that come close to it, and then more from its own place.

    What was ``said`` before is left out, but still shows how close the others come.
    """
    ordered = sorted(sentences, key=lambda candidate: -candidate.relevance)
    new = [candidate for candidate in ordered if candidate.evidence not in said]
    chosen: list[Candidate] = []

    def choose(candidate: Candidate) -> None:
        if candidate not in chosen and _fits(candidate, chosen, room.words):
            chosen.append(candidate)

    for candidate in new:
        if not chosen or _is_near(candidate, ordered[0], chosen, room.places):
            choose(candidate)
            for provision in _provision(candidate, new, chosen):
                choose(provision)
    for candidate in new:
        if candidate.place == ordered[0].place and _adds(candidate, ordered[0], asked):
            choose(candidate)
    return chosen


def _is_near(
    candidate: Candidate, best: Candidate, chosen: Sequence[Candidate], max_places: int
) -> bool:
    """Whether a sentence comes near enough to the best one to stand beside those ``chosen``."""
    places = {other.place for other in chosen}
    if candidate.place not in places and len(places) == max_places:
        return False
    return _below(candidate, best) <= _NEAR


def _adds(candidate: Candidate, best: Candidate, asked: Asked) -> bool:
    """Whether a sentence further down the best one's place still speaks of what was asked.

    The words of a follow-up are mostly those of the questions before it: they tell nothing.
    """
    if _below(candidate, best) > _SAME_PLACE:
        return False
    if candidate.share is None or not asked.terms or asked.beside:
        return True
    return candidate.share >= _SPOKEN_OF


def _below(candidate: Candidate, best: Candidate) -> float:
    return best.relevance - candidate.relevance


def _provision(
    remark: Candidate, ordered: Sequence[Candidate], chosen: Sequence[Candidate]
) -> Sequence[Candidate]:
    """What the provision itself says, when a remark on it is ``chosen`` and nothing of it yet."""
    if remark not in chosen or not remark.passage.comment or "§" not in remark.passage.pinpoint:
        return ()
    own = [c for c in ordered if c.place == remark.place and not c.passage.comment]
    return () if any(c in chosen for c in own) else own[:1]


def _fits(candidate: Candidate, chosen: Sequence[Candidate], max_words: int) -> bool:
    """Whether there is room for the sentence, and nothing like it among the chosen ones."""
    if not chosen:
        return True
    words = candidate.words + sum(other.words for other in chosen)
    return len(chosen) < MAX_STATEMENTS and words <= max_words and not _repeats(candidate, chosen)


def _repeats(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Whether an earlier sentence says nearly the same."""
    return any(
        len(candidate.terms & other.terms) >= _ALIKE * len(candidate.terms | other.terms)
        for other in chosen
    )
