"""What readers thought of answers, kept on disk for as long as the operator says, or not at all.

``assistant/feedback_taking.py`` takes it from the page and from programs; ``lotsen feedback …``
lists it, makes cases of it for the evaluation and deletes it.
"""

import json
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from assistant.conversation import Turn
from corpus.errors import StorageError
from corpus.sqlite_file import opened

FEEDBACK_FILE = "omdomen.sqlite3"

MAX_ROWS = 5_000
"""How many are kept at most: anyone may send one, and the disk must not fill."""

MAX_BYTES = 200_000_000
"""How large the file may grow."""

_REMEMBERED_KEYS = 1_000

UNSAVED = "Omdömet kunde inte sparas just nu. Det du skrev finns kvar: försök igen om en stund."
FULL = "Det finns inte plats för fler omdömen just nu. Det du skrev finns kvar i fältet."
UNREADABLE = "Omdömena i {} går inte att öppna: försök igen, och flytta annars undan filen."


class Rating(StrEnum):
    """Whether the answer helped."""

    YES = "ja"
    NO = "nej"


class FeedbackReason(StrEnum):
    """What was wrong, in the words of the page."""

    WRONG_ANSWER = "fel_svar"
    WRONG_SOURCE = "fel_kalla"
    INCOMPLETE = "ofullstandigt"
    HARD_TO_READ = "svart_sprak"
    OTHER = "annat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What one reader sent. ``answer_pass`` is the answer as JSON, as the reader's tab kept it."""

    rating: Rating
    reason: FeedbackReason | None = None
    comment: str = ""
    question: str = ""
    answer: str = ""
    answer_pass: str = ""
    history: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFeedback:
    """Feedback with its number, when it came, until when it is kept, and which index was open."""

    number: int
    at: datetime
    until: datetime
    generation: str | None
    feedback: Feedback


_TABLE = """
CREATE TABLE IF NOT EXISTS feedback (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    until TEXT NOT NULL,
    generation TEXT,
    rating TEXT NOT NULL,
    reason TEXT,
    comment TEXT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    answer_pass TEXT NOT NULL,
    history TEXT NOT NULL
)"""
_COLUMNS = (
    "key, at, until, generation, rating, reason, comment, question, answer, answer_pass, history"
)
# Sent again with the same key: the words of the last time count, the promised time is the first's.
_INSERT = f"""
INSERT INTO feedback ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET rating = excluded.rating, reason = excluded.reason,
    comment = excluded.comment"""  # noqa: S608 - the names are those above


def _utc_now() -> datetime:
    return datetime.now(UTC)


class FeedbackStore:
    """Feedback in one SQLite file; safe from several threads and processes.

    With ``days`` 0, or without a folder, nothing is stored. Whatever is older than it was promised
    to become, or than ``days``, goes each time the file is opened.
    """

    def __init__(
        self,
        data_dir: Path | None = None,
        days: int = 0,
        *,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self.days = days if data_dir is not None else 0
        self._path = (data_dir or Path()) / FEEDBACK_FILE
        self._has_folder = data_dir is not None
        self._now = now
        self._lock = threading.Lock()
        self._keys: OrderedDict[str, None] = OrderedDict()

    def keep(self, feedback: Feedback, *, key: str, generation: str | None = None) -> bool:
        """Take the feedback, and store it where that is on; whether ``key`` was not seen before.

        Raises:
            StorageError: it can't be stored.
        """
        if self.days == 0:
            return self._is_new(key)
        at = self._now()
        until = at + timedelta(days=self.days)
        with self._opened(UNSAVED) as database:
            asked = "SELECT count(*), coalesce(sum(key = ?), 0) FROM feedback"
            rows, known = database.execute(asked, (key,)).fetchone()
            full = rows >= MAX_ROWS or self._path.stat().st_size > MAX_BYTES
            if not known and full:
                raise StorageError(FULL)
            values = (key, _written(at), _written(until), generation, *_cells(feedback))
            database.execute(_INSERT, values)
        return not known

    def all(self) -> tuple[StoredFeedback, ...]:
        """Everything that is stored, oldest first.

        Raises:
            StorageError: the file can't be read.
        """
        if not self._is_there():
            return ()
        with self._opened(UNREADABLE.format(self._path)) as database:
            rows = database.execute("SELECT * FROM feedback ORDER BY number").fetchall()
            return tuple(map(_read, rows))

    def count(self) -> int:
        """How many are stored now.

        Raises:
            StorageError: the file can't be read.
        """
        if not self._is_there():
            return 0
        with self._opened(UNREADABLE.format(self._path)) as database:
            counted: int = database.execute("SELECT count(*) FROM feedback").fetchone()[0]
            return counted

    def get(self, number: int) -> StoredFeedback | None:
        """One of them, None where there is none of that number."""
        return next((stored for stored in self.all() if stored.number == number), None)

    def delete(self, number: int) -> bool:
        """Delete one for good; whether it was there.

        Raises:
            StorageError: the file can't be written.
        """
        if not self._is_there():
            return False
        with self._opened(UNREADABLE.format(self._path)) as database:
            cursor = database.execute("DELETE FROM feedback WHERE number = ?", (number,))
            return cursor.rowcount == 1

    def forget_old(self) -> None:
        """Delete what has been kept for its time; also where storing has been turned off."""
        self.all()

    def _is_there(self) -> bool:
        return self._has_folder and self._path.exists()

    def _is_new(self, key: str) -> bool:
        with self._lock:
            if key in self._keys:
                return False
            self._keys[key] = None
            if len(self._keys) > _REMEMBERED_KEYS:
                self._keys.popitem(last=False)
            return True

    @contextmanager
    def _opened(self, complaint: str) -> Iterator[sqlite3.Connection]:
        """The file with a writer's transaction begun; it is committed at the end of the block."""
        with opened(self._path, (_TABLE,), complaint) as database:
            self._forget(database)
            yield database

    def _forget(self, database: sqlite3.Connection) -> None:
        now = self._now()
        database.execute("DELETE FROM feedback WHERE until <= ?", (_written(now),))
        if self.days:
            oldest = _written(now - timedelta(days=self.days))
            database.execute("DELETE FROM feedback WHERE at <= ?", (oldest,))


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _cells(feedback: Feedback) -> tuple[str | None, ...]:
    return (
        feedback.rating.value,
        feedback.reason.value if feedback.reason else None,
        feedback.comment,
        feedback.question,
        feedback.answer,
        feedback.answer_pass,
        json.dumps([[turn.question, turn.answer] for turn in feedback.history], ensure_ascii=False),
    )


def _read(row: sqlite3.Row) -> StoredFeedback:
    turns = json.loads(row["history"])
    return StoredFeedback(
        number=row["number"],
        at=datetime.fromisoformat(row["at"]),
        until=datetime.fromisoformat(row["until"]),
        generation=row["generation"],
        feedback=Feedback(
            rating=Rating(row["rating"]),
            reason=FeedbackReason(row["reason"]) if row["reason"] else None,
            comment=row["comment"],
            question=row["question"],
            answer=row["answer"],
            answer_pass=row["answer_pass"],
            history=tuple(Turn(question=asked, answer=told) for asked, told in turns),
        ),
    )
