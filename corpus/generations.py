"""Where generations lie in the data directory, and how one becomes the current one.

``gen-000007/`` is whole and never changes again; ``gen-000008.tmp/`` is being built, or was when
its builder died; ``CURRENT`` names the one that is served. A generation gets its final name before
``CURRENT`` names it, and each step is on the disk before the next begins, so a kill between any two
leaves the former generation in place.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import IndexBusyError, IndexUnavailableError
from corpus.files import remove_tree, replace_durably, storage_errors, sync_folder, sync_tree
from corpus.locking import hold
from corpus.manifest import damaged_files, read_manifest

CURRENT_FILE = "CURRENT"
SERVING_FOLDER = "serving"
_WRITER_LOCK = "writer.lock"
_NAME = re.compile(r"gen-\d{6,}")
_UNFINISHED = re.compile(r"gen-\d{6,}\.tmp")


@contextmanager
def only_writer(data_dir: Path) -> Iterator[None]:
    """Be the data directory's one writer inside the block.

    Raises:
        IndexBusyError: another process is.
        StorageError: the directory can't be used.
    """
    with storage_errors(data_dir):
        data_dir.mkdir(parents=True, exist_ok=True)
        with hold(data_dir / _WRITER_LOCK) as alone:
            if not alone:
                raise IndexBusyError(
                    "Sökindexet byggs redan av ett annat program: försök igen när det är klart."
                )
            yield


def generation_names(data_dir: Path) -> tuple[str, ...]:
    """The names of all whole generations, newest first."""
    if not data_dir.is_dir():
        return ()
    names = [path.name for path in data_dir.iterdir() if _NAME.fullmatch(path.name)]
    return tuple(sorted(names, key=_number, reverse=True))


def current_name(data_dir: Path) -> str | None:
    """The generation that ``CURRENT`` names; None when it names none that exists."""
    try:
        named = (data_dir / CURRENT_FILE).read_bytes().decode("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return named if _NAME.fullmatch(named) and (data_dir / named).is_dir() else None


def next_name(data_dir: Path) -> str:
    """The name of the generation to be built; never one that was used before."""
    # A folder that could not be removed keeps its number, whether finished or not.
    taken = [path.name.removesuffix(".tmp") for path in data_dir.glob("gen-*")]
    numbers = [_number(name) for name in taken if _NAME.fullmatch(name)]
    return f"gen-{max(numbers, default=0) + 1:06d}"


def unfinished_folder(data_dir: Path, name: str) -> Path:
    """Where generation ``name`` is built."""
    return data_dir / f"{name}.tmp"


def commit(data_dir: Path, name: str) -> None:
    """Make the built generation ``name`` the current one."""
    folder = unfinished_folder(data_dir, name)
    sync_tree(folder)
    folder.replace(data_dir / name)
    sync_folder(data_dir)
    replace_durably(data_dir / CURRENT_FILE, f"{name}\n".encode("ascii"))


def discard_unfinished(data_dir: Path) -> None:
    """Remove what dead builders left; the caller is the only writer."""
    for path in data_dir.iterdir():
        if _UNFINISHED.fullmatch(path.name):
            remove_tree(path)


def prune(data_dir: Path, current: str) -> None:
    """Keep the current generation and the newest sound one before it; remove the others."""
    earlier = [name for name in generation_names(data_dir) if name != current]
    previous = next((name for name in earlier if is_sound(data_dir / name)), None)
    for name in earlier:
        if name != previous:
            remove_tree(data_dir / name)


def is_sound(folder: Path) -> bool:
    """Whether a generation matches its manifest."""
    try:
        return not damaged_files(folder, read_manifest(folder))
    except IndexUnavailableError:
        return False


def _number(name: str) -> int:
    return int(name.removeprefix("gen-"))
