"""A judge held against people: kappa by hand, and which of people's judgements count."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evals.judge import Trait
from evals.judge_people import (
    ENOUGH,
    FEW,
    NOBODY,
    UNDEFINED,
    PeoplesLabels,
    held_against,
    labels_of,
    labels_of_run,
)
from evals.past_runs import PastCase, PastRun
from evals.review import Preferred, Rating, Settled, Support, Verdict
from evals.review_store import ReviewStore

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
R, P, W, S = Verdict.RIGHT, Verdict.PARTLY, Verdict.WRONG, Verdict.SHOULD_REFUSE


def said(words: Mapping[str, str], contested: frozenset[str] = frozenset()) -> PeoplesLabels:
    nothing: dict[Trait, frozenset[str]] = dict.fromkeys(Trait, frozenset())
    return PeoplesLabels(
        labels={Trait.CORRECT: words, Trait.FAITHFUL: {}},
        contested={**nothing, Trait.CORRECT: contested},
    )


def named(words: str) -> dict[str, str]:
    """Case 0, 1, 2 … with a word each, by its first letter."""
    of = {"k": R.value, "d": P.value, "f": W.value, "b": S.value}
    return {str(number): of[letter] for number, letter in enumerate(words)}


def rating(
    case_id: str, reviewer: str, verdict: Verdict = R, support: Support = Support.YES
) -> Rating:
    return Rating(
        case_id=case_id, reviewer=reviewer, verdict=verdict, support=support, useful=True, at=NOW
    )


def test_kappa_of_four_words_by_hand() -> None:
    # Judge k 5, d 2, f 2, b 1; people k 4, d 3, f 2, b 1. Alike in 0-3, 5, 7, 9: 7 of 10.
    # Chance: .5·.4 + .2·.3 + .2·.2 + .1·.1 = .31. (.7 - .31) / .69.
    found = held_against(named("kkkkkddffb"), said(named("kkkkddffdb")), Trait.CORRECT)
    assert found.kappa == pytest.approx(0.39 / 0.69)
    assert found.shared == 10
    assert found.warning == FEW


def test_only_answers_that_both_have_judged_are_compared() -> None:
    # Case 2 is the judge's alone, case 9 people's. Left: k k / k f against k f: both alike.
    people = {"0": R.value, "1": W.value, "9": R.value}
    found = held_against(named("kfk"), said(people), Trait.CORRECT)
    assert (found.shared, found.kappa) == (2, 1)


def test_a_judge_that_always_says_right_is_no_better_than_chance() -> None:
    # 18 of 20 alike, as chance alone gives: 1·.9. The share looks well, kappa is 0.
    found = held_against(named("k" * 20), said(named("k" * 18 + "ff")), Trait.CORRECT)
    assert found.kappa == pytest.approx(0)
    assert (found.shared, found.warning) == (ENOUGH, "")


def test_without_people_the_figure_says_nothing_and_that_is_said() -> None:
    found = held_against(named("kkf"), said({}), Trait.CORRECT)
    assert (found.kappa, found.shared, found.warning) == (None, 0, NOBODY)
    assert "inga mänskliga omdömen" in NOBODY
    assert "säger inget än" in NOBODY


def test_kappa_that_can_not_be_reckoned_is_told() -> None:
    found = held_against(named("kkk"), said(named("kkk")), Trait.CORRECT)
    assert (found.kappa, found.shared, found.warning) == (None, 3, UNDEFINED)


@pytest.mark.parametrize(("shared", "warning"), [(ENOUGH - 1, FEW), (ENOUGH, "")])
def test_the_warning_goes_with_the_number_of_answers(shared: int, warning: str) -> None:
    words = named("f" + "k" * (shared - 1))
    assert held_against(words, said(words), Trait.CORRECT).warning == warning


def test_what_most_say_counts_and_a_tie_is_contested() -> None:
    people = labels_of(
        [
            rating("a", "Kim"),
            rating("a", "Bo", W),
            rating("a", "Eva"),
            rating("b", "Kim"),
            rating("b", "Bo", P),
            rating("c", "Kim", S, Support.NO),
        ],
        {},
    )
    assert people.labels[Trait.CORRECT] == {"a": "korrekt", "c": "borde_ha_avstatt"}
    assert people.contested[Trait.CORRECT] == {"b"}
    assert people.labels[Trait.FAITHFUL] == {"a": "ja", "b": "ja", "c": "nej"}
    found = held_against({"a": "korrekt", "b": "korrekt"}, people, Trait.CORRECT)
    assert (found.shared, found.contested) == (1, 1)


def test_what_they_settled_on_counts_more_than_what_most_said() -> None:
    end = Settled(case_id="a", verdict=P, note="", by="Kim", at=NOW)
    people = labels_of([rating("a", "Kim"), rating("a", "Bo", W)], {"a": end})
    assert people.labels[Trait.CORRECT] == {"a": "delvis"}
    assert not people.contested[Trait.CORRECT]


def test_a_person_who_judges_an_answer_in_two_reviews_counts_once() -> None:
    said_twice = [rating("a", "Kim", W), rating("a", "Kim"), rating("a", "Bo", W)]
    assert labels_of(said_twice, {}).contested[Trait.CORRECT] == {"a"}


def case(case_id: str) -> PastCase:
    return PastCase(id=case_id, set="s", status="answered", scores={}, body={})


def past(name: str) -> PastRun:
    return PastRun(run=name, cases=(case("a"), case("b")))


def test_only_reviews_of_the_run_alone_and_since_it_began_count(tmp_path: Path) -> None:
    store = ReviewStore(tmp_path, now=lambda: NOW)
    mine = store.create([past("A")], by="Kim", size=2, key="en")
    store.rate(mine, rating("a", "Kim", P))
    others = store.create([past("B")], by="Kim", size=2, key="två")
    store.rate(others, rating("b", "Kim"))
    pair = store.create([past("A"), past("B")], by="Kim", size=2, key="tre")
    store.rate(pair, Rating(case_id="b", reviewer="Kim", preferred=Preferred.LEFT))
    found = labels_of_run(store, "A", NOW - timedelta(hours=1))
    assert found.labels == {Trait.CORRECT: {"a": "delvis"}, Trait.FAITHFUL: {"a": "ja"}}
    assert found.has("a")
    assert not found.has("b")
    # The same name, asked anew afterwards: what people said was of other answers.
    store.settle(mine, "b", R, note="", by="Kim")
    later = labels_of_run(store, "A", NOW + timedelta(seconds=1))
    assert not any(later.labels.values())


def test_without_reviews_there_are_no_labels(tmp_path: Path) -> None:
    assert not any(labels_of_run(ReviewStore(tmp_path), "A", NOW).labels.values())
