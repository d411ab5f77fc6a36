"""Skyldigheter over HTTP: the page, its files, and what it says when something is wrong."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from urllib.parse import unquote

import docx
import openpyxl
import pytest
from fakes_answers import FakeAnswerer
from icalendar import Calendar
from starlette.testclient import TestClient

from assistant.api import today
from assistant.bootstrap import Assistant
from corpus.obligations import Party, load_obligations, matching
from ui import obligation_texts, texts
from ui.app import create_application
from ui.checklist import WIDTHS

pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")

ROWS = load_obligations()
LAW = "sfs-2023-196"
PAGE = "/skyldigheter"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_application(FakeAnswerer())) as client:
        yield client


@pytest.fixture(scope="module")
def real(bundled: Assistant) -> Iterator[TestClient]:
    with TestClient(create_application(bundled)) as client:
        yield client


def rows_in(html: str) -> list[str]:
    return re.findall(r'<tbody id="([^"]+)"', html)


def row_of(html: str, row_id: str) -> str:
    return html.partition(f'<tbody id="{row_id}">')[2].partition("</tbody>")[0]


def test_every_row_is_there_with_its_own_address(client):
    html = client.get(PAGE).text
    assert rows_in(html) == [row.id for row in ROWS]
    assert f"{len(ROWS)} skyldigheter och möjligheter" in html
    assert len(set(re.findall(r' id="([^"]+)"', html))) == len(re.findall(r' id="', html))


def test_every_row_of_the_real_matrix_shows_its_words_on_a_page_that_is_not_too_large(real):
    reply = real.get(PAGE)
    assert len(reply.content) < 250_000
    assert "Källans ord kan inte läsas" not in reply.text
    for row in ROWS:
        shown = row_of(reply.text, row.id)
        assert '<div class="lane law">' in shown
        assert "§ Lag, referat" in shown
        assert texts.DIGEST_NOTE in shown
        if row.note:
            assert row.note in unescape(shown)


def test_the_links_of_the_real_matrix_lead_to_places_that_are_there(real):
    html = real.get(PAGE).text
    links = set(re.findall(r'href="(/kallor/[^"]+)"', html))
    assert len(links) > 100
    by_page: dict[str, set[str]] = {}
    for link in links:
        path, _, fragment = link.partition("#")
        by_page.setdefault(path, set()).add(fragment)
    for path, fragments in by_page.items():
        anchors = set(re.findall(r'<section class="stalle" id="([^"]+)"', real.get(path).text))
        assert {unquote(fragment) for fragment in fragments} <= anchors


def test_law_and_guidance_stand_apart_by_more_than_colour(real):
    shown = row_of(real.get(PAGE).text, "l-uppdatera-lagesbild")
    law, guidance = shown.split('<div class="lane guidance">')
    assert '<strong class="styrka">SKA</strong>' in law
    assert "ska kommunen uppdatera lägesbilden minst vartannat år." in law
    assert "§ Lag" in law
    assert "Vägledning</span>" in guidance
    assert "Processen i fem steg</a>" in guidance
    assert "Enligt lagen" not in guidance


def test_a_verb_that_is_not_the_word_of_its_grade_says_how_it_binds(client):
    html = client.get(PAGE).text
    assert "FÅR … BARA</strong> <span" in row_of(html, "ideburen-vardeoverforing")
    assert "binder som ska" in row_of(html, "ideburen-vardeoverforing")
    assert 'class="styrka svag">FÅR<' in row_of(html, "l-kameror")
    assert "binder som" not in row_of(html, "l-overenskommelse")


def test_the_official_address_stands_with_each_document(client):
    html = client.get(PAGE).text
    heads = re.findall(r'<h2 id="d-[^"]+">.*?</p>', html, flags=re.DOTALL)
    assert len(heads) == len({row.document_id for row in ROWS})
    assert all('href="https://www.riksdagen.se/' in head for head in heads)


def test_the_form_shows_what_was_chosen(client):
    query = f"roll=kommun&styrka=ska&dokument={LAW}&paragraf=6&tema=lagen&per=2025-04-01"
    html = client.get(f"{PAGE}?{query}").text
    assert rows_in(html) == ["l-uppdatera-lagesbild", "l-folj-upp-plan"]
    assert 'name="roll" value="kommun" checked' in html
    assert 'name="styrka" value="ska" checked' in html
    assert 'name="styrka" value="far">' in html
    assert f'<option value="{LAW}" selected>' in html
    assert 'name="paragraf" value="6"' in html
    assert '<option value="lagen" selected>' in html
    assert 'name="per" value="2025-04-01"' in html
    assert client.get(PAGE).text.count(" checked") == 7  # alla, and each of the six grades


def test_an_association_reads_that_the_law_lays_nothing_on_it(client):
    html = client.get(f"{PAGE}?roll=forening").text
    assert obligation_texts.NO_DUTIES_ON_ASSOCIATIONS in html
    assert rows_in(html) == [row.id for row in matching(ROWS, Party.FORENING)]
    assert obligation_texts.NO_DUTIES_ON_ASSOCIATIONS not in client.get(f"{PAGE}?roll=kommun").text


def test_a_choice_without_rows_says_so_and_offers_no_file(client):
    html = client.get(f"{PAGE}?dokument={LAW}&styrka=bor").text
    assert "Inga skyldigheter med det urvalet." in html
    assert "Ladda ned Excel" not in html
    assert "<table" not in html


def test_a_day_that_cannot_be_read_is_asked_for_again(client):
    html = client.get(f"{PAGE}?per=igår").text
    assert 'id="per-fel" role="alert">Skriv datumet så här: 2025-04-01.' in html
    assert 'value="igår"' in html
    assert 'aria-invalid="true"' in html
    assert rows_in(html) == []
    assert "Inga skyldigheter" not in html


def test_what_is_typed_is_shown_as_text(client):
    hostile = '"><script>alert(1)</script>'
    fields = ("roll", "vem", "styrka", "dokument", "paragraf", "tema", "per", "lagesbild")
    for field in fields:
        html = client.get(PAGE, params={field: hostile}).text
        assert "<script" not in html
    files = client.get(f"{PAGE}/checklista.csv", params={"dokument": hostile})
    assert files.status_code == 200


def test_the_files_hold_what_the_page_shows(client):
    query = f"?roll=forening&dokument={LAW}"
    html = client.get(PAGE + query).text
    links = re.findall(r'href="(/skyldigheter/checklista\.\w+\?[^"]+)"', html)
    assert [link.partition("?")[0] for link in links] == [
        f"{PAGE}/checklista.{kind}" for kind in ("xlsx", "docx", "csv")
    ]
    replies = [client.get(unescape(link)) for link in links]
    rows = matching(ROWS, Party.FORENING, document_id=LAW)
    excel, word, table = replies
    assert openpyxl.load_workbook(io.BytesIO(excel.content)).active.max_row == len(rows) + 2
    (only,) = docx.Document(io.BytesIO(word.content)).tables
    assert len(only.rows) == len(rows) + 1
    assert table.text.startswith("\ufeff" + ";".join(WIDTHS))
    for reply, kind in zip(replies, ("xlsx", "docx", "csv"), strict=True):
        named = f'attachment; filename="checklista.{kind}"'
        assert reply.headers["content-disposition"] == named
    assert table.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("kind", ["xlsx", "docx", "csv"])
def test_a_file_for_a_bad_day_leads_back_to_the_sentence(client, kind):
    reply = client.get(f"{PAGE}/checklista.{kind}?per=x&roll=kommun", follow_redirects=False)
    assert reply.status_code == 303
    assert reply.headers["location"] == "/skyldigheter?roll=kommun&per=x"


def test_the_reader_sees_the_days_before_taking_the_calendar(client):
    last = today() - timedelta(days=365)
    html = client.get(f"{PAGE}?roll=kommun&lagesbild={last}&uppfoljning=").text
    assert "Uppdatera lägesbilden senast" in html
    assert "(beräkning)" in html
    assert '<input type="hidden" name="roll" value="kommun">' in html
    (link,) = re.findall(r'href="(/skyldigheter/paminnelser\.ics[^"]*)"', html)
    reply = client.get(unescape(link))
    assert reply.headers["content-type"] == "text/calendar; charset=utf-8"
    assert reply.headers["content-disposition"] == 'attachment; filename="paminnelser.ics"'
    (event,) = Calendar.from_ical(reply.content).walk("VEVENT")
    assert str(event["summary"]) == "Sista dag att uppdatera lägesbilden (beräkning)"


def test_both_days_give_two_events_in_one_file(client):
    last = today() - timedelta(days=30)
    reply = client.get(f"{PAGE}/paminnelser.ics?lagesbild={last}&uppfoljning={last}")
    assert len(Calendar.from_ical(reply.content).walk("VEVENT")) == 2


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("lagesbild=&uppfoljning=", obligation_texts.NO_REMINDER_DAY),
        ("lagesbild=i+mars", texts.BAD_DATE),
        ("uppfoljning=2100-01-01", obligation_texts.NOT_YET),
        ("lagesbild=2001-01-01", "Den dagen har varit"),
    ],
)
def test_a_calendar_that_cannot_be_made_leads_back_to_the_sentence(client, query, sentence):
    reply = client.get(f"{PAGE}/paminnelser.ics?{query}", follow_redirects=False)
    assert reply.status_code == 303
    assert reply.headers["location"].endswith("#paminnelser")
    html = client.get(reply.headers["location"]).text
    (told,) = re.findall(r'role="alert">([^<]+)', html)
    assert sentence in told
    assert "paminnelser.ics" not in html


def test_an_untouched_form_has_no_complaint(client):
    html = client.get(PAGE).text
    assert 'role="alert"' not in html


def test_without_an_index_the_matrix_is_still_there():
    with TestClient(create_application(FakeAnswerer(index_missing=True))) as client:
        html = client.get(PAGE).text
    assert len(rows_in(html)) == len(ROWS)
    assert "Källans ord kan inte läsas här just nu." in html


def test_under_a_proxys_path_every_link_stays_there():
    with TestClient(create_application(FakeAnswerer(), root_path="/lotsen")) as client:
        html = client.get("/lotsen/skyldigheter?roll=kommun&lagesbild=2026-01-01").text
        back = client.get("/lotsen/skyldigheter/paminnelser.ics", follow_redirects=False)
        file = client.get("/lotsen/skyldigheter/checklista.csv")
    own = [link for link in re.findall(r'(?:href|action|src)="([^"#]+)', html) if "://" not in link]
    assert [link for link in own if not link.startswith("/lotsen/")] == []
    assert back.headers["location"].startswith("/lotsen/skyldigheter?")
    assert file.status_code == 200


def test_the_page_stands_between_the_question_and_the_sources(client):
    html = client.get(PAGE).text
    menu = re.findall(r'<li><a href="(/[^"]*)"', html.split("<nav")[1].split("</nav>")[0])
    assert menu[:3] == ["/", "/skyldigheter", "/kallor"]
    assert '<a href="/skyldigheter" aria-current="page">Skyldigheter</a>' in html
    assert "<h1>Skyldigheter</h1>" in html
    assert html.count("<caption>") == html.count("<table") == len({r.document_id for r in ROWS})
    assert " style=" not in html
    assert client.post(PAGE).status_code == 404
    assert client.head(PAGE).status_code == 200
