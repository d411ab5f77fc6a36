"""How alike a review's reviewers judge, as the page of agreement shows it, and what they settle on.

Until a member has rated all questions the page keeps what others have said, and the runs' names,
to itself; whoever wants to see them anyway says so (``?visa=1``).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response

from corpus.errors import PersonalDataError, UsageError
from evals.review import Rating, Review, Settled, Verdict
from evals.review_store import MAX_COMMENT, ReviewStore
from ui.staff import review_texts
from ui.staff.forms import Form
from ui.staff.frame import Visit
from ui.staff.review_answers import asked_in, case_in, readable_run
from ui.staff.review_rating import first_unrated

BAD = frozenset({Verdict.PARTLY, Verdict.WRONG, Verdict.SHOULD_REFUSE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A reviewer: how far, and how often each judgement was given, in the order of the columns."""

    name: str
    progress: str
    counts: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two reviewers, on how many questions both have judged, and kappa in figures and words."""

    names: str
    n: int
    kappa: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One reviewer's judgement of a question."""

    name: str
    judgement: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussed:
    """A question in the lists of the page; ``number`` is its own in the review."""

    number: int
    case_id: str
    question: str
    said: Sequence[Said]
    settled: Settled | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsettled:
    """What a form held that could not be kept: which question, what was written and why not."""

    case_id: str = ""
    verdict: str = ""
    note: str = ""
    problem: str = ""


class AgreementPages:
    """The pages of agreement, of one store."""

    def __init__(self, data_dir: Path, store: ReviewStore) -> None:
        self._data_dir = data_dir
        self._store = store

    def response(self, visit: Visit, review: Review) -> Response:
        """The page of a review."""
        return self._page(visit, review, wants_all="visa" in visit.request.query_params)

    def settled(self, visit: Visit, review: Review, form: Form) -> Response | None:
        """Keep what was agreed on of a question; None where none is to be agreed on."""
        case_id, note = form.one("fraga"), form.one("notering").replace("\r\n", "\n")
        if review.is_pairwise or case_id not in review.case_ids:
            return None
        verdict = next((one for one in Verdict if one.value == form.one("slutsats")), None)
        try:
            self._settle(review, case_id, verdict, note, visit.member.name)
        except (UsageError, PersonalDataError) as error:
            wrong = Unsettled(
                case_id=case_id,
                verdict=form.one("slutsats"),
                note=note,
                problem=error.message,
            )
            return self._page(visit, review, wants_all=True, wrong=wrong)
        place = f"samstammighet?visa=1#fraga-{review.case_ids.index(case_id) + 1}"
        return visit.sent_to(f"utvardering/granskning/{review.number}/{place}")

    def _settle(
        self, review: Review, case_id: str, verdict: Verdict | None, note: str, by: str
    ) -> None:
        if verdict is None:
            raise UsageError(review_texts.NO_FINAL)
        if len(note) > MAX_COMMENT:
            raise UsageError(review_texts.LONG_NOTE)
        self._store.settle(review, case_id, verdict, note=note, by=by)

    def _page(
        self,
        visit: Visit,
        review: Review,
        *,
        wants_all: bool,
        wrong: Unsettled | None = None,
    ) -> Response:
        ratings, settled = self._store.ratings(review), self._store.settled(review)
        agreement = self._store.agreement(review)
        first = first_unrated(review, ratings, visit.member.name)
        shows_all = first is None or wants_all
        columns = judgements(review, shows_names=shows_all)
        mine = sum(one.reviewer == visit.member.name for one in ratings)
        unlike = self._discussed(review, ratings, settled, columns, frozenset(agreement.unlike))
        bad = self._discussed(review, ratings, settled, columns, bad_cases(ratings, settled))
        return visit.page(
            "utvardering_samstammighet",
            f"Granskning {review.number}: samstämmighet",
            status=422 if wrong else 200,
            review=review,
            runs=review_texts.runs_hidden(len(review.runs)),
            judged=agreement.judged,
            columns=list(columns.values()),
            people=people_of(review, ratings, columns),
            pairs=[
                Pair(names=f"{a} och {b}", n=n, kappa=review_texts.kappa_words(kappa))
                for (a, b), (kappa, n) in agreement.kappas.items()
            ],
            alpha=review_texts.kappa_words(agreement.alpha),
            kappa_means=review_texts.KAPPA_MEANS,
            left=review_texts.left(len(review.case_ids) - mine) if first else "",
            shows_all=shows_all,
            unlike=unlike if shows_all else (),
            unlike_count=len(agreement.unlike),
            bad=bad if shows_all else (),
            wins=wins_of(review, ratings) if shows_all and review.is_pairwise else (),
            verdicts=review_texts.VERDICTS,
            wrong=wrong or Unsettled(),
            longest=MAX_COMMENT,
        )

    def _discussed(
        self,
        review: Review,
        ratings: Sequence[Rating],
        settled: Mapping[str, Settled],
        columns: Mapping[str, str],
        wanted: frozenset[str],
    ) -> list[Discussed]:
        past = readable_run(self._data_dir, review.runs[0])
        rows = []
        for number, case_id in enumerate(review.case_ids, start=1):
            if case_id not in wanted:
                continue
            case = case_in(past, case_id)
            rows.append(
                Discussed(
                    number=number,
                    case_id=case_id,
                    question=asked_in(case).question if case else "",
                    said=tuple(
                        Said(
                            name=one.reviewer,
                            judgement=columns.get(one.judgement, one.judgement),
                            comment=one.comment,
                        )
                        for one in ratings
                        if one.case_id == case_id
                    ),
                    settled=settled.get(case_id),
                )
            )
        return rows


def judgements(review: Review, *, shows_names: bool) -> dict[str, str]:
    """What can be said of a review's questions, with its words; runs by number or by name."""
    if not review.is_pairwise:
        return {verdict.value: said for verdict, said in review_texts.VERDICTS.items()}
    aliases = {
        run: run if shows_names else review_texts.run_alias(number)
        for number, run in enumerate(review.runs, start=1)
    }
    return {**aliases, "lika": review_texts.ALIKE}


def people_of(
    review: Review, ratings: Sequence[Rating], columns: Mapping[str, str]
) -> list[Person]:
    """The reviewers in order of their names."""
    by_name: dict[str, Counter[str]] = {}
    for one in ratings:
        by_name.setdefault(one.reviewer, Counter())[one.judgement] += 1
    return [
        Person(
            name=name,
            progress=review_texts.progress(counts.total(), len(review.case_ids)),
            counts=tuple(counts[key] for key in columns),
        )
        for name, counts in sorted(by_name.items())
    ]


def bad_cases(ratings: Sequence[Rating], settled: Mapping[str, Settled]) -> frozenset[str]:
    """The questions whose answers did not hold: by anyone, if nothing else was settled on."""
    said = {one.case_id for one in ratings if one.verdict in BAD and one.case_id not in settled}
    return frozenset(said | {key for key, end in settled.items() if end.verdict in BAD})


def wins_of(review: Review, ratings: Sequence[Rating]) -> list[tuple[str, int]]:
    """How many ratings preferred each run, and how many found them alike."""
    counts = Counter(one.preferred_run for one in ratings)
    return [*((run, counts[run]) for run in review.runs), (review_texts.ALIKE, counts[""])]
