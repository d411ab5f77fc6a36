"""The files inside a generation: written once by a build, read by everyone who opens it.

entries.jsonl passages.jsonl sections.jsonl sources.jsonl   one value a line
words/ parts/ chars/                                         bm25s' arrays and vocabulary
known_words.txt                                              words and how many passages have each
dense/                                                       Chroma's collection, or vectors.npy
sentences.npy                                                vectors of single sentences
places.npy places-begin.npy                                  where words stand, if there are PDFs
manifest.json                                                written last
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import compress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from corpus.chroma_store import ChromaStore
from corpus.code_sum import code_sum
from corpus.compounds import Compounds
from corpus.dense import DenseStore, NumpyStore
from corpus.documents import CatalogueEntry, Passage, Section
from corpus.encoding import Vectors
from corpus.files import write_durably
from corpus.generation import (
    Generation,
    GenerationContents,
    IndexedSource,
    document_numbers,
    vector_owners,
)
from corpus.generations import SERVING_FOLDER
from corpus.lexical import LexicalIndex, char_grams, part_terms, swedish_terms, word_counts
from corpus.manifest import (
    FORMAT,
    Manifest,
    damaged_files,
    list_files,
    read_manifest,
    write_manifest,
    writer_versions,
)
from corpus.records import read_records, records_sum, write_records
from corpus.sentence_space import SentenceSpace
from corpus.spelling import Spelling
from corpus.word_places import WordPlaces, write_places

CHROMA, NUMPY = "chroma", "numpy"
_ENTRIES, _PASSAGES = "entries.jsonl", "passages.jsonl"
_SECTIONS, _SOURCES = "sections.jsonl", "sources.jsonl"
_PARTS, _KNOWN = "parts", "known_words.txt"
_WORDS, _CHARS, _DENSE = "words", "chars", "dense"


def write_contents(folder: Path, contents: GenerationContents) -> None:
    """Write the four lists of values, and the places of words, into the new ``folder``."""
    folder.mkdir()
    for name, (values, kind) in _lists(contents).items():
        write_records(folder / name, values, kind)
    write_places(folder, [contents.places.get(p.passage_id, ()) for p in contents.passages])


def holds_already(
    folder: Path, contents: GenerationContents, encoder_name: str | None, dense: str
) -> bool:
    """Whether the sound generation in ``folder`` is what would be built now, by the same code."""
    manifest = read_manifest(folder)
    made = (manifest.code, manifest.encoder, manifest.dense)
    if made != (code_sum("corpus", "ingest"), encoder_name, dense if encoder_name else None):
        return False
    lists = _lists(contents)
    sums = {name: records_sum(values, kind) for name, (values, kind) in lists.items()}
    same = all(manifest.files[name][1] == sha256 for name, sha256 in sums.items())
    return same and not damaged_files(folder, manifest)


def write_lexical(folder: Path, texts: list[str], counted: Sequence[bool] = ()) -> None:
    """Index ``texts``, one a passage, by words, by parts of compounds and by 5-grams.

    Only the ``counted`` ones, by default all, tell what a compound's parts are and how rare a term
    is: what is added moves nothing in the scores of the catalogue's sources.
    """
    counted = counted if any(counted) else [True] * len(texts)
    counts = word_counts(compress(texts, counted))
    known = "\n".join(f"{word} {count}" for word, count in sorted(counts.items()))
    write_durably(folder / _KNOWN, known.encode())
    compounds = Compounds(counts)
    parts = (part_terms(text, compounds) for text in texts)
    LexicalIndex.build(parts, counted).save(folder / _PARTS)
    LexicalIndex.build(map(swedish_terms, texts), counted).save(folder / _WORDS)
    LexicalIndex.build(map(char_grams, texts), counted).save(folder / _CHARS)


def write_dense(folder: Path, vectors: Vectors, dense: str) -> None:
    """Store the vectors of passages and questions in the store that ``dense`` names."""
    write = {CHROMA: ChromaStore.write, NUMPY: NumpyStore.write}[dense]
    write(folder / _DENSE, vectors)


def seal(
    folder: Path, contents: GenerationContents, encoder_name: str | None, dense: str | None
) -> None:
    """Write the manifest over everything that was written before."""
    manifest = Manifest(
        format=FORMAT,
        built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        encoder=encoder_name,
        dense=dense,
        entries=len(contents.entries),
        passages=len(contents.passages),
        sections=len(contents.sections),
        sources=len(contents.sources),
        versions=writer_versions(dense),
        files=list_files(folder),
        code=code_sum("corpus", "ingest"),
    )
    write_manifest(folder, manifest)


def read_generation(folder: Path, notice: str | None) -> Generation:
    """Open the verified generation in ``folder``; the data directory is the folder above it."""
    manifest = read_manifest(folder)
    entries = read_records(folder / _ENTRIES, CatalogueEntry)
    passages = read_records(folder / _PASSAGES, Passage)
    counts = _read_counts(folder / _KNOWN)
    compounds = Compounds(counts)
    return Generation(
        name=folder.name,
        built_at=datetime.fromisoformat(manifest.built_at),
        encoder_name=manifest.encoder,
        entries=MappingProxyType({entry.document_id: entry for entry in entries}),
        passages=passages,
        sections=read_records(folder / _SECTIONS, Section),
        sources=read_records(folder / _SOURCES, IndexedSource),
        words=LexicalIndex.load(folder / _WORDS),
        parts=LexicalIndex.load(folder / _PARTS),
        compounds=compounds,
        spelling=Spelling(counts, compounds),
        chars=LexicalIndex.load(folder / _CHARS),
        rows=MappingProxyType({passage.passage_id: row for row, passage in enumerate(passages)}),
        owners=vector_owners(passages),
        sentences=_open_space(folder, passages, manifest.encoder),
        documents=document_numbers(passages),
        places=WordPlaces(folder),
        notice=notice,
        dense=_open_dense(folder, manifest.dense),
    )


def _read_counts(path: Path) -> dict[str, int]:
    rows = (line.split(" ") for line in path.read_text(encoding="utf-8").splitlines())
    return {word: int(count) for word, count in rows}


def _lists(contents: GenerationContents) -> dict[str, tuple[Sequence[Any], type[Any]]]:
    """The values of each file of records, and what kind they are."""
    return {
        _ENTRIES: (contents.entries, CatalogueEntry),
        _PASSAGES: (contents.passages, Passage),
        _SECTIONS: (contents.sections, Section),
        _SOURCES: (contents.sources, IndexedSource),
    }


def _open_space(
    folder: Path, passages: Sequence[Passage], encoder_name: str | None
) -> SentenceSpace | None:
    return None if encoder_name is None else SentenceSpace.open(folder, passages, encoder_name)


def _open_dense(folder: Path, dense: str | None) -> DenseStore | None:
    if dense is None:
        return None
    if dense == NUMPY:
        return NumpyStore.open(folder / _DENSE)
    return ChromaStore.open(folder / _DENSE, folder.parent / SERVING_FOLDER, folder.name)
