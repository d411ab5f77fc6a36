"""The small pieces of HTML that many pages share: labels of sources, their dates and links."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode, urlsplit

from assistant.api import today
from corpus.dates import swedish_date
from corpus.documents import Edition, Lane, text_sha256
from corpus.publishers import load_publishers
from ui import texts
from ui.safe_html import web_link

QUOTE_HASH = 16
"""How many hexadecimal digits of a quote's sha256 its link carries."""


def badges(lane: Lane, edition: Edition) -> str:
    """The two labels of a source: what voice it has, and whose words they are."""
    return f"{lane_badge(lane)}{badge(texts.EDITION_LABELS[edition])} "


def lane_badge(lane: Lane) -> str:
    """The label of the voice that a source has."""
    sign = f'<span aria-hidden="true">{texts.LANE_SIGNS[lane]} </span>'
    return f'<span class="brickan {lane.value}">{sign}{texts.LANE_LABELS[lane]}</span> '


def badge(label: str) -> str:
    """A plain label."""
    return f'<span class="brickan">{label}</span>'


def validity(begun: date | None, ended: date | None) -> Iterator[str]:
    """From when, and until when, something holds or held: what is known of it."""
    holds = "Gällde" if ended and ended < today() else "Gäller"
    if begun:
        yield f"{holds} från {swedish_date(begun)}"
    if ended:
        yield f"{holds} till {swedish_date(ended)}"


def source_link(
    label: int, passage_id: str, *, span: tuple[int, int] | None = None, quote: str = ""
) -> str:
    """Where ui/sources.py shows the passage, relative to the page; the quote's hash goes along."""
    fields = {"passage": passage_id, "n": str(label)}
    if span is not None:
        fields |= {"start": str(span[0]), "end": str(span[1]), "h": quote_hash(quote)}
    return f"kalla?{urlencode(fields)}"


def quote_hash(quote: str) -> str:
    """What shows that a slice still holds the words that were cited."""
    return text_sha256(quote)[:QUOTE_HASH]


def official_link(url: str, url_status: str) -> str:
    """The link to the source's page.

    An address that nobody has tried says so and stands beside its publisher's start page; one that
    is not its publisher's own says that.
    """
    host = urlsplit(url).hostname or ""
    link = web_link(url, texts.open_at(host))
    if not link:
        return ""
    if not load_publishers().own(host):
        return f"{link} ({texts.NOT_PUBLISHERS})"
    if url_status == "guessed":
        start = web_link(f"https://{host}/", texts.start_page_at(host))
        return f"{link} ({texts.UNCHECKED_URL}). {start}"
    return link
