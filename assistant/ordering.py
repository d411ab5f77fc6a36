"""The order of what was found.

A passage is lifted by the best of its document, one place does not fill the list, and a statute
stands before what is said of it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.documents import CatalogueEntry, Lane, Passage

MOST_OF_A_PLACE = 3
"""How many passages of one § or page may stand among the first ones."""

DOCUMENT_SHARE = 0.2
"""What the best passage of its document counts for a passage, beside its own score."""

STATUTE_REACH = 0.15
"""How much less a statute's passage may score than one that refers to it, and still come first."""


def lifted(scores: NDArray[np.float32], documents: NDArray[np.intp]) -> NDArray[np.float32]:
    """``scores`` drawn towards the best one of the passage's document; that one stays as it is.

    ``documents`` has the number of each passage's document, 0 and up.
    """
    best = np.full(documents.max(initial=-1) + 1, -np.inf, dtype=np.float32)
    np.maximum.at(best, documents, scores)
    return np.asarray(
        (scores + DOCUMENT_SHARE * best[documents]) / (1 + DOCUMENT_SHARE), dtype=np.float32
    )


def diverse(passages: Sequence[Passage], rows: Iterable[int], k: int) -> list[int]:
    """The first ``k`` of ``rows``, with at most ``MOST_OF_A_PLACE`` of one place.

    More of a place come last, and only where nothing else fills the ``k``. What has no pinpoint is
    not one place.
    """
    taken: list[int] = []
    more: list[int] = []
    seen: Counter[tuple[str, str]] = Counter()
    for row in rows:
        passage = passages[row]
        place = (passage.document_id, passage.pinpoint)
        seen[place] += 1
        crowded = bool(passage.pinpoint) and seen[place] > MOST_OF_A_PLACE
        (more if crowded else taken).append(row)
        if len(taken) == k:
            return taken
    return (taken + more)[:k]


def statutes_first(
    passages: Sequence[Passage],
    entries: Mapping[str, CatalogueEntry],
    rows: Sequence[int],
    scores: NDArray[np.float32],
) -> list[tuple[int, float]]:
    """``rows`` with their scores; a statute's § stands before the passage that refers to it.

    When guidance and the § that it speaks of are both among ``rows``, and the § scores at most
    ``STATUTE_REACH`` less, the § comes right before, with the guidance's score.
    """
    order = [(row, float(scores[row])) for row in rows]
    for row in rows:
        if _is_law(entries, passages[row]):
            continue
        named = {(place.document_id, place.pinpoint) for place in passages[row].refers_to}
        at = next(place for place, (other, _) in enumerate(order) if other == row)
        score = order[at][1]
        raised = [
            (other, score)
            for other, lower in order[at + 1 :]
            if (passages[other].document_id, passages[other].pinpoint) in named
            and _is_law(entries, passages[other])
            and score - lower <= STATUTE_REACH
        ]
        moved = {other for other, _ in raised}
        order = [*order[:at], *raised, *(item for item in order[at:] if item[0] not in moved)]
    return order


def _is_law(entries: Mapping[str, CatalogueEntry], passage: Passage) -> bool:
    entry = entries.get(passage.document_id)
    return entry is not None and entry.lane is Lane.LAW
