"""The source panel marks a slice only when it still holds exactly the cited words."""

from dataclasses import replace
from html import unescape
from urllib.parse import parse_qsl

import pytest
from fakes_answers import ADVICE, LEADER, FakeAnswerer

from ui import texts
from ui.labels import source_link
from ui.sources import source_html

QUOTE = "Kommunen ska leda rådet."
START = LEADER.text.index(QUOTE)


def shown(**changes: str) -> str:
    link = source_link(
        1, LEADER.passage_id, span=(START, START + len(QUOTE)), quote=QUOTE
    ).partition("?")[2]
    html = source_html(FakeAnswerer(), dict(parse_qsl(link)) | changes)
    assert html is not None
    return html


def test_the_exact_words_are_marked_and_the_whole_passage_is_shown():
    html = shown()
    assert f"<mark>{QUOTE}</mark>" in html
    body = html.partition('class="passage referat">')[2].partition("</div>")[0]
    assert body.replace("<mark>", "").replace("</mark>", "") == LEADER.text


@pytest.mark.parametrize(
    "changes",
    [
        {"start": str(START + 1)},
        {"end": "9999999"},
        {"end": "0"},
        {"start": "-1"},
        {"start": "²"},
        {"start": "x"},
        {"end": ""},
        {"h": "0" * 16},
        {"h": ""},
        {"passage": ADVICE.passage_id},
    ],
)
def test_nothing_is_marked_when_the_slice_is_not_the_quote(changes):
    html = shown(**changes)
    assert "<mark>" not in html
    assert texts.NOT_EXACT in html


def test_an_unknown_passage_gives_nothing():
    assert source_html(FakeAnswerer(), {"passage": "nope"}) is None
    assert source_html(FakeAnswerer(), {}) is None


def test_a_statute_says_until_when_it_was_checked(bundled):
    html = source_html(bundled, {"passage": "sfs-2023-196#4-§/1"})
    assert html is not None
    assert "Gäller från 1 juli 2023. Kontrollerad till och med februari 2026." in html


def test_the_act_that_amended_a_passage_is_shown_as_text():
    act = '2025:1 <!-- <a href="https://spy.example">x</a>'
    amended = replace(LEADER, amended_by=act)
    html = source_html(FakeAnswerer(passages=(amended,)), {"passage": amended.passage_id})
    assert html is not None
    assert unescape(html.partition("Lydelse enligt ")[2].partition(".</p>")[0]) == act
    assert LEADER.text[:30] in html
