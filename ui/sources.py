"""One passage with the cited words marked, as the panel shows it: ``GET /kalla``.

Nothing is marked unless the slice still holds exactly the words that were cited.
"""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from assistant.service import Answerer, DocumentContents
from corpus.documents import CatalogueEntry, Edition, Passage, Place
from ui import texts
from ui.rendering import badges, official_link, quote_hash, validity
from ui.safe_html import clean, text
from ui.site_documents import anchor_of

Query = dict[str, str]

_MOST_LINKED = 8


def source_html(answerer: Answerer, query: Query) -> str | None:
    """The panel's content for a source link's query; None where there is no such passage."""
    passage = answerer.passage(query.get("passage", ""))
    contents = answerer.document(passage.document_id) if passage else None
    if passage is None or contents is None:
        return None
    titles = {row.entry.document_id: row.entry.short_title for row in answerer.documents()}
    linked = _linked(passage, contents, titles)
    return clean(_source(passage, contents.overview.entry, query, linked))


def missing_html() -> str:
    """The panel's content for a passage that is not there any more."""
    return clean(
        f'<div class="kalla"><h2 tabindex="-1">{texts.SOURCE}</h2><p>{texts.NO_SOURCE}</p></div>'
    )


def page_html(inner: str) -> str:
    """``inner`` as a page of its own, for a source link opened in a new tab or without script."""
    return (
        '<!doctype html><html lang="sv"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{texts.SOURCE} – {texts.SERVICE}</title>"
        '<link rel="stylesheet" href="static/lotsen.css"></head><body class="egen-sida"><main>'
        f'<p><a href="./">{texts.SERVICE}</a></p>{inner}</main></body></html>'
    )


def _linked(passage: Passage, contents: DocumentContents, titles: Mapping[str, str]) -> str:
    """The places that the passage refers to, and those that refer to it."""
    rows = (
        (texts.REFERS_TO, passage.refers_to),
        (texts.REFERRED_BY, contents.referred_by.get(passage.pinpoint, ())),
    )
    return "".join(
        f'<p class="hanvisning">{label}: {text("; ".join(_named(passage, places, titles)))}</p>'
        for label, places in rows
        if places
    )


def _named(passage: Passage, places: Sequence[Place], titles: Mapping[str, str]) -> Iterator[str]:
    """Places by document, the passage's own without its title: "4 §, 5 §", "OSL 10 kap. 2 §"."""
    by_document: dict[str, list[str]] = {}
    for place in places[:_MOST_LINKED]:
        by_document.setdefault(place.document_id, []).append(place.pinpoint or "")
    for document_id, pinpoints in by_document.items():
        own = document_id == passage.document_id
        listed = ", ".join(filter(None, dict.fromkeys(pinpoints)))
        yield listed if own else f"{titles.get(document_id, document_id)} {listed}".rstrip()
    if len(places) > _MOST_LINKED:
        yield f"och {len(places) - _MOST_LINKED} till"


def _source(passage: Passage, entry: CatalogueEntry, query: Query, linked: str) -> str:
    number = query.get("n", "")
    heading = f"{texts.SOURCE} {number}" if number.isdecimal() else texts.SOURCE
    note = f'<p class="notis">{texts.DIGEST_NOTE}</p>' if passage.edition is Edition.DIGEST else ""
    return (
        '<div class="kalla">'
        f'<h2 tabindex="-1">{text(heading)}</h2>'
        f"<p>{badges(entry.lane, passage.edition)}</p>"
        f'<p class="kalltitel"><strong>{text(entry.title)}</strong></p>'
        f'<p class="plats">{text(_place(passage))}</p><p class="uppgifter">{_dates(passage, entry)}'
        f"</p>{note}{_body(passage, query)}{linked}"
        f'<p class="visa-i"><a href="{text(place_link(passage))}">{texts.IN_DOCUMENT}</a></p>'
        f'<p class="utgivare">{official_link(entry.url, entry.url_status)}</p></div>'
    )


def place_link(passage: Passage) -> str:
    """The address of the passage's place on its document's page, relative to the service's root."""
    return f"kallor/{quote(passage.document_id)}#{quote(anchor_of(passage.pinpoint))}"


def _place(passage: Passage) -> str:
    pages = ", ".join(str(page) for page in passage.pages)
    inside = f" (s. {pages})" if pages and not passage.pinpoint.startswith("s.") else ""
    return passage.pinpoint + inside


def _dates(passage: Passage, entry: CatalogueEntry) -> str:
    begun, ended = passage.valid_from or entry.valid_from, passage.valid_to or entry.valid_to
    parts = [text(f"{entry.publisher}, {entry.year}"), *validity(begun, ended)]
    if passage.amended_by:
        parts.append(text(f"Lydelse enligt {passage.amended_by}"))
    if entry.checked:
        parts.append(f"Kontrollerad till och med {texts.swedish_month(entry.checked)}")
    return ". ".join(parts) + "."


def _body(passage: Passage, query: Query) -> str:
    style = "ordagrant" if passage.edition is Edition.ORIGINAL else "referat"
    span = _span(query)
    if span is None:
        return f'<div class="passage {style}">{text(passage.text)}</div>'
    start, end = span
    words = passage.text[start:end]
    if not words or quote_hash(words) != query.get("h"):
        return (
            f'<p class="notis">{texts.NOT_EXACT}</p>'
            f'<div class="passage {style}">{text(passage.text)}</div>'
        )
    return (
        f'<div class="passage {style}">{text(passage.text[:start])}<mark>{text(words)}</mark>'
        f"{text(passage.text[end:])}</div>"
        f'<p><button type="button" class="kopiera" value="{text(words)}">{texts.COPY_QUOTE}'
        "</button></p>"
    )


def _span(query: Query) -> tuple[int, int] | None:
    """The cited characters; None when the link cites nothing."""
    start, end = query.get("start"), query.get("end")
    if start is None and end is None:
        return None
    both = (start or "", end or "")
    if not all(part.isascii() and part.isdecimal() and len(part) < 10 for part in both):
        return 0, 0
    return int(both[0]), int(both[1])
