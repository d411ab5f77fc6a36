"""False statements dictated to the product: how they are told apart, and when the report is red."""

import pytest

from assistant.bootstrap import Assistant
from evals import planted
from evals.gates import State, planted_gate
from evals.mutation_rules import RULES


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planted, "MOST_OF_A_KIND", 3)


def test_every_kind_is_dictated_spread_over_the_index(
    bundled: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    dictated: list[planted.Falsehood] = []
    dictate = planted._dictated
    monkeypatch.setattr(
        planted, "_dictated", lambda whom, lies: dictated.extend(lies) or dictate(whom, lies)
    )
    report = planted.plant(bundled)
    assert report.passed
    assert report.made == dict.fromkeys(planted.KINDS, 3)
    assert len({lie.passage.document_id for lie in dictated}) > 20
    for lie in dictated:  # the label and the words are the passage's own, but where that is the lie
        is_quoted = lie.quote in lie.passage.text
        assert (lie.label == 1, is_quoted) == (lie.kind != "label", lie.kind != "quote")
        is_told = lie.text in " ".join(lie.passage.text.split())
        assert is_told == (lie.kind in {"label", "quote"})


def test_a_kind_that_is_no_longer_made_is_red(
    bundled: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = tuple(rule for rule in RULES if rule.kind != "modal")
    monkeypatch.setattr(planted, "RULES", rules)
    gate = planted_gate(bundled)
    assert gate.state is State.BROKEN
    assert gate.told.endswith("släpptes igenom. Inga av slaget modal.")


def test_statements_that_nobody_reads_are_red(
    bundled: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.replies.MAX_STATEMENTS", 1)
    gate = planted_gate(bundled)
    assert gate.state is State.BROKEN
    assert gate.told.startswith("0 av ")
    assert gate.told.endswith(" blev aldrig prövade.")
