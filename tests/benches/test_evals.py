"""The benchmark of evaluation on a few cases; no test here looks at the clock."""

import os
import re
from pathlib import Path

import pytest

from benchmarks.evals import COMPARE_GOAL, REPORT_GOAL, RUN_GOAL, measured

LINE = re.compile(
    r"(?P<what>.+?) +\d+\.\d\d s, +\d+\.\d\d s CPU, +\d+\.\d × the reference work +"
    r"\(goal (?P<goal>\d+); median of (?P<rounds>\d+)\)"
)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LOTSEN_")}
    return kept | {"LOTSEN_DATA_DIR": str(tmp_path), "LOTSEN_ENCODER": "none"}


def test_a_run_its_report_and_a_comparison_are_made_and_told(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    told = [LINE.fullmatch(line) for line in measured(tmp_path, environment, "guld-tid", 1)]
    assert [(one["what"], int(one["goal"]), one["rounds"]) for one in told if one] == [
        ("run of 12 cases", RUN_GOAL, "2"),
        ("report as a page", REPORT_GOAL, "1"),
        ("compare two runs", COMPARE_GOAL, "1"),
    ]
    for run in ("a", "b"):
        assert (tmp_path / run / "answers.jsonl").read_text(encoding="utf-8").count("\n") == 12
    assert "guld-tid" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_command_that_fails_ends_it_with_what_it_said(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with pytest.raises(SystemExit, match=r"--set finns-inte .* failed: .*finns-inte"):
        list(measured(tmp_path, environment, "finns-inte", 1))
