"""Runs of an evaluation that are started from a page: each is a process of its own, one at a time.

``lotsen evals run`` in a subprocess of the same interpreter and with the same settings –(the run's
folder)→ the pages. Serving goes on beside it, and it ends with the server.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

import ui
from assistant.conversation import Mode
from corpus.errors import StorageError, UsageError
from evals.run_folder import RUN_FILE, RUNS, RunFolder, new_run_folder, run_folders
from ui.staff import run_texts
from ui.staff.forms import FormKeys

STOP_SECONDS = 10
"""How long a process that was asked to end may take before it is ended."""

MOST_EPOCHS = 5

_READ_AT_MOST = 20_000  # bytes of what a process said
_LONGEST_SENTENCE = 500  # characters

# A server that was started in the background may have been told to ignore SIGINT, and its children
# inherit that: what a process is asked to end by must reach it.
_LOTSEN = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from ui.cli import main; main()"
)
COMMAND = (sys.executable, "-P", "-c", _LOTSEN)
"""What runs ``lotsen`` as this very program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a run is to ask: sets by names or patterns (none: all), how, and how many times."""

    sets: tuple[str, ...] = ()
    mode: Mode = Mode.AUTO
    epochs: int = 1


@dataclass(slots=True)
class _Going:
    """A process, the run it makes and where what it says goes."""

    run: str
    process: "subprocess.Popen[bytes]"
    said: IO[bytes]
    is_new: bool
    stopped_at: float | None = None


class RunProcesses:
    """The runs that the pages have started under one data directory.

    ``command`` stands before ``evals run …``; ``environment`` is added to this process's own. Used
    from several threads.
    """

    def __init__(
        self,
        data_dir: Path,
        command: Sequence[str] = COMMAND,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._data_dir = data_dir
        self._command = tuple(command)
        self._environment = dict(environment or {})
        self._lock = threading.Lock()
        self._keys = FormKeys()
        self._going: _Going | None = None
        self._faults: dict[str, str] = {}

    def start(self, wanted: Wanted, key: str) -> str:
        """Begin a run and give its name; a form that comes again gives that of the first time.

        Raises:
            UsageError: another run is going on.
            StorageError: the run's folder can't be made.
        """
        with self._lock:
            if (before := self._keys.result(key)) is not None:
                return before
            self._refuse_second()
            folder = new_run_folder(self._data_dir, wanted.mode.value)
            sets = ("--set", ",".join(wanted.sets)) if wanted.sets else ()
            options = ("--mode", wanted.mode.value, "--epochs", str(wanted.epochs))
            self._begin(folder, ("--out", str(folder.path), *sets, *options), is_new=True)
            self._keys.keep(key, folder.name)
            return folder.name

    def go_on(self, folder: RunFolder, key: str) -> None:
        """Have an interrupted run ask what it has left.

        Raises:
            UsageError: a run is going on.
        """
        with self._lock:
            if self._keys.result(key) is None:
                self._refuse_second()
                self._begin(folder, ("--resume", str(folder.path)), is_new=False)
                self._keys.keep(key, folder.name)

    def stop(self, run: str) -> None:
        """Ask the run's process to end; what it has answered stays. Nothing where none goes on."""
        with self._lock:
            going = self._now()
            if going is not None and going.run == run and going.stopped_at is None:
                going.stopped_at = time.monotonic()
                _interrupt(going.process)

    def is_stopping(self, run: str) -> bool:
        """Whether the run's process has been asked to end and has not ended yet."""
        with self._lock:
            going = self._now()
            return going is not None and going.run == run and going.stopped_at is not None

    def going(self) -> str:
        """The name of the run that goes on, "" when none does."""
        with self._lock:
            going = self._now()
            return going.run if going else ""

    def fault(self, run: str) -> str:
        """What the run's process said when it ended with a code other than 0, else ""."""
        with self._lock:
            self._now()
            return self._faults.get(run, "")

    def close(self) -> None:
        """End what goes on."""
        with self._lock:
            going = self._now()
            if going is not None:
                going.stopped_at = time.monotonic()
                _interrupt(going.process)
                _wait(going.process)
                self._now()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _refuse_second(self) -> None:
        if self._now() is not None or any(
            folder.is_being_written() for folder in run_folders(self._data_dir)
        ):
            raise UsageError(run_texts.ONE_AT_A_TIME)

    def _begin(self, folder: RunFolder, options: Sequence[str], *, is_new: bool) -> None:
        said = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the process has ended
        try:
            process = subprocess.Popen(  # noqa: S603 - our own command and names we made
                (*self._command, "evals", "run", *options),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                env=self._environment_of_child(),
            )
        except OSError as error:
            said.close()
            raise StorageError(run_texts.NOT_STARTED) from error
        self._faults.pop(folder.name, None)
        self._going = _Going(run=folder.name, process=process, said=said, is_new=is_new)

    def _environment_of_child(self) -> dict[str, str]:
        """This process's settings, and where its own code is, which -P keeps out otherwise."""
        code = str(Path(ui.__file__).parents[1])
        path = os.pathsep.join(filter(None, (code, os.environ.get("PYTHONPATH", ""))))
        own = {"LOTSEN_DATA_DIR": str(self._data_dir), "PYTHONPATH": path}
        return {**os.environ, **own, **self._environment}

    def _now(self) -> _Going | None:
        """What goes on; what has ended since is let go of, with what it said."""
        going = self._going
        if going is None:
            return None
        if going.process.poll() is None:
            _press(going)
            return going
        self._going = None
        folder = self._data_dir / RUNS / going.run
        if fault := _fault(going):
            self._faults[going.run] = fault
        if going.is_new and not (folder / RUN_FILE).exists():
            with suppress(OSError):  # only an empty folder goes
                folder.rmdir()
        going.said.close()
        return None


def _interrupt(process: "subprocess.Popen[bytes]") -> None:
    """Ask the process to end as Ctrl+C does: it closes what it has open."""
    if sys.platform == "win32":
        process.terminate()
    else:
        process.send_signal(signal.SIGINT)


def _press(going: _Going) -> None:
    """End a process that was asked to long ago."""
    if going.stopped_at is not None and time.monotonic() > going.stopped_at + STOP_SECONDS:
        going.process.kill()


def _wait(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _fault(going: _Going) -> str:
    """The last line that a failed process said; a stop is no fault."""
    if going.stopped_at is not None or going.process.returncode == 0:
        return ""
    going.said.seek(0)
    lines = going.said.read()[-_READ_AT_MOST:].decode("utf-8", "replace").split("\n")
    told = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return told[:_LONGEST_SENTENCE] or run_texts.NO_REASON
