"""A question that was stopped for a personal number → one to ask instead, that names nobody.

The number is often written beside a name, and the name is personal too. What may be handed back is
what we know to be ordinary words: those of our own digests and of their everyday questions.
"""

import re
from functools import cache

from assistant.given_names import GIVEN_NAMES
from assistant.personal_data import rewritten
from corpus.catalogue import bundled_digests

_SOMEBODY = "en person"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LIKE_A_NUMBER = re.compile(r"\d(?:[ -]?\d){4,}")


def suggested_wording(question: str) -> str:
    """The question without number and names, or "" when it may name somebody even so.

    A given name, and what is written beside it as a name or is no word of ours, becomes "en
    person". Anything else that we don't know may be a name, a street or a nickname: then nothing
    is suggested.
    """
    text = rewritten(question)
    words = list(_WORD.finditer(text))
    named = {place for place, word in enumerate(words) if _is_given(word.group())}
    for place in sorted(named):
        for step in (-1, 1):
            _follow(text, words, place, step, named)
    rest = (word.group() for place, word in enumerate(words) if place not in named)
    if _LIKE_A_NUMBER.search(text) or not all(map(_is_ordinary, rest)):
        return ""
    return _without_names(text, words, named)


def _follow(text: str, words: list[re.Match[str]], place: int, step: int, named: set[int]) -> None:
    """Add to ``named`` the rest of a name from one word of it: "Kalle Berg", "kalle johansson"."""
    while 0 <= place + step < len(words):
        first, second = sorted((place, place + step))
        between = text[words[first].end() : words[second].start()]
        word = words[place + step].group()
        starts = place + step == 0 or text[: words[place + step].start()].rstrip()[-1:] in ".?!:"
        as_name = word[0].isupper() and not starts
        if between.strip(" ") or not (as_name or not _is_ordinary(word)):
            return
        place += step
        named.add(place)


def _without_names(text: str, words: list[re.Match[str]], named: set[int]) -> str:
    kept, end = [], 0
    for place in sorted(named):
        start = words[place].start()
        told = text[end:start]
        # One person, though the name has several words.
        if place - 1 not in named or told.strip():
            word = words[place].group()
            kept += [told, f"{_SOMEBODY}s" if _is_genitive(word) else _SOMEBODY]
        end = words[place].end()
    said = "".join((*kept, text[end:])).replace(f"{_SOMEBODY} {_SOMEBODY}", _SOMEBODY)
    return said[:1].upper() + said[1:] if text[:1].isupper() else said


def _is_given(word: str) -> bool:
    if word in _known_words() and word.islower():  # "hans" is also a pronoun
        return False
    return _is_genitive(word) or all(part in GIVEN_NAMES for part in word.lower().split("-"))


def _is_genitive(word: str) -> bool:
    low = word.lower()
    return low not in GIVEN_NAMES and low.removesuffix("s") in GIVEN_NAMES


def _is_ordinary(word: str) -> bool:
    """Whether our digests write the word, in small letters or just as it stands."""
    known = _known_words()
    return word.lower() in known or word in known


@cache
def _known_words() -> frozenset[str]:
    texts = (digest.content.decode("utf-8") for digest in bundled_digests())
    return frozenset(word for text in texts for word in _WORD.findall(text))
