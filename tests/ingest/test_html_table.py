import pytest
from lxml import html

from ingest.html_table import data_table
from ingest.tables import Table, table_elements


def table(markup: str) -> Table | None:
    element = html.fragment_fromstring(f"<table>{markup}</table>")
    return data_table(element, lambda cell: [str(cell.text_content())])


def test_rows_of_the_head_or_of_header_cells_alone_name_the_columns() -> None:
    rows = "<tr><td>1<td>2<tr><td>3<td>4"
    for head in ("<thead><tr><td>A<td>B</thead>", "<tr><th>A<th>B"):
        assert table(head + rows) == Table(rows=(("A", "B"), ("1", "2"), ("3", "4")), header_rows=1)
    beside = table("<tr><th>A<td>1<tr><th>B<td>2")
    assert beside == Table(rows=(("A", "1"), ("B", "2")))


def test_spans_are_filled_in() -> None:
    made = table(
        "<thead><tr><th rowspan=2>Ort<th colspan=2>Antal<tr><th>2030<th>2031</thead>"
        "<tr><td rowspan=2>Norr<td>1<td>2<tr><td>3<td>4<tr><td colspan=3>Källa"
    )
    assert made == Table(
        rows=(
            ("Ort", "Antal", None),
            ("Ort", "2030", "2031"),
            ("Norr", "1", "2"),
            ("Norr", "3", "4"),
            ("Källa", None, None),
        ),
        header_rows=2,
    )


@pytest.mark.parametrize("span", ["0", "-1", "x", "²", "1e9", ""])
def test_a_span_that_makes_no_sense_is_one(span: str) -> None:
    made = table(f"<tr><td colspan='{span}'>A<td>B<tr><td>C<td>D")
    assert made == Table(rows=(("A", "B"), ("C", "D")))


def test_a_cell_wider_than_its_table_is_a_line_of_text() -> None:
    made = table("<tr><td colspan=99999>Källa<tr><td>C<td>D")
    assert made is not None
    assert [element.text for element in table_elements(made)] == ["Källa", "C; D"]


def test_rows_of_unequal_length_are_made_equal() -> None:
    assert table("<tr><td>A<td>B<td>C<tr><td>D") == Table(rows=(("A", "B", "C"), ("D", "", "")))


@pytest.mark.parametrize(
    "markup",
    [
        "<tr><td>en<td>rad",
        "<tr><td>en<tr><td>spalt",
        "<tr><td><h2>Rubrik</h2><td>x<tr><td>a<td>b",
        "<tr><td><table><tr><td>inre</table><td>x<tr><td>a<td>b",
        f"<tr><td>{'lång text ' * 200}<td>x<tr><td>a<td>b",
        "",
    ],
)
def test_a_table_that_lays_out_a_page_is_none(markup: str) -> None:
    assert table(markup) is None


def test_a_table_for_presentation_is_none() -> None:
    element = html.fragment_fromstring("<table role=none><tr><td>a<td>b<tr><td>c<td>d</table>")
    assert data_table(element, lambda cell: [str(cell.text_content())]) is None
