"""What the language model is told; no network here.

Question and RetrievedPassages –(``build_prompt``)→ Prompt –(model.py)→ reply –(replies.py)→
Drafted –(writing.py)→ checked statements.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.conversation import PromptStamp, RetrievedPassage, Turn
from assistant.personal_data import mask
from assistant.replies import SOURCE_MARK
from corpus.documents import CatalogueEntry

PROMPT_TOKENS = 6_000
"""The longest prompt, in estimated tokens, where nothing else is set."""

CHARACTERS_PER_TOKEN = 3
"""For estimates. Swedish takes three to five characters a token, depending on the model."""

_MAX_TURN_LENGTH = 600  # characters of an earlier answer: enough to see what "det" means
_HISTORY_SHARE = 4  # earlier turns may take one part in four of a prompt
_LANE_NAMES = {"law": "lag", "guidance": "vägledning", "report": "rapport", "context": "sammanhang"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """Two messages: the fixed instructions, and the question with ``sources`` passages."""

    instructions: str
    message: str
    sources: int = 0


@cache
def _prompt_file() -> tuple[bytes, str, str]:
    """assistant/prompts/answer.md: its bytes, the version on its first line, and the rest."""
    raw = files("assistant").joinpath("prompts/answer.md").read_bytes()
    first, _, rest = raw.decode("utf-8").replace("\r\n", "\n").partition("\n")
    name, _, version = first.partition(":")
    if name.strip() != "version" or not version.strip():
        raise ValueError("assistant/prompts/answer.md does not begin with its version")
    return raw, version.strip(), rest.strip()


def instructions() -> str:
    """The fixed part of the prompt."""
    return _prompt_file()[2]


def prompt_stamp() -> PromptStamp:
    """Which instructions these are: their version, and the sha256 of the file that holds them."""
    raw, version, _ = _prompt_file()
    return PromptStamp(version=version, sha256=hashlib.sha256(raw).hexdigest())


def estimated_tokens(text: str) -> int:
    """About how many tokens ``text`` is to a model; no model's own tokens are known here."""
    return -(-len(text) // CHARACTERS_PER_TOKEN)


def build_prompt(
    question: str,
    history: Sequence[Turn],
    passages: Sequence[RetrievedPassage],
    entries: Mapping[str, CatalogueEntry],
    limit: int = PROMPT_TOKENS,
) -> Prompt:
    """The prompt: sources numbered from 1 in the order of ``passages``, the question word for word.

    Earlier turns are given with personal numbers masked. Addresses are never given. What does not
    fit within ``limit`` estimated tokens is left out, the oldest turns and the last passages; the
    question and the first passage are always there.
    """
    asked = f"Fråga: {question}"
    turns = tuple(_earlier(history, limit // _HISTORY_SHARE))
    told = sum(map(estimated_tokens, (instructions(), *turns, asked)))
    sources = _fitting(
        (
            _source(label, hit, entries[hit.passage.document_id])
            for label, hit in enumerate(passages, start=1)
        ),
        limit - told,
    )
    # Reckoned from the sources themselves, so that no source can hold the line that ends it.
    boundary = f"=====KÄLLOR {hashlib.sha256(''.join(sources).encode()).hexdigest()[:16]}====="
    parts = (boundary, *sources, boundary, *turns, asked)
    return Prompt(instructions=instructions(), message="\n\n".join(parts), sources=len(sources))


def _fitting(sources: Iterator[str], limit: int) -> tuple[str, ...]:
    """The first sources that are within ``limit`` tokens together, at least one."""
    kept: list[str] = []
    left = limit
    for source in sources:
        left -= estimated_tokens(source)
        if kept and left < 0:
            break
        kept.append(source)
    return tuple(kept)


def _source(label: int, hit: RetrievedPassage, entry: CatalogueEntry) -> str:
    lane = _LANE_NAMES[entry.lane.value]
    return f"{entry.short_title}, {hit.passage.pinpoint} ({lane})\n[{label}] {hit.passage.text}"


def _earlier(history: Sequence[Turn], limit: int) -> Iterator[str]:
    """The latest turns within ``limit`` tokens, oldest first, under a line that says why."""
    kept: list[str] = []
    for turn in reversed(history):
        answer = SOURCE_MARK.sub("", turn.answer)[:_MAX_TURN_LENGTH]
        told = f"Då frågades: {mask(turn.question)}\nDå svarades: {mask(answer)}"
        limit -= estimated_tokens(told)
        if limit < 0:
            break
        kept.append(told)
    if kept:
        yield "Tidigare i samtalet, bara för att du ska förstå frågan:"
    yield from reversed(kept)
