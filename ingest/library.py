"""The user's own copies of originals, under ``<data>/originals/<document id>/``.

Each file lies beside a JSON record of where it came from. A newer file for the same document takes
the older one's place in the index; the older one stays on disk, marked as superseded. What could
not be read is recorded under ``<data>/unreadable/``, so that it can be shown.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from corpus.catalogue import load_catalogue
from corpus.documents import CatalogueEntry
from corpus.errors import UnreadableFileError, UsageError
from corpus.files import replace_durably, storage_errors
from ingest.blocks import ParsedFile
from ingest.entries import LOCAL_KIND, entry_of_file, known_entry, local_entry, slug, statute_entry
from ingest.parsing import MAX_BYTES, read_content

READABLE_SUFFIXES = frozenset({".pdf", ".html", ".htm", ".md", ".txt"})
# Found in a folder, these are reported as unreadable rather than passed over in silence.
KNOWN_SUFFIXES = READABLE_SUFFIXES | {".docx", ".doc", ".odt", ".rtf"}

_ORIGINALS = "originals"
_UNREADABLE = "unreadable"
_RECORD = ".json"
_UNSAFE = re.compile(r"[^a-z0-9.]+")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalRecord:
    """What is known of one file in the library; ``file_name`` lies in the document's folder."""

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

    @property
    def entry(self) -> CatalogueEntry:
        """The catalogue's entry, or the one that was made for this file."""
        known = load_catalogue().get(self.document_id)
        if known is not None:
            return known
        if self.sfs is not None:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedFile:
    """One file that is in the library now; ``state`` is "added", "replaced" or "unchanged"."""

    path: Path
    document_id: str
    title: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReport:
    """What became of each file that was offered."""

    added: tuple[AddedFile, ...]
    unreadable: tuple[UnreadableRecord, ...]


def add_files(data_dir: Path, paths: Sequence[Path], as_id: str | None = None) -> AddReport:
    """Copy files into the library; those that can't be read are reported and the others are done.

    Args:
        data_dir: The data directory; made if it does not exist.
        paths: Files, or folders that are searched with everything below them.
        as_id: The catalogue id that the one file is an original of.

    Raises:
        UsageError: A path or the id does not exist, or ``as_id`` is given for several files.
        StorageError: The data directory can't be written.
    """
    files = tuple(files_below(paths))
    if as_id is not None:
        known_entry(as_id)
        if len(files) > 1:
            raise UsageError("--as gäller en enda fil: lägg till filerna var för sig.")
    added: list[AddedFile] = []
    unreadable: list[UnreadableRecord] = []
    with storage_errors(data_dir):
        for path in files:
            taken = frozenset(done.document_id for done in added)
            outcome = _add(data_dir, path.absolute(), as_id, taken)
            if isinstance(outcome, AddedFile):
                added.append(outcome)
            else:
                unreadable.append(outcome)
    return AddReport(added=tuple(added), unreadable=tuple(unreadable))


def files_below(paths: Sequence[Path]) -> Iterator[Path]:
    """The files among ``paths`` and those of a known kind in the folders, in order of name.

    Raises:
        UsageError: A path does not exist, or a folder holds no file of a known kind.
    """
    for path in paths:
        if path.is_file():
            yield path
            continue
        if not path.is_dir():
            raise UsageError(f"{path} finns inte.")
        found = [item for item in sorted(path.rglob("*")) if _is_offered(path, item)]
        if not found:
            raise UsageError(
                f"Mappen {path} innehåller inga PDF-, HTML-, Markdown- eller textfiler."
            )
        yield from found


def active_originals(data_dir: Path) -> tuple[tuple[OriginalRecord, Path], ...]:
    """The newest file of each document in the library with its path, in order of id."""
    newest: dict[str, tuple[OriginalRecord, Path]] = {}
    for record, folder in _records(data_dir):
        present = newest.get(record.document_id)
        if not record.superseded and (present is None or present[0].added_at <= record.added_at):
            newest[record.document_id] = (record, folder / record.file_name)
    return tuple(newest[document_id] for document_id in sorted(newest))


def unreadable_files(data_dir: Path) -> tuple[UnreadableRecord, ...]:
    """The files that were offered and could not be read, in order of path."""
    found = (_load(path, UnreadableRecord) for path in (data_dir / _UNREADABLE).glob(f"*{_RECORD}"))
    return tuple(sorted(filter(None, found), key=lambda record: record.source_path))


def read_bounded(path: Path) -> bytes:
    """A file's bytes; one byte more than the limit is enough to know that it is too large."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _is_offered(folder: Path, item: Path) -> bool:
    hidden = any(part.startswith(".") for part in item.relative_to(folder).parts)
    return item.suffix.lower() in KNOWN_SUFFIXES and not hidden and item.is_file()


def _add(
    data_dir: Path, path: Path, as_id: str | None, taken: frozenset[str]
) -> AddedFile | UnreadableRecord:
    content = b""
    try:
        content = read_bounded(path)
        parsed = read_content(content, path.name)
    except OSError as error:
        message = f"Filen {path.name} går inte att öppna ({error.strerror})."
        return _record_unreadable(data_dir, path, content, "oåtkomlig", message)
    except UnreadableFileError as error:
        return _record_unreadable(data_dir, path, content, error.kind, error.message)
    _unreadable_path(data_dir, path).unlink(missing_ok=True)
    entry = known_entry(as_id) if as_id else entry_of_file(parsed, datetime.now(UTC).date())
    if entry.kind == LOCAL_KIND and entry.document_id in taken:
        # Two files of one folder with one title are two documents, not a newer one and an older.
        entry = replace(entry, document_id=f"{entry.document_id}-{slug(path.stem)}")
    record = _record(path, content, parsed, entry)
    return _keep(data_dir, record, content, may_stay=as_id is None)


def _record(
    path: Path, content: bytes, parsed: ParsedFile, entry: CatalogueEntry
) -> OriginalRecord:
    sha256 = hashlib.sha256(content).hexdigest()
    return OriginalRecord(
        document_id=entry.document_id,
        file_name=f"{sha256[:12]}-{_safe_name(path)}",
        source_path=str(path),
        sha256=sha256,
        added_at=datetime.now(UTC).isoformat(),
        title=entry.title,
        media_type=parsed.media_type,
        sfs=parsed.sfs,
        valid_from=parsed.valid_from,
    )


def _keep(data_dir: Path, record: OriginalRecord, content: bytes, *, may_stay: bool) -> AddedFile:
    """Store a file unless its content is here; ``may_stay`` under another id as well."""
    active = active_originals(data_dir)
    path = Path(record.source_path)
    for known, _ in active:
        if known.sha256 == record.sha256 and (may_stay or known.document_id == record.document_id):
            return AddedFile(
                path=path, document_id=known.document_id, title=known.title, state="unchanged"
            )
    _store(data_dir, record, content)
    replaced = [item for item in active if item[0].document_id == record.document_id]
    moved = [item for item in active if item[0].sha256 == record.sha256]
    for older, file in (*replaced, *moved):
        _save(_record_path(file), replace(older, superseded=True))
    return AddedFile(
        path=path,
        document_id=record.document_id,
        title=record.title,
        state="replaced" if replaced else "added",
    )


def _store(data_dir: Path, record: OriginalRecord, content: bytes) -> None:
    """The file first: a record without its file would be a promise that can't be kept."""
    folder = data_dir / _ORIGINALS / record.document_id
    folder.mkdir(parents=True, exist_ok=True)
    replace_durably(folder / record.file_name, content)
    _save(_record_path(folder / record.file_name), record)


def _record_unreadable(
    data_dir: Path, path: Path, content: bytes, kind: str, message: str
) -> UnreadableRecord:
    record = UnreadableRecord(
        source_path=str(path),
        sha256=hashlib.sha256(content).hexdigest(),
        tried_at=datetime.now(UTC).isoformat(),
        kind=kind,
        message=message,
    )
    target = _unreadable_path(data_dir, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    _save(target, record)
    return record


def _unreadable_path(data_dir: Path, path: Path) -> Path:
    """One record for each path: trying again writes over it."""
    name = hashlib.sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return data_dir / _UNREADABLE / f"{name}{_RECORD}"


def _safe_name(path: Path) -> str:
    """The file's name in characters that every file system takes, its suffix kept."""
    suffix = _UNSAFE.sub("", path.suffix.lower())
    return f"{slug(path.stem)}{suffix}"


def _record_path(file: Path) -> Path:
    return file.with_name(file.name + _RECORD)


def _records(data_dir: Path) -> Iterator[tuple[OriginalRecord, Path]]:
    for path in sorted((data_dir / _ORIGINALS).glob(f"*/*{_RECORD}")):
        record = _load(path, OriginalRecord)
        if record is not None:
            yield record, path.parent


def _save(path: Path, record: OriginalRecord | UnreadableRecord) -> None:
    from pydantic import TypeAdapter  # noqa: PLC0415 – 150 ms that only ingest needs

    adapter = TypeAdapter(type(record))
    replace_durably(path, adapter.dump_json(record, indent=2) + b"\n")


def _load(path: Path, kind: type[T]) -> T | None:
    """The record at ``path``, or None when something else lies there."""
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 – 150 ms

    try:
        return TypeAdapter(kind).validate_json(path.read_bytes())
    except ValidationError:
        return None
