"""``lotsen obligations``: the matrix for a person, a program and a spreadsheet."""

import csv
import dataclasses
import errno
import io
import json
from pathlib import Path

import pytest
from command_line import Lotsen

from assistant.listing import obligations_json
from corpus.catalogue import load_catalogue
from corpus.obligations import Obligation, Party, Theme, load_obligations, matching
from ui import obligation_files
from ui.cli_obligations import LAW, NO_DUTIES
from ui.obligation_files import CSV_HEADERS, NOTICE, XLSX_WIDTHS, csv_bytes, xlsx_bytes
from ui.spreadsheet import guarded

ROWS = load_obligations()
OF_THE_LAW = matching(ROWS, document_id=LAW)
TITLE = "Lag (2023:196) om kommuners ansvar för brottsförebyggande arbete"


@pytest.fixture
def matrix(lotsen: Lotsen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lotsen:
    """The command where there is no index, in a window of ordinary width."""
    lotsen.set(data_dir=tmp_path / "tom")
    monkeypatch.setenv("COLUMNS", "100")
    return lotsen


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_table_holds_every_row_under_its_place_without_an_index(matrix: Lotsen) -> None:
    said = matrix("obligations")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == TITLE
    assert lines[-1].startswith(f"{len(ROWS)} rader. Referat, inte lagtext.")
    titles = [load_catalogue().get(row.document_id).title for row in ROWS]
    assert [line for line in lines if line in set(titles)] == list(dict.fromkeys(titles))


def test_one_document_is_shown_with_its_places_in_order(matrix: Lotsen) -> None:
    said = matrix("obligations", "--document", LAW)
    lines = said.out.splitlines()
    assert lines[-1].startswith(f"{len(OF_THE_LAW)} rader.")
    places = [
        line.strip() for line in lines if line.strip().endswith(" §") and len(line.split()) == 2
    ]
    assert places == [f"{number} §" for number in (2, *range(4, 15))]
    assert "får" in words(said.out)
    assert "Från: 2025-04-01." in said.out


@pytest.mark.parametrize("columns", ["30", "60", "200"])
def test_no_word_is_cut_off_however_narrow_the_window(
    matrix: Lotsen, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    said = matrix("obligations")
    assert said.code == 0
    assert words(said.out).count("…") == sum(row.modality_text.count("…") for row in ROWS)


def test_an_association_first_reads_that_the_law_of_2023_lays_nothing_on_it(matrix: Lotsen) -> None:
    said = matrix("obligations", "--actor", "forening")
    assert said.out.splitlines()[0] == NO_DUTIES
    assert f"{len(matching(ROWS, Party.FORENING))} rader." in said.out
    assert "en förening, tvingas inte" in words(said.out)
    assert NO_DUTIES not in matrix("obligations", "--actor", "kommun").out
    other = matrix("obligations", "--actor", "forening", "--theme", "bidrag")
    assert NO_DUTIES not in other.out
    assert f"{len(matching(ROWS, Party.FORENING, theme=Theme.BIDRAG))} rader." in other.out


def test_a_choice_without_rows_says_so(matrix: Lotsen) -> None:
    said = matrix("obligations", "--document", LAW, "--modality", "bor")
    assert (said.code, said.out, said.err) == (0, "Inga skyldigheter med det urvalet.\n", "")


def test_json_is_one_document_with_the_chosen_rows(matrix: Lotsen) -> None:
    assert matrix("obligations", "--json").json == obligations_json(ROWS)
    chosen = matrix("obligations", "--actor", "forening", "--json")
    assert chosen.json == obligations_json(matching(ROWS, Party.FORENING))
    assert chosen.err == ""
    nothing = matrix("obligations", "--document", LAW, "--modality", "bor", "--json")
    assert nothing.json == {"obligations": []}


def test_every_filter_narrows_and_they_work_together(matrix: Lotsen) -> None:
    chosen = matrix(
        *("obligations", "--actor", "forening", "--modality", "ska"),
        *("--document", "sfs-2025-400", "--theme", "orosanmalan", "--json"),
    )
    assert [row["id"] for row in chosen.json["obligations"]] == [
        "oro-anmalningsskyldig",
        "oro-ordningsvakt",
        "oro-aterkoppling",
        "oro-uppgifter-utredning",
    ]


def test_rows_of_other_bodies_are_listed_only_when_no_actor_is_chosen(matrix: Lotsen) -> None:
    def bodies(*chosen: str) -> set[str]:
        rows = matrix("obligations", *chosen, "--json").json["obligations"]
        return {row["applies_to"] for row in rows}

    assert bodies() == {"kommun", "forening", "bada", "myndighet", "skola"}
    assert bodies("--actor", "kommun") == {"kommun", "bada"}
    assert bodies("--actor", "forening") == {"forening", "bada"}


def test_an_unknown_document_is_wrong_usage_and_one_without_rows_is_empty(matrix: Lotsen) -> None:
    said = matrix("obligations", "--document", "sfs-1900-1")
    sentence = "Det finns ingen källa med id sfs-1900-1: se lotsen documents.\n"
    assert (said.code, said.out, said.err) == (2, "", sentence)
    there = matrix("obligations", "--document", "bra-2020-samverkan", "--json")
    assert (there.code, there.json) == (0, {"obligations": []})


def test_a_spreadsheet_gets_every_row_with_swedish_headings(matrix: Lotsen, tmp_path: Path) -> None:
    path = tmp_path / "åtgärder.csv"
    said = matrix("obligations", "--csv", str(path))
    assert (said.code, said.out, said.err) == (0, "", f"{len(ROWS)} rader i {path}.\n")
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfId;Vem;")
    read = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [tuple(row) for row in read] == [CSV_HEADERS] * len(ROWS)
    assert [(r["Id"], r["Vem"], r["Grad"], r["Styrka"], r["Ställe"]) for r in read] == [
        (r.id, r.actor, r.modality.value, r.modality_text, r.pinpoint) for r in ROWS
    ]
    assert read[0]["Källa"] == TITLE
    assert {row["Text"] for row in read} == {"Referat med egna ord, inte lagtext"}
    assert [row["Adress"].startswith("https://") for row in read] == [True] * len(ROWS)
    assert (read[0]["Adressen provad"], read[0]["Lydelse kontrollerad"]) == ("ja", "2026-02")
    assert [row["Från"] for row in read] == [
        "" if row.from_date is None else row.from_date.isoformat() for row in ROWS
    ]
    (agreement,) = (row for row in read if row["Id"] == "l-overenskommelse-innehall")
    assert agreement["Vägledning"].endswith(": Samverkansöverenskommelse")


def test_an_association_that_saves_a_file_is_told_the_same(matrix: Lotsen, tmp_path: Path) -> None:
    path = tmp_path / "rader.csv"
    said = matrix("obligations", "--actor", "forening", "--csv", str(path))
    count = len(matching(ROWS, Party.FORENING))
    assert said.err == f"{NO_DUTIES}\n{count} rader i {path}.\n"


def sheet_of(content: bytes):
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(content)).active


def test_an_excel_file_can_be_read_filtered_and_traced_to_its_source(
    matrix: Lotsen, tmp_path: Path
) -> None:
    path = tmp_path / "skyldigheter.xlsx"
    said = matrix("obligations", "--theme", "kameror", "--xlsx", str(path))
    rows = matching(ROWS, theme=Theme.KAMEROR)
    assert (said.code, said.out, said.err) == (0, "", f"{len(rows)} rader i {path}.\n")
    sheet = sheet_of(path.read_bytes())
    assert sheet.title == "Skyldigheter"
    assert sheet["A1"].value == NOTICE
    assert "inte lagtext" in NOTICE
    headings = [cell.value for cell in sheet[2]]
    assert headings == list(XLSX_WIDTHS)
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == f"A2:Q{len(rows) + 2}"
    assert all(cell.alignment.wrap_text for cell in sheet[3])
    assert sheet.column_dimensions["E"].width == XLSX_WIDTHS["Vad"]
    read = [dict(zip(headings, cells, strict=True)) for cells in sheet.iter_rows(min_row=3)]
    assert [row["Id"].value for row in read] == [row.id for row in rows]
    first, entry = read[0], load_catalogue().get("sfs-2018-1200")
    assert (first["Källa"].value, first["Ställe"].value) == (entry.title, "7 §")
    assert first["Adress"].value == first["Adress"].hyperlink.target == entry.url
    assert first["Lydelse kontrollerad"].value == "2026-02"
    assert (first["Tema"].value, first["Grad"].value, first["Rör"].value) == (
        "kameror",
        "får",
        "kommun",
    )
    assert first["Från"].is_date
    assert first["Från"].value.date() == rows[0].from_date


def test_every_row_goes_into_an_excel_file_and_an_unknown_day_is_an_empty_cell() -> None:
    sheet = sheet_of(xlsx_bytes(ROWS))
    assert sheet.max_row == len(ROWS) + 2
    days = [cell.value for cell in sheet["G"][2:]]
    assert [day is None for day in days] == [row.from_date is None for row in ROWS]


def test_an_excel_file_without_rows_has_its_headings() -> None:
    sheet = sheet_of(xlsx_bytes(()))
    assert [cell.value for cell in sheet[2]] == list(XLSX_WIDTHS)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_taken_for_a_formula(start: str) -> None:
    assert guarded(f"{start}1+1") == f"'{start}1+1"
    assert guarded(f"1{start}1") == f"1{start}1"


def test_a_formula_in_a_row_is_text_in_both_kinds_of_file() -> None:
    row = replaced(ROWS[0], action='=HYPERLINK("https://ond.example")', note="@SUM(A1)")
    (read,) = csv.DictReader(
        io.StringIO(csv_bytes([row]).decode("utf-8-sig"), newline=""), delimiter=";"
    )
    assert (read["Gör"], read["Anmärkning"]) == (f"'{row.action}", f"'{row.note}")
    cells = [cell for cells in sheet_of(xlsx_bytes([row])).iter_rows() for cell in cells]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert f"'{row.action}" in [cell.value for cell in cells]


def replaced(row: Obligation, **changes: str) -> Obligation:
    return dataclasses.replace(row, **changes)


@pytest.mark.parametrize("option", ["--csv", "--xlsx"])
def test_a_file_that_is_there_gives_way_and_nothing_is_left_beside_it(
    matrix: Lotsen, tmp_path: Path, option: str
) -> None:
    path = tmp_path / "matris"
    path.write_text("gammalt", encoding="utf-8")
    assert matrix("obligations", option, str(path)).code == 0
    assert b"gammalt" not in path.read_bytes()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("option", ["--csv", "--xlsx"])
def test_a_file_that_cannot_be_written_whole_is_left_as_it_was(
    matrix: Lotsen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    path = tmp_path / "matris"
    path.write_text("gammalt", encoding="utf-8")

    def full(target: Path, content: bytes) -> None:
        target.with_name(f"{target.name}.tmp").write_bytes(content[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(obligation_files, "replace_durably", full)
    said = matrix("obligations", option, str(path))
    assert (said.code, said.err) == (3, f"Filen {path} går inte att skriva.\n")
    assert path.read_text(encoding="utf-8") == "gammalt"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_followed_to_the_file_it_names(matrix: Lotsen, tmp_path: Path) -> None:
    target, link = tmp_path / "matris.csv", tmp_path / "genväg.csv"
    target.write_text("gammalt", encoding="utf-8")
    link.symlink_to(target)
    assert matrix("obligations", "--csv", str(link)).code == 0
    assert link.is_symlink()
    assert target.read_bytes().startswith(b"\xef\xbb\xbfId;")


@pytest.mark.parametrize("chosen", [("--json", "--csv"), ("--json", "--xlsx"), ("--csv", "--xlsx")])
def test_two_forms_at_once_are_wrong_usage(
    matrix: Lotsen, tmp_path: Path, chosen: tuple[str, ...]
) -> None:
    path = tmp_path / "rader"
    options = [part for name in chosen for part in ((name,) if name == "--json" else (name, path))]
    said = matrix("obligations", *map(str, options))
    sentence = "Ange en av --json, --csv och --xlsx, inte flera."
    assert (said.code, said.err) == (2, f"{sentence}\n")
    if "--json" in chosen:
        assert json.loads(said.out)["error"] == {"code": "bad_request", "message": sentence}
    assert not path.exists()


@pytest.mark.parametrize("option", ["--csv", "--xlsx"])
def test_a_file_that_cannot_be_saved_is_named(matrix: Lotsen, tmp_path: Path, option: str) -> None:
    for path in (tmp_path, tmp_path / "saknas" / "rader.csv", Path("/dev/null")):
        said = matrix("obligations", option, str(path))
        sentence = f"Filen {path} kan inte sparas: ange en fil i en mapp som finns.\n"
        assert (said.code, said.out, said.err) == (2, "", sentence)


def test_help_waits_for_no_spreadsheet_library(matrix: Lotsen) -> None:
    import subprocess
    import sys

    asked = "import sys, ui.cli; print('openpyxl' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"
