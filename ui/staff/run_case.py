"""A case's page: asked, expected, answered, how it was judged, and what the search finds now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from assistant.conversation import AnswerStatus, Citation, Turn
from assistant.personal_data import find_personal_numbers, mask
from corpus.dates import swedish_date
from corpus.errors import LotsenError, UsageError
from evals.answers import MASKED
from evals.case_drafts import draft_toml
from evals.golden import EvalCase
from evals.measures import MEASURES
from evals.past_runs import PastCase
from evals.run_folder import RunFolder
from ui.labels import source_link
from ui.site_page import typed
from ui.staff import run_texts, run_words, texts
from ui.staff.frame import Visit
from ui.staff.run_cases import attachment, expected_words, parts_of, status_words
from ui.staff.run_desk import RunDesk, answer_of, known_case, past_of
from ui.staff.search_legs import Found, Place, found_now

DRAFT_NAME = "testfraga.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationRow:
    """A citation as it was stored, with the address of its passage."""

    label: str
    place: str
    quote: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """A sentence of the answer with the labels of its citations."""

    text: str
    labels: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """A measure of the case: its value, and why it is so."""

    title: str
    value: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A judged case as pages show it; ``is_hidden`` when the question must not be shown."""

    id: str
    set: str
    question: str
    is_hidden: bool
    earlier: tuple[Turn, ...]
    day: str
    expected: str
    got: str
    gold: tuple[str, ...]
    statements: tuple[StatementRow, ...]
    citations: tuple[CitationRow, ...]
    scores: tuple[ScoreRow, ...]


def case_page(visit: Visit, desk: RunDesk, folder: RunFolder, case_id: str) -> Response | None:
    """The page of one case of a run; None where the run has no such case.

    The address may ask for a draft: ``?slag=&vantat=``, and with ``fil=1`` for it as a file.
    """
    found = case_in(folder, case_id)
    if found is None:
        return None
    known = known_case(found.id, found.set)
    view = case_view(folder, found, known)
    draft = _draft(visit, view, known, folder.name)
    if draft and typed(visit.request, "fil") == "1":
        return attachment(draft.encode(), DRAFT_NAME, "application/toml")
    searched, unsearched = _searched(desk, view, known, found)
    kind = typed(visit.request, "slag") or str(found.body.get("kind", ""))
    return visit.page(
        "utvardering_fall",
        f"{run_texts.CASE_PAGE} {view.id}",
        run=folder.name,
        case=view,
        known=known is not None,
        no_case=run_texts.NO_CASE,
        found=searched,
        unsearched=unsearched,
        follows_up=run_texts.FOLLOWS_UP if view.earlier else "",
        no_draft=run_texts.NO_DRAFT if view.is_hidden else "",
        statuses=[(s.value, said) for s, said in texts.STATUSES.items() if s.value != "error"],
        chosen_status=typed(visit.request, "vantat") or _first(found.body.get("expected_status")),
        kinds=[(name, run_words.kind(name)) for name in sorted({*run_texts.KINDS, kind})],
        kind=kind,
    )


def case_in(folder: RunFolder, case_id: str) -> PastCase | None:
    """The judged case of that id, None where there is none."""
    try:
        cases = past_of(folder).cases
    except UsageError:
        return None
    return next((case for case in cases if case.id == case_id), None)


def case_view(folder: RunFolder, found: PastCase, known: EvalCase | None) -> CaseView:
    """The case as it was answered in the run of ``folder``; ``known`` is how it is written now."""
    question = str(found.body.get("question", ""))
    hidden = question == MASKED or found.status == AnswerStatus.BLOCKED_PERSONAL_DATA.value
    hidden = hidden or (known is not None and known.holds_personal_data)
    kept = answer_of(folder, found.id)
    spans = {c.label: c for c in kept.answer.citations} if kept else {}
    as_of = kept.answer.as_of if kept else None
    return CaseView(
        id=found.id,
        set=found.set,
        question=MASKED if hidden else mask(question),
        is_hidden=hidden or bool(find_personal_numbers(question)),
        earlier=() if hidden or known is None else tuple(map(_masked, known.history)),
        day=swedish_date(as_of) if as_of else "",
        expected=expected_words(found.body.get("expected_status")),
        got=status_words(found.status),
        gold=tuple(f"{place}, {pinpoint}" for place, pinpoint in gold_of(found, known)),
        statements=tuple(_statements(found)),
        citations=tuple(_citations(found, spans)),
        scores=tuple(_scores(found)),
    )


def gold_of(found: PastCase, known: EvalCase | None) -> list[Place]:
    """The places of a right answer: as the case is now, else as the run kept them."""
    if known is not None:
        return [(gold.document_id, gold.pinpoint) for gold in known.gold]
    return [
        (str(gold.get("document_id", "")), str(gold.get("pinpoint", "")))
        for gold in parts_of(found, "gold")
    ]


def _statements(found: PastCase) -> Iterator[StatementRow]:
    for one in parts_of(found, "statements"):
        labels = one.get("labels")
        shown = ", ".join(map(str, labels)) if isinstance(labels, list) else ""
        yield StatementRow(text=str(one.get("text", "")), labels=shown)


def _citations(found: PastCase, spans: dict[int, Citation]) -> Iterator[CitationRow]:
    for one in parts_of(found, "citations"):
        label, quote = one.get("label"), str(one.get("quote", ""))
        kept = spans.get(label) if isinstance(label, int) else None
        span = (kept.start, kept.end) if kept is not None and kept.quote == quote else None
        number = label if isinstance(label, int) else 1
        yield CitationRow(
            label=str(label),
            place=f"{one.get('document_id', '')}, {one.get('pinpoint', '')}",
            quote=quote,
            link=source_link(number, str(one.get("passage_id", "")), span=span, quote=quote),
        )


def _scores(found: PastCase) -> Iterator[ScoreRow]:
    for name, measure in MEASURES.items():
        if (score := found.scores.get(name)) is not None:
            shown = (
                run_words.figure(measure, score.value)
                if measure.unit
                else run_words.score(score.value)
            )
            yield ScoreRow(title=measure.title, value=shown, why=run_words.reason(score.why))


def _searched(
    desk: RunDesk, view: CaseView, known: EvalCase | None, found: PastCase
) -> tuple[Found | None, str]:
    """What the search finds now, or why it is not asked."""
    if view.is_hidden:
        return None, run_texts.HIDDEN_SEARCH
    day = known.as_of if known is not None and known.as_of else date.today()  # noqa: DTZ011 - the reader's own calendar
    try:
        return found_now(desk.answerer, view.question, day, gold_of(found, known)), ""
    except LotsenError:
        return None, run_texts.NOT_SEARCHED


def _draft(visit: Visit, view: CaseView, known: EvalCase | None, run: str) -> str:
    """The draft that the address asks for, "" where it asks for none or none may be made."""
    wanted = typed(visit.request, "vantat")
    if view.is_hidden or wanted not in {status.value for status in AnswerStatus}:
        return ""
    return draft_toml(
        case_id=f"{view.id}-utkast",
        kind=typed(visit.request, "slag"),
        question=view.question,
        history=view.earlier,
        as_of=known.as_of if known else None,
        status=AnswerStatus(wanted),
        remarks=_remarks(view, run),
    )


def _remarks(view: CaseView, run: str) -> Sequence[str]:
    cited = "; ".join(row.place for row in view.citations) or "inget"
    return (
        f"Utkast ur körning {run}, testfråga {view.id}.",
        f"Svaret blev {view.got} och citerade: {cited}.",
        "Fyll i gold och nuggets, ändra checked när fallet är granskat.",
    )


def _masked(turn: Turn) -> Turn:
    return Turn(question=mask(turn.question), answer=mask(turn.answer))


def _first(value: object) -> str:
    return str(value[0]) if isinstance(value, list) and value else str(value or "")
