"""What is looked for: a word that was asked, and the ways in which a thing may hold it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from conspectus.rooms.search.bridge.words import INITIAL, is_initial, without_umlauts


@dataclass(frozen=True, slots=True)
class Term:
    """One word of an entry: it begins with ``text``, or is just that where it is ``whole``."""

    text: str
    whole: bool = False

    def in_words(self, words: Set[str]) -> bool:
        """Return whether one of some words is meant."""
        return self.text in words or (not self.whole and any(word.startswith(self.text) for word in words))


Way = tuple[Term, ...]  # all of them


@dataclass(frozen=True, slots=True)
class Sought:
    """A word that was asked, and the ways it may be met, the likest first; ``sure`` of them are what was asked."""

    word: str
    ways: tuple[Way, ...]
    sure: int

    @property
    def beginnings(self) -> tuple[str, ...]:
        """What the words begin with by which it is met."""
        return tuple(dict.fromkeys(term.text for way in self.ways for term in way))

    def nearest(self, most: int) -> Sought:
        """Return the same with its likest ways only."""
        return Sought(self.word, self.ways[: max(most, self.sure)], self.sure)

    def surely(self) -> Sought:
        """Return the same without what only resembles it."""
        return self.nearest(0)


def as_asked(wanted: Sequence[str]) -> tuple[Sought, ...]:
    """Return words as they were asked: each begins a word, its umlauts written in either way.

    A letter alone begins a name or code, two letters begin a word of one: most things hold a word that they begin.
    """
    if len(wanted) == 1 and is_initial(wanted[0]):
        return (Sought(wanted[0], ((Term(INITIAL + wanted[0], whole=True),),), 1),)
    return begun(wanted)


def begun(wanted: Sequence[str]) -> tuple[Sought, ...]:
    """Return words as each begins a word, a letter alone as well."""
    return tuple(_begun(word) for word in wanted)


def _begun(word: str) -> Sought:
    ways = tuple((Term(one),) for one in dict.fromkeys((word, without_umlauts(word))))
    return Sought(word, ways, len(ways))
