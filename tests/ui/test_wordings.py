"""Which wordings a place has, which words differ, and how the two stand beside each other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from urllib.parse import quote

import pytest
from fakes_answers import ENTRIES, LAW, FakeAnswerer, passage
from starlette.testclient import TestClient

from assistant.api import today
from corpus.documents import Edition, Passage
from ui import source_texts, texts
from ui.app import create_application
from ui.word_diff import MOST_WORDS, Piece, compared
from ui.wordings import wordings

pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")

MAY, JUNE, JULY = date(2024, 5, 1), date(2024, 6, 1), date(2024, 7, 1)
DAY = timedelta(days=1)


def words(
    text: str,
    begun: date | None = None,
    ended: date | None = None,
    *,
    edition: Edition = Edition.ORIGINAL,
    act: str | None = None,
) -> Passage:
    made = passage(LAW, 1, "4 §", text, edition=edition)
    return replace(made, passage_id=text, valid_from=begun, valid_to=ended, amended_by=act)


def told(*passages: Passage) -> list[tuple[str, date | None, date | None]]:
    return [(w.text, w.begun, w.ended) for w in wordings(passages)]


def test_wordings_follow_on_each_other_whichever_order_they_are_read_in():
    newer, old, oldest = words("tre", JULY), words("två", JUNE, JULY - DAY), words("ett", None, MAY)
    assert told(newer, oldest, old) == [
        ("ett", None, MAY),
        ("två", JUNE, JULY - DAY),
        ("tre", JULY, None),
    ]


def test_what_stays_beside_what_was_changed_is_part_of_both():
    kept, old, new = words("Kvar.", MAY), words("Gammalt.", MAY, JUNE - DAY), words("Nytt.", JUNE)
    assert told(kept, new, old) == [
        ("Kvar.\n\nGammalt.", MAY, JUNE - DAY),
        ("Kvar.\n\nNytt.", JUNE, None),
    ]


def test_our_account_and_remarks_beside_the_sources_words_are_no_wording():
    own = words("Lagens ord.", MAY)
    account = words("Vårt referat.", JUNE, edition=Edition.DIGEST)
    remark = replace(words("Vår anmärkning.", JULY, edition=Edition.DIGEST), comment=True)
    assert told(own, account, remark) == [("Lagens ord.", MAY, None)]


def test_an_account_that_was_only_added_to_has_one_wording_and_an_ended_one_two():
    account = words("Referat.", MAY, edition=Edition.DIGEST)
    later = replace(words("Tillägg.", JUNE, edition=Edition.DIGEST), comment=True)
    assert told(account, later) == [("Referat.", MAY, None)]
    ended = replace(words("Gällde förut.", None, MAY - DAY, edition=Edition.DIGEST), comment=True)
    assert told(account, ended) == [("Gällde förut.", None, MAY - DAY), ("Referat.", MAY, None)]


def test_an_acts_year_is_not_told_as_its_day():
    assert told(words("Nytt.", act="2025:223")) == [("Nytt.", None, None)]
    printed, present = (
        words("Förr.", None, date(2025, 3, 31)),
        words("Nu.", date(2025, 4, 1), act="2025:223"),
    )
    assert told(present, printed) == [
        ("Förr.", None, date(2025, 3, 31)),
        ("Nu.", date(2025, 4, 1), None),
    ]


def test_changed_words_are_marked_and_the_texts_stay_whole():
    old, new = "Cyklar ska ha lås.\n\nEn korg får finnas.", "Cyklar ska ha två lås.\n\nEn korg."
    pieces = compared(old, new)
    assert pieces is not None
    assert ["".join(piece.text for piece in side) for side in pieces] == [old, new]
    assert [piece.text for piece in pieces[0] if piece.changed] == ["korg får finnas."]
    assert [piece.text for piece in pieces[1] if piece.changed] == ["två", "korg."]


def test_only_white_space_is_no_change():
    assert compared("Ett  lås.", "Ett\nlås.") == (
        (Piece(text="Ett  lås.", changed=False),),
        (Piece(text="Ett\nlås.", changed=False),),
    )


def test_texts_too_long_to_compare_are_not():
    assert compared("ord " * (MOST_WORDS + 1), "ord") is None


OLD = words("Kommunen ska ha ett lås.", MAY, JULY - DAY)
NEW = words("Kommunen ska ha två lås & en nyckel.", JULY, act="2024:9")
COMING = words("Kommunen ska ha tre lås & en nyckel.", today() + 30 * DAY)
RECENT = replace(NEW, valid_to=today() + 29 * DAY)
ADDRESS = f"/kallor/{LAW.document_id}/lydelser?stalle={quote('4 §')}"


def client_of(*passages: Passage) -> Iterator[TestClient]:
    app = create_application(FakeAnswerer(passages=passages, entries=ENTRIES))
    with TestClient(app) as client:
        yield client


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    yield from client_of(RECENT, OLD, COMING)


def test_the_last_two_wordings_stand_beside_each_other_with_words_for_the_marks(client):
    html = client.get(ADDRESS).text
    assert '<del><span class="dold">borttaget: </span>två</del>' in html
    assert '<ins><span class="dold">tillagt: </span>tre</ins>' in html
    assert "</ins> lås &amp; en nyckel.</div>" in html
    assert html.count("<h2>") == 2


def test_two_wordings_are_chosen_by_their_first_days(client):
    html = unescape(client.get(f"{ADDRESS}&fran=2024-05-01&till=2024-07-01").text)
    assert "<h2>Gällde till 30 juni 2024, från 1 maj 2024</h2>" in html
    assert "Äldre lydelse" in html
    assert "lydelse enligt 2024:9</h2>" in html
    assert html.count(" selected>") == 2
    same = client.get(f"{ADDRESS}&fran=2024-05-01&till=2024-05-01").text
    assert source_texts.SAME_WORDING in same
    assert "<ins>" not in same


def test_an_unknown_choice_is_the_standing_one(client):
    assert client.get(f"{ADDRESS}&fran=x&till=%22%3E").text == client.get(ADDRESS).text


@pytest.mark.parametrize("path", ["nope/lydelser?stalle=4+§", "sfs-2023-196/lydelser?stalle=9+§"])
def test_where_there_is_one_wording_there_is_nothing_to_compare(client, path):
    assert client.get(f"/kallor/{path}").status_code == 404


def test_in_our_own_words_nothing_is_marked_as_changed():
    account = replace(NEW, edition=Edition.DIGEST)
    for client in client_of(OLD, account):
        html = client.get(ADDRESS).text
        assert source_texts.OUR_WORDS in html
        assert "<del>" not in html


def test_a_documents_page_leads_to_the_comparison_and_says_what_is_over(client):
    html = unescape(client.get(f"/kallor/{LAW.document_id}").text)
    assert f'href="{ADDRESS.replace(quote("4 §"), "4%20%C2%A7")}"' in html
    assert html.count(source_texts.OLDER_WORDING) == 1
    assert "Gällde till 30 juni 2024" in html
    assert html.index("två lås") < html.index("ett lås"), "what holds stands first"


def test_a_document_as_of_a_day_has_that_days_words_alone(client):
    def shown(day: str) -> list[str]:
        html = unescape(client.get(f"/kallor/{LAW.document_id}?per={day}").text)
        return [count for count in ("ett", "två", "tre") if f"ha {count} lås" in html]

    assert shown("2024-06-30") == ["ett"]
    assert shown("2024-07-01") == ["två"]
    assert shown("2020-01-01") == []
    assert shown("") == shown("igår") == ["ett", "två", "tre"]
    html = client.get(f"/kallor/{LAW.document_id}?per=2020-01-01").text
    told = "Ett ställe gäller inte den dagen och visas inte."
    assert f"Texten som den gällde 1 januari 2020. {told}" in html
    assert texts.BAD_DATE in client.get(f"/kallor/{LAW.document_id}?per=igår").text
