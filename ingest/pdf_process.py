"""Each PDF is opened in a process of its own, with limits on memory and time.

``RLIMIT_AS`` is set by the process itself, 1 GiB above the address space that it has mapped when it
begins: the interpreter is not counted, the readers and the file are. It has 60 seconds of processor
time and 60 on the clock.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import UnreadableFileError
from corpus.page_boxes import PageBox
from ingest.pdf_content import PdfContent, content_from_json, fault_from_json

SECONDS = 60.0
PICTURE_SECONDS = 15.0
"""A person waits for a picture, and the words that it shows are there without it."""
# The parent's own packages, wherever they lie.
_ROOT = Path(__file__).parents[1]
_WORKER = (sys.executable, "-P", "-W", "ignore", "-m", "ingest.pdf_worker")
_PASSED_ON = frozenset(
    {"PATH", "LANG", "LC_ALL", "TMP", "TEMP", "TMPDIR", "SYSTEMROOT", "OMP_NUM_THREADS"}
)
_TOO_LONG = {-getattr(signal, name, 0) for name in ("SIGXCPU", "SIGKILL")} - {0}


def read_in_process(
    content: bytes, name: str, *, seconds: float = SECONDS, worker: Sequence[str] = _WORKER
) -> PdfContent:
    """The text of a PDF, read by a process that it can't take anything else down with.

    Args:
        content: The file's bytes.
        name: What messages call the file.
        seconds: How long the process may take.
        worker: The command that is run, before its arguments.

    Raises:
        UnreadableFileError: kind "krypterad", "trasig" or "för stor".
    """
    answer = _answer((*worker, "read", _printable(name)), content, name, seconds)
    try:
        return content_from_json(answer)
    except ValueError as error:
        raise _broke_down(name) from error


def picture_in_process(
    content: bytes, name: str, page: int, scale: float, boxes: Sequence[PageBox] = ()
) -> bytes:
    """A page as PNG, ``scale`` pixels to a point; ``page`` is 1-based, ``boxes`` are framed.

    Raises:
        UnreadableFileError: kind "trasig" or "för stor".
    """
    framed = ";".join(",".join(f"{place:.1f}" for place in box[1:]) for box in boxes)
    command = (*_WORKER, "picture", str(page), str(scale), framed)
    return _answer(command, content, name, PICTURE_SECONDS)


def _environment() -> dict[str, str]:
    """What Python needs to start, and none of our secrets: a hostile file may take it over."""
    kept = {name: value for name, value in os.environ.items() if name.upper() in _PASSED_ON}
    return {**kept, "PYTHONPATH": str(_ROOT)}


def _answer(command: Sequence[str], content: bytes, name: str, seconds: float) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 – our own module with our own arguments
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _took_too_long(name) from error
    if done.returncode == 0:
        return done.stdout
    if done.returncode in _TOO_LONG:
        raise _took_too_long(name)
    try:
        fault = fault_from_json(done.stdout)
    except ValueError as error:
        raise _broke_down(name) from error
    raise UnreadableFileError(fault.message, kind=fault.kind)


def _printable(name: str) -> str:
    """The name as any process takes it: a file's name need not be valid UTF-8."""
    return name.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


def _took_too_long(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{name} tog för lång tid att läsa och lades undan: spara filen på nytt eller dela den.",
        kind="för stor",
    )


def _broke_down(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{name} är skadad så att läsningen avbröts: hämta filen på nytt.", kind="trasig"
    )
