"""Whether what came from an address is the document that it should be."""

import re
from urllib.parse import unquote, urlsplit

from corpus.catalogue import sfs_document_id
from corpus.documents import CatalogueEntry
from corpus.errors import FetchError
from ingest.blocks import MediaType, ParsedFile
from ingest.entries import slug
from ingest.fetch_addresses import shown
from ingest.http_exchange import Download
from ingest.parsing import detect_media_type, read_content
from ingest.statute_title import statute_number

_SUFFIX = re.compile(r"\.(?:pdf|x?html?|md|txt|aspx?|php)$", re.IGNORECASE)
# What a page says that wants something of the reader before it shows its text.
_WALL = re.compile(r"\b(?:kakor|cookies?|logga in|inloggning|javascript|captcha)\b", re.IGNORECASE)
# What a page says that comes with the status "found" and is not.
_GONE = re.compile(
    r"\b(?:sidan|dokumentet) (?:\w+ ){0,3}?(?:finns inte|kunde inte hittas|hittades inte)\b"
    r"|\b(?:page )?not found\b",
    re.IGNORECASE,
)
_AMENDS = re.compile(r"\bom ändring(?:ar)? i\b", re.IGNORECASE)
_LONGEST_WALL = 600  # characters: a text about cookies is longer than a page that asks for them
_PDF_END = b"%%EOF"
_PDF_TAIL = 4096


def file_name(download: Download) -> str:
    """A name for the file: the address's last part, with the suffix that its content calls for."""
    path = unquote(urlsplit(download.validators.url).path)
    last = path.rstrip("/").rpartition("/")[2]
    return slug(_SUFFIX.sub("", last)) + _suffix(download, path)


def checked_file(download: Download, entry: CatalogueEntry, expected: str | None) -> ParsedFile:
    """The content, when it is the entry's document and can be read.

    Args:
        download: What came.
        entry: What was asked for.
        expected: The media type that the catalogue promises; None when it promises nothing.

    Raises:
        FetchError: It is something else, cut off, or a page that shows no text.
        UnreadableFileError: It can't be read.
    """
    url, name = shown(download.validators.url), file_name(download)
    if not download.content.strip():
        raise FetchError(f"Filen på {url} är tom.")
    media_type = detect_media_type(download.content, name)
    if expected == MediaType.PDF and media_type is not MediaType.PDF:
        came = "HTML" if media_type is MediaType.HTML else "text"
        raise FetchError(f"Adressen {url} gav {came} i stället för PDF.")
    if media_type is MediaType.PDF and _PDF_END not in download.content[-_PDF_TAIL:]:
        raise FetchError(f"Filen på {url} kom bara till en del.")
    parsed = read_content(download.content, name)
    if media_type is MediaType.HTML:
        _check_page(parsed, url)
    _check_statute(parsed, entry, url)
    return parsed


def _suffix(download: Download, path: str) -> str:
    content = download.content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"%PDF-" in content[:1024]:
        return ".pdf"
    if content.startswith(b"<"):
        return ".html"
    markdown = download.media_type == MediaType.MARKDOWN or path.lower().endswith(".md")
    return ".md" if markdown else ""


def _check_page(parsed: ParsedFile, url: str) -> None:
    """Refuse a short page that stands in the text's place."""
    text = "\n".join((parsed.title, *(block.text for block in parsed.blocks)))
    if len(text) > _LONGEST_WALL:
        return
    if _GONE.search(text):
        raise FetchError(f"Sidan {url} säger själv att den inte finns.")
    if _WALL.search(text):
        raise FetchError(f"Sidan {url} är tom: den visar sin text först efter inloggning.")


def _check_statute(parsed: ParsedFile, entry: CatalogueEntry, url: str) -> None:
    """Refuse another statute, and a file that nowhere says which statute it is."""
    if not entry.document_id.startswith("sfs-"):
        return
    number = entry.document_id.removeprefix("sfs-").replace("-", ":", 1)
    own = parsed.sfs or statute_number(parsed.title)
    if own is not None and sfs_document_id(own) != entry.document_id:
        raise FetchError(f"Filen på {url} är SFS {own} och inte {number}.")
    if _AMENDS.search(parsed.title):
        raise FetchError(f"Filen på {url} är en ändringsförfattning och inte {number} själv.")
    if own is None and not any(number in block.text for block in parsed.blocks):
        raise FetchError(f"Filen på {url} är inte SFS {number}: numret står inte i den.")
