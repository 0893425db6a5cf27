"""Texts as folded words: without case, without accents, cut alike for every database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

MOST_WANTED = 12  # words of one search
LONGEST = 60  # letters of a word that count
MOST_BYTES = 600_000  # of one entry's words; PostgreSQL takes a megabyte
# Before the first sign of a name, and the first two of its words; for private use, so no word asked for holds it.
INITIAL = "\ue000"
# Scripts written without spaces are found letter by letter.
_ALONE = "぀-ヿ㐀-鿿가-힯"
_WORD = re.compile(rf"[{_ALONE}]|[^\W_{_ALONE}]+")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "’": "", "'": ""}
)


def folded(text: str) -> str:
    """Return a text without case and accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).translate(_LETTERS)


# ae, oe and ue within a word, as umlauts are written where there are none; after a vowel or a q they are two sounds.
_TRANSCRIBED = re.compile(r"(?<![aeiouq])([aou])e(?=\w)")
SHORTEST_TRANSCRIBED = 5


def words_of(text: str) -> list[str]:
    """Return the folded words of a text in their order."""
    return [word[:LONGEST] for word in _WORD.findall(folded(text))]


def without_umlauts(word: str) -> str:
    """Return a folded word as it is where umlauts were written with an e; ``kueche`` as ``kuche``."""
    return _TRANSCRIBED.sub(r"\1", word) if len(word) >= SHORTEST_TRANSCRIBED else word


def wanted_words(text: str) -> list[str]:
    """Return the words that a search asks for, each once."""
    return list(dict.fromkeys(words_of(text[:400])))[:MOST_WANTED]


def is_initial(word: str) -> bool:
    """Return whether a folded word is one or two letters or digits, and no word of its script."""
    return len(word) <= 2 and not re.match(f"[{_ALONE}]", word)


def found_by(texts: Iterable[str], codes: Iterable[str] = (), *, names: Iterable[str] = ()) -> str:
    """Return the words a thing is found by, each once; a code also as one word, its signs left out.

    What ``names`` begin with stands there as well, marked as that: their first sign, and two of each of their words.
    """
    every: dict[str, None] = {}
    for words in filter(None, map(words_of, names)):
        begun = [begin[:2] for word in words for begin in (word, without_umlauts(word))]
        every |= dict.fromkeys(INITIAL + begin for begin in (words[0][0], *begun))
    if every:
        every |= dict.fromkeys(INITIAL + "".join(words_of(code))[:2] for code in codes)
        every.pop(INITIAL, None)
    for text in texts:
        for word in words_of(text):
            every |= {word: None, without_umlauts(word): None}
    for code in codes:
        every |= dict.fromkeys([*words_of(code), "".join(words_of(code))[:LONGEST]])
    every.pop("", None)
    kept, size = [], 0
    for word in every:
        size += len(word.encode()) + 1
        if size > MOST_BYTES:
            break
        kept.append(word)
    return " ".join(kept)


def marks(text: str, wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where the words of a text stand that begin with a wanted one."""
    begins = tuple(wanted)
    for found in re.finditer(rf"[{_ALONE}]|[^\W_{_ALONE}](?:[^\W_{_ALONE}]|[̀-ͯ'’])*", text):
        word = folded(found[0])
        if word.startswith(begins) or without_umlauts(word).startswith(begins):
            yield found.start(), found.end()


def excerpts(body: str, wanted: Sequence[tuple[str, ...]], *, most: int = 3, length: int = 160) -> tuple[str, ...]:
    """Return the lines of a body in which most of the wanted words, each in any of its spellings, stand, cut there."""
    scored: list[tuple[int, int, str]] = []
    every = [word for ways in wanted for word in ways]
    for line in body.split("\n"):
        hits = [folded(line[begin:end]) for begin, end in marks(line, every)]
        score = sum(any(hit.startswith(ways) or without_umlauts(hit).startswith(ways) for hit in hits)
                    for ways in wanted)  # fmt: skip
        if score:
            scored.append((-score, len(scored), line))
    best = min((score for score, _, _ in scored), default=0)
    return tuple(_cut(line, every, length) for score, _, line in sorted(scored)[:most] if score == best)


def _cut(line: str, wanted: Sequence[str], length: int) -> str:
    if len(line) <= length:
        return line
    first = next(marks(line, wanted))[0]
    begin = max(min(first - length // 3, len(line) - length), 0)
    cut = line[begin : begin + length].strip()
    return f"{'…' if begin else ''}{cut}{'…' if begin + length < len(line) else ''}"
