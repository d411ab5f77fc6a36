"""What every figure is read beside: the machine, its load and a fixed piece of work."""

import os
import platform
import time
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path


def machine_lines(packages: Sequence[str] = ()) -> list[str]:
    """The lines to print above the figures."""
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    return [
        f"{date.today()}, {platform.machine()}, {os.cpu_count()} cores, {cpu_name()}",
        f"Python {platform.python_version()}" + (f", {versions}" if versions else ""),
        f"reference work {reference_seconds():.2f} s, load {os.getloadavg()[0]:.1f}",
    ]


def cpu_name() -> str:
    """The processor as it calls itself."""
    info = Path("/proc/cpuinfo")
    rows = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [row.split(":")[1].strip() for row in rows if row.startswith("model name")]
    return names[0] if names else platform.processor()


def reference_seconds() -> float:
    """A fixed piece of pure Python, to compare machines and their load."""
    begun = time.perf_counter()
    sum(number * number % 7 for number in range(12_000_000))
    return time.perf_counter() - begun


def rss_mb(pid: int) -> float:
    """What a process has in memory now."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(row for row in status.splitlines() if row.startswith("VmRSS"))
    return int(line.split()[1]) / 1_000


class Clock:
    """Adds up what goes on in ``with`` blocks: seconds, and those of the processor.

    The second is what a busy machine disturbs least; a library's other threads count in it.
    """

    def __init__(self) -> None:
        self.wall = self.cpu = 0.0

    def __enter__(self) -> "Clock":
        self.wall -= time.perf_counter()
        self.cpu -= time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall += time.perf_counter()
        self.cpu += time.process_time()
