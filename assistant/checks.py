"""What the verifier made of an answer's sentences: shown, replaced or left out, and why."""

from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.citations import Claim, label_claims
from assistant.verdicts import Checks, Fault, Verdict
from assistant.verification import verify_statement
from corpus.documents import CatalogueEntry


def sound_claims(
    claims: Sequence[Claim], entries: Mapping[str, CatalogueEntry]
) -> tuple[tuple[Claim, ...], Checks]:
    """The claims that pass the same check as a model's sentences do, and what became of all."""
    sound: list[Claim] = []
    faults: Counter[Fault] = Counter()
    for claim in claims:
        verdict = _verdict(claim, entries)
        faults.update(verdict.faults)
        sound += [claim] if verdict.ok else []
    checks = Checks(
        mode="extractive",
        verified=len(sound),
        dropped=len(claims) - len(sound),
        faults=tuple(sorted(faults.items())),
    )
    return tuple(sound), checks


def _verdict(claim: Claim, entries: Mapping[str, CatalogueEntry]) -> Verdict:
    (statement,), citations = label_claims([claim], entries)
    passages = {span.passage.passage_id: span.passage for span in claim.evidence}
    return verify_statement(statement.text, statement.lane, citations, passages)
