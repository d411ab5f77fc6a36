"""Each part of an answer is told once."""

from datetime import date

from fakes_answers import leader_answer

from assistant.conversation import Event, Question, Stage
from assistant.telling import telling_once


def test_parts_are_told_once_until_they_are_taken_back() -> None:
    answer = leader_answer(Question(text="Vem leder rådet?", as_of=date(2026, 11, 24)))
    told: list[Event] = []
    tell = telling_once(told.append)
    first, citation = answer.statements[0], answer.citations[0]
    back = Stage(text="Om igen.", withdraws=True)
    for event in (citation, first, Stage(text="x"), first, citation, back, citation, first, answer):
        tell(event)
    assert told == [citation, first, Stage(text="x"), back, citation, first, answer]
