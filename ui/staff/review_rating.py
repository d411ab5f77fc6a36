"""One question of a review to rate: what was asked and answered, and the form with its words.

The page shows neither the run's name nor its scores nor what other reviewers have said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from starlette.responses import Response

from assistant.service import Answerer
from corpus.errors import PersonalDataError, StorageError, UsageError
from evals.past_runs import PastRun
from evals.review import Preferred, Rating, Review, Support, Verdict
from evals.review_store import MAX_COMMENT, ReviewStore
from ui.staff import review_texts
from ui.staff.forms import Form
from ui.staff.frame import Visit
from ui.staff.review_answers import asked_in, case_in, readable_run, shown_answer

_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One question of the form; ``options`` are values with their words."""

    field: str
    legend: str
    options: Mapping[str, str]


def _options(words: Mapping[_Choice, str]) -> Mapping[str, str]:
    return {choice.value: said for choice, said in words.items()}


SINGLE = (
    Choice(field="ratt", legend="Är svaret rätt?", options=_options(review_texts.VERDICTS)),
    Choice(field="stod", legend="Stöder källan svaret?", options=_options(review_texts.SUPPORTS)),
    Choice(field="nytta", legend="Är svaret användbart?", options=review_texts.USEFUL),
)
PAIR = (
    Choice(field="bast", legend="Vilket svar är bäst?", options=_options(review_texts.PREFERRED)),
)


class RatingPages:
    """The pages that rate, of one store."""

    def __init__(self, answerer: Answerer, data_dir: Path, store: ReviewStore) -> None:
        self._answerer = answerer
        self._data_dir = data_dir
        self._store = store

    def response(self, visit: Visit, review: Review, number: int) -> Response:
        """The question of that number, from 1, with what this member has said of it."""
        said = self._said(visit, review, number)
        values = _values(said) if said else {}
        return self._page(visit, review, number, values, has_said=said is not None)

    def posted(self, visit: Visit, review: Review, number: int, form: Form) -> Response:
        """Keep the rating and go on to the next question; on a fault what was written stays."""
        choices = PAIR if review.is_pairwise else SINGLE
        values = {one.field: form.one(one.field) for one in choices}
        values["kommentar"] = form.one("kommentar").replace("\r\n", "\n")
        try:
            self._store.rate(review, _rating(review, number, visit.member.name, values))
        except (UsageError, PersonalDataError) as error:
            return self._page(visit, review, number, values, problem=error.message, status=422)
        except StorageError as error:
            return self._page(visit, review, number, values, problem=error.message, status=503)
        is_last = number == len(review.case_ids)
        on = "" if is_last else f"/{number + 1}"
        return visit.sent_to(f"utvardering/granskning/{review.number}{on}")

    def _said(self, visit: Visit, review: Review, number: int) -> Rating | None:
        case_id = review.case_ids[number - 1]
        mine = (one for one in self._store.ratings(review) if one.reviewer == visit.member.name)
        return next((one for one in mine if one.case_id == case_id), None)

    def _page(  # noqa: PLR0913 - each is shown
        self,
        visit: Visit,
        review: Review,
        number: int,
        values: Mapping[str, str],
        *,
        has_said: bool = False,
        problem: str = "",
        status: int = 200,
    ) -> Response:
        case_id = review.case_ids[number - 1]
        runs = [
            readable_run(self._data_dir, name) for name in review.sides(case_id, visit.member.name)
        ]
        cases = [case for run in runs if (case := case_in(run, case_id)) is not None]
        whole = len(cases) == len(runs)
        titles = review_texts.SIDES if review.is_pairwise else ("Svaret",)
        answers = [shown_answer(case, self._answerer) for case in cases] if whole else []
        return visit.page(
            "utvardering_granska",
            review_texts.rating_title(number, len(review.case_ids)),
            status=status,
            review=review,
            number=number,
            count=len(review.case_ids),
            asked=asked_in(cases[0]) if whole else None,
            answers=list(zip(titles, answers, strict=False)),
            gone="" if whole else _gone(runs),
            choices=PAIR if review.is_pairwise else SINGLE,
            rubric=review_texts.RUBRIC_PAIR if review.is_pairwise else review_texts.RUBRIC_SINGLE,
            values=values,
            has_said=has_said,
            problem=problem,
            longest=MAX_COMMENT,
        )


def first_unrated(review: Review, ratings: Sequence[Rating], reviewer: str) -> int | None:
    """The number, from 1, of the first question that the reviewer has not rated; None for none."""
    said = {one.case_id for one in ratings if one.reviewer == reviewer}
    numbered = enumerate(review.case_ids, start=1)
    return next((number for number, case_id in numbered if case_id not in said), None)


def _gone(runs: Sequence[PastRun | None]) -> str:
    return review_texts.RUN_GONE if None in runs else review_texts.CASE_GONE


def _values(said: Rating) -> dict[str, str]:
    """A rating as the form's fields have it."""
    useful = "" if said.useful is None else ("ja" if said.useful else "nej")
    return {
        "ratt": said.verdict or "",
        "stod": said.support or "",
        "nytta": useful,
        "bast": said.preferred or "",
        "kommentar": said.comment,
    }


def _rating(review: Review, number: int, reviewer: str, values: Mapping[str, str]) -> Rating:
    """What the form says; a field without a known value is left unsaid, which the store refuses.

    Raises:
        UsageError: the comment is too long.
    """
    if len(values["kommentar"]) > MAX_COMMENT:
        raise UsageError(review_texts.LONG_COMMENT)
    return Rating(
        case_id=review.case_ids[number - 1],
        reviewer=reviewer,
        verdict=_known(Verdict, values.get("ratt")),
        support=_known(Support, values.get("stod")),
        useful={"ja": True, "nej": False}.get(values.get("nytta", "")),
        preferred=_known(Preferred, values.get("bast")),
        comment=values["kommentar"],
    )


def _known(kind: type[_Choice], value: str | None) -> _Choice | None:
    return next((one for one in kind if one.value == value), None)
