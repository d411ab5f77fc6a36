"""The whole ingest flow: documents → sections → passages → a published generation."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from corpus.catalogue import bundled_digests
from corpus.documents import CatalogueEntry, Edition, SourceDocument
from corpus.embedding_cache import Progress, ignore_progress, usable_cores
from corpus.encoder_choice import Quicker, same_encoder
from corpus.encoding import Encoder
from corpus.errors import IndexUnavailableError, UnreadableFileError
from corpus.index import (
    GenerationContents,
    IndexedSource,
    encoded_texts,
    open_generation,
    publish_generation,
    unchanged_generation,
)
from ingest.entries import entry_of_file, local_entry
from ingest.history import Accounts, ReadFile, dated_as_printed, with_history
from ingest.library import files_below, read_bounded
from ingest.library_records import (
    OriginalRecord,
    active_originals,
    earlier_originals,
    unfetched_documents,
    unreadable_files,
)
from ingest.linking import with_references
from ingest.merging import (
    ReadDocument,
    all_sections,
    indexed_entries,
    one_original_each,
    source_rows,
    with_unfetched,
    without_replaced_digests,
)
from ingest.parse_cache import Parse, ParseCache
from ingest.parsing import document_sections, read_content, read_file
from ingest.passages import make_passages
from ingest.placing import placed_words

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """The generation that is current after the build, and what became of every source.

    ``failed`` are those that this build could not read; a file that was refused when it was added,
    or a document that could not be fetched, is among ``sources`` alone. ``unchanged`` when it was
    there before, made of the same texts.
    """

    generation: str
    sources: tuple[IndexedSource, ...]
    failed: tuple[IndexedSource, ...] = ()
    unchanged: bool = False

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be read, or only in part: one Swedish sentence each."""
        return tuple(problem for source in self.sources for problem in source.problems)


def build_generation(
    data_dir: Path,
    encoder: Encoder | None,
    *,
    folders: Sequence[Path] = (),
    quicker: Quicker = same_encoder,
    progress: Progress = ignore_progress,
    dense: str = "chroma",
) -> BuildReport:
    """Read every document and publish an index of them; a bad document is reported and set aside.

    Args:
        data_dir: Holds the originals that were added or fetched, and receives the generation.
        encoder: None for an index with the lexical legs alone.
        folders: Further folders (or files) to read, which are not copied.
        quicker: May give another encoder when there is much to encode.
        progress: Told how many of how many new passages have been encoded.
        dense: The vector store, "chroma" or "numpy".

    Raises:
        UsageError: One of ``folders`` does not exist or holds no readable kind of file.
        IndexBusyError: Another process is building.
        StorageError: The data directory can't be written.
    """
    parsed = ParseCache(data_dir)
    digests = tuple(_digests())
    accounts = {digest.entry.document_id: digest.sections for digest in digests}
    originals = _originals(data_dir, parsed.read, accounts)
    files = _files(folders, parsed.read, accounts)
    documents = one_original_each((*digests, *originals, *files))
    sections = all_sections(documents)
    # Numbered before any is left out, so that an id means the same with and without originals.
    passages = with_references(without_replaced_digests(make_passages(sections), documents))
    rows = tuple(source_rows(documents, passages))
    told = with_unfetched(rows, unfetched_documents(data_dir))
    sources = (*told, *_unreadable_rows(data_dir))
    contents = GenerationContents(
        entries=indexed_entries(documents, passages),
        passages=passages,
        sources=sources,
        sections=without_replaced_digests(sections, documents),
        places=placed_words(documents),
    )
    encoder = quicker(encoder, encoded_texts(contents))
    same = unchanged_generation(data_dir, contents, encoder, dense=dense)
    generation = same or publish_generation(
        data_dir, contents, encoder, progress=progress, dense=dense
    )
    failed = tuple(row for row in rows if row.state == "failed")
    return BuildReport(
        generation=generation, sources=sources, failed=failed, unchanged=same is not None
    )


def index_is_behind(data_dir: Path) -> bool:
    """Whether the library holds an original that the published index was not built of.

    So it is when a fetch was interrupted before its build.
    """
    try:
        with open_generation(data_dir) as generation:
            indexed = {source.document_id: source.sha256 for source in generation.sources}
            aside = generation.notice is not None
    except IndexUnavailableError:
        return True
    originals = active_originals(data_dir)
    return aside or any(indexed.get(known.document_id) != known.sha256 for known, _ in originals)


def read_original(
    path: Path, entry: CatalogueEntry | None, parse: Parse = read_content
) -> ReadDocument:
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
        parsed = parse(content, path.name)
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
        as_printed=parsed.as_printed,
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


def _originals(data_dir: Path, parse: Parse, digests: Accounts) -> Iterator[ReadDocument]:
    def read(newest: tuple[OriginalRecord, Path]) -> ReadDocument:
        kept = (newest, *earlier_originals(data_dir, newest[0]))
        return with_history([_kept_file(record, path, parse, digests) for record, path in kept])

    return _side_by_side(read, active_originals(data_dir))


def _kept_file(record: OriginalRecord, path: Path, parse: Parse, digests: Accounts) -> ReadFile:
    document = dated_as_printed(read_original(path, record.entry, parse), digests)
    document = replace(document, path=record.source_path, fetched_at=record.added_at)
    return ReadFile(document=document, added=_day_of(record))


def _day_of(record: OriginalRecord) -> date:
    return datetime.fromisoformat(record.added_at).date()


def _files(folders: Sequence[Path], parse: Parse, digests: Accounts) -> Iterator[ReadDocument]:
    def read(path: Path) -> ReadDocument:
        return dated_as_printed(read_original(path.absolute(), None, parse), digests)

    return _side_by_side(read, files_below(folders))


def _side_by_side(
    read: Callable[[Item], ReadDocument], items: Iterable[Item]
) -> Iterator[ReadDocument]:
    """``read`` of each item, in order; a PDF is read in a process of its own, so cores are used."""
    with ThreadPoolExecutor(usable_cores()) as pool:
        yield from pool.map(read, items)


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
