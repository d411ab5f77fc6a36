"""The figures of the comparison with other systems, on answers counted by hand."""

import pytest

from benchmarks.peer_report import Answers, cost_table, paired_difference, quality_table

QRELS = [{"a": 1}, {"b": 2}, {"c": 1}, {"d": 1}]


def answers(name: str, first: tuple[str, ...], **more: object) -> Answers:
    """Each question gets one hit; the encoder takes 20 ms of each answer's time."""
    known = {
        "all_ms": (21.0, 22.0, 23.0, 25.0),
        "encoder_ms": (20.0,) * 4,
        "own_cpu_ms": (1.0, 1.0, 1.0, 3.0),
        "index_s": 1.5,
        "rss_mb": 200.0,
    }
    rankings = tuple((hit,) for hit in first)
    return Answers(name=name, rankings=rankings, **known | more)  # type: ignore[arg-type]


OURS = answers("lotsen", ("a", "b", "c", "x"))
THEIRS = answers("annan", ("a", "x", "x", "x"), all_ms=(24.0,) * 4, rss_mb=500.0)


def cells(table: list[str], name: str) -> list[str]:
    row = next(line for line in table if line.startswith(f"| {name} |"))
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_a_difference_is_the_mean_of_the_pairs_and_the_same_every_time() -> None:
    first = paired_difference([1.0, 1.0, 1.0, 0.0], [1.0, 0.0, 0.0, 0.0])
    assert first == paired_difference([1.0, 1.0, 1.0, 0.0], [1.0, 0.0, 0.0, 0.0])
    assert (first.value, first.n) == (0.5, 4)
    # All four draws are 0 in 6.3 % of the cases, and all 1 in 6.3 %.
    assert (first.low, first.high) == (0.0, 1.0)


def test_pairs_that_always_differ_alike_leave_no_doubt() -> None:
    ours, theirs = [0.9, 0.5, 0.4], [0.8, 0.4, 0.3]
    found = paired_difference(ours, theirs)
    assert (found.low, found.high) == (pytest.approx(0.1), pytest.approx(0.1))


def test_pairing_tells_what_two_separate_intervals_would_not() -> None:
    easy_and_hard = [1.0, 0.0] * 50
    ours = [value * 0.9 + 0.1 for value in easy_and_hard]
    found = paired_difference(ours, [value * 0.9 for value in easy_and_hard])
    assert found.low == pytest.approx(0.1)


def test_quality_is_told_with_intervals_and_how_far_ours_is_ahead() -> None:
    table = quality_table([OURS, THEIRS], QRELS)
    name, ndcg, first, _, ahead = cells(table, "lotsen")
    assert (name, ndcg[:5], ahead) == ("lotsen", "0.750", "–")
    assert first == "0.750 [0.301, 0.954]"  # Wilson, three of four
    assert cells(table, "annan")[-1] == "+0.500 [+0.000, +1.000]"


def test_cost_is_told_without_the_encoder_and_as_ratios_to_ours() -> None:
    table = cost_table([OURS, THEIRS])
    assert cells(table, "lotsen")[1:4] == ["1.50", "2.5 / 4.7", "1.00"]
    assert cells(table, "annan")[2:4] == ["4.0 / 4.0", "0.85"]
    assert cells(table, "annan")[6:] == ["24.0 / 24.0", "500", "2.50"]


def test_every_row_has_as_many_cells_as_the_heading() -> None:
    for table in (quality_table([OURS, THEIRS], QRELS), cost_table([OURS, THEIRS])):
        assert {line.count("|") for line in table} == {table[0].count("|")}
