"""Names that our scripts share with each other and with the server: ids, classes, events, fields.

The scripts have no build step that could hand them over; here each is held against its other half.
"""

import re
from datetime import date
from pathlib import Path

import pytest
from fakes_answers import leader_answer
from fakes_pages import CITATION, ON_PAGES, FakeMaker, answerer_with_pages
from starlette.testclient import TestClient

import ui
from assistant.api import API_PATHS
from assistant.conversation import Question, Reason
from assistant.problems import reason_problem
from assistant.wire import MAX_QUESTION, MAX_TURNS
from ui import export_route, rendering, texts
from ui.app import create_application
from ui.labels import source_link
from ui.pass_body import MAX_PASSES
from ui.restoring import KeptTab

pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")

SCRIPTS = {
    path.name: re.sub(r"(?m)(^|\s)//\s.*$", "", path.read_text(encoding="utf-8"))
    for path in sorted((Path(ui.__file__).parent / "static").glob("*.js"))
}
EVERY = "\n".join(SCRIPTS.values())
SELECTORS = [
    double or single
    for double, single in re.findall(
        r"(?:querySelector(?:All)?|closest|matches)(?:\?\.)?\(\s*(?:\"([^\"]*)\"|'([^']*)')", EVERY
    )
]
"""What the scripts look up, without the values of attributes."""
BARE = re.sub(r"=\"[^\"]*\"", "", " ".join(SELECTORS))

GRADIOS = {"toast-body", "error"}
"""Classes of Gradio's own, by which kontakt.js knows its messages."""


TEMPLATES = Path(ui.__file__).parent / "templates"
WITH_SCRIPTS = [*sorted(TEMPLATES.glob("utvardering*.html")), TEMPLATES / "rapport.html"]
"""Pages of our own that have scripts, beside Fråga."""


@pytest.fixture(scope="module")
def html() -> str:
    """All that Fråga, an answer in each of its states, a source and WITH_SCRIPTS are made of."""
    answer = leader_answer(Question(text="Vem leder rådet?", as_of=date(2026, 11, 23)))
    span = (CITATION.start, CITATION.end)
    link = source_link(1, ON_PAGES.passage_id, span=span, quote=CITATION.quote)
    app = create_application(answerer_with_pages(), make_picture=FakeMaker())
    with TestClient(app) as client:
        source = client.get(f"/{link}").text
        parts = [one["props"] for one in client.get("/config").json()["components"]]
    named = [f'id="{part["elem_id"]}"' for part in parts if part.get("elem_id")]
    values = [part["value"] for part in parts if isinstance(part.get("value"), str)]
    return "\n".join(
        (
            *named,
            *values,
            source,
            rendering.newest_html(answer, follows=True),
            rendering.problem_html("Vem?", reason_problem(Reason.INTERNAL), "abc"),
            rendering.stage_html(texts.SEARCHING),
            *(path.read_text(encoding="utf-8") for path in WITH_SCRIPTS),
        )
    )


def test_every_id_that_a_script_looks_up_is_made(html: str):
    sought = {
        *re.findall(r"#([\w-]+)", BARE),
        *re.findall(r"(?:byId|getElementById)\(\"([\w-]+)\"\)", EVERY),
        *re.findall(r"\.id === \"([\w-]+)\"", EVERY),
        *re.findall(
            r"\"([\w-]+)\"", re.findall(r"\[([^\]]*)\]\.includes\(pressed\.id\)", EVERY)[0]
        ),
    }
    made = {
        *re.findall(r"\bid=\"([\w-]+)\"", html),
        *re.findall(r"\bid(?::| =) \"([\w-]+)\"", EVERY),
    }
    assert len(sought) > 20
    assert sought - made == set()
    # The chips lead to the sources by an address, whose end is the source's number.
    assert set(re.findall(r"\"#([\w-]+-)\"", EVERY)) == {"kalla-"}
    assert 'href="#kalla-' in html
    assert 'id="kalla-' in html


def test_every_class_that_a_script_looks_up_is_made(html: str):
    sought = set(re.findall(r"\.([a-z][\w-]*)", BARE))
    made = {
        name
        for names in (
            *re.findall(r"\bclass=\"([^\"]*)\"", html),
            *re.findall(r"\bclassName(?::| =) \"([^\"]*)\"", EVERY),
            *re.findall(r"\bclassList\.(?:add|toggle)\(\"([^\"]*)\"", EVERY),
        )
        for name in names.split()
    }
    assert len(sought) > 20
    assert sought - made == GRADIOS


def test_every_event_that_a_script_waits_for_is_sent_by_one():
    waited = set(re.findall(r"addEventListener\(\"(lotsen:\w+)\"", EVERY))
    sent = set(re.findall(r"new (?:Custom)?Event\(\"(lotsen:\w+)\"", EVERY))
    assert waited == {"lotsen:sag", "lotsen:klart", "lotsen:aterstallt"}
    assert waited <= sent
    assert set(re.findall(r"lotsen:\w+", EVERY)) == sent


def test_two_scripts_mean_the_same_by_the_question_that_waits():
    keys = {name: set(re.findall(r"\"(lotsen\.\w+)\"", script)) for name, script in SCRIPTS.items()}
    assert keys["kontakt.js"] == {"lotsen.pagaende"}
    assert keys["samtal.js"] == {"lotsen.pagaende", "lotsen.samtal", "lotsen.flik"}
    assert set().union(*keys.values()) == keys["samtal.js"]


def constants(name: str) -> set[str]:
    return set(re.findall(rf"const {name} = (.*?);", EVERY))


def test_the_bounds_of_the_scripts_are_those_of_the_server():
    assert constants("LIMIT") == {str(MAX_QUESTION)}
    assert constants("MOST_KEPT") == {str(MAX_PASSES)}
    assert constants("MOST_TURNS") == {str(MAX_TURNS)}
    assert len(constants("OFFLINE")) == 1


def test_the_scripts_write_the_fields_and_addresses_that_the_server_reads():
    sent = re.findall(r"JSON\.stringify\(\{ (svar: .*?) \}\)", SCRIPTS["samtal.js"])[0]
    assert set(re.findall(r"(\w+): ", sent)) == set(KeptTab.model_fields)
    assert f'{{"{export_route.FIELD}":[' in SCRIPTS["samtal.js"]
    addresses = re.findall(r"fetch\((?:`(\w+/)|\"([\w/]+)\")", EVERY)
    fetched = {f"/{in_template or plain}" for in_template, plain in addresses}
    assert export_route.PREFIX in fetched
    assert fetched - {export_route.PREFIX} <= {*API_PATHS, "/api/feedback"}
    panels = re.findall(r"\"X-Lotsen\"\s*:\s*\"(\w+)\"", EVERY)
    assert panels == ["panel", "panel"]


def test_the_scripts_say_of_the_panel_and_the_field_what_the_server_says():
    script = SCRIPTS["lotsen.js"]
    assert f'<h2 tabindex="-1">{texts.SOURCE}</h2><p>{texts.EMPTY_PANEL}</p>' in script
    assert f'setAttribute("aria-label", "{texts.YOUR_QUESTION}")' in script
