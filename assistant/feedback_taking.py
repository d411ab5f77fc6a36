"""Feedback comes in: body → checked → counted, and stored where the operator has said so.

Nothing of it is logged. A personal identity number anywhere in it stops all of it.
"""

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from assistant.conversation import Reason, Turn
from assistant.desk import AnswerDesk
from assistant.feedback import Feedback, FeedbackReason, Rating
from assistant.personal_data import find_personal_numbers
from assistant.problems import Problem, http_problem
from assistant.same_origin import is_same_origin
from assistant.wire import MAX_ANSWER, MAX_QUESTION, MAX_TURNS, TurnBody
from corpus.errors import IndexUnavailableError, StorageError

MAX_COMMENT = 2_000
"""Longest comment, in characters; the page's field takes no more."""

_STOPPED = Problem(
    status=422,
    code=Reason.PERSONAL_IDENTITY_NUMBER.value,
    title="Omdömet stoppades",
    detail=(
        "Det ser ut att innehålla ett personnummer. Ta bort numret och skicka igen. "
        "Inget har sparats."
    ),
)


_PLAIN = str.maketrans("åäö", "aao")
_THUMBS = {"up": "ja", "+1": "ja", "bra": "ja", "down": "nej", "-1": "nej", "daligt": "nej"}


class FeedbackBody(BaseModel):
    """The body of POST /api/feedback. ``key`` is the sender's own, one for each feedback."""

    model_config = ConfigDict(extra="ignore")
    rating: Rating
    reason: FeedbackReason | None = None
    comment: str | None = Field(default=None, max_length=MAX_COMMENT)
    question: str | None = Field(default=None, max_length=MAX_QUESTION)
    answer: str | None = Field(default=None, max_length=20_000)
    svarspass: str | None = Field(default=None, max_length=100_000)
    history: list[TurnBody] = Field(default_factory=list)
    key: str | None = Field(default=None, pattern=r"^[A-Za-z0-9-]{8,64}$")

    @field_validator("rating", "reason", mode="before")
    @classmethod
    def _in_our_words(cls, value: object) -> object:
        """As people write it: "Fel källa" is fel_kalla, and a thumb is a yes or a no."""
        if not isinstance(value, str):
            return value
        written = "_".join(value.lower().translate(_PLAIN).split())
        return _THUMBS.get(written, written)

    @field_validator("svarspass", mode="before")
    @classmethod
    def _an_object(cls, value: object) -> object:
        if isinstance(value, dict):
            return json.dumps(value, ensure_ascii=False)
        if not isinstance(value, str):
            return value
        read = _parsed(value)
        if not isinstance(read, dict):
            raise ValueError("svarspass")  # noqa: TRY004 - what pydantic expects
        # As it was read and checked: a name that stands twice could hide what it held first.
        return _as_text(read)


def _as_text(read: dict[str, object]) -> str:
    written = json.dumps(read, ensure_ascii=False)
    # Half a character can be named in JSON, but not be written on disk.
    return written if written.isascii() or not _HALF.search(written) else json.dumps(read)


_HALF = re.compile("[\ud800-\udfff]")


def taken(
    body: FeedbackBody, headers: Mapping[str, str], desk: AnswerDesk
) -> dict[str, object] | Problem:
    """What to answer the sender: whether it was stored and for how many days, or what is wrong."""
    if not is_same_origin(headers):
        return http_problem(403)
    feedback = _feedback(body)
    if any(map(find_personal_numbers, _everything(feedback, body.key))):
        return _STOPPED
    try:
        new = desk.feedback.keep(
            feedback, key=body.key or uuid.uuid4().hex, generation=_generation(desk)
        )
    except StorageError as error:
        title = "Omdömet kunde inte sparas"
        return Problem(status=503, code=error.code, title=title, detail=error.message)
    if new:
        _count(feedback, desk)
    return {"stored": desk.feedback.days > 0, "days": desk.feedback.days}


def _feedback(body: FeedbackBody) -> Feedback:
    return Feedback(
        rating=body.rating,
        reason=body.reason,
        comment=(body.comment or "").strip(),
        question=(body.question or "").strip(),
        answer=body.answer or "",
        answer_pass=body.svarspass or "",
        history=tuple(
            Turn(question=turn.question[:MAX_QUESTION], answer=turn.answer[:MAX_ANSWER])
            for turn in body.history[-MAX_TURNS:]
        ),
    )


def _everything(feedback: Feedback, key: str | None) -> Iterator[str]:
    """Every piece of text in the feedback, each by itself.

    A svarspass is read piece by piece: in a row its figures and dates could look like a number.
    """
    yield from (feedback.comment, feedback.question, feedback.answer, key or "")
    for turn in feedback.history:
        yield from (turn.question, turn.answer)
    yield from _leaves(_parsed(feedback.answer_pass))


def _leaves(value: Any) -> Iterator[str]:
    """Every name, text and number in a JSON value; without recursion, for it may lie deep."""
    left = [value]
    while left:
        inner = left.pop()
        if isinstance(inner, dict):
            left += [*inner, *inner.values()]
        elif isinstance(inner, list):
            left += inner
        else:
            yield str(inner)


def _parsed(text: str) -> object:
    """The JSON in ``text``, None where it is none or is nested beyond reason."""
    with suppress(ValueError, RecursionError):
        return json.loads(text)
    return None


def _generation(desk: AnswerDesk) -> str | None:
    with suppress(IndexUnavailableError):
        return desk.answerer.info().generation
    return None


def _count(feedback: Feedback, desk: AnswerDesk) -> None:
    reason = feedback.reason.value if feedback.reason else ""
    desk.counters.add("lotsen_feedback_total")
    labels = (("rating", feedback.rating.value), ("reason", reason))
    desk.counters.add("lotsen_feedback_reasons_total", 1, labels)
