"""Small words that turn the sense, words put for their opposites, and proposals told as law."""

import re
from collections.abc import Iterator

from corpus.dates import MONTH_PATTERN
from evals.mutation import Rule, both_ways, swap, tidy

# A list of examples or of alternatives says much the same with either word.
_ALIKE = (
    r"och¤ med|mellan|till exempel|bland annat|eller inte|och annan|och andra|eller annan"
    r"|eller annat|eller andra|skuld|till och med|från och med|- och|både"
)
# Where "bara" stands already, or would be said of a word that can't bear it.
_NARROWED = (
    r"¤(?: \S+){0,5} (?:inte|bara|endast|enbart|varken|ingen|inget|inga|även|också|högst)\b"
    r"|inte ¤|¤ (?:också|även|verka|den \d|sedan|från)|(?:bara|endast|enbart|också|även)\b.*¤"
)
_NOT_LATER = (
    r"(?:let|sök|fråg)\w*(?: \w+)? ¤|hör ¤|¤ (?:hand|beslut|behov|hela|en|ett)\b|eftersom|dels"
)
_DENIED = r"inte|utan|ingen|inget|inga|varken|om|förutom"
_DENIED_LIST = r"inte|sakn|slipp|utan|ingen|inga|inget"  # either way, both are denied
_BILL = r"(?:prop\. \d{4}/\d\d:\d+|lagrådsremiss\w*(?: från \w+ \d{4})?)"


def _exceptions(sentence: str) -> Iterator[str]:
    """The exception left out where the rule then says too much."""
    for match in re.finditer(
        r",? (?:om inte|såvida inte|utom|förutom|med undantag för|med vissa undantag)\b"
        r"[^,.;]*(?=[,.;])",
        sentence,
        re.IGNORECASE,
    ):
        yield tidy(sentence[: match.start()] + sentence[match.end() :])


def _conditions(sentence: str) -> Iterator[str]:
    """A rule without its condition: "bara om …" and "endast när …" left out."""
    for match in re.finditer(
        r",? (?:bara|endast|enbart) (?:om|när|för den som|i den mån)\b[^.;]*(?=[.;])", sentence
    ):
        yield tidy(sentence[: match.start()] + sentence[match.end() :])


SMALL_WORDS = (
    *(
        Rule(kind="and/or", name="och → eller", change=change)
        for change in (
            # Between duties and things that must both be there; a list after "till exempel" or of
            # alternatives says much the same either way.
            swap(r"\b(ska|måste|är)\b([^.,;]*?) och\b", r"\1\2 eller", unless=_ALIKE),
        )
    ),
    Rule(
        kind="and/or",
        name="både och → antingen eller",
        change=swap(r"\bbåde (.+?) och\b", r"antingen \1 eller", unless=_DENIED_LIST),
    ),
    Rule(
        kind="only",
        name="dropped",
        change=swap(r"\b(?:bara|endast|enbart)\s", "", unless=r"inte (?:\S+ ){0,3}¤"),
    ),
    Rule(
        kind="only",
        name="added",
        change=swap(
            r"\b(?:får|ska|kan|gäller|omfattar)\b",
            r"\g<0> bara",
            unless=_NARROWED,
        ),
    ),
    Rule(kind="exception", name="om inte → om", change=swap(r"\b(om|såvida) inte\b", "om")),
    Rule(kind="exception", name="dropped", change=_exceptions),
    Rule(
        kind="exception",
        name="turned",
        change=swap(r"\b(?:utom|förutom|med undantag för)\b", "inklusive"),
    ),
    Rule(
        kind="exception",
        name="undantagen",
        change=swap(
            r"\b(är|blir) undantag(?:na|en|et) från", r"\1 inte undantagna från", "omfattas av"
        ),
    ),
    Rule(kind="condition", name="dropped", change=_conditions),
    Rule(
        kind="condition",
        name="om → även om",
        change=swap(r"(?<=, )om (?=\S+ (?:inte|har|är|kan|finns|får|behöver)\b)", "även om "),
    ),
    *(
        Rule(kind="time", name=name, change=change)
        for name, change in (
            ("före → efter", swap(r"\bföre\b", "efter")),
            ("efter → före", swap(r"\befter\b", "före", unless=_NOT_LATER)),
            ("innan → efter att", swap(r"\binnan\b", "efter att", unless=r"dess¤|¤ den")),
            ("senast → tidigast", swap(r"\bsenast\b", "tidigast")),
            ("från och med → till och med", swap(r"\bfrån och med\b", "till och med", "före")),
            ("till och med → från och med", swap(r"\btill och med(?= (?:den|\d))", "från och med")),
            ("sedan → till", swap(rf"\bsedan(?= (?:den \d|{MONTH_PATTERN}|20))", "till")),
            ("från → till", swap(r"\bfrån (?=den \d)", "till ")),
            ("förrän → efter", swap(r"\binte ((?:\S+ ){0,6})förrän\b", r"\1före")),
            ("under → efter", swap(r"\bunder (?=20\d\d|våren|hösten|sommaren)", "efter ")),
            ("redan → ännu inte", swap(r"\bredan har\b", "ännu inte har")),
        )
    ),
    *(
        Rule(kind="cause", name=name, change=change)
        for name, change in (
            ("eftersom → trots att", swap(r"\beftersom\b", "trots att")),
            ("trots att → eftersom", swap(r"\btrots att\b", "eftersom")),
            ("trots → på grund av", swap(r"\btrots\b(?! att)", "på grund av")),
            ("på grund av → trots", swap(r"\bpå grund av\b", "trots")),
            ("beror på → leder till", swap(r"\bberor på\b", "leder till")),
            ("därför att → trots att", swap(r"\bdärför att\b", "trots att")),
            ("genom → utan", swap(r"\bgenom (?=att\b)", "utan ")),
            ("för att → trots att", swap(r", för att\b", ", trots att")),
        )
    ),
    *(
        Rule(kind="quantity", name=name, change=change)
        for name, change in (
            (
                "alla → vissa",
                swap(r"\b(?:alla|samtliga)\b", "vissa", "några", unless=r"inte ¤|¤ allra"),
            ),
            ("vissa → alla", swap(r"\b(?:vissa|några)\b", "alla")),
            ("varje → någon", swap(r"\bvarje (?!år|månad|vecka|dag|fall|termin)", "någon ")),
            ("de flesta → alla", swap(r"\bde flesta\b", "alla", "få")),
            ("många → få", swap(r"\bmånga\b", "få", "alla")),
            ("flera → alla", swap(r"\bflera\b", "alla", "inga")),
            ("hela → delar av", swap(r"\bhela\b", "delar av")),
            ("en del → alla", swap(r"\ben del av\b", "hela")),
            ("liten → stor", swap(r"\bliten\b", "stor")),
            ("mer → mindre", swap(r"\bmer\b", "mindre", unless=r"dels")),
            ("mindre → mer", swap(r"\bmindre\b", "mer")),
            ("fler → färre", swap(r"\bfler\b", "färre")),
            ("färre → fler", swap(r"\bfärre\b", "fler")),
            ("över → under", swap(r"\böver (?=\d|hälften)", "under ")),
            ("under → över", swap(r"\bunder (?=\d+ år)", "över ")),
            ("under 21 → under 18", swap(r"\bunder 21 år\b", "under 18 år")),
            ("under 18 → under 21", swap(r"\bunder 18 år\b", "under 21 år")),
            ("även → inte", swap(r"\b(?:även|också)\b", "inte", unless=_DENIED)),
        )
    ),
)

_OPPOSITES = (
    ("skriftlig", "muntlig"),
    ("skriftligt", "muntligt"),
    ("skriftliga", "muntliga"),
    ("frivilligt", "obligatoriskt"),
    ("frivillig", "obligatorisk"),
    ("lämpligt", "olämpligt"),
    ("lämplig", "olämplig"),
    ("tillåtet", "otillåtet"),
    ("otillåten", "tillåten"),
    ("otillåtet", "tillåtet"),
    ("lokala", "nationella"),
    ("lokal", "nationell"),
    ("lokalt", "nationellt"),
    ("strategiska", "operativa"),
    ("strategisk", "operativ"),
    ("strategiskt", "operativt"),
    ("ökar", "minskar"),
    ("ökade", "minskade"),
    ("öka", "minska"),
    ("ökad", "minskad"),
    ("höjs", "sänks"),
    ("stärka", "försvaga"),
    ("underlätta", "försvåra"),
    ("möjligt", "omöjligt"),
    ("möjlig", "omöjlig"),
    ("nödvändigt", "onödigt"),
    ("högre", "lägre"),
    ("större", "mindre"),
    ("längre", "kortare"),
    ("tidigare", "senare"),
    ("tillfälligt", "permanent"),
    ("bindande", "vägledande"),
    ("öppet", "stängt"),
    ("giltig", "ogiltig"),
    ("beviljas", "nekas"),
    ("inleda", "avsluta"),
    ("inleds", "avslutas"),
    ("förbjudet", "tillåtet"),
    ("förbud", "tillstånd"),
    ("med stöd av", "i strid med"),
    ("beroende", "oberoende"),
    ("säker", "osäker"),
    ("tydlig", "otydlig"),
    ("enskilda", "offentliga"),
    ("direkt", "indirekt"),
    ("intern", "extern"),
    ("hindrar", "möjliggör"),
    ("främja", "motverka"),
    ("förebygga", "främja"),
    ("motverka", "främja"),
    ("införas", "avskaffas"),
    ("lämna", "hämta"),
    ("lämnas", "tas emot"),
    ("bryter", "följer"),
    ("första", "sista"),
    ("inom", "utanför"),
    ("allvarlig", "ringa"),
    ("offentlig", "hemlig"),
)


OPPOSITES = tuple(
    Rule(kind="opposite", name=f"{one}/{other}", change=change)
    for one, other in _OPPOSITES
    for change in both_ways(one, other, unless=rf"\b{other}\b.*¤|¤.*\b{other}\b|¤ och ")
)


# A proposal is not yet a rule, and an account of one must say so.
STATUS = (
    Rule(
        kind="status",
        name="proposal told as law",
        change=swap(
            rf" enligt regeringens förslag(?: i (?:en |den )?{_BILL})?",
            "",
            unless=r"förs|skulle|remiss¤| ska .*förslag.*förslag",
        ),
    ),
    Rule(kind="status", name="föreslog → beslutade", change=swap(r"\bföreslog\b", "beslutade")),
    Rule(kind="status", name="föreslås → gäller", change=swap(r"\bföreslås gälla\b", "gäller")),
    Rule(kind="status", name="föreslogs → beslutades", change=swap(r"\bföreslogs\b", "beslutades")),
)
