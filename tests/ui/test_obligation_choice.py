"""Which rows an address asks for."""

import pytest
from starlette.requests import Request

from corpus.obligations import Modality, Party, Theme, load_obligations, matching
from ui.obligation_choice import Choice, at_paragraph, chosen, read_choice

ROWS = load_obligations()
LAW = "sfs-2023-196"


def asked(query: str) -> Choice:
    scope = {"type": "http", "query_string": query.encode(), "headers": []}
    return read_choice(Request(scope))


def test_an_empty_address_asks_for_every_row() -> None:
    assert chosen(ROWS, asked("")) == ROWS
    assert asked("").query == ""


@pytest.mark.parametrize("party", Party)
def test_a_party_gets_the_rows_that_concern_it(party: Party) -> None:
    assert chosen(ROWS, asked(f"roll={party}")) == matching(ROWS, party)


def test_each_field_narrows_and_they_work_together() -> None:
    assert chosen(ROWS, asked("styrka=bor")) == matching(ROWS, modality=Modality.BOR)
    assert chosen(ROWS, asked(f"dokument={LAW}")) == matching(ROWS, document_id=LAW)
    assert chosen(ROWS, asked("tema=kameror")) == matching(ROWS, theme=Theme.KAMEROR)
    rows = chosen(ROWS, asked(f"vem=kommunen&dokument={LAW}&paragraf=6&styrka=ska"))
    assert [row.id for row in rows] == ["l-uppdatera-lagesbild", "l-folj-upp-plan"]


def test_several_grades_are_taken_together() -> None:
    rows = chosen(ROWS, asked("styrka=bor&styrka=ska_verka_for"))
    assert {row.modality for row in rows} == {Modality.BOR, Modality.SKA_VERKA_FOR}
    assert len(rows) == 6


@pytest.mark.parametrize("query", ["roll=x", "vem=x", "styrka=x", "dokument=x", "tema=x"])
def test_what_is_unknown_finds_nothing(query: str) -> None:
    assert chosen(ROWS, asked(query)) == ()


def test_rows_that_begin_after_the_day_are_left_out() -> None:
    before = chosen(ROWS, asked(f"dokument={LAW}&per=2025-03-31"))
    after = chosen(ROWS, asked(f"dokument={LAW}&per=2025-04-01"))
    assert {row.id for row in after} - {row.id for row in before} == {"l-kameror"}
    assert chosen(ROWS, asked("per=1900-01-01")) == ()


def test_a_row_without_a_day_begins_with_its_act_and_never_before_its_year() -> None:
    rows = {row.id: row for row in ROWS if row.from_date is None}
    assert {"bidrag-sakerhet-krav", "bidrag-soc-fa"} <= rows.keys()
    for day, there in (("2018-09-30", False), ("2018-10-01", True)):
        found = {row.id for row in chosen(ROWS, asked(f"per={day}"))}
        assert ("bidrag-sakerhet-krav" in found) is there
    for day, there in (("2024-12-31", False), ("2025-12-31", True)):
        found = {row.id for row in chosen(ROWS, asked(f"per={day}"))}
        assert ("bidrag-soc-fa" in found) is there
    assert rows.keys() <= {row.id for row in chosen(ROWS, asked("per=2026-11-30"))}


@pytest.mark.parametrize("typed", ["2025-4-1", "20250401", "i går", "2025-02-30", "0"])
def test_another_way_of_writing_a_day_is_an_error_in_swedish(typed: str) -> None:
    with pytest.raises(ValueError, match="Skriv datumet så här: 2025-04-01"):
        chosen(ROWS, Choice(per=typed))


def test_the_query_asks_for_the_same_again() -> None:
    choice = Choice(roll="kommun", styrka=("ska", "far"), vem="den som söker", per="2026-01-01")
    assert asked(choice.query) == choice


@pytest.mark.parametrize(
    ("pinpoint", "typed", "there"),
    [
        ("6 §", "6", True),
        ("6 §", "§ 6", True),
        ("6 §", "6§", True),
        ("16 §", "6", False),
        ("4–5 §§", "5", True),
        ("4–5 §§", "6 §", False),
        ("11 och 14 §§", "14", True),
        ("11 och 14 §§", "12", False),
        ("6 a–6 b §§", "6 b", True),
        ("6 a–6 b §§", "6A", True),
        ("6 a–6 b §§", "6a", True),
        ("19 kap. 5–6 §§", "6", True),
        ("19 kap. 5–6 §§", "19 kap. 6 §", True),
        ("19 kap. 5–6 §§", "19:6", True),
        ("19 kap. 5–6 §§", "20 kap. 6 §", False),
        ("19 kap. 5–6 §§", "19 kap", True),
        ("6 §", "19 kap. 6", False),
        ("8 a § lagen (1998:621)", "8 a", True),
        ("8 a § lagen (1998:621)", "8", False),
        ("övergångsbestämmelserna, punkt 2", "Övergång", True),
        ("övergångsbestämmelserna, punkt 2", "2", False),
        ("6 §", "§", True),
        ("6 §", "(.*", False),
    ],
)
def test_a_place_is_found_however_it_is_typed(pinpoint: str, typed: str, there: bool) -> None:
    assert at_paragraph(pinpoint, typed) is there
