"""The server-rendered pages: the sources, a document with its places, what the service is."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

import pytest
from fakes_answers import ADVICE, HANDBOOK, LAW, LEADER, FakeAnswerer
from starlette.testclient import TestClient

from assistant.service import DocumentContents, DocumentOverview
from corpus.documents import Edition, Place
from corpus.errors import IndexMissingError
from ui import texts
from ui.app import create_application
from ui.site_anchors import anchor_of
from ui.site_documents import sections_of
from ui.sources import place_link

pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_application(FakeAnswerer())) as client:
        yield client


def titles_in(html: str) -> list[str]:
    """The documents of a list, in their order."""
    return [unescape(title) for title in re.findall(r'<h2><a href="/kallor/[^"]+">(.*?)</a>', html)]


def test_every_document_is_listed_with_what_it_is(client):
    html = client.get("/kallor").text
    assert titles_in(html)[:2] == [LAW.title, HANDBOOK.title]
    assert "3 dokument." in html
    assert 'href="/kallor/sfs-2023-196"' in html
    assert "Riksdagen, 2023. Gäller från 1 juli 2023." in html
    assert "Referat" in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sok=HANDBOK", [HANDBOOK.title]),
        ("sok=riksdagen", [LAW.title]),
        ("slag=law", [LAW.title]),
        ("sok=handbok&slag=law", []),
        ("slag=nonsens", []),
    ],
)
def test_the_list_is_searched_by_word_and_kind(client, query, found):
    assert titles_in(client.get(f"/kallor?{query}").text) == found


def test_an_empty_list_says_what_to_do_and_repeats_the_word_as_text(client):
    html = client.get("/kallor", params={"sok": '"><script>alert(1)</script>'}).text
    assert "<script" not in html
    assert "Inga träffar på ”&#34;&gt;&lt;script&gt;" in html
    assert "Inga dokument av det slaget." in client.get("/kallor?slag=nonsens").text


def test_a_document_shows_each_place_where_its_address_leads(client):
    html = client.get("/kallor/sfs-2023-196").text
    places = re.findall(r'<section class="stalle" id="([^"]+)"', html)
    assert places == ["10-§", "4-§", "9-§"]
    linked = [unquote(link) for link in re.findall(r'<li><a href="#([^"]+)">', html)]
    assert linked == places
    assert "Kommunen ska leda rådet." in html
    assert 'class="passage ordagrant"' in html  # the original
    assert 'href="https://www.riksdagen.se/exempel/lag"' in html


def test_a_search_within_a_document_leads_to_its_places(client):
    html = client.get("/kallor/sfs-2023-196?sok=leda").text
    assert "Träffar på ”leda”" in html
    assert '<li><a href="#10-%C2%A7">10 §</a>: I varje kommun finns ett råd.' in html
    silent = client.get("/kallor/sfs-2023-196").text
    assert "Träffar" not in silent


@pytest.mark.parametrize("path", ["/kallor/finns-inte", "/kallor/", "/kallor/..%2f..%2fetc"])
def test_a_document_that_is_gone_has_a_page_that_leads_on(client, path):
    reply = client.get(path)
    assert reply.status_code == 404
    assert "<h1>Sidan finns inte</h1>" in reply.text
    assert 'href="/kallor"' in reply.text


def test_about_tells_how_and_from_what_the_service_answers(client):
    html = client.get("/om").text
    assert "3 utvalda dokument" in html
    assert "20 november 2026" in html
    assert "gen-000001" in html
    assert "Ingen språkmodell är inkopplad." in html


def test_about_names_the_language_model_and_bears_a_missing_index():
    class WithModel(FakeAnswerer):
        def info(self):
            return replace(super().info(), model="openai:gpt-x")

    class WithoutIndex(FakeAnswerer):
        def info(self):
            raise IndexMissingError

    with TestClient(create_application(WithModel())) as client:
        assert "openai:gpt-x" in client.get("/om").text
    with TestClient(create_application(WithoutIndex())) as client:
        reply = client.get("/om")
    assert reply.status_code == 200
    assert "Källorna kan inte läsas just nu." in reply.text


@pytest.mark.parametrize(
    ("path", "here"), [("/kallor", "Källor"), ("/kallor/sfs-2023-196", "Källor"), ("/om", "Om")]
)
def test_each_page_has_one_heading_and_says_where_you_are(client, path, here):
    html = client.get(path).text
    assert html.startswith('<!doctype html>\n<html lang="sv">')
    assert html.count("<h1>") == 1
    (current,) = re.findall(r'aria-current="page">([^<]+)', html)
    assert current.startswith(here)
    title = re.search(r"<title>(.+?) – Samverkanslotsen</title>", html)
    assert title is not None
    assert f"<h1>{title[1]}</h1>" in html


def test_pages_are_read_only(client):
    assert client.post("/kallor").status_code == 404
    assert client.head("/kallor").status_code == 200


def test_under_a_proxys_path_every_link_stays_there():
    with TestClient(create_application(FakeAnswerer(), root_path="/lotsen")) as client:
        html = client.get("/lotsen/kallor/sfs-2023-196").text
    own = [link for link in re.findall(r'(?:href|action|src)="([^"#]+)', html) if "://" not in link]
    assert own
    assert [link for link in own if not link.startswith("/lotsen/")] == []


def test_places_that_refer_to_one_another_are_linked():
    named = replace(LEADER, refers_to=(Place(document_id=HANDBOOK.document_id, pinpoint="Steg 3"),))
    contents = DocumentContents(
        overview=DocumentOverview(entry=LAW, state="digest", passages=2),
        passages=(named, replace(named, passage_id="andra", refers_to=())),
        referred_by={"10 §": (Place(document_id=LAW.document_id, pinpoint="4 §"),)},
    )
    (section,) = sections_of(contents, {HANDBOOK.document_id: HANDBOOK.short_title})
    told = [(label, [(one.id, one.text, one.anchor) for one in links]) for label, links in (
        section.parts[0].linked)]  # fmt: skip
    assert told == [
        (texts.REFERS_TO, [(HANDBOOK.document_id, "Handboken Steg 3", "Steg-3")]),
        (texts.REFERRED_BY, [(LAW.document_id, "4 §", "4-§")]),
    ]
    # Of several passages at a place the first alone says where the place is named.
    assert section.parts[1].linked == ()


def test_the_sources_own_words_stand_before_our_remarks_on_them():
    remark = replace(LEADER, passage_id="anmärkning", text="En anmärkning.", comment=True)
    original = replace(LEADER, passage_id="original", text="Lagens ord.", edition=Edition.ORIGINAL)
    contents = DocumentContents(
        overview=DocumentOverview(entry=LAW, state="both", passages=3),
        passages=(remark, LEADER, original),
    )
    (section,) = sections_of(contents, {})
    assert [part.text for part in section.parts] == ["Lagens ord.", LEADER.text, "En anmärkning."]


def test_a_passages_address_leads_to_its_place():
    assert anchor_of("10 kap. 18 a §") == "10-kap.-18-a-§"
    assert place_link(ADVICE) == "kallor/bra-2020-samverkan#Steg-3"
    assert place_link(LEADER) == "kallor/sfs-2023-196#10-%C2%A7"


def test_a_replaced_document_links_to_what_replaced_it_by_name():
    old = replace(LAW, document_id="gammal", superseded_by=HANDBOOK.document_id)
    fake = FakeAnswerer(entries=(old, HANDBOOK))
    with TestClient(create_application(fake)) as client:
        html = client.get("/kallor/gammal").text
    assert 'ersatt av <a href="/kallor/bra-2020-samverkan">Handboken</a>.' in html
