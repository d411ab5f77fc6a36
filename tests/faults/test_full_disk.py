"""A disk that fills at any file of a build: one Swedish sentence, and the former index serves."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fakes import HashingEncoder
from samples import sample_contents

from corpus.generations import generation_names
from corpus.index import open_generation, publish_generation, verify_generation

ROOT = Path(__file__).parents[2]
# The system refuses to let any file grow past the limit, as a full disk or a quota does.
PUBLISH_WITH_LIMITS = """
import resource, sys
sys.dont_write_bytecode = True  # a cut .pyc would outlive the test
from pathlib import Path
sys.path[:0] = sys.argv[2:4]
from corpus.errors import StorageError
from corpus.index import publish_generation
from fakes import HashingEncoder
from samples import sample_contents
texts = [f"Text nummer {number}." for number in range(40)]
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
for limit in map(int, sys.argv[4:]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
    try:
        name = publish_generation(Path(sys.argv[1]), sample_contents(texts), HashingEncoder())
        print(limit, name)
    except StorageError as error:
        print(limit, "StorageError", error)
"""
LIMITS = (10, 200, 900, 2_000, 5_000, 9_000, 20_000, 60_000, 120_000)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on file size")
def test_full_disk_is_told_and_the_former_index_serves(tmp_path: Path) -> None:
    publish_generation(tmp_path, sample_contents(), HashingEncoder())
    arguments = [tmp_path, ROOT, ROOT / "tests", *LIMITS]
    done = subprocess.run(
        [sys.executable, "-c", PUBLISH_WITH_LIMITS, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "OMP_NUM_THREADS": "1"},
        check=True,
    )
    lines = done.stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [[str(x), "StorageError"] for x in LIMITS]
    assert any("Disken är full" in line for line in lines)
    assert generation_names(tmp_path) == ("gen-000001",)
    assert not list(tmp_path.glob("*.tmp"))
    assert verify_generation(tmp_path) == ()
    with open_generation(tmp_path) as generation:
        assert generation.notice is None
    assert publish_generation(tmp_path, sample_contents(), HashingEncoder()) == "gen-000002"
