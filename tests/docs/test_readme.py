"""README's commands do what it says, and docs/settings.md lists the settings."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from command_line import Lotsen
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from assistant.settings import Settings
from corpus.catalogue import bundled_digests, load_catalogue
from evals.cases import bundled_cases
from ui.cli import app

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
STATUTE = ROOT / "tests" / "data" / "sfs-2031-77.md"
RUNS_UNTIL_STOPPED = {"serve"}


def shell_lines() -> list[str]:
    blocks = re.findall(r"```(?:sh|bat)\n(.*?)```", README, flags=re.DOTALL)
    lines = [line.split(" #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


def split(line: str) -> tuple[dict[str, str], list[str]]:
    """The variables set in front of a command, and the command's words."""
    words = shlex.split(line.replace("\\", "/"))
    variables = [word for word in words if re.match(r"[A-Z_]+=", word)]
    return dict(word.split("=", 1) for word in variables), words[len(variables) :]


def lotsen_lines() -> list[str]:
    return [line for line in shell_lines() if "lotsen" in split(line)[1][0].split("/")[-1]]


COMMANDS = lotsen_lines()


def test_readme_has_commands_to_run() -> None:
    assert {split(line)[1][1] for line in COMMANDS} >= {
        "ask", "search", "show", "documents", "doctor", "ingest", "evals", "--help",
    }  # fmt: skip


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_readme_works(
    lotsen: Lotsen, own_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    variables, (_, *arguments) = split(line)
    if variables or arguments[0] in RUNS_UNTIL_STOPPED:  # parsed only: no model runs here
        command: Any = typer.main.get_command(app)
        command.commands[arguments[0]].make_context(arguments[0], arguments[1:])
        assert set(variables) <= {f"LOTSEN_{name}".upper() for name in Settings.model_fields}
        return
    monkeypatch.chdir(tmp_path)
    for name in arguments:
        if name.endswith((".md", ".pdf")):  # the format is told by content, the name is a hint
            (tmp_path / name).write_bytes(STATUTE.read_bytes())
    said = lotsen(*arguments)
    assert said.code == 0
    assert said.out + said.err != ""


def test_the_answer_in_readme_is_the_programs(lotsen: Lotsen) -> None:
    question = re.findall(r'lotsen ask "([^"]+)"', README)[0]
    shown = README.split("```text\n", 1)[1].split("```", 1)[0].split("…")
    said = lotsen("ask", question).out
    assert [part.strip() in said for part in shown] == [True] * len(shown)


PYTHON_BLOCKS = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


def test_readme_shows_answers_search_and_the_runnable_in_python() -> None:
    names = ("assistant.ask(", "as_retriever(", "as_runnable(")
    assert [any(name in block for block in PYTHON_BLOCKS) for name in names] == [True] * 3
    assert [len(list(filter(None, block.splitlines()))) <= 5 for block in PYTHON_BLOCKS] == [
        True
    ] * len(PYTHON_BLOCKS)


@pytest.mark.parametrize("block", PYTHON_BLOCKS)
def test_an_example_in_python_prints_what_the_law_says(bundled_data: Path, block: str) -> None:
    settings = {k: v for k, v in os.environ.items() if not k.startswith("LOTSEN_")}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block],
        cwd=ROOT,
        env={**settings, "LOTSEN_DATA_DIR": str(bundled_data)},
        encoding="utf-8",
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"Enligt lagen .*lägesbilden.* 6 §\n|\d+ § answered\n", done.stdout)


def test_every_target_named_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    pages = [README, *(path.read_text(encoding="utf-8") for path in (ROOT / "docs").rglob("*.md"))]
    named = {name for page in pages for name in re.findall(r"\bmake ([a-z-]+)", page)}
    assert named >= {"run", "test", "check", "test-extras", "bench"}
    # "make" is an English word too; code spans and shell lines alone name targets.
    spans = {name for page in pages for name in re.findall(r"`make ([a-z-]+)`", page)}
    spans |= {line.split()[1] for line in shell_lines() if line.startswith("make ")}
    assert spans - targets == set()


def test_every_document_and_set_named_exists() -> None:
    known = {entry.document_id for entry in load_catalogue().entries}
    named = {a for line in COMMANDS for a in re.findall(r"\b(?:bra|sfs|nod|skr)-\d[\w-]+", line)}
    assert named <= known
    sets = {case.set for case in bundled_cases()}
    assert set(re.findall(r"--set ([\w-]+)", README)) <= sets


def test_the_counts_in_readme_are_the_catalogues() -> None:
    digests = len(list(bundled_digests()))
    entries = load_catalogue().entries
    assert f"{digests} källor har text i dag" in README
    assert f"Övriga {len(entries) - digests} finns i katalogen" in README
    assert all(entry.url for entry in entries)


def settings_rows() -> list[list[str]]:
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| `")]
    return [[cell.strip("` ") for cell in row] for row in rows]


def default_shown(field: FieldInfo) -> str:
    if field.default_factory is not None:
        return "användarens datamapp (platformdirs)"
    default = field.default
    text = default.get_secret_value() if isinstance(default, SecretStr) else str(default)
    return text or "tom"


def test_the_page_of_settings_lists_every_field_with_its_default_and_meaning() -> None:
    assert settings_rows() == [
        [f"LOTSEN_{name}".upper(), default_shown(field), field.description]
        for name, field in Settings.model_fields.items()
    ]


def test_readme_names_only_settings_that_exist() -> None:
    known = {f"LOTSEN_{name}".upper() for name in Settings.model_fields}
    pages = (README, (ROOT / "docs" / "models.md").read_text(encoding="utf-8"))
    assert {name for page in pages for name in re.findall(r"\bLOTSEN_[A-Z_]+", page)} <= known
