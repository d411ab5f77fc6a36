"""Does a statement bind as its quote does? Modal grades compared verb by verb.

A modal verb is matched by the verb it governs: "måste leda" answers to "ska leda", wherever in the
sentence it stands. Where the statement has chosen another verb, the part of the quote that shares
most content words decides.
"""

from collections.abc import Sequence

from assistant.clauses import Unit, units
from assistant.denial import Polarity, polarities
from assistant.guard_words import Grade
from assistant.verbs import finite_forms

# What a grade of the quote may be told as, besides itself: "ska" as "behöver", never the reverse.
_TOLD_AS: dict[Grade, frozenset[Grade]] = {
    Grade.DUTY: frozenset({Grade.NEED, Grade.WOULD}),
    Grade.SHALL_NOT: frozenset({Grade.MUST_NOT, Grade.CANNOT}),
    Grade.MUST_NOT: frozenset({Grade.CANNOT, Grade.SHALL_NOT}),
    Grade.CANNOT: frozenset({Grade.MUST_NOT, Grade.SHALL_NOT}),
    Grade.MAY: frozenset({Grade.CAN}),
    Grade.CAN: frozenset({Grade.MAY}),
    Grade.PLAIN: frozenset({Grade.CAN, Grade.WOULD}),
    Grade.WOULD: frozenset({Grade.DUTY}),
}
_DENYING = frozenset(
    {Grade.MUST_NOT, Grade.CANNOT, Grade.SHALL_NOT, Grade.SHOULD_NOT, Grade.NOT_BEFORE}
)
_TOLD_PLAINLY = frozenset({Grade.PLAIN, Grade.MAY, Grade.CAN, Grade.WOULD})
_COMMON_VERBS = frozenset({"var", "ha"})
_SLACK = 1  # shared words that another part of the quotes may have more
_GIVES = frozenset("ger gav ges gavs avsätter avsatte beviljar beviljade tilldelas".split())
_CONDITIONS = frozenset("krävs krävdes förutsätter förutsätts".split())
_LEAST_HEAD = 5  # letters of a verb that may end a compound
_AUXILIARIES = frozenset("är var har hade".split())


def same_force(statement: str, quotes: str) -> bool:
    """Whether no part of ``statement`` binds more, less or otherwise than ``quotes`` do."""
    given = units(quotes)
    said, held = polarities(statement), polarities(quotes)
    denied = frozenset(stem for stem in held if held[stem] == {Polarity.DENIED})
    open_ = frozenset(stem for stem in said if said[stem] == {Polarity.OPEN})
    parts = [unit for unit in units(statement) if unit.stems]
    alone = all(part.grade is Grade.PLAIN for part in parts)
    return all(
        _is_borne(part, given, alone=alone) or _is_left_out(part, given, denied, open_)
        for part in parts
    )


def _is_borne(unit: Unit, given: Sequence[Unit], *, alone: bool) -> bool:
    if unit.grade is Grade.PLAIN:
        return _has_lost_no_modal(unit, given) and (not alone or _may_stand_plain(unit, given))
    modal = [other for other in given if other.grade is not Grade.PLAIN]
    same_verb = [other for other in given if unit.verb and _has_verb(other, unit.verb)]
    if unit.verb in _COMMON_VERBS:  # "är" stands everywhere
        same_verb = [other for other in same_verb if other.grade is not Grade.PLAIN] or same_verb
    if unit.asked and unit.grade is Grade.CAN:
        same_verb = [other for other in same_verb if other.grade is not Grade.PLAIN]
    asks = unit.grade is Grade.DUTY and any(other.asks for other in given)
    if (
        unit.asked and asks and all(other.grade is Grade.PLAIN for other in same_verb)
    ):  # "vad planen ska innehålla": what is asked binds nobody
        return True
    if any(_is_told_otherwise(other, unit) for other in given):
        return True
    if unit.grade in _TOLD_AS[Grade.PLAIN] and not unit.asked:
        modal = list(given)
    if same_verb:
        return any(_fits(other.grade, unit.grade) for other in _closest(unit, same_verb))
    plainly = max((len(unit.stems & other.stems) for other in given), default=0)
    return _is_borne_by_likeness(unit, modal, plainly)


def _is_borne_by_likeness(unit: Unit, modal: Sequence[Unit], plainly: int) -> bool:
    """Whether the modal units that share the most words with ``unit`` bind as it does.

    ``plainly`` is how many words any unit of the quotes shares with it.
    """
    best = max((len(unit.stems & other.stems) for other in modal), default=0)
    if not best and plainly > _SLACK:  # what it speaks of binds nobody in the quotes
        return False
    # "tillstånd behövs" and "tillstånd krävs" are one
    needs = unit.grade is Grade.DUTY and unit.verb is None
    return any(
        _fits(other.grade, unit.grade) or (needs and other.grade is Grade.NEED and not other.verb)
        for other in modal
        if len(unit.stems & other.stems) >= best - _SLACK
    )


def _fits(given: Grade, said: Grade) -> bool:
    return said is given or said in _TOLD_AS.get(given, frozenset())


def _is_told_otherwise(given: Unit, said: Unit) -> bool:
    """Whether the quote says by other means than a modal verb what the statement says by one."""
    if len(given.stems & said.stems) <= _SLACK:
        return _is_possible(given, said)
    purpose = said.purpose and said.grade is Grade.DUTY and given.grade not in _DENYING
    received = said.grade is Grade.MAY and bool(given.words & _GIVES)
    return purpose or received or _is_possible(given, said) or _is_allowed_only_if(given, said)


def _is_possible(given: Unit, said: Unit) -> bool:
    """Whether the quote has as a possible thing what the statement says can be done."""
    possible = any(word.startswith("möjlig") for word in given.words)
    return said.grade is Grade.CAN and possible and bool(given.stems & said.stems)


def _is_allowed_only_if(given: Unit, said: Unit) -> bool:
    """Whether the quote allows on a condition what the statement says the condition is for."""
    if given.grade is not Grade.MAY or not said.words & _CONDITIONS:
        return False
    return "bara" in given.words


def _has_verb(unit: Unit, verb: str) -> bool:
    """Whether the unit's modal governs ``verb``, or the unit has the verb without any modal."""
    if unit.grade is Grade.PLAIN:
        return bool(unit.words & finite_forms(verb))
    if unit.verb is None or len(unit.verb) < _LEAST_HEAD:
        return unit.verb == verb
    return verb.endswith(unit.verb)  # "lagreglera" is to "reglera" by law


def _has_lost_no_modal(unit: Unit, given: Sequence[Unit]) -> bool:
    """Whether "ska ta fram" is not told as "tar fram", unless the quote says both."""
    for other in given:
        if other.grade is Grade.PLAIN or other.verb is None:
            continue
        bare = unit.words & finite_forms(other.verb)
        apart = bare <= _AUXILIARIES and 2 * len(unit.stems & other.stems) < len(unit.stems)
        plain = any(finite_forms(other.verb) & more.words for more in given)
        if bare and not apart and not plain:
            return False
    return True


def _may_stand_plain(unit: Unit, given: Sequence[Unit]) -> bool:
    """A statement without any modal verb retells what has none, or what is merely possible."""
    best = max((len(unit.stems & other.stems) for other in given), default=0)
    near = [other for other in given if len(unit.stems & other.stems) == best]
    return not near or any(other.grade in _TOLD_PLAINLY or other.purpose for other in near)


def _is_left_out(
    unit: Unit, given: Sequence[Unit], denied: frozenset[str], open_: frozenset[str]
) -> bool:
    """No duty where all that is shared is denied: "kräver inte B" of "kräver A, inte B"."""
    sharing = [other for other in given if unit.stems & other.stems]
    shared_by_any = frozenset[str]().union(*(unit.stems & other.stems for other in sharing))
    bound = any(other.grade in _DENYING for other in sharing)
    if unit.grade is Grade.NO_DUTY and shared_by_any and not bound and shared_by_any <= denied:
        return True
    if unit.grade not in {Grade.NO_DUTY, Grade.PLAIN}:
        return False
    alike = [other for other in _closest(unit, given) if other.grade in {Grade.DUTY, Grade.NEED}]
    shared = [unit.stems & other.stems for other in alike]
    return any(common & denied and common <= denied | open_ for common in shared)


def _closest(unit: Unit, given: Sequence[Unit]) -> tuple[Unit, ...]:
    """The units that share the most content words with ``unit``; all where none shares any."""
    likeness = [(len(unit.stems & other.stems), -len(other.stems)) for other in given]
    best = max(likeness, default=(0, 0))
    if not best[0]:
        return tuple(given)
    return tuple(o for o, alike in zip(given, likeness, strict=True) if alike == best)
