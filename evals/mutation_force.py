"""Another force: negations put in and taken out, and one modal verb for another."""

from evals.mutation import Rule, swap

_FINITE = (
    r"(?:ska|får|bör|kan|måste|behöver|skulle|fick|är|var|har|hade|gäller|omfattar|innehåller"
    r"|ansvarar|anger|kräver|ingår|omfattas|går|ger|säger|finns|gör)"
)
# Where there is a negation close by, one more would make a sentence nobody writes.
_DENIED_NEAR = (
    r"¤(?: \S+){0,4} (?:inte|aldrig|ingen|inget|inga|varken|bara|ännu)\b|(?:inte|bara|ännu) ¤"
)
# "om inte" has a rule of its own, and "inte bara" denies nothing.
_NO_DENIAL = (
    r"\bom¤ inte|¤ (?:bara|enbart|minst|heller|förrän|ens)\b|såvida¤|utan inte"
    r"|\beller¤|¤\.$|¤, men|(?:bara|enbart) ¤"
)
NEGATION = (
    Rule(kind="negation", name="inte dropped", change=swap(r" inte\b", "", unless=_NO_DENIAL)),
    Rule(kind="negation", name="inte heller dropped", change=swap(r" inte heller\b", " även")),
    Rule(
        kind="negation",
        name="inte added",
        change=swap(rf"\b{_FINITE}\b", r"\g<0> inte", unless=_DENIED_NEAR),
    ),
    Rule(
        kind="negation",
        name="aldrig added",
        change=swap(r"\b(?:ska|får|kan|bör)\b", r"\g<0> aldrig", unless=_DENIED_NEAR),
    ),
    Rule(kind="negation", name="ingen", change=swap(r"\bingen\b", "en")),
    Rule(kind="negation", name="inget", change=swap(r"\binget\b", "ett")),
    Rule(kind="negation", name="inga", change=swap(r"\binga\b", "flera", "vissa")),
    Rule(kind="negation", name="aldrig", change=swap(r"\baldrig\b", "alltid", "ibland")),
    Rule(kind="negation", name="varken", change=swap(r"\bvarken (.+?) eller\b", r"både \1 och")),
    Rule(kind="negation", name="saknar", change=swap(r"\bsaknar\b", "har")),
    Rule(kind="negation", name="saknas", change=swap(r"\bsaknas\b", "finns")),
    Rule(
        kind="negation",
        name="utan",
        change=swap(
            r"\butan (?!att|även|också|dröjsmål|bara|i stället|ett|en|är|hänvisar|de|det)",
            "med ",
            unless=r", ¤|inte\b.*¤",
        ),
    ),
    Rule(
        kind="negation",
        name="har → saknar",
        change=swap(r"\bhar (?=(?:en|ett|kommunen|rätt)\b)", "saknar ", unless=r"inte|ingen|inget"),
    ),
    Rule(
        kind="negation",
        name="finns → saknas",
        change=swap(
            r"\bfinns\b", "saknas", unless=r"¤ (?:inte|ingen|inget|inga|varken)|inte ¤|inga? .*¤"
        ),
    ),
)

# "får" is also "is given": it permits only with an infinitive.
_PERMITS = (
    r"\bfår\b(?=\s+(?:[\w-]+\s+){0,4}?(?:[\w-]{2,}a|[\w-]{3,}as|ske|ge|gå|stå|se|bli|få|bestå)\b)"
    r"(?!\s+(?:stöd|hjälp|information|medel|pengar|bidrag|del|veta|egna|alla|flera|samma|exakta)\b)"
)
_STRIVABLE = "ta|göra|följa|leda|utse|lämna|upprätta|besluta|redovisa|ge|beskriva"
_GIVEN = r"¤ (?:\S+ ){0,2}(?:i uppdrag|uppdraget|stöd|en|ett|regeringens)"
_NO = r"¤(?: \S+){0,4} (?:inte|aldrig|inget|ingen|inga|varken)\b|(?:inte|varken) ¤"
MODAL = tuple(
    Rule(kind="modal", name=name, change=change)
    for name, change in (
        ("ska → får/bör/kan", swap(r"\bska\b", "får", "bör", "kan", unless=_NO)),
        ("ska → behöver inte", swap(r"\bska\b", "behöver inte", unless=_NO)),
        (
            "ska → ska verka för",
            swap(
                rf"\bska (?=(?:{_STRIVABLE})\b)",
                "ska verka för att ",
            ),
        ),
        ("ska verka för → ska", swap(r"\b(ska(?: \w+)?) verka för att\b", r"\1")),
        ("ska verka för att → får", swap(r"\bska(?= (?:\w+ )?verka för\b)", "får", "bör")),
        ("får → ska/bör", swap(_PERMITS, "ska", "bör", unless=_NO)),
        ("får → behöver inte", swap(_PERMITS, "behöver inte", unless=_NO)),
        ("får inte → behöver inte", swap(r"\bfår(?= (?:\S+ ){0,3}inte\b)", "behöver", "bör")),
        ("behöver inte → får inte", swap(r"\bbehöver(?= (?:\S+ ){0,3}inte\b)", "får", "ska")),
        ("bör → ska/får", swap(r"\bbör\b", "ska", "får", unless=_NO)),
        ("bör → behöver inte", swap(r"\bbör\b", "behöver inte", unless=_NO)),
        ("kan → ska/måste", swap(r"\bkan\b", "ska", "måste", "bör", unless=_NO)),
        ("måste → bör/får", swap(r"\bmåste\b", "bör", "får", "kan", unless=_NO)),
        ("behöver → får", swap(r"\bbehöver (?=\w+a\b)", "får ", unless=_NO)),
        ("skulle → fick", swap(r"\bskulle\b", "fick", "borde", unless=_NO)),
        ("fick → skulle", swap(r"\bfick(?= (?:\S+ ){0,3}\w+as?\b)", "skulle", unless=_GIVEN)),
        ("skyldig → får", swap(r"\bär (skyldig|tvungen) att\b", "får")),
        ("har rätt → är skyldig", swap(r"\bhar rätt att\b", "är skyldig att")),
        ("uppmanas → ska", swap(r"\buppmanas att\b", "ska")),
    )
)
