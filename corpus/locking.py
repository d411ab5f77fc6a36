"""A lock between processes that the operating system frees when its owner dies.

The lock is on an open file, not the file's existence: the file stays, a killed owner leaves nothing
to clean up, and two processes can't both believe that they cleaned up.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: BinaryIO) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class FileLock:
    """An exclusive lock on ``path``, also between two locks in one process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO | None = None

    def acquire(self) -> bool:
        """Take the lock without waiting; False when another holds it.

        Raises:
            OSError: the file can't be created, or the file system has no locks.
        """
        file = self.path.open("ab")
        taken = False
        try:
            taken = _try_lock(file)
        finally:
            if not taken:
                file.close()
        self._file = file if taken else None
        return taken

    def release(self) -> None:
        """Free the lock; closing the file is what frees it."""
        if self._file is not None:
            self._file.close()
            self._file = None


@contextmanager
def hold(path: Path, *, wait_seconds: float = 0.0) -> Iterator[bool]:
    """Hold the lock on ``path`` inside the block, which is told whether it was got in time."""
    lock = FileLock(path)
    deadline = time.monotonic() + wait_seconds
    taken = lock.acquire()
    while not taken and time.monotonic() < deadline:
        time.sleep(0.02)
        taken = lock.acquire()
    try:
        yield taken
    finally:
        lock.release()
