"""Reviews on disk: one SQLite file under the data directory, until they are deleted there.

What a reviewer sends twice counts once, with the last words.
"""

import json
import random
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from assistant.personal_data import find_personal_numbers
from corpus.errors import PersonalDataError, UsageError
from corpus.sqlite_file import opened
from evals.past_runs import PastRun
from evals.review import (
    Agreement,
    Preferred,
    Rating,
    Review,
    Settled,
    Support,
    Verdict,
    agreement_of,
)

REVIEW_FILE = Path("evals", "granskningar.sqlite3")
"""Where in the data directory reviews lie."""

MAX_CASES = 500
MAX_COMMENT = 2_000
MAX_NAME = 100

UNSAVED = "Granskningen kunde inte sparas just nu. Det du skrev finns kvar: försök igen."
PERSONAL = "Kommentaren innehåller ett personnummer. Ta bort det och spara igen."
NO_NAME = "Skriv ditt namn eller din signatur först."


_SCHEMA = (
    """
CREATE TABLE IF NOT EXISTS review (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    created TEXT NOT NULL,
    created_by TEXT NOT NULL,
    runs TEXT NOT NULL,
    case_ids TEXT NOT NULL
)""",
    """
CREATE TABLE IF NOT EXISTS rating (
    review INTEGER NOT NULL REFERENCES review (number) ON DELETE CASCADE,
    case_id TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    verdict TEXT,
    support TEXT,
    useful INTEGER,
    preferred TEXT,
    comment TEXT NOT NULL,
    PRIMARY KEY (review, case_id, reviewer)
)""",
    """
CREATE TABLE IF NOT EXISTS settled (
    review INTEGER NOT NULL REFERENCES review (number) ON DELETE CASCADE,
    case_id TEXT NOT NULL,
    verdict TEXT NOT NULL,
    note TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (review, case_id)
)""",
)
_CREATE = """
INSERT INTO review (key, created, created_by, runs, case_ids) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (key) DO NOTHING"""
_RATE = """
INSERT INTO rating (review, case_id, reviewer, at, verdict, support, useful, preferred, comment)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (review, case_id, reviewer) DO UPDATE SET at = excluded.at,
    verdict = excluded.verdict, support = excluded.support, useful = excluded.useful,
    preferred = excluded.preferred, comment = excluded.comment"""
_SETTLE = """
INSERT INTO settled (review, case_id, verdict, note, by, at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (review, case_id) DO UPDATE SET verdict = excluded.verdict, note = excluded.note,
    by = excluded.by, at = excluded.at"""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ReviewStore:
    """Reviews in one SQLite file; safe from several threads and processes."""

    def __init__(self, data_dir: Path, *, now: Callable[[], datetime] = _utc_now) -> None:
        self._path = data_dir / REVIEW_FILE
        self._now = now

    def create(
        self, runs: Sequence[PastRun], *, by: str, size: int, key: str, seed: int = 1
    ) -> Review:
        """A review of ``size`` questions drawn from what the runs have in common.

        ``key`` is the form's own: sent twice, it makes one review.

        Raises:
            UsageError: there are not one or two runs, they have nothing in common, or no name.
            StorageError: it can't be stored.
        """
        if len(runs) not in {1, 2}:
            raise UsageError("Välj en körning att granska, eller två att jämföra.")
        common = [case.id for case in runs[0].cases if all(_has(run, case.id) for run in runs[1:])]
        if not common:
            raise UsageError("Körningarna har inga frågor gemensamt att granska.")
        drawn = random.Random(seed)  # noqa: S311 - which questions, not a secret
        chosen = drawn.sample(common, min(size, len(common), MAX_CASES))
        values = (
            key,
            _written(self._now()),
            _named(by),
            json.dumps([run.run for run in runs]),
            json.dumps(sorted(chosen, key=common.index)),
        )
        insert = "INSERT INTO review (key, created, created_by, runs, case_ids)"
        with self._opened() as database:
            database.execute(
                f"{insert} VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING", values
            )
            row = database.execute("SELECT * FROM review WHERE key = ?", (key,)).fetchone()
            return _review(row)

    def all(self) -> tuple[Review, ...]:
        """Every review, the latest first."""
        if not self._path.exists():
            return ()
        with self._opened() as database:
            rows = database.execute("SELECT * FROM review ORDER BY number DESC").fetchall()
            return tuple(map(_review, rows))

    def get(self, number: int) -> Review | None:
        """The review of that number."""
        return next((review for review in self.all() if review.number == number), None)

    def delete(self, number: int) -> bool:
        """Delete a review with its ratings for good; whether it was there."""
        if not self._path.exists():
            return False
        with self._opened() as database:
            return database.execute("DELETE FROM review WHERE number = ?", (number,)).rowcount == 1

    def rate(self, review: Review, rating: Rating) -> None:
        """Keep what a reviewer says of a question; said again, the last words count.

        Raises:
            UsageError: the question is not in the review, or something is left unsaid.
            PersonalDataError: the comment holds a personal identity number.
            StorageError: it can't be stored.
        """
        _check(review, rating)
        values = (
            review.number,
            rating.case_id,
            _named(rating.reviewer),
            _written(self._now()),
            rating.verdict,
            rating.support,
            rating.useful,
            rating.preferred,
            _comment(rating.comment),
        )
        with self._opened() as database:
            database.execute(_RATE, values)

    def ratings(self, review: Review) -> tuple[Rating, ...]:
        """What has been said of the review's questions, in the order of the questions."""
        with self._opened() as database:
            found = "SELECT * FROM rating WHERE review = ? ORDER BY reviewer"
            rows = database.execute(found, (review.number,)).fetchall()
        read = [_rating(review, row) for row in rows if row["case_id"] in review.case_ids]
        return tuple(sorted(read, key=lambda rating: review.case_ids.index(rating.case_id)))

    def settle(self, review: Review, case_id: str, verdict: Verdict, *, note: str, by: str) -> None:
        """Keep what was agreed on in the end.

        Raises:
            UsageError: the question is not in the review, or there is no name.
            PersonalDataError: the note holds a personal identity number.
        """
        if case_id not in review.case_ids:
            raise UsageError("Frågan ingår inte i granskningen.")
        values = (review.number, case_id, verdict, _comment(note), _named(by))
        with self._opened() as database:
            database.execute(_SETTLE, (*values, _written(self._now())))

    def settled(self, review: Review) -> Mapping[str, Settled]:
        """What was agreed on in the end, by question."""
        with self._opened() as database:
            found = "SELECT * FROM settled WHERE review = ?"
            rows = database.execute(found, (review.number,)).fetchall()
        return {
            row["case_id"]: Settled(
                case_id=row["case_id"],
                verdict=Verdict(row["verdict"]),
                note=row["note"],
                by=row["by"],
                at=datetime.fromisoformat(row["at"]),
            )
            for row in rows
        }

    def agreement(self, review: Review) -> Agreement:
        """How alike the reviewers judge."""
        return agreement_of(self.ratings(review))

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with opened(self._path, _SCHEMA, UNSAVED) as database:
            yield database


def _check(review: Review, rating: Rating) -> None:
    if rating.case_id not in review.case_ids:
        raise UsageError("Frågan ingår inte i granskningen.")
    single = (rating.verdict, rating.support, rating.useful)
    if review.is_pairwise and rating.preferred is None:
        raise UsageError("Välj vilket svar som är bäst, eller att de är lika bra.")
    if not review.is_pairwise and None in single:
        raise UsageError("Svara på alla tre frågorna innan du sparar.")


def _has(run: PastRun, case_id: str) -> bool:
    return any(case.id == case_id for case in run.cases)


def _named(name: str) -> str:
    named = " ".join(name.split())[:MAX_NAME]
    if not named:
        raise UsageError(NO_NAME)
    return named


def _comment(text: str) -> str:
    if find_personal_numbers(text):
        raise PersonalDataError(PERSONAL)
    return text.strip()[:MAX_COMMENT]


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _review(row: sqlite3.Row) -> Review:
    return Review(
        number=row["number"],
        created=datetime.fromisoformat(row["created"]),
        created_by=row["created_by"],
        runs=tuple(json.loads(row["runs"])),
        case_ids=tuple(json.loads(row["case_ids"])),
    )


def _rating(review: Review, row: sqlite3.Row) -> Rating:
    preferred = Preferred(row["preferred"]) if row["preferred"] else None
    sides = review.sides(row["case_id"], row["reviewer"])
    chosen = {Preferred.LEFT: sides[0], Preferred.RIGHT: sides[-1]}
    return Rating(
        case_id=row["case_id"],
        reviewer=row["reviewer"],
        verdict=Verdict(row["verdict"]) if row["verdict"] else None,
        support=Support(row["support"]) if row["support"] else None,
        useful=None if row["useful"] is None else bool(row["useful"]),
        preferred=preferred,
        preferred_run=chosen.get(preferred, "") if preferred else "",
        comment=row["comment"],
        at=datetime.fromisoformat(row["at"]),
    )
