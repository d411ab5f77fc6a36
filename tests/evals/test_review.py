"""Reviews: what is drawn, what is kept once, who agrees, and what is approved."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from corpus.errors import PersonalDataError, StorageError, UsageError
from evals.approving import with_checked
from evals.past_runs import PastCase, PastRun
from evals.review import (
    Preferred,
    Rating,
    Review,
    Settled,
    Support,
    Verdict,
    agreement_of,
    approved,
    rows_of,
)
from evals.review_store import REVIEW_FILE, ReviewStore

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


def run(name: str, *case_ids: str) -> PastRun:
    cases = tuple(
        PastCase(id=one, set="s", status="answered", scores={}, body={}) for one in case_ids
    )
    return PastRun(run=name, cases=cases)


RUN = run("A", *"abcdefghij")


@pytest.fixture
def store(tmp_path: Path) -> ReviewStore:
    return ReviewStore(tmp_path, now=lambda: NOW)


@pytest.fixture
def review(store: ReviewStore) -> Review:
    return store.create([RUN], by="Kim", size=10, key="en")


def rating(case_id: str = "a", reviewer: str = "Kim", **said: object) -> Rating:
    usual = {"verdict": Verdict.RIGHT, "support": Support.YES, "useful": True}
    return Rating(case_id=case_id, reviewer=reviewer, **{**usual, **said})  # type: ignore[arg-type]  # fields by name


def test_a_review_draws_so_many_questions_in_the_runs_own_order(store: ReviewStore) -> None:
    drawn = store.create([RUN], by="Kim", size=4, key="en")
    assert len(drawn.case_ids) == 4
    assert list(drawn.case_ids) == sorted(drawn.case_ids)
    assert store.create([RUN], by="Kim", size=4, key="två").case_ids == drawn.case_ids
    other = store.create([RUN], by="Kim", size=4, key="tre", seed=2)
    assert other.case_ids != drawn.case_ids


def test_a_form_sent_twice_makes_one_review(store: ReviewStore) -> None:
    first, again = (store.create([RUN], by="Kim", size=3, key="samma") for _ in range(2))
    assert first == again
    assert store.all() == (first,)


def test_two_runs_give_the_questions_that_they_share(store: ReviewStore) -> None:
    both = store.create([RUN, run("B", "c", "j", "z")], by="Kim", size=50, key="en")
    assert both.case_ids == ("c", "j")
    assert both.is_pairwise
    with pytest.raises(UsageError, match="inga frågor gemensamt"):
        store.create([RUN, run("B", "z")], by="Kim", size=5, key="två")
    with pytest.raises(UsageError, match="Välj en körning"):
        store.create([RUN, RUN, RUN], by="Kim", size=5, key="tre")


def test_a_double_click_counts_once_and_the_last_words_count(
    store: ReviewStore, review: Review
) -> None:
    store.rate(review, rating(comment="först"))
    store.rate(review, rating(comment="sen", verdict=Verdict.PARTLY))
    (kept,) = store.ratings(review)
    assert (kept.comment, kept.verdict, kept.at) == ("sen", Verdict.PARTLY, NOW)


def test_nothing_is_kept_of_a_rating_that_is_not_whole(store: ReviewStore, review: Review) -> None:
    with pytest.raises(UsageError, match="alla tre"):
        store.rate(review, rating(useful=None))
    with pytest.raises(UsageError, match="ingår inte"):
        store.rate(review, rating("z"))
    with pytest.raises(UsageError, match="namn"):
        store.rate(review, rating(reviewer="  "))
    with pytest.raises(PersonalDataError, match="personnummer"):
        store.rate(review, rating(comment="Gäller 18900101-9802"))
    assert store.ratings(review) == ()


def test_the_side_that_is_preferred_leads_back_to_its_run(store: ReviewStore) -> None:
    both = store.create([RUN, run("B", *"abcdefghij")], by="Kim", size=10, key="en")
    sides = [both.sides(case_id, "Kim") for case_id in both.case_ids]
    assert set(sides) == {("A", "B"), ("B", "A")}
    left = Rating(case_id="a", reviewer="Kim", preferred=Preferred.LEFT)
    store.rate(both, left)
    store.rate(both, Rating(case_id="b", reviewer="Kim", preferred=Preferred.ALIKE))
    one, other = store.ratings(both)
    assert one.preferred_run == both.sides("a", "Kim")[0]
    assert (other.preferred_run, other.judgement) == ("", "lika")
    with pytest.raises(UsageError, match="vilket svar som är bäst"):
        store.rate(both, Rating(case_id="c", reviewer="Kim"))


def test_two_who_disagree_on_three_of_ten_have_the_kappa_reckoned_by_hand(
    store: ReviewStore, review: Review
) -> None:
    # Kim: 6 right, 4 wrong. Alex: unlike on e, f and j: 5 and 5. Alike .7, chance .5: kappa .4.
    kim = dict(zip(review.case_ids, "kkkkkkffff", strict=True))
    alex = dict(zip(review.case_ids, "kkkkfffffk", strict=True))
    named = {"k": Verdict.RIGHT, "f": Verdict.WRONG}
    for reviewer, judged in (("Kim", kim), ("Alex", alex)):
        for case_id, sign in judged.items():
            store.rate(review, rating(case_id, reviewer, verdict=named[sign]))
    agreement = store.agreement(review)
    ((kappa, n),) = agreement.kappas.values()
    assert (kappa, n) == (pytest.approx(0.4), 10)
    assert list(agreement.unlike) == ["e", "f", "j"]
    assert agreement.unlike["j"] == {"Kim": "fel", "Alex": "korrekt"}
    assert agreement.judged == 10
    # k 11, f 9, n 20; unlike 6; expected 2·11·9 = 198. 1 - 19·6/198.
    assert agreement.alpha == pytest.approx(1 - 114 / 198)


def test_right_by_two_or_in_the_end_is_approved() -> None:
    review = Review(number=1, created=NOW, created_by="K", runs=("A",), case_ids=tuple("abcde"))
    ratings = [
        rating("a"), rating("a", "Alex"),
        rating("b"), rating("b", "Alex", verdict=Verdict.PARTLY),
        rating("c"),
        rating("d"), rating("d", "Alex"),
        rating("e", verdict=Verdict.WRONG), rating("e", "Alex", verdict=Verdict.WRONG),
    ]  # fmt: skip
    assert approved(review, ratings, {}) == ("a", "d")
    ends = {
        one: Settled(case_id=one, verdict=verdict, note="", by="K", at=NOW)
        for one, verdict in (("b", Verdict.RIGHT), ("d", Verdict.WRONG))
    }
    assert approved(review, ratings, ends) == ("a", "b")
    assert agreement_of(ratings).unlike.keys() == {"b"}


def test_what_was_settled_is_kept_and_exported(store: ReviewStore, review: Review) -> None:
    store.rate(review, rating("a", comment="ok"))
    store.settle(review, "a", Verdict.PARTLY, note="enades", by="Kim")
    store.settle(review, "a", Verdict.RIGHT, note="enades igen", by="Kim")
    settled = store.settled(review)
    assert settled["a"].verdict is Verdict.RIGHT
    (row,) = rows_of(review, store.ratings(review), settled)
    assert row["bedomning"] == "korrekt"
    assert row["enades_om"] == "korrekt"
    assert row["anvandbart"] == "ja"
    with pytest.raises(UsageError, match="ingår inte"):
        store.settle(review, "z", Verdict.RIGHT, note="", by="Kim")


def test_a_deleted_review_takes_its_ratings_along(store: ReviewStore, review: Review) -> None:
    store.rate(review, rating())
    assert store.delete(review.number)
    assert not store.delete(review.number)
    again = store.create([RUN], by="Kim", size=10, key="en")
    assert again.number != review.number
    assert store.ratings(again) == ()


def test_a_file_that_is_no_database_is_told_in_swedish(
    store: ReviewStore, review: Review, tmp_path: Path
) -> None:
    (tmp_path / REVIEW_FILE).write_bytes(b"inte sqlite" * 100)
    with pytest.raises(StorageError, match="kunde inte sparas"):
        store.rate(review, rating())


FILE = """# Anmärkning
set = "prov"

[[case]]
id = "a"
question = "En?"
expected_status = "answered"
checked = "ej granskad"  # väntar

[[case]]
id = "b"
question = "Två?"
expected_status = "answered"

# sist
"""


def test_approved_questions_are_marked_in_their_file_and_nothing_else_changes() -> None:
    day = date(2026, 11, 30)
    made = with_checked(FILE, "prov.toml", ["a", "zz"], day=day, by="Kim, Alex")
    told = 'checked = "granskad 2026-11-30, Kim, Alex"'
    assert made == re.sub(r'checked = "ej granskad".*', told, FILE)
    both = with_checked(FILE, "prov.toml", ["a", "b"], day=day, by="Kim")
    assert both.count('checked = "granskad 2026-11-30, Kim"') == 2
    assert with_checked(FILE, "prov.toml", [], day=day, by="Kim") == FILE


def test_a_name_that_would_break_the_file_is_refused() -> None:
    with pytest.raises(UsageError, match="Namnet"):
        with_checked(FILE, "prov.toml", ["a"], day=date(2026, 11, 30), by='K" \n x = "')
