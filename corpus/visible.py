"""Signs that can't be shown, and the ways of doing without them: control, format, half characters.

What a file's own text is cleaned of stands in ``ingest/blocks.py``: it keeps to what a page shows.
"""

import unicodedata

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")
_JOINER = "\u200d"


def is_visible(sign: str) -> bool:
    """Whether it is white space, or of no category of control, format or unassigned signs."""
    return sign.isspace() or not _is_other(sign)


def is_typed(sign: str) -> bool:
    """Whether a sign of a question is kept: what may turn the text beside it round is not.

    A joiner is, since it holds an emoji together.
    """
    return sign == _JOINER or unicodedata.category(sign) not in {"Cc", "Cf", "Co", "Cs"}


def printable(text: str, instead: str) -> str:
    """``text`` with ``instead`` for each sign that Python would not print as it is."""
    return "".join(sign if sign.isprintable() else instead for sign in text)


def one_line(text: str) -> str:
    """``text`` on one line, which no terminal and no file's own marks can be moved by."""
    return " ".join("".join(" " if _is_other(sign) else sign for sign in text).split())


def shown(text: str) -> str:
    """``text`` without what no format can hold or show: control signs and signs that turn a line.

    Line breaks stay: the list of a statute has its points on lines of their own.
    """
    return "".join(sign for sign in text if sign in "\n\t" or _can_be_held(sign))


def _is_other(sign: str) -> bool:
    return unicodedata.category(sign).startswith("C")


def _can_be_held(sign: str) -> bool:
    if sign in _TURNING or ord(sign) & 0xFFFE == 0xFFFE:  # the last two of each plane
        return False
    return unicodedata.category(sign) not in {"Cc", "Cs"}
