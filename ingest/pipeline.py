"""The whole ingest flow: documents → sections → passages → a published generation."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.catalogue import bundled_digests
from corpus.documents import CatalogueEntry, Edition, SourceDocument
from corpus.embedding_cache import Progress, ignore_progress
from corpus.encoding import Encoder
from corpus.errors import UnreadableFileError
from corpus.index import GenerationContents, IndexedSource, publish_generation
from ingest.entries import entry_of_file, local_entry
from ingest.library import files_below, read_bounded
from ingest.library_records import active_originals, unreadable_files
from ingest.merging import (
    ReadDocument,
    all_sections,
    indexed_entries,
    one_original_each,
    source_rows,
    without_replaced_digests,
)
from ingest.parsing import document_sections, read_content, read_file
from ingest.passages import make_passages
from ingest.placing import placed_words


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """The generation that was published, and what became of every source.

    ``failed`` are those that this build could not read; a file that was refused when it was added
    is among ``sources`` alone.
    """

    generation: str
    sources: tuple[IndexedSource, ...]
    failed: tuple[IndexedSource, ...] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be read, or only in part: one Swedish sentence each."""
        return tuple(problem for source in self.sources for problem in source.problems)


def build_generation(
    data_dir: Path,
    encoder: Encoder | None,
    *,
    folders: Sequence[Path] = (),
    progress: Progress = ignore_progress,
    dense: str = "chroma",
) -> BuildReport:
    """Read every document and publish an index of them; a bad document is reported and set aside.

    Args:
        data_dir: Holds the originals that were added or fetched, and receives the generation.
        encoder: None for an index with the lexical legs alone.
        folders: Further folders (or files) to read, which are not copied.
        progress: Told how many of how many new passages have been encoded.
        dense: The vector store, "chroma" or "numpy".

    Raises:
        UsageError: One of ``folders`` does not exist or holds no readable kind of file.
        IndexBusyError: Another process is building.
        StorageError: The data directory can't be written.
    """
    documents = one_original_each((*_digests(), *_originals(data_dir), *_files(folders)))
    sections = all_sections(documents)
    # Numbered before any is left out, so that an id means the same with and without originals.
    passages = without_replaced_digests(make_passages(sections), documents)
    rows = tuple(source_rows(documents, passages))
    sources = (*rows, *_unreadable_rows(data_dir))
    contents = GenerationContents(
        entries=indexed_entries(documents, passages),
        passages=passages,
        sources=sources,
        sections=without_replaced_digests(sections, documents),
        places=placed_words(documents),
    )
    generation = publish_generation(data_dir, contents, encoder, progress=progress, dense=dense)
    failed = tuple(row for row in rows if row.state == "failed")
    return BuildReport(generation=generation, sources=sources, failed=failed)


def read_original(path: Path, entry: CatalogueEntry | None) -> ReadDocument:
    """Read an original's file; ``entry`` is None when the file itself tells what it is.

    A file that can't be read gives a document without sections that says why.
    """
    today = datetime.now(UTC).date()
    unread = ReadDocument(
        entry=entry or local_entry(path.stem, today), edition=Edition.ORIGINAL, path=str(path)
    )
    try:
        content = read_bounded(path)
    except OSError as error:
        problem = f"Filen {path.name} går inte att öppna ({error.strerror})."
        return replace(unread, problems=(problem,))
    unread = replace(unread, sha256=hashlib.sha256(content).hexdigest())
    try:
        parsed = read_content(content, path.name)
    except UnreadableFileError as error:
        return replace(unread, problems=(error.message,))
    source = SourceDocument(
        entry=entry or entry_of_file(parsed, today),
        edition=Edition.ORIGINAL,
        name=path.name,
        content=content,
    )
    return replace(
        unread,
        entry=source.entry,
        sections=document_sections(source, parsed),
        problems=parsed.problems,
        boxes=tuple(block.boxes for block in parsed.blocks),
    )


def _digests() -> Iterator[ReadDocument]:
    for source in bundled_digests():
        document = ReadDocument(entry=source.entry, edition=source.edition)
        try:
            sections = document_sections(source, read_file(source))
        except UnreadableFileError as error:
            yield replace(document, problems=(error.message,))
        else:
            yield replace(document, sections=sections)


def _originals(data_dir: Path) -> Iterator[ReadDocument]:
    for record, path in active_originals(data_dir):
        document = read_original(path, record.entry)
        yield replace(document, path=record.source_path, fetched_at=record.added_at)


def _files(folders: Sequence[Path]) -> Iterator[ReadDocument]:
    for path in files_below(folders):
        yield read_original(path.absolute(), None)


def _unreadable_rows(data_dir: Path) -> Iterator[IndexedSource]:
    for record in unreadable_files(data_dir):
        tried = datetime.fromisoformat(record.tried_at)
        entry = local_entry(Path(record.source_path).stem, tried.date())
        yield IndexedSource(
            document_id=entry.document_id,
            edition=Edition.ORIGINAL,
            state="failed",
            path=record.source_path,
            sha256=record.sha256,
            fetched_at=record.tried_at,
            passages=0,
            problems=(record.message,),
        )
