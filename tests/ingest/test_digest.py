from datetime import date

from corpus.documents import SentenceQuestion
from ingest.blocks import Block
from ingest.digest import parse_digest

DIGEST = """# Cykellagen

## 4 § {valid_from=2031-03-01 valid_to=2032-12-31}
Biblioteket ska ha cyklar,
även på vintern.

Det gäller

1. stora bibliotek, och
2. små.

> Fråga: Måste vi ha cyklar?
> Fråga: Gäller det på vintern?
> Fakta: X4.1, X4.2

### Förtydligande
Lagen säger **inget** om [hjälm](https://exempel.se).

> Fråga: Krävs hjälm?

### Senare {valid_from=2033-01-01}
Nytt datum.

## Tom rubrik

## Lydelser över tid
Kort.
"""


def test_a_digest_has_a_block_for_each_pinpoint_and_each_remark() -> None:
    first = {"valid_from": date(2031, 3, 1), "valid_to": date(2032, 12, 31)}
    parsed = parse_digest(DIGEST)
    assert parsed.title == "Cykellagen"
    assert parsed.blocks == (
        Block(
            pinpoint="4 §",
            heading_path=("4 §",),
            text="Biblioteket ska ha cyklar, även på vintern.\n\nDet gäller\n\n"
            "1. stora bibliotek, och\n\n2. små.",
            questions=("Måste vi ha cyklar?", "Gäller det på vintern?"),
            **first,
        ),
        Block(
            pinpoint="4 §",
            heading_path=("4 §", "Förtydligande"),
            text="Lagen säger inget om hjälm.",
            comment=True,
            questions=("Krävs hjälm?",),
            **first,
        ),
        Block(
            pinpoint="4 §",
            heading_path=("4 §", "Senare"),
            text="Nytt datum.",
            comment=True,
            valid_from=date(2033, 1, 1),
        ),
        Block(pinpoint="Lydelser över tid", heading_path=("Lydelser över tid",), text="Kort."),
    )


def test_text_above_the_first_pinpoint_is_not_part_of_a_digest() -> None:
    assert parse_digest("# Titel\n\nFritt svävande.\n").blocks == ()


def test_a_question_with_a_number_is_of_that_sentence() -> None:
    (block,) = parse_digest(
        "# Cykel\n\n## 1 §\nCykeln är grön. Den har två hjul.\n\n"
        "> Fråga: Hur ser cykeln ut?\n> Fråga 2: Hur många hjul?\n"
        "> Fråga 1 nej: Är cykeln röd?\n"
    ).blocks
    assert block.questions == ("Hur ser cykeln ut?",)
    assert block.sentence_questions == (
        SentenceQuestion(2, "Hur många hjul?"),
        SentenceQuestion(1, "Är cykeln röd?"),
    )


def test_what_the_block_does_not_answer_is_kept_apart() -> None:
    (block,) = parse_digest(
        "# Cykel\n\n## 1 §\nCykeln är grön.\n\n> Fråga 1: Vilken färg?\n"
        "> Svarar inte: Vad kostar cykeln?\n> Svarar inte: Får man låna den?\n"
    ).blocks
    assert block.text == "Cykeln är grön."
    assert block.sentence_questions == (SentenceQuestion(1, "Vilken färg?"),)
    assert block.unanswered == ("Vad kostar cykeln?", "Får man låna den?")
