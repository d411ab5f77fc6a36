"""Prova: one question asked with chosen parts of the search, beside the usual way. Nothing is kept.

The form is sent by POST: a question in an address would stay in logs and histories.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from starlette.responses import Response

from assistant.bootstrap import Assistant
from assistant.conversation import Answer, AnswerStatus, Mode, Question, Reason
from assistant.personal_data import find_personal_numbers, rewritten
from assistant.service import Answerer, ignore
from assistant.texts import status_text
from assistant.wire import MAX_QUESTION, checked_text, parse_day
from corpus.errors import LotsenError
from ui.labels import source_link
from ui.staff import run_texts
from ui.staff.forms import Form
from ui.staff.frame import Visit
from ui.staff.run_case import CitationRow, StatementRow
from ui.staff.run_cases import status_words
from ui.staff.run_desk import RunDesk
from ui.staff.search_legs import Found, found_now, legs_there


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the form holds: the question, the day as written, the mode and the legs."""

    text: str = ""
    day: str = ""
    mode: Mode = Mode.AUTO
    legs: tuple[str, ...] = ()
    beside: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """An answer as it is shown; ``problem`` when none could be made."""

    title: str
    got: str = ""
    why: str = ""
    statements: tuple[StatementRow, ...] = ()
    citations: tuple[CitationRow, ...] = ()
    timings: tuple[tuple[str, str], ...] = ()
    problem: str = ""


class TryQuestion:
    """The page Prova, of one answerer."""

    def __init__(self, desk: RunDesk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._narrowed: dict[tuple[str, ...], Assistant] = {}

    def response(self, visit: Visit) -> Response | None:
        """The empty form."""
        if visit.rest:
            return None
        there = legs_there(self._desk.answerer)
        return self._page(visit, Asked(day=_today().isoformat(), legs=there))

    def posted(self, visit: Visit, form: Form) -> Response | None:
        """The answer below the form."""
        if visit.rest:
            return None
        asked = self._asked(form)
        if find_personal_numbers(asked.text):
            stopped = status_text(
                AnswerStatus.BLOCKED_PERSONAL_DATA, Reason.PERSONAL_IDENTITY_NUMBER
            )
            kept = replace(asked, text=rewritten(asked.text))
            told = f"{run_texts.NOT_ASKED} {run_texts.SUGGESTED if kept.text else ''}".strip()
            return self._page(visit, kept, problem=told, stopped=stopped.title)
        try:
            text = checked_text(asked.text)
            day = parse_day(asked.day)
        except LotsenError as error:
            return self._page(visit, asked, problem=error.message)
        except ValueError:
            return self._page(visit, asked, problem=run_texts.NO_SUCH_DAY)
        there = legs_there(self._desk.answerer)
        if there and not asked.legs:
            return self._page(visit, asked, problem=run_texts.NO_LEG)
        return self._answered(visit, asked, Question(text=text, as_of=day, mode=asked.mode))

    def _answered(self, visit: Visit, asked: Asked, question: Question) -> Response:
        usual = self._desk.answerer
        chosen = self._with_legs(asked.legs)
        sides = [_side(run_texts.AS_CHOSEN, chosen, question)]
        differs = chosen is not usual or question.mode is not Mode.AUTO
        if asked.beside and differs:
            sides.append(_side(run_texts.AS_USUAL, usual, replace(question, mode=Mode.AUTO)))
        return self._page(visit, asked, sides=sides, found=_found(chosen, question))

    def _asked(self, form: Form) -> Asked:
        there = legs_there(self._desk.answerer)
        modes = {mode.value: mode for mode in self._desk.modes()}
        return Asked(
            text=form.one("fraga"),
            day=form.one("dag").strip(),
            mode=modes.get(form.one("satt"), Mode.AUTO),
            legs=tuple(leg for leg in there if leg in form.all("del")),
            beside=form.one("jamfor") == "1",
        )

    def _with_legs(self, legs: tuple[str, ...]) -> Answerer:
        """The answerer with these legs; the last one is kept, for what it has looked up."""
        usual = self._desk.answerer
        if not isinstance(usual, Assistant) or legs == _used(usual):
            return usual
        with self._lock:
            if legs not in self._narrowed:
                self._narrowed = {legs: replace(usual, legs=legs)}
            return self._narrowed[legs]

    def _page(
        self,
        visit: Visit,
        asked: Asked,
        *,
        problem: str = "",
        stopped: str = "",
        sides: Sequence[Side] = (),
        found: Found | None = None,
    ) -> Response:
        compared = ""
        if len(sides) > 1:
            same = _said(sides[0]) == _said(sides[1])
            compared = run_texts.TRY_SAME if same else run_texts.TRY_DIFFERENT
        made = visit.page(
            "utvardering_prova",
            run_texts.TRY_PAGE,
            asked=asked,
            longest=MAX_QUESTION,
            modes=[(mode.value, run_texts.MODES[mode]) for mode in self._desk.modes()],
            legs=[
                (leg, run_texts.LEGS[leg], leg in asked.legs)
                for leg in legs_there(self._desk.answerer)
            ],
            no_legs=run_texts.NO_LEGS,
            problem=problem,
            stopped=stopped,
            sides=sides,
            compared=compared,
            found=found,
        )
        made.status_code = 422 if problem else 200
        return made


def _used(assistant: Assistant) -> tuple[str, ...]:
    return tuple(leg for leg in legs_there(assistant) if leg in assistant.legs)


def _said(side: Side) -> tuple[object, ...]:
    return (side.got, side.statements, tuple(row.link for row in side.citations))


def _side(title: str, answerer: Answerer, question: Question) -> Side:
    try:
        answer = answerer.answer(question, ignore)
    except LotsenError as error:
        return Side(title=title, problem=error.message)
    return Side(
        title=title,
        got=status_words(answer.status.value),
        why=_why(answer),
        statements=tuple(
            StatementRow(text=one.text, labels=", ".join(map(str, one.labels)))
            for one in answer.statements
        ),
        citations=tuple(
            CitationRow(
                label=str(one.label),
                place=f"{one.short_title}, {one.pinpoint}",
                quote=one.quote,
                link=source_link(
                    one.label, one.passage_id, span=(one.start, one.end), quote=one.quote
                ),
            )
            for one in answer.citations
        ),
        timings=tuple(
            (run_texts.TIMINGS.get(name, name), f"{milliseconds:.0f} ms")
            for name, milliseconds in answer.timings_ms.items()
        ),
    )


def _why(answer: Answer) -> str:
    if answer.status is AnswerStatus.ANSWERED:
        return ""
    return status_text(answer.status, answer.reason).title


def _found(chosen: Answerer, question: Question) -> Found | None:
    """The passages by the chosen legs; each leg's own ranks are the same whichever are chosen."""
    try:
        return found_now(chosen, question.text, question.as_of)
    except LotsenError:
        return None


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the law is asked about in the reader's own calendar
