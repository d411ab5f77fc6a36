"""The user's own copies of originals, under ``<data>/originals/<document id>/``.

Each file lies beside a JSON record of where it came from. A newer file for the same document takes
the older one's place in the index; the older one stays on disk, marked as superseded. What could
not be read is recorded under ``<data>/unreadable/``, so that it can be shown.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.catalogue import load_catalogue
from corpus.documents import CatalogueEntry
from corpus.errors import UnreadableFileError, UsageError
from corpus.files import storage_errors
from ingest.blocks import ParsedFile
from ingest.entries import entry_of_file, known_entry, slug
from ingest.library_records import (
    OriginalRecord,
    UnreadableRecord,
    active_originals,
    record_path,
    save_record,
    store_original,
    unfetched_path,
    unreadable_path,
)
from ingest.parse_cache import ParseCache
from ingest.parsing import MAX_BYTES

READABLE_SUFFIXES = frozenset(
    {".pdf", ".docx", ".docm", ".dotx", ".html", ".htm", ".xhtml", ".xml", ".md", ".txt"}
)
# Found in a folder, these are reported as unreadable rather than passed over in silence.
KNOWN_SUFFIXES = READABLE_SUFFIXES | {".doc", ".dot", ".odt", ".rtf", ".mht", ".mhtml"}

_UNSAFE = re.compile(r"[^a-z0-9.]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedFile:
    """One file that is in the library now; ``state`` is "added", "replaced" or "unchanged".

    ``claims`` is the catalogue's id of the statute that the file calls itself and does not read
    like; such a file is one of the user's own.
    """

    path: Path
    document_id: str
    title: str
    state: str
    claims: str | None = None


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
                f"Mappen {path} innehåller inga PDF-, Word-, HTML-, Markdown- eller textfiler."
            )
        yield from found


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
        parsed = ParseCache(data_dir).read(content, path.name)
    except OSError as error:
        message = f"Filen {path.name} går inte att öppna ({error.strerror})."
        return _record_unreadable(data_dir, path, content, "oåtkomlig", message)
    except UnreadableFileError as error:
        return _record_unreadable(data_dir, path, content, error.kind, error.message)
    unreadable_path(data_dir, path).unlink(missing_ok=True)
    entry = known_entry(as_id) if as_id else entry_of_file(parsed, datetime.now(UTC).date())
    if entry.is_added and entry.document_id in taken:
        # Two files of one folder with one title are two documents, not a newer one and an older.
        entry = replace(entry, document_id=f"{entry.document_id}-{slug(path.stem)}")
    record = _record(path, content, parsed, entry)
    kept = _keep(data_dir, record, content, may_stay=as_id is None)
    return replace(kept, claims=_claimed(parsed, kept.document_id) if as_id is None else None)


def _claimed(parsed: ParsedFile, document_id: str) -> str | None:
    known = load_catalogue().by_sfs(parsed.sfs) if parsed.sfs is not None else None
    return known.document_id if known and known.document_id != document_id else None


def _record(
    path: Path, content: bytes, parsed: ParsedFile, entry: CatalogueEntry
) -> OriginalRecord:
    sha256 = hashlib.sha256(content).hexdigest()
    return OriginalRecord(
        document_id=entry.document_id,
        file_name=f"{sha256[:12]}-{_safe_name(path)}",
        source_path=_printable(path),
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
    for known, file in active:
        stays = may_stay or known.document_id == record.document_id
        if known.sha256 == record.sha256 and stays and file.is_file():
            return _added(known, record, "unchanged")
    kept = store_original(data_dir, record, content)
    # Whoever adds the file has mended what could not be fetched.
    unfetched_path(data_dir, record.document_id).unlink(missing_ok=True)
    others = [(known, file) for known, file in active if file != kept]
    for known, file in others:
        if record.document_id == known.document_id or record.sha256 == known.sha256:
            elsewhere = record.document_id != known.document_id
            save_record(record_path(file), replace(known, superseded=True, withdrawn=elsewhere))
    replaced = any(known.document_id == record.document_id for known, _ in others)
    return _added(record, record, "replaced" if replaced else "added")


def _added(kept: OriginalRecord, offered: OriginalRecord, state: str) -> AddedFile:
    return AddedFile(
        path=Path(offered.source_path),
        document_id=kept.document_id,
        title=kept.title,
        state=state,
    )


def _record_unreadable(
    data_dir: Path, path: Path, content: bytes, kind: str, message: str
) -> UnreadableRecord:
    record = UnreadableRecord(
        source_path=_printable(path),
        sha256=hashlib.sha256(content).hexdigest(),
        tried_at=datetime.now(UTC).isoformat(),
        kind=kind,
        message=message,
    )
    save_record(unreadable_path(data_dir, path), record)
    return record


def _printable(path: Path) -> str:
    """The path as text that can be written: a file's name need not be valid UTF-8."""
    return str(path).encode("utf-8", "replace").decode("utf-8")


def _safe_name(path: Path) -> str:
    """The file's name in characters that every file system takes, its suffix kept."""
    suffix = _UNSAFE.sub("", path.suffix.lower())
    return f"{slug(path.stem)}{suffix}"
