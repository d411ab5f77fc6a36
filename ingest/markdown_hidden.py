"""Markdown without what a renderer shows nobody: comments, definitions of links, hidden tags."""

import re

from ingest.style_hiding import has_ground, hides, is_light

# Without its end a comment goes on to the end of the text, as in a browser.
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# "[//]: # (words)" and "[1]: https://exempel.se "words"": a renderer keeps them to itself.
_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S+(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^)\n]*\)))?[ \t]*$",
    re.MULTILINE,
)
_OPENING = re.compile(
    r"<(?P<tag>[a-z][a-z0-9]*)(?P<attributes>(?:\s[^<>]*)?)(?<!/)>", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))|([\w-]+)")
_NEVER_SHOWN = frozenset("script style template noscript head title textarea svg iframe".split())
_VOID = frozenset("br hr img input meta link col area base wbr".split())


def shown_markdown(text: str) -> str:
    """``text`` with a line for each line, but without what no reader of the page sees."""
    text = _COMMENT.sub(_line_ends, text)
    text = _DEFINITION.sub("", text)
    return _without_hidden_tags(text)


def _line_ends(match: re.Match[str]) -> str:
    return "\n" * match.group().count("\n")


def _without_hidden_tags(text: str) -> str:
    kept, place = [], 0
    for opening in _OPENING.finditer(text):
        if opening.start() < place or not _hides(opening):
            continue
        kept.append(text[place : opening.start()])
        place = _end_of(opening["tag"], text, opening.end())
    return "".join((*kept, text[place:]))


def _hides(opening: re.Match[str]) -> bool:
    tag = opening["tag"].lower()
    if tag in _VOID:
        return False
    if tag in _NEVER_SHOWN:
        return True
    found = {
        (name or bare).lower(): double or single or plain
        for name, double, single, plain, bare in _ATTRIBUTE.findall(opening["attributes"])
    }
    style = found.get("style", "")
    if tag == "font":
        style = f"color:{found.get('color', '')};{style}"
    unseen = "hidden" in found or found.get("aria-hidden", "").lower() == "true"
    return unseen or hides(style) or (is_light(style) and not has_ground(style))


def _end_of(tag: str, text: str, place: int) -> int:
    """Where the element ends that was opened before ``place``; the text's end without a tag."""
    depth = 1
    for found in re.finditer(rf"<(/?){tag}\b[^<>]*>", text[place:], re.IGNORECASE):
        depth += -1 if found[1] else 1
        if depth == 0:
            return place + found.end()
    return len(text)
