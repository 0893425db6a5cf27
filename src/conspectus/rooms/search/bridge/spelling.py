"""Words that were meant: spelt alike, parts of longer words, written together or apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db.models import Q
from django.db.models.functions import Length

from conspectus.rooms.search.bridge.fulltext import spelt_like, take_in_words
from conspectus.rooms.search.bridge.sought import Sought, Term, Way, begun
from conspectus.rooms.search.models import Entry, Word

SHORTEST, SHORTEST_PART, LONGEST = 4, 3, 40  # letters of a word that may be spelt wrongly, and of its parts
SHORTEST_TWICE, SHORTEST_BEGUN = (
    8,
    6,
)  # letters from which two mistakes are forgiven; of a word not yet typed to its end
PLACES = (5, 7)  # beginnings of so many letters are compared, one letter of them left out
MOST = 48  # ways to meet a word
AT_ONCE, MANY = 500, 2_000


def learn(entries: Iterable[Entry]) -> None:
    """Keep the words of new entries that are not known yet."""
    found = {word for entry in entries for word in entry.words.split(" ") if _known_kind(word)}
    texts = Word.objects.values_list("text", flat=True)
    if len(found) > MANY:
        found.difference_update(texts)
    else:
        every = sorted(found)
        for place in range(0, len(every), AT_ONCE):
            found.difference_update(texts.filter(text__in=every[place : place + AT_ONCE]))
    new = [Word(text=text, variants=" ".join(sorted(variants(text)))) for text in sorted(found)]
    take_in_words(Word.objects.bulk_create(new, batch_size=AT_ONCE))


def variants(word: str) -> set[str]:
    """Return the beginnings of a word, each also with any one letter left out."""
    found = set()
    for length in PLACES:
        begin = word[:length]
        found |= {begin, *(begin[:place] + begin[place + 1 :] for place in range(len(begin)))}
    return found - {""}


def nearby(wanted: Sequence[str]) -> tuple[Sought, ...]:
    """Return words as they were asked and as they may have been meant, by the words that are known.

    Asks the database three times however many words there are.
    """
    asked = begun(wanted)
    spelt = [word for word in wanted if word.isalpha() and SHORTEST <= len(word) <= LONGEST]
    if not spelt:
        return tuple(_with(one, _together(place, wanted)) for place, one in enumerate(asked))
    near = list(Word.objects.filter(spelt_like(set().union(*map(variants, spelt)))).values_list("text", flat=True))
    cuts = {word: list(_cuts(word)) for word in spelt}
    parts = {part for pairs in cuts.values() for pair in pairs for part in pair}
    known = set(Word.objects.filter(text__in=parts).values_list("text", flat=True))
    within = _within(spelt)
    told = []
    for place, one in enumerate(asked):
        ways: list[Way] = list(_together(place, wanted))
        if one.word in cuts:
            ways += [
                tuple(Term(part, whole=True) for part in pair) for pair in cuts[one.word] if known.issuperset(pair)
            ]
            ways += _likest(one.word, near, within)
        told.append(_with(one, ways))
    return tuple(told)


def _known_kind(word: str) -> bool:
    return SHORTEST_PART <= len(word) <= LONGEST and word.isalpha()


def _with(asked: Sought, ways: Iterable[Way]) -> Sought:
    every = dict.fromkeys((*asked.ways, *ways))
    return Sought(asked.word, tuple(every)[:MOST], asked.sure)


def _together(place: int, wanted: Sequence[str]) -> Iterator[Way]:
    """Yield a word written together with the one before it, or behind it."""
    for begin in (place - 1, place):
        if 0 <= begin < len(wanted) - 1:
            yield (Term(wanted[begin] + wanted[begin + 1]),)


def _cuts(word: str) -> Iterator[tuple[str, str]]:
    for place in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        yield word[:place], word[place:]


def _within(spelt: Sequence[str]) -> list[str]:
    """Return known words that hold one of some words behind their beginning, the shortest."""
    held = Q()
    for word in spelt:
        held |= Q(text__contains=word) & ~Q(text__startswith=word)
    rows = Word.objects.filter(held).order_by(Length("text"), "text")
    return list(rows.values_list("text", flat=True)[: MOST * len(spelt)])


def _likest(word: str, near: Collection[str], within: Collection[str]) -> list[Way]:
    """Return known words that one may have meant, the likest first."""
    told = {other: 1.5 for other in within if word in other and not other.startswith(word)}
    for other in near:
        distance = _distance(word, other)
        if distance is not None and not other.startswith(word):
            told[other] = min(distance, told.get(other, distance))
    return [(Term(other, whole=True),) for other in sorted(told, key=lambda one: (told[one], len(one), one))]


def _distance(word: str, other: str) -> float | None:
    """Return how many mistakes lie between two words, half a one more where the other goes on; none for too many."""
    if abs(len(other) - len(word)) <= 2:
        found = mistakes(word, other)
        if found <= (2 if len(word) >= SHORTEST_TWICE else 1):
            return found
    if len(word) >= SHORTEST_BEGUN and len(other) > len(word):
        most = 2 if len(word) > SHORTEST_TWICE else 1
        found = min(mistakes(word, other[:length]) for length in range(len(word) - most, len(word) + most + 1))
        if found <= most:
            return found + 0.5
    return None


def mistakes(one: str, other: str) -> int:
    """Return how many letters are wrong, missing, too many, or swapped with the next."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, sign in enumerate(one, start=1):
        line = [row]
        for column, letter in enumerate(other, start=1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (sign != letter))
            if row > 1 and column > 1 and sign == other[column - 2] and one[row - 2] == letter:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]
