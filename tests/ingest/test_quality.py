import pytest

from ingest.quality import is_readable

SWEDISH = "Kommunen ska ta fram en plan för cyklarna och det som hör till den. " * 5


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        (SWEDISH, True),
        ("Kort tabell 12 13 14 kg", True),
        ("", False),
        ("12 34 56 78 90 " * 20, False),
        (SWEDISH.replace("o", "\ufffd"), False),
        (SWEDISH.replace("a", "\ue001"), False),
        ("Nrppxqhq vnd wd iudp hq sodq " * 20, False),
    ],
)
def test_words_are_told_from_signs(text: str, *, readable: bool) -> None:
    assert is_readable(text) is readable


def test_a_text_in_which_one_font_is_not_decoded_is_not_readable() -> None:
    plain = "Regeringen har följande förslag till ändring i lagen om avtal mellan länderna. " * 20
    garbled = (
        "PHOODQ EHVNDWWQLQJ UHJHULQJ XYDUDQGHO YHULJHVUHJHULQJRFK RQXQJDULNHW "
        "VNDWWHQ EHWDODV GHQQD QRUGLVND VNDWWHDYWDO GXEEHOEHVNDWWQLQJ"
    )
    assert is_readable(plain)
    assert not is_readable(f"{plain} {garbled}")


def test_abbreviations_and_names_do_not_make_a_text_unreadable() -> None:
    plain = "Kommunen ska samverka med polisen och följa upp det arbete som görs varje år. " * 20
    assert is_readable(f"{plain} MSBFS SRVFS IAEA XVII Dahllöf")
