"""How sure an answer is of its sources, for measuring alone."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from assistant.added import look_up
from assistant.answering import answer_question
from assistant.conversation import Answer, AnswerStatus, Question
from assistant.understanding import parts_asked
from assistant.wire import answer_json

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant

DAY = date(2026, 11, 24)
COVERED = "Hur ofta ska lägesbilden uppdateras?"
UNCOVERED = "Vad kostar en överenskommelse att skriva?"


def ask(assistant: "Assistant", text: str) -> Answer:
    return answer_question(assistant, Question(text=text, as_of=DAY))


def test_an_answer_is_surer_than_a_refusal_for_weak_evidence(bundled: "Assistant") -> None:
    given, refused = ask(bundled, COVERED), ask(bundled, UNCOVERED)
    assert (given.status, refused.status) == (
        AnswerStatus.ANSWERED,
        AnswerStatus.NO_GUIDANCE_FOUND,
    )
    assert given.confidence is not None
    assert refused.confidence is not None
    assert given.confidence >= 0 > refused.confidence


@pytest.mark.parametrize("text", ["Är 18900101-9802 med i rådet?", "Tack!", "Det brinner nu!"])
def test_what_a_rule_decides_has_no_confidence(bundled: "Assistant", text: str) -> None:
    answer = ask(bundled, text)
    assert answer.status is not AnswerStatus.ANSWERED
    assert answer.confidence is None


def test_several_questions_are_as_sure_as_the_least_sure(bundled: "Assistant") -> None:
    question = Question(text=f"{COVERED} Vem leder det strategiska rådet?", as_of=DAY)
    parts = parts_asked(question, bundled.vocabulary)
    known = {look_up(bundled, question, part, part).confidence for part in parts}
    assert len(known) == 2
    assert ask(bundled, question.text).confidence == min(c for c in known if c is not None)


def test_readers_are_not_told(bundled: "Assistant") -> None:
    assert "confidence" not in answer_json(ask(bundled, COVERED))
