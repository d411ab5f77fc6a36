import pytest

from ingest.tables import Row, Table, cell_text, first_row_names_columns, table_elements


def texts(*rows: Row, header_rows: int = 0, caption: str = "") -> list[str]:
    table = Table(rows=rows, header_rows=header_rows, caption=caption)
    return [element.text for element in table_elements(table)]


def test_each_value_stands_behind_the_name_of_its_column() -> None:
    assert texts(
        ("Åtgärd", "Ansvarig:"), ("Rond", "Skolan"), ("Lampor", ""), ("", ""), header_rows=1
    ) == ["Åtgärd: Rond; Ansvarig: Skolan", "Lampor"]


def test_a_caption_comes_first() -> None:
    assert texts(("A", "B"), ("1", "2"), header_rows=1, caption="Tabell 1. Så här.") == [
        "Tabell 1. Så här.",
        "A: 1; B: 2",
    ]


def test_a_cell_that_is_a_sentence_needs_no_semicolon_after_it() -> None:
    assert texts(("Vad", "När"), ("Rondera torget.", "Varje kväll."), header_rows=1) == [
        "Vad: Rondera torget. När: Varje kväll."
    ]


def test_the_words_of_several_header_rows_are_joined() -> None:
    header: tuple[Row, ...] = (("Ort", "Antal", None), ("", "2030", "2031"))
    assert texts(*header, ("Norr", "1", "2"), header_rows=2) == [
        "Ort: Norr; Antal 2030: 1; Antal 2031: 2"
    ]


def test_a_value_over_several_columns_has_all_their_names() -> None:
    assert texts(("Ort", "2030", "2031"), ("Norr", "lika", None), header_rows=1) == [
        "Ort: Norr; 2030, 2031: lika"
    ]


def test_a_row_of_one_cell_is_a_line_of_text() -> None:
    assert texts(("Ort", "Antal"), ("Hela länet", None), ("Norr", "1"), header_rows=1) == [
        "Hela länet",
        "Ort: Norr; Antal: 1",
    ]


def test_two_columns_without_header_are_names_and_values() -> None:
    assert texts(("Plats:", "torget"), ("Tid", "")) == ["Plats: torget", "Tid"]
    assert texts(("Detta är en mening.", "b"), ("c", "d")) == ["Detta är en mening. b", "c; d"]


def test_a_table_of_nothing_but_a_header_is_told() -> None:
    assert texts(("A", "B"), header_rows=1) == ["A: B"]


def test_a_first_row_of_one_cell_is_the_tables_own_heading() -> None:
    rows: tuple[Row, ...] = (
        ("Satsningar (mnkr)", "", ""),
        ("", "2030", "2031"),
        ("Ställ", "3", "4"),
    )
    expected = ["Satsningar (mnkr)", "Ställ; 2030: 3; 2031: 4"]
    assert texts(*rows, header_rows=1) == texts(*rows) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((("Ort", "Antal", "Andel"), ("Norr", "1", "2")), True),
        ((("", "Antal", "Andel"), ("Norr", "1", "2")), True),
        ((("", "2030", "2031"), ("Norr", "1", "2")), True),
        ((("Ort", "Antal"), ("Norr", "1")), False),
        ((("Nuvarande lydelse", "Föreslagen lydelse"), ("1 § Ett.", "1 § Två.")), True),
        ((("Norr", "1", "2"), ("Söder", "3", "4")), False),
        ((("A", "A", "B"), ("1", "2", "3")), False),
        ((("Ort", "", "Andel"), ("Norr", "1", "2")), False),
        ((("Det här är en mening.", "Antal", "Andel"), ("Norr", "1", "2")), False),
        ((("Ort", "Antal", "Andel"),), False),
    ],
)
def test_a_first_row_of_short_different_words_names_the_columns(
    rows: tuple[Row, ...], *, expected: bool
) -> None:
    assert first_row_names_columns(rows) is expected


def test_the_parts_of_a_cell_are_put_on_one_line() -> None:
    assert (
        cell_text(["kommunen", " polisen\n och ", "", "skolan"]) == "kommunen, polisen och, skolan"
    )
    assert cell_text(["En mening.", "Två:", "tre"]) == "En mening. Två: tre"
