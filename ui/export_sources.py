"""Citation → a source as an export lists it: full title, place, quote, rank, dates and address.

An export lists each place once, with all that its answers quote of it, and numbers the quotations.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from assistant.conversation import Citation
from corpus.documents import CatalogueEntry, Edition
from corpus.publishers import load_publishers
from corpus.visible import shown
from ui import export_texts, texts
from ui.labels import validity


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a document. ``url`` is "" where it has none on the web.

    ``url_note`` says what is to be known of the address, "" when nothing is.
    """

    title: str
    pinpoint: str
    url: str
    url_note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source under its number; ``original`` when the quote is its own words."""

    label: int
    document_id: str
    place: Place
    quote: str
    original: bool
    edition: str
    rank: str
    facts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words of a place, under the number that leads to them from the text."""

    label: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedPlace:
    """A place in one wording, with all that is quoted of it; ``original`` when in its own words."""

    place: Place
    original: bool
    about: str
    quotations: tuple[Quotation, ...]


class Numbers:
    """The numbers of one document: a quotation has one, however many answers stand on it."""

    def __init__(self) -> None:
        self._given: dict[Source, int] = {}

    def numbered(self, source: Source) -> Source:
        """The source under its number here; the first answer keeps its own, the others go on."""
        same = replace(source, label=0)
        if same not in self._given:
            self._given[same] = max(source.label, max(self._given.values(), default=0) + 1)
        return replace(source, label=self._given[same])


def places_of(sources: Iterable[Source]) -> Iterator[CitedPlace]:
    """The places of numbered sources, each once, in the order they are first cited."""
    grouped: dict[Source, dict[int, str]] = {}
    for source in sources:
        grouped.setdefault(replace(source, label=0, quote=""), {})[source.label] = source.quote
    for of, quotes in grouped.items():
        yield CitedPlace(
            place=of.place,
            original=of.original,
            about=f"{of.rank}. {of.edition.removesuffix('.')}. {of.facts}",
            quotations=tuple(Quotation(label=n, words=words) for n, words in quotes.items()),
        )


def source_of(citation: Citation, entry: CatalogueEntry) -> Source:
    """The source of a citation."""
    original = citation.edition is Edition.ORIGINAL
    edition = texts.EDITION_LABELS[citation.edition]
    inside = citation.pages and not citation.pinpoint.startswith("s.")
    pages = f", {export_texts.pages(citation.pages)}" if inside else ""
    return Source(
        label=citation.label,
        document_id=citation.document_id,
        place=place_of(entry, citation.pinpoint + pages),
        quote=shown(citation.quote),
        original=original,
        edition=edition if original else f"{edition}. {texts.DIGEST_NOTE}",
        rank=rank_word(entry),
        facts=shown(". ".join(_facts(citation, entry)) + "."),
    )


def place_of(entry: CatalogueEntry, pinpoint: str) -> Place:
    """A place in the document, with the document's address."""
    url = web_address(entry.url)
    note = _address_note(url, entry.url_status) if url else ""
    return Place(title=shown(entry.title), pinpoint=shown(pinpoint), url=url, url_note=note)


def rank_word(entry: CatalogueEntry) -> str:
    """What kind of source it is, in one word."""
    return export_texts.RANKS.get(entry.kind, texts.LANE_LABELS[entry.lane])


def web_address(url: str) -> str:
    """The address if it is one of the web, without signs that would end it; else ""."""
    if not url.startswith(("https://", "http://")) or not urlsplit(url).hostname:
        return ""
    return "" if any(sign.isspace() or sign in "<>\"'\\`" for sign in url) else url


def _facts(citation: Citation, entry: CatalogueEntry) -> Iterator[str]:
    yield f"{entry.publisher}, {entry.year}"
    yield from validity(
        citation.valid_from or entry.valid_from, citation.valid_to or entry.valid_to
    )
    if entry.checked:
        yield f"Kontrollerad till och med {texts.swedish_month(entry.checked)}"


def _address_note(url: str, status: str) -> str:
    if not load_publishers().own(urlsplit(url).hostname or ""):
        return texts.NOT_PUBLISHERS
    return texts.UNCHECKED_URL if status == "guessed" else ""
