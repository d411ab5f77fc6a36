import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from assistant.conversation import AnswerStatus, Turn
from corpus.catalogue import load_catalogue
from corpus.errors import UsageError
from evals.cases import bundled_cases, in_set, load_cases, parse_cases, read_cases
from evals.golden import EvalCase, Gold, Nugget
from evals.lint import FULL, bundled_faults
from evals.pinpoints import places

HELDOUT = Path(__file__).parents[2] / "evals" / "heldout"

TOML = """
set = "prov"

[[case]]
id = "p1"
question = "Hur ofta?"
audience = "ngo"
kind = "law"
expected_status = ["answered", "needs_clarification"]
as_of = 2025-01-31
gold = [{ document_id = "sfs-2023-196", pinpoint = "6 §" }]
nuggets = [{ vital = true, any_of = ['vartannat år', 'två år'] }]
forbidden = ['varje månad']
history = [{ question = "Vad är en plan?", answer = "En plan." }]
checked = "granskad 2026-10"
"""


def test_a_toml_file_is_read_whole():
    assert parse_cases(TOML, "prov.toml") == (
        EvalCase(
            id="p1",
            set="prov",
            question="Hur ofta?",
            audience="ngo",
            kind="law",
            expected_status=(AnswerStatus.ANSWERED, AnswerStatus.NEEDS_CLARIFICATION),
            gold=(Gold(document_id="sfs-2023-196", pinpoint="6 §"),),
            nuggets=(
                Nugget(
                    vital=True,
                    any_of=(
                        re.compile("vartannat år", re.IGNORECASE),
                        re.compile("två år", re.IGNORECASE),
                    ),
                ),
            ),
            forbidden=(re.compile("varje månad", re.IGNORECASE),),
            history=(Turn(question="Vad är en plan?", answer="En plan."),),
            as_of=date(2025, 1, 31),
            checked="granskad 2026-10",
        ),
    )


def test_json_lines_take_one_status_blank_lines_and_fields_we_do_not_know(tmp_path):
    path = tmp_path / "mina-fragor.jsonl"
    path.write_text(
        '{"id": "a", "question": "Q?", "expected_status": "answered", "author": "x"}\n\n'
        '{"id": "b", "question": "R?", "expected_status": "out_of_scope", "gold": []}\n',
        encoding="utf-8",
    )
    assert [(c.id, c.set, c.expected_status, c.checked) for c in load_cases(path)] == [
        ("a", "mina-fragor", (AnswerStatus.ANSWERED,), "ej granskad"),
        ("b", "mina-fragor", (AnswerStatus.OUT_OF_SCOPE,), "ej granskad"),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "Fallfilen f.jsonl, rad 1: raden är inte JSON."),
        ("[]", "Fallfilen f.jsonl, rad 1: raden är inget JSON-objekt."),
        ("", "Fallfilen f.jsonl innehåller inga fall."),
        ('{"question": "Q"}', "Fallfilen f.jsonl, fall rad 1: fältet id saknas."),
        (
            '{"id": "a", "question": "Q", "expected_status": "besvarad"}',
            "Fallfilen f.jsonl, fall a: fältet expected_status.0 har fel värde.",
        ),
        (
            '{"id": "a", "question": "Q", "expected_status": []}',
            "Fallfilen f.jsonl, fall a: fältet expected_status har fel värde.",
        ),
        (
            '{"id": "a", "question": "Q", "expected_status": "answered", "forbidden": ["("]}',
            (
                "Fallfilen f.jsonl, fall a: ett mönster i fältet forbidden "
                "är inget giltigt reguljärt uttryck."
            ),
        ),
        (
            '{"id": "a", "question": "Q", "expected_status": "answered"}\n' * 2,
            "Fallfilen f.jsonl har två fall med id a.",
        ),
    ],
)
def test_a_wrong_line_is_named_in_swedish(line, message):
    with pytest.raises(UsageError) as raised:
        parse_cases(line, "f.jsonl")
    assert raised.value.message == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (TOML.replace("nuggets", "nuggetts"), "fall p1: fältet nuggetts är okänt."),
        ("case = 3", "Fallfilen f.toml ska ha sina fall under [[case]]."),
        ("[[case", "Fallfilen f.toml är inte giltig TOML"),
        ("case = [3]", "Fallfilen f.toml ska ha sina fall under [[case]]."),
    ],
)
def test_a_wrong_toml_file_is_named_in_swedish(text, message):
    with pytest.raises(UsageError, match=re.escape(message)):
        parse_cases(text, "f.toml")


def test_a_broken_case_is_named_with_its_line_and_the_others_are_there():
    second = TOML.split("[[case]]")[1].replace('"p1"', '"p2"')
    broken = second.replace('audience = "ngo"', "audience = ngo")
    file = read_cases(f"{TOML}[[case]]{broken}[[case]]{second.replace('p2', 'p3')}", "f.toml")
    assert [case.id for case in file.cases] == ["p1", "p3"]
    (fault,) = file.faults
    line = TOML.count("\n") + broken.split("audience")[0].count("\n") + 1
    assert fault.line == line
    assert fault.message_with_line.startswith(f"Fallfilen f.toml, rad {line} är inte giltig TOML")


def test_a_wrong_field_is_named_with_its_line():
    file = read_cases(TOML.replace("pinpoint", "pinpunkt"), "f.toml")
    assert file.cases == ()
    (fault,) = file.faults
    assert fault.message_with_line == (
        f"Fallfilen f.toml, rad {TOML.split('gold', maxsplit=1)[0].count(chr(10)) + 1}, fall p1: "
        "fältet gold.0.pinpoint saknas."
    )


@pytest.mark.parametrize("head", ["case = 7\n", "case = []\n"])
def test_pieces_that_are_right_alone_but_not_together_are_a_fault(head):
    assert len(read_cases(f"{head}{TOML}", "f.toml").faults) == 1


def test_a_file_that_is_not_there_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="kan inte läsas"):
        load_cases(tmp_path / "saknas.toml")


def test_only_an_unmixed_expectation_makes_a_case_answerable_or_to_be_refused():
    one, both, none = (
        EvalCase(id="x", set="s", question="?", audience="", kind="", expected_status=statuses)
        for statuses in (
            (AnswerStatus.ANSWERED,),
            (AnswerStatus.ANSWERED, AnswerStatus.OUT_OF_SCOPE),
            (AnswerStatus.OUT_OF_SCOPE,),
        )
    )
    assert [(c.answerable, c.to_be_refused) for c in (one, both, none)] == [
        (True, False),
        (False, False),
        (False, True),
    ]


def test_an_unknown_set_is_named_with_those_there_are():
    with pytest.raises(UsageError, match="Fallsamlingen lagen finns inte; de som finns: prov"):
        in_set(parse_cases(TOML, "prov.toml"), "lagen")


def test_the_bundled_sets_have_their_sizes():
    sizes: dict[str, int] = {}
    for case in bundled_cases():
        sizes[case.set] = sizes.get(case.set, 0) + 1
    assert sizes == {
        "avsta": 30,
        "avsta-nya": 140,
        "avsta-utveckling": 76,
        "byte-av-amne": 32,
        "byte-av-amne-prov": 32,
        "foljdfragor": 10,
        "grannlagar": 73,
        "guld-avsta": 77,
        "guld-foreningar": 30,
        "guld-grannlagar": 30,
        "guld-lag": 60,
        "guld-samtal": 25,
        "guld-tid": 12,
        "guld-uppdrag": 25,
        "guld-vagledning": 40,
        "guld-varianter": 45,
        "kedjor-utveckling": 63,
        "lag-vardag": 25,
        "nya-kallor": 94,
        "overblick": 15,
        "overblick-prov": 9,
        "svar-nya": 120,
        "utveckling": 100,
        "vagledning": 20,
    }


def test_as_many_cases_of_each_kind_are_set_aside_as_are_developed_on():
    for name in ("{}", "avsta-{}", "kedjor-{}"):
        developed = bundled_cases(name.format("utveckling"))
        aside = load_cases(HELDOUT / f"{name.format('undanlagda')}.toml")
        kinds = [Counter(case.kind for case in cases) for cases in (developed, aside)]
        assert [kind for kind, n in kinds[1].items() if abs(kinds[0][kind] - n) > 1] == []


def test_ids_are_unique_across_sets():
    aside = [case for path in HELDOUT.glob("*.toml") for case in load_cases(path)]
    assert len(aside) >= 200
    ids = [case.id for case in (*bundled_cases(), *aside)]
    assert len(set(ids)) == len(ids)


def test_bundled_gold_lies_in_documents_of_the_catalogue():
    catalogue = load_catalogue()
    unknown = [
        (case.id, gold.document_id)
        for case in bundled_cases()
        for gold in case.gold
        if catalogue.get(gold.document_id) is None
    ]
    assert unknown == []


def test_every_bundled_question_to_be_answered_has_gold_and_a_vital_nugget():
    bare = [
        case.id
        for case in bundled_cases()
        if case.answerable and not (case.gold and any(nugget.vital for nugget in case.nuggets))
    ]
    assert bare == []


def test_no_bundled_nugget_is_satisfied_by_an_empty_text():
    loose = [
        case.id
        for case in bundled_cases()
        for pattern in (*case.forbidden, *(p for n in case.nuggets for p in n.any_of))
        if pattern.search("")
    ]
    loose += [c.id for c in bundled_cases() for n in c.nuggets if n.found_in("") is not None]
    assert loose == []


def test_the_golden_set_is_whole():
    golden = bundled_cases("guld-*")
    assert len(golden) >= 250
    kinds = {case.kind for case in golden}
    assert kinds == {
        *("law", "guidance", "assignment", "neighbour", "association", "as_of", "multi_turn"),
        *("near_miss", "out_of_scope", "personal_data", "variant"),
    }
    assert {case.audience for case in golden} == {"coordinator", "ngo", "evaluator"}
    assert [case.id for case in golden if not case.written_by] == []
    answerable = [case for case in golden if case.answerable]
    assert {gold.grade for case in answerable for gold in case.gold} == {1, 2}
    assert [case.id for case in answerable if all(gold.grade == 1 for gold in case.gold)] == []
    assert [case.id for case in answerable if not case.forbidden] == []
    assert {n.vital for case in answerable for n in case.nuggets} == {True, False}


def test_nothing_is_wrong_in_the_bundled_files():
    assert [fault.message for fault in bundled_faults()] == []


def test_bundled_questions_are_none_of_the_development_questions(shared):
    known = {case.question for case in load_cases(shared / "facts" / "dev-questions.jsonl")}
    assert known.isdisjoint(case.question for case in bundled_cases())


def test_every_vital_nugget_is_found_in_the_checked_facts_at_its_gold_places(shared):
    # The golden set is held against the digests by the lint, and they against the facts.
    missing = []
    for case in (case for case in bundled_cases() if not case.set.startswith(FULL)):
        facts = " ".join(_facts(shared, gold) for gold in case.gold)
        missing += [
            (case.id, nugget.name)
            for nugget in case.nuggets
            if nugget.vital and nugget.found_in(facts) is None
        ]
    assert missing == []


def _facts(shared, gold):
    path = shared / "facts" / "documents" / f"{gold.document_id}.md"
    sections = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    texts = dict(section.split("\n", 1) for section in sections if "\n" in section)
    wanted = places(gold.pinpoint)
    there = [text for at, text in texts.items() if not wanted.isdisjoint(places(at))]
    return " ".join(" ".join(there).split())


def test_several_sets_and_patterns_stand_with_a_comma_between():
    cases = bundled_cases()
    chosen = in_set(cases, "lag-vardag, guld-l*")
    assert {case.set for case in chosen} == {"lag-vardag", "guld-lag"}
    assert [case for case in cases if case in chosen] == list(chosen)
    with pytest.raises(UsageError, match="Fallsamlingen finns-inte finns inte"):
        in_set(cases, "lag-vardag,finns-inte")
