"""The Word export: opened again, and opened by another program."""

import io
import shutil
import subprocess
from itertools import pairwise
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from exports import (
    MADE,
    everything,
    export,
    folded,
    hostile,
    kept,
    leader,
    numbered_quotations,
    quotes_and_addresses,
    talk,
    unverified,
    written,
)
from fakes_answers import LAW
from pypdf import PdfReader

from ui.export_content import Export
from ui.export_docx import docx_bytes


def opened(made: Export) -> WordDocument:
    return Document(io.BytesIO(docx_bytes(made)))


def text_of(document: WordDocument) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


@pytest.fixture(scope="module")
def as_pdf(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    """The document as LibreOffice reads it."""
    soffice = shutil.which("soffice")
    assert soffice, "install LibreOffice (Debian package libreoffice-writer) to test Word files"
    folder = tmp_path_factory.mktemp("word")
    (folder / "svar.docx").write_bytes(docx_bytes(everything()))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    asked = [profile, "--convert-to", "pdf", "--outdir", str(folder), str(folder / "svar.docx")]
    subprocess.run([soffice, "--headless", *asked], check=True, capture_output=True, timeout=280)
    return PdfReader(folder / "svar.pdf")


def test_every_quote_and_address_is_there():
    made = everything()
    seen = folded(text_of(opened(made)))
    for words in quotes_and_addresses(made):
        assert folded(words) in seen


def test_libreoffice_shows_every_quote_and_address(as_pdf):
    # A long word is parted between lines, and the foot of a page may stand within a quote.
    pages = [page.extract_text() for page in as_pdf.pages]
    seen = folded("".join("".join(page.splitlines()[:-1]) for page in pages))
    plain = [w for w in quotes_and_addresses(everything()) if w.isprintable()]
    assert len(plain) > 10
    for words in plain:
        assert folded(words) in seen
    assert as_pdf.metadata is not None
    assert as_pdf.metadata.title == "Svar från Samverkanslotsen"


def test_headings_are_real_and_in_steps():
    styles = [p.style.name for p in opened(everything()).paragraphs if p.style is not None]
    levels = [int(name[-1]) for name in styles if name and name.startswith("Heading ")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_each_lane_and_each_kind_of_quote_has_a_style_of_its_own():
    styles = {p.text: p.style.name for p in opened(everything()).paragraphs if p.style is not None}
    assert styles["SKA Kommunen ska leda rådet. [1]"] == "Lagen"
    assert styles["En ledare från kommunen bör hålla i mötena. [3]"] == "Vägledningen"
    assert styles["De flesta råd leds av kommunens högsta politiker. [4]"] == "Rapporterna"
    assert styles["[1] Kommunen ska leda rådet."] == "Referat"
    original = "[5] ”Kommunen ska verka för att fler skriver under en överenskommelse.”"
    assert styles[original] == "Citat original"


def test_a_number_in_the_text_leads_to_its_quotation():
    made = everything()
    document = opened(made)
    marks = {
        mark.get(qn("w:name")): Paragraph(mark.getparent(), document).text
        for mark in document.element.body.iter(qn("w:bookmarkStart"))
    }
    led = {link.text: link.fragment for p in document.paragraphs for link in p.hyperlinks}
    for number, words in numbered_quotations(made).items():
        assert folded(marks[led[f"[{number}]"]]) == folded(f"[{number}] {words}")


def test_a_place_of_a_whole_talk_stands_once():
    document = opened(talk())
    told = [paragraph.text for paragraph in document.paragraphs]
    assert told.count(f"{LAW.title}, 10 §") == 1
    assert told.count(f"Adress: {LAW.url}") == 1
    assert told.count("[2] Rådet får ha egna arbetsgrupper.") == 1


def test_lines_to_the_left_tell_the_lanes_apart_without_colour():
    xml = opened(export(*kept(leader()))).styles.element.xml
    kinds = {}
    for name in ("Lagen", "Vägledningen", "Rapporterna"):
        style = xml.split(f'<w:name w:val="{name}"/>', 1)[1].split("</w:style>", 1)[0]
        kinds[name] = style.split('<w:left w:val="', 1)[1].split('"', 1)[0]
    assert kinds == {"Lagen": "single", "Vägledningen": "dashed", "Rapporterna": "dotted"}


def test_it_is_swedish_and_says_whether_ai_wrote_it():
    for answer, said in ((leader(), "false"), (written(), "true")):
        raw = docx_bytes(export(*kept(answer)))
        core = Document(io.BytesIO(raw)).core_properties
        assert core.title == "Svar från Samverkanslotsen"
        assert (core.language, core.author, core.comments) == ("sv-SE", "Samverkanslotsen", "")
        assert core.keywords.startswith(f"ai_generated={said}, mode=")
        assert core.created is not None
        assert core.created.date() == MADE
        with ZipFile(io.BytesIO(raw)) as parts:
            custom = parts.read("docProps/custom.xml").decode()
            styles = parts.read("word/styles.xml").decode()
        assert f'name="ai_generated"><vt:bool>{said}</vt:bool>' in custom
        assert 'name="index"><vt:lpwstr>gen-000001</vt:lpwstr>' in custom
        assert '<w:lang w:val="sv-SE"' in styles
        assert "en-US" not in styles.split("w:eastAsia")[0]


def test_addresses_are_links_and_hostile_text_is_text():
    document = opened(export(unverified(hostile())))
    links = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert links == ["https://bra.se/exempel/handbok.html"]
    assert "<script>alert(1)</script>" in text_of(document)
    assert "</w:t>" in text_of(document)
