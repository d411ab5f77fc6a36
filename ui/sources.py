"""One passage with the cited words marked, as the panel and its own page show it: ``GET /kalla``.

Nothing is marked unless the slice still holds exactly the words that were cited.
"""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote, urlencode

from assistant.service import Answerer, DocumentContents, DocumentOverview, short_titles
from corpus.documents import Edition, Passage, Place
from ui import texts
from ui.cited import Query, cited_span
from ui.labels import badges, official_link, validity
from ui.page_figures import figure_html
from ui.page_pictures import PagePictures
from ui.page_views import page_view
from ui.safe_html import clean, text
from ui.site_anchors import anchor_of
from ui.source_facts import told_of

_MOST_LINKED = 8


def source_html(
    answerer: Answerer, query: Query, pictures: PagePictures | None = None
) -> str | None:
    """The panel's content for a source link's query; None where there is no such passage.

    Where ``pictures`` are made, a passage of a PDF is also shown on its page.
    """
    passage = answerer.passage(query.get("passage", ""))
    contents = answerer.document(passage.document_id) if passage else None
    if passage is None or contents is None:
        return None
    titles = short_titles(answerer)
    linked = _linked(passage, contents, titles)
    view = page_view(answerer, query) if pictures else None
    figure = figure_html(view, pictures) if view and pictures else ""
    return clean(_source(passage, contents.overview, query, figure + linked), pictures=True)


def missing_html() -> str:
    """The panel's content for a passage that is not there any more."""
    return clean(
        f'<div class="kalla"><h2 tabindex="-1">{texts.SOURCE}</h2><p>{texts.NO_SOURCE}</p></div>'
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


def _source(passage: Passage, overview: DocumentOverview, query: Query, more: str) -> str:
    entry = overview.entry
    number = query.get("n", "")
    heading = f"{texts.SOURCE} {number}" if number.isdecimal() else texts.SOURCE
    note = f'<p class="notis">{texts.DIGEST_NOTE}</p>' if passage.edition is Edition.DIGEST else ""
    return (
        '<div class="kalla">'
        f'<h2 tabindex="-1">{text(heading)}</h2>'
        f"<p>{badges(entry.lane, passage.edition)}</p>"
        f'<p class="kalltitel"><strong>{text(entry.title)}</strong></p>'
        f'<p class="plats">{text(_place(passage))}</p>'
        f'<p class="uppgifter">{_dates(passage, overview)}</p>'
        f"{note}{_body(passage, query)}{more}"
        f'<p class="visa-i"><a href="{text(place_link(passage))}">{texts.IN_DOCUMENT}</a></p>'
        f'<p class="utgivare">{official_link(entry.url, entry.url_status)}</p></div>'
    )


def place_link(passage: Passage) -> str:
    """The address of the passage's place on its document's page, relative to the service's root."""
    return f"kallor/{quote(passage.document_id)}#{quote(anchor_of(passage.pinpoint))}"


def quote_link(fields: Sequence[tuple[str, str]]) -> str:
    """The address of the source panel's content for a citation's fields."""
    return f"kalla?{urlencode(fields)}"


def _place(passage: Passage) -> str:
    pages = ", ".join(str(page) for page in passage.pages)
    inside = f" (s. {pages})" if pages and not passage.pinpoint.startswith("s.") else ""
    return passage.pinpoint + inside


def _dates(passage: Passage, overview: DocumentOverview) -> str:
    entry = overview.entry
    begun, ended = passage.valid_from or entry.valid_from, passage.valid_to or entry.valid_to
    parts = [f"{entry.publisher}, {entry.year}", *validity(begun, ended)]
    if passage.amended_by:
        parts.append(f"Lydelse enligt {passage.amended_by}")
    parts += told_of(overview)
    return text(". ".join(parts) + ".")


def _body(passage: Passage, query: Query) -> str:
    style = "ordagrant" if passage.edition is Edition.ORIGINAL else "referat"
    span = cited_span(passage, query)
    if span is None:
        return f'<div class="passage {style}">{text(passage.text)}</div>'
    start, end = span
    words = passage.text[start:end]
    if not words:
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
