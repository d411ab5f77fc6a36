"""How hard a Swedish text is to read: LIX (below 30 easy, above 50 hard) and sentence length."""

import re

_SENTENCE_END = re.compile(r"[.!?:](?=\s|$)|\n")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONG = 6
"""Letters; a longer word counts as long."""


def lix(text: str) -> float:
    """Words a sentence, plus the percentage of words with more than six letters.

    A line is a sentence too, since headings and items of a list have no full stop. 0 for no words.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    long = sum(len(word.replace("-", "")) > _LONG for word in words)
    return sentence_length(text) + 100 * long / len(words)


def sentence_length(text: str) -> float:
    """Words a sentence, on the whole; 0 for no words."""
    sentences = [part for part in _SENTENCE_END.split(text) if _WORD.search(part)]
    return len(_WORD.findall(text)) / len(sentences) if sentences else 0.0
