import random
from statistics import fmean

import pytest

from evals import metrics
from evals.metrics import DRAWS, NOTHING, SEED, Metric, mean, proportion


def test_a_proportion_carries_wilsons_interval():
    # By hand: p = .8, n = 10, z2 = 3.8415: centre (.8 + .19207) / 1.38415 = .71674,
    # half 1.95996 / 1.38415 * sqrt(.016 + .0096036) = .22657.
    metric = proportion(8, 10)
    assert (metric.value, metric.n) == (0.8, 10)
    assert metric.low == pytest.approx(0.49016, abs=1e-5)
    assert metric.high == pytest.approx(0.94331, abs=1e-5)


def test_a_proportion_of_all_reaches_exactly_one_but_its_interval_stays_open_below():
    metric = proportion(50, 50)
    assert (metric.value, metric.high) == (1.0, 1.0)
    assert metric.low == pytest.approx(50 / (50 + 1.959964**2), abs=1e-6)


def test_a_proportion_of_none_reaches_exactly_zero():
    metric = proportion(0, 4)
    assert (metric.value, metric.low) == (0.0, 0.0)
    assert metric.high == pytest.approx(1.959964**2 / (4 + 1.959964**2), abs=1e-6)


def test_nothing_to_judge_gives_no_figure():
    assert proportion(0, 0) == NOTHING == mean([])


def test_a_mean_of_equal_values_has_no_width():
    assert mean([0.25] * 4) == Metric(value=0.25, low=0.25, high=0.25, n=4)


def test_a_means_interval_holds_it_and_comes_out_the_same_every_time():
    first = mean([0.0, 0.5, 1.0, 1.0])
    assert first == mean([0.0, 0.5, 1.0, 1.0])
    assert (first.value, first.n) == (0.625, 4)
    # Of the 256 draws of four, 5 have a mean of .125 or less (2.0 %) and 19 one of .25 or less
    # (7.4 %), so the bound of 2.5 % is .25; 16 (6.3 %) have a mean of 1.
    assert (first.low, first.high) == (0.25, 1.0)


def test_figures_are_printed_with_four_decimals():
    assert proportion(1, 3).to_json() == {"value": 0.3333, "low": 0.0615, "high": 0.7923, "n": 3}


def test_the_draws_are_those_of_pythons_own_generator():
    values = [0.0, 0.2, 0.2, 0.7, 1.0, 1.0, 0.35]
    draw = random.Random(SEED)
    means = sorted(fmean(draw.choices(values, k=7)) for _ in range(DRAWS))
    metric = mean(values)
    assert metric.low == pytest.approx(means[round(0.025 * (DRAWS - 1))], abs=1e-12)
    assert metric.high == pytest.approx(means[round(0.975 * (DRAWS - 1))], abs=1e-12)


@pytest.mark.parametrize("numbers", [12, 15])  # two and three draws of five: 2,000 has a rest
def test_more_values_than_are_drawn_at_once_give_the_same_interval(monkeypatch, numbers):
    values = [0.0, 0.2, 0.7, 1.0, 0.35]
    whole = mean(values)
    monkeypatch.setattr(metrics, "_MOST_NUMBERS", numbers)
    assert mean(values) == whole


def test_a_figure_of_nothing_is_printed_as_nothing():
    assert NOTHING.to_json() == {"value": None, "low": None, "high": None, "n": 0}


def test_a_part_of_one_counts_as_a_part():
    assert proportion(1.5, 3).value == 0.5


@pytest.mark.parametrize("n", range(1, 60))
def test_none_and_all_have_exact_bounds_however_many_there_are(n):
    assert proportion(0, n).low == 0.0
    assert proportion(n, n).high == 1.0


def test_a_mean_of_many_values_comes_out_the_same_every_time():
    values = [1 / (n + 3) for n in range(40)]
    assert mean(values) == mean(values)
    assert mean(values).low < mean(values).value < mean(values).high
