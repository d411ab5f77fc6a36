"""What the language model is told, and how its reply is read; no network here.

Question and RetrievedPassages –(``build_prompt``)→ Prompt –(model.py)→ reply –(``read_reply``)→
Drafted –(writing.py)→ checked statements.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from assistant.conversation import RetrievedPassage, Turn
from assistant.personal_data import mask
from corpus.documents import CatalogueEntry
from corpus.sentences import sentence_spans

MAX_STATEMENTS = 12
MAX_STATEMENT_LENGTH = 600  # characters
_MAX_TURN_LENGTH = 600  # characters of an earlier answer: enough to see what "det" means
_MOST_BEGINNINGS = 50  # a reply of nothing but "{" must not cost more than this
_LANE_NAMES = {"law": "lag", "guidance": "vägledning", "report": "rapport", "context": "sammanhang"}

_MARKER = re.compile(r"\s*\[(\d{1,3})\]")


class DraftStatus(StrEnum):
    """How a reply ended."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """Two messages: the fixed instructions, and the question with its sources."""

    instructions: str
    message: str


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


@cache
def instructions() -> str:
    """The fixed part of the prompt, assistant/prompts/answer.md."""
    return files("assistant").joinpath("prompts/answer.md").read_text(encoding="utf-8").strip()


def prompt_hash() -> str:
    """The first 12 hexadecimal digits of the instructions' sha256: which prompt was used."""
    return hashlib.sha256(instructions().encode("utf-8")).hexdigest()[:12]


def build_prompt(
    question: str,
    history: Sequence[Turn],
    passages: Sequence[RetrievedPassage],
    entries: Mapping[str, CatalogueEntry],
) -> Prompt:
    """The prompt: sources numbered from 1 in the order of ``passages``, the question word for word.

    Earlier turns are given with personal numbers masked. Addresses are never given.
    """
    sources = [
        _source(label, hit, entries[hit.passage.document_id])
        for label, hit in enumerate(passages, start=1)
    ]
    # Reckoned from the sources themselves, so that no source can hold the line that ends it.
    boundary = f"=====KÄLLOR {hashlib.sha256(''.join(sources).encode()).hexdigest()[:16]}====="
    parts = [boundary, *sources, boundary, *_earlier(history), f"Fråga: {question}"]
    return Prompt(instructions=instructions(), message="\n\n".join(parts))


def _source(label: int, hit: RetrievedPassage, entry: CatalogueEntry) -> str:
    lane = _LANE_NAMES[entry.lane.value]
    return f"{entry.short_title}, {hit.passage.pinpoint} ({lane})\n[{label}] {hit.passage.text}"


def _earlier(history: Sequence[Turn]) -> Iterator[str]:
    if history:
        yield "Tidigare i samtalet, bara för att du ska förstå frågan:"
    for turn in history:
        answer = _MARKER.sub("", turn.answer)[:_MAX_TURN_LENGTH]
        yield f"Då frågades: {mask(turn.question)}\nDå svarades: {mask(answer)}"


def read_reply(reply: str) -> Drafted:
    """Read a reply: JSON, alone or within other text, else sentences with marks such as [1].

    A reply that is cut off, or that is neither, is UNREADABLE; it never raises.
    """
    parsed = next((found for found in _objects(reply) if "statements" in found), None)
    if parsed is not None:
        return _drafted(parsed)
    if "{" in reply or not _MARKER.search(reply):
        return UNREADABLE
    statements = tuple(_marked_sentences(reply))
    return Drafted(status=DraftStatus.ANSWERED, statements=statements[:MAX_STATEMENTS])


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
        labels = dict.fromkeys(int(label) for label in _MARKER.findall(sentence))
        text = clean_statement(sentence)
        if labels and text and len(text) <= MAX_STATEMENT_LENGTH:
            sources = tuple(DraftSource(label=label, quote="") for label in labels)
            yield DraftStatement(text=text, sources=sources)


def clean_statement(text: str) -> str:
    """A model's sentence without source marks, list marks and characters that can't be seen."""
    visible = (c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    plain = re.sub(r"\s+", " ", _MARKER.sub("", "".join(visible)))
    return re.sub(r"^(?:[-*•#>]+|\d{1,2}[.)])\s+", "", plain.strip())
