"""The words that a source link cites: query → the slice of the passage, if it still holds them."""

from corpus.documents import Passage
from ui.labels import quote_hash

Query = dict[str, str]

CITED_NOWHERE = (0, 0)
"""The slice of a quote that does not stand in its passage word for word."""


def cited_span(passage: Passage, query: Query) -> tuple[int, int] | None:
    """The cited characters; ``CITED_NOWHERE`` when they are others, None when nothing is cited."""
    start, end = query.get("start"), query.get("end")
    if start is None and end is None:
        return None
    both = (start or "", end or "")
    if not all(part.isascii() and part.isdecimal() and len(part) < 10 for part in both):
        return CITED_NOWHERE
    span = int(both[0]), int(both[1])
    words = passage.text[slice(*span)]
    return span if words and quote_hash(words) == query.get("h") else CITED_NOWHERE
