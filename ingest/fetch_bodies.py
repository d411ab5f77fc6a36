"""A response's bytes, whole and within bounds, however they are packed."""

import time
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from corpus.errors import FetchError

_GZIP = frozenset({"gzip", "x-gzip"})
_UNPACKED_AT_ONCE = 1024 * 1024
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS  # what zlib calls "tell by the header"


def read_body(
    chunks: Iterable[bytes],
    *,
    encoding: str,
    announced: str,
    max_bytes: int,
    deadline: float,
    url: str,
) -> bytes:
    """The body's bytes, unpacked.

    Args:
        chunks: The bytes as they come over the wire.
        encoding: The header Content-Encoding.
        announced: The header Content-Length; a file that is too large by its own word is not read.
        max_bytes: The most bytes, both as sent and unpacked.
        deadline: When to give up, by ``time.monotonic``.
        url: The address for messages.

    Raises:
        FetchError: The body is too large, too slow, cut off, or packed in a way we did not ask for.
    """
    if announced.isascii() and announced.isdecimal() and float(announced) > max_bytes:
        raise _too_large(url, max_bytes)
    packed = encoding.strip().lower()
    sent = _bounded(chunks, max_bytes, deadline, url)
    if packed in {"", "identity"}:
        return b"".join(sent)
    if packed not in _GZIP:
        raise FetchError(f"Filen på {url} är packad på ett sätt som inte kan läsas.")
    return b"".join(_bounded(_unpacked(sent, url), max_bytes, deadline, url))


def retry_after_seconds(value: str) -> float | None:
    """The header Retry-After in seconds from now, never below 0; None when it says nothing."""
    if value.isascii() and value.isdecimal():
        return float(value)
    try:
        named = parsedate_to_datetime(value)
    except ValueError:
        return None
    if named.tzinfo is None:
        named = named.replace(tzinfo=UTC)
    return max(0.0, (named - datetime.now(UTC)).total_seconds())


def _bounded(chunks: Iterable[bytes], max_bytes: int, deadline: float, url: str) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > max_bytes:
            raise _too_large(url, max_bytes)
        if time.monotonic() > deadline:
            raise too_slow(url)
        yield chunk


def _unpacked(chunks: Iterable[bytes], url: str) -> Iterator[bytes]:
    """The unpacked bytes in pieces of bounded size, so that a bomb is seen before it is whole."""
    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        for chunk in chunks:
            rest = chunk
            while rest and not unpacker.eof:
                yield unpacker.decompress(rest, _UNPACKED_AT_ONCE)
                rest = unpacker.unconsumed_tail
        # A full piece may have left bytes inside the unpacker that need no further input.
        while not unpacker.eof and (more := unpacker.decompress(b"", _UNPACKED_AT_ONCE)):
            yield more
    except zlib.error as error:
        raise FetchError(f"Filen på {url} är skadad: den går inte att packa upp.") from error
    if not unpacker.eof:
        raise FetchError(f"Filen på {url} kom bara till en del.")


def too_slow(url: str) -> FetchError:
    """The error of a file that did not come in time."""
    return FetchError(f"Filen på {url} kom för långsamt, och hämtningen avbröts.")


def _too_large(url: str, max_bytes: int) -> FetchError:
    limit = max_bytes // (1024 * 1024)
    return FetchError(f"Filen på {url} är större än {limit} MB och hämtas inte.")
