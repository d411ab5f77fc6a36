"""What the library keeps of a fetch: the file with where it came from, or why there is none."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.documents import CatalogueEntry
from corpus.files import sha256_of
from ingest.fetch_checks import file_name
from ingest.fetch_sources import FoundDocument
from ingest.http_exchange import Validators
from ingest.library_records import (
    FetchedFrom,
    OriginalRecord,
    UnfetchedRecord,
    active_originals,
    record_path,
    replace_original,
    save_record,
    unfetched_path,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOriginal:
    """The original that a document has before a fetch: its record, and its file on disk."""

    record: OriginalRecord
    file: Path

    @property
    def validators(self) -> Validators | None:
        """For asking whether it changed; None when it was not fetched, or is not whole any more."""
        source = self.record.fetched
        if source is None or not self.has(self.record.sha256):
            return None
        return Validators(url=source.url, etag=source.etag, last_modified=source.last_modified)

    def has(self, sha256: str) -> bool:
        """Whether the file is there with this very content."""
        return (
            self.record.sha256 == sha256 and self.file.is_file() and sha256_of(self.file) == sha256
        )

    def came_from(self, address: str) -> bool:
        """Whether it was fetched from this address of the catalogue."""
        return self.record.fetched is not None and self.record.fetched.address == address


def held_original(data_dir: Path, document_id: str) -> HeldOriginal | None:
    """The original of a document that the library has."""
    for record, file in active_originals(data_dir):
        if record.document_id == document_id:
            return HeldOriginal(record=record, file=file)
    return None


def keep_found(
    data_dir: Path, entry: CatalogueEntry, found: FoundDocument, held: HeldOriginal | None
) -> bool:
    """Store what came; False when it is what we have, which is noted as checked."""
    sha256 = hashlib.sha256(found.download.content).hexdigest()
    source = _source(entry, found, datetime.now(UTC).isoformat())
    if held is not None and held.has(sha256):
        fetched_at = held.record.fetched.fetched_at if held.record.fetched else source.fetched_at
        unchanged = replace(held.record, fetched=replace(source, fetched_at=fetched_at))
        save_record(record_path(held.file), unchanged)
        return False
    record = OriginalRecord(
        document_id=entry.document_id,
        file_name=f"{sha256[:12]}-{file_name(found.download)}",
        source_path=source.url,
        sha256=sha256,
        added_at=source.fetched_at,
        title=entry.title,
        media_type=found.parsed.media_type,
        sfs=found.parsed.sfs,
        valid_from=found.parsed.valid_from,
        fetched=source,
    )
    replace_original(data_dir, record, found.download.content)
    return True


def keep_vouched_for(held: HeldOriginal) -> None:
    """Note that the server said today that what we have still holds."""
    if held.record.fetched is not None:
        source = replace(held.record.fetched, checked_at=datetime.now(UTC).isoformat())
        save_record(record_path(held.file), replace(held.record, fetched=source))


def keep_failure(data_dir: Path, document_id: str, problems: tuple[str, ...]) -> None:
    """Record why a document could not be fetched, for ``lotsen ingest status``."""
    record = UnfetchedRecord(
        document_id=document_id, tried_at=datetime.now(UTC).isoformat(), problems=problems
    )
    save_record(unfetched_path(data_dir, document_id), record)


def forget_failure(data_dir: Path, document_id: str) -> bool:
    """Remove the record of a failure; whether there was one."""
    path = unfetched_path(data_dir, document_id)
    there = path.exists()
    path.unlink(missing_ok=True)
    return there


def _source(entry: CatalogueEntry, found: FoundDocument, now: str) -> FetchedFrom:
    said = found.download.validators
    return FetchedFrom(
        address=found.address,
        url=said.url,
        fetched_at=now,
        checked_at=now,
        rights=entry.rights,
        etag=said.etag,
        last_modified=said.last_modified,
    )
