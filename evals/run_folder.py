"""A run on disk: one folder, to which each answer is added as it comes.

    run.json       what was asked of whom, with which settings, and how far it came
    answers.jsonl  one answer a line, enough to judge it again
    cases.jsonl    one judged case a line
    report.json    metrics and gates
    inspect/       Inspect's own log of the run

Runs lie under the data directory unless another folder is named. Two runs at once have a folder
each; a second process that wants to go on with a run that is going on is told so.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.errors import StorageError, UsageError
from corpus.locking import FileLock, hold
from evals.answers import KeptAnswer, UnreadableAnswerError, from_line, to_line

RUNS = Path("evals", "runs")
"""Where in the data directory runs lie."""

RUN_FILE, ANSWERS_FILE = "run.json", "answers.jsonl"
CASES_FILE, REPORT_FILE = "cases.jsonl", "report.json"
_LOCK = "run.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFile:
    """What ``run.json`` holds; ``finished`` is None as long as answers are missing.

    ``case_ids`` are those to be asked, ``epochs`` how many times each.
    """

    run: str
    started: datetime
    settings: Mapping[str, Any]
    case_ids: tuple[str, ...]
    epochs: int = 1
    finished: datetime | None = None
    faults: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """The file's content."""
        return {
            "run": self.run,
            "started": self.started.isoformat(),
            "finished": self.finished.isoformat() if self.finished else None,
            "settings": dict(self.settings),
            "case_ids": list(self.case_ids),
            "epochs": self.epochs,
            "faults": list(self.faults),
        }


class RunFolder:
    """The folder of one run."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def name(self) -> str:
        """The run's name, which is its folder's."""
        return self.path.name

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the run's one writer inside the block.

        Raises:
            UsageError: another process is asking its questions right now.
            StorageError: the folder can't be written.
        """
        lock = FileLock(self.path / _LOCK)
        with _storage(self.path):
            taken = lock.acquire()
        if not taken:
            raise UsageError(f"Körningen {self.name} pågår redan. Vänta tills den är klar.")
        try:
            yield
        finally:
            lock.release()

    def is_being_written(self) -> bool:
        """Whether a process is asking the run's questions right now."""
        try:
            with hold(self.path / _LOCK) as taken:
                return not taken
        except OSError:  # a folder that can't be written is written by nobody
            return False

    def write_start(self, run: RunFile) -> None:
        """Say what is to be asked; answers of an earlier run in the folder are taken away."""
        with _storage(self.path):
            for name in (ANSWERS_FILE, CASES_FILE, REPORT_FILE):
                (self.path / name).unlink(missing_ok=True)
            self.write_run(run)

    def write_run(self, run: RunFile) -> None:
        """Write ``run.json``, whole or not at all."""
        text = json.dumps(run.to_json(), ensure_ascii=False, indent=2) + "\n"
        self.write_text(RUN_FILE, text)

    def write_text(self, name: str, text: str) -> None:
        """Write one of the run's files, whole or not at all.

        Raises:
            StorageError: it can't be written.
        """
        with _storage(self.path):
            beside = self.path / f".{name}.new"
            beside.write_text(text, encoding="utf-8", newline="\n")
            beside.replace(self.path / name)

    def read_run(self) -> RunFile:
        """What ``run.json`` says.

        Raises:
            UsageError: there is no run in the folder.
        """
        try:
            body = json.loads((self.path / RUN_FILE).read_text(encoding="utf-8"))
            return RunFile(
                run=body["run"],
                started=datetime.fromisoformat(body["started"]),
                finished=datetime.fromisoformat(body["finished"]) if body["finished"] else None,
                settings=body["settings"],
                case_ids=tuple(body["case_ids"]),
                epochs=body["epochs"],
                faults=tuple(body["faults"]),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsageError(f"I mappen {self.path} finns ingen körning att fortsätta.") from error

    def add(self, kept: KeptAnswer) -> None:
        """Keep one more answer; it is on disk when this returns.

        Raises:
            StorageError: it can't be written.
        """
        self.add_line(ANSWERS_FILE, to_line(kept))

    def add_line(self, name: str, line: str) -> None:
        """Add a line, with its line feed, to one of the run's files.

        Raises:
            StorageError: it can't be written.
        """
        with _storage(self.path), (self.path / name).open("a", encoding="utf-8") as file:
            file.write(line)

    def mend(self, name: str = ANSWERS_FILE) -> None:
        """Take away a last line that was cut off when the writer was killed."""
        path = self.path / name
        with _storage(self.path):
            if path.exists() and not (content := path.read_bytes()).endswith(b"\n"):
                path.write_bytes(content[: content.rfind(b"\n") + 1])

    def answers(self) -> tuple[KeptAnswer, ...]:
        """What has been answered, each case and epoch once, without lines that can't be read.

        A case that was asked twice, say after a crash, counts with its first answer.
        """
        path = self.path / ANSWERS_FILE
        lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
        kept: dict[tuple[str, int], KeptAnswer] = {}
        for line in filter(str.strip, lines):
            try:
                answer = from_line(line)
            except UnreadableAnswerError:
                continue
            kept.setdefault((answer.case_id, answer.epoch), answer)
        return tuple(kept.values())


def new_run_folder(data_dir: Path, mode: str, now: datetime | None = None) -> RunFolder:
    """A new folder under the data directory, named after the time and the mode.

    Raises:
        StorageError: it can't be made.
    """
    name = f"{now or datetime.now(UTC):%Y%m%dT%H%M%SZ}-{mode}"
    with _storage(data_dir / RUNS):
        (data_dir / RUNS).mkdir(parents=True, exist_ok=True)
        for number in range(1, 1_000):  # runs that begin in the same second
            path = data_dir / RUNS / (name if number == 1 else f"{name}-{number}")
            try:
                path.mkdir()
            except FileExistsError:
                continue
            return RunFolder(path)
    raise StorageError(f"Körningen kan inte sparas i {data_dir / RUNS}.")


def run_folders(data_dir: Path) -> Sequence[RunFolder]:
    """The runs under the data directory, the latest first."""
    folder = data_dir / RUNS
    if not folder.is_dir():
        return ()
    found = [path for path in folder.iterdir() if (path / RUN_FILE).is_file()]
    return tuple(RunFolder(path) for path in sorted(found, reverse=True))


def find_run(data_dir: Path, name: str) -> RunFolder:
    """The folder of a run: a path, or a name under the data directory; "senaste" is the latest.

    Raises:
        UsageError: there is none.
    """
    runs = run_folders(data_dir)
    if name == "senaste" and runs:
        return runs[0]
    for path in (Path(name), data_dir / RUNS / name):
        if name and any((path / file).is_file() for file in (RUN_FILE, CASES_FILE)):
            return RunFolder(path)
    raise UsageError(f"Körningen {name} finns inte. Visa dem som finns med lotsen evals list.")


@contextmanager
def _storage(path: Path) -> Iterator[None]:
    try:
        path.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise StorageError(f"Utvärderingen kan inte sparas i {path}.") from error
