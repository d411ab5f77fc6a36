"""The matrix says what the law says: each row stands on a passage, with that passage's strength.

What counts is the account of a place. A remark is ours: it explains, repeats other §§ and tells old
wordings, so its "ska" may be another place's. Only a remark that begins to hold after the account
counts too: it is a later wording of the place, which the digest dates by itself.
"""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from corpus.catalogue import bundled_digests, load_catalogue
from corpus.documents import Edition, Lane, Passage, SourceDocument
from corpus.lexical import swedish_terms
from corpus.obligations import (
    AppliesTo,
    Modality,
    Obligation,
    Party,
    Place,
    Theme,
    load_obligations,
    matching,
    parse_obligations,
)
from corpus.sentences import sentence_spans
from ingest.parsing import parse_document
from ingest.passages import make_passages

LAW = "sfs-2023-196"
ROWS = load_obligations()
OF_THE_LAW = tuple(row for row in ROWS if row.document_id == LAW)
each_row = pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])

# A condition is no prohibition: "får, om det inte är olämpligt, lämna".
_CONDITION = re.compile(r"\b(?:om|när) (?:det|lagen) (?:(?!\bfår\b)[^,.])*")
_CHAPTER = re.compile(r"\bkap\.")
_FORBIDDEN = re.compile(
    r"\bfår\b[^,.]*\b(?:inte|bara|varken)\b|\bvarken\b.*\bfår\b|\blämnas\b[^,.]*\binte\b"
)
_SUITABLE = re.compile(
    r"\bnär det är lämpligt\b.*\bska\b|\bska\b.*\b(?:så långt|när) det är lämpligt\b"
)
_WORK_FOR = re.compile(r"\bska\b.*\bverka för\b")
_NOT_BEFORE = re.compile(r"\bbehövde\b.*\binte\b.*\bförrän\b")
_SHALL = re.compile(
    r"\bska\b|\bansvarar\b.*\bför\b|\bmåste\b|\bkrävs\b|\bkräver lagen\b|skyldig(?:heten)?\b"
    r"|\btystnadsplikt\b|\bgäller\b.*\bsekretess\b|\bsekretess\b.*\bgäller\b"
    r"|\bsekretessförbudet\b|\bdemokrativillkoret\b"
)
_MAY = re.compile(r"\bfår\b|\bkan\b|\brätt (?:att|till)\b")


def grades(text: str) -> set[Modality]:
    """The strengths that a sentence, or a row's verb, can have."""
    text = text[:1].lower() + text[1:]
    if _NOT_BEFORE.search(text):
        return {Modality.BEHOVER_INTE_FORRAN}
    if _SUITABLE.search(text):
        return {Modality.SKA_OM_LAMPLIGT}
    if _WORK_FOR.search(text):
        return {Modality.SKA_VERKA_FOR}
    forbidden = _FORBIDDEN.search(_CONDITION.sub("", _CHAPTER.sub("kap", text))) is not None
    found = {
        Modality.SKA: forbidden or _SHALL.search(text) is not None,
        Modality.FAR: not forbidden and _MAY.search(text.replace("får tystnadsplikt", "")),
        Modality.BOR: re.search(r"\bbör\b", text),
    }
    return {grade for grade, there in found.items() if there}


@cache
def passages() -> tuple[Passage, ...]:
    return tuple(
        passage for digest in bundled_digests() for passage in make_passages(parse_document(digest))
    )


def at_place(document_id: str, pinpoint: str) -> list[Passage]:
    return [p for p in passages() if (p.document_id, p.pinpoint) == (document_id, pinpoint)]


def told(document_id: str, pinpoint: str) -> list[Passage]:
    """The passages that count: the account, and remarks that begin to hold after it."""
    found = at_place(document_id, pinpoint)
    begun = [passage.valid_from or date.min for passage in found if not passage.comment]
    return [
        p for p in found if not p.comment or (begun and (p.valid_from or date.min) > max(begun))
    ]


def sentences(text: str) -> list[str]:
    """The sentences of a text; a list belongs to the sentence that leads it."""
    found: list[str] = []
    for start, end in sentence_spans(text):
        if text.startswith("- ", start) and found:
            found[-1] += "\n" + text[start:end]
        else:
            found.append(text[start:end])
    return found


def provisions(document_id: str, pinpoint: str) -> list[tuple[str, Passage]]:
    """The sentences at a place that say how strongly it binds, each with its passage."""
    return [
        (sentence, passage)
        for passage in told(document_id, pinpoint)
        for sentence in sentences(passage.text)
        if grades(sentence)
    ]


def says(row: Obligation) -> tuple[str, Passage]:
    """The sentence that a row tells: the one at its place with most of the row's words."""
    return max(
        provisions(row.document_id, row.pinpoint),
        key=lambda found: len(words_of(row) & set(swedish_terms(found[0]))),
    )


def words_of(row: Obligation) -> set[str]:
    return set(swedish_terms(f"{row.actor} {row.action} {row.object}"))


def test_ids_are_unique() -> None:
    assert len({row.id for row in ROWS}) == len(ROWS)


def test_every_document_is_in_the_catalogue() -> None:
    assert [row.id for row in ROWS if load_catalogue().get(row.document_id) is None] == []


def test_rows_of_a_document_stand_together_and_those_of_the_law_first() -> None:
    documents = [document for document, _ in groupby(row.document_id for row in ROWS)]
    assert documents[0] == LAW
    assert len(set(documents)) == len(documents)


@each_row
def test_a_row_stands_at_a_place_of_the_digest(row: Obligation) -> None:
    sentence, _ = says(row)
    assert len(words_of(row) & set(swedish_terms(sentence))) >= 2, sentence


@each_row
def test_no_other_place_of_the_document_tells_the_row_better(row: Obligation) -> None:
    def share(pinpoint: str) -> int:
        told = provisions(row.document_id, pinpoint)
        return max((len(words_of(row) & set(swedish_terms(text))) for text, _ in told), default=0)

    places = {p.pinpoint for p in passages() if p.document_id == row.document_id}
    best = max(places, key=share)
    assert share(row.pinpoint) == share(best), best


@each_row
def test_a_row_has_the_strength_of_its_sentence(row: Obligation) -> None:
    sentence, _ = says(row)
    assert row.modality in grades(sentence), sentence


@each_row
def test_a_rows_verb_stands_in_the_sentence(row: Obligation) -> None:
    sentence, _ = says(row)
    words = re.findall(r"\w+", row.modality_text.lower())
    assert set(words) <= set(re.findall(r"\w+", sentence.lower())), sentence


@each_row
def test_a_rows_verb_has_the_rows_strength(row: Obligation) -> None:
    assert grades(row.modality_text) == {row.modality}


@each_row
def test_whoever_has_the_duty_is_named_at_the_place(row: Obligation) -> None:
    words = " ".join(passage.text for passage in at_place(row.document_id, row.pinpoint))
    assert set(swedish_terms(row.actor.split(",")[0])) <= set(swedish_terms(words))


@each_row
def test_a_row_begins_when_its_place_does_or_says_that_the_day_is_unknown(row: Obligation) -> None:
    if row.from_date is None:
        assert "framgår inte av underlaget" in row.note
    else:
        assert row.from_date == begins(row)


def begins(row: Obligation) -> date | None:
    """The first day of the sentence's wording, or of a provision that was softened at first."""
    catalogue, (_, passage) = load_catalogue(), says(row)
    softened = catalogue.transitions.get((row.document_id, row.pinpoint))
    if softened is not None:
        return softened.until + timedelta(days=1)
    entry = catalogue.get(row.document_id)
    assert entry is not None
    # A § with a letter was put in later than the statute: its day must be its own.
    lettered = re.search(r"\d [a-z](?: §|–)", row.pinpoint)
    return None if lettered and passage.valid_from == entry.valid_from else passage.valid_from


@pytest.mark.parametrize(
    ("sentence", "strengths"),
    [
        ("Kommunen ska olja kedjan.", {Modality.SKA}),
        ("Kommunen ska, så långt det är lämpligt, olja kedjan.", {Modality.SKA_OM_LAMPLIGT}),
        ("När det är lämpligt ska kommunen olja kedjan.", {Modality.SKA_OM_LAMPLIGT}),
        ("Kommunen ska verka för oljade kedjor.", {Modality.SKA_VERKA_FOR}),
        ("Kommunen får olja kedjan.", {Modality.FAR}),
        ("Kommunen får, om det inte är olämpligt, olja kedjan.", {Modality.FAR}),
        ("Kommunen får inte olja kedjan.", {Modality.SKA}),
        ("Kommunen får olja kedjan bara om den gnisslar.", {Modality.SKA}),
        ("Om det inte finns särskilda skäl får kedjan inte oljas.", {Modality.SKA}),
        ("Kommunen får enligt 2 kap. 3 § olja bara kedjan.", {Modality.SKA}),
        ("Var och en bör olja kedjan.", {Modality.BOR}),
        ("Kommunen behövde inte olja kedjan förrän i maj.", {Modality.BEHOVER_INTE_FORRAN}),
        ("Kedjan har 116 länkar.", set()),
    ],
)
def test_the_strength_of_a_sentence_is_that_of_its_verb(
    sentence: str, strengths: set[Modality]
) -> None:
    assert grades(sentence) == strengths


def test_each_place_of_the_law_has_rows_of_every_strength_that_stands_there() -> None:
    places = {passage.pinpoint for passage in passages() if passage.document_id == LAW}
    numbered = [place for place in places if place.endswith((" §", "punkt 2"))]
    of_the_digest = {
        place: {grade for text, _ in provisions(LAW, place) for grade in grades(text)}
        for place in numbered
    }
    of_the_matrix = {
        place: {row.modality for row in OF_THE_LAW if row.pinpoint == place} for place in numbered
    }
    # 3 § is the purpose: what the law wants, not what the municipality shall do.
    assert of_the_digest.pop("3 §") == {Modality.SKA}
    assert of_the_matrix.pop("3 §") == set()
    assert of_the_matrix == of_the_digest


# The verbs of the statute's own words, stronger marks before the bare verb.
_VERBS = {
    Modality.BEHOVER_INTE_FORRAN: r"\bbehöver inte\b",
    Modality.SKA_VERKA_FOR: r"\bska (?:också )?verka för\b",
    Modality.SKA_OM_LAMPLIGT: r"\bska i den utsträckning som det är lämpligt\b",
    Modality.FAR: r"\bfår\b",
    Modality.SKA: r"\bska\b|\bansvarar för\b",
}
_RELATIVE = re.compile(r"\bvilka [^,.]*\bska\b")  # "vilka områden som samverkan ska ske": no duty
_ITEM = re.compile(r"^\d+\. ", re.MULTILINE)


def verbs_of(text: str) -> Counter[Modality]:
    """How many duties and permissions of each strength the words lay on someone."""
    left, found = _RELATIVE.sub("", text), Counter[Modality]()
    for grade, pattern in _VERBS.items():
        left, found[grade] = re.subn(pattern, "", left)
    # Each item of a list is a duty; the verb that leads the list is not one more.
    found[Modality.SKA] += max(0, len(_ITEM.findall(text)) - 1)
    return +found


def test_every_verb_of_the_statute_itself_has_its_row(shared: Path) -> None:
    entry = load_catalogue().get(LAW)
    assert entry is not None
    file = shared / "realdata" / "sfs-md" / "2023" / f"{LAW}.md"
    statute = parse_document(
        SourceDocument(
            entry=entry, edition=Edition.ORIGINAL, name=file.name, content=file.read_bytes()
        )
    )
    said = {section.pinpoint: verbs_of(section.text) for section in statute}
    told = {
        place: Counter(row.modality for row in OF_THE_LAW if row.pinpoint == place)
        for place in said
    }
    assert len(said) == 16  # 14 §§ and two transitional points
    assert [place for place in said if not said[place] <= told[place]] == []
    assert [place for place in said if bool(said[place]) != bool(told[place])] == []
    # Where one verb carries two duties there are more rows than verbs.
    more = {place: (told[place] - said[place]).total() for place in said}
    assert {place: n for place, n in more.items() if n} == {"5 §": 1, "6 §": 1, "13 §": 1}


def test_every_paragraph_from_4_to_14_has_a_row_and_the_first_purely_descriptive_ones_none() -> (
    None
):
    places = {row.pinpoint for row in OF_THE_LAW}
    assert {f"{number} §" for number in range(4, 15)} <= places
    assert places.isdisjoint({"1 §", "3 §"})


def test_rows_begin_with_the_law_but_the_plan_a_year_later_and_the_cameras_in_april_2025() -> None:
    later = {row.id: row.from_date for row in OF_THE_LAW if row.from_date != date(2023, 7, 1)}
    assert later == {
        "l-atgardsplan": date(2024, 7, 1),
        "l-atgardsplan-underlag": date(2024, 7, 1),
        "l-kameror": date(2025, 4, 1),
    }
    assert [row.pinpoint for row in OF_THE_LAW if row.from_date == date(2025, 4, 1)] == ["14 §"]


def test_the_law_lays_every_duty_on_the_municipality() -> None:
    municipal = ("kommunen", "samordningsfunktionen", "kommunstyrelsen")
    assert [row.id for row in OF_THE_LAW if not row.actor.startswith(municipal)] == []
    assert AppliesTo.FORENING not in {row.applies_to for row in OF_THE_LAW}


def test_a_row_concerns_an_association_where_the_law_speaks_of_others_than_the_municipality() -> (
    None
):
    concerned = {row.id for row in matching(OF_THE_LAW, Party.FORENING)}
    assert concerned == {
        "l-overenskommelse",
        "l-overenskommelse-innehall",
        "l-strategiskt-rad",
        "l-rad-representanter",
        "l-kontaktpunkt",
        "l-information",
    }


@pytest.mark.parametrize("place", sorted({p for row in ROWS for p in row.guidance}, key=str))
def test_guidance_can_be_read_here_and_is_no_law(place: Place) -> None:
    entry = load_catalogue().get(place.document_id)
    assert entry is not None
    assert entry.lane is not Lane.LAW
    assert place in {Place(document_id=p.document_id, pinpoint=p.pinpoint) for p in passages()}


def ids(rows: Iterable[Obligation]) -> list[str]:
    return [row.id for row in rows]


def test_filters_narrow_and_keep_the_order() -> None:
    assert matching(ROWS) == ROWS
    assert matching(ROWS, document_id=LAW) == matching(ROWS, theme=Theme.LAGEN) == OF_THE_LAW
    assert ids(matching(OF_THE_LAW, modality=Modality.FAR)) == ["l-kameror"]
    assert ids(matching(ROWS, Party.FORENING, Modality.SKA_VERKA_FOR)) == [
        "l-overenskommelse",
        "l-strategiskt-rad",
        "l-rad-representanter",
    ]
    assert matching(ROWS, Party.FORENING, Modality.FAR, LAW) == ()
    assert matching(ROWS, theme=Theme.KAMEROR, document_id=LAW) == ()


def test_rows_of_other_bodies_are_in_nobodys_matrix() -> None:
    others = {AppliesTo.MYNDIGHET, AppliesTo.SKOLA}
    assert others <= {row.applies_to for row in ROWS}
    for party in Party:
        assert others & {row.applies_to for row in matching(ROWS, party)} == set()


@pytest.mark.parametrize("theme", Theme)
def test_every_theme_has_rows(theme: Theme) -> None:
    assert matching(ROWS, theme=theme)


@pytest.mark.parametrize(
    ("row_id", "modality", "applies_to"),
    [
        # An unpaid leader should report, a professional must.
        ("oro-var-och-en", Modality.BOR, AppliesTo.BADA),
        ("oro-anmalningsskyldig", Modality.SKA, AppliesTo.BADA),
        # An employer may ask for extracts; no association has to.
        ("register-begara", Modality.FAR, AppliesTo.BADA),
        # Between authorities only.
        ("uppgift-till-myndighet-15a", Modality.FAR, AppliesTo.KOMMUN),
        ("upphandla-reserverat", Modality.FAR, AppliesTo.BADA),
        ("bidrag-forening-inte-pa-uppdrag", Modality.SKA, AppliesTo.FORENING),
    ],
)
def test_what_is_often_mixed_up_is_kept_apart(
    row_id: str, modality: Modality, applies_to: AppliesTo
) -> None:
    (row,) = (row for row in ROWS if row.id == row_id)
    assert (row.modality, row.applies_to) == (modality, applies_to)


ROW = """
[[obligation]]
id = "cykel"
theme = "ordning"
document_id = "sfs-2031-77"
pinpoint = "2 §"
actor = "cykelföreningen"
applies_to = "forening"
modality = "bor"
modality_text = "bör"
action = "olja"
object = "kedjan"
frequency = "varje vår"
from_date = 2031-03-01
guidance = [{ document_id = "handbok", pinpoint = "Kedjor" }]
"""


def test_a_row_is_read_whole() -> None:
    row = Obligation(
        id="cykel",
        theme=Theme.ORDNING,
        actor="cykelföreningen",
        applies_to=AppliesTo.FORENING,
        modality=Modality.BOR,
        modality_text="bör",
        action="olja",
        object="kedjan",
        frequency="varje vår",
        from_date=date(2031, 3, 1),
        document_id="sfs-2031-77",
        pinpoint="2 §",
        guidance=(Place(document_id="handbok", pinpoint="Kedjor"),),
    )
    assert parse_obligations(ROW) == (row,)
    assert matching((row,), Party.FORENING) == (row,)
    assert matching((row,), Party.KOMMUN) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('modality = "bor"', 'modality = "kanske"'),
        ('applies_to = "forening"', 'applies_to = "alla"'),
        ('theme = "ordning"', 'theme = "cyklar"'),
        ('theme = "ordning"\n', ""),
        ('modality = "bor"\n', ""),
        ('action = "olja"\n', ""),
        ('action = "olja"', 'action = "olja"\nfarg = "röd"'),
        ('pinpoint = "Kedjor"', 'sida = "3"'),
    ],
)
def test_a_row_that_is_wrong_is_named(old: str, new: str) -> None:
    assert old in ROW
    with pytest.raises(ValueError, match=r"^cykel: "):
        parse_obligations(ROW.replace(old, new))
