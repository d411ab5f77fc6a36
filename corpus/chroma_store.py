"""The default dense store: one embedded Chroma collection, served from a working copy.

Chroma 1.5 rewrites its sqlite file even when it is only read, so a published collection is never
opened where it lies: ``open`` copies it to ``<data>/serving/`` first and removes the copy at close
(docs/adr/0003). The server mode of Chroma is never used.

A small collection's vectors are read into memory when it is opened and searched exactly there: a
query of the collection costs milliseconds however small it is.
"""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from corpus.dense import Hits, NumpyStore
from corpus.encoding import Vectors
from corpus.errors import StorageError
from corpus.workspace import WorkingCopy

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

COLLECTION = "passages"
EXACT_LIMIT = 10_000
"""How many vectors are read into memory at most (docs/adr/0003)."""

_READ = 1_000  # at a time: Chroma hands vectors over as Python lists, twenty times their size

# Wider than Chroma's defaults (100, 100, 16): benchmarks/stores.py shows the recall they buy.
HNSW: "CreateHNSWConfiguration" = {
    "space": "cosine",
    "ef_construction": 200,
    "ef_search": 400,
    "max_neighbors": 32,
}


class ChromaStore:
    """Cosine search in a Chroma collection whose ids are row numbers.

    Exact up to EXACT_LIMIT vectors, approximate beyond.
    """

    def __init__(self, copy: WorkingCopy) -> None:
        self._copy = copy
        self._client = _open_client(copy.folder)
        try:
            self._collection = self._client.get_collection(COLLECTION, embedding_function=None)
            self.size = self._collection.count()
            self._exact = self._in_memory() if 0 < self.size <= EXACT_LIMIT else None
        except BaseException:
            self._client.close()
            raise

    @classmethod
    def write(cls, folder: Path, vectors: Vectors) -> None:
        """Store vectors, shape (n, dimension), in a new collection in ``folder``.

        Raises:
            StorageError: Chroma could not write its files.
        """
        from chromadb.errors import ChromaError  # noqa: PLC0415 – costs half a second

        # Chroma remembers a path whose opening failed as broken for the life of the process, so
        # each attempt gets a path of its own.
        aside = folder.with_name(f"{folder.name}-{secrets.token_hex(4)}")
        try:
            _write_collection(aside, vectors)
        except ChromaError as error:
            raise StorageError(
                "Sökindexets vektorer kunde inte skrivas: "
                "kontrollera att disken har plats och bygg igen."
            ) from error
        aside.replace(folder)

    @classmethod
    def open(cls, folder: Path, workspace: Path, name: str) -> "ChromaStore":
        """Serve a verified collection from a copy of its own below ``workspace``.

        Raises:
            StorageError: the copy can't be made or opened.
        """
        from chromadb.errors import ChromaError  # noqa: PLC0415 – costs half a second

        copy = WorkingCopy(folder, workspace, name)
        try:
            return cls(copy)
        except ChromaError as error:
            copy.remove()
            raise StorageError(
                f"Arbetskopian av sökindexet i {workspace} kan inte öppnas: "
                "kontrollera att disken har plats och försök igen."
            ) from error
        except BaseException:
            copy.remove()
            raise

    def search(self, vector: Vectors, k: int) -> Hits:
        """The k most similar rows and their cosine similarities, best first."""
        if self._exact is not None:
            return self._exact.search(vector, k)
        wanted = min(k, self.size)
        if wanted <= 0:
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32)
        found = self._collection.query(
            query_embeddings=vector, n_results=wanted, include=["distances"]
        )
        rows = np.array(found["ids"][0]).astype(np.intp)
        return rows, 1 - np.array(found["distances"], dtype=np.float32)[0]

    def _in_memory(self) -> NumpyStore:
        vectors = np.empty((self.size, len(self._some(0, 1)["embeddings"][0])), dtype=np.float32)
        for start in range(0, self.size, _READ):
            stored = self._some(start, _READ)
            vectors[np.array(stored["ids"]).astype(np.intp)] = stored["embeddings"]
        return NumpyStore(vectors)

    def _some(self, start: int, count: int) -> Any:
        return self._collection.get(include=["embeddings"], offset=start, limit=count)

    def close(self) -> None:
        """Close Chroma and remove the working copy."""
        if self._exact is not None:
            self._exact.close()
        self._client.close()
        self._copy.remove()


def _write_collection(folder: Path, vectors: Vectors) -> None:
    client = _open_client(folder)
    try:
        collection = client.create_collection(
            COLLECTION, embedding_function=None, configuration={"hnsw": HNSW}
        )
        step = client.get_max_batch_size()
        for start in range(0, len(vectors), step):
            batch = vectors[start : start + step]
            ids = [str(row) for row in range(start, start + len(batch))]
            collection.add(ids=ids, embeddings=batch)
    finally:
        client.close()


def _open_client(folder: Path) -> "Client":
    import chromadb  # noqa: PLC0415 – costs half a second
    from chromadb.config import Settings  # noqa: PLC0415

    client = chromadb.PersistentClient(folder, settings=Settings(anonymized_telemetry=False))
    return cast("Client", client)  # the declared type lacks close()
