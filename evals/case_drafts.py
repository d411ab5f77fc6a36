"""A question that went wrong → a draft of an evaluation case, as TOML for ``evals/cases.py``.

A draft can be run as it is, but expects nothing beyond a status: what a right answer holds is for a
person to fill in, and ``checked`` says that nobody has.
"""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from assistant.conversation import AnswerStatus, Turn
from evals.golden import UNCHECKED


def draft_toml(  # noqa: PLR0913 - each is a field of the case
    *,
    case_id: str,
    kind: str,
    question: str,
    history: Sequence[Turn],
    as_of: date | None,
    status: AnswerStatus,
    remarks: Iterable[str],
) -> str:
    """The case alone, without the file's ``set``, below its remarks for whoever finishes it.

    Whatever the texts hold, they stay in their places: a remark on its line, a text in its quotes.
    """
    turns = ", ".join(
        f"{{ question = {quoted(turn.question)}, answer = {quoted(turn.answer)} }}"
        for turn in history
    )
    lines = [
        *(f"# {_one_line(remark)}" for remark in remarks),
        "[[case]]",
        f"id = {quoted(case_id)}",
        f"question = {quoted(question)}",
        'audience = ""',
        f"kind = {quoted(kind)}",
        f'expected_status = "{status.value}"',
        "gold = []",
        "nuggets = []",
        "forbidden = []",
        f"history = [{turns}]",
        *([f"as_of = {as_of.isoformat()}"] if as_of else []),
        f'checked = "{UNCHECKED}"',
    ]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A TOML string: JSON's escapes, and for DEL, which only TOML minds."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _one_line(text: str) -> str:
    """The text as a remark can hold it: on one line, without control and half characters."""
    shown = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)
    return " ".join(shown.split())
