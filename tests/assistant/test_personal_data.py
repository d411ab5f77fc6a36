import random
import unicodedata
from datetime import date, timedelta

import pytest

from assistant.personal_data import Span, find_personal_numbers, mask, rewritten

# 121212-1212 is the number that public examples use; no living person bears the others.
FULLWIDTH_ZERO, FULLWIDTH_PLUS, ARABIC_ZERO = 0xFF10, 0xFF0B, 0x0660
# Of four digits, as most of the country has them.
AREA_CODES = """
0120 0121 0122 0123 0125 0140 0141 0142 0143 0144 0150 0151 0152 0155 0156 0157 0158 0159 0171 0173
0174 0175 0176 0220 0221 0222 0223 0224 0225 0226 0227 0240 0241 0243 0246 0247 0248 0250 0251 0253
0258 0270 0271 0278 0280 0281 0290 0291 0292 0293 0294 0295 0297 0300 0301 0302 0303 0304 0320 0321
0322 0325 0340 0345 0346 0370 0371 0372 0380 0381 0382 0383 0390 0392 0393 0410 0411 0413 0414 0415
0416 0417 0418 0430 0431 0433 0435 0451 0454 0455 0456 0457 0459 0470 0471 0472 0474 0476 0477 0478
0479 0480 0481 0485 0486 0490 0491 0492 0493 0494 0495 0496 0498 0499 0500 0501 0502 0503 0504 0505
0506 0510 0511 0512 0513 0514 0515 0520 0521 0522 0523 0524 0525 0526 0528 0530 0531 0532 0533 0534
0550 0551 0552 0553 0554 0555 0560 0563 0564 0565 0570 0571 0573 0580 0581 0582 0583 0584 0585 0586
0587 0589 0590 0591 0611 0612 0613 0620 0621 0622 0623 0624 0640 0642 0643 0644 0645 0647 0650 0651
0652 0653 0657 0660 0661 0662 0663 0670 0671 0672 0680 0682 0684 0687 0690 0691 0692 0693 0695 0696
0910 0911 0912 0913 0914 0915 0916 0918 0920 0921 0922 0923 0924 0925 0926 0927 0928 0929 0930 0932
0933 0934 0935 0940 0941 0942 0943 0950 0951 0952 0953 0954 0960 0961 0970 0971 0973 0975 0976 0977
0978 0980 0981
""".split()
TEST_NUMBERS = ("191212121212", "198507099805", "189001019802", "200002296127")


def notations(digits: str) -> list[str]:
    day, serial = digits[:8], digits[8:]
    short = day[2:]
    return [
        f"{day}-{serial}",
        f"{day}{serial}",
        f"{short}-{serial}",
        f"{short}{serial}",
        f"{short}+{serial}",
        f"{day} {serial}",
        f"{short} - {serial}",
        f"{short}–{serial}",
        f"{day[:4]}-{day[4:6]}-{day[6:]}-{serial}",
        "".join(chr(FULLWIDTH_ZERO + int(digit)) for digit in digits),
        "".join(chr(ARABIC_ZERO + int(digit)) for digit in short) + "-" + serial,
        f"{short[:3]}\u200b{short[3:]}-{serial}",
    ]


def with_check_digit(nine: str) -> str:
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(nine))
    return nine + str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def made_up_numbers(count: int, *, coordination: bool) -> list[str]:
    dice = random.Random(7)
    numbers = []
    for _ in range(count):
        day = date(1890, 1, 1) + timedelta(days=dice.randrange(49_000))
        tail = f"{day.day + 60 * coordination:02}{dice.randrange(1000):03}"
        ten = with_check_digit(f"{day:%y%m}{tail}")
        numbers.append(f"{day:%Y}"[:2] + ten)
    return numbers


@pytest.mark.parametrize("digits", TEST_NUMBERS)
def test_known_numbers_are_found_in_every_notation(digits: str) -> None:
    assert [len(find_personal_numbers(form)) for form in notations(digits)] == [1] * 12


@pytest.mark.parametrize("coordination", [False, True])
def test_made_up_numbers_are_found_in_every_notation(coordination: bool) -> None:
    forms = [f for n in made_up_numbers(500, coordination=coordination) for f in notations(n)]
    assert [form for form in forms if not find_personal_numbers(f"Kan {form} få stöd?")] == []


@pytest.mark.parametrize(
    "slip", ["19121212-1213", "121212-1213", "121212+1213", "121212 1213", "191212121213"]
)
def test_wrong_check_digit_is_still_a_personal_number_when_written_as_one(slip: str) -> None:
    assert len(find_personal_numbers(slip)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Ju2023/00472",
        "dnr 2023-00472",
        "Dnr 202312011234",
        "diarienummer 231201-1234",
        "SFS 2023:196 och prop. 2022/23:43",
        "lagen (2018:1200)",
        "070-123 45 67",
        "0701234567",
        "ring 0701234566",
        "070-1234567",
        "08-123 456 78",
        "08-12 12 12 12",
        "+46 70 123 45 67",
        "802002-1234",
        "16802002-1234",
        "2023-07-01",
        "2024-07-01–2024-12-31",
        "20240701-20241231",
        "den 2024-07-01 1000 kronor",
        "1212121213",
        "130230-1212",
        "13001212-1212",
        "12345678901234567890",
        "1,2,3, 45 och 2 000 000 kronor",
    ],
)
def test_other_numbers_are_let_through(text: str) -> None:
    assert find_personal_numbers(text) == ()


def test_few_random_case_and_telephone_numbers_are_stopped() -> None:
    dice = random.Random(11)
    forms = [
        form
        for _ in range(2000)
        for form in (
            f"Ju{dice.randrange(2000, 2027)}/{dice.randrange(100000):05}",
            f"dnr {dice.randrange(2000, 2027)}-{dice.randrange(100000):05}",
            f"SFS {dice.randrange(1900, 2027)}:{dice.randrange(1, 2000)}",
            f"07{dice.randrange(10)}-{dice.randrange(10**7):07}",
            f"tel 07{dice.randrange(10)}{dice.randrange(10**7):07}",
            f"08-{dice.randrange(10**3):03} {dice.randrange(10**3):03} {dice.randrange(100):02}",
        )
    ]
    stopped = [form for form in forms if find_personal_numbers(form)]
    assert len(stopped) <= len(forms) // 100


def test_span_is_of_the_text_as_written() -> None:
    number = "".join(chr(FULLWIDTH_ZERO + int(digit)) for digit in "121212") + "-1212"
    text = unicodedata.normalize("NFD", "Åsa ") + f"{number} ringde"
    (span,) = find_personal_numbers(text)
    assert span == Span(start=5, end=16)
    assert text[span.start : span.end] == number


def test_mask_hides_every_number_and_nothing_else() -> None:
    assert (
        mask("Kalle 121212-1212 och 19121212-1212 i 4 §.")
        == "Kalle [personnummer borttaget] och [personnummer borttaget] i 4 §."
    )


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        ("Kan vi anmäla Kalle, personnummer 121212-1212?", "Kan vi anmäla Kalle?"),
        ("Får vi tala om 121212-1212 med polisen?", "Får vi tala om en person med polisen?"),
        ("Kan Kalle 121212-1212 få stöd?", "Kan Kalle få stöd?"),
        ("Kan 121212-1212 få stöd?", "Kan en person få stöd?"),
        ("Får eleven (pnr: 121212-1212) stöd?", "Får eleven stöd?"),
        ("Får Kalle med personnummer 121212-1212 stöd?", "Får Kalle stöd?"),
        ("Får Kalle (121212-1212) stöd?", "Får Kalle stöd?"),
        ("Vad säger 4 §?", "Vad säger 4 §?"),
        ("121212-1212", ""),
    ],
)
def test_question_is_offered_again_without_the_number(question: str, offered: str) -> None:
    assert rewritten(question) == offered


@pytest.mark.parametrize(
    "text",
    [
        "80-01-01-1231",
        "19800101  1231",
        "800101.1231",
        "800101_1231",
        "19800101/1231",
        "80 01 01 1231",
        "198001 011231",
        "800101--1231",
        "1980.01.01.1231",
    ],
)
def test_number_strung_together_unusually_is_found_by_its_check_digit(text: str) -> None:
    assert find_personal_numbers(f"Är {text} med?")
    assert not find_personal_numbers(f"Är {text[:-1]}2 med?")


@pytest.mark.parametrize("join", ["", "-", "–", "+", ".", "/", "_", " ", "--", " - ", "./."])
def test_each_join_is_seen_through_in_each_place(join: str) -> None:
    for digits in TEST_NUMBERS:
        day, serial = digits[:8], digits[8:]
        forms = [
            f"{start}{join}{day[4:6]}{join}{day[6:]}{join}{serial}" for start in (day[:4], day[2:4])
        ]
        forms += [f"{day[:6]}{join}{day[6:]}{serial}", f"{day[:4]}{join}{day[4:]}{join}{serial}"]
        assert [mask(f"({form})") for form in forms] == ["([personnummer borttaget])"] * 4


@pytest.mark.parametrize(
    "text",
    [
        "Kalle ringde om 80-01-01-1231",
        "tel 80.01.01.1231",
        "ärende 198001 011231",
        "Född 1980-01-01  1231",
        "Rum 11 13 800101  1231",
        f"800101{chr(FULLWIDTH_PLUS)}1231",
    ],
)
def test_words_and_digits_before_a_number_do_not_hide_it(text: str) -> None:
    assert mask(text).endswith("[personnummer borttaget]")


@pytest.mark.parametrize(
    "text",
    [
        "0512-011231",
        "0512-011230",
        "tel 0512-011230",  # no subscriber's number begins with 0
        "0512-111238",
        "personnummer 0701-011234",
        "1 2 1 2 1 2 - 1 2 1 2",
        "1\ufe0f\u20e32\ufe0f\u20e31212-1212",
        "(121212)1212",
        "121212:1212",
        "1212\x0012-1212",
        "121212\n1212",
    ],
)
def test_number_in_the_shape_of_something_else_is_found(text: str) -> None:
    assert mask(f"Är {text} med?").endswith("[personnummer borttaget] med?")


@pytest.mark.parametrize(
    "text",
    [
        "tel 0512-111238",
        "0701-012345",
        "ring 0910-121212",
        "0512-111231",
        "3 1 4 1 5 9 2 6 5 3 5 8",
    ],
)
def test_telephone_number_in_the_shape_of_a_birthday_is_let_through(text: str) -> None:
    assert find_personal_numbers(text) == ()


def test_few_other_groups_of_digits_are_stopped() -> None:
    dice = random.Random(13)

    def day() -> date:
        return date(1990, 1, 1) + timedelta(days=dice.randrange(15_000))

    for made in (
        lambda: f"{day()}–{day()}",
        lambda: f"{day():%Y.%m.%d} - {day():%Y.%m.%d}",
        lambda: f"{day():%y%m%d}–{day():%y%m%d}",
        lambda: f"{day():%d/%m/%Y} {day().year}",
        lambda: f"{day():%Y/%m/%d}, {day():%H:%M}",
        lambda: (
            f"{dice.choice((2, 5, 7, 8))}{dice.randrange(10)}{dice.randrange(2, 10)}"
            f"{dice.randrange(1000):03}-{dice.randrange(10_000):04}"
        ),
        lambda: f"tel 0910-{dice.randrange(10**5, 10**6):06}",
        lambda: f"{dice.choice(AREA_CODES)}-{dice.randrange(10**5, 10**6):06}",
        lambda: f"{dice.choice(AREA_CODES)} {dice.randrange(10**5, 10**6):06}",
        lambda: f"070{dice.randrange(10)}-{dice.randrange(10**6):06}",
        lambda: f"0{dice.randrange(100, 1000)} {dice.randrange(10**6):06}",
        lambda: f"08-{dice.randrange(1000, 10_000)} {dice.randrange(10_000):04}",
        lambda: f"KS {day().year}/{dice.randrange(10**5):05} {dice.randrange(1000)}",
    ):
        forms = [made() for _ in range(1000)]
        assert len([form for form in forms if find_personal_numbers(form)]) <= 10, forms[0]


def test_long_text_is_read_in_one_pass() -> None:
    text = "tel 198001011234 " * 15_000
    assert find_personal_numbers(text) == ()
    assert mask("800101-1231 " * 20_000) == "[personnummer borttaget] " * 20_000
