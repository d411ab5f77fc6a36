"""EvalCase + Answer → one Score for each metric of docs/interface.md.

A scorer judges one case and nothing else; ``evals/metrics.py`` sums the scores up. Where a case
gives nothing to judge, the value is None ("unscored"), never 0 or 1.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from assistant.conversation import Answer, AnswerStatus, Citation, Statement
from corpus.documents import CatalogueEntry, Lane, Passage
from evals.cases import EvalCase, Nugget
from evals.claims import forbidden_claim
from evals.pinpoints import places


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """``value`` 0–1 or None, what in the answer was judged, and why in Swedish.

    ``n`` is how many things the value is the share of (quotes, statements); 1 for whole answers.
    """

    value: float | None
    answer: str
    why: str
    n: int = 1


class Sources(Protocol):
    """What the scorers look up for themselves instead of trusting the answer."""

    @property
    def entries(self) -> Mapping[str, CatalogueEntry]:
        """Every indexed document by its id."""
        ...

    def passage(self, passage_id: str) -> Passage | None:
        """The passage of that id."""
        ...


Scorer = Callable[[EvalCase, Answer, Sources], Score]


def answer_text(answer: Answer) -> str:
    """The answer's statements in one line: NFC, single spaces, no soft hyphens."""
    joined = " ".join(statement.text for statement in answer.statements)
    return " ".join(unicodedata.normalize("NFC", joined).replace("\u00ad", "").split())


def is_answered(answer: Answer) -> bool:
    """Whether the person got an answer."""
    return answer.status is AnswerStatus.ANSWERED


def score_status(case: EvalCase, answer: Answer, _: Sources) -> Score:
    """1 when the status is one of the expected."""
    right = answer.status in case.expected_status
    expected = " eller ".join(case.expected_status)
    return Score(
        value=float(right),
        answer=answer.status,
        why="rätt status" if right else f"status {answer.status}, väntat {expected}",
    )


def score_strict(case: EvalCase, answer: Answer, sources: Sources) -> Score:
    """1 when status, every vital nugget and the absence of forbidden claims are all right."""
    status = score_status(case, answer, sources)
    if not status.value or not is_answered(answer):
        return status
    missing = [n for n in case.nuggets if n.vital and _match(n, answer) is None]
    claims = _forbidden(case, answer)
    faults = [f"saknar {_wording(nugget)}" for nugget in missing]
    faults += [f"påstår ”{claim}”" for claim in claims]
    return Score(
        value=float(not faults),
        answer=answer_text(answer),
        why="; ".join(faults) or "rätt status och alla viktiga uppgifter",
    )


def score_nugget_recall(case: EvalCase, answer: Answer, _: Sources) -> Score:
    """The share of the nuggets, vital or not, that the answer holds; 0 for a wrong refusal."""
    if not case.answerable or not case.nuggets:
        return _unscored("fallet har inga uppgifter att leta efter")
    found = [match for nugget in case.nuggets if (match := _match(nugget, answer)) is not None]
    return Score(
        value=len(found) / len(case.nuggets),
        answer=" | ".join(found),
        why=f"{len(found)} av {len(case.nuggets)} uppgifter",
    )


def score_quotes(_: EvalCase, answer: Answer, sources: Sources) -> Score:
    """The share of the quotes that are exactly ``text[start:end]`` of the cited passage."""
    if not is_answered(answer):
        return _unscored("inget svar att citera i")
    if not answer.citations:
        return Score(value=0.0, answer="", why="svaret saknar citat")
    wrong = [c for c in answer.citations if not _is_exact(c, sources)]
    n = len(answer.citations)
    return Score(
        value=(n - len(wrong)) / n,
        answer=" | ".join(c.quote for c in wrong),
        why=_all_or_these("citat stämmer", n, [f"[{c.label}] {c.passage_id}" for c in wrong]),
        n=n,
    )


def score_cited_statements(_: EvalCase, answer: Answer, __: Sources) -> Score:
    """The share of the statements that have a label, all of whose labels lead to a citation."""
    if not is_answered(answer):
        return _unscored("inget svar med meningar")
    if not answer.statements:
        return Score(value=0.0, answer="", why="svaret saknar meningar")
    labels = {citation.label for citation in answer.citations}
    bare = [s for s in answer.statements if not s.labels or not labels.issuperset(s.labels)]
    n = len(answer.statements)
    return Score(
        value=(n - len(bare)) / n,
        answer=" | ".join(statement.text for statement in bare),
        why=_all_or_these("meningar har källa", n, [s.text for s in bare]),
        n=n,
    )


def score_citation_precision(case: EvalCase, answer: Answer, _: Sources) -> Score:
    """The share of the cited places that are gold."""
    cited = _cited(answer)
    if not case.gold or not cited:
        return _unscored("inga citerade ställen att jämföra med facit")
    stray = sorted(place for place in cited if not any(_same(place, g) for g in _gold(case)))
    return Score(
        value=(len(cited) - len(stray)) / len(cited),
        answer=_listed(cited),
        why=_all_or_these("citerade ställen finns i facit", len(cited), _names(stray)),
    )


def score_citation_recall(case: EvalCase, answer: Answer, _: Sources) -> Score:
    """The share of the gold places that are cited; 0 for a wrong refusal."""
    if not case.gold or not (case.answerable or is_answered(answer)):
        return _unscored("fallet har inga ställen i facit")
    cited, gold = _cited(answer), _gold(case)
    missed = sorted(place for place in gold if not any(_same(place, c) for c in cited))
    return Score(
        value=(len(gold) - len(missed)) / len(gold),
        answer=_listed(cited),
        why=_all_or_these("ställen i facit är citerade", len(gold), _names(missed)),
    )


def score_lane_errors(_: EvalCase, answer: Answer, sources: Sources) -> Score:
    """1 when a statement in the law's lane cites a document that is not law."""
    if not is_answered(answer):
        return _unscored("inget svar med meningar")
    cited = {citation.label: citation for citation in answer.citations}
    wrong = [s for s in answer.statements if s.lane is Lane.LAW and _leaves_law(s, cited, sources)]
    return Score(
        value=float(bool(wrong)),
        answer=" | ".join(statement.text for statement in wrong),
        why="lagspåret citerar annat än lag" if wrong else "lagspåret citerar bara lag",
    )


def score_forbidden_claims(case: EvalCase, answer: Answer, _: Sources) -> Score:
    """1 when the answer says what the case, or any answer, must not say."""
    if not is_answered(answer):
        return _unscored("inget svar med påståenden")
    claims = _forbidden(case, answer)
    return Score(
        value=float(bool(claims)),
        answer=" | ".join(claims),
        why=f"påstår ”{claims[0]}”" if claims else "inga förbjudna påståenden",
    )


def score_false_refusal(case: EvalCase, answer: Answer, _: Sources) -> Score:
    """1 when a question that has an answer got none."""
    if not case.answerable:
        return _unscored("fallet ska inte säkert besvaras")
    refused = not is_answered(answer)
    why = "avstod fast underlag finns" if refused else "besvarade"
    return Score(value=float(refused), answer=answer.status, why=why)


def score_refusal(case: EvalCase, answer: Answer, _: Sources) -> Score:
    """1 when a question that must not be answered was refused, with whatever refusing status."""
    if not case.to_be_refused:
        return _unscored("fallet behöver inte avstås")
    refused = answer.status not in {AnswerStatus.ANSWERED, AnswerStatus.ERROR}
    why = "avstod" if refused else "avstod inte fast det borde"
    return Score(value=float(refused), answer=answer.status, why=why)


SCORERS: Mapping[str, Scorer] = {
    "status_accuracy": score_status,
    "strict_correctness": score_strict,
    "nugget_recall": score_nugget_recall,
    "quote_exactness": score_quotes,
    "statements_cited": score_cited_statements,
    "citation_precision": score_citation_precision,
    "citation_recall": score_citation_recall,
    "lane_errors": score_lane_errors,
    "forbidden_claims": score_forbidden_claims,
    "false_refusals": score_false_refusal,
    "refusal_recall": score_refusal,
}
"""One scorer for each metric, under the metric's name."""

Place = tuple[str, str]
"""A document id and a pinpoint."""


def _unscored(why: str) -> Score:
    return Score(value=None, answer="", why=why, n=0)


def _match(nugget: Nugget, answer: Answer) -> str | None:
    text = answer_text(answer)
    found = next((m for pattern in nugget.any_of if (m := pattern.search(text))), None)
    return found.group() if found else None


def _wording(nugget: Nugget) -> str:
    return f"”{nugget.any_of[0].pattern}”" if nugget.any_of else "en uppgift utan mönster"


def _forbidden(case: EvalCase, answer: Answer) -> list[str]:
    text = answer_text(answer)
    own = [match.group() for pattern in case.forbidden if (match := pattern.search(text))]
    general = [claim for s in answer.statements if (claim := forbidden_claim(s.text))]
    return own + general


def _is_exact(citation: Citation, sources: Sources) -> bool:
    passage = sources.passage(citation.passage_id)
    if passage is None or not citation.quote:
        return False
    # Offsets from the end would slice something too; they are no place in a text.
    in_text = 0 <= citation.start < citation.end <= len(passage.text)
    return in_text and citation.quote == passage.text[citation.start : citation.end]


def _leaves_law(statement: Statement, cited: Mapping[int, Citation], sources: Sources) -> bool:
    documents = [cited[label].document_id for label in statement.labels if label in cited]
    entries = [sources.entries.get(document_id) for document_id in documents]
    return any(entry is None or entry.lane is not Lane.LAW for entry in entries)


def _cited(answer: Answer) -> set[Place]:
    return {(c.document_id, c.pinpoint) for c in answer.citations} if is_answered(answer) else set()


def _gold(case: EvalCase) -> set[Place]:
    return {(gold.document_id, gold.pinpoint) for gold in case.gold}


def _same(one: Place, other: Place) -> bool:
    return one[0] == other[0] and not places(one[1]).isdisjoint(places(other[1]))


def _names(found: list[Place]) -> list[str]:
    return [re.sub(r"\s+", " ", f"{document_id} {pinpoint}") for document_id, pinpoint in found]


def _listed(found: set[Place]) -> str:
    return " | ".join(_names(sorted(found)))


def _all_or_these(what: str, n: int, exceptions: list[str]) -> str:
    if not exceptions:
        return f"alla {n} {what}"
    return f"{n - len(exceptions)} av {n} {what}; inte {' | '.join(exceptions)}"
