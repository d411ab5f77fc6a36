"""The checklist as a Word file: headings, tables whose heads repeat, Swedish, and it opens."""

import io
import re
import subprocess
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from assistant.bootstrap import Assistant
from corpus.catalogue import load_catalogue
from corpus.obligations import load_obligations
from ui.checklist import NOTICE, Checklist, checklist
from ui.checklist_docx import WIDTHS, checklist_docx
from ui.obligation_choice import Choice, chosen
from ui.obligation_words import ObligationWords

ROWS = load_obligations()


@pytest.fixture(scope="module")
def everything(bundled: Assistant) -> Checklist:
    return checklist(ROWS, ObligationWords(bundled).by_row(), Choice())


@pytest.fixture(scope="module")
def document(everything: Checklist):
    return docx.Document(io.BytesIO(checklist_docx(everything)))


def test_each_source_has_a_heading_and_a_table_with_its_rows(document) -> None:
    titles = [load_catalogue().get(name).title for name in dict.fromkeys(
        row.document_id for row in ROWS)]  # fmt: skip
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == titles
    assert [p.text for p in document.paragraphs if p.style.name == "Title"] == [
        "Checklista: skyldigheter"
    ]
    assert len(document.tables) == len(titles)
    read = [cell.text for table in document.tables for cell in table.columns[3].cells[1:]]
    assert read == [f"{row.action} {row.object}" for row in ROWS]


def test_what_is_the_readers_own_is_empty(document) -> None:
    cells = [cell.text for cell in document.tables[0].rows[1].cells]
    what = f"{ROWS[0].action} {ROWS[0].object}"
    assert cells[:4] == ["☐", "kommunen", "SKA", what]
    assert cells[4:7] == ["anges inte i lagen", "2023-07-01", "2 §"]
    assert cells[7].startswith("Referat: Enligt lagen (2023:196) ska kommunen bidra")
    assert cells[9:] == ["", "", ""]


def test_heads_of_tables_repeat_and_rows_are_not_broken(document) -> None:
    for table in document.tables:
        first, *others = table.rows
        assert [cell.text for cell in first.cells] == list(WIDTHS)
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in others)
        caption = table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        assert caption.startswith("Skyldigheter enligt ")


def test_it_is_swedish_lying_and_says_that_it_is_our_account(document) -> None:
    languages = {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"sv-SE"}
    about = document.core_properties
    assert (about.title, about.language) == ("Checklista: skyldigheter", "sv-SE")
    assert about.author == "Samverkanslotsen"
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    inside = section.page_width - section.left_margin - section.right_margin
    for table in document.tables:
        assert sum(column.width for column in table.columns) <= inside
    assert NOTICE in [paragraph.text for paragraph in document.paragraphs]


def test_no_row_leaves_a_file_that_says_so() -> None:
    empty = docx.Document(io.BytesIO(checklist_docx(checklist((), {}, Choice(tema="x")))))
    assert empty.tables == []
    assert "Inga skyldigheter med det urvalet" in " ".join(p.text for p in empty.paragraphs)


def test_libreoffice_lays_it_out_with_every_row(bundled: Assistant, tmp_path: Path) -> None:
    choice = Choice(dokument="sfs-2023-196")
    rows = chosen(ROWS, choice)
    made = checklist(rows, ObligationWords(bundled).by_row(), choice)
    path = tmp_path / "checklista.docx"
    path.write_bytes(checklist_docx(made))
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", tmp_path, path],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    told = subprocess.run(
        ["pdftotext", "-layout", path.with_suffix(".pdf"), "-"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    pages = told.split("\f")[:-1]
    assert told.count("☐") == len(rows)
    assert len(pages) > 1
    assert all(re.search(r"Vem\s+Styrka\s+Vad\s+Hur ofta", page) for page in pages)
