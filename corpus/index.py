"""The index on disk: immutable generations, published by ingest and opened by the assistant.

    contents –(publish_generation)→ gen-000007/ ← CURRENT –(open_generation)→ Generation

A generation holds the passages with their sections, sources and catalogue entries, two lexical
indexes and the vectors. It is built aside, sealed by a manifest, and named by ``CURRENT`` in one
step; it is verified before any part of it is opened.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from corpus import generation_files, generations
from corpus.dense import DenseStore
from corpus.documents import CatalogueEntry, Passage
from corpus.embedding_cache import Progress, embed_passages, ignore_progress
from corpus.encoding import Encoder, Vectors
from corpus.errors import (
    IndexDamagedError,
    IndexMissingError,
    IndexUnavailableError,
    StorageError,
    UsageError,
)
from corpus.files import storage_errors
from corpus.generation import Generation, GenerationContents, IndexedSource, vector_owners
from corpus.manifest import MANIFEST_FILE, damaged, damaged_files, read_manifest
from corpus.seed import bundled_seed
from corpus.sentence_space import space_members, write_space

__all__ = [
    "DenseStore",
    "Generation",
    "GenerationContents",
    "IndexedSource",
    "encoded_texts",
    "indexed_text",
    "lexical_text",
    "open_generation",
    "publish_generation",
    "spoken_text",
    "unchanged_generation",
    "verify_generation",
]

_OPEN_ATTEMPTS = 3  # a builder may publish and prune while we read


def indexed_text(passage: Passage, entry: CatalogueEntry) -> str:
    """What the encoder is given: document, headings and text, so that a short § is found."""
    parts = (entry.short_title, *passage.heading_path, passage.text)
    return " ".join(part for part in parts if part)


def spoken_text(passage: Passage, entry: CatalogueEntry) -> str:
    """What the passage speaks of: the same, and the everyday questions that it answers."""
    return " ".join((indexed_text(passage, entry), *passage.questions))


def lexical_text(passage: Passage, entry: CatalogueEntry) -> str:
    """What the lexical legs index: the same, and the questions that its sentences answer."""
    single = (question.text for question in passage.sentence_questions)
    return " ".join((spoken_text(passage, entry), *single))


def encoded_texts(contents: GenerationContents) -> list[str]:
    """What the encoder is given: each passage, their everyday questions, and single sentences.

    A question is closer to a question than to the text that answers it. What a vector belongs to
    follows from this order (``corpus.generation.vector_owners``, then ``space_members``).
    """
    passages = contents.passages
    questions = [question for passage in passages for question in passage.questions]
    single = [member.text for member in space_members(passages)]
    return _texts(contents, indexed_text) + questions + single


def publish_generation(
    data_dir: Path,
    contents: GenerationContents,
    encoder: Encoder | None,
    *,
    progress: Progress = ignore_progress,
    dense: str = generation_files.CHROMA,
) -> str:
    """Build a generation beside the present one, make it current, and return its name.

    Args:
        data_dir: made if it does not exist.
        contents: at least one passage, each of a document among its entries.
        encoder: None for an index with the lexical legs alone.
        progress: told how many of how many new passages have been encoded.
        dense: "chroma" or "numpy".

    Raises:
        UsageError: there is nothing to index.
        IndexBusyError: another process is building.
        StorageError: the disk is full or refuses; the present generation stays.
    """
    if not contents.passages:
        raise UsageError("Det finns inga texter att bygga ett sökindex av.")
    with generations.only_writer(data_dir):
        generations.discard_unfinished(data_dir)
        name = generations.next_name(data_dir)
        vectors = _embed(data_dir, contents, encoder, progress)
        folder = generations.unfinished_folder(data_dir, name)
        try:
            _build(folder, contents, vectors, encoder.name if encoder else None, dense)
            generations.commit(data_dir, name)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        generations.prune(data_dir, name)
    return name


def unchanged_generation(
    data_dir: Path,
    contents: GenerationContents,
    encoder: Encoder | None,
    *,
    dense: str = generation_files.CHROMA,
) -> str | None:
    """The name of the current generation when publishing these contents would only repeat it.

    It is so when it is sound and was made of the same contents, with the same encoder and store,
    by the same code.
    """
    name = generations.current_name(data_dir)
    if name is None:
        return None
    encoder_name = encoder.name if encoder else None
    try:
        same = generation_files.holds_already(data_dir / name, contents, encoder_name, dense)
    except (IndexUnavailableError, OSError):  # whatever is wrong with it, a new one is wanted
        return None
    return name if same else None


def open_generation(data_dir: Path) -> Generation:
    """Open the current generation, or the newest sound one before it with a ``notice``.

    Raises:
        IndexMissingError: nothing has been published in ``data_dir``.
        IndexDamagedError: no generation is sound; names the damaged files of the current one.
        IndexUnavailableError: another version of the program built it.
        StorageError: the data directory can't be read, or the working copy not be written.
    """
    for _ in range(_OPEN_ATTEMPTS - 1):
        named = generations.current_name(data_dir)
        try:
            generation = _open_first_sound(data_dir, named)
        except (IndexUnavailableError, StorageError):
            if generations.current_name(data_dir) == named:
                raise
        else:
            if generation.notice is None or generations.current_name(data_dir) == named:
                return generation
            generation.close()
    return _open_first_sound(data_dir, generations.current_name(data_dir))


def verify_generation(data_dir: Path, name: str | None = None) -> tuple[str, ...]:
    """The damaged, missing or foreign files of a generation, by default the current one.

    Raises:
        IndexMissingError: there is no such generation.
        IndexUnavailableError: another version of the program built it.
        StorageError: it can't be read.
    """
    chosen = name or generations.current_name(data_dir)
    if chosen is None and generations.generation_names(data_dir):
        return (generations.CURRENT_FILE,)
    if chosen is None or not (data_dir / chosen).is_dir():
        raise _missing(data_dir)
    with storage_errors(data_dir):
        try:
            manifest = read_manifest(data_dir / chosen)
        except IndexDamagedError:
            return (MANIFEST_FILE,)
        return damaged_files(data_dir / chosen, manifest)


def _embed(
    data_dir: Path, contents: GenerationContents, encoder: Encoder | None, progress: Progress
) -> Vectors | None:
    if encoder is None:
        return None
    seed = bundled_seed(encoder.name)
    return embed_passages(data_dir, encoder, encoded_texts(contents), seed=seed, progress=progress)


def _build(
    folder: Path,
    contents: GenerationContents,
    vectors: Vectors | None,
    encoder_name: str | None,
    dense: str,
) -> None:
    generation_files.write_contents(folder, contents)
    added = {entry.document_id for entry in contents.entries if entry.is_added}
    counted = [passage.document_id not in added for passage in contents.passages]
    generation_files.write_lexical(folder, _texts(contents, lexical_text), counted)
    if vectors is not None:
        count = len(vector_owners(contents.passages))
        generation_files.write_dense(folder, vectors[:count], dense)
        write_space(folder, vectors[count:])
    generation_files.seal(folder, contents, encoder_name, dense if vectors is not None else None)


def _texts(
    contents: GenerationContents, text_of: Callable[[Passage, CatalogueEntry], str]
) -> list[str]:
    entries = {entry.document_id: entry for entry in contents.entries}
    return [text_of(passage, entries[passage.document_id]) for passage in contents.passages]


def _open_first_sound(data_dir: Path, current: str | None) -> Generation:
    others = [name for name in generations.generation_names(data_dir) if name != current]
    first_fault: IndexUnavailableError | None = None
    for name in [current, *others] if current else others:
        notice = None if name == current else _notice(name, first_fault)
        try:
            return _open_verified(data_dir / name, notice)
        except IndexUnavailableError as fault:
            first_fault = first_fault or fault
    raise first_fault or _missing(data_dir)


def _notice(name: str, fault: IndexUnavailableError | None) -> str:
    told = (
        fault.message
        if fault
        else (
            f"Filen {generations.CURRENT_FILE} saknas eller är skadad: "
            "bygg om sökindexet med ”lotsen ingest build”."
        )
    )
    return f"{told} Tills vidare används {name}."


def _open_verified(folder: Path, notice: str | None) -> Generation:
    with storage_errors(folder.parent):
        wrong = damaged_files(folder, read_manifest(folder))
        if wrong:
            raise damaged(folder.name, wrong)
        return generation_files.read_generation(folder, notice)


def _missing(data_dir: Path) -> IndexMissingError:
    return IndexMissingError(
        f"Det finns inget sökindex i {data_dir}: bygg det med ”lotsen ingest build”."
    )
