"""A file's bytes → its format → blocks → the sections of a document.

The format is told by content, with the name as a hint, because downloaded files often have no
suffix or the wrong one.
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath

from corpus.catalogue import Validity, load_catalogue
from corpus.documents import Edition, Section, SourceDocument
from corpus.errors import UnreadableFileError
from ingest import docx, html, markdown, pdf, plain, riksdagen
from ingest.blocks import Block, MediaType, ParsedFile, decoded
from ingest.digest import parse_digest
from ingest.docx_package import is_ole, is_word, ole_error
from ingest.statute_json import refuse_json
from ingest.statute_marks import act_dates, act_of_transition

MAX_BYTES = 50 * 1024 * 1024

_HTML_SIGNS = re.compile(rb"<!doctype html|<html[\s>]|<body[\s>]|<head[\s>]", re.IGNORECASE)
# The first element, or document type, after what an XML file says of itself.
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?P<xml><\?xml[^>]*\?>)?(?:\s*<!--.*?-->)*\s*"
    rb"<(?P<tag>!doctype\s+\w+|[a-z][\w:-]*)[\s/>]",
    re.IGNORECASE | re.DOTALL,
)
_PAGE_TAGS = frozenset(
    b"head body div p main article section header table ul ol h1 h2 h3 title meta link".split()
)
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_FRONT_MATTER = re.compile(rb"\A(?:\xef\xbb\xbf)?---\r?\n")
_MARKDOWN_SIGN = re.compile(rb"^#{1,6}[ \t]\S", re.MULTILINE)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# Formats of other kinds, some of them written in letters: archives, pictures, RTF, PostScript.
_FOREIGN_SIGNS = (
    *(b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"7z\xbc\xaf", b"Rar!"),
    *(b"{\\rtf", b"%!PS"),
)
_JSON_START = re.compile(rb'\{\s*"|\[\s*[\[{"]')
_SAVED_PAGE = re.compile(rb"^content-type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_HEAD = 4096


def parse_document(source: SourceDocument) -> tuple[Section, ...]:
    """The sections of a document, in order.

    Validity: what the text itself says wins, then the catalogue's date for the provision, then the
    day when the act that gave the wording took effect, then the date of the whole document.

    Raises:
        UnreadableFileError: The content can't be read; the text is for the reader.
    """
    return document_sections(source, read_file(source))


def read_file(source: SourceDocument) -> ParsedFile:
    """The title and blocks of a document's content.

    Raises:
        UnreadableFileError: The content can't be read; the text is for the reader.
    """
    if source.edition is Edition.DIGEST:
        return _not_empty(parse_digest(decoded(source.content)), source.name)
    return read_content(source.content, source.name)


def document_sections(source: SourceDocument, parsed: ParsedFile) -> tuple[Section, ...]:
    """The blocks of ``parsed`` as sections of the document ``source``."""
    begun = act_dates(parsed.blocks)
    return tuple(_section(source, block, begun) for block in parsed.blocks)


def read_content(content: bytes, name: str) -> ParsedFile:
    """The title and blocks of an original file's bytes.

    Raises:
        UnreadableFileError: The format is unknown, or the content is damaged, encrypted or empty.
    """
    if len(content) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        raise UnreadableFileError(
            f"Filen {PurePath(name).name} är större än {limit} MB och läses inte.", kind="för stor"
        )
    if _is_json(content, name):
        refuse_json(decoded(content), PurePath(name).name)
    return _not_empty(_parsed(content, name, detect_media_type(content, name)), name)


def detect_media_type(content: bytes, name: str) -> MediaType:
    """The format of ``content``, told by its bytes and, between text formats, by its name.

    Raises:
        UnreadableFileError: It is none of the formats that can be read.
    """
    head = content[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return MediaType.PDF
    if is_ole(head):
        raise ole_error(content, PurePath(name).name)
    if head.startswith(_ZIP) and is_word(content, name):
        return MediaType.DOCX
    if _is_foreign(head):
        raise _unknown(name)
    return _text_type(decoded(head).encode() if head.startswith(_WIDE) else head, name)


def _text_type(head: bytes, name: str) -> MediaType:
    """Which of the formats that are written in letters."""
    suffix = PurePath(name).suffix.lower()
    root = _ROOT.match(head)
    tag = b" ".join(root["tag"].lower().split()) if root is not None else b""
    if tag == riksdagen.ROOT:
        return MediaType.XML
    is_page = tag in {b"html", b"!doctype html"}
    is_xml = root is not None and root["xml"] is not None
    if (is_xml or tag.startswith(b"!doctype")) and not is_page:
        raise _unknown(name)
    begins_as_page = is_page or (tag in _PAGE_TAGS and suffix != ".md")
    if begins_as_page or suffix in {".html", ".htm", ".xhtml"}:
        return MediaType.HTML
    if suffix not in {".md", ".txt"} and _HTML_SIGNS.search(head):
        return MediaType.HTML
    if suffix == ".md" or _FRONT_MATTER.match(head) or _MARKDOWN_SIGN.search(head):
        return MediaType.MARKDOWN
    return MediaType.PLAIN


def _is_json(content: bytes, name: str) -> bool:
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    return _JSON_START.match(head) is not None or PurePath(name).suffix.lower() == ".json"


def _is_foreign(head: bytes) -> bool:
    if head.startswith(_WIDE):
        return False
    signed = head.lstrip().startswith((*_ZIP, *_FOREIGN_SIGNS))
    return signed or b"\x00" in head or _SAVED_PAGE.search(head) is not None


def _unknown(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"Filen {PurePath(name).name} har ett format som inte kan läsas: "
        "lägg till den som PDF, Word (DOCX), HTML, Markdown eller ren text.",
        kind="okänd",
    )


def _parsed(content: bytes, name: str, media_type: MediaType) -> ParsedFile:
    stem = PurePath(name).stem
    if media_type is MediaType.PDF:
        return pdf.parse_pdf(content, stem)
    if media_type is MediaType.DOCX:
        return docx.parse_docx(content, PurePath(name).name)
    if media_type is MediaType.XML:
        return riksdagen.parse_dokumentstatus(content, stem)
    text = decoded(content)
    if media_type is MediaType.HTML:
        return html.parse_html(text, stem)
    if media_type is MediaType.MARKDOWN:
        return markdown.parse_markdown(text, stem)
    return plain.parse_plain(text, stem)


def _not_empty(parsed: ParsedFile, name: str) -> ParsedFile:
    if not parsed.blocks:
        raise UnreadableFileError(
            f"Filen {PurePath(name).name} innehåller ingen text som går att läsa.", kind="tom"
        )
    return parsed


def _section(source: SourceDocument, block: Block, begun: Mapping[str, date]) -> Section:
    entry = source.entry
    known = load_catalogue().section_dates.get((entry.document_id, block.pinpoint), Validity())
    worded = _wording_begins(entry.document_id, block, begun)
    return Section(
        document_id=entry.document_id,
        edition=source.edition,
        pinpoint=block.pinpoint,
        heading_path=block.heading_path,
        text=block.text,
        pages=block.pages,
        valid_from=block.valid_from or known.valid_from or worded or entry.valid_from,
        valid_to=block.valid_to or known.valid_to or entry.valid_to,
        comment=block.comment,
        questions=block.questions,
        sentence_questions=block.sentence_questions,
        unanswered=block.unanswered,
        amended_by=block.amended_by,
    )


def _wording_begins(document_id: str, block: Block, begun: Mapping[str, date]) -> date | None:
    """When the act that a § or a transitional provision comes from took effect, if it is known."""
    act = block.amended_by or act_of_transition(block.pinpoint)
    if act is None:
        return None
    return begun.get(act) or load_catalogue().act_dates.get((document_id, act))
