from pathlib import Path

import pytest
from word import W, add_xml, body, new_document, paragraph, run, saved

from ingest.blocks import Block, MediaType
from ingest.docx import parse_docx
from ingest.passages import MAX_TOKENS, estimated_tokens, passage_spans


def texts(content: bytes) -> list[str]:
    return [
        part
        for block in parse_docx(content, "fil.docx").blocks
        for part in block.text.split("\n\n")
    ]


def table_xml(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def row_xml(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def cell_xml(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def test_headings_paragraphs_lists_and_tables_stand_in_reading_order() -> None:
    document = new_document()
    document.add_heading("Cykelplan", 0)
    document.add_paragraph("Planen gäller alla.")
    document.add_heading("Mål", 1)
    document.add_paragraph("Vi ska:")
    document.add_paragraph("räkna cyklar", style="List Number")
    document.add_paragraph("laga cyklar", style="List Number")
    document.add_paragraph("utan oljud", style="List Bullet")
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("Åtgärd", "Ansvarig", "Klart"), strict=True):
        cell.text = text
    for values in (("Ställ", "Gatukontoret", "2031"), ("Pumpar", "Skolan", "")):
        for cell, text in zip(table.add_row().cells, values, strict=True):
            cell.text = text
    document.add_heading("Uppföljning", 2)
    document.add_paragraph("Varje år.")
    parsed = parse_docx(saved(document), "fil.docx")
    assert (parsed.title, parsed.media_type, parsed.sfs) == ("Cykelplan", MediaType.DOCX, None)
    assert parsed.blocks == (
        Block(pinpoint="inledningen", text="Planen gäller alla."),
        Block(
            pinpoint="Mål",
            heading_path=("Mål",),
            text="Vi ska:\n\n1. räkna cyklar\n\n2. laga cyklar\n\n- utan oljud\n\n"
            "Åtgärd: Ställ; Ansvarig: Gatukontoret; Klart: 2031\n\n"
            "Åtgärd: Pumpar; Ansvarig: Skolan",
        ),
        Block(pinpoint="Uppföljning", heading_path=("Mål", "Uppföljning"), text="Varje år."),
    )


@pytest.mark.parametrize(
    ("style", "heading"),
    [
        ("Rubrik 2", True),
        ("Rubrik 4 utan numrering", True),
        ("Prop. rubrik", True),
        ("Tabellrubrik", False),
        ("Underrubrik", False),
        ("Brödtext", False),
    ],
)
def test_a_heading_is_known_by_the_swedish_name_of_its_style(style: str, *, heading: bool) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    document = new_document()
    document.styles.add_style(style, WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Början.")
    document.add_paragraph("Om torget", style=style)
    document.add_paragraph("Torget är öppet.")
    pinpoints = [block.pinpoint for block in parse_docx(saved(document), "fil.docx").blocks]
    assert pinpoints == (["inledningen", "Om torget"] if heading else ["inledningen"])


def test_a_style_takes_its_level_from_the_style_it_is_based_on_unless_it_says_otherwise() -> None:
    from docx.enum.style import WD_STYLE_TYPE

    document = new_document()
    own = document.styles.add_style("Kommunens stora", WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = document.styles["Heading 2"]
    document.add_paragraph("Torg", style="Kommunens stora")
    document.add_paragraph("Text.")
    add_xml(document, paragraph("Park", "<w:outlineLvl w:val='0'/>"))
    document.add_paragraph("Text.")
    add_xml(document, paragraph("Ingen", "<w:pStyle w:val='Heading1'/><w:outlineLvl w:val='9'/>"))
    blocks = parse_docx(saved(document), "fil.docx").blocks
    assert [(block.heading_path, block.text) for block in blocks] == [
        (("Torg",), "Text."),
        (("Park",), "Text.\n\nIngen"),
    ]


def test_bold_lines_are_headings_only_where_no_style_makes_one() -> None:
    document = new_document()
    document.add_paragraph("Inledning.")
    document.add_paragraph().add_run("Bakgrund").bold = True
    document.add_paragraph("Text.")
    document.add_paragraph().add_run("Detta är viktigt.").bold = True
    plain = parse_docx(saved(document), "fil.docx").blocks
    assert [block.pinpoint for block in plain] == ["inledningen", "Bakgrund"]
    document.add_heading("Slut", 1)
    document.add_paragraph("Text.")
    styled = parse_docx(saved(document), "fil.docx").blocks
    assert [block.pinpoint for block in styled] == ["inledningen", "Slut"]


def test_insertions_stand_and_deletions_do_not() -> None:
    content = body(
        f"<w:p>{run('Torget ska ')}"
        "<w:del w:id='1'><w:r><w:delText>inte </w:delText></w:r></w:del>"
        f"<w:ins w:id='2'>{run('alltid ')}</w:ins>"
        f"<w:moveFrom w:id='3'>{run('flyttat')}</w:moveFrom>{run('vara öppet.')}</w:p>",
        f"<w:ins w:id='4'>{paragraph('Nytt stycke.')}</w:ins>",
        f"<w:p><w:pPr><w:rPr><w:del w:id='5'/></w:rPr></w:pPr>{run('Stycket ')}</w:p>",
        paragraph("går vidare."),
        table_xml(
            row_xml(cell_xml("A"), cell_xml("B")),
            row_xml(cell_xml("struken"), cell_xml("rad"), properties="<w:del w:id='6'/>"),
            row_xml(cell_xml("C"), cell_xml("D")),
        ),
    )
    assert texts(content) == [
        "Torget ska alltid vara öppet.",
        "Nytt stycke.",
        "Stycket går vidare.",
        "A: B",
        "C: D",
    ]


def test_content_controls_and_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('I rutan.')}</w:txbxContent>"
    names = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    table = table_xml(row_xml(cell_xml("A"), cell_xml("B")), row_xml(cell_xml("C"), cell_xml("D")))
    content = body(
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('I kontrollen.')}</w:sdtContent></w:sdt>",
        f"<w:p>{run('Före ')}<w:sdt><w:sdtContent>{run('mitt i')}</w:sdtContent></w:sdt>"
        f"{run(' efter.')}</w:p>",
        f"<w:p>{run('Vid rutan.')}<w:r><mc:AlternateContent {names}>"
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        f"<w:sdt><w:sdtContent>{table}</w:sdtContent></w:sdt>",
    )
    assert texts(content) == [
        "I kontrollen.",
        "Före mitt i efter.",
        "Vid rutan.",
        "I rutan.",
        "A: B",
        "C: D",
    ]


def test_what_surrounds_the_text_is_left_out() -> None:
    document = new_document()
    document.sections[0].header.paragraphs[0].text = "Diarienummer"
    document.sections[0].footer.paragraphs[0].text = "Sida 1"
    gallery = "<w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
    contents = f"<w:sdtContent>{paragraph('Innehåll')}</w:sdtContent>"
    add_xml(document, f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr>{contents}</w:sdt>")
    begin, separate, end = (
        f"<w:r><w:fldChar w:fldCharType='{part}'/></w:r>" for part in ("begin", "separate", "end")
    )
    field = f"{begin}<w:r><w:instrText> LINK </w:instrText></w:r>{separate}{run(' är öppet')}{end}"
    note = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    hidden = run(" dolt", "<w:vanish/>")
    add_xml(document, f"<w:p>{run('Torget')}{note}{hidden}{field}{run('.')}</w:p>")
    assert texts(saved(document)) == ["Torget är öppet."]


def test_parts_that_are_files_of_their_own_are_reported() -> None:
    content = body(paragraph("Text."), "<w:altChunk />")
    assert len(parse_docx(content, "fil.docx").problems) == 1
    assert parse_docx(body(paragraph("Text.")), "fil.docx").problems == ()


def test_signs_and_breaks_become_what_a_reader_sees() -> None:
    content = body(
        "<w:p><w:r><w:t>Rad</w:t><w:br/><w:t>två</w:t><w:tab/><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t>"
        "<w:softHyphen/><w:t>C</w:t><w:br w:type='page'/><w:t>D</w:t></w:r></w:p>"
    )
    assert texts(content) == ["Rad\ntvå A-BC D"]


def test_merged_cells_say_their_words_in_each_row_they_cover() -> None:
    content = body(
        table_xml(
            row_xml(
                cell_xml("Ort"),
                cell_xml("Antal", "<w:gridSpan w:val='2'/>"),
                properties="<w:tblHeader/>",
            ),
            row_xml(cell_xml(""), cell_xml("2030"), cell_xml("2031"), properties="<w:tblHeader/>"),
            row_xml(cell_xml("Norr", "<w:vMerge w:val='restart'/>"), cell_xml("1"), cell_xml("2")),
            row_xml(cell_xml("", "<w:vMerge/>"), cell_xml("3"), cell_xml("4")),
            row_xml(cell_xml("Söder"), cell_xml("lika", "<w:gridSpan w:val='2'/>")),
            row_xml(cell_xml("Källa: räkning", "<w:gridSpan w:val='3'/>")),
        )
    )
    assert texts(content) == [
        "Ort: Norr; Antal 2030: 1; Antal 2031: 2",
        "Ort: Norr; Antal 2030: 3; Antal 2031: 4",
        "Ort: Söder; Antal 2030, Antal 2031: lika",
        "Källa: räkning",
    ]


def test_a_box_or_layout_made_as_a_table_is_read_as_text() -> None:
    content = body(
        table_xml(row_xml("<w:tc>" + paragraph("Rutan säger.") + paragraph("Mer.") + "</w:tc>")),
        table_xml(row_xml(cell_xml("Till vänster"), cell_xml("Till höger"))),
    )
    assert texts(content) == ["Rutan säger.", "Mer.", "Till vänster", "Till höger"]


def test_lists_count_as_word_counts() -> None:
    document = new_document()
    numbering = document.part.numbering_part.element
    from docx.oxml import parse_xml

    levels = "".join(
        f"<w:lvl w:ilvl='{level}'><w:start w:val='{start}'/><w:numFmt w:val='{form}'/>"
        f"<w:lvlText w:val='{pattern}'/></w:lvl>"
        for level, (start, form, pattern) in enumerate(
            ((3, "decimal", "%1."), (1, "lowerLetter", "%2)"), (1, "lowerRoman", "%1.%3"))
        )
    )
    numbering.insert(
        0, parse_xml(f"<w:abstractNum {W} w:abstractNumId='90'>{levels}</w:abstractNum>")
    )
    for identity, override in (
        ("91", ""),
        ("92", "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>"),
    ):
        numbering.append(
            parse_xml(
                f"<w:num {W} w:numId='{identity}'><w:abstractNumId w:val='90'/>{override}</w:num>"
            )
        )
    for text, level, identity in (
        ("ett", 0, "91"),
        ("två", 1, "91"),
        ("tre", 1, "91"),
        ("fyra", 2, "91"),
        ("fem", 0, "91"),
        ("sex", 1, "91"),
        ("sju", 0, "92"),
    ):
        add_xml(
            document,
            paragraph(
                text, f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{identity}'/></w:numPr>"
            ),
        )
    assert texts(saved(document)) == [
        "3. ett",
        "a) två",
        "b) tre",
        "3.i fyra",
        "4. fem",
        "a) sex",
        "1. sju",
    ]


def test_a_statute_in_word_is_divided_by_section() -> None:
    document = new_document()
    document.add_heading("Lag (2031:9) om ställ", 0)
    document.add_paragraph("Inledande bestämmelse")
    document.add_paragraph("1 §   Varje torg ska ha ställ.")
    document.add_paragraph("Stället får vara rött.")
    document.add_paragraph("2 §   Ställ ska målas.")
    parsed = parse_docx(saved(document), "fil.docx")
    assert parsed.sfs == "2031:9"
    assert [(block.pinpoint, block.text) for block in parsed.blocks] == [
        ("1 §", "Varje torg ska ha ställ.\n\nStället får vara rött."),
        ("2 §", "Ställ ska målas."),
    ]


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Cykelpolicy 2031", "Cykelpolicy 2031"),
        ("Dokument1", "fil"),
        ("utkast.docx", "fil"),
        ("", "fil"),
    ],
)
def test_the_title_of_a_document_without_headings_is_what_its_properties_state(
    stated: str, title: str
) -> None:
    document = new_document()
    document.core_properties.title = stated
    document.add_paragraph("Text.")
    assert parse_docx(saved(document), "fil.docx").title == title


def test_a_real_proposition_has_its_headings_and_no_list_of_contents(shared: Path) -> None:
    path = shared / "realdata" / "office" / "prop-2012-13-144.docx"
    parsed = parse_docx(path.read_bytes(), path.name)
    assert parsed.title == "Regeringens proposition 2012/13:144"
    assert [block.pinpoint for block in parsed.blocks][1:6] == [
        "Propositionens huvudsakliga innehåll",
        "Förslag till riksdagsbeslut",
        "Ärendet och dess beredning",
        "EU:s bestämmelser om statligt stöd till sjöfartsnäringen",
        "Det svenska sjöfartsstödet",
    ]
    assert not any(
        "\t" in block.text or "Innehållsförteckning" in block.text for block in parsed.blocks
    )
    pieces = [b.text[start:end] for b in parsed.blocks for start, end in passage_spans(b.text)]
    assert all(estimated_tokens(piece) <= MAX_TOKENS for piece in pieces)
