"""Web addresses in what a language model wrote or chose: only the catalogue's may pass."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from corpus.documents import CatalogueEntry

# A bare "namn.se" needs a known ending: "t.ex" and "bl.a" are no addresses.
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|www\.)[^\s<>\"”')\]]+"
    r"|\b(?:[\w-]+\.)+(?:se|nu|eu|com|org|net|info|biz|io|ai|app|dev|co|me|ru|cn|link|site|online"
    r"|shop|top|xyz|click)\b(?:/[^\s<>\"”')\]]*)?",
    re.IGNORECASE,
)


def has_foreign_address(text: str, entries: Mapping[str, CatalogueEntry]) -> bool:
    """Whether ``text`` holds an address that is neither an entry's nor the bare host of one."""
    found = tuple(_addresses(text))
    if not found:
        return False
    urls = {_plain(entry.url) for entry in entries.values() if entry.url}
    hosts = {url.split("/", 1)[0] for url in urls}
    return any(address not in urls | hosts for address in found)


def _addresses(text: str) -> Iterator[str]:
    for match in _ADDRESS.finditer(text):
        yield _plain(match.group().rstrip(".,;:!?"))


def _plain(address: str) -> str:
    """Host and path for comparing: no scheme of the web, no "www." and no last slash."""
    web = re.sub(r"^https?://", "", address.lower())
    parts = urlsplit(f"//{web}") if "://" not in web else None
    if parts is None:
        return web
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.removeprefix('www.')}{parts.path}{query}".rstrip("/")
