"""Our search as a LangChain retriever, for those who build something of their own with LangChain.

    with build_assistant() as assistant:
        retriever = as_retriever(assistant, k=5)
        documents = retriever.invoke("Måste kommunen ta fram en lägesbild?")

Imported only by those who want it: LangChain takes half a second.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableConfig
from pydantic import ConfigDict, SkipValidation

from assistant.conversation import RetrievedPassage
from assistant.personal_data import find_personal_numbers
from corpus.documents import CatalogueEntry
from corpus.errors import UsageError

_PERSONAL_NUMBER = "Frågan innehåller ett personnummer: ta bort det och sök igen."


class _Entries(Protocol):
    @property
    def entries(self) -> Mapping[str, CatalogueEntry]: ...


class Searches(Protocol):
    """What the retriever needs of an assistant; assistant/bootstrap.py's is one."""

    @property
    def generation(self) -> _Entries:
        """The open index, which knows its documents."""
        ...

    def search(
        self, query: str, *, k: int, document_id: str | None, as_of: date
    ) -> tuple[RetrievedPassage, ...]:
        """The ``k`` best passages in force on ``as_of``, best first."""
        ...


class PassageRetriever(BaseRetriever):
    """The ``k`` best passages as LangChain documents, best first; see ``as_retriever``."""

    model_config = ConfigDict(arbitrary_types_allowed=True, frozen=True)

    assistant: SkipValidation[Searches]
    k: int = 10
    document_id: str | None = None
    as_of: date | None = None

    def invoke(
        self,
        input: str,  # noqa: A002 - LangChain's name
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> list[Document]:
        """The passages, best first.

        Raises:
            UsageError: the query holds a personal number. It is told before any callback is, since
                callbacks may send what they see to others.
        """
        _refuse_personal_numbers(input)
        return super().invoke(input, config, **kwargs)

    async def ainvoke(
        self,
        input: str,  # noqa: A002 - LangChain's name
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> list[Document]:
        """The same, awaited."""
        _refuse_personal_numbers(input)
        return await super().ainvoke(input, config, **kwargs)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain passes it
    ) -> list[Document]:
        day = self.as_of or date.today()  # noqa: DTZ011 - the reader's own calendar day
        hits = self.assistant.search(query, k=self.k, document_id=self.document_id, as_of=day)
        return [_document(hit, self.assistant.generation.entries) for hit in hits]


def _refuse_personal_numbers(query: str) -> None:
    if find_personal_numbers(query):
        raise UsageError(_PERSONAL_NUMBER)


def _document(hit: RetrievedPassage, entries: Mapping[str, CatalogueEntry]) -> Document:
    passage = hit.passage
    entry = entries[passage.document_id]
    return Document(
        id=passage.passage_id,
        page_content=passage.text,
        metadata={
            "passage_id": passage.passage_id,
            "document_id": passage.document_id,
            "title": entry.title,
            "pinpoint": passage.pinpoint,
            "lane": entry.lane.value,
            "edition": passage.edition.value,
            "score": hit.score,
            "url": entry.url,
        },
    )


def as_retriever(
    assistant: Searches,
    *,
    k: int = 10,
    document_id: str | None = None,
    as_of: date | None = None,
) -> PassageRetriever:
    """A retriever over the assistant's index: ``k`` passages in force on ``as_of``, or today.

    Each document's metadata holds passage_id, document_id, title, pinpoint, lane, edition, score
    (0–1, higher is better) and url. A query with a personal number raises UsageError.
    """
    return PassageRetriever(assistant=assistant, k=k, document_id=document_id, as_of=as_of)
