"""Everyday words and abbreviations → the words that the sources use (corpus/thesaurus.toml).

A group widens a question for search and for judging whether a passage speaks of what was asked. It
never changes a quotation.
"""

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from corpus.lexical import swedish_terms

Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Words for one thing: those of the sources, and those of everyday Swedish and English."""

    group_id: str
    source: tuple[Terms, ...]
    everyday: tuple[Terms, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thesaurus:
    """All groups, looked up by an everyday expression's first term."""

    groups: tuple[Group, ...]
    _by_first: Mapping[str, tuple[tuple[Terms, Group], ...]]

    def source_terms(self, terms: Sequence[str]) -> dict[str, frozenset[str]]:
        """For each term that belongs to an everyday expression: the sources' terms for it."""
        found: dict[str, set[str]] = defaultdict(set)
        for place, first in enumerate(terms):
            for expression, group in self._by_first.get(first, ()):
                if tuple(terms[place : place + len(expression)]) == expression:
                    words = {word for source in group.source for word in source}
                    for term in expression:
                        found[term] |= words
        return {term: frozenset(words) for term, words in found.items()}

    def added(self, terms: Sequence[str]) -> list[str]:
        """The sources' terms for everyday expressions among ``terms``: new ones, each once."""
        found = set().union(*self.source_terms(terms).values())
        return sorted(found - set(terms))


@cache
def load_thesaurus() -> Thesaurus:
    """The bundled thesaurus, read once."""
    raw = resources.files("corpus").joinpath("thesaurus.toml").read_text(encoding="utf-8")
    groups = tuple(_group(row) for row in tomllib.loads(raw)["group"])
    by_first: dict[str, list[tuple[Terms, Group]]] = defaultdict(list)
    for group in groups:
        for expression in (*group.everyday, *group.source):
            by_first[expression[0]].append((expression, group))
    return Thesaurus(
        groups=groups, _by_first={first: tuple(rows) for first, rows in by_first.items()}
    )


def _group(row: Mapping[str, Sequence[str]]) -> Group:
    def stemmed(key: str) -> tuple[Terms, ...]:
        texts = row.get(key, ())
        return tuple(terms for text in texts if (terms := tuple(swedish_terms(text))))

    return Group(
        group_id=str(row["id"]),
        source=stemmed("source_terms"),
        everyday=stemmed("user_terms") + stemmed("english"),
    )
