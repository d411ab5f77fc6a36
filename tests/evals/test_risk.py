import pytest

from evals.risk import Outcome, risk_curve


def outcomes(*pairs):
    return [Outcome(confidence=confidence, wrong=wrong) for confidence, wrong in pairs]


def points(curve):
    return [(point.threshold, point.coverage, point.risk) for point in curve.points]


def test_the_curve_goes_from_the_most_certain_answer_to_all():
    curve = risk_curve(outcomes((2.0, 1), (3.0, 0), (0.0, 0), (1.0, 0)), of=5)
    assert points(curve) == [
        (3.0, 0.2, 0.0),
        (2.0, 0.4, 0.5),
        (1.0, 0.6, pytest.approx(1 / 3)),
        (0.0, 0.8, 0.25),
    ]
    # The mean of 0, 1/2, 1/3 and 1/4.
    assert curve.area == pytest.approx(13 / 48)
    assert (curve.answers, curve.of) == (4, 5)


def test_wrong_answers_that_are_the_least_certain_give_a_smaller_area():
    good = risk_curve(outcomes((3.0, 0), (2.0, 0), (1.0, 1)), of=3)
    bad = risk_curve(outcomes((3.0, 1), (2.0, 0), (1.0, 0)), of=3)
    assert good.area == pytest.approx(1 / 9)  # (0 + 0 + 1/3) / 3
    assert bad.area == pytest.approx(11 / 18)  # (1 + 1/2 + 1/3) / 3


def test_answers_of_the_same_confidence_make_one_point():
    curve = risk_curve(outcomes((1.0, 1), (1.0, 0), (0.5, 0)), of=4)
    assert points(curve) == [(1.0, 0.5, 0.5), (0.5, 0.75, pytest.approx(1 / 3))]
    # Two answers at 1/2 and one at 1/3, whichever of the equal ones comes first.
    assert curve.area == pytest.approx(4 / 9)
    assert risk_curve(outcomes((1.0, 0), (1.0, 1), (0.5, 0)), of=4) == curve


def test_answers_that_are_half_wrong_count_half():
    assert points(risk_curve(outcomes((1.0, 0.5)), of=1)) == [(1.0, 1.0, 0.5)]


def test_without_answers_there_is_no_curve_and_no_area():
    curve = risk_curve([], of=3)
    assert (curve.points, curve.area, curve.answers, curve.of) == ((), None, 0, 3)
