"""What the misses teach: failed and refused questions in groups of like questions.

Like questions are found by the vectors that the search has already. Without an encoder each set
and kind is a group.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage

from evals.past_runs import PastCase, PastRun

if TYPE_CHECKING:
    from corpus.encoding import Encoder

ALIKE = 0.88
"""Mean cosine between two groups that makes them one; e5's cosines lie between .7 and 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions alike; ``middle`` is the one nearest to the others."""

    middle: PastCase
    cases: tuple[PastCase, ...]

    def to_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "question": self.middle.body.get("question", ""),
            "cases": [
                {
                    "id": case.id,
                    "question": case.body.get("question", ""),
                    "status": case.status,
                    "why": why_missed(case),
                }
                for case in self.cases
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Misses:
    """Groups, the largest first.

    ``failed`` are answers and refusals that were wrong, ``unanswered`` questions that the sources
    don't answer and that were rightly refused: for whoever owns the corpus.
    """

    failed: tuple[Group, ...]
    unanswered: tuple[Group, ...]

    def to_json(self) -> dict[str, Any]:
        """The shape of docs/interface.md."""
        return {
            "failed": [group.to_json() for group in self.failed],
            "unanswered": [group.to_json() for group in self.unanswered],
        }


def why_missed(case: PastCase) -> str:
    """What the strict judgement, or the status, says against it."""
    score = case.scores.get("strict_correctness") or case.scores.get("status_accuracy")
    return score.why if score is not None else ""


def misses_of(run: PastRun, encoder: "Encoder | None") -> Misses:
    """The run's misses, grouped."""
    failed = [case for case in run.cases if _is_failed(case)]
    refused = [
        case
        for case in run.cases
        if case.status in {"no_guidance_found", "needs_clarification"} and not _is_failed(case)
    ]
    return Misses(failed=grouped(failed, encoder), unanswered=grouped(refused, encoder))


def _is_failed(case: PastCase) -> bool:
    score = case.scores.get("strict_correctness")
    return score is not None and score.value == 0


def grouped(cases: Sequence[PastCase], encoder: "Encoder | None") -> tuple[Group, ...]:
    """The cases in groups of like questions, the largest first."""
    if not cases:
        return ()
    if encoder is None:
        return _by_set(cases)
    vectors = np.stack([encoder.encode_query(str(c.body.get("question", ""))) for c in cases])
    groups = [_group([cases[row] for row in rows], vectors[rows]) for rows in _clusters(vectors)]
    return tuple(sorted(groups, key=lambda group: (-len(group.cases), group.middle.id)))


def _clusters(vectors: NDArray[np.float32]) -> list[list[int]]:
    """Rows in groups: average linkage, cut where two groups are less than ALIKE."""
    if len(vectors) == 1:
        return [[0]]
    tree = linkage(vectors, method="average", metric="cosine")
    names = fcluster(tree, t=1 - ALIKE, criterion="distance")
    return [np.flatnonzero(names == name).tolist() for name in np.unique(names)]


def _group(cases: Sequence[PastCase], vectors: NDArray[np.float32]) -> Group:
    nearness = (vectors @ vectors.T).sum(axis=1)
    middle = int(np.argmax(nearness))
    order = np.argsort(-nearness, kind="stable")
    return Group(middle=cases[middle], cases=tuple(cases[row] for row in order))


def _by_set(cases: Sequence[PastCase]) -> tuple[Group, ...]:
    found: dict[tuple[str, str], list[PastCase]] = {}
    for case in cases:
        found.setdefault((case.set, str(case.body.get("kind", ""))), []).append(case)
    groups = [Group(middle=same[0], cases=tuple(same)) for same in found.values()]
    return tuple(sorted(groups, key=lambda group: (-len(group.cases), group.middle.id)))
