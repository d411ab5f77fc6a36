"""Do two people judge alike? Cohen's kappa and Krippendorff's alpha, for names without an order.

1 is full agreement, 0 what chance alone gives. Own code: thirty lines that tests hold against
figures computed by hand.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import permutations


def cohens_kappa(one: Sequence[str], other: Sequence[str]) -> float | None:
    """Two raters' judgements of the same things, in the same order.

    None where nothing was judged, or where both gave everything one and the same name: chance alone
    would agree as well, and kappa is not defined.

    Raises:
        ValueError: they have not judged the same number of things.
    """
    pairs = list(zip(one, other, strict=True))
    if not pairs:
        return None
    n = len(pairs)
    seen = sum(a == b for a, b in pairs) / n
    first, second = Counter(one), Counter(other)
    expected = sum(first[name] * second[name] for name in first) / (n * n)
    return None if expected == 1 else (seen - expected) / (1 - expected)


def krippendorffs_alpha(judged: Sequence[Mapping[str, str]]) -> float | None:
    """Any number of raters: one mapping from rater to judgement for each thing.

    A thing with fewer than two judgements tells nothing. None where nothing is left, or where all
    judgements are one and the same name.
    """
    together: dict[tuple[str, str], float] = {}
    for names in (list(thing.values()) for thing in judged):
        for pair in permutations(names, 2):  # none where there is but one judgement
            together[pair] = together.get(pair, 0.0) + 1 / (len(names) - 1)
    of_name: dict[str, float] = {}
    for (name, _), value in together.items():
        of_name[name] = of_name.get(name, 0.0) + value
    n = sum(of_name.values())
    unlike = sum(value for (a, b), value in together.items() if a != b)
    expected = sum(of_name[a] * of_name[b] for a in of_name for b in of_name if a != b)
    return None if expected == 0 else 1 - (n - 1) * unlike / expected
