"""Stored feedback → a draft of an evaluation case, see ``evals/case_drafts.py``."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

from assistant.conversation import AnswerStatus
from assistant.feedback import StoredFeedback
from assistant.wire import parse_day
from corpus.errors import UsageError
from evals.case_drafts import draft_toml
from evals.cases import parse_cases

NEW_FILE = 'set = "omdomen"\n'
"""What a file of such cases begins with."""


def with_case(text: str, name: str, stored: StoredFeedback) -> str:
    """A case file's ``text``, or "" for a new one, with the feedback's draft at its end.

    Raises:
        UsageError: the feedback has no question, or the file would not be a right one.
    """
    before = text.rstrip() + "\n" if text.strip() else NEW_FILE
    made = f"{before}\n{case_toml(stored)}"
    parse_cases(made, name)
    return made


def case_toml(stored: StoredFeedback) -> str:
    """The draft alone: its remarks for whoever finishes it, and the case.

    Raises:
        UsageError: the feedback came without a question.
    """
    feedback = stored.feedback
    if not feedback.question:
        raise UsageError(f"Omdöme {stored.number} har ingen fråga: det kan inte bli ett fall.")
    answer = answer_in(stored)
    return draft_toml(
        case_id=f"omdome-{stored.number}",
        kind="omdome",
        question=feedback.question,
        history=feedback.history,
        as_of=_day(answer),
        status=_status(answer),
        remarks=_remarks(stored, answer),
    )


def answer_in(stored: StoredFeedback) -> dict[str, Any]:
    """The answer that the feedback is about, {} where it did not come along."""
    with suppress(ValueError, RecursionError):
        answer = json.loads(stored.feedback.answer_pass)
        if isinstance(answer, dict):
            return answer
    return {}


def _remarks(stored: StoredFeedback, answer: dict[str, Any]) -> Iterator[str]:
    feedback = stored.feedback
    said = f"{feedback.rating.value}, {feedback.reason.value if feedback.reason else 'utan skäl'}"
    yield f"Utkast ur omdöme {stored.number}, {stored.at.date().isoformat()}: {said}."
    if feedback.comment:
        yield f"Kommentar: {feedback.comment}"
    places = "; ".join(_places(answer)) or "inget"
    yield f"Svaret blev {_status(answer).value} och citerade: {places}."
    yield "Fyll i gold och nuggets, rätta expected_status, ändra checked när fallet är granskat."


def _places(answer: dict[str, Any]) -> Iterator[str]:
    citations = answer.get("citations")
    for citation in citations if isinstance(citations, list) else []:
        if isinstance(citation, dict):
            yield f"{citation.get('document_id')}, {citation.get('pinpoint')}"


def _status(answer: dict[str, Any]) -> AnswerStatus:
    """What the answer was; a reader asks in order to be answered, where that is not known."""
    with suppress(ValueError):
        return AnswerStatus(str(answer.get("status")))
    return AnswerStatus.ANSWERED


def _day(answer: dict[str, Any]) -> date | None:
    with suppress(ValueError):
        return parse_day(answer.get("as_of"))
    return None
