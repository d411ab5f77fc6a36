"""The catalogue's addresses → the publishers' own files in the library.

ids –(``fetch_originals``)→ FetchReport. Each document's addresses are tried in the catalogue's
order, and the first that gives a readable file of it is enough. A document that can't be fetched
keeps what it had, and the reasons are kept for ``lotsen ingest status``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.catalogue import load_catalogue
from corpus.documents import CatalogueEntry
from corpus.errors import SourceError
from corpus.files import storage_errors
from ingest.downloading import Downloader
from ingest.entries import known_entry
from ingest.fetch_addresses import AddressRules
from ingest.fetch_records import (
    forget_failure,
    held_original,
    keep_failure,
    keep_found,
    keep_vouched_for,
)
from ingest.fetch_sources import document_addresses, found_at

_NO_ADDRESS = "Katalogen har ingen adress till dokumentet hos dess utgivare."


class FetchOutcome(StrEnum):
    """What became of one document."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedDocument:
    """One document; ``problems`` has a Swedish sentence for each address when all failed.

    ``mended`` says that it could not be fetched the time before.
    """

    document_id: str
    outcome: FetchOutcome
    problems: tuple[str, ...] = ()
    mended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchReport:
    """What became of every document that was wanted, in the order they were wanted."""

    documents: tuple[FetchedDocument, ...]

    def count(self, outcome: FetchOutcome) -> int:
        """How many documents ended so."""
        return sum(document.outcome is outcome for document in self.documents)

    @property
    def failed(self) -> tuple[FetchedDocument, ...]:
        """The documents that could not be fetched."""
        return tuple(done for done in self.documents if done.outcome is FetchOutcome.FAILED)

    @property
    def has_news(self) -> bool:
        """Whether the index has something new to tell."""
        return any(
            document.outcome is not FetchOutcome.UNCHANGED or document.mended
            for document in self.documents
        )


Told = Callable[[FetchedDocument], None]


def documents_to_fetch(rules: AddressRules) -> tuple[str, ...]:
    """The ids of the catalogue's documents that have an address at their publisher."""
    entries = load_catalogue().entries
    return tuple(entry.document_id for entry in entries if document_addresses(entry, rules))


def fetch_originals(
    data_dir: Path,
    document_ids: Sequence[str],
    downloader: Downloader,
    told: Told = lambda _: None,
) -> FetchReport:
    """Fetch documents into the library; those that can't be are reported and the others are done.

    Args:
        data_dir: The data directory; made if it does not exist.
        document_ids: Of the catalogue; each is fetched once.
        downloader: Knows which addresses may be asked, and how.
        told: Called with each document when it is done.

    Raises:
        UsageError: The catalogue has no document with such an id; nothing is fetched then.
        StorageError: The data directory can't be written.
    """
    entries = [known_entry(document_id) for document_id in dict.fromkeys(document_ids)]
    done: list[FetchedDocument] = []
    for entry in entries:
        with storage_errors(data_dir):
            document = _fetch(data_dir, entry, downloader)
        done.append(document)
        told(document)
    return FetchReport(documents=tuple(done))


def _fetch(data_dir: Path, entry: CatalogueEntry, downloader: Downloader) -> FetchedDocument:
    document_id = entry.document_id
    held = held_original(data_dir, document_id)
    known = held.validators if held else None
    problems: list[str] = []
    for address in document_addresses(entry, downloader.rules):
        try:
            found = found_at(address, entry, downloader, known)
        except SourceError as error:
            problems.append(error.message)
            if held is not None and held.came_from(address.url):
                break  # what a later address gives would only take a better copy's place
            continue
        outcome = FetchOutcome.UNCHANGED
        if found is not None and keep_found(data_dir, entry, found, held):
            outcome = FetchOutcome.FETCHED
        elif found is None and held is not None:
            keep_vouched_for(held)
        mended = forget_failure(data_dir, document_id)
        return FetchedDocument(document_id=document_id, outcome=outcome, mended=mended)
    told = tuple(problems) or (_NO_ADDRESS,)
    keep_failure(data_dir, document_id, told)
    return FetchedDocument(document_id=document_id, outcome=FetchOutcome.FAILED, problems=told)
