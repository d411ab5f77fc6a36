from urllib.parse import urlsplit

import pytest

from corpus.catalogue import load_catalogue
from corpus.publishers import has_own_page, load_publishers, plain_host


def catalogue_hosts() -> set[str]:
    return {
        plain_host(urlsplit(url).hostname or "")
        for entry in load_catalogue().entries
        for url in (entry.url, *(original.url for original in entry.originals))
    }


def test_every_address_of_the_catalogue_is_a_publishers_own_or_knowingly_left_out() -> None:
    publishers = load_publishers()
    assert catalogue_hosts() - publishers.hosts - publishers.left_out == set()


def test_no_site_is_both_allowed_and_left_out() -> None:
    publishers = load_publishers()
    assert publishers.hosts & publishers.left_out == set()
    assert publishers.left_out <= catalogue_hosts()


def test_every_address_of_the_catalogue_is_https() -> None:
    schemes = {
        urlsplit(url).scheme
        for entry in load_catalogue().entries
        for url in (entry.url, *(original.url for original in entry.originals))
    }
    assert schemes == {"https"}


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("bra.se", True),
        ("WWW.bra.se", True),
        ("data.riksdagen.se", True),
        ("lagen.nu", False),
        ("evil.bra.se", False),
        ("bra.se.evil.example", False),
        ("notbra.se", False),
        ("", False),
    ],
)
def test_a_publishers_site_is_its_host_with_or_without_www(host: str, own: bool) -> None:
    assert load_publishers().own(host) is own


@pytest.mark.parametrize(
    ("document_id", "own"),
    [
        ("bra-arsrapport-2024", True),
        ("bra-arsrapport-2025", False),  # the list of publications
        ("nod-2024-lagesbild", False),  # the start page
        ("sou-2019-56", False),  # one page for two volumes
    ],
)
def test_a_page_about_several_documents_is_no_documents_own(document_id: str, own: bool) -> None:
    entry = load_catalogue().get(document_id)
    assert entry is not None
    assert has_own_page(entry) is own
