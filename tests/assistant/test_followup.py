"""Follow-up questions get their subject from what was said before."""

from datetime import date

import pytest

from assistant.asked import analyse
from assistant.conversation import Question, Turn
from assistant.followup import leans_on_history, whole_question
from assistant.grounding import Vocabulary
from corpus.lexical import swedish_terms

DAY = date(2026, 11, 24)
PLAN = Turn(question="Måste kommunen besluta om en åtgärdsplan för brott?", answer="Ja.")
WORDS = Vocabulary(
    frequencies=dict.fromkeys(
        swedish_terms(
            "ofta paragraf leder förening uppgift samordningsfunktion lag brottsförebyggande arbete"
            " skriva överenskommelse samverkan uppdateras lägesbild besluta åtgärdsplan brott"
        ),
        1,
    ),
    passages={},
    names=frozenset(),
)


def ask(text: str, *history: Turn) -> Question:
    return Question(text=text, as_of=DAY, history=history)


def whole(text: str, *history: Turn) -> str:
    return whole_question(ask(text, *history), analyse(text), WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "Och hur ofta?",
        "vilken paragraf?",
        "Vem leder det?",
        "Gäller det även föreningar?",
        "och om vi strular?",
        "men om de krånglar då?",
        "måste vi göra en ny?",
        "Vem leder d?",
    ],
)
def test_short_or_pointing_question_leans(text: str) -> None:
    assert leans_on_history(analyse(text), WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "Vilka uppgifter har samordningsfunktionen i brottsförebyggande arbete?",
        "Och hur ofta ska lägesbilden uppdateras?",
        "Vad säger 9 §?",
    ],
)
def test_question_with_a_subject_of_its_own_stands_alone(text: str) -> None:
    assert not leans_on_history(analyse(text), WORDS)


@pytest.mark.parametrize(
    "text", ["pannkakor recept", "Vem vann VM?", "Tack!", "asdf qwer", "Om pannkakor?"]
)
def test_change_of_subject_is_no_follow_up(text: str) -> None:
    assert whole(text, PLAN) == text


def test_leaning_question_is_searched_with_the_earlier_subject() -> None:
    assert whole("Och hur ofta?", PLAN) == f"{PLAN.question} Och hur ofta?"


def test_subject_is_the_latest_question_that_stands_alone() -> None:
    between = Turn(question="Och hur ofta?", answer="…")
    assert whole("Vem leder det?", PLAN, between) == f"{PLAN.question} Vem leder det?"


def test_without_history_nothing_is_added() -> None:
    assert whole("Och hur ofta?") == "Och hur ofta?"
