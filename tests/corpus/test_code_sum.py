"""The sum of a package's code changes with the code and with nothing else."""

import importlib
import sys
from pathlib import Path

import pytest

from corpus.code_sum import code_sum


def sum_of(folder: Path, name: str, files: dict[str, str]) -> str:
    package = folder / name
    package.mkdir()
    for file, text in files.items():
        (package / file).write_text(text, encoding="utf-8")
    importlib.invalidate_caches()
    return code_sum(name)


def test_sum_follows_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    code = {"__init__.py": "", "a.py": "x = 1\n"}
    sums = [
        sum_of(tmp_path, "summed_first", code),
        sum_of(tmp_path, "summed_same", {**code, "data.toml": "x = 2"}),
        sum_of(tmp_path, "summed_changed", {**code, "a.py": "x = 2\n"}),
        sum_of(tmp_path, "summed_renamed", {"__init__.py": "", "b.py": "x = 1\n"}),
    ]
    for name in ("first", "same", "changed", "renamed"):
        sys.modules.pop(f"summed_{name}", None)
    assert sums[0] == sums[1]
    assert len(set(sums)) == 3


def test_sum_follows_the_libraries_that_are_named() -> None:
    known, other = ("numpy",), ("numpy", "no-such-distribution")
    assert len({code_sum("corpus"), code_sum("corpus", libraries=known)}) == 2
    assert code_sum("corpus", libraries=known) != code_sum("corpus", libraries=other)
    assert code_sum("corpus", "ingest") != code_sum("corpus")
