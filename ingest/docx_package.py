"""A Word file → a small copy with its text, styles, numbering and properties, safe to open.

A Word file is a ZIP archive from anyone: it may inflate to any size, lie about its sizes, hold
entities that grow, or name addresses to fetch. So nothing but the parts that carry text are
inflated, each within limits, and the copy has no reference to anything outside itself.
"""

import zlib
from collections.abc import Container, Iterator
from io import BytesIO
from pathlib import PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile, ZipInfo

from corpus.errors import UnreadableFileError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_ENTRIES = 5_000
# What the archive says that it inflates to, pictures included: Word files lie below a tenth.
MAX_DECLARED_BYTES = 512 * 1024 * 1024
# What is inflated: the text of 10,000 pages. The tree of so much XML stays below 1 GB.
MAX_TEXT_BYTES = 48 * 1024 * 1024
MAX_TAGS = 1_500_000
# Word's XML shrinks to a tenth; a file made to swell shrinks to a thousandth.
MAX_RATIO = 200
_RATIO_MATTERS = 8 * 1024 * 1024

# What zipfile raises when an archive is damaged, is encrypted or is packed in an unknown way.
_DAMAGE = (BadZipFile, zlib.error, OSError, ValueError, RuntimeError)
_CHUNK = 64 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TYPES = "[Content_Types].xml"
_RELATIONS = "_rels/.rels"
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# Templates and files with macros hold the same text; the macros stay behind.
_ALSO_MAIN = (
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    b"application/vnd.ms-word.document.macroEnabled.main+xml",
    b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
_KEPT_KINDS = ("/officeDocument", "/core-properties", "/styles", "/numbering")


def is_ole(content: bytes) -> bool:
    """Whether the bytes are Microsoft's old container: a .doc file, or an encrypted newer one."""
    return content.startswith(_OLE)


def ole_error(content: bytes, name: str) -> UnreadableFileError:
    """What to tell about such a container: it is encrypted, or of the old format."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return encrypted(name)
    return UnreadableFileError(
        f"Filen {name} har Words gamla format eller ett annat äldre Office-format: "
        "spara den som DOCX eller PDF och lägg till den på nytt.",
        kind="okänd",
    )


def is_word(content: bytes, name: str) -> bool:
    """Whether a ZIP archive is a Word file, or a damaged one by its name and what is left of it."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            types = _inflated(archive, archive.getinfo(_TYPES), MAX_TEXT_BYTES, name)
    except KeyError:
        return False
    except _DAMAGE:
        return b"word/document" in content or PurePosixPath(name).suffix.lower() == ".docx"
    return any(kind in types for kind in (_MAIN, *_ALSO_MAIN))


def text_package(content: bytes, name: str) -> bytes:
    """The Word file ``content`` with no parts but those that its text is read from.

    Raises:
        UnreadableFileError: kind "krypterad", "trasig" or "för stor".
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_declared(archive, len(content), name)
            parts = dict(_text_parts(archive, name))
    except (KeyError, *_DAMAGE) as error:
        raise damaged(name) from error
    copy = BytesIO()
    with ZipFile(copy, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return copy.getvalue()


def encrypted(name: str) -> UnreadableFileError:
    """What to tell about a file with a password."""
    return UnreadableFileError(
        f"Filen {name} är krypterad med lösenord: spara en kopia utan lösenord och lägg till den.",
        kind="krypterad",
    )


def damaged(name: str) -> UnreadableFileError:
    """What to tell about a file that can't be opened as a Word file."""
    return UnreadableFileError(
        f"Filen {name} är skadad och kan inte öppnas som Word-fil: hämta eller spara den på nytt.",
        kind="trasig",
    )


def _too_large(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"Filen {name} packar upp till mer än vad som läses: "
        "dela upp dokumentet eller spara det som PDF.",
        kind="för stor",
    )


def _check_declared(archive: ZipFile, packed: int, name: str) -> None:
    """Refuse by what the archive's own list of contents says, before anything is inflated."""
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    swells = total > _RATIO_MATTERS and total > MAX_RATIO * packed
    if len(entries) > MAX_ENTRIES or total > MAX_DECLARED_BYTES or swells:
        raise _too_large(name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise encrypted(name)


def _text_parts(archive: ZipFile, name: str) -> Iterator[tuple[str, bytes]]:
    """The parts of the copy, by their names in the archive."""
    left = MAX_TEXT_BYTES
    waiting = [_TYPES, _RELATIONS]
    done: set[str] = set()
    while waiting:
        part = waiting.pop(0)
        if part in done:
            continue
        done.add(part)
        data = _inflated(archive, archive.getinfo(part), left, name)
        left -= len(data)
        _check_xml(data, name)
        if part == _TYPES:
            for kind in _ALSO_MAIN:
                data = data.replace(kind, _MAIN)
        elif part.endswith(".rels"):
            data, targets = _kept_relations(data, part, archive.NameToInfo)
            waiting += targets
            waiting += [
                rels for target in targets if (rels := _relations_of(target)) in archive.NameToInfo
            ]
        yield part, data


def _inflated(archive: ZipFile, entry: ZipInfo, limit: int, name: str) -> bytes:
    """A part's bytes, read in pieces: what the archive says of its size can't be trusted."""
    data = bytearray()
    with archive.open(entry) as stream:
        while piece := stream.read(_CHUNK):
            data += piece
            if len(data) > limit:
                raise _too_large(name)
    return bytes(data)


def _check_xml(data: bytes, name: str) -> None:
    if data.count(b"<") > MAX_TAGS:
        raise _too_large(name)
    # Word's format has no document type; one is there only to declare entities.
    if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data:
        raise damaged(name)


def _relations_of(part: str) -> str:
    """The name of the part that lists what ``part`` refers to."""
    path = PurePosixPath(part)
    return str(path.parent / "_rels" / f"{path.name}.rels")


def _kept_relations(data: bytes, relations: str, known: Container[str]) -> tuple[bytes, list[str]]:
    """The list of relations with those of the text alone, and the parts that these name."""
    root = _xml(data)
    folder = PurePosixPath(relations).parent.parent
    targets = []
    for relation in list(root):
        target = normpath(str(folder / str(relation.get("Target", "")))).lstrip("/")
        kept = str(relation.get("Type", "")).endswith(_KEPT_KINDS) and target in known
        if relation.get("TargetMode") == "External" or not kept:
            root.remove(relation)
        else:
            targets.append(target)
    return _bytes(root), targets


def _xml(data: bytes) -> "_Element":
    from lxml import etree  # noqa: PLC0415 – 20 ms that only a Word file needs

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error


def _bytes(root: "_Element") -> bytes:
    from lxml import etree  # noqa: PLC0415

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
