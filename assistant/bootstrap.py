"""The assistant put together: an open index, its encoder and, when set, a language model."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.metadata import version
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.added import AddedDocuments
from assistant.answering import answer_question
from assistant.companions import ProvisionKey, Provisions
from assistant.conversation import Answer, Emit, Question, RetrievedPassage
from assistant.grounding import Vocabulary
from assistant.model import ChatModel, open_model
from assistant.retrieval import LEGS, repaired_text, retrieve
from assistant.service import DocumentContents, DocumentOverview, ServiceInfo, ignore
from assistant.settings import Settings
from assistant.texts import LEXICAL_ONLY, MODEL_PAUSED
from assistant.wire import checked_text
from corpus.catalogue import load_catalogue
from corpus.cross_references import single_sections
from corpus.documents import CatalogueEntry, Edition, Lane, Passage, Place
from corpus.encoder_choice import open_index_encoder
from corpus.encoding import Encoder
from corpus.errors import UsageError
from corpus.index import Generation, IndexedSource, open_generation
from corpus.page_boxes import PageBox

DISTRIBUTION = "samverkanslotsen"


@dataclass(frozen=True, kw_only=True)
class Assistant:
    """Answers questions from one generation of the index; safe to use from several threads."""

    generation: Generation
    encoder: Encoder | None
    model: ChatModel | None = None
    model_name: str | None = None
    legs: tuple[str, ...] = LEGS
    today: Callable[[], date] = date.today

    def answer(self, question: Question, emit: Emit) -> Answer:
        """The answer to ``question``; see assistant/answering.py."""
        return answer_question(self, question, emit)

    def ask(self, text: str, *, as_of: date | None = None) -> Answer:
        """The answer to a question in words, as the law is on ``as_of`` or, without it, today.

        Raises:
            UsageError: the text is empty or over 1,000 characters.
        """
        question = Question(text=checked_text(text), as_of=as_of or self.today())
        return self.answer(question, ignore)

    def search(
        self, query: str, *, k: int, document_id: str | None, as_of: date
    ) -> tuple[RetrievedPassage, ...]:
        """The ``k`` best passages in force on ``as_of``, best first."""
        return retrieve(
            self.generation,
            self.encoder,
            query,
            as_of=as_of,
            k=k,
            document_id=document_id,
            legs_used=self.legs,
        )

    def repaired(self, query: str) -> str:
        """``query`` with its mistyped words as the index has them."""
        return repaired_text(self.generation, query)

    def documents(self) -> tuple[DocumentOverview, ...]:
        """The catalogue in its order, then what has been added to it."""
        return tuple(self._overview(entry) for entry in self.entries)

    def document(self, document_id: str) -> DocumentContents | None:
        """One document with its passages, or None where the id is unknown."""
        entry = next((e for e in self.entries if e.document_id == document_id), None)
        if entry is None:
            return None
        return DocumentContents(
            overview=self._overview(entry),
            passages=tuple(p for p in self.generation.passages if p.document_id == document_id),
            referred_by=self._referred_by.get(document_id, {}),
        )

    def passage(self, passage_id: str) -> Passage | None:
        """One passage, or None where the id is unknown."""
        return self.generation.passage(passage_id)

    def quote_boxes(self, passage_id: str, start: int, end: int) -> tuple[PageBox, ...]:
        """The boxes of a quotation, one for each printed line; see corpus/page_boxes.py."""
        return self.generation.quote_boxes(passage_id, start, end)

    def info(self) -> ServiceInfo:
        """What is running."""
        notices = [self.generation.notice] if self.generation.notice else []
        health = self.model.health() if self.model is not None else None
        if health is not None and health.pause_left:
            notices.append(MODEL_PAUSED)
        if self.encoder is None:
            notices.append(LEXICAL_ONLY)
        return ServiceInfo(
            version=version(DISTRIBUTION),
            generation=self.generation.name,
            built_at=self.generation.built_at,
            encoder=self.generation.encoder_name,
            model=self.model_name,
            model_health=health,
            notices=tuple(notices),
        )

    @cached_property
    def entries(self) -> tuple[CatalogueEntry, ...]:
        """Every known document: the catalogue's, then those that were added."""
        known = load_catalogue().entries
        ids = {entry.document_id for entry in known}
        added = (e for e in self.generation.entries.values() if e.document_id not in ids)
        return (*known, *added)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """How common each term is in the index, for telling what an answer must speak of."""
        return Vocabulary.of(self.generation)

    @cached_property
    def added(self) -> AddedDocuments:
        """The documents in the index that the catalogue knows nothing of."""
        return AddedDocuments.of(self.generation, self.vocabulary)

    @cached_property
    def documents_start(self) -> dict[str, date]:
        """The first day on which anything of each dated document applied."""
        starts: dict[str, date] = {}
        for passage in self.generation.passages:
            entry = self.generation.entries[passage.document_id]
            if entry.valid_from is not None:
                starts[passage.document_id] = entry.valid_from
        return starts

    @cached_property
    def addressees(self) -> dict[str, Passage]:
        """Our remark on whom a statute binds, by document id."""
        headings = load_catalogue().addressees
        return {
            passage.document_id: passage
            for passage in self.generation.passages
            if passage.heading_path[-1:] == (headings.get(passage.document_id),)
        }

    @cached_property
    def provisions(self) -> Provisions:
        """The passages of each provision of a statute, by document and pinpoint."""
        found: dict[ProvisionKey, tuple[Passage, ...]] = {}
        for passage in self.generation.passages:
            if self.generation.entries[passage.document_id].lane is Lane.LAW:
                # "3–4 a §§" of an account is where "3 §" of the statute's own words is.
                for pinpoint in {passage.pinpoint, *single_sections(passage.pinpoint)}:
                    place = (passage.document_id, pinpoint)
                    found[place] = (*found.get(place, ()), passage)
        return found

    @cached_property
    def places(self) -> dict[Place, tuple[Passage, ...]]:
        """The passages at each pinpoint of each document."""
        found: dict[Place, tuple[Passage, ...]] = {}
        for passage in self.generation.passages:
            place = Place(document_id=passage.document_id, pinpoint=passage.pinpoint)
            found[place] = (*found.get(place, ()), passage)
        return found

    @cached_property
    def lane_rows(self) -> dict[Lane, NDArray[np.bool_]]:
        """Which rows of the index are passages of each lane."""
        entries = self.generation.entries
        lanes = [entries[passage.document_id].lane for passage in self.generation.passages]
        return {lane: np.array([own is lane for own in lanes], dtype=np.bool_) for lane in Lane}

    @cached_property
    def _referred_by(self) -> dict[str, dict[str | None, tuple[Place, ...]]]:
        """By document and pinpoint: the places whose words refer to it, each once."""
        found: dict[str, dict[str | None, tuple[Place, ...]]] = {}
        for passage in self.generation.passages:
            here = Place(document_id=passage.document_id, pinpoint=passage.pinpoint)
            for target in passage.refers_to:
                places = found.setdefault(target.document_id, {})
                known = places.get(target.pinpoint, ())
                if here not in known:
                    places[target.pinpoint] = (*known, here)
        return found

    @cached_property
    def _passage_counts(self) -> Counter[str]:
        return Counter(passage.document_id for passage in self.generation.passages)

    @cached_property
    def _pinpoints(self) -> dict[str, dict[str, None]]:
        """By document: its places, each once, in order of reading."""
        found: dict[str, dict[str, None]] = {}
        for passage in self.generation.passages:
            found.setdefault(passage.document_id, {})[passage.pinpoint] = None
        return found

    @cached_property
    def _originals(self) -> dict[str, IndexedSource]:
        """By document: the file that its own words were read from."""
        return {
            source.document_id: source
            for source in self.generation.sources
            if source.edition is Edition.ORIGINAL and source.passages
        }

    @cached_property
    def _states(self) -> dict[str, str]:
        states: dict[str, list[str]] = {}
        for source in self.generation.sources:
            states.setdefault(source.document_id, []).append(source.state)
        return {document_id: _combined(found) for document_id, found in states.items()}

    def _overview(self, entry: CatalogueEntry) -> DocumentOverview:
        return DocumentOverview(
            entry=entry,
            state=self._states.get(entry.document_id, "missing"),
            passages=self._passage_counts[entry.document_id],
            original=self._originals.get(entry.document_id),
            pinpoints=tuple(self._pinpoints.get(entry.document_id, ())),
        )

    def close(self) -> None:
        """Release the index's files and the model's connections."""
        self.generation.close()
        if self.model is not None:
            self.model.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _combined(states: Sequence[str]) -> str:
    """One state for a document that has several sources."""
    if {"digest", "original"} <= set(states):
        return "both"
    return next((s for s in ("both", "original", "digest", "failed") if s in states), "missing")


def build_assistant(settings: Settings | None = None) -> Assistant:
    """Open the published index and what else the settings name.

    Raises:
        IndexUnavailableError: there is no sound index.
        UsageError: a setting names an encoder or a model that can't be used.
    """
    settings = settings or Settings()
    generation = open_generation(settings.data_dir)
    try:
        encoder = open_index_encoder(settings.encoder, settings.data_dir, generation.encoder_name)
        model = open_settings_model(settings)
        legs = legs_of(settings.legs, encoder)
    except BaseException:
        generation.close()
        raise
    return Assistant(
        generation=generation,
        encoder=encoder,
        model=model,
        model_name=settings.model or None,
        legs=legs,
    )


def legs_of(names: str, encoder: Encoder | None) -> tuple[str, ...]:
    """The legs that a setting such as "bm25,dense" names; empty means all.

    Raises:
        UsageError: one of them is unknown, or there is none to search with.
    """
    named = {name.strip() for name in names.split(",") if name.strip()} or set(LEGS)
    there = set(LEGS) if encoder is not None else set(LEGS) - {"dense"}
    if not named <= set(LEGS) or not named & there:
        known = ", ".join(leg for leg in LEGS if leg in there)
        raise UsageError(f"LOTSEN_LEGS ska vara ett eller flera av {known}, med komma mellan.")
    return tuple(leg for leg in LEGS if leg in named)


def open_settings_model(settings: Settings, *, any_json: bool = False) -> ChatModel | None:
    """The language model that the settings name, None where they name none.

    ``any_json`` is for prompts that ask for something else than an answer.

    Raises:
        UsageError: it can't be used.
    """
    if not settings.model:
        return None
    from assistant.model_options import Limits  # noqa: PLC0415 - httpx takes 0.1 s

    return open_model(
        settings.model,
        settings.model_base_url or None,
        settings.model_api_key.get_secret_value() or None,
        Limits(
            timeout_s=settings.model_timeout,
            prompt_tokens=settings.model_prompt_tokens,
            reply_tokens=settings.model_reply_tokens,
            pause_s=settings.model_pause,
        ),
        any_json=any_json,
    )
