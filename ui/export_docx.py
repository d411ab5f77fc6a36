"""Export → Word document, by python-docx: real headings, Swedish, marked for programs.

Looks are in ui/export_docx_styles.py; here is what is written, in the order it is read.
"""

import io

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.text.paragraph import Paragraph

from ui import export_texts, texts
from ui.export_content import Export, Line, Part, Strand
from ui.export_docx_marks import set_properties
from ui.export_docx_styles import (
    ADDRESS,
    FACTS,
    NOTE,
    ORIGINAL,
    REFERAT,
    add_field,
    add_link_run,
    add_number,
    add_number_link,
    lane_style,
    set_lane_heading,
    set_styles,
)
from ui.export_sources import CitedPlace, Place


def docx_bytes(export: Export) -> bytes:
    """The document as a .docx file."""
    document = Document()
    set_styles(document)
    set_properties(document, export)
    document.add_heading(export.title, level=1)
    document.add_paragraph(export.ai_line, style=NOTE)
    for part in export.parts:
        _add_part(document, part)
    _add_sources(document, export)
    _add_end(document, export)
    _add_footer(document, export)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_part(document: WordDocument, part: Part) -> None:
    document.add_heading(f"{texts.QUESTION}: {part.question}", level=2)
    document.add_heading(part.heading, level=3)
    told = ". ".join(filter(None, (part.label, part.law_day)))
    document.add_paragraph(f"{told}.", style=FACTS)
    for notice in part.notices:
        document.add_paragraph(notice, style=NOTE)
    for strand in part.strands:
        _add_strand(document, strand)
    _add_beyond(document, part)


def _add_beyond(document: WordDocument, part: Part) -> None:
    """Where to read on, and who else can answer."""
    if part.nearest:
        document.add_heading(part.nearest_title, level=3)
        for place in part.nearest:
            document.add_paragraph(f"{place.title}, {place.pinpoint}", style="List Bullet")
            _add_address(document, place)
    if part.contacts:
        document.add_heading(texts.WHO, level=3)
        for contact in part.contacts:
            document.add_paragraph(contact, style="List Bullet")


def _add_strand(document: WordDocument, strand: Strand) -> None:
    heading = document.add_heading(f"{strand.sign} {strand.title}", level=4)
    set_lane_heading(heading, strand.lane)
    for line in strand.lines:
        _add_line(document.add_paragraph(style=lane_style(strand.lane)), line)


def _add_line(paragraph: Paragraph, line: Line) -> None:
    for mark in line.marks:
        paragraph.add_run(mark).bold = True
        paragraph.add_run(" ")
    paragraph.add_run(f"”{line.text}”" if line.verbatim else line.text)
    for label in line.labels:
        paragraph.add_run(" ")
        add_number_link(paragraph, label)


def _add_sources(document: WordDocument, export: Export) -> None:
    if not export.places:
        return
    document.add_heading(export.sources_title, level=2)
    for cited in export.places:
        _add_cited_place(document, cited)
    for check in export.checks:
        document.add_paragraph(check, style=FACTS)


def _add_cited_place(document: WordDocument, cited: CitedPlace) -> None:
    document.add_heading(f"{cited.place.title}, {cited.place.pinpoint}", level=3)
    for quotation in cited.quotations:
        paragraph = document.add_paragraph(style=ORIGINAL if cited.original else REFERAT)
        add_number(paragraph, quotation.label)
        paragraph.add_run(f" ”{quotation.words}”" if cited.original else f" {quotation.words}")
    about = document.add_paragraph(cited.about, style=FACTS)
    paragraph.paragraph_format.keep_with_next = True  # the words never part from their source
    about.paragraph_format.keep_with_next = bool(cited.place.url)
    _add_address(document, cited.place)


def _add_address(document: WordDocument, place: Place) -> None:
    if place.url:
        paragraph = document.add_paragraph(f"{export_texts.ADDRESS}: ", style=ADDRESS)
        target = document.part.relate_to(place.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        add_link_run(paragraph, place.url, target)
        if place.url_note:
            paragraph.add_run(f" ({place.url_note})")


def _add_end(document: WordDocument, export: Export) -> None:
    document.add_heading(export_texts.ABOUT_EXPORT, level=2)
    for name, value in export.facts:
        document.add_paragraph(f"{name}: {value}", style=FACTS)
    by, on = export_texts.REVIEWED
    document.add_paragraph(f"{by} {'_' * 28} {on} {'_' * 16}")
    document.add_paragraph(export.ai_line, style=NOTE)


def _add_footer(document: WordDocument, export: Export) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    page, of = export_texts.PAGE_NUMBER
    paragraph.add_run(f"{export.title}. {export.ai_line} {page} ")
    add_field(paragraph, "PAGE")
    paragraph.add_run(f" {of} ")
    add_field(paragraph, "NUMPAGES")
