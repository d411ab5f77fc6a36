"""A pause for a model that keeps failing."""

import pytest

from assistant.breaker import CircuitBreaker, ModelHealth
from corpus.errors import ModelUnavailableError


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> CircuitBreaker:
    return CircuitBreaker(failures=3, pause_s=30, clock=clock)


def call(breaker: CircuitBreaker, *, succeeded: bool | None) -> None:
    breaker.enter()
    breaker.leave(succeeded=succeeded)


def fail(breaker: CircuitBreaker, times: int) -> None:
    for _ in range(times):
        call(breaker, succeeded=False)


def test_failures_in_a_row_begin_a_pause_and_its_end_lets_one_call_through(
    breaker: CircuitBreaker, clock: Clock
) -> None:
    fail(breaker, 3)
    with pytest.raises(ModelUnavailableError, match=r"3 fel i rad.*om 30 sekunder"):
        breaker.enter()
    clock.now += 30
    breaker.enter()
    with pytest.raises(ModelUnavailableError):
        breaker.enter()  # the others wait for how it goes
    breaker.leave(succeeded=True)
    breaker.enter()
    assert breaker.health() == ModelHealth(calls=5, failures=3, skipped=2)


def test_failure_after_the_pause_begins_a_new_one(breaker: CircuitBreaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 31
    fail(breaker, 1)
    assert breaker.health().pause_left == 30
    with pytest.raises(ModelUnavailableError):
        breaker.enter()


def test_success_between_failures_begins_the_count_anew(breaker: CircuitBreaker) -> None:
    fail(breaker, 2)
    call(breaker, succeeded=True)
    fail(breaker, 2)
    breaker.enter()
    assert breaker.health().pause_left == 0


def test_call_that_nobody_waited_for_is_neither(breaker: CircuitBreaker, clock: Clock) -> None:
    fail(breaker, 2)
    call(breaker, succeeded=None)
    fail(breaker, 1)
    clock.now += 30
    call(breaker, succeeded=None)  # the one that was let through: another may try
    breaker.enter()


def test_pause_of_no_length_turns_nobody_away() -> None:
    breaker = CircuitBreaker(failures=1, pause_s=0)
    fail(breaker, 5)
    breaker.enter()
    breaker.enter()
    assert breaker.health() == ModelHealth(calls=7, failures=5)
