"""Is this text any good? Tells readable text from what a broken font table gives."""

import re

# The commonest small words of Swedish and English: no running text is without them.
_COMMON_WORDS = """
och i att det som en på är av för med till den har de inte om ett men var vi från eller kan ska vid
enligt skall får samt dessa denna detta sig så the of and to in is for with that
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_WORDS = 50
_LEAST_COMMON_SHARE = 0.04
_LEAST_LETTER_SHARE = 0.35
_MOST_UNKNOWN_SHARE = 0.02


def is_readable(text: str) -> bool:
    """Whether ``text`` reads as words, and not as signs that a broken font table gave.

    A text under 50 words is judged by its signs alone: tables and title pages are short.
    """
    signs = [sign for sign in text if not sign.isspace()]
    if not signs:
        return False
    unknown = sum(sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" for sign in signs)
    letters = sum(sign.isalpha() for sign in signs)
    if unknown > _MOST_UNKNOWN_SHARE * len(signs) or letters < _LEAST_LETTER_SHARE * len(signs):
        return False
    words = _WORD.findall(text.lower())
    if len(words) < _LEAST_WORDS:
        return True
    return sum(word in _COMMON for word in words) >= _LEAST_COMMON_SHARE * len(words)
