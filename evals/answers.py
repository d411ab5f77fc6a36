"""Answers kept on disk, whole enough to be judged again: Answer ↔ one JSON line.

A line also holds the cited passages' own words as the index had them: a run can be judged again
when the index is another, and a quote is still held against its passage and not against itself.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.conversation import (
    Answer,
    AnswerStatus,
    Citation,
    Mode,
    Nearest,
    PromptStamp,
    Reason,
    Statement,
)
from assistant.wire import answer_json
from corpus.documents import Edition, Lane
from evals.golden import EvalCase
from evals.scorers import Sources

MASKED = "[frågan sparas inte: personuppgifter]"


class UnreadableAnswerError(ValueError):
    """A stored line that is no answer of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """An answer to a case, in one of several epochs (from 1), and the ``Sources`` it cites.

    ``asked`` is the sha256 of what was asked: a case that was changed since has another. ``texts``
    has the cited passages' words and ``lanes`` the cited documents' lanes, as the index had them.
    """

    case_id: str
    epoch: int
    asked: str
    answer: Answer
    texts: Mapping[str, str]
    lanes: Mapping[str, Lane]


def asked_sha256(case: EvalCase) -> str:
    """What is asked in a case, in one figure: its words, the turns before and the day."""
    day = case.as_of.isoformat() if case.as_of else ""
    parts = [case.question, day, *(part for t in case.history for part in (t.question, t.answer))]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def keep(case: EvalCase, answer: Answer, sources: Sources, epoch: int = 1) -> KeptAnswer:
    """The answer to ``case`` with what it cites, as ``sources`` have it; nothing is judged here.

    The question is left out where it holds personal data.
    """
    passages = [c.passage_id for c in answer.citations]
    documents = [c.document_id for c in answer.citations]
    hidden = hides_question(case, answer)
    return KeptAnswer(
        case_id=case.id,
        epoch=epoch,
        asked=asked_sha256(case),
        answer=replace(answer, question=MASKED) if hidden else answer,
        texts={key: sources.texts[key] for key in passages if key in sources.texts},
        lanes={key: sources.lanes[key] for key in documents if key in sources.lanes},
    )


def hides_question(case: EvalCase, answer: Answer) -> bool:
    """Whether the question must not be written anywhere."""
    return case.holds_personal_data or answer.status is AnswerStatus.BLOCKED_PERSONAL_DATA


def to_line(kept: KeptAnswer) -> str:
    """One line of ``answers.jsonl``, with its line feed."""
    line = {
        "id": kept.case_id,
        "epoch": kept.epoch,
        "asked": kept.asked,
        "answer": answer_json(kept.answer),
        "confidence": kept.answer.confidence,
        "texts": dict(kept.texts),
        "lanes": {document_id: lane.value for document_id, lane in kept.lanes.items()},
    }
    return json.dumps(line, ensure_ascii=False) + "\n"


def from_line(line: str) -> KeptAnswer:
    """The answer that a line holds.

    Raises:
        UnreadableAnswerError: it holds none, or one of another shape.
    """
    try:
        kept = json.loads(line)
        return KeptAnswer(
            case_id=str(kept["id"]),
            epoch=int(kept["epoch"]),
            asked=str(kept["asked"]),
            answer=replace(_answer(kept["answer"]), confidence=_figure(kept.get("confidence"))),
            texts={str(key): str(text) for key, text in kept["texts"].items()},
            lanes={str(key): Lane(lane) for key, lane in kept["lanes"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableAnswerError(line[:80]) from error


def _answer(body: Mapping[str, Any]) -> Answer:
    prompt = body.get("prompt")
    return Answer(
        status=AnswerStatus(body["status"]),
        reason=Reason(body["reason"]) if body["reason"] else None,
        question=body["question"],
        as_of=date.fromisoformat(body["as_of"]),
        mode=Mode(body["mode"]),
        completeness=body["completeness"],
        statements=tuple(
            Statement(text=s["text"], lane=Lane(s["lane"]), labels=tuple(s["labels"]))
            for s in body["statements"]
        ),
        citations=tuple(_citation(citation) for citation in body["citations"]),
        nearest=tuple(Nearest(**place) for place in body["nearest"]),
        contacts=tuple(body["contacts"]),
        notices=tuple(body["notices"]),
        follow_ups=tuple(body["follow_ups"]),
        ai_generated=body["ai_generated"],
        prompt=PromptStamp(**prompt) if prompt else None,
        timings_ms=dict(body["timings_ms"]),
    )


def _citation(body: Mapping[str, Any]) -> Citation:
    return Citation(
        **{
            **body,
            "lane": Lane(body["lane"]),
            "edition": Edition(body["edition"]),
            "pages": tuple(body["pages"] or ()),
            "valid_from": _day(body["valid_from"]),
            "valid_to": _day(body["valid_to"]),
        }
    )


def _figure(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
