from ingest.blocks import Block
from ingest.plain import parse_plain


def test_plain_text_is_paragraphs_under_its_first_line() -> None:
    parsed = parse_plain("Cykelbrevet\n\nFörsta raden\ngår vidare.\n\n- röd\n- grön\n", "fil")
    assert parsed.title == "Cykelbrevet"
    assert parsed.blocks == (
        Block(
            pinpoint="inledningen",
            text="Cykelbrevet\n\nFörsta raden går vidare.\n\n- röd\n\n- grön",
        ),
    )


def test_a_first_line_that_is_a_sentence_is_no_title() -> None:
    assert parse_plain("Detta är en mening.\n\nOch en till.", "fil").title == "fil"
    assert parse_plain("Ensam rad", "fil").title == "fil"
