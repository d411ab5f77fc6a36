"""The fields of a case as they are written in a file → EvalCase, or which field is wrong."""

import re
from datetime import date
from typing import Literal

from pydantic import BaseModel, ValidationError, field_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from assistant.conversation import AnswerStatus, Turn
from evals.golden import UNCHECKED, EvalCase, Gold, Nugget


class WrongFieldError(ValueError):
    """A field that can't be used: its name (the outermost) and what is wrong, in Swedish."""

    def __init__(self, field: str, explained: str) -> None:
        super().__init__(explained)
        self.field = field
        self.explained = explained


class _GoldFields(BaseModel):
    document_id: str
    pinpoint: str
    grade: Literal[1, 2] = 2


class _NuggetFields(BaseModel):
    vital: bool
    any_of: list[re.Pattern[str]] = []
    says: list[str] = []

    @field_validator("any_of", mode="before")
    @classmethod
    def _compile(cls, value: object) -> object:
        return _compiled(value)


class _TurnFields(BaseModel):
    question: str
    answer: str


class _CaseFields(BaseModel):
    id: str
    set: str
    question: str
    audience: str = ""
    kind: str = ""
    expected_status: list[AnswerStatus]
    gold: list[_GoldFields] = []
    nuggets: list[_NuggetFields] = []
    forbidden: list[re.Pattern[str]] = []
    history: list[_TurnFields] = []
    as_of: date | None = None
    written_by: str = ""
    checked: str = UNCHECKED
    variant_of: str = ""

    @field_validator("expected_status", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        statuses = [value] if isinstance(value, str) else value
        if not statuses:
            raise ValueError("expected_status")
        return statuses

    @field_validator("forbidden", mode="before")
    @classmethod
    def _compile(cls, value: object) -> object:
        return _compiled(value)


def case_of(entry: dict[str, object], extra: Literal["forbid", "ignore"]) -> EvalCase:
    """The case that ``entry`` holds; ``extra`` is what becomes of fields that are not known.

    Raises:
        WrongFieldError: a field is missing, unknown or has the wrong value.
    """
    try:
        fields = _CaseFields.model_validate(entry, extra=extra)
    except ValidationError as error:
        first = error.errors()[0]
        raise WrongFieldError(str(next(iter(first["loc"]), "")), _explained(first)) from error
    return EvalCase(
        id=fields.id,
        set=fields.set,
        question=fields.question,
        audience=fields.audience,
        kind=fields.kind,
        expected_status=tuple(fields.expected_status),
        gold=tuple(
            Gold(document_id=g.document_id, pinpoint=g.pinpoint, grade=g.grade) for g in fields.gold
        ),
        nuggets=tuple(
            Nugget(vital=n.vital, any_of=tuple(n.any_of), says=tuple(n.says))
            for n in fields.nuggets
        ),
        forbidden=tuple(fields.forbidden),
        history=tuple(Turn(question=t.question, answer=t.answer) for t in fields.history),
        as_of=fields.as_of,
        written_by=fields.written_by,
        checked=fields.checked,
        variant_of=fields.variant_of,
    )


def _compiled(value: object) -> object:
    """Patterns as regular expressions that don't care about case; anything else as it is."""
    if not isinstance(value, list):
        return value
    try:
        return [re.compile(p, re.IGNORECASE) if isinstance(p, str) else p for p in value]
    except re.error as error:
        raise PydanticCustomError("regex", "{why}", {"why": str(error)}) from error


def _explained(error: ErrorDetails) -> str:
    field = ".".join(str(part) for part in error["loc"])
    match error["type"]:
        case "missing":
            return f"fältet {field} saknas"
        case "extra_forbidden":
            return f"fältet {field} är okänt"
        case "regex":
            return f"ett mönster i fältet {field} är inget giltigt reguljärt uttryck"
    return f"fältet {field} har fel värde"
