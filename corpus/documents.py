"""The nouns of the flow's first half: SourceDocument → Section → Passage."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

ADDED_KIND = "local"
"""The kind of a document that only a user's own file tells of."""


class Lane(StrEnum):
    """What kind of voice a source has; an answer never mixes them."""

    LAW = "law"
    GUIDANCE = "guidance"
    REPORT = "report"
    CONTEXT = "context"

    @property
    def order(self) -> int:
        """Place in an answer: law first, context last."""
        return list(Lane).index(self)


class Edition(StrEnum):
    """Whether the words are ours (a digest, "referat") or the source's own (an original)."""

    DIGEST = "digest"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalAddress:
    """Where a document's own words may be fetched; ``media_type`` is what should come from there.

    ``status`` is "seen" or "guessed", as ``url_status`` of the entry.
    """

    url: str
    media_type: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """What the catalogue knows of one document, whether or not its text is here.

    ``rank`` 1–7: the lower, the more it decides when sources differ (1 statute … 7 civil society).
    ``url_status`` is "seen" or "guessed"; a guessed address has not been tried.
    """

    document_id: str
    title: str
    short_title: str
    publisher: str
    year: int
    kind: str
    lane: Lane
    rank: int
    rights: str
    url: str
    url_status: str
    originals: tuple[OriginalAddress, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    checked: str | None = None
    superseded_by: str | None = None

    @property
    def is_added(self) -> bool:
        """Whether a user added the document and the catalogue knows nothing of it."""
        return self.kind == ADDED_KIND


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """One document to be read: its entry, its edition and its bytes.

    ``name`` is a file name or path, used for messages and for telling the format apart.
    """

    entry: CatalogueEntry
    edition: Edition
    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a document of the catalogue; without a pinpoint, the document as a whole."""

    document_id: str
    pinpoint: str | None = None


WHOLE = 0
"""The number of no single sentence."""


@dataclass(frozen=True, slots=True)
class SentenceQuestion:
    """An everyday question that one sentence answers.

    ``sentence`` is its number, from 1; ``WHOLE`` when the question is of some sentence of an
    account in whose place the source's own words stand.
    """

    sentence: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A run of text under one pinpoint.

    ``pinpoint`` reads as a person would write it: "4 §", "10 kap. 18 a §", "Steg 3", "s. 23".
    ``heading_path`` holds the headings above the text, outermost first, without the document title.
    ``comment`` marks our own remarks on a pinpoint: they stay when an original replaces the digest.
    ``questions`` are everyday questions that the text answers: searched, never quoted or shown.
    ``sentence_questions`` are those that one sentence answers, as ``corpus.sentences`` counts.
    ``unanswered`` are questions on the same matter that no source answers.
    ``amended_by`` is the SFS number of the act that gave a statute's § its present wording.
    """

    document_id: str
    edition: Edition
    pinpoint: str
    heading_path: tuple[str, ...]
    text: str
    pages: tuple[int, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    comment: bool = False
    questions: tuple[str, ...] = ()
    sentence_questions: tuple[SentenceQuestion, ...] = ()
    unanswered: tuple[str, ...] = ()
    amended_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The unit of search and citation: a piece of a section that fits the encoder.

    A citation's quote is ``text[start:end]`` in characters (code points) of ``text``.
    ``section_start`` is where ``text`` begins in its section. ``sha256`` is of ``text`` in UTF-8.
    """

    passage_id: str
    document_id: str
    edition: Edition
    pinpoint: str
    heading_path: tuple[str, ...]
    text: str
    section_start: int
    sha256: str
    pages: tuple[int, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    comment: bool = False
    questions: tuple[str, ...] = ()
    sentence_questions: tuple[SentenceQuestion, ...] = ()
    unanswered: tuple[str, ...] = ()
    amended_by: str | None = None
    refers_to: tuple[Place, ...] = ()

    @property
    def worded_year(self) -> int | None:
        """The year of the act that gave the present wording, None where no act is named."""
        year = (self.amended_by or "")[:4]
        return int(year) if re.fullmatch("[12][0-9]{3}", year) else None

    def holds_on(self, day: date) -> bool:
        """Whether the passage's rule was in force, in this wording, on ``day``.

        A wording that a later year's act gave can't have held before that year.
        """
        begun = self.valid_from is None or self.valid_from <= day
        worded = self.worded_year is None or self.worded_year <= day.year
        return begun and worded and (self.valid_to is None or day <= self.valid_to)


def text_sha256(text: str) -> str:
    """The hexadecimal sha256 of ``text`` in UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
