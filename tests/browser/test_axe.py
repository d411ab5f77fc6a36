"""axe-core's rules of WCAG 2.0–2.2 A and AA in every state, both themes, narrow and wide."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest
from page_looks import LOOKS, look
from page_states import STATES
from playwright.sync_api import Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]

AXE = Path(__file__).parents[1] / "node" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")


class Explained(NamedTuple):
    """A place where axe can't decide, why that is so, and how it was decided instead.

    ``html`` is the whole element, or with ``begins`` how its tag begins.
    """

    rule: str
    html: str
    why: str
    checked: str
    begins: bool = False


EXPLAINED = (
    Explained(
        "color-contrast",
        '<span class="tecken" aria-hidden="true">○</span>',
        "axe measures no contrast of signs that are not letters",
        "the sign has the colour of its heading, which axe measures; the words say the same",
    ),
    Explained(
        "color-contrast",
        '<span aria-hidden="true">○ </span>',
        "axe measures no contrast of signs that are not letters",
        "the sign has the colour of the label it stands in, which axe measures",
    ),
    Explained(
        "color-contrast",
        '<text class="text" x="',
        "axe takes every drawing for a picture and does not look behind words in it",
        "they have the page's own colour on its own background: test_report.py",
        begins=True,
    ),
)


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.exists():
        pytest.fail("axe-core is missing: `make test` installs it into tests/node")
    return AXE.read_text(encoding="utf-8")


def audit(page: Page) -> list[tuple[str, str, str]]:
    """What axe objects to, or can't decide without being explained: kind, rule and element.

    Playwright runs it beside the page's own scripts, so the page's policy stays as it is.
    """
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "resultTypes": ["violations", "incomplete"],
    }
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    assert found["passes"], "axe found nothing to look at"
    return [
        (kind, rule["id"], f"{node['target']} {node['html'][:200]} {node['failureSummary']}")
        for kind in ("violations", "incomplete")
        for rule in found[kind]
        for node in rule["nodes"]
        if kind == "violations" or not explained(rule["id"], node["html"])
    ]


def explained(rule: str, html: str) -> bool:
    return any(
        rule == row.rule and (html.startswith(row.html) if row.begins else html == row.html)
        for row in EXPLAINED
    )


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing_in_any_look(watched, reach, axe, name):
    page = watched.page
    reach(page, name)
    page.evaluate(axe)
    found = {}
    for at in LOOKS:
        look(page, at)
        found[str(at)] = audit(page)
    assert found == {str(at): [] for at in LOOKS}


def test_axe_finds_what_is_wrong_on_a_bad_page(watched, axe):
    watched.page.set_content(
        '<html lang="sv"><title>Dålig sida</title><p style="color: #ccc">Ljusgrå text</p>'
        '<input><img src="data:,"><div id="innehall">x</div>'
    )
    watched.page.evaluate(axe)
    rules = {rule for kind, rule, _ in audit(watched.page) if kind == "violations"}
    assert rules >= {"color-contrast", "label", "image-alt"}
