"""Word files for tests: built by python-docx, and with raw XML where it has no words for it."""

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

if TYPE_CHECKING:
    from docx.document import Document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def new_document() -> "Document":
    from docx import Document

    return Document()


def saved(document: "Document") -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def add_xml(document: "Document", xml: str) -> None:
    """Put ``xml``, with the prefix ``w`` known, last in the body."""
    from docx.oxml import parse_xml

    tag_end = min(at for at in (xml.find(" "), xml.find(">")) if at > 0)
    document.element.body.insert_element_before(
        parse_xml(f"{xml[:tag_end]} {W}{xml[tag_end:]}"), "w:sectPr"
    )


def body(*xml: str) -> bytes:
    """A document with nothing but ``xml`` in its body."""
    document = new_document()
    for part in xml:
        add_xml(document, part)
    return saved(document)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def with_parts(
    content: bytes, parts: dict[str, bytes], *, without: frozenset[str] = frozenset()
) -> bytes:
    """The file with parts replaced, added or left out."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts and name not in without:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return buffer.getvalue()
