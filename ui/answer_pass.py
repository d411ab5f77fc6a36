"""Answer ↔ svarspass: the answer as data that the reader's own tab keeps, and hands back later.

What comes back is untrusted: ui/pass_body.py bounds it, ui/kept_answers.py holds it against the
index.
"""

import json

from assistant.conversation import Answer
from assistant.service import Answerer
from assistant.wire import answer_json
from ui.kept_answers import KeptAnswer, Shelf, kept
from ui.pass_body import read_bodies

__all__ = ["KeptAnswer", "pass_of", "read_passes"]


def pass_of(answer: Answer) -> str:
    """The answer as JSON text, in the shape of docs/interface.md."""
    return json.dumps(answer_json(answer), ensure_ascii=False, separators=(",", ":"))


def read_passes(raw: str, answerer: Answerer) -> tuple[KeptAnswer, ...]:
    """The answers of a JSON array of svarspass, oldest first, each held against ``answerer``.

    Raises:
        UsageError: the text is no such array, too long, or holds more answers than a tab keeps.
        IndexUnavailableError: the sources can't be read.
    """
    shelf = Shelf(answerer)
    return tuple(kept(body, shelf) for body in read_bodies(raw))
