"""Finished answers in memory: for the tab that asked, once, within a minute."""

from datetime import date

from fakes_answers import leader_answer

from assistant.conversation import Question
from ui.recent import MOST, SECONDS, RecentAnswers

ANSWER = leader_answer(Question(text="Vem leder?", as_of=date(2026, 11, 23)))
TAB = "en-flik-med-eget-namn"


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_tab_that_asked_gets_its_answer_once():
    recent = RecentAnswers()
    recent.put(TAB, "Vem leder?", ANSWER)
    assert recent.take("en-annan-flik-med-namn", "Vem leder?") is None
    assert recent.take(TAB, "Vem leder?") is ANSWER
    assert recent.take(TAB, "Vem leder?") is None


def test_another_question_of_the_tab_does_not_get_it():
    recent = RecentAnswers()
    recent.put(TAB, "Vem leder?", ANSWER)
    assert recent.take(TAB, "Vem följer?") is None


def test_an_answer_is_forgotten_after_a_minute():
    clock = Clock()
    recent = RecentAnswers(now=clock)
    recent.put(TAB, "Vem leder?", ANSWER)
    clock.now += SECONDS + 1
    assert recent.take(TAB, "Vem leder?") is None


def test_a_tab_without_a_name_of_its_own_keeps_nothing():
    recent = RecentAnswers()
    for name in ("", "1", "kort"):
        recent.put(name, "Vem leder?", ANSWER)
        assert recent.take(name, "Vem leder?") is None


def test_only_so_many_are_held():
    recent = RecentAnswers()
    for number in range(MOST + 1):
        recent.put(f"{TAB}-{number}", "Vem leder?", ANSWER)
    assert recent.take(f"{TAB}-0", "Vem leder?") is None
    assert recent.take(f"{TAB}-1", "Vem leder?") is ANSWER
