"""A language model's reply, read: JSON of our shape or what comes near it; nothing is checked.

reply –(``read_reply``)→ Drafted –(writing.py)→ checked statements. ``ReplyFeed`` gives the
statements one by one while the reply is still arriving.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from corpus.sentences import sentence_spans
from corpus.visible import is_visible

MAX_STATEMENTS = 12
MAX_STATEMENT_LENGTH = 600  # characters
_MOST_BEGINNINGS = 50  # a reply of nothing but "{" must not cost more than this

SOURCE_MARK = re.compile(r"\s*\[(\d{1,3})\]")
"""A source mark in running text, such as " [2]"."""


class DraftStatus(StrEnum):
    """How a reply ended."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSource:
    """A label and the words that the model says are in that passage; "" where it gave none."""

    label: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStatement:
    """A sentence as the model wrote it: nothing here has been checked."""

    text: str
    sources: tuple[DraftSource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A reply that has been read but not checked."""

    status: DraftStatus
    statements: tuple[DraftStatement, ...] = ()


UNREADABLE = Drafted(status=DraftStatus.UNREADABLE)

REPLY_SCHEMA: Mapping[str, object] = {
    "title": "svar",
    "type": "object",
    "additionalProperties": False,
    "required": ["status", "statements"],
    "properties": {
        "status": {"type": "string", "enum": ["answered", "no_answer"]},
        "statements": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["text", "sources"],
                "properties": {
                    "text": {"type": "string"},
                    "sources": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["label", "quote"],
                            "properties": {
                                "label": {"type": "integer"},
                                "quote": {"type": "string"},
                            },
                        },
                    },
                },
            },
        },
    },
}
"""JSON Schema of a reply, for providers that hold a model to one."""


def read_reply(reply: str) -> Drafted:
    """Read a reply: JSON, alone or within other text, else sentences with marks such as [1].

    A reply that is cut off, or that is neither, is UNREADABLE; it never raises.
    """
    parsed = next((found for found in _objects(reply) if "statements" in found), None)
    if parsed is not None:
        return _drafted(parsed)
    if "{" in reply or not SOURCE_MARK.search(reply):
        return UNREADABLE
    statements = tuple(_marked_sentences(reply))
    return Drafted(status=DraftStatus.ANSWERED, statements=statements[:MAX_STATEMENTS])


def is_cut_off(reply: str) -> bool:
    """Whether ``reply`` begins as a JSON object that never ends."""
    begun = _OBJECT_BEGINS.match(reply)
    if begun is None:
        return False
    try:
        json.JSONDecoder().raw_decode(reply, begun.end() - 1)
    except (ValueError, RecursionError):
        return True
    return False


_OBJECT_BEGINS = re.compile(r"\s*(?:```(?:json)?\s*)?\{")


class ReplyFeed:
    """The statements of a JSON reply, each as soon as its object has come whole.

    What it gives is a first reading: ``read_reply`` of the whole reply is the one that counts.
    """

    def __init__(self) -> None:
        self._reply = ""
        self._place: int | None = None  # where the next object may begin; None before the list
        self._given = 0
        self._decoder = json.JSONDecoder()

    @property
    def reply(self) -> str:
        """All that has come."""
        return self._reply

    def feed(self, piece: str) -> Iterator[DraftStatement]:
        """Add ``piece`` and give the statements that it made whole."""
        self._reply += piece
        if "}" not in piece:
            return  # nothing can have become whole
        if self._place is None:
            begun = _LIST_BEGINS.search(self._reply)
            if begun is None or _NO_ANSWER.search(self._reply, 0, begun.start()):
                return
            self._place = begun.end()
        while self._given < MAX_STATEMENTS and (item := self._next_object()) is not None:
            self._given += 1
            if (statement := _statement(item)) is not None:
                yield statement

    def _next_object(self) -> object | None:
        between = _BETWEEN.match(self._reply, self._place or 0)
        place = between.end() if between else len(self._reply)
        if not self._reply.startswith("{", place):
            return None
        try:
            found, self._place = self._decoder.raw_decode(self._reply, place)
        except (ValueError, RecursionError):
            return None  # not whole yet, or never
        return found  # type: ignore[no-any-return]  # JSON of any shape


_LIST_BEGINS = re.compile(r'"statements"\s*:\s*\[')
_NO_ANSWER = re.compile(r'"status"\s*:\s*"no_answer"')
_BETWEEN = re.compile(r"[\s,]*")


def _objects(reply: str) -> Iterator[dict[str, object]]:
    """Each JSON object that begins somewhere in ``reply``, outermost first."""
    decoder = json.JSONDecoder()
    place = reply.find("{")
    for _ in range(_MOST_BEGINNINGS):
        if place < 0:
            return
        try:
            found, end = decoder.raw_decode(reply, place)
        except (ValueError, RecursionError):
            end = place + 1  # something cut off, or a brace in plain text: look further in
        else:
            if isinstance(found, dict):
                yield found
        place = reply.find("{", end)


def _drafted(parsed: Mapping[str, object]) -> Drafted:
    raw = parsed["statements"]
    if not isinstance(raw, list):
        return UNREADABLE
    if parsed.get("status") == DraftStatus.NO_ANSWER.value:
        return Drafted(status=DraftStatus.NO_ANSWER)
    read = (_statement(item) for item in raw[:MAX_STATEMENTS])
    statements = tuple(statement for statement in read if statement is not None)
    return Drafted(status=DraftStatus.ANSWERED, statements=statements)


def _statement(item: object) -> DraftStatement | None:
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        return None
    text = clean_statement(item["text"])
    sources = tuple(_sources(item))
    if not text or len(text) > MAX_STATEMENT_LENGTH or not sources:
        return None
    return DraftStatement(text=text, sources=sources)


def _sources(item: Mapping[str, object]) -> Iterator[DraftSource]:
    """``sources`` as asked for, or the parallel lists ``labels`` and ``quotes``."""
    given = item.get("sources", item.get("citations"))
    pairs: list[tuple[object, object]] = []
    if isinstance(given, list):
        pairs = [(one.get("label"), one.get("quote")) for one in given if isinstance(one, dict)]
    elif isinstance(labels := item.get("labels"), list):
        quotes = item.get("quotes")
        quotes = quotes if isinstance(quotes, list) and len(quotes) == len(labels) else []
        pairs = list(zip(labels, quotes or [""] * len(labels), strict=True))
    for raw_label, quote in pairs:
        label = _label(raw_label)
        if label is not None and isinstance(quote, str):
            yield DraftSource(label=label, quote=quote.strip())


def _label(raw: object) -> int | None:
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        return None
    digits = str(raw).strip().strip("[]")
    return int(digits) if digits.isdecimal() and len(digits) <= 3 else None


def _marked_sentences(reply: str) -> Iterator[DraftStatement]:
    """Sentences that end in marks: "Kommunen ska … [1][2]." Those without a mark are left out."""
    # A mark after the full stop belongs to the sentence before it.
    reply = re.sub(r"([.!?])((?:\s*\[\d{1,3}\])+)", r"\2\1", reply)
    for start, end in sentence_spans(reply):
        sentence = reply[start:end]
        labels = dict.fromkeys(int(label) for label in SOURCE_MARK.findall(sentence))
        text = clean_statement(sentence)
        if labels and text and len(text) <= MAX_STATEMENT_LENGTH:
            sources = tuple(DraftSource(label=label, quote="") for label in labels)
            yield DraftStatement(text=text, sources=sources)


def clean_statement(text: str) -> str:
    """A model's sentence without source marks, list marks and characters that can't be seen."""
    plain = re.sub(r"\s+", " ", SOURCE_MARK.sub("", "".join(filter(is_visible, text))))
    return re.sub(r"^(?:[-*•#>]+|\d{1,2}[.)])\s+", "", plain.strip())
