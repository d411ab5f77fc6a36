"""All rules of the mutation suite."""

from evals.mutation import Rule
from evals.mutation_actors import ACTORS
from evals.mutation_figures import FIGURES, FREQUENCY
from evals.mutation_force import MODAL, NEGATION
from evals.mutation_words import OPPOSITES, SMALL_WORDS, STATUS

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
