"""Which catalogue entry a file belongs to: the catalogue's own, or one made for a local file."""

import re
import unicodedata
from datetime import date

from corpus.catalogue import load_catalogue, sfs_document_id
from corpus.documents import CatalogueEntry, Lane
from corpus.errors import UsageError
from ingest.blocks import ParsedFile

LOCAL_KIND = "local"
LOCAL_PUBLISHER = "Tillagt av er"

_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
# Constitutional laws and old codes carry names that don't end in "lag".
_REGULATION = re.compile(
    r"(?!tryckfrihetsförordning)\S*(?:förordning|kungörelse|instruktion|stadga)\b", re.IGNORECASE
)
_LONGEST_SLUG = 60


def known_entry(document_id: str) -> CatalogueEntry:
    """The catalogue's entry of a document that the user named.

    Raises:
        UsageError: The catalogue has no such document.
    """
    entry = load_catalogue().get(document_id)
    if entry is None:
        raise UsageError(
            f"Dokumentet {document_id} finns inte i katalogen: "
            "lotsen documents visar vilka id som finns."
        )
    return entry


def entry_of_file(parsed: ParsedFile, added: date) -> CatalogueEntry:
    """The catalogue's entry when the file is one of its statutes, otherwise one of its own."""
    if parsed.sfs is not None:
        known = load_catalogue().by_sfs(parsed.sfs)
        return known or statute_entry(parsed.sfs, parsed.title, parsed.valid_from)
    return local_entry(parsed.title, added)


def statute_entry(sfs: str, title: str, valid_from: date | None) -> CatalogueEntry:
    """An entry for a statute that the catalogue lacks."""
    regulation = _REGULATION.match(title) is not None
    return CatalogueEntry(
        document_id=sfs_document_id(sfs),
        title=title,
        short_title=title,
        publisher="Svensk författningssamling",
        year=int(sfs[:4]),
        kind="regulation" if regulation else "law",
        lane=Lane.LAW,
        rank=2 if regulation else 1,
        rights="free_text_9",
        url="",
        url_status="guessed",
        valid_from=valid_from,
    )


def local_entry(title: str, added: date) -> CatalogueEntry:
    """An entry for a file of the user's own; the same title always gives the same id."""
    year = _YEAR.search(title)
    return CatalogueEntry(
        document_id=f"lokal-{slug(title)}",
        title=title,
        short_title=title,
        publisher=LOCAL_PUBLISHER,
        year=int(year.group()) if year is not None else added.year,
        kind=LOCAL_KIND,
        lane=Lane.CONTEXT,
        rank=7,
        rights="unknown",
        url="",
        url_status="guessed",
    )


def slug(text: str) -> str:
    """``text`` in lower-case ASCII words joined by hyphens: å and ä give a, ö gives o."""
    return "-".join(plain_words(text))[:_LONGEST_SLUG].strip("-") or "namnlost"


def plain_words(text: str) -> list[str]:
    """The words and numbers of ``text`` in lower-case ASCII: å and ä give a, ö gives o."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", plain)
