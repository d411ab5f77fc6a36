"""What people judge of answers: reviews, ratings, how alike they are, and what came of it.

A review is a number of questions of one run, or of two for a blind comparison. Each reviewer rates
each of them once; ``evals/review_store.py`` keeps what they say.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from evals.agreement import cohens_kappa, krippendorffs_alpha


class Verdict(StrEnum):
    """Is the answer right?"""

    RIGHT = "korrekt"
    PARTLY = "delvis"
    WRONG = "fel"
    SHOULD_REFUSE = "borde_ha_avstatt"


class Support(StrEnum):
    """Does the source say what the answer says?"""

    YES = "ja"
    PARTLY = "delvis"
    NO = "nej"


class Preferred(StrEnum):
    """Which of two answers is better, as the reviewer saw them."""

    LEFT = "vanster"
    RIGHT = "hoger"
    ALIKE = "lika"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What is to be judged: ``case_ids`` of one run, or of two, which nobody sees the names of."""

    number: int
    created: datetime
    created_by: str
    runs: tuple[str, ...]
    case_ids: tuple[str, ...]

    @property
    def is_pairwise(self) -> bool:
        """Whether two answers are compared."""
        return len(self.runs) == 2

    def sides(self, case_id: str, reviewer: str) -> tuple[str, ...]:
        """The runs in the order that this reviewer sees them: drawn once, the same every time."""
        drawn = hashlib.sha256(f"{self.number}\x1f{case_id}\x1f{reviewer}".encode()).digest()[0]
        return self.runs if drawn % 2 == 0 else tuple(reversed(self.runs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What one reviewer says of one question.

    ``verdict``, ``support`` and ``useful`` are of a single answer, ``preferred`` of two; the others
    are None. ``preferred_run`` is the run behind the side that was preferred, "" for neither.
    """

    case_id: str
    reviewer: str
    verdict: Verdict | None = None
    support: Support | None = None
    useful: bool | None = None
    preferred: Preferred | None = None
    preferred_run: str = ""
    comment: str = ""
    at: datetime | None = None

    @property
    def judgement(self) -> str:
        """What agreement is reckoned on."""
        if self.verdict is not None:
            return self.verdict.value
        return self.preferred_run or (self.preferred.value if self.preferred else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What the reviewers said in the end of a question that they saw unlike."""

    case_id: str
    verdict: Verdict
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How alike a review's reviewers judge.

    ``kappas`` has Cohen's kappa by pair of reviewers, with how many questions both have judged;
    ``alpha`` is Krippendorff's over all. None is where it is not defined. ``unlike`` are the
    questions with different judgements, by reviewer.
    """

    judged: int
    kappas: Mapping[tuple[str, str], tuple[float | None, int]]
    alpha: float | None
    unlike: Mapping[str, Mapping[str, str]]


def agreement_of(ratings: Sequence[Rating]) -> Agreement:
    """How alike reviewers judge, over the questions that they share."""
    by_case: dict[str, dict[str, str]] = {}
    for rating in ratings:
        by_case.setdefault(rating.case_id, {})[rating.reviewer] = rating.judgement
    people = sorted({rating.reviewer for rating in ratings})
    pairs = [(a, b) for i, a in enumerate(people) for b in people[i + 1 :]]
    kappas: dict[tuple[str, str], tuple[float | None, int]] = {}
    for a, b in pairs:
        both = [judged for judged in by_case.values() if a in judged and b in judged]
        kappa = cohens_kappa([judged[a] for judged in both], [judged[b] for judged in both])
        kappas[a, b] = (kappa, len(both))
    return Agreement(
        judged=len(by_case),
        kappas=kappas,
        alpha=krippendorffs_alpha(list(by_case.values())),
        unlike={case: judged for case, judged in by_case.items() if len(set(judged.values())) > 1},
    )


def approved(
    review: Review, ratings: Sequence[Rating], settled: Mapping[str, Settled]
) -> tuple[str, ...]:
    """The questions whose answers are found right: by at least two who agree, or in the end."""
    judged: dict[str, list[str]] = {}
    for rating in ratings:
        judged.setdefault(rating.case_id, []).append(rating.judgement)
    agreed = {
        case_id
        for case_id, names in judged.items()
        if len(names) >= 2 and set(names) == {Verdict.RIGHT.value}
    }
    for case_id, end in settled.items():
        agreed = agreed | {case_id} if end.verdict is Verdict.RIGHT else agreed - {case_id}
    return tuple(case_id for case_id in review.case_ids if case_id in agreed)


def rows_of(
    review: Review, ratings: Sequence[Rating], settled: Mapping[str, Settled]
) -> tuple[dict[str, Any], ...]:
    """Everything that was said, one row a rating, for export."""
    return tuple(
        {
            "granskning": review.number,
            "fraga": rating.case_id,
            "granskare": rating.reviewer,
            "tid": rating.at.isoformat() if rating.at else "",
            "bedomning": rating.verdict.value if rating.verdict else "",
            "kallan_stoder": rating.support.value if rating.support else "",
            "anvandbart": "" if rating.useful is None else ("ja" if rating.useful else "nej"),
            "battre": rating.preferred_run or (rating.preferred.value if rating.preferred else ""),
            "kommentar": rating.comment,
            "enades_om": settled[rating.case_id].verdict.value if rating.case_id in settled else "",
        }
        for rating in ratings
    )
