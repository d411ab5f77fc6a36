"""The page in a real Chromium, over the real assistant on loopback: bytes, waiting, many at once.

    make bench-ui

The page and a bare Gradio application (a field, a button, an answer) are served by one process, so
that whatever else the machine does disturbs both alike: read the ratio. The browser's cache is
empty each time.
"""

import asyncio
import os
import shutil
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.machine import machine_lines
from evals.cases import bundled_cases

if TYPE_CHECKING:
    from starlette.types import ASGIApp

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
LOADS, ANSWERS, PEOPLE = 10, 20, 20
GOAL_BYTES, GOAL_INTERACTIVE_MS, GOAL_STATEMENT_MS = 450_000, 2_000, 400

_READY = {
    "lotsen": "() => document.querySelector('#datum :is(input, textarea)')?.value && "
    "document.querySelector('#falt textarea') && document.querySelector('#fraga')",
    "bare": "() => document.querySelector('#dag :is(input, textarea)')?.value && "
    "document.querySelector('#fraga')",
}
"""True once the field and the button are there and the server has answered the page's first event;
until then a press on the button would do nothing. They are functions: the page's policy refuses to
evaluate other expressions."""

_FIRST_STATEMENT = """() => {
    const now = () => document.querySelector("#svar .pastaende");
    window.spent = new Promise((done) => {
        let begun = 0;
        addEventListener("keydown", (event) => {
            if (event.key === "Enter") begun = performance.now();
        }, { capture: true, once: true });
        new MutationObserver(() => {
            if (now()) requestAnimationFrame(() => done(performance.now() - begun));
            else if (document.querySelector("#svar .klart")) done(0);  // refused
        })
            .observe(document.body, { childList: true, subtree: true });
    });
}"""


def main() -> None:
    print("\n".join(machine_lines(("gradio", "uvicorn", "playwright"))), flush=True)
    with ExitStack() as stack:
        ours, bare = (stack.enter_context(server) for server in servers(stack))
        browser = stack.enter_context(chromium())
        served_at = {"lotsen": ours, "bare": bare}
        print_loads({n: first_load(browser, at, _READY[n]) for n, at in served_at.items()})
        waits = interactive(browser, served_at)
        middle = {name: statistics.median(times) for name, times in waits.items()}
        print(
            f"interactive                 {middle['lotsen']:6.0f} ms p50 of {LOADS}"
            f" (goal {GOAL_INTERACTIVE_MS}; bare Gradio {middle['bare']:.0f},"
            f" ratio {middle['lotsen'] / middle['bare']:.2f})",
            flush=True,
        )
        print_statements(first_statements(browser, ours))
        wrong, spent = many_at_once(browser, ours)
        print(
            f"{PEOPLE} browsers at once        {len(wrong):6} errors (goal 0), all in {spent:.1f} s"
        )
        for one in wrong:
            print(f"  {one}")


# What is served


@contextmanager
def chromium() -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        raise SystemExit("Chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield started
        started.close()


def servers(stack: ExitStack) -> "tuple[object, object]":
    """The page over the bundled documents, and the bare application, ready to be started."""
    from assistant.bootstrap import build_assistant
    from assistant.settings import Settings
    from corpus.encoding import open_encoder
    from ingest.pipeline import build_generation
    from ui.app import create_application

    data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    build_generation(data, open_encoder(""))
    assistant = stack.enter_context(build_assistant(Settings(data_dir=data, model="")))
    return served(lambda: create_application(assistant)), served(bare_application)


def bare_application() -> "ASGIApp":
    """The least that Gradio can show of the same kind, with its own defaults."""
    import gradio as gr
    from fastapi import FastAPI

    host = FastAPI()

    async def put_together() -> None:
        with gr.Blocks(analytics_enabled=False) as page:
            asked = gr.Textbox(label="Fråga")
            day = gr.Textbox(label="Dag", elem_id="dag")
            button = gr.Button("Fråga", elem_id="fraga")
            button.click(lambda text: text, asked, gr.Markdown())
            page.load(lambda: "2026-01-01", None, day)
        gr.mount_gradio_app(host, page, path="/", ssr_mode=False)

    asyncio.run(put_together())
    return host


@contextmanager
def served(make: "Callable[[], ASGIApp]") -> Iterator[str]:
    """The application's address on a free port, run in a thread until the block ends."""
    import uvicorn

    from ui.server import server_config

    listening = socket.create_server(("127.0.0.1", 0))
    started: list[uvicorn.Server] = []

    def run() -> None:
        started.append(uvicorn.Server(server_config(make())))
        started[0].run(sockets=[listening])

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    while not (started and started[0].started):
        if not thread.is_alive():
            raise SystemExit("a server ended before it answered")
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    started[0].should_exit = True
    thread.join(15)
    listening.close()


# What is measured


@dataclass
class Load:
    """What came over the wire: the bytes and addresses of each request of a first visit."""

    sizes: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.sizes.values())

    def heaviest(self, count: int) -> list[tuple[int, str]]:
        named = ((size, self.addresses.get(key, "?")) for key, size in self.sizes.items())
        return sorted(named, reverse=True)[:count]


def first_load(browser: Browser, address: str, ready: str) -> Load:
    """A first visit, until nothing more is fetched."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    load = Load()
    session.on(
        "Network.requestWillBeSent",
        lambda e: load.addresses.update({e["requestId"]: e["request"]["url"]}),
    )
    session.on(
        "Network.loadingFinished",
        lambda e: load.sizes.update({e["requestId"]: int(e["encodedDataLength"])}),
    )
    session.send("Network.enable")
    page.goto(address)
    page.wait_for_function(ready)
    page.wait_for_timeout(1_500)
    context.close()
    return load


def print_loads(loads: dict[str, Load]) -> None:
    ours, bare = loads["lotsen"], loads["bare"]
    print(
        f"first load                  {ours.total / 1e3:6.0f} kB in {len(ours.sizes)} requests"
        f" (goal {GOAL_BYTES / 1e3:.0f}; bare Gradio {bare.total / 1e3:.0f} kB in"
        f" {len(bare.sizes)}, ratio {ours.total / bare.total:.2f})"
    )
    for size, address in ours.heaviest(5):
        print(f"  {size / 1e3:6.1f} kB {address.split('/', 3)[-1]}", flush=True)


def interactive(browser: Browser, addresses: dict[str, str]) -> dict[str, list[float]]:
    """Milliseconds until one can ask, of first visits to each in turn."""
    times: dict[str, list[float]] = {name: [] for name in addresses}
    for _ in range(LOADS):
        for name, address in addresses.items():
            context = browser.new_context()
            page = context.new_page()
            begun = time.perf_counter()
            page.goto(address, wait_until="commit")
            page.wait_for_function(_READY[name])
            times[name].append(1e3 * (time.perf_counter() - begun))
            context.close()
    return times


def questions(count: int) -> list[str]:
    """The first of our own cases' questions that have an answer."""
    answered = (case.question for case in bundled_cases() if case.answerable)
    return list(dict.fromkeys(answered))[:count]


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function(_READY["lotsen"])


def first_statements(browser: Browser, address: str) -> list[float]:
    """Milliseconds from Enter until the first sentence is drawn, one question a conversation."""
    page = browser.new_context().new_page()
    times: list[float] = []
    for question in questions(2 * ANSWERS):
        opened(page, address)
        page.locator("#falt textarea").fill(question)
        page.evaluate(_FIRST_STATEMENT)
        page.locator("#falt textarea").press("Enter")
        times.append(float(page.evaluate("window.spent")))
        # A page that is left before the whole answer has come asks again when it is opened.
        page.wait_for_selector("#svar .klart")
        if len(times) > ANSWERS and times.count(0) + ANSWERS < len(times):
            break
    page.context.close()
    # The first question of all also opens what is opened once.
    return [spent for spent in times[1:] if spent]


def print_statements(times: list[float]) -> None:
    ordered = sorted(times)
    print(
        f"first statement after Enter {statistics.median(ordered):6.0f} ms p50,"
        f" {ordered[int(len(ordered) * 0.95) - 1]:.0f} ms p95 of {len(ordered)}"
        f" (goal {GOAL_STATEMENT_MS})",
        flush=True,
    )


def many_at_once(browser: Browser, address: str) -> tuple[list[str], float]:
    """What went wrong for so many people who ask within a moment, and how long all took."""
    wrong: list[str] = []
    pages = [browser.new_context().new_page() for _ in range(PEOPLE)]
    for page, question in zip(pages, questions(PEOPLE), strict=True):
        page.on("pageerror", lambda error: wrong.append(str(error)))
        opened(page, address)
        page.locator("#falt textarea").fill(question)
    begun = time.perf_counter()
    for page in pages:
        page.locator("#falt textarea").press("Enter")
    for number, page in enumerate(pages):
        page.wait_for_selector("#svar .klart", state="attached", timeout=60_000)
        if page.locator("#svar .fel").count():
            wrong.append(f"{number}: {page.locator('#svar').inner_text()[:80]}")
    spent = time.perf_counter() - begun
    for page in pages:
        page.context.close()
    return wrong, spent


if __name__ == "__main__":
    main()
