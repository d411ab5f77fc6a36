"""Leg ranks and Prova over the product itself, without an encoder: bm25 and char."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from starlette.testclient import TestClient

from assistant.bootstrap import Assistant
from corpus.index import open_generation
from ingest.pipeline import build_generation
from ui.app import create_application
from ui.staff import run_texts
from ui.staff.access import StaffAccess
from ui.staff.search_legs import LOOKED, SHOWN, found_now, legs_there

pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")

ASKED = "Måste kommunen ta fram en lägesbild?"
DAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    data_dir = tmp_path_factory.mktemp("data")
    build_generation(data_dir, None)
    with Assistant(generation=open_generation(data_dir), encoder=None) as opened:
        yield opened


def test_each_rank_is_that_of_a_search_with_the_leg_alone(assistant):
    found = found_now(assistant, ASKED, DAY, [("sfs-2023-196", "4 §")])
    assert found.legs == (run_texts.LEGS["bm25"], run_texts.LEGS["char"])
    assert [row.rank for row in found.rows[:SHOWN]] == [str(n) for n in range(1, SHOWN + 1)]
    for column, leg in enumerate(("bm25", "char")):
        alone = replace(assistant, legs=(leg,)).search(ASKED, k=LOOKED, document_id=None, as_of=DAY)
        own = {hit.passage.text: str(rank) for rank, hit in enumerate(alone, start=1)}
        assert [row.ranks[column] for row in found.rows] == [
            own.get(row.text, "–") for row in found.rows
        ]
    assert any(row.is_gold and row.pinpoint == "4 §" for row in found.rows)
    assert not any(row.is_gold for row in found.rows if row.pinpoint == "5 §")
    assert found.missing == ()
    assert legs_there(assistant) == ("bm25", "char")


def test_prova_asks_with_the_chosen_legs_beside_the_usual_ones(assistant):
    made = create_application(assistant, staff=StaffAccess(header="X-Forwarded-User"))
    form = {"fraga": ASKED, "dag": "2026-11-30", "satt": "auto", "jamfor": "1"}
    with TestClient(made, headers={"X-Forwarded-User": "anna"}) as client:
        page = client.get("/utvardering/prova").text
        one = client.post("/utvardering/prova", data={**form, "del": ["bm25", "dense", "x"]}).text
        all_of_them = client.post("/utvardering/prova", data={**form, "del": ["bm25", "char"]}).text
        none = client.post("/utvardering/prova", data=form)
    assert re.findall(r'name="del" value="(\w+)" checked', page) == ["bm25", "char"]
    assert "Som vanligt: svar" in one
    assert re.findall(r'name="del" value="(\w+)" checked', one) == ["bm25"]
    assert "Som vanligt: svar" not in all_of_them
    assert (none.status_code, run_texts.NO_LEG in unescape(none.text)) == (422, True)
    assert assistant.legs == ("bm25", "char", "dense")
