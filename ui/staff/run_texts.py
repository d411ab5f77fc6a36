"""The Swedish texts of the pages about runs: Körningar, Jämför, Prova and what the misses teach."""

from assistant.conversation import Mode
from evals.run_states import State

RUNS_PAGE = "Körningar"
COMPARE_PAGE = "Jämför"
TRY_PAGE = "Prova"
MISSES_PAGE = "Vad missarna lär"
CASE_PAGE = "Testfråga"
DELETE_PAGE = "Ta bort körningen"
BOTH_PAGE = "Två svar på samma fråga"

STARTING, STOPPING = "startar", "stoppas"

ONE_AT_A_TIME = "En körning pågår redan. Bara en i taget får plats. Vänta tills den är klar."
NOT_STARTED = "Körningen gick inte att starta på den här datorn."
NO_REASON = "Programmet slutade utan att säga varför."
NO_STORE = "Här sparas inga körningar. Tjänsten har ingen datamapp."
NO_RUNS = "Det finns inga körningar än. Starta en här ovanför."
UNREADABLE = "går inte att läsa"
UNKNOWN_SET = "Välj bland samlingarna i listan, eller skriv ett mönster som guld-*."
UNKNOWN_MODE = "Välj ett av sätten i listan."
BAD_EPOCHS = "Välj ett till fem svar på varje fråga."
STILL_GOING = "Körningen pågår. Stoppa den först."

MODES = {Mode.AUTO: "som vanligt", Mode.EXTRACTIVE: "utdrag", Mode.MODEL: "språkmodell"}

STATE_SIGNS = {State.FINISHED: "●", State.GOING_ON: "◐", State.INTERRUPTED: "○"}

SETTINGS = {
    "mode": "Sätt att svara",
    "as_of": "Lagen per",
    "generation": "Index",
    "encoder": "Vektormodell",
    "model": "Språkmodell",
    "legs": "Delar av sökningen",
    "prompt": "Instruktion till modellen",
    "version": "Program",
    "sets": "Samlingar",
}
"""What a run's settings are called."""

LEGS = {"bm25": "ord", "char": "bokstäver", "dense": "betydelse"}
"""The legs of the search, each in a word."""

TIMINGS = {
    "retrieval": "Sökning",
    "search": "Sökning",
    "answering": "Svar",
    "generation": "Svar",
    "total": "Totalt",
}
"""What the parts of an answer's time are called."""

NO_LEGS = "Det här svaret kommer inte från den riktiga sökningen, så dess delar syns inte."
NO_CASE = "Testfrågan finns inte längre bland dem som följer med programmet."
NO_DRAFT = "Frågan rör personuppgifter. Den sparas inte och kan inte bli en testfråga."
HIDDEN_SEARCH = "Frågan rör personuppgifter. Vi söker inte på den."
FOLLOWS_UP = "Frågan hör till ett samtal. Här söker vi på dess egna ord."

TRY_DIFFERENT = "Svaren bygger på olika meningar."
TRY_SAME = "Svaren har samma meningar och källor."
NO_LEG = "Välj minst en del av sökningen."
NO_SUCH_DAY = "Skriv dagen så här: 2026-11-30."
NOT_SEARCHED = "Källorna kan inte läsas just nu."
NOT_ASKED = "Frågan innehåller något som liknar ett personnummer. Vi sökte inte på den."
SUGGESTED = "Numret är borttaget i rutan. Läs igenom och skicka igen."

FAILED = "fel"
RIGHT = "rätt"
NOT_JUDGED = "inte bedömd"

NOT_DELETED = "Körningen gick inte att ta bort. Kanske är mappen skyddad."
AS_CHOSEN, AS_USUAL = "Med dina val", "Som vanligt"


def progress(answered: int, asked: int) -> str:
    """How far a run is."""
    return f"{answered} av {asked} frågor"


def runs_found(found: int, count: int) -> str:
    """How many cases of a run a choice holds."""
    if not count:
        return "Inga testfrågor är bedömda."
    if found == count:
        return f"{count} testfrågor."
    if not found:
        return "Inga testfrågor med det urvalet. Prova ett kortare ord."
    return f"{found} av {count} testfrågor."


def shared(count: int, first: int, second: int) -> str:
    """How many cases two runs have in common, and how many are only in one."""
    told = f"{count} frågor finns i båda."
    if first or second:
        told += f" Bara i A: {first}. Bara i B: {second}."
    return told


def groups(cases: int, count: int) -> str:
    """So many questions in so many groups."""
    many = "grupp" if count == 1 else "grupper"
    return f"{cases} {'fråga' if cases == 1 else 'frågor'} i {count} {many}."


NO_SUCH_RUN = "En av körningarna finns inte längre. Välj bland dem i listan."

KINDS = {
    "": "välj",
    "law": "lagen",
    "guidance": "vägledning",
    "assignment": "uppdrag",
    "neighbour": "lagar bredvid",
    "association": "föreningars frågor",
    "as_of": "en viss dag",
    "multi_turn": "samtal",
    "near_miss": "nästan besvarad",
    "out_of_scope": "om annat",
    "personal_data": "uppgifter om en person",
    "variant": "samma fråga i annan form",
}
"""What kinds of questions are called."""
