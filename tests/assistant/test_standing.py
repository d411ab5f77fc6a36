"""A question in mid-talk that stands on its own is answered by itself; others keep the talk."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from assistant.asked import analyse
from assistant.conversation import Answer, AnswerStatus, Mode, Question, Turn
from assistant.service import ignore
from assistant.standing import points_back, stands_alone

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant

DAY = date(2026, 11, 24)
AGREEMENT = Turn(
    question="Kan vi tvinga bostadsbolaget att skriva under en överenskommelse?",
    answer="Nej, lagen tvingar inte motparten.",
)
SECRECY = Turn(
    question="Får socialtjänsten berätta för föreningen om en ungdom?",
    answer="Sekretess gäller även mot en förening.",
)


def ask(assistant: "Assistant", text: str, *history: Turn) -> Answer:
    question = Question(text=text, as_of=DAY, history=history, mode=Mode.EXTRACTIVE)
    return assistant.answer(question, ignore)


@pytest.mark.parametrize(
    "text",
    [
        "vem skriver under den?",
        "hur ofta möts de",
        "gäller det även ideella ledare?",
        "räcker det?",
        "måste det vara skriftligt?",
        "kan det starta utan föräldrarnas ja?",
        "får hon veta vad som händer",
        "är listan där uttömmande?",
    ],
)
def test_a_pronoun_without_a_name_before_it_points_back(text: str) -> None:
    assert points_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "kan nån ge oss vite om vi inte gör detta",
        "Måste kommunen sätta upp skyltar när den kamerabevakar ett torg?",
        "finns det krav på att ha en plan",
        "räcker det att vi kollar på åtgärdsplanen",
        "är det vi som ska göra lägesbilden",
        "vem leder det strategiska rådet",
        "Vad är det man undersöker i en orsaksanalys?",
        "Hur ofta uppdateras lägesbilden?",
    ],
)
def test_a_pronoun_of_something_named_or_of_nothing_does_not(text: str) -> None:
    assert not points_back(text)


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("vad är en lägesbild", True),
        ("vad gör samordningsfunktionen", True),
        ("vem beslutar", False),
        ("och vad gör samordningsfunktionen", False),
        ("om vi glömmer skylten", False),
        ("måste vi sätta upp skylt då?", False),
        ("vem leder det?", False),
        ("inom hur lång tid", False),
    ],
)
def test_a_whole_question_has_a_word_that_tells_what_it_is_about(
    bundled: "Assistant", text: str, alone: bool
) -> None:
    assert stands_alone(analyse(text), bundled.vocabulary) is alone


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (AGREEMENT, "vad gör samordningsfunktionen"),
        (AGREEMENT, "får vi filma på torget"),
        (SECRECY, "kan nån ge oss vite om vi inte gör detta"),
        (SECRECY, "vad är en orsaksanalys"),
        (AGREEMENT, "när krävs skyltar för kameror"),
    ],
)
def test_a_whole_question_is_answered_as_if_it_came_first(
    bundled: "Assistant", before: Turn, text: str
) -> None:
    first, later = ask(bundled, text), ask(bundled, text, before)
    assert first.status is AnswerStatus.ANSWERED
    assert [s.text for s in later.statements] == [s.text for s in first.statements]


def test_a_message_of_several_questions_begins_anew_too(bundled: "Assistant") -> None:
    text = "Vad är en orsaksanalys? Och hur ofta ska lägesbilden uppdateras?"
    first, later = ask(bundled, text), ask(bundled, text, AGREEMENT)
    assert [s.text for s in later.statements] == [s.text for s in first.statements]


@pytest.mark.parametrize(
    ("question", "text", "place"),
    [
        ("Vad är ett preventivt vistelseförbud?", "vem beslutar", "11 och 14 §§"),
        ("Vad gäller för registerutdrag?", "hur gamla får de vara", "4 §"),
        ("Måste kommunen ha ett strategiskt råd?", "hur ofta möts de", "10 §"),
    ],
)
def test_what_needs_the_turn_before_keeps_it(
    bundled: "Assistant", question: str, text: str, place: str
) -> None:
    answer = ask(bundled, text, Turn(question=question, answer="Ja."))
    assert answer.citations[0].pinpoint == place


def test_a_whole_question_without_an_answer_gets_none_from_the_turn_before(
    bundled: "Assistant",
) -> None:
    text = "Vad kostar det en kommun per år att driva gruppvåldsintervention?"
    before = Turn(question="Hur många kronor får kommunerna i statsbidrag?", answer="…")
    assert ask(bundled, text).status is not AnswerStatus.ANSWERED
    assert ask(bundled, text, before).status is not AnswerStatus.ANSWERED
