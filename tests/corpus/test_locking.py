"""Rules of locks between processes and of the working copies that lean on them."""

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import StorageError
from corpus.locking import FileLock, hold
from corpus.workspace import WorkingCopy

HOLD_UNTIL_KILLED = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from corpus.workspace import WorkingCopy
copy = WorkingCopy(Path(sys.argv[1]) / "source", Path(sys.argv[1]) / "serving", "gen-000001")
print(copy.folder.name, flush=True)
time.sleep(600)
"""
ROOT = Path(__file__).parents[2]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "file").write_bytes(b"content")
    return folder


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_second_lock_waits_for_the_first_to_be_released(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()


def test_block_is_told_whether_it_holds_the_lock(tmp_path: Path) -> None:
    with hold(tmp_path / "lock") as outer, hold(tmp_path / "lock", wait_seconds=0.05) as inner:
        assert (outer, inner) == (True, False)
    with hold(tmp_path / "lock") as again:
        assert again


def test_working_copy_is_equal_and_separate(tmp_path: Path, source: Path) -> None:
    copy = WorkingCopy(source, tmp_path / "serving", "gen-000001")
    (copy.folder / "inner" / "file").write_bytes(b"changed")
    assert (source / "inner" / "file").read_bytes() == b"content"
    copy.remove()
    copy.remove()
    assert names(tmp_path / "serving") == {"serving.lock"}


def test_living_copies_are_left_alone(tmp_path: Path, source: Path) -> None:
    copies = [WorkingCopy(source, tmp_path / "serving", "gen-000001") for _ in range(3)]
    assert all((copy.folder / "inner" / "file").is_file() for copy in copies)
    for copy in copies:
        copy.remove()


def test_copy_of_a_killed_process_is_removed_by_the_next(tmp_path: Path, source: Path) -> None:
    serving = tmp_path / "serving"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_UNTIL_KILLED, str(tmp_path), str(ROOT)],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        theirs = process.stdout.readline().strip()
        living = WorkingCopy(source, serving, "gen-000001")
        assert theirs in names(serving)
        process.kill()
    mine = WorkingCopy(source, serving, "gen-000001")
    assert {name for name in names(serving) if (serving / name).is_dir()} == {
        living.folder.name,
        mine.folder.name,
    }
    for copy in (living, mine):
        copy.remove()
    assert names(serving) == {"serving.lock"}


def test_copy_of_a_missing_folder_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="kan inte användas"):
        WorkingCopy(tmp_path / "nowhere", tmp_path / "serving", "gen-000001")
    assert names(tmp_path / "serving") == {"serving.lock"}
