"""One question on the page, step by step: what each part of the page shows while it is answered.

Gradio-free: ui/chat.py turns each ``View`` into updates of its components.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date

from assistant.api import today
from assistant.conversation import (
    Answer,
    AnswerStatus,
    Citation,
    Event,
    Question,
    Reason,
    Stage,
    Statement,
)
from assistant.desk import AnswerDesk
from assistant.problems import Problem, code_problem, log_fault, new_code, reason_problem
from assistant.wire import checked_text, parse_day
from corpus.errors import LotsenError, UsageError
from ui import rendering, texts
from ui.talk import Talk


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows; ``answer`` and ``stage`` are HTML. ``talk`` is set when it changes."""

    answer: str
    stage: str
    running: bool
    talk: Talk | None = None
    suggestion: str = ""
    failed: bool = False


def read_day(day: str) -> date:
    """The date in the field "Lagen per"; an empty field means today.

    Raises:
        UsageError: when it is not written as 2025-04-01.
    """
    if not day.strip():
        return today()
    try:
        return parse_day(day.strip())
    except ValueError as error:
        raise UsageError(texts.BAD_DATE) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What stands in the form when a question is sent; ``lanes`` by their labels."""

    typed: str
    day: str
    lanes: Sequence[str]
    tab: str = ""


def read_question(form: Form, talk: Talk) -> Question:
    """The question that the form asks, with what was said before.

    Raises:
        UsageError: when the text or the date can't be used, or no voice may answer.
    """
    labels = texts.LANE_LABELS.items()
    lanes = frozenset(lane for lane, label in labels if label in form.lanes)
    text, day = checked_text(form.typed), read_day(form.day)
    if not lanes:
        raise UsageError(texts.NO_LANES)
    return Question(text=text, as_of=day, history=talk.history(), lanes=lanes)


async def views(desk: AnswerDesk, question: Question, talk: Talk) -> AsyncIterator[View]:
    """Every view until the answer stands or a problem does; closing it stops the work."""
    try:
        async with aclosing(desk.follow(question)) as events:
            async for view in _following(events, question, talk):
                yield view
    except LotsenError as error:
        yield _problem(code_problem(error.code), question, new_code(), talk)
    except Exception as error:  # the page's outermost handler: Gradio would answer in English
        code = new_code()
        log_fault(error, code)
        yield _problem(reason_problem(Reason.INTERNAL), question, code, talk)


async def _following(
    events: AsyncIterator[Event], question: Question, talk: Talk
) -> AsyncIterator[View]:
    stage = rendering.stage_html(texts.SEARCHING)
    statements: list[Statement] = []
    citations: list[Citation] = []
    # The question is repeated only once it has been let through: it may hold a personal number.
    yield View(answer="", stage=stage, running=True)
    async for event in events:
        match event:
            case Answer():
                yield _finished(event, question, talk)
                return
            case Stage():
                stage = rendering.stage_html(event.text)
                if event.withdraws:
                    statements, citations = [], []
            case Statement():
                statements.append(event)
            case Citation():
                citations.append(event)
        so_far = rendering.unfinished_html(question, statements, citations)
        yield View(answer=so_far, stage=stage, running=True)


def _finished(answer: Answer, question: Question, talk: Talk) -> View:
    if answer.status is AnswerStatus.ERROR:
        problem = reason_problem(answer.reason or Reason.INTERNAL)
        return _problem(problem, question, new_code(), talk)
    blocked = answer.status is AnswerStatus.BLOCKED_PERSONAL_DATA
    return View(
        answer=rendering.newest_html(answer, follows=bool(talk.earlier)),
        stage=rendering.stage_html(_said(answer)),
        running=False,
        talk=talk.with_answer(answer),
        suggestion=rendering.suggestion_html(question.text) if blocked else "",
    )


def _said(answer: Answer) -> str:
    if answer.status is AnswerStatus.ANSWERED:
        return texts.answer_ready(len(answer.statements), len(answer.citations))
    return "" if answer.status is AnswerStatus.BLOCKED_PERSONAL_DATA else texts.NO_ANSWER


def _problem(problem: Problem, question: Question, code: str, talk: Talk) -> View:
    html = rendering.problem_html(question.text, problem, code)
    return View(answer=html, stage="", running=False, talk=talk, failed=True)
