"""An act as it was printed when it was passed, beside what is known of its later changes.

The statute book prints an act once; later changes are acts of their own. A printed § whose account
in the digest begins later than the act was worded otherwise until then, so the printed words are
dated to end the day before, and the digest goes on telling what holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from corpus.documents import Section

AS_PRINTED = (
    "Filen är författningen så som den trycktes när den beslutades; senare ändringar står inte i "
    "den. Den gällande texten hämtas med lotsen ingest fetch."
)


def dated_by_later_wordings(
    printed: Sequence[Section], digest: Sequence[Section]
) -> tuple[Section, ...]:
    """The printed sections, ended where the digest tells of a later wording."""
    begins: Mapping[str, date] = {
        section.pinpoint: section.valid_from
        for section in digest
        if section.valid_from is not None and not section.comment
    }
    return tuple(
        replace(
            section,
            valid_from=_act_begins(section, printed),
            valid_to=begins[section.pinpoint] - timedelta(days=1),
        )
        if begins.get(section.pinpoint, date.min) > (_act_begins(section, printed) or date.min)
        else section
        for section in printed
    )


def _act_begins(section: Section, printed: Sequence[Section]) -> date | None:
    """When the act as a whole began: the catalogue may date this very § by its later wording."""
    begun = [other.valid_from for other in printed if other.valid_from is not None]
    return min(begun, default=section.valid_from)
