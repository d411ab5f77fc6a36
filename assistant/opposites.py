"""Words that stand at the two ends of one line: oral and written, before and after, more and less.

A list by hand: nothing in the words themselves tells that "muntlig" is what "skriftlig" is not.
Only the prefix "o" does, and that is read as such.
"""

from functools import lru_cache

# Beginnings of words, both ends of each line.
_LINES: tuple[tuple[str, str], ...] = (
    ("skriftlig", "muntlig"), ("frivillig", "obligatorisk tvingande"), ("lokal", "nationell"),
    ("strategisk", "operativ"), ("öka ökning", "minska minskning"),
    ("höj", "sänk"), ("stärk förstärk stark", "försvag svag"), ("underlätta", "försvår hindra"),
    ("högre", "lägre"), ("större stor", "mindre liten litet små"), ("hög", "låg"),
    ("längre lång", "kortare kort"), ("tidigare", "senare"), ("tillfällig", "permanent"),
    ("bindande", "vägledande"), ("öppen öppet öppna", "stängd stängt sluten slutet"),
    ("bevilja", "neka avslå avslag"), ("inled", "avslut"), ("förbjud förbud", "tillåt tillstånd"),
    ("offentlig", "privat hemlig"), ("ideell", "kommersiell"), ("direkt", "indirekt"),
    ("intern", "extern"), ("möjliggör", "hindra"), ("främja", "motverka förebygg"),
    ("införa införs infört inför_", "avskaffa"), ("inom", "utanför"),
    ("allvarlig grov", "ringa"), ("fler", "färre"), ("mer", "mindre"), ("första", "sista"),
    ("unga ung ungdom", "äldre"), ("barn", "vuxna vuxen"), ("enskild", "offentlig"),
    ("lämna utlämna", "hämta emot"), ("bryter bryta bröt", "följer"), ("stöd_av", "strid"),
    ("börja", "upphör sluta"), ("före innan", "efter"), ("gammal gamla", "ny"),
    ("proaktiv", "reaktiv"), ("kortsiktig", "långsiktig"), ("godkän", "underkän"),
    ("gemensam", "egen egna"), ("central", "decentral"), ("inomhus", "utomhus"),
    ("över", "under"), ("möjlig", "omöjlig"), ("nödvändig", "onödig"),
    ("ofta", "ovanlig sällan"), ("består", "upphör"), ("olika", "samma"),
)  # fmt: skip
# These are read as whole words: too much else begins with them.
_WHOLE = frozenset(
    "stor mer hög låg lång kort ny över under inom efter före innan ung barn".split()
)
_SIDES = tuple((tuple(one.split()), tuple(other.split())) for one, other in _LINES)
_LEAST_OPPOSED = 5  # letters of a word that an "o" in front may turn


@lru_cache(maxsize=50_000)
def opposed(one: str, other: str) -> bool:
    """Whether the two words, in lower case, mean opposite things."""
    short, long = sorted((one, other), key=len)
    if len(short) >= _LEAST_OPPOSED and long == f"o{short}":
        return True
    return any(
        (_is_at(one, left) and _is_at(other, right)) or (_is_at(one, right) and _is_at(other, left))
        for left, right in _SIDES
    )


def _is_at(word: str, ends: tuple[str, ...]) -> bool:
    return any(word == end or (end not in _WHOLE and word.startswith(end)) for end in ends)
