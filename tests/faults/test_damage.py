"""Every damage to a file of a generation is refused by the file's name, and the previous serves."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes import HashingEncoder
from samples import TEXTS, sample_contents

from corpus.index import open_generation, publish_generation, verify_generation
from corpus.manifest import MANIFEST_FILE

GOOD, BAD = "gen-000001", "gen-000002"


def flip_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    if content:
        content[len(content) // 2] ^= 0x01
    path.write_bytes(content)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def replace_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES = [flip_a_byte, truncate, append, empty, replace_by_a_folder]
DAMAGES += [Path.unlink]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data_dir = tmp_path_factory.mktemp("sound")
    for count in (2, 3):
        publish_generation(data_dir, sample_contents(TEXTS[:count]), HashingEncoder())
    return data_dir


def outcome(data_dir: Path) -> tuple[tuple[str, ...], str, str | None]:
    """What verifying and opening say: damaged files, the generation served, its notice."""
    wrong = verify_generation(data_dir)
    with open_generation(data_dir) as generation:
        assert len(generation.passages) == (2 if generation.name == GOOD else 3)
        return wrong, generation.name, generation.notice


def refused(name: str) -> tuple[tuple[str, ...], str, str]:
    told = f"Sökindexet är skadat ({BAD}/{name}): bygg om det med ”lotsen ingest build”."
    return (name,), GOOD, f"{told} Tills vidare används {GOOD}."


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damaged_file_is_refused_by_name_and_the_previous_served(
    published: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    folder = published / BAD
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    assert {MANIFEST_FILE, "dense/chroma.sqlite3", "passages.jsonl"} < set(names)
    outcomes, expected = {}, {}
    for number, name in enumerate(names):
        data_dir = tmp_path / str(number)
        shutil.copytree(published, data_dir)
        target = data_dir / BAD / name
        before = target.read_bytes()
        damage(target)
        if target.is_file() and target.read_bytes() == before:
            continue  # an empty file can't be flipped or shortened
        outcomes[name], expected[name] = outcome(data_dir), refused(name)
    assert outcomes == expected
    assert len(outcomes) >= len(names) - 1


@pytest.mark.parametrize("name", ["extra.txt", "words/extra.npy", "dense/chroma.sqlite3-wal"])
def test_foreign_file_counts_as_damage(published: Path, tmp_path: Path, name: str) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(published, data_dir)
    (data_dir / BAD / name).write_bytes(b"")
    assert outcome(data_dir) == refused(name)


def test_every_damaged_file_is_listed(published: Path, tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(published, data_dir)
    (data_dir / BAD / "passages.jsonl").unlink()
    append(data_dir / BAD / "entries.jsonl")
    assert verify_generation(data_dir) == ("entries.jsonl", "passages.jsonl")


def test_sound_copy_is_served_without_notice(published: Path, tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(published, data_dir)
    assert outcome(data_dir) == ((), BAD, None)
