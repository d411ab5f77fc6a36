"""PDF → blocks by page, or by § when the PDF is a statute.

pdfium reads first, for it knows where each letter stands; pypdf is the second reader, for files
that pdfium can't open or decode. Neither is safe in two threads at once: one caller at a time.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING

from corpus.errors import UnreadableFileError
from ingest.blocks import MediaType, ParsedFile, normal_text
from ingest.markdown import paragraphs
from ingest.outline import Element
from ingest.pdf_layout import page_elements
from ingest.pdf_lines import join_broken_words, page_lines
from ingest.plain import parsed_elements
from ingest.quality import is_readable

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MAX_PAGES = 2_000

# The built-in errors that the readers let through when a file's structure is damaged.
_DAMAGE = (
    *(ValueError, LookupError, TypeError, AttributeError, ArithmeticError),
    *(AssertionError, RecursionError, NotImplementedError, OSError),
)
_SILENT = logging.NullHandler()
_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
_TOOL_TITLE = re.compile(
    r"microsoft (?:word|powerpoint)|untitled|^dokument\d*$|\.(?:docx?|indd|pdf|qxd|rtf)$",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"författningssamling|^ISSN|^SFS\b|^Utgivare|^Dnr\b|^\d+ kap\.|^Inledande|^Innehåll"
    r"|^(?:kommittédirektiv|promemoria|rapport|remissvar|yttrande|beslut)$",
    re.IGNORECASE,
)
_LONGEST_TITLE = 200


def parse_pdf(content: bytes, name: str) -> ParsedFile:
    """The blocks of a PDF; none when it holds no text (a scanned page).

    Args:
        content: The file's bytes.
        name: The title when the file has none.

    Raises:
        UnreadableFileError: kind "krypterad", "trasig", "oläslig" or "för stor".
    """
    reading = _read(content, name)
    if reading.text.strip() and not is_readable(reading.text):
        raise UnreadableFileError(
            f"Texten i {name} går inte att avkoda: filens teckentabell är trasig.", kind="oläslig"
        )
    title = reading.title or _printed_title(reading.elements) or name
    return parsed_elements(MediaType.PDF, title, reading.elements, reading.first_page)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What one reader made of the file; ``title`` is "" when its properties say nothing."""

    elements: tuple[Element, ...]
    title: str = ""
    first_page: str = ""

    @property
    def text(self) -> str:
        return "\n".join(element.text for element in self.elements)


def _read(content: bytes, name: str) -> _Reading:
    """What pdfium reads, or pypdf where pdfium can't."""
    import pypdfium2  # noqa: PLC0415 – 75 ms that only a PDF needs

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _WRONG_PASSWORD:
            raise _encrypted(name) from error
        return _second_reading(content, name)
    try:
        _check_length(len(document), name)
        title = _useful_title(_metadata_title(document))
        pages = [page_lines(document[number], number + 1) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise _damaged(name) from error
    finally:
        document.close()
    first_page = "\n".join(line.text for line in pages[0]) if pages else ""
    first = _Reading(elements=page_elements(pages), title=title, first_page=first_page)
    if not first.text.strip() or is_readable(first.text):
        return first
    second = _second_reading(content, name)
    return second if is_readable(second.text) else first


def _second_reading(content: bytes, name: str) -> _Reading:
    """The paragraphs as pypdf sees them, without their place on the page."""
    from pypdf import PdfReader  # noqa: PLC0415 – 125 ms, and only for a file pdfium can't read
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    # Its warnings about damage would reach the reader's terminal beside our own sentence.
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
    return _Reading(elements=elements, first_page=texts[0] if texts else "")


def _check_length(pages: int, name: str) -> None:
    if pages > MAX_PAGES:
        raise UnreadableFileError(
            f"{name} har {pages} sidor; högst {MAX_PAGES} läses.", kind="för stor"
        )


def _metadata_title(document: "PdfDocument") -> str:
    try:
        return str(document.get_metadata_value("Title"))
    except UnicodeDecodeError:  # damaged properties don't make the text unreadable
        return ""


def _useful_title(title: str) -> str:
    title = " ".join(normal_text(title).split())
    is_name = PurePath(title).suffix and " " not in title
    return "" if len(title) < 4 or is_name or _TOOL_TITLE.search(title) else title[:_LONGEST_TITLE]


def _printed_title(elements: Sequence[Element]) -> str:
    """The largest heading on the first page that is not the name of the series."""
    first = [e for e in elements if e.pages[0] == 1 and e.level and not _NO_TITLE.search(e.text)]
    if not first:
        return ""
    level = min(element.level for element in first)
    return " ".join(e.text for e in first if e.level == level)[:_LONGEST_TITLE]


def _encrypted(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{name} är krypterad med lösenord: spara en kopia utan lösenord och lägg till den.",
        kind="krypterad",
    )


def _damaged(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{name} är skadad och kan inte öppnas som PDF: hämta filen på nytt.", kind="trasig"
    )
