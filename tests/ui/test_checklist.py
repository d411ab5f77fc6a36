"""The checklist as a spreadsheet: what each row says, and what it leaves to the reader."""

import csv
import io
from dataclasses import replace

import openpyxl
import pytest
from fakes_answers import ORIGINAL, FakeAnswerer

from assistant.bootstrap import Assistant
from corpus.catalogue import load_catalogue
from corpus.obligations import Modality, load_obligations, matching
from ui import obligation_texts
from ui.checklist import NOTICE, WIDTHS, Checklist, checklist, checklist_csv, checklist_xlsx
from ui.obligation_choice import Choice, chosen
from ui.obligation_files import KIND
from ui.obligation_words import ObligationWords

ROWS = load_obligations()
OWN = ("Ansvarig", "Klart senast", "Anteckning")


@pytest.fixture(scope="module")
def everything(bundled: Assistant) -> Checklist:
    return checklist(ROWS, ObligationWords(bundled).by_row(), Choice())


def table(content: bytes) -> list[dict[str, str]]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=";"))


def sheet_of(made: Checklist):
    return openpyxl.load_workbook(io.BytesIO(checklist_xlsx(made))).active


def test_every_row_says_what_to_do_and_where_it_is_written(everything: Checklist) -> None:
    read = table(checklist_csv(everything))
    assert [(row["Vad"], row["Hur ofta"], row["§"]) for row in read] == [
        (f"{row.action} {row.object}", row.frequency, row.pinpoint) for row in ROWS
    ]
    assert {row["Klart"] for row in read} == {"☐"}
    assert {row[heading] for row in read for heading in OWN} == {""}
    assert all(row["Så står det"].startswith("Referat: ") for row in read)
    assert {row["Text"] for row in read} == {KIND}
    entries = [load_catalogue().get(row.document_id) for row in ROWS]
    assert [row["Källa"] for row in read] == [f"{e.title} ({e.url})" for e in entries]


def test_a_row_of_the_law_reads_as_on_the_page(everything: Checklist) -> None:
    (item,) = (item for item in everything.items if item.what == "uppdatera lägesbilden")
    assert (item.actor, item.strength, item.what) == ("kommunen", "SKA", "uppdatera lägesbilden")
    assert item.quote == (
        "Referat: Enligt lagen (2023:196) ska kommunen uppdatera lägesbilden minst vartannat år."
    )
    assert item.guidance == "handboken om samverkan: Processen i fem steg"


def test_the_places_that_help_stand_by_document(everything: Checklist) -> None:
    first = next(item for item in everything.items if item.guidance)
    assert first.guidance == (
        "handboken om kartläggning och lägesbild: Begrepp, Lagens och handbokens begrepp; "
        "handboken om samverkan: Steg 2 Egna förberedelser"
    )


def test_a_prohibition_is_never_told_as_a_duty_to_do_it(everything: Checklist) -> None:
    told = dict(zip((row.id for row in ROWS), everything.items, strict=True))
    assert told["ideburen-vardeoverforing"].strength == "FÅR … BARA (binder som ska)"
    assert told["l-overenskommelse"].strength == "SKA VERKA FÖR"
    assert told["l-leda-arbetet"].strength == "ANSVARAR FÖR (binder som ska)"
    softer = {"SKA", "SKA SÄRSKILT"}
    for row in ROWS:
        if row.modality is Modality.FAR:
            assert told[row.id].strength not in softer


def test_a_sheet_can_be_filtered_ticked_and_traced(everything: Checklist) -> None:
    sheet = sheet_of(everything)
    assert sheet["A1"].value == f"{NOTICE} Urval: 190 skyldigheter och möjligheter."
    assert [cell.value for cell in sheet[2]] == list(WIDTHS)
    assert sheet.max_row == len(ROWS) + 2
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == f"A2:M{len(ROWS) + 2}"
    (offered,) = sheet.data_validations.dataValidation
    assert (offered.formula1, str(offered.sqref)) == ('"☐,☑"', f"A3:A{len(ROWS) + 2}")
    first = dict(zip(WIDTHS, sheet[3], strict=True))
    assert first["Källa"].hyperlink.target == load_catalogue().get("sfs-2023-196").url
    assert first["Från"].value.date() == ROWS[0].from_date
    assert [cell.coordinate for row in sheet for cell in row if cell.data_type == "f"] == []


def test_a_formula_in_a_row_is_text() -> None:
    row = replace(ROWS[0], action='=HYPERLINK("https://ond.example")', actor="@ond")
    made = checklist([row], {}, Choice())
    (read,) = table(checklist_csv(made))
    assert (read["Vem"], read["Vad"][:12]) == ("'@ond", "'=HYPERLINK(")
    cells = [cell for cells in sheet_of(made).iter_rows() for cell in cells]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_the_choice_is_told_in_words() -> None:
    choice = Choice(
        roll="kommun", styrka=("ska", "bor"), dokument="sfs-2025-400", tema="orosanmalan",
        paragraf="19 kap", vem="var och en, även en ideell ledare,", per="2026-01-01",
    )  # fmt: skip
    made = checklist(chosen(ROWS, choice), {}, choice)
    assert made.chosen == (
        "Urval: en skyldighet eller möjlighet. Jag är: kommun. "
        "Vem ska göra det: var och en, även en ideell ledare. "
        "Hur starkt: ska. Hur starkt: bör. Lag eller förordning: Socialtjänstlag (2025:400). "
        "§: 19 kap. Ämne: orosanmälan. Har börjat gälla senast: 2026-01-01."
    )


def test_a_choice_that_finds_nothing_still_makes_a_file() -> None:
    made = checklist((), {}, Choice(dokument="finns-inte"))
    assert "finns-inte" in made.chosen
    assert table(checklist_csv(made)) == []
    assert [cell.value for cell in sheet_of(made)[2]] == list(WIDTHS)


def test_an_association_reads_that_the_law_lays_nothing_on_it() -> None:
    made = checklist(matching(ROWS), {}, Choice(roll="forening"))
    assert obligation_texts.NO_DUTIES_ON_ASSOCIATIONS in made.notices
    assert obligation_texts.NO_DUTIES_ON_ASSOCIATIONS in sheet_of(made)["A1"].value
    assert checklist((), {}, Choice(roll="kommun")).notices == [NOTICE]


def test_where_the_source_cannot_be_read_the_quote_is_empty() -> None:
    made = checklist(ROWS[:1], {}, Choice())
    assert (made.items[0].quote, made.items[0].guidance) == ("", "")


def test_quotation_marks_are_for_the_sources_own_words() -> None:
    words = ObligationWords(FakeAnswerer()).by_row()
    rows = [row for row in ROWS if row.id in {"l-overenskommelse", "l-leda-rad"}]
    assert [item.quote for item in checklist(rows, words, Choice()).items] == [
        f"Original: ”{ORIGINAL.text}”",
        "Referat: Kommunen ska leda rådet.",
    ]
