"""One SQLite file that several threads and processes write to, in whole transactions."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from corpus.errors import StorageError

BUSY_SECONDS = 3.0
"""How long to wait while another process writes."""

_PRAGMAS = ("PRAGMA journal_mode = WAL", "PRAGMA secure_delete = ON", "PRAGMA foreign_keys = ON")


@contextmanager
def opened(path: Path, schema: Sequence[str], complaint: str) -> Iterator[sqlite3.Connection]:
    """The file with a writer's transaction begun; it is committed at the end of the block.

    ``schema`` are the statements that make the tables where they are not there.

    Raises:
        StorageError: the file can't be read or written; its text is ``complaint``.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # what people write is for the operator alone
        connected = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        with closing(connected) as database:
            database.row_factory = sqlite3.Row
            for pragma in _PRAGMAS:
                database.execute(pragma)
            database.execute("BEGIN IMMEDIATE")
            for statement in schema:
                database.execute(statement)
            yield database
            database.execute("COMMIT")
    except (sqlite3.Error, OSError) as error:
        raise StorageError(complaint) from error
