"""What is told of a source beside its words, and which words a search marks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from fakes_answers import HANDBOOK, LAW
from fakes_pages import SOURCE

from assistant.api import today
from assistant.service import DocumentOverview
from corpus.dates import swedish_date
from corpus.documents import ADDED_KIND, CatalogueEntry
from ui.labels import validity
from ui.site_hits import marked
from ui.source_facts import kind_of_file, rules_of, standing_of, told_of

DAY = timedelta(days=1)


def overview(entry: CatalogueEntry = LAW, **known: object) -> DocumentOverview:
    plain = DocumentOverview(
        entry=entry, state="original", passages=3, original=SOURCE, pinpoints=("4 §", "5–7 §§")
    )
    return replace(plain, **known)


def test_a_statute_in_the_list_says_that_it_holds_how_much_is_here_and_since_when():
    assert standing_of(overview(), {}) == "gäller, 4 §§, hämtad 2026-11-20"
    one = overview(pinpoints=("Lagen i korthet", "4 §"), original=None)
    assert standing_of(one, {}) == "gäller, 1 §"
    added = overview(original=replace(SOURCE, path="/hem/rapport.pdf"))
    assert standing_of(added, {}) == "gäller, 4 §§, tillagd 2026-11-20"


def test_other_documents_count_their_places_and_do_not_hold():
    assert standing_of(overview(HANDBOOK), {}) == "2 ställen, hämtad 2026-11-20"
    assert standing_of(overview(HANDBOOK, passages=0, pinpoints=(), original=None), {}) == ""


def test_what_is_over_replaced_or_not_yet_there_says_so():
    ended = replace(LAW, valid_to=date(2025, 3, 31))
    assert standing_of(overview(ended, original=None), {}) == "gällde till 2025-03-31, 4 §§"
    day = today() + DAY
    coming = replace(LAW, valid_from=day)
    assert standing_of(overview(coming, original=None), {}) == f"gäller från {day}, 4 §§"
    replaced = replace(LAW, superseded_by="ny-lag")
    assert standing_of(overview(replaced), {"ny-lag": "Nya lagen"}) == "ersatt av Nya lagen"


def test_an_original_says_when_it_came_and_what_file_it_is_and_never_its_path():
    dated = overview(replace(LAW, checked="2026-02"))
    assert list(told_of(dated)) == [
        "Hämtad 20 november 2026 som PDF",
        "Kontrollerad till och med februari 2026",
    ]
    own = overview(original=replace(SOURCE, path="/hem/hemligt/Rapport.DOCX"))
    assert list(told_of(own)) == ["Tillagd 20 november 2026 som Word"]
    assert list(told_of(overview(original=replace(SOURCE, fetched_at=None)))) == []
    assert list(told_of(overview(original=replace(SOURCE, fetched_at="i går")))) == []


@pytest.mark.parametrize(
    ("path", "kind"),
    [("https://x.se/a.pdf?v=1", "PDF"), ("https://x.se/sida.html", "webbsida"), (None, "")],
)
def test_the_kind_of_file_is_read_from_its_name(path, kind):
    assert kind_of_file(replace(SOURCE, path=path)) == kind


def test_rank_and_rights_are_said_in_words():
    free = replace(LAW, rights="free_text_9")
    assert list(rules_of(free)) == [
        "Lag: bindande regler som riksdagen har beslutat",
        "Texten är fri enligt 9 § upphovsrättslagen",
    ]
    quoted = replace(HANDBOOK, rights="citation_only")
    assert list(rules_of(quoted))[1].startswith("Texten är skyddad")
    (only,) = rules_of(replace(LAW, kind=ADDED_KIND))
    assert "tillagt av er" in only


def test_what_is_over_is_told_in_the_past_and_what_will_end_is_not():
    begun, before, later = date(2023, 7, 1), today() - DAY, today() + DAY
    assert list(validity(begun, None)) == ["Gäller från 1 juli 2023"]
    assert list(validity(begun, before)) == [
        "Gällde från 1 juli 2023",
        f"Gällde till {swedish_date(before)}",
    ]
    assert list(validity(begun, later))[1] == f"Gäller till {swedish_date(later)}"
    assert list(validity(None, today())) == [f"Gäller till {swedish_date(today())}"]


def found(text: str, query: str) -> list[str]:
    return [run.text for run in marked(text, query) if run.found]


def test_words_are_marked_in_every_form_and_inside_longer_ones():
    text = "Lägesbilden ska vara skriftlig. Kommunens lägesbild är en helhetsbild."
    assert found(text, "lägesbilder") == ["Lägesbilden", "lägesbild"]
    assert found(text, "LAGESBILD") == ["Lägesbilden", "lägesbild"]
    assert found("Brottsförebyggande arbete", "brott") == ["Brottsförebyggande"]
    assert found(text, "är en") == found(text, "cykel") == []


def test_a_hit_begins_near_the_found_word_and_ends_with_a_whole_one():
    text = "Ett " * 60 + "nytt råd bildas. " + "Sedan " * 60
    runs = list(marked(text, "råd"))
    assert [run.text for run in runs if run.found] == ["råd"]
    shown = "".join(run.text for run in runs)
    assert shown.startswith("… Ett ")
    assert shown.endswith("Sedan …")
    assert len(shown) < 160
    assert "".join(run.text for run in marked("Kort text.", "cykel")) == "Kort text."
