"""The assistant as a LangChain Runnable, on a scripted assistant."""

import asyncio
from dataclasses import dataclass, field
from datetime import date

import pytest
from fakes_answers import FakeAnswerer
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import RunnableLambda

from assistant.conversation import Answer, Emit, Mode, Question, Turn
from assistant.langchain_retriever import as_retriever
from assistant.langchain_runnable import as_runnable
from corpus.errors import UsageError

QUESTION = "Måste kommunen kartlägga brottsligheten?"
WITH_NUMBER = "Får 121212-1212 stöd?"


@dataclass
class Remembering:
    """Answers as the scripted assistant does, and remembers what was asked."""

    asked: list[Question] = field(default_factory=list)
    answerer: FakeAnswerer = field(default_factory=FakeAnswerer)

    def answer(self, question: Question, emit: Emit) -> Answer:
        self.asked.append(question)
        return self.answerer.answer(question, emit)


class Watching(BaseCallbackHandler):
    """Sees what LangChain hands to those who follow a run."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def on_chain_start(self, serialized, inputs, **kwargs):
        self.seen.append(str(inputs))

    def on_retriever_start(self, serialized, query, **kwargs):
        self.seen.append(str(query))


def test_a_question_in_words_gives_the_answers_json() -> None:
    answer = as_runnable(Remembering()).invoke(QUESTION)
    assert (answer["status"], answer["question"]) == ("answered", QUESTION)
    assert answer["citations"][0]["document_id"] == "sfs-2023-196"


def test_the_fields_of_a_batch_line_reach_the_question() -> None:
    assistant = Remembering()
    as_runnable(assistant).invoke(
        {
            "question": QUESTION,
            "history": [{"question": "Finns det en lag?", "answer": "Ja."}],
            "as_of": date(2024, 5, 1),
            "mode": "extractive",
        }
    )
    assert assistant.asked == [
        Question(
            text=QUESTION,
            as_of=date(2024, 5, 1),
            history=(Turn(question="Finns det en lag?", answer="Ja."),),
            mode=Mode.EXTRACTIVE,
        )
    ]


def test_it_composes_batches_and_may_be_awaited() -> None:
    chain = RunnableLambda(str.strip) | as_runnable(Remembering()) | (lambda a: a["question"])
    assert chain.batch([f" {QUESTION} ", "Vem leder rådet? "]) == [QUESTION, "Vem leder rådet?"]
    assert asyncio.run(chain.ainvoke(f"{QUESTION}  ")) == QUESTION


@pytest.mark.parametrize("asked", ["", " ", "x" * 1_001, {"question": "Vad?", "as_of": "i går"}])
def test_a_wrong_question_is_a_usage_error(asked: object) -> None:
    assistant = Remembering()
    with pytest.raises(UsageError):
        as_runnable(assistant).invoke(asked)
    assert assistant.asked == []


def test_callbacks_follow_a_question_but_never_see_a_personal_number() -> None:
    watching = Watching()
    runnable, config = as_runnable(Remembering()), {"callbacks": [watching]}
    runnable.invoke(QUESTION, config)
    assert watching.seen == [QUESTION]
    answer = runnable.invoke(WITH_NUMBER, config)
    assert answer["status"] == "blocked_personal_data"
    in_history = [{"question": WITH_NUMBER, "answer": ""}]
    runnable.invoke({"question": QUESTION, "history": in_history}, config)
    assert watching.seen == [QUESTION]


def test_nor_do_those_of_the_retriever() -> None:
    watching = Watching()
    retriever = as_retriever(FakeAnswerer())
    for ask in (retriever.invoke, lambda *a: asyncio.run(retriever.ainvoke(*a))):
        with pytest.raises(UsageError, match="personnummer"):
            ask(WITH_NUMBER, {"callbacks": [watching]})
    assert watching.seen == []
