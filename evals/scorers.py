"""EvalCase + Answer → one Score for each metric of docs/interface.md.

A scorer judges one case and nothing else; ``evals/measures.py`` says how the scores are summed up.
Where a case gives nothing to judge, the value is None ("unscored"), never 0 or 1.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.conversation import Answer, AnswerStatus, Citation, Statement
from corpus.documents import Lane
from evals.claims import forbidden_claim
from evals.golden import EvalCase, Nugget
from evals.pinpoints import places
from evals.readability import lix, sentence_length
from evals.support import held_statements
from evals.wordings import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """``value`` or None, what in the answer was judged, and why in Swedish.

    The value is a share, 0–1, or for ``lix``, ``sentence_length`` and ``latency_ms`` a figure in
    its own unit. ``n`` is how many things the value is the share of (quotes, statements); 1 for
    whole answers.
    """

    value: float | None
    answer: str
    why: str
    n: int = 1


class Sources(Protocol):
    """What the scorers look up for themselves instead of trusting the answer."""

    @property
    def lanes(self) -> Mapping[str, Lane]:
        """The lane of each document, by its id."""
        ...

    @property
    def texts(self) -> Mapping[str, str]:
        """The words of each passage, by its id."""
        ...


Scorer = Callable[[EvalCase, Answer, Sources], Score]


def answer_text(answer: Answer) -> str:
    """The answer's statements in one line: NFC, single spaces, no soft hyphens."""
    return plain(" ".join(statement.text for statement in answer.statements))


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
    faults = [f"saknar ”{nugget.name}”" for nugget in missing]
    faults += [f"påstår ”{claim}”" for claim in claims]
    return Score(
        value=float(not faults),
        answer=answer_text(answer),
        why="; ".join(faults) or "rätt status och alla viktiga uppgifter",
    )


def score_nugget_recall(case: EvalCase, answer: Answer, _: Sources) -> Score:
    """The share of the nuggets, vital or not, that the answer holds; 0 for a wrong refusal."""
    return _nuggets_found(case, answer, case.nuggets)


def score_vital_recall(case: EvalCase, answer: Answer, _: Sources) -> Score:
    """The same for the vital nuggets alone."""
    return _nuggets_found(case, answer, [nugget for nugget in case.nuggets if nugget.vital])


def _nuggets_found(case: EvalCase, answer: Answer, nuggets: Sequence[Nugget]) -> Score:
    if not case.answerable or not nuggets:
        return _unscored("fallet har inga uppgifter att leta efter")
    matches = [(nugget, _match(nugget, answer)) for nugget in nuggets]
    found = [match for _, match in matches if match is not None]
    missing = "; ".join(f"saknar ”{nugget.name}”" for nugget, match in matches if match is None)
    told = f"{len(found)} av {len(nuggets)} uppgifter"
    return Score(
        value=len(found) / len(nuggets),
        answer=" | ".join(found),
        why=f"{told}; {missing}" if missing else told,
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


def score_abstention_precision(case: EvalCase, answer: Answer, _: Sources) -> Score:
    """1 when a refusal was right, 0 when it was of a question that has an answer."""
    if is_answered(answer) or answer.status is AnswerStatus.ERROR:
        return _unscored("avstod inte")
    right = not case.answerable
    why = "avstod med rätta" if right else "avstod fast underlag finns"
    return Score(value=float(right), answer=answer.status, why=why)


def score_support(_: EvalCase, answer: Answer, __: Sources) -> Score:
    """The share of the statements whose figures, names, denials and force their quotes have."""
    held = held_statements(answer) if is_answered(answer) else ()
    if not held:
        return _unscored("inga meningar med citat att jämföra")
    loose = [one for one in held if one.faults]
    told = [f"”{one.statement}” {', '.join(one.faults)}" for one in loose]
    return Score(
        value=(len(held) - len(loose)) / len(held),
        answer=" | ".join(one.statement for one in loose),
        why=_all_or_these("meningar har stöd i citaten", len(held), told),
        n=len(held),
    )


def score_coverage(_: EvalCase, answer: Answer, __: Sources) -> Score:
    """How much of what the statements say, by the stems of content words, the quotes have."""
    held = held_statements(answer) if is_answered(answer) else ()
    shares = [one.share for one in held if one.share is not None]
    if not shares:
        return _unscored("inga meningar med citat att jämföra")
    least = min(held, key=lambda one: 1.0 if one.share is None else one.share)
    value = sum(shares) / len(shares)
    return Score(value=value, answer=least.statement, why=f"{value:.0%} av orden står i citaten")


def score_lix(_: EvalCase, answer: Answer, __: Sources) -> Score:
    """How hard the answer is to read, by LIX."""
    return _read_with(lix, "LIX", answer)


def score_sentence_length(_: EvalCase, answer: Answer, __: Sources) -> Score:
    """Words a sentence of the answer."""
    return _read_with(sentence_length, "ord per mening:", answer)


def _read_with(measure: Callable[[str], float], name: str, answer: Answer) -> Score:
    text = "\n".join(statement.text for statement in answer.statements)
    if not is_answered(answer) or not text:
        return _unscored("inget svar att läsa")
    value = round(measure(text), 1)
    return Score(value=value, answer=max(text.split("\n"), key=len), why=f"{name} {value:.0f}")


def score_latency(_: EvalCase, answer: Answer, __: Sources) -> Score:
    """Milliseconds from the question to the whole answer, as the answer itself tells."""
    total = answer.timings_ms.get("total")
    if total is None:
        return _unscored("svaret har ingen tid")
    kept = round(total, 1)  # as it is kept: judged again it shall say the same
    return Score(value=kept, answer=answer.status, why=f"{kept:.0f} ms")


Place = tuple[str, str]
"""A document id and a pinpoint."""


def _unscored(why: str) -> Score:
    return Score(value=None, answer="", why=why, n=0)


def _match(nugget: Nugget, answer: Answer) -> str | None:
    return nugget.found_in(answer_text(answer))


def _forbidden(case: EvalCase, answer: Answer) -> list[str]:
    text = answer_text(answer)
    own = [match.group() for pattern in case.forbidden if (match := pattern.search(text))]
    general = [claim for s in answer.statements if (claim := forbidden_claim(s.text))]
    return own + general


def _is_exact(citation: Citation, sources: Sources) -> bool:
    text = sources.texts.get(citation.passage_id)
    if text is None or not citation.quote:
        return False
    # Offsets from the end would slice something too; they are no place in a text.
    in_text = 0 <= citation.start < citation.end <= len(text)
    return in_text and citation.quote == text[citation.start : citation.end]


def _leaves_law(statement: Statement, cited: Mapping[int, Citation], sources: Sources) -> bool:
    documents = [cited[label].document_id for label in statement.labels if label in cited]
    return any(sources.lanes.get(document_id) is not Lane.LAW for document_id in documents)


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
