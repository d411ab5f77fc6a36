"""A source from a PDF is shown on its page: in the panel, on a page of its own and as a picture."""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from urllib.parse import urlencode

import pytest
from fakes_answers import LEADER, REPORT
from fakes_pages import BOX, CITATION, LAST_PAGE, ON_PAGES, FakeMaker, answerer_with_pages
from PIL import Image
from starlette.testclient import TestClient

from corpus.page_boxes import PageBox
from ui import source_texts, texts
from ui.app import create_application
from ui.labels import source_link

pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")

LINK = source_link(
    1, ON_PAGES.passage_id, span=(CITATION.start, CITATION.end), quote=CITATION.quote
).partition("?")[2]
WRONG = LINK.replace("&h=", "&h=0")


def started(maker: FakeMaker | None, *boxes: PageBox) -> Iterator[TestClient]:
    app = create_application(answerer_with_pages(*boxes), make_picture=maker)
    with TestClient(app) as client:
        yield client


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    yield from started(FakeMaker())


def pictures_in(html: str) -> list[dict[str, str]]:
    return [
        {name: unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', tag)}
        for tag in re.findall(r"<img [^>]*>", html)
    ]


def yellow(png: bytes) -> bool:
    colours = Image.open(BytesIO(png)).convert("RGB").getcolors(100_000)
    return any(colour == (255, 255, 0) for _, colour in colours or [])


def test_the_panel_shows_the_page_where_the_quote_stands_with_words_for_it(client):
    html = client.get(f"/kalla?{LINK}").text
    (shown,) = pictures_in(html)
    assert shown["alt"] == f"Sida 2 i {REPORT.title}. Det citerade är inramat."
    assert (shown["width"], shown["height"]) == ("892", "1263")
    assert "<mark>Råden träffas" in html
    assert source_texts.FRAMED in html
    assert yellow(client.get(f"/{shown['src']}").content)
    sharp = shown["srcset"].split(", ")[1].removesuffix(" 2x")
    larger = Image.open(BytesIO(client.get(f"/{sharp}").content))
    assert larger.size == (1785, 2526)


def test_a_picture_may_be_kept_while_file_and_index_are_the_same(client):
    (shown,) = pictures_in(client.get(f"/kalla?{LINK}").text)
    kept = client.get(f"/{shown['src']}")
    assert kept.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert kept.headers["content-type"] == "image/png"
    other = client.get(f"/{shown['src']}x")
    assert other.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("query", [WRONG, LINK.replace("start=", "start=1")])
def test_nothing_is_framed_when_the_slice_is_not_the_quote(client, query):
    html = client.get(f"/sida?{query}").text
    (shown,) = pictures_in(html)
    assert shown["alt"] == f"Sida 2 i {REPORT.title}."
    assert texts.NOT_EXACT in html
    assert not yellow(client.get(f"/{shown['src']}").content)


def test_the_pages_beside_are_one_link_away_and_the_quote_is_found_again(client):
    second = client.get(f"/sida?{LINK}").text
    links = [unescape(link) for link in re.findall(r'class="bild" href="([^"]+)"', second)]
    assert [re.findall(r"sida=(\d)", link) for link in links] == [["1"], ["3"]]
    third = client.get(f"/{links[1]}").text
    assert '<h2 tabindex="-1">Sida 3 i originalet</h2>' in third
    assert "Citatet står på" in third
    assert source_texts.NEXT_PAGE not in third
    assert source_texts.FRAMED not in third
    first = client.get(f"/{links[0]}").text
    assert source_texts.PREVIOUS_PAGE not in first


def test_a_quote_over_two_pages_says_where_it_goes_on():
    for client in started(FakeMaker(), BOX, PageBox(3, 60, 780, 200, 794)):
        html = client.get(f"/sida?{LINK}").text
        assert "Citatet står också på" in html
        assert ">sida 3</a>" in html


def test_our_script_gets_the_page_as_a_part_and_others_a_whole_page(client):
    part = client.get(f"/sida?{LINK}", headers={"X-Lotsen": "panel"}).text
    assert part.startswith('<div class="sidbild"><h3 tabindex="-1">')
    whole = client.get(f"/sida?{LINK}").text
    assert whole.count("<h1>") == 1
    assert f'href="/kalla?{urlencode({"passage": ON_PAGES.passage_id})}' in whole


@pytest.mark.parametrize(
    "fields",
    [
        {"passage": "nope"},
        {},
        {"passage": LEADER.passage_id},  # a digest
        {"passage": ON_PAGES.passage_id, "sida": "0"},
        {"passage": ON_PAGES.passage_id, "sida": "4"},
        {"passage": ON_PAGES.passage_id, "sida": "²"},
        {"passage": ON_PAGES.passage_id, "sida": "-1"},
        {"passage": ON_PAGES.passage_id, "sida": "9999999"},
    ],
)
def test_what_is_no_page_is_not_found(client, fields):
    assert client.get(f"/sida?{urlencode(fields)}").status_code == 404
    reply = client.get(f"/sidbild?{urlencode(fields)}")
    assert (reply.status_code, reply.text) == (404, texts.NO_PAGE)


@pytest.mark.parametrize("scale", ["3", "", "1.5", "nan"])
def test_there_are_two_scales_and_no_other(client, scale):
    asked = {"passage": LAST_PAGE.passage_id, "skala": scale}
    assert client.get(f"/sidbild?{urlencode(asked)}").status_code == 404


@pytest.mark.parametrize(
    ("kind", "told"),
    [("oåtkomlig", source_texts.PAGE_CHANGED), ("trasig", source_texts.PAGE_UNREADABLE)],
)
def test_a_page_that_cannot_be_shown_is_a_sentence_beside_the_text(kind, told):
    for client in started(FakeMaker(kind=kind)):
        html = client.get(f"/kalla?{LINK}").text
        assert told in html
        assert pictures_in(html) == []
        assert "<mark>Råden träffas" in html
        reply = client.get(f"/sidbild?{LINK}")
        assert (reply.status_code, reply.text) == (404, told)
        assert reply.headers["cache-control"] == "no-store"
        assert "hemlig" not in html + reply.text


def test_without_a_maker_of_pictures_the_text_is_all():
    for client in started(None):
        assert "sidbild" not in client.get(f"/kalla?{LINK}").text.replace("kallor.css", "")
        assert client.get(f"/sida?{LINK}").status_code == 404
        assert source_texts.SHOW_PAGE not in client.get(f"/kallor/{REPORT.document_id}").text


def test_a_documents_places_lead_to_their_pages(client):
    html = client.get(f"/kallor/{REPORT.document_id}").text
    links = re.findall(r'class="bildlank"><a href="([^"]+)"', html)
    assert [client.get(unescape(link)).status_code for link in links] == [200, 200]


def test_words_of_an_earlier_file_have_no_page_in_the_present_one():
    answerer = answerer_with_pages()
    answerer.boxes = {LAST_PAGE.passage_id: (PageBox(3, 60, 700, 120, 714),)}
    with TestClient(create_application(answerer, make_picture=FakeMaker())) as client:
        assert pictures_in(client.get(f"/kalla?{LINK}").text) == []
        assert client.get(f"/sida?{LINK}").status_code == 404


def test_under_a_proxys_path_pages_and_pictures_stay_there():
    app = create_application(answerer_with_pages(), root_path="/lotsen", make_picture=FakeMaker())
    with TestClient(app) as client:
        html = client.get(f"/lotsen/sida?{LINK}").text
        (shown,) = pictures_in(html)
        assert not shown["src"].startswith("/")  # relative to /lotsen/sida
        assert client.get(f"/lotsen/{shown['src']}").status_code == 200
