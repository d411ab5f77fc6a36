"""The PDF export: tagged, Swedish, and no text in it is ever read as a program."""

import io
from dataclasses import replace

import pdfplumber
import pytest
from exports import (
    everything,
    export,
    folded,
    hostile,
    kept,
    leader,
    numbered_quotations,
    quotes_and_addresses,
    refusal,
    talk,
    unverified,
    written,
)
from fakes_answers import LAW
from pypdf import PdfReader

from ui.export_content import Export
from ui.export_pdf import pdf_bytes


def opened(made: Export) -> PdfReader:
    return PdfReader(io.BytesIO(pdf_bytes(made)))


def text_of(reader: PdfReader) -> str:
    """All text without the line at the foot of each page; a long word is parted by nothing seen."""
    pages = [page.extract_text().replace("\u200b", "").splitlines() for page in reader.pages]
    return "".join(line for lines in pages for line in lines if "Sida" not in line)


def metadata(reader: PdfReader) -> str:
    return reader.trailer["/Root"]["/Metadata"].get_data().decode()


def test_every_quote_and_address_is_there():
    made = export(*kept(leader(), refusal()))
    seen = folded(text_of(opened(made)))
    for words in quotes_and_addresses(made):
        assert folded(words) in seen


@pytest.mark.parametrize("answer", [leader(), written(), refusal()])
def test_it_is_tagged_and_claims_both_standards(answer):
    reader = opened(export(*kept(answer)))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "sv-SE"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata(reader)
    assert "<pdfaid:part>2</pdfaid:part>" in metadata(reader)


def test_it_says_whether_ai_wrote_it():
    for answer, said in ((leader(), "false"), (written(), "true")):
        told = opened(export(*kept(answer))).metadata
        assert told is not None
        assert told.title == "Svar från Samverkanslotsen"
        assert told.keywords is not None
        assert told.keywords.startswith(f"ai_generated={said}, mode=")
        assert "index=gen-000001" in told.keywords


def test_hostile_text_is_text():
    seen = folded(text_of(opened(export(unverified(hostile())))))
    for words in (
        "<script>alert(1)</script>",
        '#import"@preview/x:0.1.0":*$x^2$\\][a](b)*fet*`kod`&amp;{{7*7}}${x}',
        "</w:t>led",
        "#rådet[]$\\]*_`<b>med</b><!---->]]>%PDF&",
        '#read("/etc/passwd")',
    ):
        assert words.replace("led", "") in seen


def test_a_sign_without_a_glyph_leaves_a_tagged_document():
    reader = opened(everything())
    root = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("sv-SE", True)
    assert "pdfuaid" not in metadata(reader)


def test_a_very_long_word_stays_on_the_page():
    question = "o" * 1_000
    raw = pdf_bytes(export(unverified(replace(leader(), question=question))))
    assert question in folded(text_of(PdfReader(io.BytesIO(raw))))
    with pdfplumber.open(io.BytesIO(raw)) as pages:
        right = max(char["x1"] for page in pages.pages for char in page.chars)
        assert right < pages.pages[0].width


def test_an_address_is_a_link_and_can_be_copied_whole():
    reader = opened(export(*kept(leader())))
    noted = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    addresses = {note["/A"]["/URI"] for note in noted if "/A" in note}
    assert "https://www.riksdagen.se/exempel/lag" in addresses


def test_a_number_in_the_text_leads_to_its_quotation():
    made = talk()
    reader = opened(made)
    seen = folded(text_of(reader))
    for number, words in numbered_quotations(made).items():
        assert folded(f"[{number}] {words}") in seen
    noted = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    inside = [note["/Dest"].get_object() for note in noted if "/Dest" in note]
    said = sum(len(strand.lines) for part in made.parts for strand in part.strands)
    assert len(inside) == said  # each sentence of these answers has one number
    assert len({str(target[1:]) for target in inside}) == len(numbered_quotations(made))


def test_a_place_of_a_whole_talk_stands_once():
    seen = folded(text_of(opened(talk())))
    assert seen.count(folded(f"{LAW.title}, 10 §")) == 1
    assert seen.count(folded(f"Adress: {LAW.url}")) == 1


def test_the_same_answer_makes_the_same_file():
    assert pdf_bytes(export(*kept(leader()))) == pdf_bytes(export(*kept(leader())))
