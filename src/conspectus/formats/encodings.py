"""Which encoding a text without a declared one is in: certain, probable, or a question to ask."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# What may be named where a text does not tell, by the names all our readers know.
NAMED = {
    "utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "Western European", "cp1250": "Central European",
    "cp1251": "Cyrillic", "cp1253": "Greek", "cp1254": "Turkish", "cp1255": "Hebrew", "cp1256": "Arabic",
    "cp1257": "Baltic", "shift_jis": "Japanese", "gb18030": "Chinese, simplified", "big5": "Chinese, traditional",
    "euc_kr": "Korean",
}  # fmt: skip
SAMPLE = 200_000
HIGH_RUN = re.compile(rb"[\x80-\xff]+")
WESTERN = "Western European (Windows-1252)"
SIGNS = "€£¥°–—‘’“”„•…§©®²³½¼µ«»¿¡ªº·"
# Letters that make up at least this share of any ordinary text in their language.
USUAL_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding, whether it is certain, and its name in people's words."""

    encoding: str
    certain: bool
    words: str


def _alphabet(first: int, last: int, usual: str) -> Callable[[str], float]:
    """Score an alphabet: its letters must be there, and the usual ones as often as usual."""

    def score(strange: str) -> float:
        inside = sum(first <= ord(c) <= last for c in strange) / len(strange)
        common = sum(c in usual for c in strange.lower()) / len(strange)
        return inside * min(1.0, common / USUAL_SHARE)

    return score


def _hangul(strange: str) -> float:
    return sum("\uac00" <= c <= "\ud7a3" for c in strange) / len(strange)


def _japanese(strange: str) -> float:
    kana = sum("\u3040" <= c <= "\u30ff" for c in strange) / len(strange)
    return min(1.0, kana * 2) * sum("\u3000" <= c <= "\u9fff" for c in strange) / len(strange)


def _chinese(strange: str) -> float:
    """Score everyday characters; other alphabets misread as Chinese give rare ones."""
    codes = [c.encode("gb2312", errors="ignore") for c in strange]
    return sum(len(code) == 2 and 0xB0 <= code[0] <= 0xD7 for code in codes) / len(codes)


SCRIPTS: tuple[tuple[str, str, Callable[[str], float]], ...] = (
    ("cp1251", "Cyrillic (Windows-1251)", _alphabet(0x0400, 0x0491, "оеаинтрс")),
    ("euc_kr", "Korean (EUC-KR)", _hangul),
    ("shift_jis", "Japanese (Shift-JIS)", _japanese),
    ("gb18030", "Chinese (GB 18030)", _chinese),
    ("cp1253", "Greek (Windows-1253)", _alphabet(0x0386, 0x03CE, "αοιετσς")),
    ("cp1256", "Arabic (Windows-1256)", _alphabet(0x060C, 0x06D2, "اليمنر")),
    ("cp1255", "Hebrew (Windows-1255)", _alphabet(0x05B0, 0x05EA, "יוהלארת")),
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
        return _by_letters(_telling(data))


def _telling(data: bytes) -> bytes:
    """Return the lines that hold more than ASCII, which are all that can tell."""
    return b"\n".join(line for line in data.splitlines() if not line.isascii())[:SAMPLE]


def _by_letters(sample: bytes) -> Guess:
    runs = [len(run) for run in HIGH_RUN.findall(sample)]
    if sum(runs) / len(runs) < 1.6:  # single marked letters among plain ones: a Latin alphabet
        return Guess("cp1252", certain=_western(sample), words=WESTERN)
    scored = [(_score(sample, code, score), code, words) for code, words, score in SCRIPTS]
    best, code, words = max(scored, key=lambda one: one[0])  # the first of equals
    if best < 0.5:
        return Guess("cp1252", certain=False, words=WESTERN)
    second = max(score for score, other, _ in scored if other != code)
    return Guess(code, certain=best >= 0.85 and second < 0.6 * best, words=words)


def _score(sample: bytes, code: str, score: Callable[[str], float]) -> float:
    text = sample.decode(code, errors="ignore")
    lost = len(sample) - len(text.encode(code, errors="ignore"))
    strange = "".join(c for c in text if ord(c) > 127)
    return score(strange) if strange and lost < 0.02 * len(sample) else 0.0


def _western(sample: bytes) -> bool:
    """Say whether every byte beyond ASCII is a letter of a western language or a known sign."""
    strange = {c for c in sample.decode("cp1252", errors="replace") if ord(c) > 127}
    letters = "äöüßéèêëàâáãåæçíìîïñóòôõøœúùûýÿÄÖÜÉÈÊËÀÂÁÃÅÆÇÍÌÎÏÑÓÒÔÕØŒÚÙÛÝŸšžŠŽ"
    return all(c in letters or c in SIGNS for c in strange)
