"""docs/evals.md says what there is: measures, sets, an example that works, commands, links."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import typer

from evals.cases import bundled_cases
from evals.lint import lint_files
from evals.measures import MEASURES
from ui.cli import app

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "evals.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"lotsen evals [a-z][^`#\n]*", PAGE)))


def rows(heading: str) -> list[list[str]]:
    """The rows of the table with that heading, in cells."""
    _, _, table = PAGE.partition(f"{heading}\n")
    lines = table.split("\n\n", 1)[0].splitlines()[1:]
    return [[cell.strip(" `") for cell in line.strip("|").split(" | ")] for line in lines]


def anchors(page: str) -> set[str]:
    """What a link to a heading is called: lower case, hyphens for spaces, no other signs."""
    headings = re.findall(r"^#+ (.+)$", page, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.md")), ids=lambda path: path.name)
def test_a_link_within_a_page_leads_to_one_of_its_headings(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) - anchors(page) == set()


def test_the_table_of_contents_leads_to_every_section_but_itself() -> None:
    sections = re.findall(r"^## .+$", PAGE, flags=re.MULTILINE)
    contents = set(re.findall(r"\]\(#([^)]+)\)", PAGE.partition("\n## ")[0]))
    assert anchors("\n".join(sections)) <= contents


def test_every_measure_is_explained_by_its_name_and_its_title_in_reports() -> None:
    named = [row[:2] for row in rows("| mått | i rapporten | betyder |")]
    assert named == [[measure.name, measure.title] for measure in MEASURES.values()]


def test_the_sets_are_those_there_are_with_as_many_cases() -> None:
    told = {name: int(count) for name, count, _ in rows("| samling | fall | innehåll |")}
    assert told == Counter(case.set for case in bundled_cases())


def test_the_example_of_a_case_can_be_asked_and_has_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "mina.toml"
    path.write_text(PAGE.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    assert lint_files([path]) == ()


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_and_its_options_are_the_programs(line: str) -> None:
    program: Any = typer.main.get_command(app)
    command = program.commands["evals"].commands[line.split()[2]]
    options = {option for param in command.params for option in param.opts}
    assert set(re.findall(r"--[a-z]+", line)) <= options
