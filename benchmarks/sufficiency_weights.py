"""The weights of the check that the sources answer (assistant/sufficiency.py), fitted on our cases.

    LOTSEN_DATA_DIR=… python benchmarks/sufficiency_weights.py [FILE …]

The data directory holds an index of the bundled digests (``lotsen ingest build``). Fitted are the
cases of every set but the golden ones and those for last measurements alone, and of each FILE.
Printed are the weights in the order of ``Evidence``, and how many of the questions to refuse are
refused when so large a share of the others is too: for the weights in use, and for the fitted ones
on folds that they were not fitted on and on the golden set.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.added import look_up
from assistant.bootstrap import Assistant, build_assistant
from assistant.conversation import Question
from assistant.guards import check_question
from assistant.settings import Settings
from assistant.sufficiency import Evidence, weigh, without_strange_words
from assistant.understanding import on_its_own_day, sought, understood
from evals.cases import bundled_cases, load_cases
from evals.golden import EvalCase

Numbers = NDArray[np.float64]

FIELDS = ("similarity", "share", "focus", "strange", "margin", "named", "vain")
MOST_VAIN = 1.0  # as in Evidence.score
REFUSED_IN_VAIN = (0.03, 0.05, 0.08, 0.12)
FOLDS, SEED = 8, 0
RIDGE = 0.3  # on weights of fields scaled to a deviation of 1: some hardly vary
STEPS = 60  # Newton's; a dozen are enough


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A case, what the check saw, the score in use, and whether it is to be answered."""

    case: EvalCase
    seen: Evidence
    answerable: bool

    @property
    def row(self) -> list[float]:
        """The evidence as numbers, in the order of FIELDS."""
        told = {name: float(getattr(self.seen, name)) for name in FIELDS}
        return list((told | {"vain": min(told["vain"], MOST_VAIN)}).values())


def weighed(assistant: Assistant, cases: Iterable[EvalCase], today: date) -> list[Weighed]:
    """The cases whose outcome the evidence decides: no rule before it, and one thing expected."""
    return [
        Weighed(case=case, seen=seen, answerable=case.answerable)
        for case in cases
        if case.answerable or case.to_be_refused
        if (seen := _seen(assistant, case, today)) is not None
    ]


def _seen(assistant: Assistant, case: EvalCase, today: date) -> Evidence | None:
    words, encoder = assistant.vocabulary, assistant.generation.encoder_name
    question = Question(text=case.question, as_of=case.as_of or today, history=case.history)
    if check_question(question, words.names):
        return None
    question = on_its_own_day(question, today)
    asked, own = understood(sought(question), words)
    looked_up = look_up(assistant, question, asked, own)
    if looked_up.confidence is None:
        return None
    bare = without_strange_words(looked_up.asked, own, words)
    seen = weigh(bare, looked_up.valid, words, encoder)
    return seen if seen.similarity is not None else None


def fit(rows: Numbers, answerable: NDArray[np.bool_]) -> tuple[Numbers, float]:
    """Logistic regression with a small ridge: a weight for each column, and the constant."""
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = np.column_stack([(rows - middle) / spread, np.ones(len(rows))])
    ridge = np.diag([RIDGE] * rows.shape[1] + [0.0])
    weights = np.zeros(scaled.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-scaled @ weights))
        curvature = (scaled * (likely * (1 - likely))[:, None]).T @ scaled + ridge
        weights += np.linalg.solve(curvature, scaled.T @ (answerable - likely) - ridge @ weights)
    own = weights[:-1] / spread
    return own, float(weights[-1] - own @ middle)


def out_of_fold(rows: Numbers, answerable: NDArray[np.bool_]) -> Numbers:
    """The score of each row by weights that were fitted without it."""
    folds = np.random.default_rng(SEED).integers(0, FOLDS, len(rows))
    scores = np.zeros(len(rows))
    for fold in range(FOLDS):
        weights, constant = fit(rows[folds != fold], answerable[folds != fold])
        scores[folds == fold] = rows[folds == fold] @ weights + constant
    return scores


def refused_at(
    scores: Numbers, answerable: NDArray[np.bool_], in_vain: Sequence[float] = REFUSED_IN_VAIN
) -> list[float]:
    """The share of what is to be refused that lies below each share of what is to be answered."""
    bounds = np.quantile(scores[answerable], in_vain)
    return [float((scores[~answerable] < bound).mean()) for bound in bounds]


def is_set_aside(name: str) -> bool:
    """Whether a set is for measuring alone."""
    return name.startswith("guld-") or name.endswith("-prov")


def main(files: Sequence[str]) -> None:
    cases = [*bundled_cases(), *(case for name in files for case in load_cases(Path(name)))]
    with build_assistant(Settings()) as assistant:
        found = weighed(assistant, cases, date(2026, 11, 30))
    rows = np.array([one.row for one in found])
    answerable = np.array([one.answerable for one in found])
    in_use = np.array([one.seen.score for one in found])
    aside = np.array([is_set_aside(one.case.set) for one in found])
    weights, constant = fit(rows[~aside], answerable[~aside])
    print(f"{(~aside).sum()} questions, {(~answerable[~aside]).sum()} of them to refuse")
    for name, weight in zip(FIELDS, weights, strict=True):
        print(f"{name:12} {weight:8.2f}")
    print(f"{'constant':12} {constant:8.2f}")
    print("refused, when so many of the others are:", *REFUSED_IN_VAIN)
    for label, scores, of in (
        ("in use", in_use[~aside], ~aside),
        ("fitted, out of fold", out_of_fold(rows[~aside], answerable[~aside]), ~aside),
        ("in use, set aside", in_use[aside], aside),
        ("fitted, set aside", rows[aside] @ weights + constant, aside),
    ):
        shares = " ".join(f"{share:.3f}" for share in refused_at(scores, answerable[of]))
        in_vain = (scores[answerable[of]] < 0).mean()
        print(f"{label:22} {shares}   at 0: {in_vain:.3f} in vain")


if __name__ == "__main__":
    main(sys.argv[1:])
