"""Whether a file that calls itself a statute of the catalogue reads like that statute.

Anyone can write "SFS 2023:196" above any text. Only a file that bears the statute's title, and
whose sections speak of what our digest says that they do, takes its place in the law's lane.
"""

from collections.abc import Sequence
from functools import cache

from corpus.catalogue import bundled_digests
from corpus.cross_references import single_sections
from corpus.documents import CatalogueEntry
from corpus.lexical import swedish_terms
from ingest.blocks import Block, ParsedFile, decoded
from ingest.digest import parse_digest

Terms = frozenset[str]

_SAME_TITLE = 0.5  # of the title's words; titles are amended, and cut short by their copies
_ALIKE = 0.25  # of the words of the shorter of two texts of one section
_FEWEST = 2  # words
_MOST = 0.5  # of the sections that both have


def reads_like(parsed: ParsedFile, entry: CatalogueEntry) -> bool:
    """Whether ``parsed`` may be the statute ``entry``.

    A statute without a digest is known by its title alone. Sections that the digest lacks say
    nothing, so a file with none but such is not taken for the statute.
    """
    own, title = _words(parsed.title), _words(entry.title)
    if own and title and len(own & title) < _SAME_TITLE * min(len(own), len(title)):
        return False
    told = _account(entry.document_id)
    common = [(_words(block.text), told[block.pinpoint]) for block in _told(parsed.blocks, told)]
    alike = sum(_are_alike(one, other) for one, other in common)
    return alike >= _MOST * len(common) and bool(common or not told)


def _told(blocks: Sequence[Block], account: dict[str, Terms]) -> list[Block]:
    return [block for block in blocks if block.pinpoint in account]


def _are_alike(one: Terms, other: Terms) -> bool:
    shared = len(one & other)
    return shared >= max(_FEWEST, _ALIKE * min(len(one), len(other)))


def _words(text: str) -> Terms:
    """The words of ``text`` that tell what it is about."""
    return frozenset(term for term in swedish_terms(text) if term.isalpha()) - _EVERYWHERE


_EVERYWHERE = frozenset(swedish_terms("lag lagen förordning balk svensk författningssamling ska"))


@cache
def _account(document_id: str) -> dict[str, Terms]:
    """The words of our digest of a statute, by section; of remarks as well, for they explain it."""
    found: dict[str, Terms] = {}
    for digest in bundled_digests():
        if digest.entry.document_id != document_id:
            continue
        for block in parse_digest(decoded(digest.content)).blocks:
            for place in single_sections(block.pinpoint):
                found[place] = found.get(place, frozenset()) | _words(block.text)
    return found
