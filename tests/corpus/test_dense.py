"""One contract for the two dense stores, and what is special to Chroma."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import chromadb
import numpy as np
import pytest
from open_files import OPEN_FILES, settled_open_files

from corpus import chroma_store
from corpus.chroma_store import COLLECTION, ChromaStore
from corpus.dense import DenseStore, NumpyStore
from corpus.encoding import Vectors
from corpus.manifest import list_files

MakeStore = Callable[[Vectors], DenseStore]


@pytest.fixture(params=["chroma", "chroma, large", "numpy"])
def make_store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MakeStore]:
    opened: list[DenseStore] = []
    if request.param == "chroma, large":
        monkeypatch.setattr(chroma_store, "EXACT_LIMIT", 0)

    def make(vectors: Vectors) -> DenseStore:
        folder = tmp_path / "published"
        if request.param.startswith("chroma"):
            ChromaStore.write(folder, vectors)
            opened.append(ChromaStore.open(folder, tmp_path / "serving", "gen-000001"))
        else:
            NumpyStore.write(folder, vectors)
            opened.append(NumpyStore.open(folder))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


def unit_vectors(count: int, dimension: int = 24, *, seed: int = 7) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


def test_nearest_rows_come_first_with_their_cosines(make_store: MakeStore) -> None:
    store = make_store(np.eye(3, dtype=np.float32))
    rows, similarities = store.search(np.array([0.6, 0.0, 0.8], dtype=np.float32), 3)
    assert rows.tolist() == [2, 0, 1]
    assert similarities.tolist() == pytest.approx([0.8, 0.6, 0.0], abs=1e-6)
    assert (rows.dtype, similarities.dtype) == (np.intp, np.float32)


def test_equal_rows_come_in_their_order() -> None:
    store = NumpyStore(np.ones((6, 4), dtype=np.float32))
    assert store.search(np.ones(4, dtype=np.float32), 3)[0].tolist() == [0, 1, 2]


def test_all_rows_agree_with_exact_cosines(make_store: MakeStore) -> None:
    vectors, query = unit_vectors(120), unit_vectors(1, seed=8)[0]
    rows, similarities = make_store(vectors).search(query, 120)
    exact = vectors @ query
    assert rows.tolist() == np.argsort(-exact, kind="stable").tolist()
    assert similarities == pytest.approx(exact[rows], abs=1e-5)


def test_length_of_a_vector_does_not_matter(make_store: MakeStore) -> None:
    vectors, query = unit_vectors(10), unit_vectors(1, seed=8)[0]
    store = make_store(vectors * np.linspace(0.5, 4, 10, dtype=np.float32)[:, None])
    short, long = store.search(query, 10), store.search(3 * query, 10)
    assert short[0].tolist() == long[0].tolist() == np.argsort(-(vectors @ query)).tolist()
    assert short[1] == pytest.approx(long[1], abs=1e-6)


@pytest.mark.parametrize(("asked", "got"), [(2, 2), (5, 5), (9, 5), (0, 0), (-1, 0)])
def test_at_most_k_and_at_most_all_come_back(make_store: MakeStore, asked: int, got: int) -> None:
    store = make_store(unit_vectors(5))
    rows, similarities = store.search(unit_vectors(1, seed=8)[0], asked)
    assert store.size == 5
    assert len(rows) == len(similarities) == got


def test_one_vector_can_be_searched(make_store: MakeStore) -> None:
    rows, _ = make_store(unit_vectors(1)).search(unit_vectors(1, seed=8)[0], 10)
    assert rows.tolist() == [0]


def test_threads_get_the_same_hits(make_store: MakeStore) -> None:
    store, queries = make_store(unit_vectors(200)), unit_vectors(40, seed=8)
    alone = [store.search(query, 5)[0].tolist() for query in queries]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda query: store.search(query, 5)[0].tolist(), queries))
    assert together == alone


def test_store_may_be_closed_twice(make_store: MakeStore) -> None:
    store = make_store(unit_vectors(3))
    store.close()
    store.close()


def test_published_collection_stays_byte_identical_while_served(tmp_path: Path) -> None:
    published = tmp_path / "published"
    ChromaStore.write(published, unit_vectors(50))
    before = list_files(published)
    with closing(ChromaStore.open(published, tmp_path / "serving", "gen-000001")) as store:
        store.search(unit_vectors(1, seed=8)[0], 10)
        assert list_files(published) == before
    assert list_files(published) == before


def test_working_copy_is_gone_after_close(tmp_path: Path) -> None:
    published, serving = tmp_path / "published", tmp_path / "serving"
    ChromaStore.write(published, unit_vectors(5))
    store = ChromaStore.open(published, serving, "gen-000001")
    assert [path.name.split("-")[:2] for path in serving.iterdir() if path.is_dir()] == [
        ["gen", "000001"]
    ]
    store.close()
    assert [path.name for path in serving.iterdir()] == ["serving.lock"]


@pytest.mark.parametrize("limit", [0, chroma_store.EXACT_LIMIT])
def test_scores_come_from_the_collection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    """Plant another vector in the collection alone: a store that bypasses it would not see it."""
    monkeypatch.setattr(chroma_store, "EXACT_LIMIT", limit)
    published, vectors = tmp_path / "published", unit_vectors(20)
    ChromaStore.write(published, vectors)
    planted = -vectors[3]
    client = chromadb.PersistentClient(
        published, settings=chromadb.Settings(anonymized_telemetry=False)
    )
    collection = client.get_collection(COLLECTION, embedding_function=None)
    collection.update(ids=["3"], embeddings=planted[None, :])
    client.close()  # type: ignore[attr-defined]
    with closing(ChromaStore.open(published, tmp_path / "serving", "gen-000001")) as store:
        rows, similarities = store.search(vectors[3], 20)
    assert rows[-1] == 3
    assert similarities[-1] == pytest.approx(-1, abs=1e-5)


def test_a_small_collection_is_searched_in_memory_and_a_large_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published, query = tmp_path / "published", unit_vectors(1, seed=8)[0]
    ChromaStore.write(published, unit_vectors(20))
    for limit, asked in ((20, 0), (19, 1)):
        monkeypatch.setattr(chroma_store, "EXACT_LIMIT", limit)
        queries: list[object] = []
        with closing(ChromaStore.open(published, tmp_path / "serving", "gen-000001")) as store:
            real = store._collection.query
            watched = lambda real=real, told=queries, **how: told.append(how) or real(**how)  # noqa: E731
            monkeypatch.setattr(store._collection, "query", watched)
            store.search(query, 5)
        assert len(queries) == asked


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="open files are counted on Linux")
def test_opening_and_closing_leaks_no_files(tmp_path: Path) -> None:
    published, query = tmp_path / "published", unit_vectors(1, seed=8)[0]
    ChromaStore.write(published, unit_vectors(30))

    def open_and_close() -> int:
        with closing(ChromaStore.open(published, tmp_path / "serving", "gen-000001")) as store:
            store.search(query, 3)
        return settled_open_files()

    first = open_and_close()
    assert [open_and_close() for _ in range(5)] == [first] * 5
