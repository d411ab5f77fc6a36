"""What the page shows step by step, without Gradio."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest
from fakes_answers import FakeAnswerer, leader_answer, refused
from structlog.testing import capture_logs

from assistant.api import today
from assistant.conversation import AnswerStatus, Question, Reason, Stage, Turn
from assistant.desk import AnswerDesk
from assistant.wire import EMPTY_QUESTION, answer_markdown
from corpus.documents import Lane
from corpus.errors import UsageError
from ui import texts
from ui.talk import MAX_EARLIER, Talk
from ui.views import Form, View, read_question, views

QUESTION = Question(text="Vem leder?", as_of=date(2026, 11, 23))


def form(typed: str, day: str, lanes: tuple[str, ...] = tuple(texts.LANE_LABELS.values())) -> Form:
    return Form(typed=typed, day=day, lanes=lanes)


def shown(answerer: FakeAnswerer, text: str, talk: Talk | None = None) -> list[View]:
    async def collect() -> list[View]:
        desk = AnswerDesk(answerer)
        talk_so_far = talk or Talk()
        question = read_question(form(text, "2026-11-23"), talk_so_far)
        try:
            return [view async for view in views(desk, question, talk_so_far)]
        finally:
            desk.close()

    return asyncio.run(collect())


def test_sentences_come_one_by_one_and_the_answer_stands_in_the_talk():
    steps = shown(FakeAnswerer(), "Vem leder rådet?")
    counts = [step.answer.count('class="pastaende"') for step in steps]
    assert counts == sorted(counts)
    assert counts[-1] == 4
    assert {0, 1, 2, 3, 4} == set(counts)
    assert [step.running for step in steps] == [True] * (len(steps) - 1) + [False]
    assert steps[-1].talk is not None
    assert steps[-1].talk.newest == leader_answer(replace(QUESTION, text="Vem leder rådet?"))


def test_sentences_that_are_taken_back_leave_the_page():
    class Broken(FakeAnswerer):
        def answer(self, question, emit):
            answer = leader_answer(question)
            for event in (answer.citations[0], answer.statements[0]):
                emit(event)
            emit(Stage(text="Om igen.", withdraws=True))
            emit(answer.citations[2])
            emit(answer.statements[2])
            return answer

    steps = shown(Broken(), "Vem leder rådet?")
    first, third = (leader_answer(QUESTION).statements[n].text for n in (0, 2))
    told = [(first in step.answer, third in step.answer) for step in steps[:-1]]
    assert (True, False) in told
    assert (True, True) not in told
    assert told[-1] == (False, True)


def test_a_stopped_question_is_never_repeated():
    steps = shown(FakeAnswerer(), "Gäller det 811218-9876 i rådet?")
    for step in steps:
        assert "811218" not in step.answer + step.suggestion + step.stage
    assert "i rådet?" in steps[-1].suggestion


@pytest.mark.parametrize(
    ("text", "told"),
    [("krasch hemligtord", "Felet är vårt"), ("sönder hemligtord", "Källorna kan inte läsas")],
)
def test_a_failure_becomes_a_problem_with_a_code_and_no_text_in_the_log(text, told):
    with capture_logs() as logs:
        last = shown(FakeAnswerer(), text)[-1]
    assert told in last.answer
    assert "Felkod" in last.answer
    assert last.failed
    assert "hemligtord" not in repr(logs)


def test_a_full_desk_says_so():
    async def last_view() -> View:
        answerer = FakeAnswerer()
        desk = AnswerDesk(answerer, running=1, waiting=0)
        first = desk.follow(replace(QUESTION, text="Vem leder? vänta"))
        seen = [view async for view in views(desk, QUESTION, Talk())]
        answerer.go_on.set()
        await first.aclose()
        desk.close()
        return seen[-1]

    assert "Många frågar just nu" in asyncio.run(last_view()).answer


def test_the_history_is_the_last_six_answered_turns():
    answers = tuple(leader_answer(replace(QUESTION, text=f"Fråga {number}")) for number in range(8))
    refusal = refused(QUESTION, AnswerStatus.OUT_OF_SCOPE, Reason.OUTSIDE_CORPUS)
    question = read_question(form("Och sedan?", ""), Talk(earlier=(*answers, refusal)))
    assert question.as_of == today()
    assert question.history == tuple(
        Turn(question=f"Fråga {number}", answer=answer_markdown(answers[number]))
        for number in range(2, 8)
    )


def test_stopped_and_failed_turns_are_not_kept_and_a_changed_one_is_replaced():
    blocked = refused(QUESTION, AnswerStatus.BLOCKED_PERSONAL_DATA, Reason.PERSONAL_IDENTITY_NUMBER)
    answer = leader_answer(QUESTION)
    assert Talk(newest=blocked).before_next() == Talk()
    assert Talk(newest=answer).before_next() == Talk(earlier=(answer,))
    assert Talk(newest=answer, changing=True).before_next() == Talk()
    full = Talk(earlier=(answer,) * MAX_EARLIER, newest=answer)
    assert len(full.before_next().earlier) == MAX_EARLIER


@pytest.mark.parametrize(
    ("typed", "day", "told"),
    [
        ("", "", EMPTY_QUESTION),
        (" \n", "", EMPTY_QUESTION),
        ("å" * 1_001, "", "Högst 1 000 tecken. Ta bort 1 tecken."),
        ("hej", "igår", texts.BAD_DATE),
        ("hej", "2025-02-30", texts.BAD_DATE),
    ],
)
def test_what_can_not_be_asked_is_said_in_the_form(typed, day, told):
    with pytest.raises(UsageError, match=told[:12]) as caught:
        read_question(form(typed, day), Talk())
    assert caught.value.message == told


def test_at_least_one_voice_must_be_asked_and_unknown_ones_are_none():
    with pytest.raises(UsageError, match="minst ett slag"):
        read_question(form("hej", "", ()), Talk())
    with pytest.raises(UsageError, match="minst ett slag"):
        read_question(form("hej", "", ("allt",)), Talk())
    question = read_question(form("hej", "", ("Lag", "allt")), Talk())
    assert question.lanes == {Lane.LAW}
