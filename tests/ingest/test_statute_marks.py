from datetime import date

import pytest

from corpus.catalogue import load_catalogue
from corpus.documents import Edition, SourceDocument
from ingest.blocks import Block
from ingest.parsing import parse_document, read_content
from ingest.statute_marks import act_dates, read_wording, without_marks

CYCLES = """Lag (2031:5) om cyklar

1 kap. Inledning

1 § /Upphör att gälla U:2032-03-01/
Den som har cykel ska ha ringklocka. Lag (2031:9).

1 § /Träder i kraft I:2032-03-01/
Den som har cykel ska ha ringklocka och lampa.

Har cykeln två hjul gäller 2 §. Lag (2032:4).

2 § En cykel får ha korg.

/Kapitlet träder i kraft I:2033-01-01/
2 kap. Mopeder

1 § En moped ska ha lås.

/Rubriken träder i kraft I:2032-05-01/
Gamla mopeder

2 § /Upphör att gälla U:2034-04-30 genom lag (2033:7)./ En gammal moped får ha motor. Lag (2033:6).

3 kap. Slut

1 § Slut på lagen.

Övergångsbestämmelser

2031:5
1. Denna lag träder i kraft den 1 juli 2031.

2032:4
Denna lag träder i kraft den 1 mars 2032.
"""


def test_two_wordings_of_a_section_have_their_own_days() -> None:
    blocks = read_content(CYCLES.encode(), "lag.txt").blocks
    wordings = [
        (b.text.split("\n")[0], b.valid_from, b.valid_to, b.amended_by)
        for b in blocks
        if b.pinpoint == "1 kap. 1 §"
    ]
    assert wordings == [
        ("Den som har cykel ska ha ringklocka.", None, date(2032, 2, 29), "2031:9"),
        (
            "Den som har cykel ska ha ringklocka och lampa.",
            date(2032, 3, 1),
            None,
            "2032:4",
        ),
    ]


def test_a_mark_on_a_chapter_holds_for_its_sections_and_no_further() -> None:
    blocks = {b.pinpoint: b for b in read_content(CYCLES.encode(), "lag.txt").blocks}
    assert blocks["2 kap. 1 §"].valid_from == date(2033, 1, 1)
    assert blocks["3 kap. 1 §"].valid_from is None
    assert blocks["2 kap. 2 §"].valid_to == date(2034, 4, 29)


def test_a_mark_on_a_heading_is_no_part_of_it_or_of_the_text_before() -> None:
    blocks = {b.pinpoint: b for b in read_content(CYCLES.encode(), "lag.txt").blocks}
    assert blocks["2 kap. 2 §"].heading_path == ("2 kap. Mopeder", "Gamla mopeder")
    assert blocks["2 kap. 1 §"].text == "En moped ska ha lås."


def test_the_last_act_is_told_apart_from_the_words() -> None:
    wording = read_wording("Kommuner får ha cyklar. Lag (2025:223).")
    assert (wording.text, wording.amended_by) == ("Kommuner får ha cyklar.", "2025:223")


@pytest.mark.parametrize("text", ["Lag (2025:223).", "enligt lag (2025:223). Mer text följer"])
def test_an_act_that_is_the_text_or_stands_inside_it_stays(text: str) -> None:
    assert read_wording(text).text == text


def test_a_day_that_does_not_exist_tells_nothing() -> None:
    text, dates = without_marks("/Träder i kraft I:2026-02-31/ Ord.")
    assert text == "Ord."
    assert dates is not None
    assert dates.begins is None


def test_acts_begin_when_their_transitional_provisions_say() -> None:
    assert act_dates(read_content(CYCLES.encode(), "lag.txt").blocks) == {
        "2032:4": date(2032, 3, 1)
    }
    assert act_dates([Block(pinpoint="4 §", text="träder i kraft den 1 mars 2032")]) == {}


def test_a_section_begins_with_the_act_that_worded_it() -> None:
    entry = load_catalogue().by_sfs("2023:196")
    assert entry is not None
    text = "14 § Kommuner får ha cyklar. Lag (2025:223).\n\n15 § Slut. Lag (2025:223)."
    content = f"Lag (2023:196) om cyklar\n\n1 § Början.\n\n{text}".encode()
    source = SourceDocument(entry=entry, edition=Edition.ORIGINAL, name="l.txt", content=content)
    begins = {s.pinpoint: s.valid_from for s in parse_document(source)}
    # 14 § is dated by itself in the catalogue, 15 § by the act.
    assert begins == {
        "1 §": date(2023, 7, 1),
        "14 §": date(2025, 4, 1),
        "15 §": date(2025, 4, 1),
    }
