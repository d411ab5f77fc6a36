"""``from assistant import build_assistant`` and a question in words, on the bundled sources."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from assistant.conversation import AnswerStatus, Question
from assistant.service import ignore
from corpus.errors import UsageError

if TYPE_CHECKING:
    from assistant import Assistant

QUESTION = "Hur ofta måste vi göra om lägesbilden?"
DAY = date(2026, 11, 24)


def test_a_question_in_words_is_asked_about_the_day_that_is_given(bundled: "Assistant") -> None:
    asked = bundled.ask(f"  {QUESTION}\n", as_of=DAY)
    answered = bundled.answer(Question(text=QUESTION, as_of=DAY), ignore)
    assert asked.status is AnswerStatus.ANSWERED
    assert replace(asked, timings_ms={}) == replace(answered, timings_ms={})


def test_without_a_day_it_is_today_that_counts(bundled: "Assistant") -> None:
    assert replace(bundled, today=lambda: DAY).ask(QUESTION).as_of == DAY


def test_the_day_of_the_words_counts_when_none_was_given(bundled: "Assistant") -> None:
    asked = replace(bundled, today=lambda: DAY).ask("Gällde kravet på lägesbild den 1 maj 2022?")
    assert asked.as_of == date(2022, 5, 1)


@pytest.mark.parametrize("text", ["", " \n", "x" * 1_001])
def test_an_empty_or_endless_text_is_a_usage_error(bundled: "Assistant", text: str) -> None:
    with pytest.raises(UsageError):
        bundled.ask(text)
