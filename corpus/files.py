"""Files that survive a crash: written whole, flushed to the disk, and checked by their hash.

Used by everything in ``corpus`` that writes to the data directory. What the operating system
refuses becomes a ``StorageError`` in ``storage_errors``, in one place.
"""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import StorageError

# EFBIG is what a quota on file size gives; EDQUOT does not exist on Windows.
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def storage_errors(data_dir: Path) -> Iterator[None]:
    """Turn an ``OSError`` inside the block into a ``StorageError`` that names ``data_dir``."""
    try:
        yield
    except OSError as error:
        raise StorageError(_storage_message(data_dir, error)) from error


def _storage_message(data_dir: Path, error: OSError) -> str:
    if error.errno in _FULL:
        return f"Disken är full: frigör plats där datakatalogen {data_dir} ligger och försök igen."
    if error.errno in _REFUSED:
        return (
            f"Datakatalogen {data_dir} går inte att skriva i: "
            "ändra dess behörigheter eller ange en annan med LOTSEN_DATA_DIR."
        )
    return (
        f"Datakatalogen {data_dir} kan inte användas ({error.strerror or error}): "
        "ange en annan med LOTSEN_DATA_DIR."
    )


def sha256_of(path: Path) -> str:
    """The hexadecimal sha256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_durably(path: Path, content: bytes) -> None:
    """Write a file and wait until the disk has it."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_durably(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path``: a reader sees the old or the new whole, never a mix."""
    aside = path.with_name(path.name + ".tmp")
    write_durably(aside, content)
    aside.replace(path)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Wait until the disk has a file that someone else wrote."""
    # Windows flushes only what is open for writing.
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the disk has a folder's names; Windows can't, and orders them itself."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Wait until the disk has every file and name below ``folder``, and its own content."""
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path)
        else:
            sync_file(path)
    sync_folder(folder)


def remove_tree(folder: Path) -> bool:
    """Remove a folder if nobody holds it open; whether it is gone.

    It is renamed first, so that what is left of an interrupted removal is never taken for whole.
    """
    aside = folder.with_name(folder.name + ".tmp")
    try:
        if folder.suffix != ".tmp":
            folder.replace(aside)
            folder = aside
        shutil.rmtree(folder)
    except OSError:  # Windows refuses while a reader has a file open: the next writer tries again
        return False
    return True
