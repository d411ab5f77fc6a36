"""Everyday words lead to the words of the sources, and a question is never rewritten."""

from corpus.catalogue import load_catalogue
from corpus.lexical import swedish_terms
from corpus.thesaurus import load_thesaurus


def added(text: str) -> list[str]:
    return load_thesaurus().added(swedish_terms(text))


def test_everyday_word_adds_the_sources_word() -> None:
    assert swedish_terms("lägesbild")[0] in added("Har ni en problembild?")
    assert swedish_terms("samordningsfunktion")[0] in added("vem är trygghetssamordnare")


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


def test_groups_name_documents_of_the_catalogue_and_have_words() -> None:
    groups = load_thesaurus().groups
    assert len({group.group_id for group in groups}) == len(groups)
    assert all(group.source for group in groups)
    assert load_catalogue().get("sfs-2023-196") is not None
