"""Swedish sentences by character offset, for cutting passages and for cutting answers.

A sentence that leads into a list carries the list with it, because neither half says the rule
alone: "Lägesbilden ska innehålla" and its three points are one sentence.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

Span = tuple[int, int]

# After these a full stop never ends the sentence: a name, a number or more words must follow.
_LEADING_WORDS = """
a.a. adj. ang. anm. art. avd. avs. bet. bil. bl. bl.a. c. c:a ca. cirk. d.v.s. dep. dir. dnr. doc.
dr. ds. dvs. e.g. enl. ev. ex. exkl. fig. fr. fr.o.m. fre. förf. förk. ggr. hr. i.e. inkl. inv. jf.
jfr. jmf. k. kap. kl. kungl. lic. lör. m.a.o. max. med.dr. min. mom. motsv. mån. n.b. nr. o. ons.
ord. p. p.g.a. pga. pkt. prel. prof. prop. red. ref. reg. resp. rskr. s. s.k. sek. sid. sign. skr.
sst. st.f. sön. t. t.ex. t.o.m. tab. tel. tf. tfn. tis. tom. tor. u.a. u.p.a. ung. uppl. urspr. v.
vol. vs. övers.
"""
# After these it may: an upper-case letter begins the next sentence.
_CLOSING_WORDS = """
d.d. d.y. d.ä. e.d. e.dyl. e.kr. et.al. etc. f. f.d. f.kr. f.n. f.ö. ff. kr. m.fl. m.m. mdkr. mfl.
mkr. mm. o.d. o.dyl. o.s.v. osv. st. stk. tkr.
"""
_LEADING = frozenset(_LEADING_WORDS.split())
_CLOSING = frozenset(_CLOSING_WORDS.split())

_BLANK_LINE = re.compile(r"[^\S\n]*\n(?:[^\S\n]*\n)+")
_LIST_MARKER = re.compile(
    r"[^\S\n]*(?:\d{1,3}[.)]|\(?[a-zåäö]{1,2}\)|[-–—*•▪‣·])[^\S\n]+(?=\S)", re.IGNORECASE
)
_BREAK = re.compile(rf"{_BLANK_LINE.pattern}|\n(?={_LIST_MARKER.pattern})", re.IGNORECASE)
_END = re.compile(r"[.!?…]+[\"”’'»)\]]*(?=\s)")
_OPENER = re.compile(r"\s+[\"”“\u2018'«»(\[–—-]*\s?([A-ZÅÄÖÉÜ0-9§])")
_ABBREVIATED_LAW = re.compile(r"\s+[A-ZÅÄÖ]{2,}\b")
_LONGEST_ABBREVIATION = 12
_BARE_MARKER = re.compile(r"\(?(?:\d{1,3}[.)]|[A-Za-zÅÄÖåäö][.)]|[-–—*•▪‣·])")


def sentence_spans(text: str) -> tuple[Span, ...]:
    """The sentences of ``text`` as (start, end) in characters, without surrounding white space.

    Spans are in order and don't overlap, and together they cover everything but white space. A
    sentence that ends in a colon, or without a full stop, before a list includes the whole list.
    """
    spans: list[Span] = []
    open_lead = False
    for start, end in block_spans(text):
        sentences = list(_sentences(text, start, end))
        if open_lead and starts_list_item(text, start):
            spans[-1] = (spans[-1][0], end)
            continue
        spans.extend(sentences)
        open_lead = not _is_closed(text[sentences[-1][0] : end])
    return tuple(spans)


def block_spans(text: str) -> tuple[Span, ...]:
    """The paragraphs and list items of ``text`` as (start, end), without white space around."""
    cuts = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    spans = (_trimmed(text, start, end) for start, end in pairwise(cuts))
    return tuple((start, end) for start, end in spans if start < end)


def starts_list_item(text: str, start: int) -> bool:
    """Whether a list marker such as "1. ", "a) " or "– " stands at ``start``."""
    return _LIST_MARKER.match(text, start) is not None


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for match in _END.finditer(text, start, end):
        if match.end() < end and _ends_sentence(text, begin, match.end()):
            yield _trimmed(text, begin, match.end())
            begin = match.end()
    yield _trimmed(text, begin, end)


def _ends_sentence(text: str, begin: int, stop: int) -> bool:
    """Whether the full stop that ends at ``stop`` closes the sentence begun at ``begin``."""
    opener = _OPENER.match(text, stop)
    last_words = text[max(begin, stop - _LONGEST_ABBREVIATION) : stop].split()
    if opener is None or not last_words:
        return False
    last = last_words[-1].lstrip("(\"”“'«[").lower()
    if last in _LEADING or re.fullmatch(r"[a-zåäö]\.", last):
        return False
    if last == "st." and _ABBREVIATED_LAW.match(text, stop):
        return False
    # A sentence that is nothing but "1." is the marker of a list item.
    marker_only = stop - begin < 8 and _BARE_MARKER.fullmatch(text[begin:stop].strip())
    return not marker_only and (last not in _CLOSING or opener.group(1).isalpha())


def _is_closed(sentence: str) -> bool:
    return sentence.rstrip("\"”’'»)]").endswith((".", "!", "?", "…"))


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
