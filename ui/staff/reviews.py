"""Granskning: the reviews of staff at /utvardering/granskning, and where each address below leads.

The page itself has all reviews and the form for a new one; a review's number leads on to what the
member has not rated yet. Below the number: a question's number, from 1, to rate it, and
``testfraga`` below that for a draft; ``samstammighet``, how alike the reviewers judge, and
``enas``, what they settle on; ``alla.csv``, ``alla.json``, ``godkanda`` and ``ta-bort``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response

from assistant.service import Answerer
from corpus.errors import StorageError, UsageError
from evals.past_runs import PastRun
from evals.review import Review
from evals.review_store import MAX_CASES, ReviewStore
from evals.run_folder import RunFolder
from ui.staff import review_texts, texts
from ui.staff.forms import Form, FormKeys
from ui.staff.frame import Visit
from ui.staff.review_agreement import AgreementPages
from ui.staff.review_answers import judged_folders, stored_run
from ui.staff.review_files import ReviewFiles
from ui.staff.review_rating import RatingPages, first_unrated

ADDRESS = "utvardering/granskning"

_LONGEST_KEY = 100  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """A review in the list; ``people`` are its reviewers with how far each has come."""

    review: Review
    runs: str
    people: Sequence[tuple[str, str]]


class Reviews:
    """The pages of reviews; without ``data_dir`` they say that nothing is stored."""

    def __init__(self, answerer: Answerer, data_dir: Path | None) -> None:
        self._data_dir = data_dir
        if data_dir is not None:
            self._store = ReviewStore(data_dir)
            self._rating = RatingPages(answerer, data_dir, self._store)
            self._agreement = AgreementPages(data_dir, self._store)
            self._files = ReviewFiles(data_dir, self._store)

    def response(self, visit: Visit) -> Response | None:
        """The page at the address, None where there is none."""
        if self._data_dir is None:
            return None if visit.rest else _told(visit, review_texts.NOTHING_STORED)
        try:
            if not visit.rest:
                return self._list(visit, self._data_dir)
            review, rest = self._found(visit.rest)
            return self._below(visit, review, rest) if review else None
        except StorageError:
            return _told(visit, review_texts.UNREADABLE, status=503)

    def posted(self, visit: Visit, form: Form) -> Response | None:
        """What comes of a form that was sent, None where none is taken."""
        if self._data_dir is None:
            return None
        try:
            if not visit.rest:
                return self._created(visit, self._data_dir, form)
            review, rest = self._found(visit.rest)
            return self._sent(visit, review, rest, form) if review else None
        except StorageError:
            return _told(visit, review_texts.UNREADABLE, status=503)

    def _below(self, visit: Visit, review: Review, rest: str) -> Response | None:
        if not rest:
            number = first_unrated(review, self._store.ratings(review), visit.member.name)
            return visit.sent_to(f"{ADDRESS}/{review.number}/{number or 'samstammighet'}")
        if rest == "samstammighet":
            return self._agreement.response(visit, review)
        if rest == "ta-bort":
            return visit.page(
                "utvardering_granskning_bort",
                f"Ta bort granskning {review.number}",
                review=review,
                said=review_texts.ratings(len(self._store.ratings(review))),
            )
        question, _, file = rest.partition("/")
        number = question_number(review, question)
        if number and not file:
            return self._rating.response(visit, review, number)
        return self._files.response(visit, review, rest, number)

    def _sent(self, visit: Visit, review: Review, rest: str, form: Form) -> Response | None:
        if rest == "enas":
            return self._agreement.settled(visit, review, form)
        if rest == "ta-bort":
            self._store.delete(review.number)
            return visit.sent_to(ADDRESS)
        number = question_number(review, rest)
        return self._rating.posted(visit, review, number, form) if number else None

    def _found(self, rest: str) -> tuple[Review | None, str]:
        """The review that an address names, and what follows it."""
        number, _, more = rest.partition("/")
        return (self._store.get(int(number)) if _is_number(number) else None), more

    def _list(
        self, visit: Visit, data_dir: Path, form: Form | None = None, problem: str = ""
    ) -> Response:
        rows = [self._row(review) for review in self._store.all()]
        sent = form or Form({})
        return visit.page(
            "utvardering_granskningar",
            review_texts.REVIEWS_PAGE,
            status=422 if problem else 200,
            rows=rows,
            runs=[(one.name, _run_choice(one)) for one in judged_folders(data_dir)],
            sizes=review_texts.SIZES,
            wanted={
                "korning": sent.one("korning"),
                "jamfor": sent.one("jamfor"),
                "antal": sent.one("antal") or "10",
            },
            problem=problem,
            key=FormKeys.new(),
        )

    def _row(self, review: Review) -> ReviewRow:
        count = len(review.case_ids)
        said: dict[str, int] = {}
        for rating in self._store.ratings(review):
            said[rating.reviewer] = said.get(rating.reviewer, 0) + 1
        return ReviewRow(
            review=review,
            runs=review_texts.runs_hidden(len(review.runs)),
            people=[(name, review_texts.progress(n, count)) for name, n in sorted(said.items())],
        )

    def _created(self, visit: Visit, data_dir: Path, form: Form) -> Response:
        try:
            review = self._store.create(
                _runs_in(form, data_dir),
                by=visit.member.name,
                size=_size_in(form),
                key=_key_in(form),
            )
        except UsageError as error:
            return self._list(visit, data_dir, form, error.message)
        return visit.sent_to(f"{ADDRESS}#granskning-{review.number}")


def question_number(review: Review, written: str) -> int | None:
    """The number of a question in an address, None where the review has none of it."""
    number = int(written) if _is_number(written) else 0
    return number if 1 <= number <= len(review.case_ids) else None


def _runs_in(form: Form, data_dir: Path) -> tuple[PastRun, ...]:
    """The runs that were chosen.

    Raises:
        UsageError: none was, or the same one twice, or it is gone or can't be read.
    """
    names = [name for name in (form.one("korning"), form.one("jamfor")) if name]
    if not form.one("korning"):
        raise UsageError(review_texts.NO_RUN_CHOSEN)
    if len(set(names)) < len(names):
        raise UsageError(review_texts.SAME_RUN)
    found = [stored_run(data_dir, name) for name in names]
    runs = tuple(one for one in found if one is not None)
    if len(runs) < len(names):
        raise UsageError(review_texts.UNKNOWN_RUN)
    return runs


def _size_in(form: Form) -> int:
    size = form.one("antal")
    if size not in review_texts.SIZES:
        raise UsageError(review_texts.UNKNOWN_SIZE)
    return int(size) if size.isdecimal() else MAX_CASES


def _key_in(form: Form) -> str:
    key = form.one("nyckel")
    if not key or len(key) > _LONGEST_KEY:
        raise UsageError(texts.UNREADABLE_FORM)
    return key


def _run_choice(folder: RunFolder) -> str:
    try:
        run = folder.read_run()
    except UsageError:
        return folder.name
    return review_texts.run_choice(run.started, str(run.settings.get("mode", "")), folder.name)


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdecimal() and len(written) < 10


def _told(visit: Visit, told: str, *, status: int = 200) -> Response:
    """A page that says why there is nothing to see."""
    return visit.page(
        "utvardering_granskning_ej", review_texts.REVIEWS_PAGE, status=status, told=told
    )
