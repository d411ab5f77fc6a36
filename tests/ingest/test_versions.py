from datetime import UTC, date, datetime
from pathlib import Path

from corpus.documents import Edition, Section
from corpus.index import open_generation
from ingest.library import add_files
from ingest.pipeline import build_generation
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


def test_a_newer_file_keeps_the_older_wording_with_its_days(tmp_path: Path) -> None:
    data, path = tmp_path / "data", tmp_path / "lag.txt"
    law = "Lag (2031:5) om cyklar\n\n1 § Cyklar ska ha lås.\n\n2 § En cykel får ha {}.\n"
    path.write_text(law.format("en korg"), encoding="utf-8")
    add_files(data, [path])
    path.write_text(law.format("två korgar") + "\n3 § Nytt.\n", encoding="utf-8")
    add_files(data, [path])
    report = build_generation(data, None)
    source = next(row for row in report.sources if row.document_id == "sfs-2031-5")
    assert source.remarks == ("Ändrat: 2 §.", "Nytt: 3 §.")
    with open_generation(data) as generation:
        second = [p for p in generation.passages if p.document_id == "sfs-2031-5"]
    today = datetime.now(UTC).date()
    told = {day: [p.text for p in second if p.holds_on(day)] for day in (today, date(2020, 1, 1))}
    assert told[today] == ["Cyklar ska ha lås.", "En cykel får ha två korgar.", "Nytt."]
    assert told[date(2020, 1, 1)] == ["Cyklar ska ha lås.", "Nytt.", "En cykel får ha en korg."]


def test_what_a_newer_statute_lacks_goes_on_being_told() -> None:
    old = Version(
        sections=(section("1 §", "Kvar."), section("2 §", "Tappad."), section("3 §", "Flyttad.")),
        added=JUNE,
    )
    new = Version(sections=(section("1 §", "Kvar."), section("1 kap. 3 §", "Flyttad.")), added=JULY)
    history = with_earlier_versions(new, [old], keeps_lost=True)
    assert told(history)[2:] == [("2 §", "Tappad.", None, None)]
    assert history.changes == ("Nytt: 1 kap. 3 §.", "Borta: 2 §, 3 §.")
