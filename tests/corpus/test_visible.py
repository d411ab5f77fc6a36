"""Signs that can't be shown: what each way of doing without them keeps."""

from corpus.visible import is_typed, is_visible, one_line, printable, shown

SIGNS = "å\x00\u200d\u202e\u00ad\ue000\ud800 \n"
"""A letter, then a control sign, a joiner, one that turns a line, a soft hyphen, a private sign,
half a character, a space and a line break."""


def test_white_space_and_whatever_has_a_form_are_visible():
    assert [sign for sign in SIGNS if is_visible(sign)] == ["å", " ", "\n"]


def test_a_question_keeps_its_joiners():
    assert [sign for sign in SIGNS if is_typed(sign)] == ["å", "\u200d", " "]


def test_each_sign_that_is_not_printed_has_another_instead():
    assert printable(SIGNS, "?") == "å?????? ?"


def test_a_line_is_one_line():
    assert one_line(f" {SIGNS}\x1b[31mröd\r\n\u2028 rad\x7f") == "å [31mröd rad"


def test_a_document_keeps_line_breaks_and_what_changes_no_order():
    assert shown(SIGNS) == "å\u200d\u00ad\ue000 \n"
    assert shown("a\u2066b\ufeff\ufffe\U0001ffff\tc") == "ab\tc"
