"""Answers and questions as JSON, with the names that docs/interface.md fixes."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from assistant.conversation import Answer, AnswerStatus, Citation, Mode, Nearest, Question, Turn
from assistant.personal_data import find_personal_numbers, mask
from assistant.strength import MAY, MUST, MUST_NOT, MUST_WORK_FOR, strength_marks
from assistant.texts import LANE_TITLES, LAW_PERMITS, LAW_SAYS, status_text
from corpus.documents import Lane
from corpus.errors import UsageError

MAX_QUESTION = 1_000
"""Longest question, in characters."""

MAX_ANSWER = 4_000
"""How much of an earlier answer is read, in characters."""

MAX_TURNS = 6
"""How many earlier turns are read."""

EMPTY_QUESTION = "Skriv en fråga först."


class TurnBody(BaseModel):
    """One earlier turn."""

    model_config = ConfigDict(extra="ignore")
    question: str = ""
    answer: str = ""


class QuestionBody(BaseModel):
    """One line of a batch, and the body of POST /api/ask."""

    model_config = ConfigDict(extra="ignore")
    id: str | int | None = None
    question: str = Field(min_length=1)
    history: list[TurnBody] = Field(default_factory=list)
    as_of: date | None = None
    mode: Mode = Mode.AUTO
    lanes: list[Lane] = Field(default_factory=lambda: list(Lane), min_length=1)

    @field_validator("as_of", mode="before")
    @classmethod
    def _iso_day(cls, value: object) -> object:
        return value if value is None or isinstance(value, date) else parse_day(value)


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
BAD_DAY = "Skriv datumet så här: 2025-04-01."


def parse_day(value: object) -> date:
    """The day written as YYYY-MM-DD; no other form, and no number of seconds.

    Raises:
        ValueError: it is not; the text is the Swedish sentence.
    """
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise ValueError(BAD_DAY) from error
    raise ValueError(BAD_DAY)


def shown_id(identity: str | int) -> str | int:
    """The id that a sender gave, without a personal number in it."""
    return mask(str(identity)) if find_personal_numbers(str(identity)) else identity


def too_long(text: str) -> str:
    """The sentence for a question over the limit."""
    return f"Högst 1 000 tecken. Ta bort {len(text) - MAX_QUESTION} tecken."


def checked_text(text: str) -> str:
    """The question without surrounding white space.

    Raises:
        UsageError: when it is empty or longer than MAX_QUESTION.
    """
    text = text.strip()
    if not text:
        raise UsageError(EMPTY_QUESTION)
    if len(text) > MAX_QUESTION:
        raise UsageError(too_long(text))
    return text


def question_from(body: QuestionBody, *, today: date) -> Question:
    """The question that a body asks.

    Raises:
        UsageError: when the text is empty or too long.
    """
    return Question(
        text=checked_text(body.question),
        as_of=body.as_of or today,
        history=tuple(
            Turn(question=turn.question[:MAX_QUESTION], answer=turn.answer[:MAX_ANSWER])
            for turn in body.history[-MAX_TURNS:]
        ),
        mode=body.mode,
        lanes=frozenset(body.lanes),
    )


def read_body(line: str) -> QuestionBody:
    """One JSON line as a body.

    Raises:
        UsageError: when it is not a JSON object with a question.
    """
    try:
        return QuestionBody.model_validate_json(line)
    except ValidationError as error:
        raise UsageError(_what_is_wrong(error)) from error


def _what_is_wrong(error: ValidationError) -> str:
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return "Raden är inte giltig JSON."
    where = ".".join(str(part) for part in first["loc"]) or "raden"
    if where == "question":
        return EMPTY_QUESTION
    if where.startswith("as_of"):
        return BAD_DAY
    return f"Fältet {where} har fel form."


def answer_markdown(answer: Answer) -> str:
    """The answer as Markdown: lanes with titles, each sentence with its markers."""
    if answer.status is not AnswerStatus.ANSWERED:
        text = status_text(answer.status, answer.reason)
        # A notice says it more exactly than the standing text when there is one.
        return "\n\n".join((f"**{text.title}**", *(answer.notices or (text.text,))))
    blocks = []
    for lane in Lane:
        sentences = [s for s in answer.statements if s.lane is lane]
        if sentences:
            lines = [
                f"- {escaped(s.text)} {''.join(f'[{n}]' for n in s.labels)}" for s in sentences
            ]
            title = lane_title(lane, [s.text for s in sentences])
            blocks.append(f"**{title}**\n\n" + "\n".join(lines))
    return "\n\n".join(blocks)


def lane_title(lane: Lane, sentences: Sequence[str]) -> str:
    """The lane's heading; what the first sentence of the law is decides what the law does."""
    if lane is not Lane.LAW:
        return LANE_TITLES[lane]
    marks = strength_marks(sentences[0]) if sentences else ()
    if marks[:1] in {(MUST,), (MUST_WORK_FOR,), (MUST_NOT,)} or _IN_CHARGE.search(sentences[0]):
        return LANE_TITLES[lane]
    return LAW_PERMITS if marks[:1] == (MAY,) else LAW_SAYS


_IN_CHARGE = re.compile(r"\bansvarar\s+(?!inte\b)", re.IGNORECASE)
_SPECIAL = re.compile(r"[\\`*_\[\]<>!|]")


def escaped(text: str) -> str:
    """``text`` as Markdown that shows it as it is: "[1]" in a source is no marker of ours."""
    return _SPECIAL.sub(lambda sign: "\\" + sign.group(), text)


def answer_json(answer: Answer) -> dict[str, Any]:
    """The answer in the shape of docs/interface.md."""
    index = answer.index
    return {
        "status": answer.status.value,
        "reason": answer.reason.value if answer.reason else None,
        "question": answer.question,
        "answer": answer_markdown(answer),
        "completeness": answer.completeness,
        "statements": [
            {"text": s.text, "lane": s.lane.value, "labels": list(s.labels)}
            for s in answer.statements
        ],
        "citations": [citation_json(citation) for citation in answer.citations],
        "nearest": [nearest_json(place) for place in answer.nearest],
        "contacts": list(answer.contacts),
        "notices": list(answer.notices),
        "follow_ups": list(answer.follow_ups),
        "lanes": [lane.value for lane in Lane if lane in answer.lanes],
        "mode": answer.mode.value,
        "ai_generated": answer.ai_generated,
        "prompt": (
            {"version": answer.prompt.version, "sha256": answer.prompt.sha256}
            if answer.prompt
            else None
        ),
        "as_of": answer.as_of.isoformat(),
        "index": (
            {"generation": index.generation, "built_at": index.built_at.isoformat()}
            if index
            else None
        ),
        "timings_ms": {name: round(value, 1) for name, value in answer.timings_ms.items()},
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """One citation."""
    return {
        "label": citation.label,
        "document_id": citation.document_id,
        "title": citation.title,
        "short_title": citation.short_title,
        "publisher": citation.publisher,
        "year": citation.year,
        "rank": citation.rank,
        "lane": citation.lane.value,
        "edition": citation.edition.value,
        "pinpoint": citation.pinpoint,
        "pages": list(citation.pages) or None,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "passage_id": citation.passage_id,
        "url": citation.url,
        "url_status": citation.url_status,
        "valid_from": day_json(citation.valid_from),
        "valid_to": day_json(citation.valid_to),
    }


def nearest_json(place: Nearest) -> dict[str, str]:
    """One place where a refused question comes closest."""
    return {
        "document_id": place.document_id,
        "pinpoint": place.pinpoint,
        "title": place.title,
        "url": place.url,
        "passage_id": place.passage_id,
    }


def day_json(day: date | None) -> str | None:
    """A day as YYYY-MM-DD."""
    return day.isoformat() if day else None


def error_json(code: str, message: str) -> Mapping[str, Any]:
    """What --json prints when a command fails."""
    return {"status": "error", "error": {"code": code, "message": message}}
