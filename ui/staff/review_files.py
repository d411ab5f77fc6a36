"""What a review gives to take along: all ratings, the approved questions, and drafts of questions.

Everything is made when it is asked for; nothing is written on disk.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from starlette.responses import Response

from assistant.api import today
from assistant.conversation import AnswerStatus
from evals.case_drafts import draft_toml, quoted
from evals.past_runs import PastCase
from evals.review import Rating, Review, Settled, Verdict, approved, rows_of
from evals.review_store import ReviewStore
from ui.spreadsheet import csv_table
from ui.staff import review_texts, texts
from ui.staff.frame import Visit
from ui.staff.review_agreement import BAD, bad_cases
from ui.staff.review_answers import Asked, asked_in, case_in, readable_run

SET = "granskade"
"""The set of a file with a draft."""

_HEADINGS = (
    "granskning",
    "fraga",
    "granskare",
    "tid",
    "bedomning",
    "kallan_stoder",
    "anvandbart",
    "battre",
    "kommentar",
    "enades_om",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A question that did not get the right answer, what it should end in, and what people said."""

    review: int
    case: PastCase
    asked: Asked
    status: AnswerStatus
    remarks: tuple[str, ...]

    def toml(self) -> str:
        """A whole file with the one case."""
        became = f"Svaret blev {self.case.status} och citerade: {_places(self.case) or 'inget'}."
        case = draft_toml(
            case_id=f"granskning-{self.review}-{self.case.id}",
            kind="granskning",
            question=self.asked.question,
            history=self.asked.history,
            as_of=self.asked.as_of,
            status=self.status,
            remarks=(
                f"Utkast ur granskning {self.review}, fråga {self.case.id}.",
                *self.remarks,
                became,
                "Fyll i gold och nuggets. Ändra checked när fallet är granskat.",
            ),
        )
        return f'set = "{SET}"\n\n{case}'


class ReviewFiles:
    """The files and what leads to them, of one store."""

    def __init__(self, data_dir: Path, store: ReviewStore) -> None:
        self._data_dir = data_dir
        self._store = store

    def response(
        self, visit: Visit, review: Review, rest: str, number: int | None
    ) -> Response | None:
        """What is at the address below a review; ``number`` is the question's, if it names one."""
        ratings, settled = self._store.ratings(review), self._store.settled(review)
        name = f"granskning-{review.number}"
        if rest == "alla.csv":
            return _file(ratings_csv(review, ratings, settled), f"{name}.csv", "text/csv")
        if rest == "alla.json":
            return _file(ratings_json(review, ratings, settled), f"{name}.json", "application/json")
        if rest in {"godkanda", "godkanda.toml"} and not review.is_pairwise:
            found = approved(review, ratings, settled)
            if rest == "godkanda":
                return self._approved_page(visit, review, found)
            fragment = approved_toml(review, found, ratings, day=today())
            return _file(fragment.encode(), f"{name}-godkanda.toml", "application/toml")
        if number and rest.partition("/")[2] in {"testfraga", "testfraga.toml"}:
            return self._draft(visit, review, number, as_file=rest.endswith(".toml"))
        return None

    def _approved_page(self, visit: Visit, review: Review, found: Sequence[str]) -> Response:
        past = readable_run(self._data_dir, review.runs[0])
        rows = [
            (case_id, asked_in(case).question if (case := case_in(past, case_id)) else "")
            for case_id in found
        ]
        return visit.page(
            "utvardering_godkanda",
            f"{review_texts.APPROVED_PAGE} i granskning {review.number}",
            review=review,
            rows=rows,
        )

    def _draft(
        self, visit: Visit, review: Review, number: int, *, as_file: bool
    ) -> Response | None:
        case_id = review.case_ids[number - 1]
        ratings, settled = self._store.ratings(review), self._store.settled(review)
        if case_id not in bad_cases(ratings, settled):
            return None
        case = case_in(readable_run(self._data_dir, review.runs[0]), case_id)
        asked = asked_in(case) if case else None
        draft = None
        if case is not None and asked is not None and not asked.hidden:
            said = [one for one in ratings if one.case_id == case_id]
            draft = draft_of(review, case, asked, said, settled.get(case_id))
        if as_file:
            name = f"granskning-{review.number}-{number}.toml"
            return _file(draft.toml().encode(), name, "application/toml") if draft else None
        return visit.page(
            "utvardering_granskning_utkast",
            review_texts.DRAFT_PAGE,
            review=review,
            number=number,
            draft=draft,
            expected=texts.STATUSES[draft.status] if draft else "",
            problem=review_texts.NO_DRAFT,
        )


def ratings_csv(review: Review, ratings: Sequence[Rating], settled: Mapping[str, Settled]) -> bytes:
    """Every rating, one a row, as a Swedish spreadsheet opens it; nothing is read as a formula."""
    rows = rows_of(review, ratings, settled)
    return csv_table(_HEADINGS, ([str(row[name]) for name in _HEADINGS] for row in rows))


def ratings_json(
    review: Review, ratings: Sequence[Rating], settled: Mapping[str, Settled]
) -> bytes:
    """The review with its runs, every rating, and what was settled on."""
    whole = {
        "granskning": review.number,
        "skapad": review.created.isoformat(),
        "skapad_av": review.created_by,
        "korningar": list(review.runs),
        "fragor": list(review.case_ids),
        "bedomningar": list(rows_of(review, ratings, settled)),
        "enades": [
            {
                "fraga": end.case_id,
                "slutsats": end.verdict.value,
                "notering": end.note,
                "av": end.by,
                "tid": end.at.isoformat(),
            }
            for end in settled.values()
        ],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def approved_toml(
    review: Review, found: Sequence[str], ratings: Sequence[Rating], *, day: date
) -> str:
    """The lines to put into a case file by hand: each approved id with who read it and when."""
    by = ", ".join(sorted({one.reviewer for one in ratings}))
    told = quoted(f"granskad {day.isoformat()}, {by}")
    blocks = [f"[[case]]\nid = {quoted(case_id)}\nchecked = {told}\n" for case_id in found]
    head = f"# Godkända i granskning {review.number}. Bara raderna id och checked.\n"
    return "\n".join([head, *blocks])


def draft_of(
    review: Review,
    case: PastCase,
    asked: Asked,
    said: Sequence[Rating],
    end: Settled | None,
) -> Draft:
    """A draft of a case from a question whose answer did not hold, for a person to finish."""
    verdict = end.verdict if end else _worst(said)
    refuses = verdict is Verdict.SHOULD_REFUSE
    remarks = [_remark(one) for one in said]
    if end:
        note = f" {end.note}" if end.note else ""
        remarks.append(f"Enades om: {review_texts.VERDICTS[end.verdict]}.{note}")
    return Draft(
        review=review.number,
        case=case,
        asked=asked,
        status=AnswerStatus.NO_GUIDANCE_FOUND if refuses else AnswerStatus.ANSWERED,
        remarks=tuple(remarks),
    )


def _worst(said: Sequence[Rating]) -> Verdict | None:
    """What most of those who found a fault say."""
    bad = Counter(one.verdict for one in said if one.verdict in BAD)
    return bad.most_common(1)[0][0] if bad else None


def _remark(one: Rating) -> str:
    judged = review_texts.VERDICTS[one.verdict] if one.verdict else ""
    return f"{one.reviewer}: {judged}. {one.comment}"


def _places(case: PastCase) -> str:
    citations = case.body.get("citations")
    known = [c for c in citations if isinstance(c, dict)] if isinstance(citations, list) else []
    return "; ".join(f"{c.get('document_id')}, {c.get('pinpoint')}" for c in known)


def _file(content: bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=f"{media_type}; charset=utf-8", headers=headers)
