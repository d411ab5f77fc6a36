"""Everyday words lead to the words of the sources, and a question is never rewritten."""

import tomllib
from importlib import resources
from typing import Any

from corpus.catalogue import load_catalogue
from corpus.lexical import swedish_terms
from corpus.thesaurus import load_thesaurus


def added(text: str) -> list[str]:
    return load_thesaurus().added(swedish_terms(text))


def test_everyday_word_adds_the_sources_word() -> None:
    assert swedish_terms("lägesbild")[0] in added("Har ni en problembild?")
    assert swedish_terms("samordningsfunktion")[0] in added("vem är trygghetssamordnare")


def test_talk_of_being_checked_and_fined_adds_the_laws_words() -> None:
    assert swedish_terms("tillsyn")[0] in added("Kommer det en inspektör?")
    assert set(swedish_terms("vite sanktion")) <= set(added("Kan vi bötfällas?"))


def test_english_term_adds_the_swedish_one() -> None:
    assert swedish_terms("åtgärdsplan")[0] in added("the action plan")


def test_expression_of_several_words_is_found_only_whole() -> None:
    whole = load_thesaurus().source_terms(swedish_terms("a contact point"))
    assert set(whole) == set(swedish_terms("contact point"))
    assert not load_thesaurus().source_terms(swedish_terms("a point"))


def test_word_that_is_in_the_question_is_not_added_again() -> None:
    assert swedish_terms("lägesbild")[0] not in added("lägesbild och problembild")


def test_word_outside_the_field_adds_nothing() -> None:
    assert added("kanelbullar") == []


def test_group_ids_are_used_once_and_every_group_has_words_of_the_sources() -> None:
    groups = load_thesaurus().groups
    assert len({group.group_id for group in groups}) == len(groups)
    assert [group.group_id for group in groups if not group.source] == []


def test_groups_name_documents_of_the_catalogue() -> None:
    named = [(row["id"], document) for row in rows() for document in row["documents"]]
    assert [pair for pair in named if load_catalogue().get(pair[1]) is None] == []


def test_groups_are_told_apart_from_groups_that_exist() -> None:
    known = {row["id"] for row in rows()}
    named = [(row["id"], other) for row in rows() for other in row.get("not_same_as", [])]
    assert [pair for pair in named if pair[1] not in known or pair[0] == pair[1]] == []


def rows() -> list[dict[str, Any]]:
    """The groups as they are written; the product doesn't read all of their fields."""
    raw = resources.files("corpus").joinpath("thesaurus.toml").read_text(encoding="utf-8")
    groups: list[dict[str, Any]] = tomllib.loads(raw)["group"]
    return groups
