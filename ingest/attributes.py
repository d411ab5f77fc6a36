"""Numbers in the attributes of markup that anyone may have written."""


def whole_number(text: str | None, *, default: int, highest: int) -> int:
    """The number that ``text`` writes, at most ``highest``; ``default`` when it writes none."""
    digits = (text or "").strip()
    if not (digits.isascii() and digits.isdecimal()):
        return default
    digits = digits.lstrip("0") or "0"
    return highest if len(digits) > len(str(highest)) else min(int(digits), highest)
