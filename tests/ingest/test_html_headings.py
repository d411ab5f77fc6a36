from ingest.html import parse_html


def paths(page: str) -> list[tuple[str, ...]]:
    return [block.heading_path for block in parse_html(page, "fil").blocks]


TITLED = (
    "<div property='dcterms:title' content='Förslag'><p>Ett.</p>"
    "<div property='dcterms:title' content='Skäl'>Två.</div></div>"
)
PRINT = (
    "<p><span style='font-size:14.0pt'>2 Allmän motivering</span></p>"
    "<p><span style='font-size:10.0pt'>Regeringen föreslår en ny lag om ställ.</span></p>"
    "<p><span style='font-size:14.0pt'>12</span></p>"
)


def test_the_titles_that_a_legal_database_gives_its_parts_are_headings() -> None:
    assert paths(TITLED) == [("Förslag",), ("Förslag", "Skäl")]


def test_short_lines_in_large_print_are_headings() -> None:
    assert paths(PRINT) == [("2 Allmän motivering",)]


def test_a_page_with_headings_keeps_to_them() -> None:
    assert paths(f"<h2>Rubrik</h2>{TITLED}{PRINT}") == [("Rubrik",)]
