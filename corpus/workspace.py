"""Working copies of published files for a library that writes where it should only read.

Each copy is a folder ``<name>-<pid>-<random>`` with a lock file beside it that its process holds.
The lock, not the process number, tells whether the owner lives: it works across containers and on
Windows, and is freed by the operating system when the owner is killed.
"""

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from corpus.errors import StorageError
from corpus.files import storage_errors
from corpus.locking import FileLock, hold

_MUTEX = "serving.lock"
_OWNER_SUFFIX = ".owner"
_WAIT_SECONDS = 10.0


class WorkingCopy:
    """A private copy of a folder, removed by ``remove`` or, after a crash, by the next copy."""

    def __init__(self, source: Path, workspace: Path, name: str) -> None:
        with storage_errors(workspace.parent):
            workspace.mkdir(parents=True, exist_ok=True)
            with hold(workspace / _MUTEX, wait_seconds=_WAIT_SECONDS) as alone:
                if not alone:
                    raise StorageError(
                        f"Arbetskopian i {workspace} är upptagen av ett annat program: "
                        "försök igen om en stund."
                    )
                _remove_abandoned(workspace)
                self.folder = workspace / f"{name}-{os.getpid()}-{secrets.token_hex(4)}"
                self._owner = FileLock(_owner_file(self.folder))
                self._owner.acquire()
            try:
                _copy_tree(source, self.folder)
            except OSError:
                self.remove()
                raise

    def remove(self) -> None:
        """Remove the copy; a second call does nothing."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._owner.release()
        _forget_owner(self.folder)


def _copy_tree(source: Path, target: Path) -> None:
    # Unlike shutil.copytree it stops at the first error and keeps its number; unlike rglob it does
    # not pass over a folder that a builder removes meanwhile.
    for folder, _, names in os.walk(source, onerror=_raise):
        copied = target / Path(folder).relative_to(source)
        copied.mkdir()
        for name in names:
            shutil.copyfile(Path(folder, name), copied / name)


def _raise(error: OSError) -> NoReturn:
    raise error


def _owner_file(folder: Path) -> Path:
    return folder.with_name(folder.name + _OWNER_SUFFIX)


def _remove_abandoned(workspace: Path) -> None:
    """Remove copies whose owners are gone; the caller holds the mutex."""
    for owner_file in workspace.glob(f"*{_OWNER_SUFFIX}"):
        lock = FileLock(owner_file)
        if not lock.acquire():
            continue
        folder = owner_file.with_suffix("")
        shutil.rmtree(folder, ignore_errors=True)
        lock.release()
        _forget_owner(folder)


def _forget_owner(folder: Path) -> None:
    """Remove the lock file of a copy that is gone, unless Windows sees it open elsewhere."""
    if not folder.exists():
        with suppress(OSError):
            _owner_file(folder).unlink()
