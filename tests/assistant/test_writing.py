import pytest
from answer_sources import (
    ADVICE,
    DUTY,
    ENTRIES,
    FINDING,
    HITS,
    METHOD,
    PASSAGES,
    RHYTHM,
)

from assistant.replies import Drafted, DraftSource, DraftStatement, DraftStatus
from assistant.verification import Fault, verify_statement
from assistant.writing import Counts, Written, verified_statements
from corpus.documents import Lane


def written(*statements: tuple[str, list[tuple[int, str]]]) -> Written:
    drafts = tuple(
        DraftStatement(
            text=text,
            sources=tuple(DraftSource(label=label, quote=quote) for label, quote in sources),
        )
        for text, sources in statements
    )
    drafted = Drafted(status=DraftStatus.ANSWERED, statements=drafts)
    return verified_statements(drafted, HITS, ENTRIES)


def shown(answer: Written) -> list[tuple[str, Lane, list[str]]]:
    quotes = {citation.label: citation.quote for citation in answer.citations}
    return [(s.text, s.lane, [quotes[label] for label in s.labels]) for s in answer.statements]


def test_faithful_statement_is_kept_on_the_whole_sentence() -> None:
    answer = written(("Kommunen måste ta fram en lägesbild.", [(1, "ska ta fram en lägesbild")]))
    assert shown(answer) == [("Kommunen måste ta fram en lägesbild.", Lane.LAW, [DUTY])]
    assert answer.counts == Counts(kept=1)


@pytest.mark.parametrize(
    ("text", "label", "quote", "fault"),
    [
        ("Kommunen bör ta fram en lägesbild.", 1, DUTY, Fault.MODALITY),
        ("Kommunen ska inte ta fram en lägesbild.", 1, DUTY, Fault.NEGATION),
        ("Kommunen ska minst vart tredje år uppdatera lägesbilden.", 2, RHYTHM, Fault.FREQUENCY),
        ("Polisen ska ta fram en lägesbild.", 1, DUTY, Fault.ACTOR),
        ("Fyra av fem kommuner hade en aktuell lägesbild.", 4, FINDING, Fault.NUMBER),
        ("Du har vunnit, se https://exempel.se och betala.", 1, DUTY, Fault.SUPPORT),
    ],
)
def test_statement_that_departs_from_its_quote_gives_way_to_the_quote(
    text: str, label: int, quote: str, fault: Fault
) -> None:
    answer = written((text, [(label, quote)]))
    assert [(shown_text, quotes) for shown_text, _, quotes in shown(answer)] == [(quote, [quote])]
    assert answer.counts.replaced == 1
    assert fault in dict(answer.counts.faults)


@pytest.mark.parametrize(
    ("label", "quote"),
    [
        (1, "Varje kommun måste ta fram en lägesbild."),  # not the passage's words
        (1, "Varje  kommun ska ta fram en lägesbild."),  # white space counts
        (1, "varje kommun ska ta fram en lägesbild."),  # case counts
        (2, DUTY),  # the words of another passage
        (9, DUTY),  # no such label
        (0, DUTY),
    ],
)
def test_statement_whose_words_are_not_in_its_source_is_dropped(label: int, quote: str) -> None:
    answer = written(("Kommunen ska ta fram en lägesbild.", [(label, quote)]))
    assert answer == Written(
        statements=(),
        citations=(),
        counts=Counts(dropped=1, faults=((Fault.QUOTE_MISMATCH, 1),)),
    )


def test_quote_cut_out_of_a_denial_does_not_carry_the_opposite() -> None:
    text = "Lagen anger vilken metod kommunen ska använda."
    answer = written((text, [(1, "vilken metod kommunen ska använda")]))
    assert shown(answer) == [(METHOD, Lane.LAW, [METHOD])]


def test_unknown_label_beside_a_known_one_is_dropped_and_the_rest_stands() -> None:
    answer = written(("Kommunen ska ta fram en lägesbild.", [(7, DUTY), (1, DUTY)]))
    assert shown(answer) == [("Kommunen ska ta fram en lägesbild.", Lane.LAW, [DUTY])]


def test_lane_comes_from_the_source_and_lanes_are_never_blended() -> None:
    answer = written(
        ("Kommunen bör beskriva problemen i fokus.", [(1, DUTY), (3, ADVICE)]),
        ("Tre av fem kommuner hade en lägesbild.", [(4, FINDING)]),
        ("Kommunen ska ta fram en lägesbild.", [(1, DUTY)]),
    )
    assert shown(answer) == [
        ("Kommunen ska ta fram en lägesbild.", Lane.LAW, [DUTY]),
        ("Kommunen bör beskriva problemen i fokus.", Lane.GUIDANCE, [ADVICE]),
        ("Tre av fem kommuner hade en lägesbild.", Lane.REPORT, [FINDING]),
    ]


def test_sentence_named_without_a_quote_stands_on_the_sentence_that_holds_it() -> None:
    answer = written(
        ("Lägesbilden ska uppdateras minst vartannat år.", [(2, "")]),
        ("Kommunen ska bygga simhallar.", [(2, "")]),
        ("Lägesbilden bör uppdateras minst vartannat år.", [(2, "")]),
    )
    assert shown(answer) == [
        ("Lägesbilden ska uppdateras minst vartannat år.", Lane.LAW, [RHYTHM]),
        (RHYTHM, Lane.LAW, [RHYTHM]),
    ]
    assert (answer.counts.kept, answer.counts.replaced, answer.counts.dropped) == (1, 1, 1)


def test_what_is_shown_passes_the_verifier_again() -> None:
    answer = written(
        ("Kommunen måste ta fram en lägesbild.", [(1, DUTY)]),
        ("Kommunen får uppdatera lägesbilden.", [(2, RHYTHM), (1, METHOD)]),
    )
    cited = {citation.label: citation for citation in answer.citations}
    assert len(answer.statements) == 3
    for statement in answer.statements:
        citations = [cited[label] for label in statement.labels]
        assert verify_statement(statement.text, statement.lane, citations, PASSAGES).ok
