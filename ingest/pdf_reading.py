"""The bytes of a PDF → its headings and paragraphs, inside the process made for it.

pdfium reads first, for it knows where each letter stands; pypdf is the second reader, for files
that pdfium can't open or decode.
"""

import logging
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from corpus.errors import UnreadableFileError
from ingest.blocks import normal_text
from ingest.markdown import paragraphs
from ingest.outline import Element
from ingest.pdf_content import PdfContent
from ingest.pdf_grids import GridReader
from ingest.pdf_layout import page_elements
from ingest.pdf_lines import Line, page_lines
from ingest.pdf_margins import page_texts
from ingest.pdf_tables import TableReader
from ingest.pdf_visible import PictureBudget
from ingest.pdf_words import join_broken_words
from ingest.quality import signs_are_decoded

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MAX_PAGES = 2_000
MAX_CHARACTERS = 6_000_000  # of text: 3,000 a page on the longest file

# The built-in errors that the readers let through when a file's structure is damaged.
_DAMAGE = (
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError),
    *(AssertionError, RecursionError, NotImplementedError, OSError),
)
_SILENT = logging.NullHandler()
_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD


def read_pdf(content: bytes, name: str) -> PdfContent:
    """What pdfium reads, or pypdf where pdfium can't.

    Raises:
        UnreadableFileError: kind "krypterad", "trasig" or "för stor".
    """
    import pypdfium2  # noqa: PLC0415 – 75 ms that only this process needs

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _WRONG_PASSWORD:
            raise _encrypted(name) from error
        return _second_reading(content, name)
    try:
        first = _first_reading(document, content, name)
    except pypdfium2.PdfiumError as error:
        raise _damaged(name) from error
    finally:
        document.close()
    if signs_are_decoded(_text(first)) or not _text(first).strip():
        return first
    second = _second_reading(content, name)
    return second if signs_are_decoded(_text(second)) else first


def _text(content: PdfContent) -> str:
    return "\n".join(element.text for element in content.elements)


def _first_reading(document: "PdfDocument", content: bytes, name: str) -> PdfContent:
    _check_length(len(document), name)
    grids, tables, sights = GridReader(content), TableReader(), PictureBudget()
    pages: list[tuple[Line, ...]] = []
    pictures: list[int] = []
    characters = 0
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        pages.append(tables.lines(page_lines(page, number, sights), grids.grids(page, number)))
        if not pages[-1] and next(page.get_objects(max_depth=1), None) is not None:
            pictures.append(number)
        page.close()
        characters += sum(len(line.text) for line in pages[-1])
        if characters > MAX_CHARACTERS:
            raise UnreadableFileError(f"{name} har för mycket text: dela filen.", kind="för stor")
    return PdfContent(
        elements=page_elements(page_texts(pages)),
        title=_title(document),
        first_page="\n".join(line.text for line in pages[0]) if pages else "",
        problems=(
            *(_picture_problem(pictures) if any(pages) else ()),
            *_table_problem(grids.skipped),
            *_sight_problem(sights.skipped),
        ),
    )


def _picture_problem(pages: Sequence[int]) -> tuple[str, ...]:
    """The sentence on pages that show something but hold no text."""
    if not pages:
        return ()
    if len(pages) == 1:
        return (f"Sidan {pages[0]} har ingen text (en bild?) och är inte med.",)
    return (f"Sidorna {listed_pages(pages)} har ingen text (bilder?) och är inte med.",)


def _table_problem(pages: Sequence[int]) -> tuple[str, ...]:
    """The sentence on tables that were left as running text."""
    if not pages:
        return ()
    which = f"sidan {pages[0]}" if len(pages) == 1 else f"sidorna {listed_pages(pages)}"
    return (f"Tabellerna på {which} är lästa som löpande text.",)


def _sight_problem(pages: Sequence[int]) -> tuple[str, ...]:
    """The sentence on pages whose text was not held against what they show."""
    if not pages:
        return ()
    which = f"sidan {pages[0]}" if len(pages) == 1 else f"sidorna {listed_pages(pages)}"
    return (f"Texten på {which} är inte jämförd med vad som syns där.",)


def listed_pages(pages: Sequence[int]) -> str:
    """Page numbers as a person lists them: "3, 5–7 och 9"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] + 1 == page:
            runs[-1].append(page)
        else:
            runs.append([page])
    names = [", ".join(map(str, run)) if len(run) < 3 else f"{run[0]}–{run[-1]}" for run in runs]
    flat = ", ".join(names).split(", ")
    return " och ".join((", ".join(flat[:-1]), flat[-1])) if len(flat) > 1 else flat[0]


def _title(document: "PdfDocument") -> str:
    try:
        return str(document.get_metadata_value("Title"))
    except UnicodeDecodeError:  # damaged properties don't make the text unreadable
        return ""


def _second_reading(content: bytes, name: str) -> PdfContent:
    """The paragraphs as pypdf sees them, without their place on the page."""
    from pypdf import PdfReader  # noqa: PLC0415 – 270 ms, and only for a file pdfium can't read
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    # Its warnings about damage say less than our own sentence.
    logging.getLogger("pypdf").addHandler(_SILENT)
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise _encrypted(name)
        _check_length(len(reader.pages), name)
        texts = [normal_text(join_broken_words(page.extract_text())) for page in reader.pages]
    except (PyPdfError, *_DAMAGE) as error:
        raise _damaged(name) from error
    elements = tuple(
        Element(text=paragraph, pages=(number,))
        for number, text in enumerate(texts, start=1)
        for paragraph in paragraphs(text.split("\n"))
    )
    return PdfContent(elements=elements, first_page=texts[0] if texts else "")


def _check_length(pages: int, name: str) -> None:
    if pages > MAX_PAGES:
        raise UnreadableFileError(
            f"{name} har {pages} sidor; högst {MAX_PAGES} läses.", kind="för stor"
        )


def _encrypted(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{name} är krypterad med lösenord: spara en kopia utan lösenord och lägg till den.",
        kind="krypterad",
    )


def _damaged(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{name} är skadad och kan inte öppnas som PDF: hämta filen på nytt.", kind="trasig"
    )
