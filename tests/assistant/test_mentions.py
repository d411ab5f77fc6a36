import pytest

from assistant.mentions import Bound, Kind, limits_hold, mentions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("enligt 9 och 10 §§", [(Kind.PLACE, (None, "9§")), (Kind.PLACE, (None, "10§"))]),
        ("i 10 kap. 18 a § OSL", [(Kind.PLACE, ("10", "18a§"))]),
        ("se § 4", [(Kind.PLACE, (None, "4§"))]),
        ("i 1–3 §§", [(Kind.PLACE, (None, f"{number}§")) for number in (1, 2, 3)]),
        ("andra stycket", [(Kind.PLACE, (None, "2 styc"))]),
        ("lagen (2023:196)", [(Kind.NUMBER, ("2023:196", "beteckning"))]),
        ("dnr Ju2023/00472", [(Kind.NUMBER, ("ju2023/00472", "beteckning"))]),
        ("den 1 juli 2024", [(Kind.DATE, ("2024", "7", "1"))]),
        ("2024-07-01", [(Kind.DATE, ("2024", "7", "1"))]),
        ("under juli 2024", [(Kind.DATE, ("2024", "7", None))]),
        ("från 2024", [(Kind.DATE, ("2024", None, None))]),
        ("vartannat år", [(Kind.FREQUENCY, ("2", "år"))]),
        ("varannan vecka", [(Kind.FREQUENCY, ("2", "vecka"))]),
        ("vart fjärde år", [(Kind.FREQUENCY, ("4", "år"))]),
        ("varje år", [(Kind.FREQUENCY, ("1", "år"))]),
        ("årligen", [(Kind.FREQUENCY, ("1", "år"))]),
        ("en gång om året", [(Kind.FREQUENCY, ("1", "år"))]),
        ("två gånger per år", [(Kind.FREQUENCY, ("1/2", "år"))]),
        ("sex månader", [(Kind.NUMBER, ("6", "månad"))]),
        ("2 000 kronor", [(Kind.NUMBER, ("2000", "krona"))]),
        ("2,5 miljoner kronor", [(Kind.NUMBER, ("2500000", "krona"))]),
        ("45 %", [(Kind.NUMBER, ("45", "procent"))]),
        ("en kommun och ett råd", []),
    ],
)
def test_figure_is_read(text: str, expected: list[tuple[Kind, tuple[str | None, ...]]]) -> None:
    assert [(mention.kind, mention.value) for mention in mentions(text)] == expected


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("minst vartannat år", Bound.FLOOR),
        ("minst en gång vartannat år", Bound.FLOOR),
        ("högst sex månader", Bound.CEILING),
        ("senast den 1 juli 2024", Bound.END),
        ("förrän den 1 juli 2024", Bound.START),
        ("från och med den 1 april 2025", Bound.START),
        ("till och med 2025-03-31", Bound.END),
        ("den 1 juli 2024", Bound.NONE),
    ],
)
def test_figure_has_its_limit(text: str, bound: Bound) -> None:
    assert [mention.bound for mention in mentions(text)] == [bound]


@pytest.mark.parametrize(
    ("statement", "quote", "holds"),
    [
        ("minst", "åtminstone", True),
        ("minst", "högst", False),
        ("senast den dag Brå bestämmer", "före den dag Brå bestämmer", True),
        ("tidigast", "senast", False),
        ("inget", "minst", True),
    ],
)
def test_word_of_limit_needs_its_like(statement: str, quote: str, holds: bool) -> None:
    assert limits_hold(statement, quote) is holds
