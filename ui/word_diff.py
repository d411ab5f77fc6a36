"""Two texts → each in pieces, the words that the other lacks apart: what a comparison marks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

MOST_WORDS = 2000
"""In one text: comparing takes time by the square of the number."""

_TOKEN = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text; ``changed`` when the other text has other words in its place."""

    text: str
    changed: bool


def compared(old: str, new: str) -> tuple[Sequence[Piece], Sequence[Piece]] | None:
    """Both texts in pieces, which joined are the texts; None when they are too long to compare."""
    one, two = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(one), len(two)) > MOST_WORDS:
        return None
    bare = [word.strip() for word in one], [word.strip() for word in two]
    matcher = SequenceMatcher(a=bare[0], b=bare[1], autojunk=False)
    removed, added = set[int](), set[int]()
    for kind, begin, end, first, last in matcher.get_opcodes():
        if kind != "equal":
            removed.update(range(begin, end))
            added.update(range(first, last))
    return tuple(_pieces(one, removed)), tuple(_pieces(two, added))


def _pieces(words: Sequence[str], changed: set[int]) -> Iterator[Piece]:
    for is_changed, run in groupby(enumerate(words), key=lambda item: item[0] in changed):
        text = "".join(word for _, word in run)
        kept = text.rstrip() if is_changed else text
        if kept:
            yield Piece(text=kept, changed=is_changed)
        if text[len(kept) :]:  # the space after a changed word is nobody's
            yield Piece(text=text[len(kept) :], changed=False)
