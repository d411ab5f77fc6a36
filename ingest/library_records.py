"""The records beside the user's copies of originals, and where both lie in the data directory."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from corpus.catalogue import load_catalogue, sfs_document_id
from corpus.documents import CatalogueEntry
from corpus.files import replace_durably
from ingest.entries import local_entry, statute_entry

_ORIGINALS = "originals"
_UNREADABLE = "unreadable"
_UNFETCHED = "unfetched"
_RECORD = ".json"
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedFrom:
    """Where and when a file was fetched, times in ISO 8601.

    ``address`` is the catalogue's, ``url`` what it led to in the end: through redirects, or to the
    PDF on a page. ``etag`` and ``last_modified`` are the server's words, ``rights`` the
    catalogue's. ``checked_at`` is when the server last gave, or vouched for, this very content.
    """

    address: str
    url: str
    fetched_at: str
    checked_at: str
    rights: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfetchedRecord:
    """A document that could not be fetched the last time: one Swedish sentence for each address."""

    document_id: str
    tried_at: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalRecord:
    """What is known of one file in the library; ``file_name`` lies in the document's folder.

    ``source_path`` is where it came from: a path on the user's machine, or the address it was
    fetched from, of which ``fetched`` tells more. ``superseded`` is true once a newer file has
    come, ``withdrawn`` when the file turned out to be another document's.
    """

    document_id: str
    file_name: str
    source_path: str
    sha256: str
    added_at: str
    title: str
    media_type: str
    sfs: str | None = None
    valid_from: date | None = None
    superseded: bool = False
    withdrawn: bool = False
    fetched: FetchedFrom | None = None

    @property
    def entry(self) -> CatalogueEntry:
        """The catalogue's entry, or the one that was made for this file."""
        known = load_catalogue().get(self.document_id)
        if known is not None:
            return known
        if self.sfs is not None and self.document_id == sfs_document_id(self.sfs):
            return statute_entry(self.sfs, self.title, self.valid_from)
        added = datetime.fromisoformat(self.added_at).date()
        return replace(local_entry(self.title, added), document_id=self.document_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableRecord:
    """A file that was offered and could not be read; ``kind`` as in ``UnreadableFileError``."""

    source_path: str
    sha256: str
    tried_at: str
    kind: str
    message: str


def active_originals(data_dir: Path) -> tuple[tuple[OriginalRecord, Path], ...]:
    """The newest file of each document in the library with its path, in order of id."""
    newest: dict[str, tuple[OriginalRecord, Path]] = {}
    for record, folder in _records(data_dir):
        present = newest.get(record.document_id)
        if not record.superseded and (present is None or present[0].added_at <= record.added_at):
            newest[record.document_id] = (record, folder / record.file_name)
    return tuple(newest[document_id] for document_id in sorted(newest))


def earlier_originals(
    data_dir: Path, newest: OriginalRecord
) -> tuple[tuple[OriginalRecord, Path], ...]:
    """The files of a document before its newest one, newest first."""
    found = [
        (record, folder / record.file_name)
        for record, folder in _records(data_dir)
        if record.document_id == newest.document_id
        and record.superseded
        and not record.withdrawn
        and record.sha256 != newest.sha256
    ]
    return tuple(sorted(found, key=lambda item: item[0].added_at, reverse=True))


def original_file(data_dir: Path, document_id: str, sha256: str) -> Path | None:
    """The library's copy of exactly this content, superseded or not."""
    for record, folder in _records(data_dir):
        if (record.document_id, record.sha256) == (document_id, sha256):
            return folder / record.file_name
    return None


def unreadable_files(data_dir: Path) -> tuple[UnreadableRecord, ...]:
    """The files that were offered and could not be read, in order of path."""
    found = (_load(path, UnreadableRecord) for path in (data_dir / _UNREADABLE).glob(f"*{_RECORD}"))
    return tuple(sorted(filter(None, found), key=lambda record: record.source_path))


def store_original(data_dir: Path, record: OriginalRecord, content: bytes) -> Path:
    """Write a file and then its record, and give the file's path.

    In this order: a record without its file would be a promise that can't be kept.
    """
    folder = data_dir / _ORIGINALS / record.document_id
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / record.file_name
    replace_durably(file, content)
    save_record(record_path(file), record)
    return file


def replace_original(data_dir: Path, record: OriginalRecord, content: bytes) -> None:
    """Store a file as its document's original; the one before it stays on disk, superseded."""
    before = active_originals(data_dir)
    kept = store_original(data_dir, record, content)
    for known, file in before:
        if known.document_id == record.document_id and file != kept:
            save_record(record_path(file), replace(known, superseded=True))


def unfetched_documents(data_dir: Path) -> tuple[UnfetchedRecord, ...]:
    """The documents that could not be fetched the last time, in order of id."""
    found = (_load(path, UnfetchedRecord) for path in (data_dir / _UNFETCHED).glob(f"*{_RECORD}"))
    return tuple(sorted(filter(None, found), key=lambda record: record.document_id))


def unfetched_path(data_dir: Path, document_id: str) -> Path:
    """One record for each document: trying again writes over it, and success removes it."""
    return data_dir / _UNFETCHED / f"{document_id}{_RECORD}"


def unreadable_path(data_dir: Path, path: Path) -> Path:
    """One record for each path: trying again writes over it."""
    name = hashlib.sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return data_dir / _UNREADABLE / f"{name}{_RECORD}"


def record_path(file: Path) -> Path:
    """Where the record of a file in the library lies."""
    return file.with_name(file.name + _RECORD)


def save_record(path: Path, record: OriginalRecord | UnreadableRecord | UnfetchedRecord) -> None:
    """Write a record in one step, in a folder that is made if need be."""
    from pydantic import TypeAdapter  # noqa: PLC0415 – 150 ms that only ingest needs

    path.parent.mkdir(parents=True, exist_ok=True)
    adapter = TypeAdapter(type(record))
    replace_durably(path, adapter.dump_json(record, indent=2) + b"\n")


def _records(data_dir: Path) -> Iterator[tuple[OriginalRecord, Path]]:
    for path in sorted((data_dir / _ORIGINALS).glob(f"*/*{_RECORD}")):
        record = _load(path, OriginalRecord)
        if record is not None:
            yield record, path.parent


def _load(path: Path, kind: type[T]) -> T | None:
    """The record at ``path``, or None when something else lies there."""
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 – 150 ms

    try:
        return TypeAdapter(kind).validate_json(path.read_bytes())
    except ValidationError:
        return None
