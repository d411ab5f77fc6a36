"""``lotsen obligations``: the matrix for a person, a program and a spreadsheet."""

import csv
import io
import json
from pathlib import Path

import pytest
from command_line import Lotsen

from assistant.listing import obligations_json
from corpus.obligations import Party, load_obligations, matching
from ui.cli_obligations import CSV_HEADERS, NO_DUTIES

ROWS = load_obligations()
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
    assert lines[-1].startswith(f"{len(ROWS)} rader.")
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
    assert said.out.count("…") == sum(row.modality_text.count("…") for row in ROWS)


def test_an_association_first_reads_that_the_law_lays_nothing_on_it(matrix: Lotsen) -> None:
    said = matrix("obligations", "--actor", "forening")
    assert said.out.splitlines()[0] == NO_DUTIES
    assert f"{len(matching(ROWS, Party.FORENING))} rader." in said.out
    assert "en förening, tvingas inte" in words(said.out)
    assert NO_DUTIES not in matrix("obligations", "--actor", "kommun").out


def test_a_choice_without_rows_says_so(matrix: Lotsen) -> None:
    said = matrix("obligations", "--actor", "forening", "--modality", "far")
    assert (said.code, said.out, said.err) == (0, "Inga skyldigheter med det urvalet.\n", "")


def test_json_is_one_document_with_the_chosen_rows(matrix: Lotsen) -> None:
    assert matrix("obligations", "--json").json == obligations_json(ROWS)
    chosen = matrix("obligations", "--actor", "forening", "--json")
    assert chosen.json == obligations_json(matching(ROWS, Party.FORENING))
    assert chosen.err == ""
    assert matrix("obligations", "--modality", "bor", "--json").json == {"obligations": []}


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
    assert {row["Källa"] for row in read} == {TITLE}
    (agreement,) = (row for row in read if row["Id"] == "l-overenskommelse-innehall")
    assert agreement["Vägledning"].endswith(": Samverkansöverenskommelse")


def test_an_association_that_saves_a_file_is_told_the_same(matrix: Lotsen, tmp_path: Path) -> None:
    path = tmp_path / "rader.csv"
    said = matrix("obligations", "--actor", "forening", "--csv", str(path))
    assert said.err == f"{NO_DUTIES}\n6 rader i {path}.\n"


def test_json_and_a_file_at_once_is_wrong_usage(matrix: Lotsen, tmp_path: Path) -> None:
    path = tmp_path / "rader.csv"
    said = matrix("obligations", "--json", "--csv", str(path))
    sentence = "Ange --json eller --csv, inte båda."
    assert (said.code, said.err) == (2, f"{sentence}\n")
    assert json.loads(said.out)["error"] == {"code": "bad_request", "message": sentence}
    assert not path.exists()


def test_a_file_that_cannot_be_saved_is_named(matrix: Lotsen, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "saknas" / "rader.csv"):
        said = matrix("obligations", "--csv", str(path))
        sentence = f"Filen {path} kan inte sparas: ange en fil i en mapp som finns.\n"
        assert (said.code, said.out, said.err) == (2, "", sentence)
