"""Failed and refused questions in groups of like questions."""

import numpy as np
import pytest

from evals.misses import grouped, misses_of
from evals.past_runs import PastCase, PastRun
from evals.scorers import Score

SPOTS = {"a": (1.0, 0.0, 0.0), "b": (0.0, 1.0, 0.0), "c": (0.0, 0.0, 1.0)}


class Spots:
    """Questions lie at the spot that their first letter names, a little apart from one another."""

    def encode_query(self, text: str) -> np.ndarray:
        spot = np.array(SPOTS[text[0]], dtype=np.float32) + np.float32(0.01 * len(text))
        return spot / np.linalg.norm(spot)


def case(question: str, status: str = "answered", strict: float | None = 0.0) -> PastCase:
    score = Score(value=strict, answer="", why=f"fel på {question}")
    body = {"question": question, "kind": question[0]}
    return PastCase(
        id=question, set="s", status=status, scores={"strict_correctness": score}, body=body
    )


def run(*cases: PastCase) -> PastRun:
    return PastRun(run="r", cases=cases)


def test_like_questions_are_one_group_and_the_largest_group_comes_first() -> None:
    groups = grouped([case(q) for q in ("a1", "b1", "b22", "c1", "b333")], Spots())  # type: ignore[arg-type]
    assert [sorted(c.id for c in group.cases) for group in groups] == [
        ["b1", "b22", "b333"],
        ["a1"],
        ["c1"],
    ]
    assert groups[0].middle.id == "b22"


def test_one_question_and_none_are_groups_too() -> None:
    assert [group.middle.id for group in grouped([case("a1")], Spots())] == ["a1"]  # type: ignore[arg-type]
    assert grouped([], Spots()) == ()  # type: ignore[arg-type]


def test_what_failed_is_told_apart_from_what_was_rightly_refused() -> None:
    found = misses_of(
        run(
            case("a1"),
            case("b1", strict=1.0),
            case("c1", "no_guidance_found", 1.0),
            case("c2", "out_of_scope", 1.0),
            case("b2", "no_guidance_found", 0.0),
        ),
        Spots(),  # type: ignore[arg-type]
    )
    assert [group.middle.id for group in found.failed] == ["a1", "b2"]
    assert [group.middle.id for group in found.unanswered] == ["c1"]
    assert found.to_json()["failed"][0]["cases"][0]["why"] == "fel på a1"


@pytest.mark.parametrize("questions", [("a1", "a2", "b1")])
def test_without_an_encoder_kinds_are_groups(questions: tuple[str, ...]) -> None:
    groups = grouped([case(q) for q in questions], None)
    assert [[c.id for c in group.cases] for group in groups] == [["a1", "a2"], ["b1"]]
