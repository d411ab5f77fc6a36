"""SIGKILL at any moment of a publish keeps an index no older than the last acknowledged one."""

import multiprocessing
import os
import random
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from fakes import HashingEncoder
from publisher import DIMENSION, PASSAGES, numbered_text, publish_until_killed
from samples import sample_contents

from corpus.errors import IndexMissingError
from corpus.index import open_generation, publish_generation, verify_generation

KILLS = 100
ROOT = Path(__file__).parents[2]
# A server that has imported everything gives birth to each process; Windows starts them afresh.
START_METHODS = multiprocessing.get_all_start_methods()
CONTEXT = multiprocessing.get_context("forkserver" if "forkserver" in START_METHODS else "spawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """The last publish that returned.

    ``seconds`` is what a process's first publish took: the later ones have everything loaded.
    """

    name: str = "gen-000000"
    counter: int = 0
    seconds: float = 0.5


@dataclass(slots=True, kw_only=True)
class Killed:
    data_dir: Path
    last: Acknowledged = Acknowledged()
    interrupted: int = 0
    faults: list[str]


def kill_one(data_dir: Path, last: Acknowledged, share: float) -> Acknowledged:
    """Kill a publisher ``share`` of a publish's time after it began, and read what it got done."""
    ours, theirs = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=publish_until_killed, args=(data_dir, last.counter, theirs))
    with closing(ours):
        process.start()
        theirs.close()
        assert ours.recv() == "begun"
        time.sleep(share * last.seconds)
        process.kill()
        process.join()
        process.close()
        done = list(received(ours))
    if not done:  # the machine may have become slower: wait a little longer next time
        return replace(last, seconds=1.1 * last.seconds)
    name, counter, _ = done[-1]
    return Acknowledged(name=name, counter=counter, seconds=done[0][2])


def received(connection: Connection) -> Iterator[tuple[str, int, float]]:
    while True:
        try:
            yield connection.recv()
        except (EOFError, OSError):  # the end, or a message that the kill cut in half
            return


def fault_in_index(data_dir: Path, last: Acknowledged) -> str | None:
    try:
        generation = open_generation(data_dir)
    except IndexMissingError:
        return None if last.counter == 0 else "missing"
    with generation:
        first = generation.passages[0].text
        query = HashingEncoder(dimension=DIMENSION).encode_query(first)
        sound = (
            generation.name >= last.name
            and (generation.notice is None or last.counter == 0)
            and (generation.name != last.name or first == numbered_text(last.counter))
            and generation.dense is not None
            and len(generation.dense.search(query, PASSAGES)[0]) == PASSAGES
        )
    return None if sound else f"{generation.name} after {last}: {generation.notice}, {first}"


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Killed:
    moments = random.Random(1)
    result = Killed(data_dir=tmp_path_factory.mktemp("killed"), faults=[])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "tests")]))
        CONTEXT.set_forkserver_preload(["publisher"])
        for number in range(KILLS):
            share = moments.uniform(0, 1.5)
            result.last = kill_one(result.data_dir, result.last, share)
            result.interrupted += bool(list(result.data_dir.glob("*.tmp")))
            fault = fault_in_index(result.data_dir, result.last)
            result.faults += [f"kill {number}: {fault}"] if fault else []
    return result


def test_no_kill_leaves_a_broken_index_or_one_older_than_acknowledged(killed: Killed) -> None:
    assert killed.faults == []


def test_kills_hit_both_builds_and_finished_publishes(killed: Killed) -> None:
    assert killed.interrupted >= KILLS // 10
    assert killed.last.counter >= KILLS // 4


def test_builder_after_the_last_kill_leaves_no_rubbish(killed: Killed) -> None:
    data_dir, encoder = killed.data_dir, HashingEncoder(dimension=DIMENSION)
    name = publish_generation(data_dir, sample_contents(), encoder)
    assert verify_generation(data_dir) == ()
    with open_generation(data_dir) as generation:
        assert (generation.name, generation.notice) == (name, None)
    assert len(list(data_dir.glob("gen-*"))) == 2
    assert not list(data_dir.glob("*.tmp"))
    assert [path.name for path in (data_dir / "serving").iterdir()] == ["serving.lock"]
