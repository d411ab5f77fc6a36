"""Digests (corpus/guidance/*.md) → blocks. The format is described in docs/corpus.md."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from corpus.documents import SentenceQuestion
from ingest.blocks import Block, MediaType, ParsedFile
from ingest.markdown import inline_text, paragraphs

_HEADING = re.compile(r"(#{1,3})\s+(.*?)\s*(?:\{([^}]*)\})?\s*")
# "ja" or "nej" says how the sentence answers: for whoever tests, of no use to the search.
_QUESTION = re.compile(r">\s*Fråga(?:\s+(?P<sentence>\d+)(?:\s+(?:ja|nej))?)?:\s*(?P<text>.+?)\s*")
# What people ask about the same matter and no source answers: what silence sounds like.
_UNANSWERED = re.compile(r">\s*Svarar inte:\s*(.+?)\s*")
# Which checked facts a block rests on: for whoever keeps the corpus, neither searched nor shown.
_FACTS = re.compile(r">\s*Fakta:.*")
_DATE = re.compile(r"(valid_from|valid_to)\s*=\s*(\d{4}-\d{2}-\d{2})")


@dataclass(slots=True)
class _Draft:
    """A section while its lines are read."""

    pinpoint: str
    heading_path: tuple[str, ...]
    dates: dict[str, date]
    lines: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    sentence_questions: list[SentenceQuestion] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)


def parse_digest(text: str) -> ParsedFile:
    """The blocks of a digest, in order.

    ``##`` gives the pinpoint; ``###`` begins a remark on it, a block of its own that inherits the
    pinpoint's dates unless it has its own. A heading without text gives no block.
    """
    title = ""
    drafts: list[_Draft] = []
    for line in text.splitlines():
        heading = _HEADING.fullmatch(line)
        question = _QUESTION.fullmatch(line)
        if heading is not None and len(heading[1]) == 1:
            title = heading[2]
        elif heading is not None:
            drafts.append(_opened(heading, drafts))
        elif question is not None and drafts:
            _ask(drafts[-1], question)
        elif drafts and (unanswered := _UNANSWERED.fullmatch(line)) is not None:
            drafts[-1].unanswered.append(inline_text(unanswered[1]))
        elif drafts and _FACTS.fullmatch(line) is None:
            drafts[-1].lines.append(line)
    return ParsedFile(media_type=MediaType.MARKDOWN, title=title, blocks=tuple(_blocks(drafts)))


def _ask(draft: _Draft, question: re.Match[str]) -> None:
    """Note a question that the whole block answers, or the sentence whose number it has."""
    text = inline_text(question["text"])
    if question["sentence"] is None:
        draft.questions.append(text)
    else:
        draft.sentence_questions.append(SentenceQuestion(int(question["sentence"]), text))


def _opened(heading: re.Match[str], drafts: list[_Draft]) -> _Draft:
    name = inline_text(heading[2])
    dates = {key: date.fromisoformat(day) for key, day in _DATE.findall(heading[3] or "")}
    if len(heading[1]) == 2 or not drafts:
        return _Draft(pinpoint=name, heading_path=(name,), dates=dates)
    parent = next(draft for draft in reversed(drafts) if len(draft.heading_path) == 1)
    return _Draft(
        pinpoint=parent.pinpoint,
        heading_path=(parent.pinpoint, name),
        dates=dates or parent.dates,
    )


def _blocks(drafts: list[_Draft]) -> Iterator[Block]:
    for draft in drafts:
        text = "\n\n".join(paragraphs(draft.lines))
        if text:
            yield Block(
                pinpoint=draft.pinpoint,
                heading_path=draft.heading_path,
                text=text,
                valid_from=draft.dates.get("valid_from"),
                valid_to=draft.dates.get("valid_to"),
                comment=len(draft.heading_path) > 1,
                questions=tuple(draft.questions),
                sentence_questions=tuple(draft.sentence_questions),
                unanswered=tuple(draft.unanswered),
            )
