"""Wrong sentences made by rule from right ones: what the verifier must not let through.

A rule changes one thing (a number, a negation, who is bound) and leaves the rest, so that each
mutant looks like its source and means something else. What a rule must leave alone, because the
meaning would stay the same there, stands in the rule.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Change = Callable[[str], Iterator[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way to change the meaning of a sentence."""

    kind: str
    name: str
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A changed sentence and the rule that changed it."""

    kind: str
    rule: str
    source: str
    text: str


def mutants(sentence: str, rules: tuple[Rule, ...]) -> Iterator[Mutant]:
    """Every mutant of ``sentence``, each wording once."""
    seen = {_plain(sentence)}
    for rule in rules:
        for text in rule.change(sentence):
            if _plain(text) not in seen:
                seen.add(_plain(text))
                yield Mutant(kind=rule.kind, rule=rule.name, source=sentence, text=text)


def swap(pattern: str, *words: str, unless: str = "") -> Change:
    """Put each of ``words`` in the place of ``pattern``, one occurrence at a time.

    ``words`` may use groups of the pattern. ``unless`` is looked for in the sentence with the
    occurrence marked as "¤…¤", so that it can speak of what stands before and after.
    """
    found, kept = re.compile(pattern, re.IGNORECASE), re.compile(unless or r"(?!)", re.IGNORECASE)

    def change(sentence: str) -> Iterator[str]:
        for match in found.finditer(sentence):
            before, after = sentence[: match.start()], sentence[match.end() :]
            if kept.search(f"{before}¤{match[0]}¤{after}"):
                continue
            for word in words:
                new = match.expand(word)
                if new.casefold() != match[0].casefold():
                    yield tidy(before + _cased(new, match[0], at_start=not before) + after)

    return change


def both_ways(one: str, other: str, unless: str = "") -> tuple[Change, Change]:
    """Two whole words for each other."""
    return (
        swap(rf"\b{one}\b", other, unless=unless),
        swap(rf"\b{other}\b", one, unless=unless),
    )


def without_source(sentence: str) -> str | None:
    """``sentence`` without its "enligt …", as an answer would tell it; None where there is none."""
    short = _SOURCE.sub("", sentence, count=1)
    return tidy(short) if short != sentence else None


_SOURCE = re.compile(
    r" enligt (?:[\w-]+ (?:\w+ )?\(\d{4}:\d+\)|Brå(?:s stöd|s handbok)?|regeringens \w+|OSL)"
    r"(?=[ ,.])"
)


def tidy(text: str) -> str:
    """``text`` with single spaces, none before a comma or a full stop, and a capital first."""
    text = re.sub(r"\s+([,.])", r"\1", " ".join(text.split()))
    return text[:1].upper() + text[1:]


def _cased(new: str, old: str, *, at_start: bool) -> str:
    return new[:1].upper() + new[1:] if at_start and old[:1].isupper() else new


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
