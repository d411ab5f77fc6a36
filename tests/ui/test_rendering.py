"""Answers as HTML: what is escaped, what is linked, what is left out."""

from dataclasses import replace
from datetime import date

import pytest
from fakes_answers import (
    ADVICE,
    HANDBOOK,
    LAW,
    LEADER,
    ORIGINAL,
    REFUSALS,
    answered,
    cited,
    leader_answer,
    refused,
    said,
)

from assistant.conversation import Question, Reason
from assistant.texts import status_text
from ui import labels, rendering, texts
from ui.safe_html import clean, for_markdown

QUESTION = Question(text="Vem leder?", as_of=date(2026, 11, 23))


def test_html_for_markdown_has_no_line_breaks_and_no_dollar_signs():
    html = for_markdown("<p>ett\n\n två $x$</p>\n\n<p>tre</p>")
    assert html == "<p>ett två &#36;x&#36;</p> <p>tre</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<img src=x>",
        "<script>1</script>",
        '<a href="javascript:1">a</a>',
        '<a href="data:text/html,1">a</a>',
        "<form><input></form>",
        '<p onclick="1" style="x" data-a="1">a</p>',
        "<iframe></iframe>",
    ],
)
def test_only_listed_elements_and_attributes_pass(html):
    left = clean(html)
    for part in ("img", "script", "form", "input", "iframe", "onclick", "style", "data", "href"):
        assert part not in left


def test_a_law_lane_without_a_duty_is_called_what_it_is():
    permits = answered(QUESTION, (cited(1, LAW, LEADER, "Rådet får ha egna arbetsgrupper."),))
    says = answered(QUESTION, (cited(1, LAW, LEADER, "I varje kommun finns ett råd."),))
    assert "Lagen tillåter</h3>" in rendering.newest_html(permits)
    assert "Lagen säger</h3>" in rendering.newest_html(says)


def test_advice_alone_says_that_no_duty_was_found_and_gets_no_mark():
    quote = "Rådet bör träffas ofta."
    html = rendering.newest_html(answered(QUESTION, (cited(1, HANDBOOK, ADVICE, quote),)))
    assert texts.NO_LAW in html
    assert 'class="styrka"' not in html


def test_only_an_original_stands_in_quotation_marks():
    original = answered(QUESTION, (cited(1, LAW, ORIGINAL, ORIGINAL.text),))
    assert f"”{ORIGINAL.text}”" in rendering.newest_html(original)
    assert "”" not in rendering.newest_html(leader_answer(QUESTION))


def test_a_sentence_waits_for_its_citations_and_uncited_sources_are_not_listed():
    first = cited(1, LAW, LEADER, "Kommunen ska leda rådet.")
    second = cited(2, LAW, LEADER, "Rådet får ha egna arbetsgrupper.")
    html = rendering.unfinished_html(QUESTION, (said(first), said(second)), (first,))
    assert first.quote in html
    assert second.quote not in html
    html = rendering.unfinished_html(QUESTION, (said(first),), (first, second))
    assert "kalla-2" not in html


def test_earlier_turns_have_places_of_their_own():
    html = rendering.earlier_html((leader_answer(QUESTION), leader_answer(QUESTION)))
    for place in ("kalla-t1-1", "kalla-t2-1"):
        assert html.count(f'id="{place}"') == 1
        assert html.count(f'href="#{place}"') == 1


@pytest.mark.parametrize(("status", "reason"), REFUSALS.values())
def test_a_refusal_has_title_reason_nearest_places_and_contacts(status, reason):
    told = status_text(status, reason)
    html = rendering.newest_html(refused(QUESTION, status, reason))
    for part in (told.title, told.text, *told.contacts, texts.NEAREST, 'href="#kalla-1"'):
        assert part in html


def test_notices_of_the_answer_and_of_its_reason_are_shown():
    answer = replace(
        leader_answer(QUESTION),
        reason=Reason.INDIVIDUAL_CASE,
        notices=("Modellen svarade inte.",),
        completeness="partial",
        ai_generated=True,
    )
    html = rendering.newest_html(answer)
    for part in (
        "Modellen svarade inte.",
        "Jag bedömer inte enskilda fall.",
        texts.PARTIAL,
        texts.WRITTEN_BY_AI,
    ):
        assert part in html


def test_an_address_that_is_not_of_the_web_is_not_linked():
    assert labels.official_link("javascript:alert(1)", "seen") == ""
    guessed = labels.official_link("https://bra.se/rapport.html", "guessed")
    assert texts.UNCHECKED_URL in guessed
    assert 'href="https://bra.se/"' in guessed
    seen = labels.official_link("https://bra.se/rapport.html", "seen")
    assert texts.UNCHECKED_URL not in seen
    assert texts.NOT_PUBLISHERS not in seen
    assert texts.NOT_PUBLISHERS in labels.official_link("https://example.org/a", "seen")
