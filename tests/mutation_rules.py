"""All rules of the mutation suite."""

from mutation import Rule
from mutation_actors import ACTORS
from mutation_figures import FIGURES, FREQUENCY
from mutation_force import MODAL, NEGATION
from mutation_words import OPPOSITES, SMALL_WORDS, STATUS

RULES: tuple[Rule, ...] = (
    *FIGURES,
    *FREQUENCY,
    *NEGATION,
    *MODAL,
    *ACTORS,
    *SMALL_WORDS,
    *OPPOSITES,
    *STATUS,
)
