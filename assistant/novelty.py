"""What a statement brings that its quotes do not have: its telling words, counted.

Restating takes words of one's own, most of them light: "har", "gäller", "också". A statement whose
nouns and weighty verbs are new says something else, whatever its figures: "är hemliga för evigt" is
no restatement of "gäller i högst 70 år".
"""

from functools import cache

from assistant.grounding import is_found
from assistant.pairs import Pair
from corpus.lexical import swedish_terms, terms_of
from corpus.thesaurus import load_thesaurus

MOST_NEW = 0.21
"""The share of a statement's terms that may be new and telling."""

_SHORTEST = 3  # letters of a stem; shorter ones tell little

# Verbs, pronouns and adverbs that restating takes, in the forms that stem apart.
_LIGHT = """
göra gör gjort gjorde gälla gäller gällt stå står stod finnas finns fanns fått få får fick fås säga
säger sagt sade säg be ber bad lämna lämnar börja börjar börjat vilja vill ville behöva behöver ta
tar tog tas tagit sätta sätter satt satte ge ger gav gett ges lägga lägger lade lagt sakna saknas
använda använder vända vänder innehålla innehåller innehöll se ser sett handla handlar träffa
reglera regleras räkna räknas omfatta omfattas tillkomma slippa slipper avse avser avses höra hör
hört ingå ingår fortsätta fortsatt räcka räcker bedriva bedrivit starta slå anse anser dra drar
skriva skriver skrivs påpeka kombinera skilja skiljer heta heter hette bära bär vara varit blir blev
bli bör borde kan kunde komma kommer kom ska skulle visa visar framgå framgår kalla kallas betyda
betyder innebära innebär röra rör fråga beskriva beskriver ange anger anges nämna nämner nämns peka
stämma stämmer leda leder följa följer hålla håller hitta hittar veta vet söka söker bestämma
bestämmer besluta bygga bygger fungera välja väljer gå går gick gått
också även genom inget fram eftersom varken därefter ihop alltså igenom därför däremot detsamma
såvida totalt varandra mot istället stället annan annat andra därifrån per grund övrig övriga dit
eget egna egen eventuell omedelbart skyndsamt just viss vissa tillsammans klar klart fast samtidigt
bakom emot ganska innan slut alltjämt dock sin sitt sina man du ni er ert era vi oss vår jag ens ju
väl enligt del delar sak saker sätt fall gång gånger dag dagar år tid dels samt både antingen åt
kring inom utom utöver själv själva egentligen fortfarande numera nu då sedan först sist senare
tidigare redan ännu idag här där hit så som än när vad vem vilka vilken vilket mer mest mindre minst
flera bra rätt lika olika samma slag sorts ny nya hel hela helt stor större liten små god gott stöd
måste längre
"""


def brings_little_new(pair: Pair) -> bool:
    """Whether few of the statement's telling words are missing from all it may draw on."""
    said = [term for term in dict.fromkeys(swedish_terms(pair.statement)) if term.isalpha()]
    known = terms_of(f"{pair.quotes} {pair.pinpoints} {pair.sources}")
    others = load_thesaurus().source_terms(said)
    new = [
        term
        for term in said
        if _tells(term)
        and not is_found(term, others.get(term, frozenset()) | _genitives(term), known)
        # A compound is one of its last part: "planen" for "åtgärdsplanen".
        and not any(other.endswith(term) for other in known)
    ]
    return len(new) < MOST_NEW * len(said) or not new


def _genitives(term: str) -> frozenset[str]:
    """Names keep their s as a stem: "Brås" is said for "Brå", and the other way."""
    return frozenset({term.removesuffix("s"), f"{term}s"})


def _tells(term: str) -> bool:
    return len(term) >= _SHORTEST and term not in _light()


@cache
def _light() -> frozenset[str]:
    return frozenset(swedish_terms(_LIGHT))
