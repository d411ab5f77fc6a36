"""What a reviewer sees of a run: its question and answer, without the run's name and scores.

data directory –(``stored_run``)→ PastRun –(``asked_in``, ``shown_answer``)→ what a template shows.
Everything in a run is untrusted text: it is only shown, and escaped by the template.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.conversation import AnswerStatus, Turn
from assistant.personal_data import mask
from assistant.service import Answerer
from corpus.dates import swedish_date
from corpus.documents import Lane
from corpus.errors import UsageError
from evals.answers import MASKED
from evals.past_runs import PastCase, PastRun, read_past
from evals.run_folder import CASES_FILE, RunFolder, run_folders
from ui.labels import source_link
from ui.staff import texts
from ui.staff.questions import case_sets
from ui.texts import LANE_LABELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, what was said before it, and the day that it is about; None where it is today.

    ``hidden`` when it holds personal data and is not shown.
    """

    question: str
    history: Sequence[Turn] = ()
    as_of: date | None = None
    hidden: bool = False

    @property
    def day(self) -> str:
        """The day in Swedish, "" for none."""
        return swedish_date(self.as_of) if self.as_of else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an answer with the labels of its citations."""

    text: str
    lane: str
    labels: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A citation; ``address`` below the service's root, "" where the place is gone."""

    label: str
    place: str
    quote: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAnswer:
    """An answer as the reviewer sees it; ``outcome`` is "" for one with sentences."""

    outcome: str
    sentences: Sequence[Sentence]
    quotes: Sequence[Quote]


def judged_folders(data_dir: Path) -> tuple[RunFolder, ...]:
    """The runs whose answers can be reviewed, the latest first."""
    return tuple(one for one in run_folders(data_dir) if (one.path / CASES_FILE).is_file())


def stored_run(data_dir: Path, name: str) -> PastRun | None:
    """The run of that name, None when it is gone; the name is looked up and never joined to a path.

    Raises:
        UsageError: it can't be read.
    """
    folder = next((one for one in judged_folders(data_dir) if one.name == name), None)
    return read_past(folder) if folder else None


def case_in(past: PastRun | None, case_id: str) -> PastCase | None:
    """The run's case of that id."""
    return next((case for case in past.cases if case.id == case_id), None) if past else None


def readable_run(data_dir: Path, name: str) -> PastRun | None:
    """The same as ``stored_run``, but a run that can't be read counts as gone."""
    try:
        return stored_run(data_dir, name)
    except UsageError:
        return None


def asked_in(case: PastCase) -> Asked:
    """What was asked; the turns before it are known of the cases that come with the program."""
    question = str(case.body.get("question", ""))
    if question == MASKED:
        return Asked(question=MASKED, hidden=True)
    for own in case_sets().get(case.set, ()):
        if own.id == case.id and own.question == question:
            turns = [Turn(question=mask(t.question), answer=mask(t.answer)) for t in own.history]
            return Asked(question=mask(question), history=turns, as_of=own.as_of)
    return Asked(question=mask(question))


def shown_answer(case: PastCase, answerer: Answerer) -> ShownAnswer:
    """The answer with links to the places that it quotes, as far as they are still there."""
    titles = {row.entry.document_id: row.entry.short_title for row in answerer.documents()}
    sentences = tuple(
        Sentence(
            text=mask(str(said.get("text", ""))),
            lane=_lane(said.get("lane")),
            labels=tuple(str(label) for label in _list(said.get("labels"))),
        )
        for said in _mappings(case.body.get("statements"))
    )
    quotes = tuple(
        _quote(citation, titles, answerer) for citation in _mappings(case.body.get("citations"))
    )
    outcome = "" if sentences else _outcome(case.status)
    return ShownAnswer(outcome=outcome, sentences=sentences, quotes=quotes)


def _quote(citation: Mapping[str, Any], titles: Mapping[str, str], answerer: Answerer) -> Quote:
    document_id, quote = str(citation.get("document_id", "")), str(citation.get("quote", ""))
    label, passage_id = str(citation.get("label", "")), str(citation.get("passage_id", ""))
    passage = answerer.passage(passage_id)
    address = ""
    if passage is not None and label.isascii() and label.isdecimal():
        start = passage.text.find(quote) if quote else -1
        span = (start, start + len(quote)) if start >= 0 else None
        address = source_link(int(label), passage_id, span=span, quote=quote)
    place = f"{titles.get(document_id, document_id)}, {citation.get('pinpoint', '')}"
    return Quote(label=label, place=place, quote=mask(quote), address=address)


def _outcome(status: str) -> str:
    try:
        return texts.STATUSES[AnswerStatus(status)]
    except ValueError:
        return status


def _lane(value: object) -> str:
    try:
        return LANE_LABELS[Lane(str(value))]
    except ValueError:
        return ""


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _mappings(value: object) -> Sequence[Mapping[str, Any]]:
    return [one for one in _list(value) if isinstance(one, dict)]
