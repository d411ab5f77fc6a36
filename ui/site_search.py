"""A search in the list of sources: what was typed → the rows that have it, and how it was read.

Every typed word must be in a row, in any form of it. A word typed without å, ä and ö is found with
them too. When nothing has what was typed it is searched once more with its slips repaired, which
the page says, with a way back to a search for the very words.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.compounds import Compounds
from corpus.lexical import fold, stems, word_counts
from corpus.spelling import Spelling
from ui.site_documents import Row

_WORD = re.compile(r"[^\W\d_]+")

Repair = Callable[[str], str]
"""A text → the same with its mistyped words as the sources have them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsFound:
    """What a search found; ``repaired`` is what found it when it was not what was typed."""

    rows: Sequence[Row]
    repaired: str = ""


def search_rows(
    rows: Sequence[Row], typed: str, repair: Repair, *, kind: str = "", exact: bool = False
) -> RowsFound:
    """The rows of ``kind`` ("" takes all) that have what was typed, in their order.

    ``exact`` takes the rows with the very words that were typed, in one piece, and repairs nothing.
    """
    of_kind = [row for row in rows if kind in {"", row.lane}]
    plain = _plain(typed)
    if exact:
        words = very_words(typed)
        return RowsFound(rows=[row for row in of_kind if words.search(_plain(row.searched))])
    found = _having(of_kind, plain)
    if found or not plain:
        return RowsFound(rows=found)
    # The index knows more words; the list has titles of documents that are not in the index.
    by_index = repair(typed)
    for repaired in (by_index, _of_list(rows).repaired(by_index)):
        found = _having(of_kind, _plain(repaired))
        if found and fold(repaired) != fold(typed):
            return RowsFound(rows=found, repaired=repaired)
    return RowsFound(rows=())


def very_words(typed: str) -> re.Pattern[str]:
    """What finds the words as they were typed, whole and in one piece, in a text on one line."""
    return re.compile(rf"(?<!\w){re.escape(' '.join(typed.split()))}(?!\w)", re.IGNORECASE)


def _having(rows: Sequence[Row], plain: str) -> Sequence[Row]:
    words = plain.split()
    return [row for row in rows if _has(row, words)]


def _has(row: Row, words: Sequence[str]) -> bool:
    """Whether the row has every word or another form of it; who typed å, ä or ö means it."""
    written = _plain(row.searched)
    folded, forms = fold(written), set(map(_form, _WORD.findall(written)))
    return all(
        word in (folded if word.isascii() else written)
        or any(_is_form(word, form) for form in forms)
        for word in words
    )


def _form(word: str) -> tuple[str, str]:
    """The folded stem of a word, and its å, ä and ö."""
    return stems([word])[0], "".join(sign for sign in word if sign in "åäö")


def _is_form(word: str, form: tuple[str, str]) -> bool:
    stem, dots = _form(word)
    return stem == form[0] and (word.isascii() or dots == form[1])


def _of_list(rows: Sequence[Row]) -> Spelling:
    """What repairs words by those of the list; a compound it has not is believed mistyped."""
    return Spelling(word_counts(row.searched for row in rows), Compounds(()))


def _plain(text: str) -> str:
    """In lower case, each letter one sign, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).lower().split())
