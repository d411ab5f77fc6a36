"""A document's addresses, and the document that one of them gives.

entry –(``document_addresses``)→ OriginalAddress –(``found_at``)→ FoundDocument.
"""

from dataclasses import dataclass

from corpus.documents import CatalogueEntry, OriginalAddress
from corpus.errors import FetchError
from corpus.publishers import has_own_page, is_start_page
from ingest.blocks import MediaType, ParsedFile, decoded
from ingest.downloading import Downloader
from ingest.fetch_addresses import AddressRules, shown
from ingest.fetch_checks import checked_file, file_name
from ingest.http_exchange import Download, Validators
from ingest.parsing import detect_media_type
from ingest.publication_page import pdf_links, publication_pdf

# Published as a PDF beside a page about it; documents of the other kinds are their pages.
_PUBLISHED_AS_PDF = frozenset(
    {"preparatory_work", "strategy", "report", "guidance", "method_support"}
)
# Of those, what may as well be published as a page alone.
_OR_AS_PAGE = frozenset({"guidance", "method_support"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDocument:
    """A document that came, and the catalogue's address that led to it."""

    address: str
    download: Download
    parsed: ParsedFile


def document_addresses(entry: CatalogueEntry, rules: AddressRules) -> tuple[OriginalAddress, ...]:
    """Where the document may be fetched, in the catalogue's order; its own page comes last.

    The catalogue says nothing of what that page gives: its ``media_type`` is "".
    """
    listed = entry.originals
    if has_own_page(entry) and entry.url not in {address.url for address in listed}:
        page = OriginalAddress(url=entry.url, media_type="", status=entry.url_status)
        listed = (*listed, page)
    return tuple(
        address
        for address in listed
        if rules.offers(address.url) and not is_start_page(address.url)
    )


def found_at(
    address: OriginalAddress,
    entry: CatalogueEntry,
    downloader: Downloader,
    known: Validators | None,
) -> FoundDocument | None:
    """The document at one of its addresses; None when what is ``known`` still holds.

    Raises:
        SourceError: The address does not give it.
    """
    expected = address.media_type or None
    download = downloader.download(address.url, known)
    pdf = None if download is None else _pdf_on_page(download, entry, address)
    if pdf is not None:
        expected = MediaType.PDF
        download = downloader.download(pdf, known)
    if download is None:
        return None
    parsed = checked_file(download, entry, expected)
    return FoundDocument(address=address.url, download=download, parsed=parsed)


def _pdf_on_page(download: Download, entry: CatalogueEntry, address: OriginalAddress) -> str | None:
    """The PDF to go on to, when what came is a page about the document and not the document.

    What the catalogue says of the address decides, then the document's kind (docs/corpus.md).
    """
    if entry.kind not in _PUBLISHED_AS_PDF or address.media_type == MediaType.PDF:
        return None
    if detect_media_type(download.content, file_name(download)) is not MediaType.HTML:
        return None
    url = download.validators.url
    links = pdf_links(decoded(download.content), url, address.url)
    is_text = address.media_type == MediaType.HTML
    found = publication_pdf(links, entry.title, url, must_be_named=is_text)
    if found is None and not is_text and entry.kind not in _OR_AS_PAGE:
        raise FetchError(f"Sidan {shown(url)} har ingen PDF av dokumentet.")
    return found
