"""A publication's web page → the one PDF on it that is the publication.

Brå, NOD and the government publish so: a page about the report, and the report as a PDF on the
same site. Nothing is guessed: PDFs that can't be told apart are reported.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

from corpus.errors import FetchError
from corpus.publishers import plain_host
from ingest.entries import plain_words
from ingest.fetch_addresses import shown

# What stands beside a report, unless the document's own title says the same.
_SIDE_WORDS = frozenset(
    "sammanfattning kortversion summary english engelska engelsk version lattlast faktablad "
    "bilaga bilagor presentation affisch mall mallar checklista pressmeddelande".split()
)
_ENOUGH = 0.5  # of the title's words
_SHORTEST_WORD = 4
_SURROUNDINGS = frozenset({"nav", "footer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfLink:
    """A link to a PDF; ``words`` are those of its text and of its address, plain."""

    url: str
    words: frozenset[str]


def pdf_links(page: str, url: str, asked: str) -> tuple[PdfLink, ...]:
    """The links to PDFs on the page's own site, in order, each address once.

    Args:
        page: The page's HTML.
        url: Where the page was found.
        asked: The catalogue's address of it, at the publisher's site also when ``url`` is a copy.
    """
    site = {_host(url), _host(asked)}
    reader = _LinkReader()
    reader.feed(page)
    reader.close()
    words: dict[str, set[str]] = {}
    for target, text in reader.links:
        found = _absolute(target, url)
        if found is not None and _host(found) in site and _is_pdf(found, text):
            name = unquote(urlsplit(found).path).rpartition("/")[2]
            words.setdefault(found, set()).update(plain_words(text), plain_words(name))
    return tuple(PdfLink(url=found, words=frozenset(said)) for found, said in words.items())


def publication_pdf(
    links: Sequence[PdfLink], title: str, page_url: str, *, must_be_named: bool
) -> str | None:
    """The address of the PDF that is the document ``title``; None when there is none.

    Args:
        links: The PDFs of the page.
        title: The document's title.
        page_url: For the message.
        must_be_named: The page is a text of its own, so a PDF there must bear the title.

    Raises:
        FetchError: Several PDFs may be the one.
    """
    named = {word for word in plain_words(title) if len(word) >= _SHORTEST_WORD or word.isdigit()}
    beside = _SIDE_WORDS.difference(plain_words(title))
    main = [link for link in links if not beside & link.words]
    shares = [len(named & link.words) / max(1, len(named)) for link in main]
    best, second = (*sorted(shares, reverse=True), 0.0, 0.0)[:2]
    if not main or (must_be_named and best < _ENOUGH):
        return None
    clear = best > second and (best >= _ENOUGH or second == 0.0)
    if len(main) > 1 and not clear:
        raise FetchError(
            f"Sidan {shown(page_url)} har flera PDF-filer som inte går att skilja åt: "
            "hämta rätt fil själv."
        )
    return main[shares.index(best)].url


def _absolute(target: str, url: str) -> str | None:
    try:
        found = urljoin(url, target.strip().replace(" ", "%20")).partition("#")[0]
        urlsplit(found)
    except ValueError:  # brackets that don't match
        return None
    return found


def _host(url: str) -> str:
    return plain_host(urlsplit(url).hostname or "")


def _is_pdf(url: str, text: str) -> bool:
    return urlsplit(url).path.lower().endswith(".pdf") or "pdf" in plain_words(text)


class _LinkReader(HTMLParser):
    """Gathers the links of a page with their texts, without its menus and footer."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, str]] = []
        self._around = 0
        self._target: str | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a link."""
        self._around += tag in _SURROUNDINGS
        if tag == "a" and not self._around:
            self._end_link()
            given = dict(attrs)
            self._target = given.get("href")
            self._text = [given.get("title") or "", given.get("aria-label") or ""]

    def handle_endtag(self, tag: str) -> None:
        """End a link."""
        if tag in _SURROUNDINGS:
            self._around = max(0, self._around - 1)
        if tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        """Keep a link's words."""
        if self._target is not None:
            self._text.append(data)

    def close(self) -> None:
        """End a link that the page left open."""
        super().close()
        self._end_link()

    def _end_link(self) -> None:
        if self._target is not None:
            self.links.append((self._target, " ".join(self._text)))
        self._target = None
