"""JSON text → svarspass, bounded: what a reader's tab hands back, before anything in it is trusted.

Only what can't be taken from our own sources is read at all; titles, addresses and dates of a
forged pass never get this far.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter
from pydantic import ValidationError as PydanticError

from assistant.conversation import AnswerStatus, Mode, Reason
from assistant.limits import MAX_BODY
from assistant.personal_data import mask
from assistant.suggesting import MOST_SUGGESTED
from assistant.wire import MAX_QUESTION, parse_day
from corpus.documents import Lane
from corpus.errors import UsageError
from corpus.visible import is_typed

MAX_PASSES = 20
"""How many answers a tab keeps."""

UNREADABLE = "Svaret går inte att läsa. Ställ frågan igen."
TOO_MANY = f"Högst {MAX_PASSES} svar kan tas med. Exportera svaren vart för sig."
TOO_LARGE = "Svaren är för stora tillsammans. Exportera dem vart för sig."

_LONGEST_ID = 400  # characters; most of them are a pinpoint's
_LONGEST_TEXT = 8_000
_LONGEST_SENTENCE = 1_500  # the check of a sentence takes the square of its length
_MOST = 30  # of anything in one answer; ours have at most about ten


def _readable(question: str) -> str:
    """The question on one line, without what is not seen and without a personal number."""
    seen = "".join(c for c in question if c.isspace() or is_typed(c))
    shown = " ".join(seen.split())
    if not shown:
        raise ValueError("nothing is asked")
    return mask(shown)


Label = Annotated[int, Field(ge=1, le=999)]
Offset = Annotated[int, Field(ge=0, le=10_000_000)]
Identity = Annotated[str, Field(min_length=1, max_length=_LONGEST_ID)]
Words = Annotated[str, Field(max_length=_LONGEST_TEXT, pattern=r"\S")]
Asked = Annotated[str, Field(max_length=MAX_QUESTION), AfterValidator(_readable)]
Day = Annotated[date, BeforeValidator(parse_day), Field(ge=date(1900, 1, 1))]


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class CitationBody(_Body):
    """Which characters of which passage were quoted, and the words that stood there."""

    label: Label
    passage_id: Identity
    quote: Words
    start: Offset
    end: Offset


class StatementBody(_Body):
    """One sentence and the citations it stands on."""

    text: Annotated[Words, Field(max_length=_LONGEST_SENTENCE)]
    lane: Lane
    labels: tuple[Label, ...] = Field(min_length=1, max_length=_MOST)


class NearestBody(_Body):
    """A place to read on."""

    passage_id: Identity


class PromptBody(_Body):
    """Which instructions a language model had."""

    version: str = Field(pattern=r"^[A-Za-z0-9_.-]{1,20}$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class PassBody(_Body):
    """One svarspass: the answer of docs/interface.md, as far as it is read."""

    status: AnswerStatus
    reason: Reason | None = None
    question: Asked
    as_of: Day
    completeness: Literal["complete", "partial"] = "complete"
    statements: tuple[StatementBody, ...] = Field(default=(), max_length=_MOST)
    citations: tuple[CitationBody, ...] = Field(default=(), max_length=_MOST)
    nearest: tuple[NearestBody, ...] = Field(default=(), max_length=_MOST)
    contacts: tuple[Words, ...] = Field(default=(), max_length=_MOST)
    notices: tuple[Words, ...] = Field(default=(), max_length=_MOST)
    # Only ever buttons in the tab that hands them back: they ask, and state nothing.
    follow_ups: tuple[Asked, ...] = Field(default=(), max_length=MOST_SUGGESTED)
    lanes: tuple[Lane, ...] = Field(default=tuple(Lane), min_length=1, max_length=len(Lane))
    mode: Mode = Mode.EXTRACTIVE
    ai_generated: bool = False
    prompt: PromptBody | None = None


_PASSES = TypeAdapter(tuple[PassBody, ...])


def read_bodies(raw: str) -> tuple[PassBody, ...]:
    """The svarspass of a JSON array.

    Raises:
        UsageError: it is something else, too large, or holds more than a tab keeps.
    """
    if len(raw) > MAX_BODY:
        raise UsageError(TOO_LARGE)
    try:
        bodies = _PASSES.validate_json(raw)
    except (PydanticError, UnicodeEncodeError) as error:  # the latter for half a surrogate pair
        raise UsageError(UNREADABLE) from error
    if len(bodies) > MAX_PASSES:
        raise UsageError(TOO_MANY)
    return bodies
