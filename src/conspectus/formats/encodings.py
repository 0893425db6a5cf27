"""Which encoding a text without a declared one is in: certain, probable, or a question to ask."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding, whether it is certain, and its name in people's words."""

    encoding: str
    certain: bool
    words: str


def _in_block(first: int, last: int) -> Callable[[str], bool]:
    return lambda letter: first <= ord(letter) <= last


SCRIPTS: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("cp1251", "Cyrillic (Windows-1251)", _in_block(0x0410, 0x0451)),
    ("euc_kr", "Korean (EUC-KR)", _in_block(0xAC00, 0xD7A3)),
    ("shift_jis", "Japanese (Shift-JIS)", _in_block(0x3040, 0x30FF)),
    ("gb18030", "Chinese (GB 18030)", _in_block(0x4E00, 0x9FFF)),
    ("cp1253", "Greek (Windows-1253)", _in_block(0x0386, 0x03CE)),
    ("cp1256", "Arabic (Windows-1256)", _in_block(0x060C, 0x06D2)),
    ("cp1255", "Hebrew (Windows-1255)", _in_block(0x05B0, 0x05EA)),
)


def guess(data: bytes) -> Guess:
    """Return the encoding of a text: by its mark, as UTF-8 where it is that, else by the look of its letters."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return Guess(encoding, certain=True, words=encoding.upper())
    try:
        data.decode("utf-8")
        return Guess("utf-8", certain=True, words="UTF-8")
    except UnicodeDecodeError:
        pass
    return _by_letters(_telling(data))


def _telling(data: bytes) -> bytes:
    """Return the lines that hold more than ASCII, which are all that can tell."""
    lines = [line for line in data.splitlines() if not line.isascii()]
    return b"\n".join(lines)[:SAMPLE]


def _by_letters(sample: bytes) -> Guess:
    latin = _latin_share(sample)
    scored = sorted(((_share(sample, code, inside), code, words) for code, words, inside in SCRIPTS), reverse=True)
    share, code, words = scored[0]
    if latin >= 0.6 and share < 0.95:
        return Guess("cp1252", certain=True, words="Western European (Windows-1252)")
    if share >= 0.7:
        return Guess(code, certain=latin < 0.3, words=words)
    return Guess("cp1252", certain=latin >= 0.6, words="Western European (Windows-1252)")


def _share(sample: bytes, code: str, inside: Callable[[str], bool]) -> float:
    """Return the share of the letters beyond ASCII that belong to the encoding's own script."""
    try:
        text = sample.decode(code)
    except UnicodeDecodeError:
        text = sample.decode(code, errors="ignore")
        if text.encode(code, errors="ignore") != sample and len(text) < 0.98 * len(sample):
            return 0.0
    strange = [letter for letter in text if ord(letter) > 127]
    return sum(map(inside, strange)) / len(strange) if strange else 0.0


def _latin_share(sample: bytes) -> float:
    """Return the share of bytes beyond ASCII that make a Latin letter beside a plain one, or a known sign."""
    text = sample.decode("cp1252", errors="replace")
    good = total = 0
    for place, letter in enumerate(text):
        if ord(letter) < 128:
            continue
        total += 1
        beside = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
        is_letter = unicodedata.category(letter).startswith("L")
        good += (is_letter and any(c.isascii() and c.isalpha() for c in beside)) or letter in "€£¥°–—‘’“”•…§©®²³½"
    return good / total if total else 0.0
