"""Added documents beside the catalogue's: when they answer, and when they stay out of the way."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest

from assistant.added import MOST_ADDED, AddedDocuments, look_up
from assistant.answering import understood
from assistant.bootstrap import Assistant, build_assistant
from assistant.conversation import Answer, AnswerStatus, Question
from assistant.retrieval import retrieve
from assistant.service import ignore
from assistant.settings import Settings
from corpus.documents import Lane
from corpus.encoding import open_encoder
from ingest.library import add_files
from ingest.pipeline import build_generation

DAY = date(2026, 3, 1)
PLAN = """# Trygghetsplan för Lekeby 2031

## Cykelpoolen

Cykelpoolens styrelse träffas varje torsdag i biblioteket.

## Lägesbilden

Lekeby uppdaterar sin lägesbild varje vecka i stället för vartannat år.
"""
COPY = """# Hur ofta måste vi göra om lägesbilden

Hur ofta måste vi göra om lägesbilden? Lägesbilden måste göras om varje fredag.
"""
POOLS = "\n\n".join(
    f"## Cykelpool {n}\n\nCykelpoolen nummer {n} har en styrelse som träffas i lokal {n}."
    for n in range(12)
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("egna")
    texts = {"plan.md": PLAN, "kopia.md": COPY, "pooler.md": f"# Pooler\n\n{POOLS}\n"}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    data = tmp_path_factory.mktemp("data")
    add_files(data, [folder])
    build_generation(data, open_encoder(""))
    with build_assistant(Settings(data_dir=data, model="", encoder="")) as built:
        yield built


def ask(assistant: Assistant, text: str) -> Answer:
    return assistant.answer(Question(text=text, as_of=DAY), ignore)


def cited(answer: Answer) -> set[str]:
    return {citation.document_id for citation in answer.citations}


def test_an_added_document_answers_what_the_catalogue_does_not(assistant: Assistant) -> None:
    found = ask(assistant, "Var träffas cykelpoolens styrelse?")
    assert found.status is AnswerStatus.ANSWERED
    assert all("styrelse" in citation.quote for citation in found.citations)
    assert {citation.lane for citation in found.citations} == {Lane.CONTEXT}


def test_a_copy_of_a_question_does_not_come_before_the_law(assistant: Assistant) -> None:
    found = ask(assistant, "Hur ofta måste vi göra om lägesbilden?")
    assert found.status is AnswerStatus.ANSWERED
    assert all(not name.startswith("lokal-") for name in cited(found))


def test_a_document_that_is_named_is_asked(assistant: Assistant) -> None:
    question = Question(text="Hur ofta uppdateras lägesbilden i Lekeby?", as_of=DAY)
    asked, own = understood(question, assistant.vocabulary)
    there = {hit.passage.document_id for hit in look_up(assistant, question, asked, own).valid}
    assert "lokal-trygghetsplan-for-lekeby-2031" in there
    assert "lokal-hur-ofta-maste-vi-gora-om-lagesbilden" not in there


def test_what_the_law_says_is_not_told_by_an_added_document(assistant: Assistant) -> None:
    for text in (
        "Var träffas cykelpoolens styrelse enligt lagen?",
        "Vad säger 47 § om cykelpoolens styrelse?",
        "Vad säger Brå om var cykelpoolens styrelse träffas?",
    ):
        assert all(not name.startswith("lokal-") for name in cited(ask(assistant, text))), text


def test_few_passages_of_unnamed_documents_are_taken(assistant: Assistant) -> None:
    question = Question(text="Var träffas cykelpoolens styrelse?", as_of=DAY)
    asked, own = understood(question, assistant.vocabulary)
    sources = look_up(assistant, question, asked, own)
    added = [hit for hit in sources.found if hit.passage.document_id.startswith("lokal-")]
    assert sources.lacking is None
    assert 0 < len(added) <= MOST_ADDED < len(sources.found)


def test_rows_left_out_are_searched_as_if_not_there(
    assistant: Assistant, bundled: Assistant
) -> None:
    rows = assistant.added.rows
    for text in ("Hur ofta måste vi göra om lägesbilden?", "Who decides on the action plan?"):
        beside = retrieve(
            assistant.generation, assistant.encoder, text, as_of=None, k=20, left_out=rows
        )
        alone = retrieve(bundled.generation, bundled.encoder, text, as_of=None, k=20)
        assert [hit.passage.passage_id for hit in beside] == [h.passage.passage_id for h in alone]
        assert np.allclose([h.score for h in beside], [h.score for h in alone], atol=1e-4)


def test_an_index_without_added_documents_leaves_nothing_out(bundled: Assistant) -> None:
    added = AddedDocuments.of(bundled.generation, bundled.vocabulary)
    assert not added.rows.any()
    assert added.unnamed("Trygghetsplan för Lekeby") is None
