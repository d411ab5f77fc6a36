"""What the tab kept → the conversation again, every quotation checked anew against the sources."""

import json
from contextlib import suppress
from dataclasses import replace

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.conversation import Answer
from assistant.service import Answerer
from assistant.wire import MAX_QUESTION
from corpus.errors import UsageError
from ui import texts
from ui.answer_pass import KeptAnswer, read_passes
from ui.recent import RecentAnswers, folded
from ui.talk import Talk


class KeptTab(BaseModel):
    """What the script hands back: the answers, the tab's name, and the question it waits for."""

    model_config = ConfigDict(extra="ignore")
    svar: list[dict[str, object]] = Field(default_factory=list)
    flik: str = Field(default="", max_length=100)
    vantar: str = Field(default="", max_length=MAX_QUESTION)


def restored(raw: str, answerer: Answerer, recent: RecentAnswers) -> Talk:
    """The conversation that the tab kept, with the answer it waits for when that is finished.

    An answer that can't be read is left out; where none can, the person begins anew.
    """
    try:
        tab = KeptTab.model_validate_json(raw)
    except ValidationError:
        return Talk()
    answers = [_told(one) for given in tab.svar for one in _readable(given, answerer)]
    # The page may have got its answer and been left before it had noted so.
    has = [folded(answer.question) for answer in answers[-1:]]
    waits = tab.vantar and folded(tab.vantar) not in has
    finished = recent.take(tab.flik, tab.vantar) if waits else None
    answers += [finished] if finished else []
    return Talk(earlier=tuple(answers[:-1]), newest=answers[-1]) if answers else Talk()


def _readable(given: dict[str, object], answerer: Answerer) -> tuple[KeptAnswer, ...]:
    with suppress(UsageError):
        return read_passes(json.dumps([given]), answerer)
    return ()


def _told(kept: KeptAnswer) -> Answer:
    if not kept.changed or texts.SOURCE_CHANGED in kept.answer.notices:
        return kept.answer
    return replace(kept.answer, notices=(texts.SOURCE_CHANGED, *kept.answer.notices))
