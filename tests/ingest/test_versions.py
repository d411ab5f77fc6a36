from datetime import date

from corpus.documents import Edition, Section
from ingest.versions import History, Version, with_earlier_versions

JUNE, JULY = date(2031, 6, 1), date(2031, 7, 1)


def section(
    pinpoint: str, text: str, valid_from: date | None = None, valid_to: date | None = None
) -> Section:
    return Section(
        document_id="sfs-2031-5",
        edition=Edition.ORIGINAL,
        pinpoint=pinpoint,
        heading_path=(),
        text=text,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def told(history: History) -> list[tuple[str, str, date | None, date | None]]:
    return [(s.pinpoint, s.text, s.valid_from, s.valid_to) for s in history.sections]


def test_what_did_not_change_is_told_once() -> None:
    old = Version(sections=(section("1 §", "Cyklar ska ha lås."),), added=JUNE)
    new = Version(sections=(section("1 §", "Cyklar  ska ha\nLås."),), added=JULY)
    history = with_earlier_versions(new, [old])
    assert told(history) == [("1 §", "Cyklar  ska ha\nLås.", None, None)]
    assert history.changes == ()


def test_a_change_on_an_unknown_day_counts_from_the_day_the_file_was_added() -> None:
    old = Version(sections=(section("1 §", "Ett lås."),), added=JUNE)
    new = Version(sections=(section("1 §", "Två lås."), section("2 §", "Nytt.")), added=JULY)
    history = with_earlier_versions(new, [old])
    assert told(history) == [
        ("1 §", "Två lås.", JULY, None),
        ("2 §", "Nytt.", None, None),
        ("1 §", "Ett lås.", None, date(2031, 6, 30)),
    ]
    assert history.changes == ("Ändrat: 1 §.", "Nytt: 2 §.")


def test_a_change_whose_day_the_text_tells_counts_from_that_day() -> None:
    begun, changed = date(2030, 1, 1), date(2031, 3, 1)
    old = Version(sections=(section("4 §", "Ett år.", begun),), added=JUNE)
    new = Version(sections=(section("4 §", "Sex månader.", changed),), added=JULY)
    assert told(with_earlier_versions(new, [old])) == [
        ("4 §", "Sex månader.", changed, None),
        ("4 §", "Ett år.", begun, date(2031, 2, 28)),
    ]


def test_what_is_gone_held_until_the_newer_file_came() -> None:
    old = Version(sections=(section("1 §", "Kvar."), section("9 §", "Borta.")), added=JUNE)
    new = Version(sections=(section("1 §", "Kvar."),), added=JULY)
    history = with_earlier_versions(new, [old])
    assert told(history)[1:] == [("9 §", "Borta.", None, date(2031, 6, 30))]
    assert history.changes == ("Borta: 9 §.",)


def test_three_files_follow_on_each_other() -> None:
    may = date(2031, 5, 1)
    history = with_earlier_versions(
        Version(sections=(section("1 §", "C"), section("2 §", "Kvar")), added=JULY),
        [
            Version(sections=(section("1 §", "B"), section("2 §", "Kvar")), added=JUNE),
            Version(sections=(section("1 §", "A"), section("2 §", "Kvar")), added=may),
        ],
    )
    assert told(history) == [
        ("1 §", "C", JULY, None),
        ("2 §", "Kvar", None, None),
        ("1 §", "B", JUNE, date(2031, 6, 30)),
        ("1 §", "A", None, date(2031, 5, 31)),
    ]
