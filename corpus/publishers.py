"""Which sites are publishers' own, and so where a document of the catalogue may be fetched."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from corpus.catalogue import load_catalogue
from corpus.documents import CatalogueEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishers:
    """The hosts of ``publishers.toml``, all without "www."."""

    hosts: frozenset[str]
    left_out: frozenset[str]

    def own(self, host: str) -> bool:
        """Whether ``host`` is a publisher's own site."""
        return plain_host(host) in self.hosts


@cache
def load_publishers() -> Publishers:
    """The bundled list, read once."""
    raw = resources.files("corpus").joinpath("publishers.toml").read_text(encoding="utf-8")
    read = tomllib.loads(raw)
    return Publishers(hosts=frozenset(read["hosts"]), left_out=frozenset(read["left_out"]))


def plain_host(host: str) -> str:
    """A host's name in lower case without "www.", which every publisher answers to as well."""
    return host.lower().removeprefix("www.")


def is_start_page(url: str) -> bool:
    """Whether ``url`` is a site's start page, which is no document's."""
    return urlsplit(url).path in {"", "/"}


def has_own_page(entry: CatalogueEntry) -> bool:
    """Whether ``entry.url`` is a page about this document alone.

    A site's start page, or a list of publications that several entries point at, is not: a text
    fetched from there would be another document's as likely as this one's.
    """
    return not is_start_page(entry.url) and entry.url not in _shared_pages()


@cache
def _shared_pages() -> frozenset[str]:
    urls = [entry.url for entry in load_catalogue().entries]
    return frozenset(url for url in urls if urls.count(url) > 1)
