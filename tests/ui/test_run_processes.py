"""Runs that pages start: processes of their own, one at a time, stopped, continued, ended."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from eval_runs import FAKE_COMMAND
from fake_run import BROKE, SENTENCE

from assistant.conversation import Mode
from corpus.errors import StorageError, UsageError
from evals.run_folder import RUNS, find_run, run_folders
from evals.run_states import State, state_of
from ui.staff import run_processes, run_texts
from ui.staff.run_processes import RunProcesses, Wanted

LONG = 60.0
"""Seconds: a loaded machine takes several to start a process."""


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[[str], RunProcesses]]:
    made: list[RunProcesses] = []

    def start(how: str) -> RunProcesses:
        made.append(RunProcesses(tmp_path, FAKE_COMMAND, {"FAKE_RUN": how}))
        return made[-1]

    yield start
    for processes in made:
        processes.close()


def until(reached: Callable[[], object]) -> None:
    end = time.monotonic() + LONG
    while not reached():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def answered(data_dir: Path, name: str) -> int:
    folder = data_dir / RUNS / name
    return state_of(find_run(data_dir, name)).answered if (folder / "run.json").exists() else 0


def begun(data_dir: Path) -> list[str]:
    return (data_dir / "begun").read_text().splitlines()


def test_a_run_is_started_followed_and_finished(tmp_path, started):
    processes = started("goes")
    wanted = Wanted(sets=("lag-vardag", "guld-*"), mode=Mode.EXTRACTIVE, epochs=2)
    name = processes.start(wanted, "nyckel")
    assert processes.going() == name
    until(lambda: answered(tmp_path, name) == 2)
    assert state_of(find_run(tmp_path, name)).state is State.GOING_ON
    (tmp_path / "vidare").touch()
    until(lambda: not processes.going())
    found = state_of(find_run(tmp_path, name))
    assert (found.state, found.answered, found.asked) == (State.FINISHED, 6, 6)
    assert processes.fault(name) == ""
    folder = tmp_path / RUNS / name
    options = "--set lag-vardag,guld-* --mode extractive --epochs 2"
    assert begun(tmp_path) == [f"evals run --out {folder} {options}"]


def test_a_double_click_starts_one_and_a_second_form_none(tmp_path, started):
    processes = started("goes")
    names: list[str] = []
    clicks = [
        threading.Thread(target=lambda: names.append(processes.start(Wanted(), "samma")))
        for _ in range(4)
    ]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()
    assert len(names) == 4
    assert len(set(names)) == 1
    with pytest.raises(UsageError, match="En körning pågår redan"):
        processes.start(Wanted(), "annan")
    until(lambda: (tmp_path / "begun").exists() and answered(tmp_path, names[0]) == 2)
    assert len(begun(tmp_path)) == 1


def test_a_run_that_another_program_is_making_hinders_too(tmp_path, started):
    processes = started("goes")
    name = processes.start(Wanted(), "a")
    until(lambda: answered(tmp_path, name) == 2)
    with pytest.raises(UsageError, match="En körning pågår redan"):
        started("goes").start(Wanted(), "b")


def test_a_stopped_run_keeps_its_answers_and_goes_on_where_it_was(tmp_path, started):
    processes = started("goes")
    name = processes.start(Wanted(), "a")
    until(lambda: answered(tmp_path, name) == 2)
    processes.stop("en-annan")
    assert processes.going() == name
    assert not processes.is_stopping(name)
    processes.stop(name)
    until(lambda: not processes.going())
    found = state_of(find_run(tmp_path, name))
    assert (found.state, found.answered) == (State.INTERRUPTED, 2)
    assert processes.fault(name) == ""
    (tmp_path / "vidare").touch()
    processes.go_on(find_run(tmp_path, name), "b")
    processes.go_on(find_run(tmp_path, name), "b")
    until(lambda: not processes.going())
    found = state_of(find_run(tmp_path, name))
    assert (found.state, found.answered) == (State.FINISHED, 6)
    assert begun(tmp_path)[1:] == [f"evals run --resume {tmp_path / RUNS / name}"]


def test_a_run_that_fails_at_once_says_why_and_leaves_nothing(tmp_path, started):
    processes = started("fails")
    name = processes.start(Wanted(), "a")
    until(lambda: processes.fault(name))
    assert processes.fault(name) == SENTENCE
    assert processes.going() == ""
    assert run_folders(tmp_path) == ()
    assert list((tmp_path / RUNS).iterdir()) == []


def test_a_run_that_breaks_says_why_and_keeps_its_answers(tmp_path, started):
    processes = started("breaks")
    name = processes.start(Wanted(), "a")
    until(lambda: processes.fault(name))
    assert processes.fault(name) == BROKE
    found = state_of(find_run(tmp_path, name))
    assert (found.state, found.answered) == (State.INTERRUPTED, 2)


def test_the_process_ends_with_the_server(tmp_path):
    with RunProcesses(tmp_path, FAKE_COMMAND, {"FAKE_RUN": "goes"}) as processes:
        name = processes.start(Wanted(), "a")
        until(lambda: answered(tmp_path, name) == 2)
    assert processes.going() == ""
    assert not find_run(tmp_path, name).is_being_written()


def test_a_process_that_does_not_end_when_it_is_asked_to_is_ended(tmp_path, monkeypatch):
    deaf = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(600)"
    monkeypatch.setattr(run_processes, "STOP_SECONDS", 0.2)
    with RunProcesses(tmp_path, (sys.executable, "-c", deaf)) as processes:
        name = processes.start(Wanted(), "a")
        time.sleep(0.5)
        processes.stop(name)
        until(lambda: not processes.going())


def test_a_program_that_is_not_there_is_told(tmp_path):
    with (
        RunProcesses(tmp_path, (str(tmp_path / "finns-inte"),)) as processes,
        pytest.raises(StorageError, match="gick inte att starta"),
    ):
        processes.start(Wanted(), "a")


def test_a_process_that_says_nothing_gets_a_sentence(tmp_path):
    with RunProcesses(tmp_path, (sys.executable, "-c", "raise SystemExit(9)")) as processes:
        name = processes.start(Wanted(), "a")
        until(lambda: processes.fault(name))
        assert processes.fault(name) == run_texts.NO_REASON


def test_the_usual_command_is_this_very_program(tmp_path):
    """Without an index it says so in Swedish, as every command does."""
    with RunProcesses(tmp_path) as processes:
        name = processes.start(Wanted(sets=("lag-vardag",), mode=Mode.EXTRACTIVE), "a")
        until(lambda: processes.fault(name))
        assert "index" in processes.fault(name)
        assert "lotsen ingest build" in processes.fault(name)
