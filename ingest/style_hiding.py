"""Whether a style hides what stands in it: the declarations of an element and of a page's sheets.

Browsers do not show such words, so their author did not mean them for readers.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}@]+)\{([^{}]*)\}")
# One tag, class or id, or a tag with a class: ".gomd", "p.gomd", "#gomd".
_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?(?:([.#])([\w-]+))?", re.IGNORECASE)
_AT_RULE = re.compile(r"@(?:media|supports|font-face|keyframes|import|page)\b", re.IGNORECASE)
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*([a-z%]*)")
_WHITE = frozenset({"white", "snow", "ivory", "ghostwhite", "whitesmoke", "floralwhite"})
_HEX = re.compile(r"#(?:([0-9a-f]{3,4})|([0-9a-f]{6}|[0-9a-f]{8}))")
_RGB = re.compile(r"rgba?\(([^)]*)\)")
_LIGHT = 240  # of 255, in each colour
_POINTS = {"pt": 1.0, "px": 0.75, "": 0.75, "em": 12.0, "rem": 12.0, "%": 0.12, "mm": 2.83}
_SMALLEST_TYPE = 2.0  # points
_FAR = 300.0  # points outside the page
_SEE_THROUGH = 0.1
_NOWHERE = re.compile(r"rect\(\s*[01](?:px)?[\s,]+[01](?:px)?|inset\(\s*(?:50|100)%|circle\(\s*0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The declarations that a page's own sheets give by tag, ".class" or "#id"."""

    rules: Mapping[str, str]

    def of(self, tag: str, identity: str, classes: Iterable[str]) -> str:
        """Everything that the sheets declare for an element."""
        keys = [tag, f"#{identity}", f"{tag}#{identity}"]
        for name in classes:
            keys += [f".{name}", f"{tag}.{name}"]
        return ";".join(self.rules[key] for key in keys if key in self.rules)


def read_sheets(texts: Iterable[str]) -> Sheet:
    """The plain rules of style sheets; those for a medium or a state are left out."""
    rules: dict[str, str] = {}
    for text in texts:
        plain = _COMMENT.sub("", text)
        if _AT_RULE.search(plain):
            plain = _without_at_rules(plain)
        for selectors, body in _RULE.findall(plain):
            for selector in selectors.split(","):
                key = selector.strip()
                if key and _SELECTOR.fullmatch(key):
                    rules[key] = f"{rules.get(key, '')};{body}"
    return Sheet(rules=rules)


def _without_at_rules(text: str) -> str:
    """A sheet without what holds on a small screen or in print only."""
    kept, depth, skipping = [], 0, False
    for piece in re.split(r"([{}])", text):
        if depth == 0 and "@" in piece:
            skipping = True
        if not skipping:
            kept.append(piece)
        depth += (piece == "{") - (piece == "}")
        if depth == 0 and piece == "}":
            skipping = False
    return "".join(kept)


def declarations(style: str) -> dict[str, str]:
    """Properties and values in lower case; the last of each counts."""
    found: dict[str, str] = {}
    for part in _COMMENT.sub("", style).split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip().lower()] = value.lower().replace("!important", "").strip()
    return found


def hides(style: str) -> bool:
    """Whether an element with these declarations shows nothing, whatever stands behind it."""
    said = declarations(style)
    return (
        said.get("display") == "none"
        or said.get("visibility") in {"hidden", "collapse"}
        or said.get("content-visibility") == "hidden"
        or _is_see_through(said.get("opacity", ""))
        or _is_tiny(said)
        or _is_squeezed(said)
        or _is_outside(said)
        or _NOWHERE.match(said.get("clip", said.get("clip-path", ""))) is not None
        or said.get("color") == "transparent"
    )


def is_light(style: str) -> bool:
    """Whether the letters have the colour of white paper."""
    return _is_white(declarations(style).get("color", ""))


def has_ground(style: str) -> bool:
    """Whether something other than white paper lies behind the letters."""
    said = declarations(style)
    ground = f"{said.get('background', '')} {said.get('background-color', '')}".strip()
    plain = ground in {"", "none", "transparent", "inherit", "initial"}
    return bool(said.get("background-image")) or not (plain or _is_white(ground))


def _is_see_through(opacity: str) -> bool:
    number = _LENGTH.match(opacity)
    if number is None:
        return False
    return float(number[1]) / (100 if number[2] == "%" else 1) < _SEE_THROUGH


def _is_tiny(said: Mapping[str, str]) -> bool:
    size = said.get("font-size", "")
    return size != "" and (length := _points(size)) is not None and length < _SMALLEST_TYPE


def _is_squeezed(said: Mapping[str, str]) -> bool:
    """Whether the box has no room and what does not fit is cut off."""
    if said.get("overflow") not in {"hidden", "clip"}:
        return False
    sizes = (said.get(name, "") for name in ("height", "width", "max-height", "max-width"))
    lengths = (_points(size) for size in sizes if size)
    return any(length is not None and length < _SMALLEST_TYPE for length in lengths)


def _is_outside(said: Mapping[str, str]) -> bool:
    """Whether the words are moved off the page."""
    places = [said.get("text-indent", "")]
    if said.get("position") in {"absolute", "fixed"}:
        places += [said.get(side, "") for side in ("left", "top", "right", "bottom")]
    lengths = (_points(place) for place in places if place)
    return any(length is not None and length < -_FAR for length in lengths)


def _points(length: str) -> float | None:
    match = _LENGTH.match(length)
    if match is None or match[2] not in _POINTS:
        return None
    return float(match[1]) * _POINTS[match[2]]


def _is_white(colour: str) -> bool:
    if colour in _WHITE:
        return True
    digits = _HEX.fullmatch(colour)
    if digits is not None:
        short = digits[1]
        whole = "".join(sign * 2 for sign in short) if short else digits[2]
        return all(int(whole[at : at + 2], 16) >= _LIGHT for at in (0, 2, 4))
    numbers = _RGB.fullmatch(colour)
    if numbers is None:
        return False
    parts = re.findall(r"\d+(?:\.\d+)?", numbers[1])
    faint = len(parts) > 3 and float(parts[3]) < _SEE_THROUGH
    return faint or (len(parts) >= 3 and all(float(part) >= _LIGHT for part in parts[:3]))
