"""The nouns of the flow as JSON lines, one value a line, checked against their types when read."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from corpus.files import write_durably

T = TypeVar("T")


def write_records(path: Path, values: Iterable[T], kind: type[T]) -> None:
    """Write values of one dataclass, in order."""
    from pydantic import TypeAdapter  # noqa: PLC0415 – 150 ms, and only an index needs it

    adapter: TypeAdapter[T] = TypeAdapter(kind)
    write_durably(path, b"".join(adapter.dump_json(value) + b"\n" for value in values))


def records_sum(values: Iterable[T], kind: type[T]) -> str:
    """The hexadecimal sha256 of the file that ``write_records`` would write."""
    from pydantic import TypeAdapter  # noqa: PLC0415 – 150 ms, and only an index needs it

    adapter: TypeAdapter[T] = TypeAdapter(kind)
    digest = hashlib.sha256()
    for value in values:
        digest.update(adapter.dump_json(value) + b"\n")
    return digest.hexdigest()


def read_records(path: Path, kind: type[T]) -> tuple[T, ...]:
    """Read what ``write_records`` wrote.

    Raises:
        ValueError: a line is not such a value.
    """
    from pydantic import TypeAdapter  # noqa: PLC0415 – 150 ms, and only an index needs it

    adapter: TypeAdapter[T] = TypeAdapter(kind)
    with path.open("rb") as file:
        return tuple(adapter.validate_json(line) for line in file)
