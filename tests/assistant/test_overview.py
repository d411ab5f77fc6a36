"""Requests for everything at once, and questions that only look like them."""

from datetime import date

import pytest

from assistant.conversation import Question, Turn
from assistant.overview import EVERYTHING, asks_for_everything, of_everything


@pytest.mark.parametrize(
    "text",
    [
        "Vad måste kommunen göra?",
        "ge mej en checklista på allt vi ska göra",
        "Lista samtliga skyldigheter",
        "vilka krav ställs på oss",
        "översikt över alla datum, tack",
        "What are all the requirements?",
        EVERYTHING,
    ],
)
def test_all_of_it_is_wanted(text: str) -> None:
    assert asks_for_everything(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kommunen",
        "ge mig allt",
        "checklista",
        "Vad måste föreningen göra?",
        "ge mig en checklista för bygglov",
        "vilka krav ställs på lägesbilden",
        "alla datum för fotbollen",
        "Får vi göra en lista?",
        "Vad ska kommunen göra enligt 9 §?",
        "What must the club do?",
    ],
)
def test_something_else_is_wanted(text: str) -> None:
    assert not asks_for_everything(text)


def asked(text: str, *history: Turn) -> Question:
    return Question(text=text, as_of=date(2026, 11, 30), history=history)


EARLIER = Turn(question="Vi ska ha ett råd, hur går det till?", answer="Kommunen leder rådet.")


def test_question_on_everything_is_looked_up_as_what_the_law_demands() -> None:
    sought = of_everything(asked("ge mig alla krav, kort", EARLIER))
    assert (sought.text, sought.history) == (EVERYTHING, ())


def test_in_mid_talk_what_must_we_do_is_about_what_was_said() -> None:
    assert of_everything(asked("vad måste vi göra?")).text == EVERYTHING
    assert of_everything(asked("vad måste vi göra?", EARLIER)).text == "vad måste vi göra?"
