"""What every command shares: settings, output, and errors as one Swedish sentence."""

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from corpus.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.bootstrap import Assistant
    from assistant.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="Skriv ett JSON-dokument på standard ut.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="ÅÅÅÅ-MM-DD", help="Dagen som frågan gäller. Annars i dag."),
]


def read_settings() -> "Settings":
    """The settings from the environment.

    Raises:
        UsageError: a value has the wrong form.
    """
    from pydantic import ValidationError  # noqa: PLC0415 - --help must not wait for it

    from assistant.settings import Settings  # noqa: PLC0415

    try:
        return Settings()
    except ValidationError as error:
        name = f"LOTSEN_{error.errors()[0]['loc'][0]}".upper()
        raise UsageError(f"Inställningen {name} har ett värde som inte går att använda.") from error


@contextmanager
def open_assistant() -> "Iterator[Assistant]":
    """The assistant over the published index, closed afterwards."""
    from assistant.bootstrap import build_assistant  # noqa: PLC0415

    with build_assistant(read_settings()) as assistant:
        yield assistant


def parse_day(text: str | None) -> date:
    """The day a person wrote, or today.

    Raises:
        UsageError: when it is not a day as YYYY-MM-DD.
    """
    if text is None:
        return date.today()  # noqa: DTZ011 - the law is asked about in the reader's own calendar
    from assistant.wire import parse_day as parse_written_day  # noqa: PLC0415

    try:
        return parse_written_day(text)
    except ValueError as error:
        raise UsageError(str(error)) from error


def print_json(document: Mapping[str, Any]) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(writable(json.dumps(document, ensure_ascii=False, indent=2)) + "\n")


def print_json_line(document: Mapping[str, Any]) -> None:
    """One line of JSON lines on standard output, written out at once."""
    sys.stdout.write(writable(json.dumps(document, ensure_ascii=False)) + "\n")
    sys.stdout.flush()


def writable(text: str) -> str:
    r"""The text with half characters as ``\udc..``, which JSON reads back as what they were.

    The shell's bytes that are not UTF-8 reach Python as such halves, and no stream takes them.
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def say(text: str) -> None:
    """A line for the person, beside the output proper."""
    sys.stderr.write(writable(text) + "\n")


def report_error(code: str, message: str, *, as_json: bool) -> None:
    """Tell the error as the contract says; one line, so that it fits among JSON lines too."""
    if as_json:
        from assistant.wire import error_json  # noqa: PLC0415

        print_json_line(error_json(code, message))
    say(message)


def line_teller(total: int, stream: TextIO) -> Callable[[str], None]:
    """A line for each of ``total`` things as it is done, on a terminal; nothing elsewhere."""
    if not stream.isatty():
        return lambda _: None
    numbers = count(1)

    def tell(text: str) -> None:
        stream.write(writable(f"[{next(numbers)}/{total}] {text}") + "\n")

    return tell


@contextmanager
def progress_bar(label: str) -> "Iterator[Callable[[int, int], None]]":
    """A bar with the time left on a terminal, nothing elsewhere; call it with (done, total)."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich import progress as rich  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415

    columns = (
        rich.TextColumn("{task.description}"),
        rich.BarColumn(),
        rich.MofNCompleteColumn(separator=" av "),
        rich.TimeRemainingColumn(),
        rich.TextColumn("kvar"),
    )
    with rich.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
