"""Case files → EvalCase: what is asked, and what a right answer holds.

First step of an evaluation: ``evals/run.py`` asks the cases, ``evals/scorers.py`` judges them.
"""

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError, field_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from assistant.conversation import AnswerStatus, Turn
from corpus.errors import UsageError

UNCHECKED = "ej granskad"
"""What ``checked`` says until a person at the agency has read the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A place that a good answer cites."""

    document_id: str
    pinpoint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Nugget:
    """A fact to be found in the answer, in any of several wordings.

    A missing ``vital`` nugget makes the answer wrong; the others only count in nugget recall.
    """

    vital: bool
    any_of: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalCase:
    """One question with its expectations. ``expected_status`` holds every status that is right.

    ``as_of`` is the day the question is asked about; None means the day of the run.
    """

    id: str
    set: str
    question: str
    audience: str
    kind: str
    expected_status: tuple[AnswerStatus, ...]
    gold: tuple[Gold, ...] = ()
    nuggets: tuple[Nugget, ...] = ()
    forbidden: tuple[re.Pattern[str], ...] = ()
    history: tuple[Turn, ...] = ()
    as_of: date | None = None
    checked: str = UNCHECKED

    @property
    def answerable(self) -> bool:
        """Whether only an answer is right; a case that may go both ways is neither."""
        return self.expected_status == (AnswerStatus.ANSWERED,)

    @property
    def to_be_refused(self) -> bool:
        """Whether no answer is right."""
        return AnswerStatus.ANSWERED not in self.expected_status

    @property
    def holds_personal_data(self) -> bool:
        """Whether the question must not be written anywhere."""
        return AnswerStatus.BLOCKED_PERSONAL_DATA in self.expected_status


class _GoldFields(BaseModel):
    document_id: str
    pinpoint: str


class _NuggetFields(BaseModel):
    vital: bool
    any_of: list[re.Pattern[str]]

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
    checked: str = UNCHECKED

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


def load_cases(path: Path) -> tuple[EvalCase, ...]:
    """The cases of one file: our TOML, or JSON lines in any other file.

    Raises:
        UsageError: the file can't be read, or a case in it is wrong; names both.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"Fallfilen {path} kan inte läsas.") from error
    return parse_cases(text, path.name)


def bundled_cases(set_name: str | None = None) -> tuple[EvalCase, ...]:
    """The cases that come with the program, all of them or one set.

    Raises:
        UsageError: there is no set of that name; lists those there are.
    """
    folder = files("evals") / "cases"
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    cases = [
        case
        for name in names
        for case in parse_cases((folder / name).read_text(encoding="utf-8"), name)
    ]
    return in_set(cases, set_name)


def in_set(cases: Iterable[EvalCase], set_name: str | None) -> tuple[EvalCase, ...]:
    """The cases of one set, or all when ``set_name`` is None.

    Raises:
        UsageError: no case belongs to the set.
    """
    everything = tuple(cases)
    chosen = tuple(case for case in everything if set_name in {None, case.set})
    if not chosen:
        known = ", ".join(dict.fromkeys(case.set for case in everything)) or "inga"
        raise UsageError(f"Fallsamlingen {set_name} finns inte; de som finns: {known}.")
    return chosen


def parse_cases(text: str, name: str) -> tuple[EvalCase, ...]:
    """The cases of a file's ``text``; ``name`` tells the format and is used in messages.

    Raises:
        UsageError: a case is wrong, an id comes twice, or there are no cases.
    """
    is_toml = name.endswith(".toml")
    entries = _toml_entries(text, name) if is_toml else _json_entries(text, name)
    # A misspelt key in our own files would otherwise fall back to a default without a word.
    extra: Literal["forbid", "ignore"] = "forbid" if is_toml else "ignore"
    cases = tuple(_case(entry, place, name, extra) for place, entry in entries)
    if not cases:
        raise UsageError(f"Fallfilen {name} innehåller inga fall.")
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise UsageError(f"Fallfilen {name} har två fall med id {case.id}.")
        seen.add(case.id)
    return cases


def _toml_entries(text: str, name: str) -> list[tuple[str, dict[str, object]]]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"Fallfilen {name} är inte giltig TOML ({error}).") from error
    entries = table.get("case", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise UsageError(f"Fallfilen {name} ska ha sina fall under [[case]].")
    default_set = table.get("set", Path(name).stem)
    return [(f"nr {n}", {"set": default_set, **entry}) for n, entry in enumerate(entries, 1)]


def _json_entries(text: str, name: str) -> list[tuple[str, dict[str, object]]]:
    entries = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except ValueError as error:
            raise UsageError(f"Fallfilen {name}, rad {number}: raden är inte JSON.") from error
        if not isinstance(entry, dict):
            raise UsageError(f"Fallfilen {name}, rad {number}: raden är inget JSON-objekt.")
        entries.append((f"rad {number}", {"set": Path(name).stem, **entry}))
    return entries


def _case(
    entry: dict[str, object], place: str, name: str, extra: Literal["forbid", "ignore"]
) -> EvalCase:
    try:
        fields = _CaseFields.model_validate(entry, extra=extra)
    except ValidationError as error:
        which = entry.get("id") or place
        raise UsageError(
            f"Fallfilen {name}, fall {which}: {_explained(error.errors()[0])}."
        ) from error
    return EvalCase(
        id=fields.id,
        set=fields.set,
        question=fields.question,
        audience=fields.audience,
        kind=fields.kind,
        expected_status=tuple(fields.expected_status),
        gold=tuple(Gold(document_id=g.document_id, pinpoint=g.pinpoint) for g in fields.gold),
        nuggets=tuple(Nugget(vital=n.vital, any_of=tuple(n.any_of)) for n in fields.nuggets),
        forbidden=tuple(fields.forbidden),
        history=tuple(Turn(question=t.question, answer=t.answer) for t in fields.history),
        as_of=fields.as_of,
        checked=fields.checked,
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
