"""The command ``lotsen`` inside the test process: what it printed and how it ended."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ui.cli import run


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One command's exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on standard output; fails when there is anything else."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


class Lotsen:
    """Runs commands with only those settings that the test gives."""

    def __init__(self, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._patch = patch
        for name in os.environ:
            if name.startswith("LOTSEN_"):
                patch.delenv(name)

    def set(self, **settings: object) -> None:
        """Set LOTSEN_… for the commands that follow."""
        for name, value in settings.items():
            self._patch.setenv(f"LOTSEN_{name.upper()}", str(value))

    def __call__(self, *arguments: str) -> Said:
        self._capsys.readouterr()
        code = run(arguments)
        out, err = self._capsys.readouterr()
        assert "Traceback" not in out + err
        return Said(code=code, out=out, err=err)


def copied(data: Path, target: Path) -> Path:
    """A copy of a data directory, for a test that writes in it."""
    # Working copies and locks belong to the processes that serve from the original.
    shutil.copytree(data, target, ignore=shutil.ignore_patterns("serving", "*.lock"))
    return target
