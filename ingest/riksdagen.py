"""Documents as Riksdagen's open data gives them: XML with a page of HTML as text inside."""

from typing import TYPE_CHECKING

from corpus.errors import UnreadableFileError
from ingest.blocks import ParsedFile
from ingest.html import parse_html
from ingest.html_page import MAX_TAGS

if TYPE_CHECKING:
    from lxml.etree import _Element

ROOT = b"dokumentstatus"
_SERIES = {"prop": "Prop.", "bet": "Bet.", "mot": "Mot.", "skr": "Skr.", "dir": "Dir."}


def parse_dokumentstatus(content: bytes, name: str) -> ParsedFile:
    """The blocks of a document in Riksdagen's XML; none when it holds no text.

    Args:
        content: The file's bytes.
        name: The file's name, for messages and for its title when it has none.

    Raises:
        UnreadableFileError: kind "trasig" or "för stor".
    """
    from lxml import etree  # noqa: PLC0415 – 20 ms that only such a file needs

    if content.count(b"<") > MAX_TAGS:
        raise UnreadableFileError(
            f"Filen {name} har fler element än vad som läses.", kind="för stor"
        )
    # Riksdagen's files declare no document type; one would be there only for its entities.
    if b"<!DOCTYPE" in content:
        raise _damaged(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        document = etree.fromstring(content, parser).find("dokument")
    except etree.XMLSyntaxError as error:
        raise _damaged(name) from error
    if document is None:
        raise _damaged(name)
    page = _said(document, "html") or _said(document, "text")
    return parse_html(f"<title>{_escaped(_title(document))}</title>{page}", name)


def _title(document: "_Element") -> str:
    """The title, behind the series and number by which a document is cited."""
    series = _SERIES.get(_said(document, "typ"), "")
    number = f"{_said(document, 'rm')}:{_said(document, 'beteckning')}"
    title = _said(document, "titel")
    return " ".join(f"{series} {number} {title}".split()) if series else title


def _said(document: "_Element", tag: str) -> str:
    return (document.findtext(tag) or "").strip()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _damaged(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"Filen {name} är skadad och kan inte läsas som XML från riksdagen: hämta den på nytt.",
        kind="trasig",
    )
