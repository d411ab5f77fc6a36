"""The file of feedback: what is kept, for how long, and what a full or locked disk does."""

import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant import feedback as module
from assistant.conversation import Turn
from assistant.feedback import FEEDBACK_FILE, Feedback, FeedbackReason, FeedbackStore, Rating
from corpus.errors import StorageError

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FEEDBACK = Feedback(
    rating=Rating.NO,
    reason=FeedbackReason.INCOMPLETE,
    comment="Säger inget om § 9 – 'varför'?",
    question="Vem leder rådet?",
    answer="Kommunen.",
    answer_pass='{"status": "answered"}',
    history=(Turn(question="Finns ett råd?", answer="Ja."),),
)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> FeedbackStore:
    return FeedbackStore(tmp_path / "data", 30, now=clock)


@pytest.fixture
def locked(store: FeedbackStore, tmp_path: Path) -> Iterator[None]:
    """Another process is in the middle of writing."""
    store.keep(FEEDBACK, key="before")
    with closing(sqlite3.connect(tmp_path / "data" / FEEDBACK_FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def test_what_is_kept_comes_back_whole(store: FeedbackStore) -> None:
    assert store.keep(FEEDBACK, key="a", generation="gen-000001")
    (stored,) = store.all()
    assert stored.feedback == FEEDBACK
    assert (stored.number, stored.generation) == (1, "gen-000001")
    assert (stored.at, stored.until) == (NOON, NOON + timedelta(days=30))
    assert store.get(1) == stored
    assert store.get(2) is None


def test_the_file_is_for_the_operator_alone(store: FeedbackStore, tmp_path: Path) -> None:
    store.keep(FEEDBACK, key="a")
    mode = (tmp_path / "data" / FEEDBACK_FILE).stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_the_same_key_is_stored_once_with_its_last_words(store: FeedbackStore) -> None:
    changed = Feedback(rating=Rating.NO, reason=FeedbackReason.OTHER, comment="Rättat.")
    assert store.keep(FEEDBACK, key="a")
    assert not store.keep(changed, key="a")
    (stored,) = store.all()
    assert (stored.feedback.reason, stored.feedback.comment) == (changed.reason, "Rättat.")
    assert stored.feedback.question == FEEDBACK.question


def test_two_tabs_that_send_at_once_are_stored_once(store: FeedbackStore) -> None:
    new: list[bool] = []
    senders = [
        threading.Thread(target=lambda: new.append(store.keep(FEEDBACK, key="a"))) for _ in range(8)
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sorted(new) == [False] * 7 + [True]
    assert len(store.all()) == 1


def test_with_no_days_nothing_is_written(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "data", 0)
    assert store.keep(FEEDBACK, key="a")
    assert not store.keep(FEEDBACK, key="a")
    assert store.all() == ()
    assert not (tmp_path / "data").exists()
    assert FeedbackStore(None, 30).days == 0


def test_old_feedback_is_gone_at_the_next_write(store: FeedbackStore, clock: Clock) -> None:
    store.keep(FEEDBACK, key="old")
    clock.moment = NOON + timedelta(days=29)
    store.keep(FEEDBACK, key="young")
    assert [stored.number for stored in store.all()] == [1, 2]
    clock.moment = NOON + timedelta(days=30)
    store.keep(FEEDBACK, key="new")
    assert [stored.number for stored in store.all()] == [2, 3]


def test_fewer_days_from_now_on_count_for_what_is_there(
    store: FeedbackStore, clock: Clock, tmp_path: Path
) -> None:
    store.keep(FEEDBACK, key="a")
    clock.moment = NOON + timedelta(days=8)
    FeedbackStore(tmp_path / "data", 7, now=clock).forget_old()
    assert store.all() == ()


def test_where_storing_was_turned_off_the_promised_time_still_holds(
    store: FeedbackStore, clock: Clock, tmp_path: Path
) -> None:
    store.keep(FEEDBACK, key="a")
    off = FeedbackStore(tmp_path / "data", 0, now=clock)
    off.forget_old()
    assert len(off.all()) == 1
    clock.moment = NOON + timedelta(days=30)
    off.forget_old()
    assert off.all() == ()


def test_deleted_feedback_leaves_no_word_on_the_disk(store: FeedbackStore, tmp_path: Path) -> None:
    store.keep(Feedback(rating=Rating.NO, comment="hemligtord"), key="a")
    assert store.delete(1)
    assert not store.delete(1)
    written = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    assert b"hemligtord" not in written


def test_a_number_is_never_used_again(store: FeedbackStore) -> None:
    store.keep(FEEDBACK, key="a")
    store.delete(1)
    store.keep(FEEDBACK, key="b")
    assert [stored.number for stored in store.all()] == [2]


def test_a_locked_file_is_told_in_swedish(
    store: FeedbackStore, locked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.sqlite_file.BUSY_SECONDS", 0.05)
    with pytest.raises(StorageError, match="kunde inte sparas just nu"):
        store.keep(FEEDBACK, key="a")


def test_a_file_that_is_no_database_is_named(store: FeedbackStore, tmp_path: Path) -> None:
    store.keep(FEEDBACK, key="a")
    (tmp_path / "data" / FEEDBACK_FILE).write_bytes(b"inte sqlite" * 100)
    with pytest.raises(StorageError, match=FEEDBACK_FILE):
        store.all()


def test_a_folder_that_can_not_be_made_is_told_in_swedish(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("", encoding="utf-8")
    with pytest.raises(StorageError, match="kunde inte sparas"):
        FeedbackStore(tmp_path / "fil" / "data", 30).keep(FEEDBACK, key="a")


def test_no_more_than_so_many_are_kept(
    store: FeedbackStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_ROWS", 2)
    for key in ("a", "b"):
        store.keep(FEEDBACK, key=key)
    with pytest.raises(StorageError, match="inte plats för fler"):
        store.keep(FEEDBACK, key="c")
    assert not store.keep(FEEDBACK, key="b")
