"""The nouns of an evaluation: EvalCase, what is asked, and what a right answer holds.

``evals/cases.py`` reads them from files, ``evals/run.py`` asks them, ``evals/scorers.py`` judges.
"""

import re
from dataclasses import dataclass
from datetime import date
from itertools import chain

from assistant.conversation import AnswerStatus, Turn
from evals.wordings import plain, said

UNCHECKED = "ej granskad"
"""What ``checked`` says until a person at the agency has read the case."""

ANSWERS, HELPS = 2, 1
"""Grades of a gold place: it answers the question, or it helps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A place that a good answer cites, and how well it answers (ANSWERS or HELPS)."""

    document_id: str
    pinpoint: str
    grade: int = ANSWERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Nugget:
    """A fact to be found in the answer, in any of several patterns or plain wordings.

    A missing ``vital`` nugget makes the answer wrong; the others only count in nugget recall.
    ``says`` are compared by stems (evals/wordings.py), ``any_of`` as they stand.
    """

    vital: bool
    any_of: tuple[re.Pattern[str], ...] = ()
    says: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What is looked for, for a person: the first wording or pattern."""
        return next(chain(self.says, (pattern.pattern for pattern in self.any_of)), "")

    def found_in(self, text: str) -> str | None:
        """The part of ``text`` that holds the fact, or None."""
        text = plain(text)
        by_words = (part for wording in self.says if (part := said(wording, text)))
        by_pattern = (m.group() for pattern in self.any_of if (m := pattern.search(text)))
        return next(chain(by_words, by_pattern), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalCase:
    """One question with its expectations. ``expected_status`` holds every status that is right.

    ``as_of`` is the day the question is asked about; None means the day of the run. ``variant_of``
    is the id of the case that this one asks in other words, "" for others.
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
    written_by: str = ""
    checked: str = UNCHECKED
    variant_of: str = ""

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

    @property
    def is_checked(self) -> bool:
        """Whether a person at the agency has read the case."""
        return self.checked != UNCHECKED
