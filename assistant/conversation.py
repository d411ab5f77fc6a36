"""The nouns of the flow's second half: Question → RetrievedPassage → Answer with Citations.

Names and values are those of docs/interface.md; ``assistant/wire.py`` turns them into JSON.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from assistant.verdicts import Checks
from corpus.documents import Edition, Lane, Passage


class AnswerStatus(StrEnum):
    """How an answer ended. Not answering is data, never inferred from wording."""

    ANSWERED = "answered"
    NEEDS_CLARIFICATION = "needs_clarification"
    NO_GUIDANCE_FOUND = "no_guidance_found"
    OUT_OF_SCOPE = "out_of_scope"
    BLOCKED_PERSONAL_DATA = "blocked_personal_data"
    ERROR = "error"


class Reason(StrEnum):
    """Why a status was chosen; each has a Swedish text of its own in assistant/texts.py."""

    CONFLICTING_SOURCES = "conflicting_sources"
    INDIVIDUAL_CASE = "individual_case"
    MODEL_UNAVAILABLE = "model_unavailable"
    AMBIGUOUS = "ambiguous"
    WEAK_EVIDENCE = "weak_evidence"
    NEEDS_LOCAL_FACTS = "needs_local_facts"
    NOT_IN_FORCE = "not_in_force"
    OUTSIDE_CORPUS = "outside_corpus"
    ACUTE = "acute"
    PERSONAL_IDENTITY_NUMBER = "personal_identity_number"
    BAD_REQUEST = "bad_request"
    INDEX_UNAVAILABLE = "index_unavailable"
    TIMEOUT = "timeout"
    BUSY = "busy"
    RATE_LIMITED = "rate_limited"
    INTERNAL = "internal"


class Mode(StrEnum):
    """How answers are made. Auto means model when one is configured, else extractive."""

    AUTO = "auto"
    EXTRACTIVE = "extractive"
    MODEL = "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One earlier question and its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a person asks: text, what was said before, and the day the law is asked about.

    ``day_notice`` tells the reader of a day that was read out of the words, or "". ``lanes`` are
    the voices that may answer.
    """

    text: str
    as_of: date
    history: tuple[Turn, ...] = ()
    mode: Mode = Mode.AUTO
    day_notice: str = ""
    lanes: frozenset[Lane] = frozenset(Lane)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievedPassage:
    """A passage and its score, 0–1, higher is better.

    ``similarity`` is the cosine of the question with the passage's best vector, None without an
    encoder; ``legs`` holds each leg's own score. ``sentence_similarities`` has the same for the
    everyday questions of single sentences, by the sentence's number from 1. ``margin`` is how much
    nearer the question lies to one that a source answers than to one that none does
    (``corpus.sentence_space``): the same for every passage that has such questions, 0 for others.
    """

    passage: Passage
    score: float
    similarity: float | None = None
    legs: tuple[float, ...] = ()
    sentence_similarities: Mapping[int, float] = field(default_factory=dict)
    margin: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Exact words of a passage: ``quote == passage.text[start:end]``."""

    label: int
    document_id: str
    title: str
    short_title: str
    publisher: str
    year: int
    rank: int
    lane: Lane
    edition: Edition
    pinpoint: str
    pages: tuple[int, ...]
    quote: str
    start: int
    end: int
    passage_id: str
    url: str
    url_status: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence of an answer with the labels of the citations it stands on."""

    text: str
    lane: Lane
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """Where a refused question comes closest in the sources."""

    document_id: str
    pinpoint: str
    title: str
    url: str
    passage_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexInfo:
    """Which index answered."""

    generation: str
    built_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptStamp:
    """Which instructions a language model had: their version and the sha256 of their file."""

    version: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person gets. ``answered`` has a citation, and each statement has a label.

    ``prompt`` is None unless a language model wrote the statements. ``follow_ups`` are questions
    to ask next, which the places around the answer have an answer to. ``lanes`` are the voices
    that might answer. ``confidence`` is how likely the sources are to answer, in log odds of the
    check before the answer (of several questions the least likely), or None where a rule decided;
    for measuring, not for the reader.
    """

    status: AnswerStatus
    question: str
    as_of: date
    mode: Mode = Mode.EXTRACTIVE
    reason: Reason | None = None
    completeness: str = "complete"
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    contacts: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    lanes: frozenset[Lane] = frozenset(Lane)
    ai_generated: bool = False
    prompt: PromptStamp | None = None
    index: IndexInfo | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)
    checks: tuple[Checks, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What is being done right now, in Swedish, for a person who waits.

    ``withdraws`` takes back the statements and citations told so far: others come instead.
    """

    text: str
    withdraws: bool = False


Event = Stage | Statement | Citation | Answer
"""What answering tells while it goes on; the Answer comes last."""

Emit = Callable[[Event], None]
"""Takes events as they come. It may raise ``Stopped`` to end the work."""


class Stopped(Exception):  # noqa: N818 - not an error: the person pressed stop
    """The person who asked does not want the answer any longer."""
