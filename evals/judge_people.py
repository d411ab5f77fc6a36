"""A judge held against people: Cohen's kappa on the answers that both have judged.

Reviews –(``labels_of``)→ what people say of each answer –(``held_against``)→ Likeness. A judge's
figure is never told without it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evals.agreement import cohens_kappa
from evals.judge import Trait
from evals.metrics import rounded
from evals.review import Rating, Settled
from evals.review_store import ReviewStore

ENOUGH = 20
"""Fewer answers than these in common, and kappa says little."""

NOBODY = "inga mänskliga omdömen att jämföra med: siffran säger inget än"
UNDEFINED = "kappa går inte att räkna ut: båda säger samma sak om allt"
FEW = "för få gemensamma svar: kappa säger lite"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplesLabels:
    """What people say, by trait and case; ``contested`` are those that they see unlike."""

    labels: Mapping[Trait, Mapping[str, str]]
    contested: Mapping[Trait, frozenset[str]]

    def has(self, case_id: str) -> bool:
        """Whether anybody has judged the answer."""
        return any(case_id in said for said in self.labels.values())


NO_LABELS = PeoplesLabels(
    labels={trait: {} for trait in Trait}, contested={trait: frozenset() for trait in Trait}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How alike judge and people are on ``shared`` answers; ``contested`` are left out of it.

    ``kappa`` is None where nothing is shared, or where all judgements are one and the same word.
    """

    kappa: float | None
    shared: int
    contested: int

    @property
    def warning(self) -> str:
        """Why the figure is not to be relied on, in Swedish; "" where it may be."""
        if not self.shared:
            return NOBODY
        if self.kappa is None:
            return UNDEFINED
        return FEW if self.shared < ENOUGH else ""

    def to_json(self) -> dict[str, Any]:
        """The shape of docs/interface.md."""
        return {
            "kappa": rounded(self.kappa),
            "shared": self.shared,
            "contested": self.contested,
            "warning": self.warning,
        }


def held_against(judged: Mapping[str, str], people: PeoplesLabels, trait: Trait) -> Likeness:
    """How alike ``judged``, the judge's word for each case, and people's words are."""
    theirs = people.labels[trait]
    both = [case_id for case_id in judged if case_id in theirs]
    return Likeness(
        kappa=cohens_kappa([judged[one] for one in both], [theirs[one] for one in both]),
        shared=len(both),
        contested=len(people.contested[trait] & judged.keys()),
    )


def labels_of(ratings: Iterable[Rating], settled: Mapping[str, Settled]) -> PeoplesLabels:
    """One word for each answer: what people settled on, or else what most of them said.

    Where as many said one thing as another, the answer is contested and has no word. What is
    settled is whether the answer is right; nothing is settled of its source.
    """
    said: dict[Trait, dict[str, list[str]]] = {trait: {} for trait in Trait}
    # In two reviews of one run a person may judge an answer twice: the last words count.
    latest = {(rating.case_id, rating.reviewer): rating for rating in ratings}
    for rating in latest.values():
        for trait, word in ((Trait.CORRECT, rating.verdict), (Trait.FAITHFUL, rating.support)):
            if word is not None:
                said[trait].setdefault(rating.case_id, []).append(word.value)
    most = {trait: {one: _most(words) for one, words in said[trait].items()} for trait in Trait}
    most[Trait.CORRECT] |= {one: end.verdict.value for one, end in settled.items()}
    return PeoplesLabels(
        labels={
            trait: {one: word for one, word in most[trait].items() if word is not None}
            for trait in Trait
        },
        contested={
            trait: frozenset(one for one, word in most[trait].items() if word is None)
            for trait in Trait
        },
    )


def labels_of_run(store: ReviewStore, run: str, started: datetime) -> PeoplesLabels:
    """What people say of a run's answers, in every review of that run alone.

    Judgements older than the run are of an earlier one with the same name, and don't count.

    Raises:
        StorageError: the reviews can't be read.
    """
    ratings: list[Rating] = []
    settled: dict[str, Settled] = {}
    for review in reversed(store.all()):  # what was settled last counts
        if review.runs == (run,):
            ratings += [r for r in store.ratings(review) if r.at is not None and r.at >= started]
            ends = store.settled(review)
            settled |= {one: end for one, end in ends.items() if end.at >= started}
    return labels_of(ratings, settled)


def _most(words: Sequence[str]) -> str | None:
    (word, count), *others = Counter(words).most_common(2)
    return None if others and others[0][1] == count else word
