"""Embeddings remembered by content, so that a rebuild encodes only what changed.

A vector is found by the sha256 of the encoder's name and the exact text it was given. The cache is
one file of equal records that only grows at its end, so an interrupted write costs its own record
and nothing else. Vectors of the bundled digests come from ``corpus/seed.py`` before that.
"""

import hashlib
import os
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from itertools import islice
from pathlib import Path

import numpy as np

from corpus.encoding import PASSAGE_LIMIT, Encoder, Vectors, clean_text
from corpus.errors import StorageError
from corpus.files import storage_errors
from corpus.locking import hold

Progress = Callable[[int, int], None]

_KEY_BYTES = 32
_CHECK_BYTES = 4
_BATCH = 16  # texts between two writes: what a kill can cost each core, about 3 s of encoding
_WINDOW = 1_024  # texts that are sorted by length, so that those of a batch are about as long
_WAIT_SECONDS = 10.0


def ignore_progress(done: int, total: int) -> None:
    """Report nothing."""


def embed_passages(
    data_dir: Path,
    encoder: Encoder,
    texts: Sequence[str],
    *,
    seed: Mapping[bytes, Vectors],
    progress: Progress = ignore_progress,
) -> Vectors:
    """Vectors of ``texts``, shape (len(texts), dimension), encoding only unseen ones.

    Args:
        data_dir: the cache is ``cache/embeddings-….bin`` in it.
        encoder: encodes what neither seed nor cache has.
        texts: what the encoder would be given.
        seed: vectors that are known beforehand, by ``content_key``.
        progress: told how many of how many texts have been encoded, cached ones left out.

    Raises:
        StorageError: the cache can't be written.
    """
    cache = EmbeddingCache(data_dir, encoder)
    keys = [content_key(encoder.name, text) for text in texts]
    known = {**cache.load(), **seed}
    missing = _missing(keys, texts, known)
    done = 0
    progress(done, len(missing))
    for fresh in _encoded(encoder, list(missing.items())):
        cache.append(fresh)
        known |= fresh
        done += len(fresh)
        progress(done, len(missing))
    vectors = np.empty((len(texts), encoder.dimension), dtype=np.float32)
    for row, key in enumerate(keys):
        vectors[row] = known[key]
    return vectors


def unseen_texts(
    data_dir: Path, encoder: Encoder, texts: Sequence[str], *, seed: Mapping[bytes, Vectors]
) -> list[str]:
    """The texts that ``embed_passages`` would have to encode."""
    keys = [content_key(encoder.name, text) for text in texts]
    known = {**EmbeddingCache(data_dir, encoder).load(), **seed}
    return list(_missing(keys, texts, known).values())


def usable_cores() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _missing(
    keys: Sequence[bytes], texts: Sequence[str], known: Mapping[bytes, Vectors]
) -> dict[bytes, str]:
    """Each unknown text once, by its key."""
    return {key: text for key, text in zip(keys, texts, strict=True) if key not in known}


def _encoded(
    encoder: Encoder, missing: Sequence[tuple[bytes, str]]
) -> Iterator[Mapping[bytes, Vectors]]:
    """The vectors of ``missing``, batch by batch as they are done, on all cores.

    An encoder uses one thread a call, so that as many calls as there are cores fill the machine.
    """
    cores = usable_cores()
    batches = _batches(missing)
    failure: BaseException | None = None
    with ThreadPoolExecutor(cores) as pool:
        # One batch more than cores, so that none waits for the cache to be written.
        running = {pool.submit(_encode, encoder, batch) for batch in islice(batches, cores + 1)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                failure = failure or future.exception()
                if failure is None:
                    following = islice(batches, 1)
                    running.update(pool.submit(_encode, encoder, batch) for batch in following)
                if future.exception() is None:
                    yield future.result()
    if failure is not None:  # told after what was begun has been kept
        raise failure


def _encode(encoder: Encoder, batch: Sequence[tuple[bytes, str]]) -> Mapping[bytes, Vectors]:
    vectors = encoder.encode_passages([text for _, text in batch])
    return {key: vector for (key, _), vector in zip(batch, vectors, strict=True)}


def _batches(missing: Sequence[tuple[bytes, str]]) -> Iterator[Sequence[tuple[bytes, str]]]:
    for start in range(0, len(missing), _WINDOW):
        window = sorted(missing[start : start + _WINDOW], key=lambda item: len(item[1]))
        for first in range(0, len(window), _BATCH):
            yield window[first : first + _BATCH]


def content_key(encoder_name: str, text: str) -> bytes:
    """32 bytes that stand for an encoder and the text as the encoder sees it."""
    seen = clean_text(text, PASSAGE_LIMIT)
    return hashlib.sha256(f"{encoder_name}\0{seen}".encode()).digest()


class EmbeddingCache:
    """The cache file of one encoder: records of key, float32 vector and CRC-32 of both."""

    def __init__(self, data_dir: Path, encoder: Encoder) -> None:
        slug = re.sub(r"[^a-z0-9]+", "-", encoder.name.lower()).strip("-")[:60]
        # Two names may share a slug; their keys still differ, but their dimension may too.
        self.path = data_dir / "cache" / f"embeddings-{slug}-{encoder.dimension}.bin"
        self._data_dir = data_dir
        self._dimension = encoder.dimension
        self._record = _KEY_BYTES + 4 * encoder.dimension + _CHECK_BYTES

    def load(self) -> dict[bytes, Vectors]:
        """Every whole record; damaged ones are passed over and encoded anew."""
        if not self.path.is_file():
            return {}
        with storage_errors(self._data_dir):
            content = self.path.read_bytes()
        starts = range(0, len(content) - self._record + 1, self._record)
        records = (content[start : start + self._record] for start in starts)
        return dict(self._parse(record) for record in records if _is_whole(record))

    def append(self, vectors: Mapping[bytes, Vectors]) -> None:
        """Add records at the end, over a torn record if there is one.

        Raises:
            StorageError: the file can't be written, or another program keeps it busy.
        """
        with storage_errors(self._data_dir):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with hold(self.path.with_suffix(".lock"), wait_seconds=_WAIT_SECONDS) as alone:
                if not alone:
                    raise StorageError(
                        f"Filen {self.path} är upptagen av ett annat program: försök igen."
                    )
                self._write(b"".join(self._format(*item) for item in vectors.items()))

    def _write(self, records: bytes) -> None:
        self.path.touch()
        with self.path.open("rb+") as file:
            size = file.seek(0, 2)
            file.seek(size - size % self._record)
            file.truncate()
            file.write(records)

    def _format(self, key: bytes, vector: Vectors) -> bytes:
        body = key + vector.astype("<f4").tobytes()
        return body + zlib.crc32(body).to_bytes(_CHECK_BYTES, "little")

    def _parse(self, record: bytes) -> tuple[bytes, Vectors]:
        vector = np.frombuffer(record, dtype="<f4", count=self._dimension, offset=_KEY_BYTES)
        return record[:_KEY_BYTES], vector.astype(np.float32)


def _is_whole(record: bytes) -> bool:
    body, check = record[:-_CHECK_BYTES], record[-_CHECK_BYTES:]
    return zlib.crc32(body) == int.from_bytes(check, "little")
