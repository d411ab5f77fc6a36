"""A language model as judge: what it is shown of an answer, and what a judgement is.

EvalCase + KeptAnswer –(``material_of``)→ Material –(a ``Judge``)→ Opinion. The one judge there is
stands in ``evals/deepeval_judge.py``; ``evals/judge_run.py`` takes a run through it and
``evals/judge_people.py`` holds what it said against people's judgements of the same answers.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from assistant.conversation import AnswerStatus, Turn
from assistant.personal_data import find_personal_numbers
from evals.answers import KeptAnswer, hides_question
from evals.golden import EvalCase, Nugget


class Trait(StrEnum):
    """What is judged of an answer."""

    CORRECT = "judge_correctness"
    """By the rubric of people's reviews: korrekt, delvis, fel or borde_ha_avstatt."""

    FAITHFUL = "judge_faithfulness"
    """Whether the cited passages say what the answer says: ja, delvis or nej."""


REFUSED = {
    AnswerStatus.NEEDS_CLARIFICATION: "Assistenten bad om ett förtydligande och svarade inte.",
    AnswerStatus.NO_GUIDANCE_FOUND: "Assistenten avstod: källorna har inget svar.",
    AnswerStatus.OUT_OF_SCOPE: "Assistenten avstod: frågan ligger utanför ämnet.",
    AnswerStatus.ERROR: "Assistenten gav inget svar.",
}
"""What is shown in place of an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a judge is shown. ``expected`` is "" and ``passages`` () where there are none."""

    case_id: str
    question: str
    answer: str
    expected: str
    passages: tuple[str, ...]

    @property
    def traits(self) -> tuple[Trait, ...]:
        """What can be judged: by gold where there is some, by sources where some are cited."""
        correct = (Trait.CORRECT,) if self.expected else ()
        return correct + ((Trait.FAITHFUL,) if self.passages else ())

    @property
    def holds_personal_data(self) -> bool:
        """Whether something in it must not be sent."""
        parts = (self.question, self.answer, self.expected, *self.passages)
        return any(find_personal_numbers(part) for part in parts)

    def key(self, trait: Trait, judge: "Judge") -> str:
        """One figure for this question to this judge: another answer or prompt has another."""
        shown = self.expected if trait is Trait.CORRECT else "\x1e".join(self.passages)
        parts = (judge.name, judge.stamp, trait, self.case_id, self.question, self.answer, shown)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A judgement: its word, its value from 0 to 1, and why."""

    label: str
    value: float
    why: str


class UnreadableVerdictError(ValueError):
    """The judge replied, but not with a judgement."""


class Judge(Protocol):
    """Whoever judges; ``name`` is the model, ``stamp`` changes with what it is asked."""

    @property
    def name(self) -> str:
        """The model's name."""
        ...

    @property
    def stamp(self) -> str:
        """Which prompts it is asked with."""
        ...

    def opinion(self, trait: Trait, material: Material) -> Opinion:
        """What it says of one answer.

        Raises:
            ModelUnavailableError: it does not reply.
            UnreadableVerdictError: its reply is no judgement, or there is too much to show it.
        """
        ...


def material_of(case: EvalCase, kept: KeptAnswer) -> Material | None:
    """What is shown of the answer to ``case``; None where it holds personal data."""
    if hides_question(case, kept.answer):
        return None
    answered = kept.answer.status is AnswerStatus.ANSWERED
    said = " ".join(statement.text for statement in kept.answer.statements)
    material = Material(
        case_id=case.id,
        question=_question(case),
        answer=said if answered else REFUSED[kept.answer.status],
        expected=_expected(case),
        passages=tuple(kept.texts.values()) if answered and said else (),
    )
    return None if material.holds_personal_data else material


def _question(case: EvalCase) -> str:
    before = "".join(map(_turn, case.history))
    day = f" (Frågan gäller den {case.as_of.isoformat()}.)" if case.as_of else ""
    return f"{before}{case.question}{day}"


def _turn(turn: Turn) -> str:
    return f"Tidigare fråga: {turn.question}\nTidigare svar: {turn.answer}\n"


def _expected(case: EvalCase) -> str:
    if case.to_be_refused:
        return "Frågan ska inte besvaras: källorna har inget svar, eller den ligger utanför ämnet."
    vital = [_wordings(nugget) for nugget in case.nuggets if nugget.vital]
    if not vital:
        return ""
    others = [_wordings(nugget) for nugget in case.nuggets if not nugget.vital]
    lines = ["Viktigt att svaret säger:", *vital]
    lines += ["Bra att ha med, men får saknas:", *others] if others else []
    lines += [] if case.answerable else ["Det är också rätt att avstå från att svara."]
    return "\n".join(lines)


def _wordings(nugget: Nugget) -> str:
    """The fact in its wordings; a pattern is shown as it stands where it is all there is."""
    ways = nugget.says or tuple(pattern.pattern for pattern in nugget.any_of)
    kind = "" if nugget.says else "något som passar mönstret "
    return f"- {kind}{' eller '.join(f'”{way}”' for way in ways)}"
