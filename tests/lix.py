"""LIX, the Swedish measure of how hard a text is to read: below 30 easy, above 50 hard."""

import re

_SENTENCE_ENDS = re.compile(r"[.:!?](?=\s|$)|\n")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def lix(text: str) -> float:
    """Words a sentence, plus the percentage of words with more than six letters.

    A line is a sentence too, since headings and items of a list have no full stop.
    """
    words = _WORD.findall(text)
    sentences = [part for part in _SENTENCE_ENDS.split(text) if _WORD.search(part)]
    long = [word for word in words if len(word) > 6]
    return len(words) / len(sentences) + 100 * len(long) / len(words)
