"""An index of words in memory: ranks texts by BM25F over a question's concepts, and can say why.

A question is a row of concepts (its words, or a phrase the lexicon knows). A concept is met by the word itself in any
inflection, by its parts where it is a compound, by synonyms, by narrower words, by what somebody has begun to type, or
by a word that is spelled alike; each way weighs less than the one before. A text that meets all concepts stands before
one that meets some. Source of the ranking: Robertson and Zaragoza, The Probabilistic Relevance Framework (2009).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from sozialraum.analytics.search.answers import WEIGHTS, Alternative, Answer, Scores, Way
from sozialraum.analytics.search.compounds import Compounds
from sozialraum.analytics.search.lexicon import Lexicon, Phrase
from sozialraum.analytics.search.words import family, stem, tokens

Numbers = NDArray[np.int32]

SATURATION: Final = 1.2
LENGTH: Final = 0.35
PART: Final = 0.45
"""What a part of a compound weighs beside a word of its own."""
HEAD: Final = 0.6
"""What the last part weighs, which says what the thing is."""
ALIKE: Final = 0.74
"""How alike a mistyped word must be, of 1."""
SHORTEST_ALIKE: Final = 4
SHORTEST_BEGUN: Final = 3
SHORTEST_SPOKEN: Final = 4
OFTEN: Final = 2
"""In so many texts a word stands that may be a part of a compound although no list names it."""
MOST_ALIKE: Final = 6
MOST_BEGUN: Final = 40
ASIDE: Final = 0.2
"""What a word counts that carries nothing alone."""
LIGHTER: Final = 0.6
"""What a compound weighs without its light parts."""
ENOUGH: Final = 20
"""So many texts answer a compound; where fewer do, those that meet one of its parts stand after them."""
ONE_PART: Final = 0.3
"""What one part of a compound weighs for the whole; the last, which may be a course or a group of anything, a quarter of it."""
LONGEST_PHRASE: Final = 3
MISSING: Final = 0.35
"""What is left of a score for each concept that a text does not meet."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be found: its fields with the weight of each."""

    fields: tuple[tuple[float, str], ...]


class WordIndex:
    """Texts by their words. Numbers of texts are given in order and never again; a removed one is found no more.

    >>> index = WordIndex(Lexicon.read({"parts": ["schwimmen Kurs"]}))
    >>> first, second = index.add([Document(((3.0, "Schwimmkurs im Lindebad"),)), Document(((3.0, "Turnen"),))])
    >>> answer = index.search("kurs zum schwimen")
    >>> bool(answer.scores[first] > 0), bool(answer.scores[second] > 0)
    (True, False)
    """

    def __init__(self, lexicon: Lexicon) -> None:
        """An empty index that knows the words of a field."""
        self.lexicon = lexicon
        self.compounds = Compounds(lexicon.parts, lexicon.whole)
        self.size = 0
        self._numbers: dict[str, Numbers] = {}
        self._weights: dict[str, Scores] = {}
        self._length: Scores = np.zeros(0, np.float32)
        self._alive: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self._sorted: list[str] | None = None
        self._relatives: dict[str, list[str]] = {}
        self._spoken = self.compounds
        self._read: dict[str, tuple[tuple[str, float], ...]] = {}

    def add(self, documents: Iterable[Document]) -> range:
        """Add texts; returns their numbers."""
        begin = self.size
        terms: dict[str, tuple[list[int], list[float]]] = {}
        lengths = []
        for number, document in enumerate(documents, start=begin):
            counted = self._counted(document)
            lengths.append(sum(counted.values()))
            for term, weight in counted.items():
                entry = terms.get(term)
                if entry is None:
                    terms[term] = ([number], [weight])
                else:
                    entry[0].append(number)
                    entry[1].append(weight)
        for term, (numbers, weights) in terms.items():
            self._append(term, np.array(numbers, np.int32), np.array(weights, np.float32))
        self._length = np.concatenate([self._length, np.array(lengths, np.float32)])
        self._alive = np.concatenate([self._alive, np.ones(len(lengths), np.bool_)])
        self.size += len(lengths)
        self._sorted = None
        return range(begin, self.size)

    def remove(self, numbers: Sequence[int]) -> None:
        """Find these texts no more."""
        self._alive[list(numbers)] = False

    def weight(self, term: str, number: int) -> float:
        """What a term weighs in a text; 0 where it does not stand there."""
        numbers = self._numbers.get(term)
        if numbers is None:
            return 0.0
        place = int(np.searchsorted(numbers, number))
        return float(self._weights[term][place]) if place < len(numbers) and numbers[place] == number else 0.0

    def search(self, question: str) -> Answer:
        """Rank all texts for a question; an empty question finds nothing."""
        words = tokens(question)
        concepts = tuple(self._concepts(words, self.lexicon.empty)) or tuple(
            self._concepts(words, frozenset())
        )
        total = np.zeros(self.size, np.float32)
        met = np.zeros(self.size, np.float32)
        whole = 0.0
        for _asked, alternatives in concepts:
            scores = np.zeros(self.size, np.float32)
            strongest = 0.0
            for each in alternatives:
                numbers, values = self._scored(each)
                if numbers.size:
                    scores[numbers] = np.maximum(scores[numbers], values * each.weight)
                    strongest = max(strongest, self._rarity(each.terms))
            importance = strongest or 1.0
            whole += importance
            total += scores
            met += importance * (scores > 0)
        for word in set(words) & self.lexicon.empty:
            # says little by itself, and yet a text that has it answers better than one that has it not
            if (own := stem(word)) in self._numbers and whole:
                total[self._numbers[own]] += ASIDE * self._saturated(own) * (total[self._numbers[own]] > 0)
        if whole:
            total *= np.float32(MISSING) ** ((whole - met) / np.float32(whole) * len(concepts))
        total[~self._alive] = 0.0
        return Answer(total, concepts, self.weight)

    def _counted(self, document: Document) -> dict[str, float]:
        counted: dict[str, float] = {}
        for weight, text in document.fields:
            for word in tokens(text):
                read = self._read.get(word)
                if read is None:
                    read = self._read[word] = self._terms(word)
                for term, share in read:
                    counted[term] = counted.get(term, 0.0) + weight * share
        return counted

    def _terms(self, word: str) -> tuple[tuple[str, float], ...]:
        """A word as terms: its stem, and the parts where it is a compound."""
        parts = self.compounds.parts(word)
        last = len(parts) - 1
        return (
            (stem(word), 1.0),
            *(
                (part, HEAD if place == last else PART)
                for place, part in enumerate(parts)
                if part != stem(word)
            ),
        )

    def _append(self, term: str, numbers: Numbers, weights: Scores) -> None:
        if term in self._numbers:
            numbers = np.concatenate([self._numbers[term], numbers])
            weights = np.concatenate([self._weights[term], weights])
        self._numbers[term], self._weights[term] = numbers, weights

    def _rarity(self, terms: Phrase) -> float:
        """How much a phrase tells: the rarer its rarest word, the more (Robertson and Spärck Jones)."""
        often = min(len(self._numbers[term]) for term in terms)
        return float(np.log1p((self.size - often + 0.5) / (often + 0.5)))

    def _scored(self, each: Alternative) -> tuple[Numbers, Scores]:
        numbers = self._numbers.get(each.terms[0])
        if numbers is None:
            return np.zeros(0, np.int32), np.zeros(0, np.float32)
        scores = self._saturated(each.terms[0])
        for term in each.terms[1:]:
            others = self._numbers.get(term)
            if others is None:
                return np.zeros(0, np.int32), np.zeros(0, np.float32)
            numbers, here, there = np.intersect1d(numbers, others, assume_unique=True, return_indices=True)
            scores = scores[here] + self._saturated(term)[there]
        return numbers, np.asarray(scores / len(each.terms), np.float32)

    def _saturated(self, term: str) -> Scores:
        numbers, weights = self._numbers[term], self._weights[term]
        mean = max(float(self._length.mean()), 1.0) if self._length.size else 1.0
        # texts that are being added have no length yet
        relative = 1 - LENGTH + LENGTH * self._length[numbers] / mean
        return np.asarray(
            self._rarity((term,)) * weights * (SATURATION + 1) / (weights + SATURATION * relative), np.float32
        )

    def _concepts(
        self, words: list[str], empty: frozenset[str]
    ) -> Iterable[tuple[str, tuple[Alternative, ...]]]:
        """The concepts of a question: phrases of the lexicon first, then single words; empty words go."""
        last = len(words) - 1
        place = 0
        while place < len(words):
            length = self._phrase_length(words, place)
            phrase = tuple(stem(word) for word in words[place : place + length])
            if length > 1:
                yield " ".join(words[place : place + length]), tuple(self._of_phrase(phrase))
            elif words[place] not in empty:
                yield words[place], tuple(self._of_word(words[place], typing=place == last))
            place += length

    def _phrase_length(self, words: list[str], place: int) -> int:
        for length in range(min(LONGEST_PHRASE, len(words) - place), 1, -1):
            phrase = tuple(stem(word) for word in words[place : place + length])
            if phrase in self.lexicon.same or phrase in self.lexicon.kinds:
                return length
        return 1

    def _of_phrase(self, phrase: Phrase) -> Iterable[Alternative]:
        yield Alternative(phrase, Way.WORD, WEIGHTS[Way.WORD])
        if len(phrase) == 1:
            for derived in self._related(phrase[0]):
                yield Alternative((derived,), Way.SYNONYM, WEIGHTS[Way.SYNONYM])
        for other in self.lexicon.same.get(phrase, ()):
            yield from self._meant(other, Way.SYNONYM)
        for other in self.lexicon.kinds.get(phrase, ()):
            yield from self._meant(other, Way.KIND)

    def _meant(self, phrase: Phrase, way: Way) -> Iterable[Alternative]:
        yield Alternative(phrase, way, WEIGHTS[way])
        if len(phrase) == 1 and (parts := self.compounds.parts(phrase[0])):
            yield Alternative(parts, way, WEIGHTS[way] * WEIGHTS[Way.PARTS])

    def _of_word(self, word: str, *, typing: bool) -> Iterable[Alternative]:
        own = stem(word)
        spelled = list(self._as_spelled(word))
        known = own in self._numbers or bool(self.compounds.parts(word)) or self._finds(spelled)
        yield from spelled
        if typing and len(word) >= SHORTEST_BEGUN:
            begun = self._begun(word)
            known = known or bool(begun)
            for term in begun:
                if term != own:
                    yield Alternative(
                        (term,), Way.BEGUN, WEIGHTS[Way.BEGUN] * (0.6 + 0.4 * len(word) / len(term))
                    )
        if not known or ((own,) not in self.lexicon.same and len(self._numbers.get(own, ())) < 2):
            yield from self._alike(word)

    def _as_spelled(self, word: str) -> Iterable[Alternative]:
        """What a word means as it stands: itself, the same in other words, and its parts where it is a compound."""
        yield from self._of_phrase((stem(word),))
        parts = self.parts(word)
        if parts:
            yield Alternative(parts, Way.PARTS, WEIGHTS[Way.PARTS])
            whole = self._numbers.get(stem(word), ())
            if len(whole) < ENOUGH and self._scored(Alternative(parts, Way.PARTS, 1.0))[0].size < ENOUGH:
                yield from self._one_part(parts)
            for place, part in enumerate(parts):
                for other in self.lexicon.same.get((part,), ()):
                    yield Alternative(
                        (*parts[:place], *other, *parts[place + 1 :]),
                        Way.SYNONYM,
                        WEIGHTS[Way.SYNONYM] * WEIGHTS[Way.PARTS],
                    )
            heavy = tuple(part for part in parts if part not in self.lexicon.light)
            if heavy and len(heavy) < len(parts):
                weight = WEIGHTS[Way.PARTS] * LIGHTER
                yield Alternative(heavy, Way.PARTS, weight)
                if len(heavy) == 1:
                    for other in self.lexicon.same.get(heavy, ()):
                        yield Alternative(other, Way.SYNONYM, WEIGHTS[Way.SYNONYM] * weight)

    def _one_part(self, parts: tuple[str, ...]) -> Iterable[Alternative]:
        """What meets a compound by one part alone: the first says what about, also at the beginning of other compounds."""
        for place, part in enumerate(parts):
            last = place == len(parts) - 1
            for each in self._of_phrase((part,)):
                yield Alternative(each.terms, Way.PARTS, ONE_PART * each.weight / (4 if last else 1))
            if not last and len(part) >= SHORTEST_SPOKEN:
                for term in self._begun(part):
                    yield Alternative((term,), Way.PARTS, ONE_PART * WEIGHTS[Way.BEGUN])

    def parts(self, word: str) -> tuple[str, ...]:
        """The parts of a compound that somebody asks for: words of the lexicon, else words that the texts use."""
        self._words()
        return self.compounds.parts(word) or self._spoken.parts(word)

    def _finds(self, alternatives: Iterable[Alternative]) -> bool:
        return any(all(term in self._numbers for term in each.terms) for each in alternatives)

    def _related(self, own: str) -> list[str]:
        """Words of the texts that are derived from the same as this one."""
        self._words()
        return [other for other in self._relatives.get(family(own), ()) if other != own]

    def _words(self) -> list[str]:
        """All words of the texts, in order; what is drawn from them is drawn anew once there are more."""
        if self._sorted is None:
            self._sorted = sorted(self._numbers)
            self._relatives = {}
            for term in self._sorted:
                if not term.isdigit():
                    self._relatives.setdefault(family(term), []).append(term)
            often = {
                term for term in self._sorted
                if len(term) >= SHORTEST_SPOKEN and len(self._numbers[term]) >= OFTEN and term.isalpha()
            }  # fmt: skip
            self._spoken = Compounds(self.lexicon.parts, self.lexicon.whole, stems=often)
        return self._sorted

    def _begun(self, word: str) -> list[str]:
        words = self._words()
        begin = bisect_left(words, word)
        end = bisect_left(words, word + "\x7f", lo=begin)
        return words[begin : min(end, begin + MOST_BEGUN)]

    def _alike(self, word: str) -> Iterable[Alternative]:
        """Words that are spelled alike; where there is none, a compound one part of which is mistyped."""
        own = stem(word)
        if len(own) < SHORTEST_ALIKE:
            return
        close = self._close(own)
        for term, likeness in close:
            # a slip of the finger must not hide what the word means
            for each in self._as_spelled(term):
                yield Alternative(each.terms, Way.ALIKE, WEIGHTS[Way.ALIKE] * each.weight * likeness)
        for end in range(len(word) - SHORTEST_ALIKE, SHORTEST_ALIKE - 1, -1) if not close else ():
            head, tail = word[:end], word[end:]
            if stem(tail) in self._spoken.stems:
                yield from (
                    Alternative((term, stem(tail)), Way.ALIKE, WEIGHTS[Way.ALIKE] * likeness)
                    for term, likeness in self._close(stem(head))
                )
            elif stem(head) in self._spoken.stems:
                yield from (
                    Alternative((stem(head), term), Way.ALIKE, WEIGHTS[Way.ALIKE] * likeness)
                    for term, likeness in self._close(stem(tail))
                )

    def _close(self, own: str) -> list[tuple[str, float]]:
        found = process.extract(
            own, self._words(), scorer=OSA.normalized_similarity, score_cutoff=ALIKE, limit=MOST_ALIKE
        )
        return [(term, likeness) for term, likeness, _place in found if term != own]
