"""What the tab kept → the conversation again, every quotation checked anew against the sources."""

import json
from dataclasses import replace

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.conversation import Answer
from assistant.service import Answerer
from assistant.wire import MAX_QUESTION
from corpus.errors import UsageError
from ui import texts
from ui.answer_pass import KeptAnswer, read_passes
from ui.recent import RecentAnswers
from ui.talk import Talk


class KeptTab(BaseModel):
    """What the script hands back: the answers, the tab's name, and the question it waits for."""

    model_config = ConfigDict(extra="ignore")
    svar: list[dict[str, object]] = Field(default_factory=list)
    flik: str = Field(default="", max_length=100)
    vantar: str = Field(default="", max_length=MAX_QUESTION)


def restored(raw: str, answerer: Answerer, recent: RecentAnswers) -> Talk:
    """The conversation that the tab kept, with the answer it waits for when that is finished.

    What can't be read gives an empty one: the person begins anew.
    """
    try:
        tab = KeptTab.model_validate_json(raw)
        kept = read_passes(json.dumps(tab.svar), answerer) if tab.svar else ()
    except (ValidationError, UsageError):
        return Talk()
    answers = [_told(one) for one in kept]
    # The page may have got its answer and been left before it had noted so.
    waits = tab.vantar and tab.vantar not in (answer.question for answer in answers[-1:])
    finished = recent.take(tab.flik, tab.vantar) if waits else None
    answers += [finished] if finished else []
    return Talk(earlier=tuple(answers[:-1]), newest=answers[-1]) if answers else Talk()


def _told(kept: KeptAnswer) -> Answer:
    if not kept.changed or texts.SOURCE_CHANGED in kept.answer.notices:
        return kept.answer
    return replace(kept.answer, notices=(texts.SOURCE_CHANGED, *kept.answer.notices))
