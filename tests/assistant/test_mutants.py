"""No sentence of the bundled digests may be turned and still stand on its own quotation.

Mutants are made by rule (evals/mutation_rules.py) from real sentences told in three ways: word for
word, without the source's name, and beside a second quoted sentence.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, pairwise

import pytest

from assistant.bootstrap import Assistant
from assistant.citations import cite
from assistant.pairs import Pair
from assistant.verification import verify_statement, wording_faults
from corpus.documents import Passage
from corpus.sentences import sentence_spans
from evals.mutation import Mutant, mutants, without_source
from evals.mutation_rules import RULES

# The kinds that the suite must hold, and how many mutants of each at the least.
LEAST = {
    "number": 40, "unit": 30, "date": 300, "paragraph": 500, "frequency": 40, "negation": 800,
    "modal": 700, "actor": 800, "and/or": 30, "only": 200, "exception": 4, "condition": 8,
    "time": 40, "cause": 8, "quantity": 40, "opposite": 80, "status": 4,
}  # fmt: skip
SAMPLE = 4  # every so manieth telling in the ordinary run; all of them in `make long`


def pairs_of(passage: Passage, assistant: Assistant) -> Iterator[Pair]:
    """Each sentence of ``passage`` told in the three ways, on what it is quoted from."""
    entry = assistant.generation.entries[passage.document_id]
    sources = f"{entry.title} {entry.short_title} {entry.publisher}"
    quotes = [" ".join(passage.text[s:e].split()) for s, e in sentence_spans(passage.text)]
    tellings = [(quote, quote) for quote in quotes]
    tellings += [(short, quote) for quote in quotes if (short := without_source(quote))]
    tellings += [(one, f"{one}\n\n{other}") for one, other in pairwise(quotes)]
    for statement, given in tellings:
        yield Pair(statement=statement, quotes=given, pinpoints=passage.pinpoint, sources=sources)


def accepted(pairs: Iterator[Pair]) -> tuple[Counter[str], list[tuple[Mutant, str]]]:
    """How many mutants there were of each kind, and those that the verifier lets through."""
    made: Counter[str] = Counter()
    passed = []
    for pair in pairs:
        if wording_faults(pair):
            continue  # a telling that is rejected anyway proves nothing of its mutants
        for mutant in mutants(pair.statement, RULES):
            made[mutant.kind] += 1
            turned = Pair(
                statement=mutant.text,
                quotes=pair.quotes,
                pinpoints=pair.pinpoints,
                sources=pair.sources,
            )
            if not wording_faults(turned):
                passed.append((mutant, pair.quotes))
    return made, passed


def all_pairs(assistant: Assistant) -> Iterator[Pair]:
    return chain.from_iterable(pairs_of(p, assistant) for p in assistant.generation.passages)


def check(made: Counter[str], passed: list[tuple[Mutant, str]], share: int) -> None:
    assert [(m.kind, m.rule, m.text, quotes) for m, quotes in passed] == []
    assert {kind: made[kind] for kind, least in LEAST.items() if made[kind] * share < least} == {}
    assert sum(made.values()) * share >= 1_500


def test_no_mutant_stands_on_its_quotation(bundled: Assistant) -> None:
    sample = (pair for n, pair in enumerate(all_pairs(bundled)) if n % SAMPLE == 0)
    check(*accepted(sample), share=SAMPLE)


@pytest.mark.long
def test_no_mutant_of_any_telling_stands_on_its_quotation(bundled: Assistant) -> None:
    check(*accepted(all_pairs(bundled)), share=1)


def test_every_sentence_stands_on_itself(bundled: Assistant) -> None:
    rejected = []
    for passage in bundled.generation.passages:
        entry = bundled.generation.entries[passage.document_id]
        for start, end in sentence_spans(passage.text):
            quote = cite(passage, start, end, 1, entry)
            known = {passage.passage_id: passage}
            if not verify_statement(quote.quote, entry.lane, [quote], known).ok:
                rejected.append(quote.quote)
    assert rejected == []


def test_wording_rules_alone_accept_every_sentence_on_itself(bundled: Assistant) -> None:
    same = [pair for pair in all_pairs(bundled) if pair.statement == pair.quotes]
    assert len(same) > 1_000
    assert [(pair.quotes, faults) for pair in same if (faults := wording_faults(pair))] == []


def test_most_sentences_may_lose_their_source(bundled: Assistant) -> None:
    """Telling what a law says without naming it is the mildest restatement there is."""
    told = [
        p for p in all_pairs(bundled) if len(p.statement) < len(p.quotes) and "\n" not in p.quotes
    ]
    kept = [pair for pair in told if not wording_faults(pair)]
    assert len(kept) >= 0.95 * len(told) > 300
