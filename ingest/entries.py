"""Which catalogue entry a file belongs to: the catalogue's own, or one made for a local file."""

import re
import unicodedata
from dataclasses import replace
from datetime import date

from corpus.catalogue import load_catalogue, sfs_document_id
from corpus.documents import ADDED_KIND, CatalogueEntry, Lane
from corpus.errors import UsageError
from corpus.foreign_words import speaks_to_machine, without_addresses
from ingest.blocks import ParsedFile
from ingest.resemblance import reads_like

LOCAL_PUBLISHER = "Tillagt av er"
NAMELESS = "Dokument utan namn"

_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
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
    """The catalogue's entry when the file is one of its statutes, otherwise one of its own.

    What only calls itself a statute of the catalogue is a file of the user's own.
    """
    if parsed.sfs is None:
        return local_entry(parsed.title, added)
    known = load_catalogue().by_sfs(parsed.sfs)
    if known is None:
        return statute_entry(parsed.sfs, parsed.title, parsed.valid_from)
    return known if reads_like(parsed, known) else local_entry(parsed.title, added)


def statute_entry(sfs: str, title: str, valid_from: date | None) -> CatalogueEntry:
    """An entry for a statute that the catalogue lacks: found by its number, but nobody's law here.

    Whether such a text is a statute at all can't be told, so it never speaks in the law's lane.
    """
    return replace(
        local_entry(title, date(int(sfs[:4]), 1, 1)),
        document_id=sfs_document_id(sfs),
        year=int(sfs[:4]),
        valid_from=valid_from,
    )


def local_entry(title: str, added: date) -> CatalogueEntry:
    """An entry for a file of the user's own; the same title always gives the same id."""
    title = fit_title(title)
    year = _YEAR.search(title)
    return CatalogueEntry(
        document_id=f"lokal-{slug(title)}",
        title=title,
        short_title=title,
        publisher=LOCAL_PUBLISHER,
        year=int(year.group()) if year is not None else added.year,
        kind=ADDED_KIND,
        lane=Lane.CONTEXT,
        rank=7,
        rights="unknown",
        url="",
        url_status="guessed",
    )


def fit_title(title: str) -> str:
    """A file's own title without web addresses; one that gives orders is none."""
    plain = " ".join(without_addresses(title).split())
    return NAMELESS if not plain or speaks_to_machine(plain) else plain


def slug(text: str) -> str:
    """``text`` in lower-case ASCII words joined by hyphens: å and ä give a, ö gives o."""
    return "-".join(plain_words(text))[:_LONGEST_SLUG].strip("-") or "namnlost"


def plain_words(text: str) -> list[str]:
    """The words and numbers of ``text`` in lower-case ASCII: å and ä give a, ö gives o."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", plain)
