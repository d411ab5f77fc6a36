"""Översikt: who is signed in, what answers, how many test questions and how much feedback."""

from starlette.responses import Response

from assistant.desk import AnswerDesk
from assistant.service import ServiceInfo
from corpus.dates import swedish_date
from corpus.errors import IndexUnavailableError, StorageError
from ui.staff import texts
from ui.staff.frame import Visit
from ui.staff.questions import case_sets, checked_count


class Overview:
    """The first page of Utvärdering, of one desk."""

    def __init__(self, desk: AnswerDesk) -> None:
        self._desk = desk

    def response(self, visit: Visit) -> Response | None:
        """The page."""
        if visit.rest:
            return None
        sets = case_sets()
        cases = [case for own in sets.values() for case in own]
        info = self._info()
        return visit.page(
            "utvardering",
            texts.OVERVIEW_PAGE,
            way_in=texts.BY_PASSWORD if visit.member.by_password else texts.BY_PROXY,
            index=_index(info),
            version=info.version if info else "",
            answers=_answers(info),
            questions=len(cases),
            sets=len(sets),
            checked=texts.checked_of(checked_count(cases), len(cases)),
            feedback=self._feedback(),
            feedback_is_kept=self._desk.feedback.days > 0,
        )

    def _info(self) -> ServiceInfo | None:
        try:
            return self._desk.answerer.info()
        except IndexUnavailableError:
            return None

    def _feedback(self) -> str:
        store = self._desk.feedback
        try:
            return texts.feedback_kept(store.days, store.count())
        except StorageError as error:
            return error.message


def _index(info: ServiceInfo | None) -> str:
    if info is None:
        return texts.NO_INDEX
    return f"{info.generation}, byggt {swedish_date(info.built_at.date())}"


def _answers(info: ServiceInfo | None) -> str:
    if info is None:
        return texts.NO_INDEX
    return f"Språkmodell: {info.model}" if info.model else texts.EXTRACTS
