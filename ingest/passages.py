"""Sections → passages: pieces that fit the encoder, each an exact slice of its section.

Cuts fall between paragraphs, then between list items, then between sentences; only a sentence that
is longer than a whole passage is cut between words. Nothing but white space is lost, and nothing
overlaps, so that a quotation's place in its section is one addition.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from corpus.documents import WHOLE, Edition, Passage, Section, text_sha256
from corpus.sentences import Span, block_spans, sentence_spans, starts_list_item

# The encoder's cost grows with length, and answers are cut from passages: see docs/corpus.md.
MAX_TOKENS = 200

_WORD = re.compile(r"[^\W\d_]+")
_SIGN = re.compile(r"[^\w\s]")
_PIECE = re.compile(r"\S{1,80}")


def estimated_tokens(text: str) -> int:
    """About how many tokens multilingual-e5 makes of Swedish ``text``, with a margin of 15 %.

    A linear fit on 5,406 pieces of statutes, decisions and facts; 98.6 % of them have fewer tokens
    than this says (docs/corpus.md).
    """
    words = _WORD.findall(text)
    long_letters = sum(max(0, len(word) - 4) for word in words)
    digits = sum(map(str.isdigit, text))
    signs = len(_SIGN.findall(text))
    return round(
        1.15 * (2.2 + 1.09 * len(words) + 0.17 * long_letters + 0.4 * digits + 0.9 * signs)
    )


def make_passages(sections: Iterable[Section]) -> tuple[Passage, ...]:
    """The passages of ``sections`` in order; a section without text makes none.

    Ids number the passages of one document, pinpoint and edition: ``sfs-2023-196#4-§/1`` for a
    digest, ``sfs-2023-196#4-§/o1`` for an original. A section's everyday questions go with each of
    its passages: the question is about the whole section, and only the text tells which part of it
    holds the answer.
    """
    return tuple(p for _, passages in passages_by_section(sections) for p in passages)


def passages_by_section(
    sections: Iterable[Section],
) -> Iterator[tuple[Section, tuple[Passage, ...]]]:
    """Each section with its passages, numbered as ``make_passages`` does."""
    numbers: Counter[str] = Counter()
    for section in sections:
        prefix = _id_prefix(section)
        passages = []
        for start, end in passage_spans(section.text):
            numbers[prefix] += 1
            passages.append(_passage(section, f"{prefix}{numbers[prefix]}", start, end))
        yield section, tuple(passages)


def passage_spans(text: str, limit: int = MAX_TOKENS) -> tuple[Span, ...]:
    """Where to cut ``text`` into pieces of at most ``limit`` estimated tokens."""
    return tuple(_packed(text, (0, len(text)), limit, _CUTTERS))


Cutter = Callable[[str], Sequence[Span]]


def _paragraphs_with_lists(text: str) -> Sequence[Span]:
    """Paragraphs, each with the list it leads into."""
    groups: list[Span] = []
    for start, end in block_spans(text):
        if groups and starts_list_item(text, start):
            groups[-1] = (groups[-1][0], end)
        else:
            groups.append((start, end))
    return groups


def _words(text: str) -> Sequence[Span]:
    return [match.span() for match in _PIECE.finditer(text)]


_CUTTERS: tuple[Cutter, ...] = (_paragraphs_with_lists, block_spans, sentence_spans, _words)


def _packed(text: str, span: Span, limit: int, cutters: Sequence[Cutter]) -> Iterator[Span]:
    """Cut ``span`` with the first cutter and join neighbours again as long as they fit."""
    offset, stop = span
    current: Span | None = None
    for begin, end in cutters[0](text[offset:stop]):
        unit = (offset + begin, offset + end)
        if current is not None and _fits(text, (current[0], unit[1]), limit):
            current = (current[0], unit[1])
            continue
        if current is not None:
            yield current
        current = unit
        if len(cutters) > 1 and not _fits(text, unit, limit):
            *full, current = _packed(text, unit, limit, cutters[1:])
            yield from full
    if current is not None:
        yield current


def _fits(text: str, span: Span, limit: int) -> bool:
    return estimated_tokens(text[span[0] : span[1]]) <= limit


def _id_prefix(section: Section) -> str:
    slug = section.pinpoint.replace(" ", "-")
    mark = "o" if section.edition is Edition.ORIGINAL else ""
    return f"{section.document_id}#{slug}/{mark}"


def _passage(section: Section, passage_id: str, start: int, end: int) -> Passage:
    text = section.text[start:end]
    return Passage(
        passage_id=passage_id,
        document_id=section.document_id,
        edition=section.edition,
        pinpoint=section.pinpoint,
        heading_path=section.heading_path,
        text=text,
        section_start=start,
        sha256=text_sha256(text),
        pages=section.pages,
        valid_from=section.valid_from,
        valid_to=section.valid_to,
        comment=section.comment,
        questions=section.questions,
        # Of a section in several pieces the numbers no longer say which sentence is meant.
        sentence_questions=tuple(
            question
            for question in section.sentence_questions
            if question.sentence == WHOLE or text == section.text
        ),
        unanswered=section.unanswered if start == 0 else (),
        amended_by=section.amended_by,
    )
