"""Kappa and alpha against figures reckoned by hand."""

import pytest

from evals.agreement import cohens_kappa, krippendorffs_alpha


def test_kappa_of_ten_judgements_by_hand() -> None:
    # 7 of 10 alike. One: 6 k, 4 f. Other: 5 k, 5 f. Chance: .6·.5 + .4·.5 = .5. (.7 - .5) / .5.
    one = ["k", "k", "k", "k", "k", "k", "f", "f", "f", "f"]
    other = ["k", "k", "k", "k", "f", "f", "f", "f", "f", "k"]
    assert cohens_kappa(one, other) == pytest.approx(0.4)


def test_kappa_is_one_for_the_same_and_negative_for_the_opposite() -> None:
    assert cohens_kappa(["k", "f"], ["k", "f"]) == 1
    assert cohens_kappa(["k", "f"], ["f", "k"]) == -1


def test_kappa_is_not_defined_where_all_is_one_name_or_nothing_is_judged() -> None:
    assert cohens_kappa(["k", "k"], ["k", "k"]) is None
    assert cohens_kappa([], []) is None


def test_kappa_of_different_numbers_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        cohens_kappa(["k"], [])


def test_alpha_of_two_raters_by_hand() -> None:
    # Pairs: kk twice (4 of k·k in both directions /1), ff once, kf once. Values: k 5, f 3, n = 8.
    # Unlike 2; expected 2·5·3 = 30. 1 - 7·2/30.
    judged = [
        {"a": "k", "b": "k"},
        {"a": "k", "b": "k"},
        {"a": "f", "b": "f"},
        {"a": "k", "b": "f"},
    ]
    assert krippendorffs_alpha(judged) == pytest.approx(1 - 14 / 30)


def test_alpha_weighs_three_raters_by_how_many_judged_a_thing() -> None:
    # First thing: k k f: pairs kk 2/2, kf 2/2, fk 2/2. Second: f f: ff 2. Values k 2, f 3, n = 5.
    # Unlike 2; expected 2·2·3 = 12. 1 - 4·2/12.
    judged = [{"a": "k", "b": "k", "c": "f"}, {"a": "f", "c": "f"}]
    assert krippendorffs_alpha(judged) == pytest.approx(1 / 3)


def test_a_thing_that_one_has_judged_tells_nothing() -> None:
    judged = [{"a": "k", "b": "k"}, {"a": "f", "b": "f"}]
    assert krippendorffs_alpha([*judged, {"a": "k"}, {}]) == krippendorffs_alpha(judged) == 1


@pytest.mark.parametrize("judged", [[], [{"a": "k"}], [{"a": "k", "b": "k"}]])
def test_alpha_is_not_defined_without_two_names_to_tell_apart(judged: list[dict[str, str]]) -> None:
    assert krippendorffs_alpha(judged) is None
