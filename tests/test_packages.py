"""The five packages are ours, whole, and of one version."""

import importlib
import tomllib
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
