"""Ways to serve the vectors of a published generation: time, memory, recall. Behind ADR 0003.

    .venv/bin/python benchmarks/stores.py [N …]        (default 200 5000 50000)

Each way runs in a process of its own on clustered random vectors (384 numbers, unit length), so
that memory is its own. "copy" is Chroma from a working copy, "load" reads all vectors out of a
working copy at open and searches them with numpy, "numpy" is the plain store. The product loads
up to corpus/chroma_store.py's EXACT_LIMIT and searches the copy beyond.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

import chromadb  # noqa: F401 – imported before the clock and the memory are read
import numpy as np

from corpus import chroma_store
from corpus.chroma_store import ChromaStore
from corpus.dense import DenseStore, NumpyStore
from corpus.encoding import Vectors

DIMENSION, QUERIES, TOP = 384, 200, 200


def unit_vectors(count: int, seed: int) -> Vectors:
    """Points around 50 centres, about as close to each other as passages on one subject."""
    centres = np.random.default_rng(0).normal(size=(50, DIMENSION))
    drawn = np.random.default_rng(seed)
    points = centres[drawn.integers(50, size=count)] + drawn.normal(size=(count, DIMENSION))
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)


def open_store(way: str, folder: Path) -> DenseStore:
    if way == "numpy":
        return NumpyStore.open(folder / "numpy")
    # Below the limit the product loads; each way is measured at every size.
    chroma_store.EXACT_LIMIT = {"copy": 0, "load": sys.maxsize}[way]
    return ChromaStore.open(folder / "chroma", folder / "serving", "gen-000001")


def rss_mb() -> float:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure(way: str, folder: Path, count: int) -> dict[str, float]:
    before, begun = rss_mb(), time.perf_counter()
    store = open_store(way, folder)
    opened = time.perf_counter() - begun
    times, found = [], []
    for query in unit_vectors(QUERIES, 2):
        begun = time.perf_counter()
        found.append(store.search(query, min(TOP, count))[0])
        times.append(time.perf_counter() - begun)
    after = rss_mb()
    store.close()
    vectors = np.load(folder / "numpy" / "vectors.npy")
    exact = [np.argsort(-(vectors @ query))[:TOP] for query in unit_vectors(QUERIES, 2)]
    recall = np.mean([np.isin(e, f).mean() for e, f in zip(exact, found, strict=True)])
    return {
        "open_ms": 1e3 * opened,
        "query_ms_p50": 1e3 * float(np.percentile(times, 50)),
        "query_ms_p95": 1e3 * float(np.percentile(times, 95)),
        "rss_mb": after - before,
        f"recall@{TOP}": float(recall),
    }


def main() -> None:
    if len(sys.argv) == 4 and not sys.argv[1].isdigit():
        print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
        return
    for count in map(int, sys.argv[1:] or ["200", "5000", "50000"]):
        folder = Path(tempfile.mkdtemp())
        vectors, begun = unit_vectors(count, 1), time.perf_counter()
        ChromaStore.write(folder / "chroma", vectors)
        built = time.perf_counter() - begun
        NumpyStore.write(folder / "numpy", vectors)
        size = sum(p.stat().st_size for p in (folder / "chroma").rglob("*") if p.is_file()) / 1e6
        print(f"n={count}: Chroma built in {built:.1f} s, {size:.1f} MB")
        for way in ("copy", "load", "numpy"):
            done = subprocess.run(
                [sys.executable, __file__, way, str(folder), str(count)],
                capture_output=True,
                text=True,
                check=True,
            )
            figures = json.loads(done.stdout)
            print(f"  {way:6}", "  ".join(f"{k} {v:.2f}" for k, v in figures.items()))
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
