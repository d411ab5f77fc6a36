"""The whole assistant as a LangChain Runnable: a question in, the answer of docs/interface.md out.

    with build_assistant() as assistant:
        answer = as_runnable(assistant).invoke("Måste kommunen ta fram en lägesbild?")

It composes as others do (``prepare | as_runnable(assistant) | show``) and has ``batch`` and
``ainvoke``.
Imported only by those who want it: LangChain takes half a second.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from langchain_core.runnables import Runnable, RunnableConfig

from assistant.conversation import Answer, Emit, Question
from assistant.personal_data import find_personal_numbers
from assistant.service import ignore
from assistant.wire import answer_json, question_from, read_body

Asked = str | Mapping[str, Any]
"""A question's text, or the fields of a batch line: question, history, as_of, mode."""


class Answers(Protocol):
    """What the runnable needs of an assistant; assistant/bootstrap.py's is one."""

    def answer(self, question: Question, emit: Emit) -> Answer:
        """The answer to ``question``."""
        ...


class AnswerRunnable(Runnable[Asked, dict[str, Any]]):
    """Answers questions; see ``as_runnable``."""

    def __init__(self, assistant: Answers) -> None:
        self._assistant = assistant

    def invoke(
        self,
        input: Asked,  # noqa: A002 - LangChain's name
        config: RunnableConfig | None = None,
        **_kwargs: Any,
    ) -> dict[str, Any]:
        """The answer as ``lotsen ask --json`` prints it.

        Raises:
            UsageError: the question is empty or over 1,000 characters, or a field is wrong.
        """
        # Callbacks may send what they see to others: a personal number never reaches them.
        if find_personal_numbers(_line(input)):
            return self._answer(input)
        return self._call_with_config(self._answer, input, config)

    def _answer(self, asked: Asked) -> dict[str, Any]:
        today = date.today()  # noqa: DTZ011 - the reader's own calendar day
        question = question_from(read_body(_line(asked)), today=today)
        return answer_json(self._assistant.answer(question, ignore))


def _line(asked: Asked) -> str:
    """The question as a line of a batch."""
    fields = {"question": asked} if isinstance(asked, str) else dict(asked)
    return json.dumps(fields, default=str, ensure_ascii=False)


def as_runnable(assistant: Answers) -> AnswerRunnable:
    """The assistant as a Runnable: text or a batch line's fields in, the answer's JSON out."""
    return AnswerRunnable(assistant)
