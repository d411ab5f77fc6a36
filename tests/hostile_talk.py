"""The places of the page Fråga that show text, as tours for tests/browser/test_xss.py."""

import json
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from hostile_answers import (
    EVERYTHING,
    FAULT,
    GO_ON,
    HOLD,
    REFUSE,
    in_batches,
    numbers_in,
    question_of,
)
from hostile_visits import Stop, Tour
from page_harm import remember
from playwright.sync_api import Page, Route, expect
from xss_payloads import PAYLOADS

from ui import texts

SLOW = 30_000
"""Milliseconds that a page full of payloads may take."""

NUMBER = "811218-9876"
DAY = "#datum :is(input, textarea)"
FIELD = "#falt textarea"
QUESTIONS = in_batches(900)
COMMENTS = in_batches(1900)


def forgotten(page: Page, address: str) -> None:
    """The tab keeps no conversation: one that came back would be drawn over what is asked now."""
    if not page.url.startswith(address):
        page.goto(f"{address}om")
    page.evaluate("sessionStorage.clear()")


def opened(page: Page, address: str, kept: str = "") -> None:
    """The page anew, ready for a question, with the conversation that the tab is to have kept."""
    forgotten(page, address)
    if kept:
        page.evaluate("kept => sessionStorage.setItem('lotsen.samtal', kept)", kept)
    page.goto(address)
    expect(page.get_by_label("Din fråga", exact=True)).to_be_visible(timeout=SLOW)
    expect(page.locator(DAY)).not_to_have_value("", timeout=SLOW)  # filled in when Gradio listens
    remember(page)


def sent(page: Page, question: str) -> None:
    page.get_by_label("Din fråga", exact=True).fill(question)
    page.get_by_role("button", name="Fråga", exact=True).click()


def echoed(page: Page, question: str) -> None:
    """The newest turn is that of the question: each of a tour begins with another word."""
    start = f"Fråga: {question.split(maxsplit=1)[0]}"
    expect(page.locator("#svar .fraga")).to_contain_text(start, timeout=SLOW)


def answered(page: Page, question: str) -> None:
    sent(page, question)
    echoed(page, question)
    done(page)


def done(page: Page) -> None:
    """The newest turn stands, and another question can be asked."""
    expect(page.locator("#svar .klart")).to_be_attached(timeout=SLOW)
    expect(page.get_by_role("button", name="Fråga", exact=True)).to_be_visible(timeout=SLOW)


def asked_for(payloads: Sequence[str], start: str, everything: str) -> str:
    """A question about those payloads; all of them need not stand in it."""
    return everything if len(payloads) == len(PAYLOADS) else question_of(payloads, start)


def head(page: Page, address: str, payloads: Sequence[str]) -> Iterator[Stop]:
    """What the service says of itself."""
    opened(page, address)
    holds = ["#sidhuvud .notis"]
    yield Stop(name="head", holds=holds, within="#sidhuvud .md")


def everything(page: Page, address: str, payloads: Sequence[str]) -> Iterator[Stop]:
    """An answer and a refusal full of payloads, and every source that they name."""
    opened(page, address)
    asked = asked_for(payloads, "Är", EVERYTHING)
    held = [PAYLOADS[number] for number in numbers_in(asked)]
    answered(page, asked)
    parts = "pastaende notis kontakter kallista foljdfragor".split()
    holds = [f"#svar .{part}" for part in parts] + ["#svar .visa"]
    exactly = {"#svar .kontakter > li": held, "#svar .foljdfragor > li": held}
    yield Stop(name="answer", holds=holds, within="#svar .md", exactly=exactly)
    yield from sources(page, held)
    answered(page, asked_for(payloads, REFUSE, REFUSE))
    page.evaluate("showSource(document.querySelector('#svar .kallista > li'))")
    holds = ["#svar .ruta > p", "#svar .kontakter", "#svar .kallista"]
    exactly = {"#svar .kontakter > li": held, "#svar .ruta > p": held}
    yield Stop(name="refusal", holds=holds, within="#svar .md, #kallinnehall", exactly=exactly)
    holds = ["#samtal .pastaende", "#samtal .kontakter", "#samtal .kallista"]
    yield Stop(name="earlier answer", holds=holds, within="#samtal .md")


def sources(page: Page, payloads: Sequence[str]) -> Iterator[Stop]:
    """Each source of the newest answer in the panel; they come in the order of the payloads."""
    parts = "mark|.passage|.kalltitel|.plats|.uppgifter|.hanvisning".split("|")
    holds = [f"#kallinnehall {part}" for part in parts]
    expect(page.locator("#svar .kallista > li")).to_have_count(len(payloads))
    for number, payload in enumerate(payloads):
        page.evaluate(
            "at => showSource(document.querySelectorAll('#svar .kallista > li')[at])", number
        )
        yield Stop(
            name="source in the panel",
            holds=holds,
            within="#kallinnehall",
            payloads=[payload],
            exactly={"#kallinnehall .passage": [f"Före {payload} efter"]},
            everywhere=False,
        )


def questions(page: Page, address: str, payloads: Sequence[str]) -> Iterator[Stop]:
    """The payloads in the question itself, however it ends."""
    opened(page, address)
    asked = question_of(payloads, HOLD)
    GO_ON.clear()
    sent(page, asked)
    echoed(page, asked)
    expect(page.locator("#svar .pastaende")).to_have_count(1, timeout=SLOW)
    holds = ["#svar .fraga", "#svar .pastaende"]
    yield Stop(
        name="answer under way", holds=[*holds, "#lage .lage"], within="#svar .md, #lage .md"
    )
    GO_ON.set()
    done(page)
    exactly = {"#svar .fraga": [f"Fråga: {asked}"]}
    yield Stop(name="answered question", holds=holds, within="#svar .md", exactly=exactly)
    sent(page, question_of(payloads, FAULT))
    expect(page.locator("#svar .fel.klart")).to_be_attached(timeout=SLOW)
    yield Stop(name="question that failed", holds=["#svar .fraga"], within="#svar .md")
    holds = ["#samtal > * li:last-child .fraga"]
    yield Stop(name="earlier question", holds=holds, within="#samtal .md")
    sent(page, f"{question_of(payloads)}\nGäller {NUMBER}?")
    expect(page.locator("#forslag .forslag")).to_be_visible(timeout=SLOW)
    yield Stop(name="suggested question", holds=["#forslag .forslag"], within="#forslag .md")


def refused_forms(page: Page, address: str, payloads: Sequence[str]) -> Iterator[Stop]:
    """What is said beside the form when a question is not even asked: nothing of it."""
    opened(page, address)
    alert = page.locator("#fel").get_by_role("alert")
    sent(page, "\n".join((*payloads, "å" * 1000)))
    expect(alert).to_be_visible(timeout=SLOW)
    yield Stop(name="form with too long a question", holds=[FIELD])
    page.locator(DAY).fill(" ".join(payloads))
    sent(page, "Är det sant?")
    expect(alert).to_have_text(texts.BAD_DATE, timeout=SLOW)
    yield Stop(name="form with an unreadable day", holds=[DAY])


def by_address(page: Page, address: str, payloads: Sequence[str]) -> Iterator[Stop]:
    """The address fills the form."""
    asked = question_of(payloads)
    forgotten(page, address)
    page.goto(address + "?" + urlencode({"q": asked, "datum": asked}))
    expect(page.locator(FIELD)).to_have_value(asked, timeout=SLOW)
    remember(page)
    yield Stop(name="?q= and ?datum=", holds=[FIELD, DAY])


def come_back(page: Page, address: str, payloads: Sequence[str]) -> Iterator[Stop]:
    """A conversation that the tab hands back, forged meanwhile."""
    asked = [question_of([p for p in batch if p in payloads]) for batch in QUESTIONS]
    kept = [{"status": "answered", "question": one, "as_of": "2026-11-20"} for one in asked]
    opened(page, address, json.dumps(kept))
    expect(page.locator("#samtal .fraga")).to_have_count(len(kept) - 1, timeout=SLOW)
    yield Stop(
        name="conversation that comes back", holds=[".fraga"], within="#samtal .md, #svar .md"
    )


def feedback(page: Page, address: str, payloads: Sequence[str]) -> Iterator[Stop]:
    """A comment on an answer, and what a server may say of it and of a file asked for."""

    def saying(route: Route) -> None:
        route.fulfill(status=422, json={"detail": "\n".join(payloads)})

    opened(page, address)
    answered(page, question_of(payloads[:1]))
    page.locator("#svar .omdome-nej").click()
    form = page.locator("#svar .omdome-formular")
    form.get_by_label("Annat").check()
    form.get_by_label("Kommentar (frivillig)").fill("\n".join((*payloads, NUMBER)))
    page.locator("#svar .omdome-skicka").click()
    error = page.locator("#svar .omdome .faltfel")
    expect(error).to_contain_text("personnummer", timeout=SLOW)
    yield Stop(name="comment", holds=["#svar .omdome textarea"], within="#svar .md")
    page.route("**/api/feedback", saying)
    page.locator("#svar .omdome-skicka").click()
    expect(error).not_to_contain_text("personnummer", timeout=SLOW)
    expect(error).not_to_have_text("", timeout=SLOW)
    yield Stop(name="reply to a comment", holds=["#svar .omdome .faltfel"], within="#svar .md")
    page.unroute("**/api/feedback")
    page.evaluate("spoken.textContent = ''")
    page.route("**/exportera/md", saying)
    page.evaluate("document.querySelector('#svar .exportera button[value=md]').click()")
    expect(page.locator("#upplast")).not_to_have_text("", timeout=SLOW)
    yield Stop(name="reply to an export", holds=["#upplast"], within="#upplast")
    page.unroute("**/exportera/md")


HEAD = Tour(name="head", batches=[PAYLOADS], show=head)
TALK = (
    Tour(name="everything", batches=[PAYLOADS], show=everything),
    Tour(name="questions", batches=QUESTIONS, show=questions),
    Tour(name="refused forms", batches=[PAYLOADS], show=refused_forms),
    Tour(name="address of a question", batches=QUESTIONS, show=by_address),
    Tour(name="come back", batches=[PAYLOADS], show=come_back),
    Tour(name="feedback", batches=COMMENTS, show=feedback),
)
