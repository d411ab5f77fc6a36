"""What slow files were parsed to, remembered by content, so that a rebuild parses them once.

A PDF takes seconds, a page of Markdown less time than looking it up: only what was slow is kept.
``<data>/cache/parsed-<sum of the code and libraries>/`` holds one JSON file for each; those of
earlier code are removed. A damaged file is parsed anew.
"""

import hashlib
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from corpus.code_sum import code_sum
from corpus.files import replace_durably
from ingest.blocks import ParsedFile
from ingest.parsing import read_content

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_SLOW_SECONDS = 0.1
_PREFIX = "parsed-"
_LIBRARIES = ("pypdfium2", "pypdf", "pdfplumber", "lxml", "python-docx", "markdown-it-py")

Parse = Callable[[bytes, str], ParsedFile]


class ParseCache:
    """``read_content`` with a memory in the data directory; for several threads."""

    def __init__(self, data_dir: Path, parse: Parse = read_content) -> None:
        self._parse = parse
        self._lock = threading.Lock()
        self._all = data_dir / "cache"
        made_by = code_sum("ingest", "corpus", libraries=_LIBRARIES)
        self._folder = self._all / f"{_PREFIX}{made_by[:16]}"

    def read(self, content: bytes, name: str) -> ParsedFile:
        """The parsed file, from the memory or from ``parse``.

        Raises:
            UnreadableFileError: The file can't be read.
        """
        path = self._folder / f"{_key(content, name)}.json"
        known = _known(path)
        if known is not None:
            return known
        begun = time.perf_counter()
        parsed = self._parse(content, name)
        if time.perf_counter() - begun > _SLOW_SECONDS:
            with suppress(OSError):  # a full disk costs time only; whoever writes the index tells
                self._keep(path, parsed)
        return parsed

    def _keep(self, path: Path, parsed: ParsedFile) -> None:
        with self._lock:  # what another thread has just written is nothing old
            if not self._folder.is_dir():
                for old in self._all.glob(f"{_PREFIX}*"):
                    shutil.rmtree(old, ignore_errors=True)
                self._folder.mkdir(parents=True)
        replace_durably(path, _sealed(parsed))


def _key(content: bytes, name: str) -> str:
    """A title may come from the file's name, and the format from its suffix."""
    digest = hashlib.sha256(PurePath(name).name.encode("utf-8", "surrogateescape") + b"\0")
    digest.update(content)
    return digest.hexdigest()


def _known(path: Path) -> ParsedFile | None:
    """What is remembered under ``path``; None when nothing is, or not as it was written."""
    try:
        seal, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if seal != _seal(body):
        return None
    try:
        return _adapter().validate_json(body)
    except ValueError:  # written when a parsed file had another shape
        return None


def _sealed(parsed: ParsedFile) -> bytes:
    body = _adapter().dump_json(parsed)
    return _seal(body) + b"\n" + body


def _seal(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode("ascii")


@cache
def _adapter() -> "TypeAdapter[ParsedFile]":
    from pydantic import TypeAdapter  # noqa: PLC0415 – 150 ms

    return TypeAdapter(ParsedFile)
