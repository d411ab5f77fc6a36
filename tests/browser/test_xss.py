"""Every payload in every place that shows text, without the page's policy; every fourth with it.

Without it everything rests on how text is made into markup, and whatever then does no harm can do
none with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import pytest
from browsing import Server, Watched, watched_page
from hostile_answers import MANY, REFUSE, HostileAnswerer, questions
from page_harm import harm, remember
from playwright.sync_api import Browser, expect
from xss_payloads import BY_CLASS, PAYLOADS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]

SLOW = 30_000
"""Milliseconds that a page full of payloads may take."""

SEARCHED = 200  # characters that a search field's address keeps

_ALL_SOURCES = """async () => {
    const texts = [];
    for (const row of document.querySelectorAll("#svar .kallista > li")) {
        await showSource(row);
        texts.push(document.querySelector("#kallinnehall .passage").textContent);
    }
    return texts;
}"""


@pytest.fixture(scope="module")
def hostile() -> Iterator[Server]:
    with Server(HostileAnswerer()) as started:
        yield started


@dataclass(frozen=True, slots=True, kw_only=True)
class Victim:
    """A watched page, and how many of the attacks it meets: every one, or every fourth."""

    watched: Watched
    every: int


@pytest.fixture(params=[(True, 1), (False, 4)], ids=["without the policy", "with the policy"])
def victim(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Victim]:
    bypass, every = request.param
    with watched_page(browser, bypass_csp=bypass) as seen:
        yield Victim(watched=seen, every=every)


def shown(text: str) -> str:
    """The text as an element shows it, white space made one."""
    return " ".join(text.split())


def test_there_are_many_payloads_of_each_class():
    assert len(set(PAYLOADS)) >= 200
    assert [name for name, payloads in BY_CLASS.items() if len(payloads) < 10] == []


def test_answers_sources_and_the_services_own_notices(victim, hostile):
    page = victim.watched.page
    page.goto(hostile.address)
    field = page.get_by_label("Din fråga", exact=True)
    expect(field).to_be_visible()
    remember(page)
    seen: list[str] = page.locator("#sidhuvud .notis").all_inner_texts()
    assert [shown(text) for text in seen] == [shown(payload) for payload in PAYLOADS]
    for asked in questions()[:: victim.every]:
        field.fill(asked)
        page.get_by_role("button", name="Fråga", exact=True).click()
        expect(page.locator("#svar .klart .fraga")).to_have_text(
            f"Fråga: {shown(asked)}", timeout=SLOW
        )
        expect(page.get_by_role("button", name="Fråga", exact=True)).to_be_visible(timeout=SLOW)
        held = sorted(payload for payload in PAYLOADS if payload in asked)
        told = page.locator("#svar .pastaende").evaluate_all(
            "rows => rows.map(row => row.firstChild.textContent)"
        )
        assert sorted(map(shown, told)) == sorted(map(shown, held))
        opened = page.evaluate(_ALL_SOURCES)
        assert sorted(map(shown, opened)) == sorted(f"Före {shown(text)} efter" for text in held)
        assert harm(victim.watched, hostile.origin) == []
    field.fill(REFUSE)
    page.get_by_role("button", name="Fråga", exact=True).click()
    expect(page.locator("#svar .kontakter > li")).to_have_count(len(PAYLOADS), timeout=SLOW)
    page.evaluate("showSource(document.querySelector('#svar .kallista > li'))")
    assert harm(victim.watched, hostile.origin) == []


def test_what_is_typed_is_only_text(victim, hostile):
    page = victim.watched.page
    page.goto(hostile.address)
    field = page.get_by_label("Din fråga", exact=True)
    expect(field).to_be_visible()
    remember(page)
    for asked in questions()[:: 3 * victim.every]:
        field.fill(f"{asked}\nGäller 811218-9876?")
        page.get_by_label("Lagen per").fill(asked[:80])
        page.get_by_role("button", name="Fråga", exact=True).click()
        expect(page.locator("#fel").get_by_role("alert")).to_be_visible()
        page.get_by_label("Lagen per").fill("")
        field.press("Enter")
        expect(page.locator("#fel").get_by_role("alert")).to_have_count(0)
        assert harm(victim.watched, hostile.origin) == []


def addresses() -> list[str]:
    """Pages that are asked for hostile things, or that show every payload."""
    joined = "".join(PAYLOADS)
    parts = [joined[at : at + SEARCHED] for at in range(0, len(joined), SEARCHED)]
    passage = f"dok-0#{PAYLOADS[0]}/0"
    return [
        "om",
        f"kallor/{quote(MANY)}",
        f"kallor/{quote(MANY)}?" + urlencode({"sok": PAYLOADS[0]}),
        *(f"kallor/dok-{number}" for number in range(0, len(PAYLOADS), 25)),
        *("kallor?" + urlencode({"sok": part, "slag": part}) for part in parts),
        *("kallor/" + quote(part, safe="") for part in parts[::6]),
        *("kalla?" + urlencode({"passage": part, "n": part, "h": part}) for part in parts[::6]),
        *(
            "kalla?" + urlencode({"passage": passage, "n": part, "start": part, "end": part})
            for part in parts[::6]
        ),
    ]


def test_pages_of_their_own(victim, hostile):
    page = victim.watched.page
    for address in addresses()[:: victim.every]:
        page.goto(hostile.address + address)
        remember(page)
        assert (address, harm(victim.watched, hostile.origin)) == (address, [])
    page.goto(f"{hostile.address}kallor")
    titles = page.locator(".dokument h2").all_inner_texts()
    assert [shown(text) for text in titles[1:]] == [shown(payload) for payload in PAYLOADS]
    page.goto(f"{hostile.address}kallor/{quote(MANY)}")
    texts = page.locator(".stycke .passage").all_inner_texts()
    assert [shown(text) for text in texts] == [f"Före {shown(text)} efter" for text in PAYLOADS]


def test_the_address_fills_the_form_and_runs_nothing(victim, hostile):
    page = victim.watched.page
    for asked in questions()[:: 3 * victim.every]:
        page.goto(hostile.address + "?" + urlencode({"q": asked, "datum": asked}))
        remember(page)
        expect(page.get_by_label("Din fråga", exact=True)).to_have_value(asked)
        assert harm(victim.watched, hostile.origin) == []


RAW = '<html lang="sv"><body><div id="svar"><div class="md"></div></div></body></html>'
TEXT_ALSO_THERE = 8
"""At most so many payloads of a class need more than the careless page does, such as an attribute
to break out of."""


@pytest.mark.parametrize("name", list(BY_CLASS)[:7])
def test_the_checks_find_harm_on_a_page_that_shows_text_as_markup(browser, name):
    with watched_page(browser, bypass_csp=True) as careless:
        found = {payload: harm_of(careless, payload) for payload in BY_CLASS[name]}
    assert sum(not faults for faults in found.values()) <= TEXT_ALSO_THERE
    ran = sum(any(fault.startswith("ran") for fault in faults) for faults in found.values())
    assert ran > 0 or name in {"DOM clobbering", "CSS"}  # these change the page and run nothing


def harm_of(careless: Watched, payload: str) -> list[str]:
    """What a payload does to a page that takes it for markup."""
    page = careless.page
    careless.requests.clear()
    page.set_content(RAW)
    remember(page)
    page.evaluate(
        """async (text) => {
            delete window.xss;
            document.querySelector(".md").innerHTML = text;
            await new Promise((done) => setTimeout(done, 20));
        }""",
        payload,
    )
    return harm(careless, "http://127.0.0.1")
