import unicodedata
from dataclasses import replace
from datetime import date

import pytest

from corpus.catalogue import load_catalogue
from corpus.documents import CatalogueEntry, Edition, Section, SourceDocument
from corpus.errors import UnreadableFileError
from ingest.blocks import MediaType, decoded, normal_text
from ingest.parsing import MAX_BYTES, detect_media_type, parse_document, read_content

HTML = b"<!DOCTYPE html><html><body><p>Hej</p></body></html>"
FRONT = b"---\nbeteckning: 2031:7\n---\n### 1 \xc2\xa7\n\nHej."


def entry(document_id: str = "sfs-2023-196") -> CatalogueEntry:
    found = load_catalogue().get(document_id)
    assert found is not None
    return found


def parse(content: str, document_id: str = "sfs-2023-196") -> tuple[Section, ...]:
    source = SourceDocument(
        entry=entry(document_id),
        edition=Edition.ORIGINAL,
        name="fil.md",
        content=content.encode("utf-8"),
    )
    return parse_document(source)


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"%PDF-1.7 ...", "rapport", MediaType.PDF),
        (b"\r\n %PDF-1.4", "rapport.txt", MediaType.PDF),
        (HTML, "sida", MediaType.HTML),
        (HTML, "rapport.pdf", MediaType.HTML),
        (HTML, "anteckning.txt", MediaType.HTML),
        (b"<!doctype html><!--[if IE]> <html> <![endif]--><p>Hej", "sida.txt", MediaType.HTML),
        (b"<?xml version='1.0'?>\n<html xmlns='x'><p>Hej</p></html>", "x.xml", MediaType.HTML),
        (b"<!doctype html>Hej", "sida", MediaType.HTML),
        (b"\n <div class='dok'><p>Hej</p></div>", "fil.txt", MediaType.HTML),
        (HTML.decode().encode("utf-16"), "sida", MediaType.HTML),
        (b"<div align=center>\n\n# Hej", "fil.md", MediaType.MARKDOWN),
        (b"Brev\n\n## Rubrik\n\nText", "fil.txt", MediaType.MARKDOWN),
        (b"<kommunen> ska", "fil.txt", MediaType.PLAIN),
        (b"<p>Utan huvud</p>", "sida.htm", MediaType.HTML),
        (HTML, "sida.md", MediaType.HTML),
        (b"Om <html> som ord", "anteckning.txt", MediaType.PLAIN),
        (FRONT, "sfs-2031-7", MediaType.MARKDOWN),
        (b"# Rubrik\n\nText", "fil", MediaType.MARKDOWN),
        (b"Bara text", "fil.md", MediaType.MARKDOWN),
        (b"PK \xc3\xa4r en f\xc3\xb6rkortning.", "fil.txt", MediaType.PLAIN),
        (b"Bara text\n#taggad", "fil", MediaType.PLAIN),
        ("Åäö".encode("utf-16"), "fil.txt", MediaType.PLAIN),
    ],
)
def test_the_format_is_told_by_content_and_the_name_is_a_hint(
    content: bytes, name: str, expected: MediaType
) -> None:
    assert detect_media_type(content, name) is expected


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"PK\x03\x04 word/document.xml", "brev.docx", "trasig"),
        (b"PK\x03\x04 word/document.xml", "brev", "trasig"),
        (b"PK\x03\x04 xl/workbook.xml", "ark.xlsx", "okänd"),
        (b"{\\rtf1\\ansi Hej}", "brev.doc", "okänd"),
        (b"From: x\r\nContent-Type: multipart/related;\r\n\r\n<html>", "sida.mht", "okänd"),
        (b"\x89PNG\r\n", "bild.md", "okänd"),
        (b"text\x00text", "fil.txt", "okänd"),
        (b"<!DOCTYPE svg PUBLIC 'x'><svg/>", "bild", "okänd"),
        (b"", "tom.txt", "tom"),
        (b"# Bara rubrik\n", "tom.md", "tom"),
        (b"<html><body><nav>Meny</nav></body></html>", "tom.html", "tom"),
        (b"x" * (MAX_BYTES + 1), "stor.txt", "för stor"),
    ],
)
def test_a_file_that_cannot_be_read_says_its_name_and_why(
    content: bytes, name: str, kind: str
) -> None:
    with pytest.raises(UnreadableFileError, match=name) as caught:
        read_content(content, f"/tmp/{name}")
    assert caught.value.kind == kind


def test_text_is_normalised_before_anything_is_counted() -> None:
    assert (
        normal_text("a\u0308r\u00adbete\r\nrad\u00a0två\u200b\x00\rtre\ufeff")
        == "ärbete\nrad två\ntre"
    )
    assert unicodedata.is_normalized("NFC", decoded("a\u030a".encode()))


def test_old_encodings_are_read() -> None:
    assert decoded("Åäö – ”x”".encode("cp1252")) == "Åäö – ”x”"
    assert decoded("\ufeffÅäö".encode()) == "Åäö"
    assert decoded("Åäö".encode("utf-16")) == "Åäö"


def test_sections_take_the_documents_dates_unless_the_provision_has_its_own() -> None:
    made = parse("---\nbeteckning: 2023:196\n---\n### 1 §\n\nHej.\n\n### 14 §\n\nKamera.")
    assert made == (
        Section(
            document_id="sfs-2023-196",
            edition=Edition.ORIGINAL,
            pinpoint="1 §",
            heading_path=(),
            text="Hej.",
            valid_from=date(2023, 7, 1),
        ),
        Section(
            document_id="sfs-2023-196",
            edition=Edition.ORIGINAL,
            pinpoint="14 §",
            heading_path=(),
            text="Kamera.",
            valid_from=date(2025, 4, 1),
        ),
    )


def test_a_documents_last_day_is_its_sections_last_day() -> None:
    (made,) = parse("---\nbeteckning: 2001:453\n---\n### 1 §\n\nHej.", "sfs-2001-453")
    assert made.valid_to == entry("sfs-2001-453").valid_to == date(2025, 6, 30)


def test_a_digests_own_dates_win() -> None:
    source = SourceDocument(
        entry=replace(entry(), valid_from=date(2023, 7, 1)),
        edition=Edition.DIGEST,
        name="x.md",
        content="# T\n\n## 5 § {valid_from=2024-07-01}\nPlan.".encode(),
    )
    assert [section.valid_from for section in parse_document(source)] == [date(2024, 7, 1)]
