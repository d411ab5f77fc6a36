"""Follow-up questions get their subject from what was said before."""

from datetime import date

import pytest

from assistant.conversation import Question, Turn
from assistant.followup import leans_on_history, whole_question

DAY = date(2026, 11, 24)
PLAN = Turn(question="Måste kommunen besluta om en åtgärdsplan för brott?", answer="Ja.")


def ask(text: str, *history: Turn) -> Question:
    return Question(text=text, as_of=DAY, history=history)


@pytest.mark.parametrize(
    "text", ["Och hur ofta?", "vilken paragraf?", "Vem leder det?", "Gäller det även föreningar?"]
)
def test_short_or_pointing_question_leans(text: str) -> None:
    assert leans_on_history(text)


@pytest.mark.parametrize(
    "text",
    [
        "Vilka uppgifter har samordningsfunktionen enligt lagen om brottsförebyggande arbete?",
        "Måste föreningen skriva under en överenskommelse om samverkan med kommunen?",
    ],
)
def test_question_with_a_subject_of_its_own_stands_alone(text: str) -> None:
    assert not leans_on_history(text)


def test_leaning_question_is_searched_with_the_earlier_subject() -> None:
    assert whole_question(ask("Och hur ofta?", PLAN)) == f"{PLAN.question} Och hur ofta?"


def test_subject_is_the_latest_question_that_stands_alone() -> None:
    between = Turn(question="Och sen?", answer="…")
    assert whole_question(ask("Hur ofta?", PLAN, between)) == f"{PLAN.question} Hur ofta?"


def test_without_history_nothing_is_added() -> None:
    assert whole_question(ask("Och hur ofta?")) == "Och hur ofta?"


def test_new_subject_leaves_the_old_one() -> None:
    text = "Vilka uppgifter har samordningsfunktionen enligt lagen om brottsförebyggande arbete?"
    assert whole_question(ask(text, PLAN)) == text
