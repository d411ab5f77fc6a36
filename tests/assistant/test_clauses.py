import pytest

from assistant.bodies import bodies, proper_names
from assistant.clauses import units
from assistant.denial import Polarity, denials, polarities
from assistant.guard_words import Grade


@pytest.mark.parametrize(
    ("sentence", "grade"),
    [
        ("Kommunen ska leda rådet.", Grade.DUTY),
        ("Kommunen måste leda rådet.", Grade.DUTY),
        ("Kommunen har ansvar för rådet.", Grade.DUTY),
        ("Kommunen ska, så långt det är lämpligt, leda rådet.", Grade.DUTY_IF_SUITABLE),
        ("Kommunen ska verka för ett råd.", Grade.STRIVE),
        ("Kommunen bör leda rådet.", Grade.SHOULD),
        ("Kommunen får leda rådet.", Grade.MAY),
        ("Kommunen har rätt att leda rådet.", Grade.MAY),
        ("Kommunen får inte leda rådet.", Grade.MUST_NOT),
        ("Kommunen ska inte leda rådet.", Grade.SHALL_NOT),
        ("Kommunen bör inte leda rådet.", Grade.SHOULD_NOT),
        ("Kommunen behöver leda rådet.", Grade.NEED),
        ("Kommunen behöver inte leda rådet.", Grade.NO_DUTY),
        ("Kommunen är inte skyldig att leda rådet.", Grade.NO_DUTY),
        ("Kommunen behöver inte leda rådet förrän 2027.", Grade.NOT_BEFORE),
        ("Kommunen leder rådet.", Grade.PLAIN),
    ],
)
def test_modal_verb_has_its_grade(sentence: str, grade: Grade) -> None:
    assert [unit.grade for unit in units(sentence)] == [grade]


def test_each_modal_verb_binds_its_own_part() -> None:
    found = units("Rektorn ska anmäla oro, och föreningen bör stödja familjen.")
    assert [(unit.grade, unit.subjects) for unit in found] == [
        (Grade.DUTY, {"skolan"}),
        (Grade.SHOULD, {"förening"}),
    ]


def test_denial_reaches_what_follows_it_and_leaves_the_rest() -> None:
    ways = polarities("Lagen kräver en funktion, inte en titel eller en tjänst.")
    assert ways == {
        "funktion": {Polarity.SAID},
        "titel": {Polarity.DENIED},
        "tjanst": {Polarity.DENIED},
    }


def test_contrast_after_a_denial_is_said() -> None:
    ways = polarities("Det gäller inte platsen, utan personen.")
    assert (ways["plats"], ways["person"]) == ({Polarity.DENIED}, {Polarity.SAID})


def test_denials_are_counted() -> None:
    assert denials("Inga regler gäller, och lagen säger inget om vite.") == 2


def test_bodies_go_by_their_forms_and_not_by_parts_of_words() -> None:
    found = bodies("Kommunerna, kommunstyrelsens ordförande och polisanmälan")
    assert [body for body, _, _ in found] == ["kommunen", "kommunstyrelsen"]


def test_names_are_capitals_inside_a_sentence() -> None:
    assert proper_names("Lagen nämner Skolinspektionen och IOP. Sedan inget.") == {
        "skolinspektionen",
        "iop",
    }
