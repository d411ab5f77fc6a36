"""In an English browser, everything that is shown or read aloud is Swedish, in every state."""

import pytest
from page_states import STATES
from plain_swedish import english_words
from playwright.sync_api import Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]

# The attributes that browsers show or screen readers read.
_ATTRIBUTES = """() => {
    const names = ["title", "placeholder", "alt", "aria-label", "aria-description",
        "aria-roledescription", "aria-valuetext", "aria-placeholder", "label", "summary"];
    return [...document.querySelectorAll("*")].flatMap((node) =>
        names.map((name) => node.getAttribute(name) || ""));
}"""
_SHOWN = "() => [document.title, document.body.innerText]"
_LANGUAGES = "() => [...document.querySelectorAll('[lang]')].map((node) => node.lang)"


# What is to be typed on a command line stands as the program reads it: these words and no others.
_COMMANDS = frozenset({"lotsen evals approve 1 --file FIL"})


def read_aloud(page: Page) -> list[str]:
    """Names, descriptions and values of the accessibility tree."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        str(node[part].get("value", ""))
        for node in nodes
        if not node.get("ignored")
        for part in ("name", "description", "value")
        if part in node
    ]


def without_commands(text: str) -> str:
    """The text without those commands."""
    for command in _COMMANDS:
        text = text.replace(command, "")
    return text


@pytest.mark.parametrize("name", STATES)
def test_nothing_is_english(watched, reach, name):
    page = watched.page
    reach(page, name)
    heard = read_aloud(page)
    assert len(heard) > 5
    shown = [*page.evaluate(_SHOWN), *page.evaluate(_ATTRIBUTES), *heard]
    said = [without_commands(text) for text in shown]
    assert sorted({word for text in said for word in english_words(text)}) == []
    assert set(page.evaluate(_LANGUAGES)) == {"sv"}


def test_english_is_found_where_it_is(watched):
    watched.page.set_content(
        '<html lang="en"><title>Sida</title><button aria-label="Close"></button><p>Copy</p>'
        '<input placeholder="Type here">'
    )
    page = watched.page
    shown = [*page.evaluate(_SHOWN), *page.evaluate(_ATTRIBUTES), *read_aloud(page)]
    found = {word for text in shown for word in english_words(text)}
    assert found >= {"Close", "Copy", "here"}
