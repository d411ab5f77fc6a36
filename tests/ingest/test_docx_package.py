"""Word files that are damaged, encrypted, hostile or something else."""

import struct
import threading
import zlib
from collections import Counter
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from word import new_document, paragraph, saved, with_parts

from corpus.errors import UnreadableFileError
from ingest.docx_package import (
    MAX_DECLARED_BYTES,
    MAX_ENTRIES,
    MAX_TAGS,
    MAX_TEXT_BYTES,
    text_package,
)
from ingest.parsing import read_content

MAIN = "word/document.xml"
DOCUMENT = (
    "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
    "<w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>"
)


@pytest.fixture(scope="module")
def plain() -> bytes:
    document = new_document()
    document.add_paragraph("Torget är öppet.")
    return saved(document)


def kind(content: bytes, name: str = "brev.docx") -> str:
    with pytest.raises(UnreadableFileError, match=name) as caught:
        read_content(content, name)
    return caught.value.kind


def text(content: bytes, name: str = "brev.docx") -> str:
    return "\n".join(block.text for block in read_content(content, name).blocks)


def read_or_kind(content: bytes) -> str:
    """The text, or the kind of fault that keeps it from being read."""
    try:
        return text(content)
    except UnreadableFileError as error:
        return error.kind


def archive(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return buffer.getvalue()


def with_declared_size(content: bytes, part: str, size: int, crc: int) -> bytes:
    """The archive with another size and checksum stated for a part, in both of its places."""
    changed = bytearray(content)
    name = part.encode()
    local = content.index(b"PK\x03\x04", content.index(name) - 30)
    struct.pack_into("<I", changed, local + 14, crc)
    struct.pack_into("<I", changed, local + 22, size)
    central = content.rindex(name) - 46
    struct.pack_into("<I", changed, central + 16, crc)
    struct.pack_into("<I", changed, central + 24, size)
    return bytes(changed)


def test_a_word_file_is_read_whatever_it_is_called(plain: bytes) -> None:
    for name in ("brev.docx", "brev.zip", "brev.pdf", "brev.txt", "brev"):
        assert text(plain, name) == "Torget är öppet."


def test_templates_and_files_with_macros_are_read_for_their_text(plain: bytes) -> None:
    with ZipFile(BytesIO(plain)) as opened:
        types = opened.read("[Content_Types].xml")
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macros = types.replace(main, b"application/vnd.ms-word.document.macroEnabled.main+xml")
    assert macros != types
    assert (
        text(with_parts(plain, {"[Content_Types].xml": macros}), "brev.docm") == "Torget är öppet."
    )


def test_an_empty_document_is_empty() -> None:
    assert kind(saved(new_document())) == "tom"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_truncated_file_is_damaged(plain: bytes, share: float) -> None:
    assert kind(plain[: int(len(plain) * share)]) == "trasig"
    assert kind(plain[: int(len(plain) * 0.95)], "brev") == "trasig"


def test_a_file_with_damaged_bytes_is_read_or_refused_but_never_crashes(plain: bytes) -> None:
    outcomes: Counter[str] = Counter()
    for at in range(0, len(plain), len(plain) // 100):
        damaged = plain[:at] + bytes(byte ^ 0x55 for byte in plain[at : at + 8]) + plain[at + 8 :]
        outcomes[read_or_kind(damaged)] += 1
    assert outcomes.keys() <= {"Torget är öppet.", "trasig", "okänd", "krypterad", "för stor"}
    assert outcomes["trasig"] > 10


@pytest.mark.parametrize("value", ["", "-1", "x", "²", "9" * 5_000])
def test_numbers_that_make_no_sense_do_no_harm(plain: bytes, value: str) -> None:
    marks = "".join(
        f"<w:{tag} w:val='{value}'/>" for tag in ("pStyle", "outlineLvl", "jc", "textDirection")
    )
    item = f"<w:numPr><w:ilvl w:val='{value}'/><w:numId w:val='{value}'/></w:numPr>"
    cell = f"<w:tc><w:tcPr><w:gridSpan w:val='{value}'/></w:tcPr>{paragraph('Cell.')}</w:tc>"
    xml = DOCUMENT.format("Torget.").replace(
        "</w:body>",
        f"{paragraph('Stycke.', marks + item)}<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl></w:body>",
    )
    found = text(with_parts(plain, {MAIN: xml.encode()}))
    assert [word in found for word in ("Torget.", "Stycke.", "Cell.")] == [True] * 3


@pytest.mark.parametrize("missing", [MAIN, "_rels/.rels"])
def test_a_file_without_its_main_parts_is_damaged(plain: bytes, missing: str) -> None:
    assert kind(with_parts(plain, {}, without=frozenset({missing}))) == "trasig"


def test_a_file_without_styles_numbering_or_properties_is_read(plain: bytes) -> None:
    bare = frozenset({"word/styles.xml", "word/numbering.xml", "docProps/core.xml"})
    assert text(with_parts(plain, {}, without=bare)) == "Torget är öppet."


def test_broken_xml_is_damage(plain: bytes) -> None:
    assert kind(with_parts(plain, {MAIN: b"<w:document>"})) == "trasig"
    deep = DOCUMENT.format("x").replace("<w:body>", "<w:body>" + "<a>" * 100_000)
    assert kind(with_parts(plain, {MAIN: deep.encode()})) == "trasig"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_never_expanded(plain: bytes, encoding: str) -> None:
    laughs = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10 if n else 'ha'}'>" for n in range(9))
    entities = f"<!DOCTYPE d [{laughs}<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
    xml = f"<?xml version='1.0' encoding='{encoding}'?>{entities}{DOCUMENT.format('&l8;&x;')}"
    assert kind(with_parts(plain, {MAIN: xml.encode(encoding)})) == "trasig"


def test_a_part_that_inflates_without_end_is_too_large(plain: bytes) -> None:
    bomb = DOCUMENT.format("x" * (MAX_TEXT_BYTES + 1)).encode()
    assert kind(with_parts(plain, {MAIN: bomb})) == "för stor"


def test_a_part_that_lies_about_its_size_is_never_inflated_past_it(plain: bytes) -> None:
    stated = DOCUMENT.format("Kort.").encode()
    bomb = with_parts(plain, {MAIN: stated + b" " * (MAX_TEXT_BYTES + 1)})
    lying = with_declared_size(bomb, MAIN, len(stated), zlib.crc32(stated))
    assert text(lying) == "Kort."
    assert len(text_package(lying, "brev.docx")) < 1_000_000
    wrong = with_declared_size(bomb, MAIN, len(stated), 1)
    assert kind(wrong) == "trasig"


def test_pictures_count_by_what_the_archive_declares(plain: bytes) -> None:
    picture = with_parts(plain, {"word/media/image1.png": bytes(1_000)})
    assert text(picture) == "Torget är öppet."
    declared = with_declared_size(picture, "word/media/image1.png", MAX_DECLARED_BYTES, 0)
    assert kind(declared) == "för stor"


def test_too_many_parts_or_tags_are_too_large(plain: bytes) -> None:
    parts = {f"word/{number}.xml": b"" for number in range(MAX_ENTRIES)}
    assert kind(with_parts(plain, parts)) == "för stor"
    tags = DOCUMENT.format("x").replace("</w:body>", "<w:p/>" * MAX_TAGS + "</w:body>")
    assert kind(with_parts(plain, {MAIN: tags.encode()})) == "för stor"


def test_nothing_outside_the_file_is_fetched(plain: bytes) -> None:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}"
        relations = "".join(
            f"<Relationship Id='x{n}' Type='http://schemas.openxmlformats.org/officeDocument/2006/"
            f"relationships/{what}' Target='{address}/{what}' TargetMode='External'/>"
            for n, what in enumerate(("styles", "image", "attachedTemplate", "numbering"))
        )
        names = "http://schemas.openxmlformats.org/package/2006/relationships"
        rels = f"<Relationships xmlns='{names}'>{relations}</Relationships>".encode()
        assert text(with_parts(plain, {"word/_rels/document.xml.rels": rels})) == "Torget är öppet."
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert asked == []


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(64)


def test_an_encrypted_file_is_told_from_the_old_format(plain: bytes) -> None:
    assert kind(ole("EncryptedPackage")) == "krypterad"
    assert kind(ole("WordDocument"), "brev.doc") == "okänd"
    with pytest.raises(UnreadableFileError, match="spara den som DOCX eller PDF"):
        read_content(ole("WordDocument"), "brev.doc")
    locked = bytearray(plain)
    locked[plain.index(b"PK\x01\x02") + 8] |= 1
    assert kind(bytes(locked)) == "krypterad"


@pytest.mark.parametrize(
    "parts",
    [
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"},
        {
            "[Content_Types].xml": b"<Types><Override PartName='/xl/workbook.xml' ContentType="
            b"'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>",
            "xl/workbook.xml": b"<a/>",
        },
        {"brev.txt": b"Hej"},
    ],
)
def test_another_archive_called_docx_is_an_unknown_format(parts: dict[str, bytes]) -> None:
    assert kind(archive(parts)) == "okänd"
