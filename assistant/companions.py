"""What must stand beside a sentence of the law: the provision, its conditions, its transition.

A remark on a paragraph brings the paragraph; a permission brings what it depends on; a duty that
was not yet in full force on the day asked about brings the transitional rule, first of all.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.citations import Claim, Evidence
from assistant.conversation import RetrievedPassage
from assistant.strength import MAY, strength_marks
from corpus.catalogue import Transition
from corpus.cross_references import single_sections
from corpus.documents import Lane, Passage
from corpus.sentences import sentence_spans

ProvisionKey = tuple[str, str]
"""A document id and a pinpoint."""

Provisions = Mapping[ProvisionKey, Sequence[Passage]]
"""The passages of each provision of a statute: its own words or account, and our remarks."""

_COMMENTED = 3  # of the best passages get the provision they remark on beside them
_PROVISION_SHARE = 0.97  # of the remark's score goes to the provision itself
_CONDITION = re.compile(
    r"\b(?:måste|kräver|krävs|förutsätter|villkor\w*|endast\s+om|bara\s+om|undantag)\b",
    re.IGNORECASE,
)


def place_of(passage: Passage) -> ProvisionKey:
    """Where ``passage`` stands."""
    return passage.document_id, passage.pinpoint


def _at(passage: Passage, provisions: Provisions) -> list[Passage]:
    """What stands at the passage's place, also where an account covers several §§ at once."""
    places = dict.fromkeys((passage.pinpoint, *single_sections(passage.pinpoint)))
    found = (provisions.get((passage.document_id, place), ()) for place in places)
    return list({there.passage_id: there for group in found for there in group}.values())


def with_provisions(
    found: Sequence[RetrievedPassage], provisions: Provisions, as_of: date
) -> tuple[RetrievedPassage, ...]:
    """``found`` with the provision itself, as it held on ``as_of``, beside its best remarks."""
    hits = {hit.passage.passage_id: hit for hit in found}
    widened: dict[str, RetrievedPassage] = {}
    for rank, hit in enumerate(found):
        widened.setdefault(hit.passage.passage_id, hit)
        there = _at(hit.passage, provisions) if rank < _COMMENTED and hit.passage.comment else ()
        for own in there:
            if not own.comment and own.holds_on(as_of):
                widened.setdefault(own.passage_id, _beside(hit, own, hits.get(own.passage_id)))
    return tuple(widened.values())


def _beside(
    remark: RetrievedPassage, own: Passage, found: RetrievedPassage | None
) -> RetrievedPassage:
    """The provision nearly as good as its remark; what was seen of it when it was ``found``."""
    score = remark.score * _PROVISION_SHARE
    if found is None:
        return replace(remark, passage=own, score=score, sentence_similarities={})
    return replace(found, score=max(found.score, score))


def with_addressee(
    claims: Sequence[Claim], bound: str | None, addressees: Mapping[str, Passage]
) -> tuple[Claim, ...]:
    """``claims``, led by whom the law binds when another body was asked about than they name.

    "Måste regionen ha en lägesbild?" must not be answered by the municipality's duty alone.
    ``addressees`` has our remark on whom each statute binds, by document id.
    """
    laws = [claim for claim in claims if claim.lane is Lane.LAW]
    statutes = (claim.evidence[0].passage.document_id for claim in laws)
    statute = next((name for name in statutes if name in addressees), None)
    if bound is None or statute is None:
        return tuple(claims)
    own = [claim for claim in laws if claim.evidence[0].passage.document_id == statute]
    if any(bound in claim.text.lower() for claim in own):
        return tuple(claims)
    remark = addressees[statute]
    spans = sentence_spans(remark.text)
    named = [span for span in spans if bound in remark.text[slice(*span)].lower()]
    return (_claim(remark, *(named or spans)[0]), *claims)


def with_companions(
    claims: Sequence[Claim],
    provisions: Provisions,
    transitions: Mapping[ProvisionKey, Transition],
    as_of: date,
) -> tuple[Claim, ...]:
    """``claims`` with the transitional rules before them and each permission's condition after."""
    said = {claim.text for claim in claims}
    first = [
        claim for claim in _transitional(claims, provisions, transitions, as_of)
        if claim.text not in said
    ]  # fmt: skip
    whole = list(dict.fromkeys(first))
    said |= {claim.text for claim in whole}
    for claim in claims:
        whole.append(claim)
        condition = _condition(claim, provisions, as_of)
        if condition is not None and condition.text not in said:
            said.add(condition.text)
            whole.append(condition)
    return tuple(whole)


def _transitional(
    claims: Sequence[Claim],
    provisions: Provisions,
    transitions: Mapping[ProvisionKey, Transition],
    as_of: date,
) -> Iterator[Claim]:
    for claim in claims:
        document_id, pinpoint = place_of(claim.evidence[0].passage)
        for (statute, softened), transition in transitions.items():
            tells = pinpoint == softened or re.search(rf"\b{softened}", claim.text)
            if statute == document_id and tells and as_of <= transition.until:
                rules = provisions.get((document_id, transition.shown_with), ())
                yield from (_first_sentence(rule) for rule in rules if not rule.comment)


def _condition(claim: Claim, provisions: Provisions, as_of: date) -> Claim | None:
    """What a permission in the law depends on, as our remarks on the paragraph say it."""
    if claim.lane is not Lane.LAW or MAY not in strength_marks(claim.text):
        return None
    for passage in _at(claim.evidence[0].passage, provisions):
        remarks = passage.comment and passage.holds_on(as_of)
        for start, end in sentence_spans(passage.text) if remarks else ():
            if _CONDITION.search(passage.text[start:end]):
                return _claim(passage, start, end)
    return None


def _first_sentence(passage: Passage) -> Claim:
    start, end = sentence_spans(passage.text)[0]
    return _claim(passage, start, end)


def _claim(passage: Passage, start: int, end: int) -> Claim:
    return Claim(
        text=" ".join(passage.text[start:end].split()),
        lane=Lane.LAW,
        evidence=(Evidence(passage=passage, start=start, end=end),),
    )
