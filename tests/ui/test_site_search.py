"""Searches on Källor: by words in any form, without å, ä and ö, mistyped, and to the letter."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest
from fakes_answers import LAW, PASSAGES, PICTURE, FakeAnswerer
from starlette.testclient import TestClient

from assistant.bootstrap import Assistant
from ui.app import create_application
from ui.site_documents import Row, overview_row
from ui.site_hits import hits_in
from ui.site_search import search_rows

pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")

DAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def rows(bundled: Assistant) -> Sequence[Row]:
    """The list of the real catalogue."""
    return [overview_row(document, {}) for document in bundled.documents()]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_application(FakeAnswerer())) as client:
        yield client


def ids(rows: Sequence[Row]) -> list[str]:
    return [row.id for row in rows]


# Typed, the word that was meant, and a document that has it in the list.
MISSPELT = (
    ("lägebild", "lägesbild", "bra-2021-kartlaggning-och-lagesbild"),
    ("lägesblid", "lägesbild", "bra-2021-kartlaggning-och-lagesbild"),
    ("lagebild", "lägesbild", "bra-2021-kartlaggning-och-lagesbild"),
    ("kartlägning", "kartläggning", "bra-2021-kartlaggning-och-lagesbild"),
    ("kartlaggnig", "kartläggning", "bra-2021-kartlaggning-och-lagesbild"),
    ("brottförebyggande", "brottsförebyggande", "sfs-2023-196"),
    ("brottsförebygande", "brottsförebyggande", "sfs-2023-196"),
    ("brotsförebyggande", "brottsförebyggande", "sfs-2023-196"),
    ("kommmuners", "kommuners", "sfs-2023-196"),
    ("ansvra", "ansvar", "sfs-2023-196"),
    ("samvrekan", "samverkan", "bra-2020-samverkan"),
    ("handbokk", "handbok", "bra-2020-samverkan"),
    ("ordningvakt", "ordningsvakt", "sfs-2023-421"),
    ("kamerabevakining", "kamerabevakning", "sfs-2018-1200"),
    ("kamerabevakningg", "kamerabevakning", "sfs-2018-1200"),
    ("socialtjenst", "socialtjänst", "sfs-2025-1255"),
    ("statsbidarg", "statsbidrag", "sfs-2023-442"),
    ("statbidrag", "statsbidrag", "sfs-2023-442"),
    ("propositon", "proposition", "prop-2022-23-43"),
    ("civilsamhälet", "civilsamhället", "uppdrag-2024-civilsamhallet"),
    ("uppdrga", "uppdrag", "uppdrag-2024-civilsamhallet"),
    ("förordninng", "förordning", "sfs-2023-442"),
    ("belastningregister", "belastningsregister", "sfs-1998-620"),
    ("Kommunallgen", "Kommunallagen", "sfs-2017-725"),
    ("skollgen", "skollagen", "sfs-2010-800"),
    ("orsaksanlys", "orsaksanalys", "bra-2018-orsaksanalys"),
)


@pytest.mark.parametrize(("typed", "meant", "document"), MISSPELT)
def test_a_misspelt_word_finds_what_was_meant_and_says_so(rows, bundled, typed, meant, document):
    found = search_rows(rows, typed, bundled.repaired)
    assert (found.repaired, document in ids(found.rows)) == (meant, True)
    assert ids(search_rows(rows, meant, bundled.repaired).rows) == ids(found.rows)
    assert search_rows(rows, typed, bundled.repaired, exact=True).rows == []


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("overenskommelse", "överenskommelse"),
        ("lagesbild", "lägesbild"),
        ("forordning", "förordning"),
        ("foreningar", "föreningar"),
        ("socialtjanst", "socialtjänst"),
        ("Bra", "Brå"),
        ("kartlaggning och lagesbild", "kartläggning och lägesbild"),
    ],
)
def test_without_a_swedish_keyboard_the_same_is_found(rows, bundled, typed, written):
    plain = search_rows(rows, typed, bundled.repaired)
    dotted = search_rows(rows, written, bundled.repaired)
    assert (plain.repaired, dotted.repaired) == ("", "")
    assert set(ids(dotted.rows)) <= set(ids(plain.rows))
    assert ids(plain.rows) or typed == "foreningar"


def test_who_types_the_dots_means_them(rows, bundled):
    """ "Brä" is no "Brå", and nothing of the list is a slip away."""
    assert search_rows(rows, "brä", bundled.repaired).rows == ()


def test_other_forms_and_words_apart_are_found(rows, bundled):
    assert "bra-2020-samverkan" in ids(search_rows(rows, "samverkans", bundled.repaired).rows)
    apart = search_rows(rows, "brottsförebyggande kommuner 2023:196", bundled.repaired)
    assert (ids(apart.rows), apart.repaired) == (["sfs-2023-196"], "")
    whole = search_rows(rows, "ansvar för brottsförebyggande", bundled.repaired, exact=True)
    assert "sfs-2023-196" in ids(whole.rows)
    loose = "brottsförebyggande ansvar för"
    assert "sfs-2023-196" in ids(search_rows(rows, loose, bundled.repaired).rows)
    assert search_rows(rows, loose, bundled.repaired, exact=True).rows == []


def test_what_is_found_as_typed_is_not_repaired(rows, bundled):
    """The start of a word finds it, however near it lies to another."""
    found = search_rows(rows, "sekretes", bundled.repaired)
    assert (found.repaired, "sfs-2009-400" in ids(found.rows)) == ("", True)
    assert search_rows(rows, "kanelbullar", bundled.repaired) == search_rows((), "x", str)
    assert len(search_rows(rows, "", bundled.repaired).rows) == len(rows)


def test_a_repair_keeps_to_the_chosen_kind(rows, bundled):
    found = search_rows(rows, "lägebild", bundled.repaired, kind="report")
    assert found.repaired == "lägesbild"
    assert {row.lane for row in found.rows} == {"report"}
    assert search_rows(rows, "lägebild", bundled.repaired, kind="law").repaired == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lägebild", "lägesbild"),
        ("lagebild", "lägesbild"),
        ("åtgärdplan", "åtgärdsplan"),
        ("överenskomelse", "överenskommelse"),
        ("samordnigsfunktion", "samordningsfunktion"),
        ("fullmäktie", "fullmäktige"),
        ("brottförebyggande", "brottsförebyggande"),
        ("minmium", "minimum"),
    ],
)
def test_within_a_document_what_was_meant_is_found_marked_and_said(bundled, typed, meant):
    contents = bundled.document("sfs-2023-196")
    found = hits_in(bundled, contents, typed, as_of=DAY)
    assert found.repaired == meant
    marked = [run.text.lower() for hit in found.hits for run in hit.runs if run.found]
    assert any(word.startswith(meant) for word in marked)
    assert hits_in(bundled, contents, typed, as_of=DAY, exact=True).hits == ()


def test_within_a_document_sekretes_is_read_as_sekretess(bundled):
    found = hits_in(bundled, bundled.document("sfs-2009-400"), "sekretes", as_of=DAY)
    assert found.repaired == "sekretess"
    assert any(run.found for run in found.hits[0].runs)


def test_a_word_without_its_dots_needs_no_remark(bundled):
    found = hits_in(bundled, bundled.document("sfs-2023-196"), "overenskommelse", as_of=DAY)
    assert found.repaired == ""
    assert any(run.found for run in found.hits[0].runs)


def test_an_exact_search_has_every_place_with_the_very_words_in_order_of_reading(bundled):
    contents = bundled.document("sfs-2023-196")
    found = hits_in(bundled, contents, "STRATEGISKA  frågor", as_of=DAY, exact=True).hits
    held = [p for p in contents.passages if p.holds_on(DAY)]
    there = [p.pinpoint for p in held if "strategiska frågor" in " ".join(p.text.lower().split())]
    assert there
    assert [hit.pinpoint for hit in found] == there
    for hit in found:
        assert {run.text.lower() for run in hit.runs if run.found} == {"strategiska frågor"}


def test_a_word_of_the_document_itself_is_never_read_as_another():
    """An added document's words are not among those that the index repairs by."""
    own = replace(PICTURE, passage_id="egen", text="Vi har en lägebild i Exempelstad.")

    class Added(FakeAnswerer):
        def repaired(self, query):
            return query.replace("lägebild", "lägesbild")

    added = Added(passages=(*PASSAGES, own))
    contents = added.document(LAW.document_id)
    assert contents is not None
    found = hits_in(added, contents, "lägebild", as_of=DAY)
    assert found.repaired == ""
    assert [run.text for hit in found.hits for run in hit.runs if run.found] == ["lägebild"]


def test_the_pages_say_how_they_read_the_search_and_lead_to_the_exact_one(client):
    html = client.get("/kallor", params={"sok": "hanbok", "slag": "guidance"}).text
    assert "Visar träffar för <strong>”handbok”</strong>" in html
    assert 'href="/kallor?sok=hanbok&amp;slag=guidance&amp;exakt=1">' in html
    exact = client.get("/kallor?sok=hanbok&exakt=1").text
    assert "Söker efter exakt <strong>”hanbok”</strong>" in exact
    assert "Inga träffar på ”hanbok”" in exact
    html = client.get("/kallor/sfs-2023-196", params={"sok": "lägebild", "per": "2026-01-01"}).text
    assert "Träffar på ”lägesbild”" in html
    assert 'href="/kallor/sfs-2023-196?sok=l%C3%A4gebild&amp;per=2026-01-01&amp;exakt=1">' in html
    exact = client.get("/kallor/sfs-2023-196?sok=lägebild&exakt=1").text
    assert "Inga träffar på ”lägebild”" in exact
    assert "Visar träffar för" not in client.get("/kallor?sok=handbok").text


def test_what_was_typed_stays_text_in_every_link(client):
    hostile = '"><script>alert(1)</script> lägebild'
    for path in ("/kallor", "/kallor/sfs-2023-196"):
        for exact in ("", "1"):
            html = client.get(path, params={"sok": hostile, "exakt": exact}).text
            assert "<script" not in html
