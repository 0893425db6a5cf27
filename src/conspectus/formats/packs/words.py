"""Text made safe to set: invisible characters shown, direction known, widths estimated, long words breakable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from conspectus.formats.packs.page import Brand

_HIDDEN = set(range(0x202A, 0x202F)) | set(range(0x2060, 0x2070)) | {0x200B, 0x200E, 0x200F, 0xFEFF, 0x061C, 0x00AD}
_INVISIBLE = re.compile(f"[{''.join(map(chr, sorted(_HIDDEN)))}]")
_UNSAFE = re.compile(r"[^\x20-\x7e\xa1-\xac\xae-\u0600]")
_DATED = re.compile(r"“[^”]*”|(?<![\w-])(?P<date>\d{4}-\d\d-\d\d)(?![\w-])")
_WORD = re.compile(r"\S+")
_BREAKS = re.compile(r"(?<=[_\-/.,:;])(?=\w)")
ZERO_WIDTH_SPACE = "\u200b"


@lru_cache(maxsize=65536)
def visible(text: str) -> str:
    """Return the text with controls and invisible characters shown as marks such as ``[U+202E]``."""
    if not _UNSAFE.search(text):
        return text
    return "".join(_shown(char) for char in text)


def marked(text: str) -> str:
    """Return running text or markup with its invisible characters shown as marks; line breaks stay."""
    return _INVISIBLE.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def english_day(on: date) -> str:
    """Return a day as ``31 Oct 2026``."""
    return f"{on.day} {on:%b %Y}"


def told(text: object, written: Callable[[date], str] = english_day) -> str:
    """Return a sentence with its dates as people write them; what is quoted stays as people named it."""

    def said(found: re.Match[str]) -> str:
        try:
            return written(date.fromisoformat(found["date"] or ""))
        except ValueError:
            return found[0]

    return _DATED.sub(said, str(text))


def titled(text: str) -> str:
    """Return a heading that is never empty."""
    return visible(text).strip() or "(without a name)"


def logo_words(brand: Brand) -> str:
    """Say a logo to who cannot see it."""
    return f"Logo of {visible(brand.organisation)}" if brand.organisation else "Logo"


def _shown(char: str) -> str:
    code = ord(char)
    if char in "\t\n\r\v\f\x85\u2028\u2029":
        return " "
    if code in _HIDDEN or unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"}:
        return f"[U+{code:04X}]"
    return char


@lru_cache(maxsize=65536)
def is_rtl(text: str) -> bool:
    """Return whether the first letter with a direction runs from right to left."""
    if text.isascii():
        return False
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in {"R", "AL"}:
            return True
        if direction == "L":
            return False
    return False


def breakable(text: str, room: float = 14.0) -> str:
    """Return the text with invisible break points inside words longer than ``room`` ems, so that no cell overflows."""
    if len(text) <= room:
        return text
    return _WORD.sub(lambda found: _broken(found.group(), room), text)


def _broken(word: str, room: float) -> str:
    if width(word) <= room:
        return word
    parts = _BREAKS.sub(ZERO_WIDTH_SPACE, word).split(ZERO_WIDTH_SPACE)
    most = max(int(room), 1)  # a letter is at most an em
    return ZERO_WIDTH_SPACE.join(part[at : at + most] for part in parts for at in range(0, len(part), most))


@lru_cache(maxsize=65536)
def width(text: str) -> float:
    """Estimate the width of a line in ems, on the generous side."""
    return sum(map(_em, text))


@lru_cache(maxsize=4096)
def _em(char: str) -> float:
    if char.isascii():
        if char in " ijlt-.,:;'|!()[]/":
            return 0.3
        return 0.86 if char in "mwMW@%" else 0.71 if char.isupper() else 0.56
    if unicodedata.combining(char):
        return 0.0
    return 1.02 if unicodedata.east_asian_width(char) in "WF" else 0.66


def lines(text: str, room: float, size: float) -> int:
    """Estimate how many lines a text of ``size`` points takes in ``room`` points of width."""
    if not text:
        return 1
    count, used = 1, 0.0
    for word in re.findall(r"\S+\s*|\s+", text):
        length = width(word) * size
        if used and used + width(word.rstrip()) * size > room:
            count, used = count + 1, 0.0
        if length > room:
            extra = int(length // room)
            count, length = count + extra, length - extra * room
        used += length
    return count
