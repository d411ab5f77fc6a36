"""Whether a sentence holds the kind of fact that was asked for."""

import pytest

from assistant.asked import FactKind
from assistant.facts import holds_count, holds_kind


@pytest.mark.parametrize(
    "sentence",
    [
        "I styrgruppen har civilsamhället sju platser.",
        "Aktörerna är med i ungefär två av tio kommuner.",
        "Omkring 150 000 barn lever så.",
        "Det rör 10–20 procent.",
    ],
)
def test_number_that_counts(sentence: str) -> None:
    assert holds_count(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Lagen (2023:196) gäller sedan den 1 juli 2023.",
        "Enligt 9 och 10 §§ ska kommunen samordna.",
        "Brås årsrapport 2024 bygger på enkäter 2023.",
        "Framför allt steg 2 fördjupas.",
    ],
)
def test_number_that_names(sentence: str) -> None:
    assert not holds_count(sentence)


@pytest.mark.parametrize(
    ("kind", "sentence", "held"),
    [
        (FactKind.FREQUENCY, "Planen följs upp minst vartannat år.", True),
        (FactKind.FREQUENCY, "Kommunen ska ha en plan.", False),
        (FactKind.TIME, "Lagen gäller sedan den 1 juli 2023.", True),
        (FactKind.TIME, "Kommunen ska ha en plan.", False),
        (FactKind.TIME, "Genom lag (2025:223) fick lagen (2023:196) en ny paragraf.", False),
        (FactKind.WHO, "Kommunstyrelsens ordförande skriver under.", True),
        (FactKind.WHO, "Planen är skriftlig.", False),
        (FactKind.PERMISSION, "Kommunen får kamerabevaka torget.", True),
        (FactKind.PERMISSION, "Planen är skriftlig.", False),
        (FactKind.DUTY, "Kommunen ska ha en plan.", True),
        (FactKind.DUTY, "Planen är skriftlig.", False),
        (FactKind.PARTS, "Den har tre delar: a, b och c.", True),
        (FactKind.PARTS, "Planen är skriftlig.", False),
        (FactKind.OTHER, "Vad som helst.", True),
    ],
)
def test_kind_is_held(kind: FactKind, sentence: str, held: bool) -> None:
    assert holds_kind(kind, sentence) is held
