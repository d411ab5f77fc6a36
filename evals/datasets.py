"""A folder in BEIR form → Dataset: documents, queries and which documents answer which query.

``corpus.jsonl`` (``_id``, ``title``, ``text``), ``queries.jsonl`` (``_id``, ``text``) and
``qrels/test.tsv`` (query-id, corpus-id, score). Read by ``evals/retrieval.py``.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UsageError

CORPUS_FILE = "corpus.jsonl"
QUERIES_FILE = "queries.jsonl"
QRELS_FILE = Path("qrels", "test.tsv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document as the data set has it; ``title`` may be empty."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question with its judged documents and their grades, at least one above 0."""

    id: str
    text: str
    qrels: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A data set, ready to measure on."""

    name: str
    queries_name: str
    documents: tuple[Document, ...]
    queries: tuple[Query, ...]


def load_beir(folder: Path, *, queries: Path | None = None, limit: int | None = None) -> Dataset:
    """The data set in ``folder``.

    Args:
        folder: holds the three files.
        queries: another file of queries, as it stands or inside ``folder``.
        limit: take only the first so many queries that have a relevant document.

    Raises:
        UsageError: a file is missing or a line of it is wrong (names both), or nothing is left.
    """
    queries_path = _queries_path(folder, queries)
    documents = tuple(
        Document(id=name, title=str(row.get("title") or ""), text=text)
        for name, text, row in _rows(folder / CORPUS_FILE)
    )
    qrels = _qrels(folder / QRELS_FILE)
    judged = (
        Query(id=name, text=text, qrels=qrels[name])
        for name, text, _ in _rows(queries_path)
        if any(grade > 0 for grade in qrels.get(name, {}).values())
    )
    chosen = tuple(query for number, query in enumerate(judged) if limit is None or number < limit)
    if not documents or not chosen:
        raise UsageError(f"Datamängden {folder} saknar dokument eller bedömda frågor.")
    return Dataset(
        name=folder.resolve().name,
        queries_name=queries_path.name,
        documents=documents,
        queries=chosen,
    )


def _queries_path(folder: Path, queries: Path | None) -> Path:
    if queries is None:
        return folder / QUERIES_FILE
    return queries if queries.exists() else folder / queries


def _rows(path: Path) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Id, text and the whole object of every line."""
    seen: set[str] = set()
    for number, line in _lines(path):
        try:
            row = json.loads(line)
            name, text = str(row["_id"]), row["text"]
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{path.name}, rad {number}: raden saknar _id eller text.") from error
        if not isinstance(text, str) or name in seen:
            raise UsageError(
                f"{path.name}, rad {number}: texten är ingen text, eller id finns redan."
            )
        seen.add(name)
        yield name, text, row


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        if number == 1:  # the header
            continue
        try:
            query_id, document_id, grade = line.split("\t")
            qrels.setdefault(query_id, {})[document_id] = int(grade)
        except ValueError as error:
            raise UsageError(
                f"{path.name}, rad {number}: väntade fråga, dokument och heltal med tabb emellan."
            ) from error
    return qrels


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"Filen {path} kan inte läsas.") from error
    # Only line feeds end a line: a JSON string may hold U+2028 and its like.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line.rstrip("\r")
