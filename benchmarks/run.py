"""What a user waits for, measured on this machine: help, build, warm answers, memory of the server.

Times are noisy on shared machines: read the ratios to the reference work that stands beside them.

    make bench
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.machine import machine_lines, rss_mb

QUESTIONS = (
    "Måste kommunen kartlägga brottsligheten?",
    "hur ofta ska planen följas upp",
    "Vem leder det strategiska rådet?",
    "Vad är SMART-mål?",
    "Vilken utbildning måste samordnaren ha?",
    "far vi satta upp kameror pa torget",
    "Vad gör man i steg 3 i samverkansprocessen?",
    "Står det något om föreningar i lagen?",
    "what must the situation report contain",
    "hur bakar man bullar",
)
ROUNDS = 20


def main() -> None:
    """Run every measurement and print one table."""
    print("\n".join(machine_lines()))
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        environment = os.environ | {"LOTSEN_DATA_DIR": folder, "OMP_NUM_THREADS": "1"}
        lotsen = str(Path(sys.executable).with_name("lotsen"))
        helped = [_timed(lambda: _run([lotsen, "--help"], environment)) for _ in range(5)]
        print(f"lotsen --help               {statistics.median(helped):6.2f} s   (goal 0.5)")
        built = _timed(lambda: _run([lotsen, "ingest", "build"], environment))
        print(f"first build                 {built:6.2f} s   (goal 60 to the first answer)")
        again = _timed(lambda: _run([lotsen, "ingest", "build"], environment))
        print(f"rebuild, nothing changed    {again:6.2f} s   (goal 5)")
        _answers(data)
        _server(lotsen, environment)


def _answers(data: Path) -> None:
    from assistant.bootstrap import build_assistant
    from assistant.conversation import Question
    from assistant.service import ignore
    from assistant.settings import Settings

    with build_assistant(Settings(data_dir=data)) as assistant:
        times = []
        for _ in range(ROUNDS):
            for text in QUESTIONS:
                question = Question(text=text, as_of=date.today())
                times.append(_timed(lambda q=question: assistant.answer(q, ignore)) * 1_000)
        warm = sorted(times[len(QUESTIONS) :])
        p95 = warm[int(len(warm) * 0.95)]
        encoder = assistant.encoder
        encoded = [_timed(lambda t=text: encoder.encode_query(t)) * 1_000 for text in QUESTIONS * 3]
    middle = statistics.median(warm)
    print(f"warm extractive answer      {middle:6.1f} ms p50, {p95:.1f} ms p95 (goal 150)")
    print(f"  of which the encoder      {statistics.median(encoded):6.1f} ms p50")


def _server(lotsen: str, environment: dict[str, str]) -> None:
    with _served(lotsen, environment) as (address, pid):
        for number in range(200):
            body = json.dumps({"question": QUESTIONS[number % len(QUESTIONS)]}).encode()
            request = urllib.request.Request(
                f"{address}/api/ask", data=body, headers={"Content-Type": "application/json"}
            )
            urllib.request.urlopen(request, timeout=30).read()
        print(f"server after 200 questions  {rss_mb(pid):6.0f} MB RSS (goal 600)")


@contextmanager
def _served(lotsen: str, environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    port = "7899"
    process = subprocess.Popen(
        [lotsen, "serve", "--port", port],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/readyz", timeout=1).read()
                break
            except OSError:
                time.sleep(0.25)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, env=environment, check=True, capture_output=True)


if __name__ == "__main__":
    main()
