"""What to ask next, and answers from some voices only, over the bundled sources."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from assistant.answering import answer_question
from assistant.conversation import Answer, AnswerStatus, Question
from assistant.suggesting import MOST_SUGGESTED
from corpus.documents import Lane

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant

DAY = date(2026, 11, 30)
ASKED = (
    "Hur ofta måste vi göra om lägesbilden?",
    "Vilken utbildning måste samordnaren ha gått enligt lagen?",
    "Är vi i idrottsföreningen skyldiga att orosanmäla om ett barn verkar fara illa?",
    "Kan kommunen sätta upp kameror på torget utan tillstånd?",
)


def ask(assistant: "Assistant", text: str, *lanes: Lane, day: date = DAY) -> Answer:
    question = Question(text=text, as_of=day, lanes=frozenset(lanes or Lane))
    return answer_question(assistant, question)


@pytest.mark.parametrize("text", ASKED)
def test_what_is_suggested_is_another_question_of_a_place_not_shown(
    bundled: "Assistant", text: str
) -> None:
    answer = ask(bundled, text)
    assert 2 <= len(answer.follow_ups) <= MOST_SUGGESTED
    assert text not in answer.follow_ups
    shown = {(c.document_id, c.pinpoint) for c in answer.citations}
    for question in answer.follow_ups:
        places = {
            (passage.document_id, passage.pinpoint)
            for passage in bundled.generation.passages
            if question in passage.questions
        }
        assert places - shown


def test_nearly_everything_that_is_suggested_is_answered(bundled: "Assistant") -> None:
    suggested = [question for text in ASKED for question in ask(bundled, text).follow_ups]
    statuses = [ask(bundled, question).status for question in suggested]
    assert len(statuses) >= 8
    assert statuses.count(AnswerStatus.ANSWERED) >= len(statuses) - 1


@pytest.mark.parametrize(
    "text",
    ["Hur bakar man kanelbullar?", "ring polisen det är inbrott nu", "Finns 811218-9876 här?"],
)
def test_a_question_that_was_not_searched_for_suggests_nothing(
    bundled: "Assistant", text: str
) -> None:
    answer = ask(bundled, text)
    assert answer.status is not AnswerStatus.ANSWERED
    assert answer.follow_ups == ()


def test_nothing_is_suggested_that_did_not_apply_on_the_day(bundled: "Assistant") -> None:
    before = ask(bundled, "Vad ska lägesbilden innehålla?", day=date(2025, 3, 1))
    rows = [p for p in bundled.generation.passages if set(p.questions) & set(before.follow_ups)]
    assert all(any(p.holds_on(date(2025, 3, 1)) for p in rows if q in p.questions)
               for q in before.follow_ups)  # fmt: skip


@pytest.mark.parametrize("lane", [Lane.LAW, Lane.GUIDANCE])
def test_only_the_wanted_voices_answer_and_the_answer_says_so(
    bundled: "Assistant", lane: Lane
) -> None:
    answer = ask(bundled, "Vad ska lägesbilden innehålla?", lane)
    assert answer.status is AnswerStatus.ANSWERED
    assert {citation.lane for citation in answer.citations} == {lane}
    assert answer.lanes == {lane}
    assert answer.notices[0].startswith("Sökningen gällde bara ")


def test_a_refusal_among_some_voices_says_so_before_its_own_text(bundled: "Assistant") -> None:
    answer = ask(bundled, "Vad ska lägesbilden innehålla?", Lane.REPORT, Lane.CONTEXT)
    assert answer.status is AnswerStatus.NO_GUIDANCE_FOUND
    assert answer.notices == (
        "Sökningen gällde bara rapport och sammanhang. Andra källor kan säga mer.",
        "Det framgår inte av underlaget. Källorna är inte tydliga och jag gissar inte.",
    )
