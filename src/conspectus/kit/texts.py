"""Text as people may enter it: whole, visible, comparable."""

from __future__ import annotations

import unicodedata

from conspectus.kit.errors import Invalid

MOST_MARKS = 8  # combining marks on one letter; real scripts need four
INVISIBLE = frozenset(
    {0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x3164, 0xFEFF, 0xFFA0}
    | set(range(0x200B, 0x2010))
    | set(range(0x202A, 0x202F))
    | set(range(0x2060, 0x2070))
)


def clean_text(value: object, field: str, *, most: int = 4000, required: bool = False) -> str:
    """Return ``value`` normalised and trimmed; refuse what is no text, too long, or no character."""
    if not isinstance(value, str):
        raise Invalid("not_text", "Enter text here.", field)
    if len(value) > most * 4:  # normalising megabytes only to refuse them would be slow
        raise Invalid("too_long", "The text is longer than %(most)s characters.", field, most=most)
    _refuse_bad_characters(value, field)
    text = unicodedata.normalize("NFC", value).strip()
    if required and not text:
        raise Invalid("empty", "This field is empty; fill it in.", field)
    if len(text) > most:
        raise Invalid("too_long", "The text is longer than %(most)s characters.", field, most=most)
    return text


def clean_line(value: object, field: str, *, most: int = 200, required: bool = True) -> str:
    """Return one line of text without control characters."""
    text = clean_text(value, field, most=most, required=required)
    if any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in text):
        raise Invalid("line_break", "The text holds a line break or a control character; use one line.", field)
    return text


def clean_name(value: object, field: str, *, most: int = 200, required: bool = True) -> str:
    """Return a name people can tell from another: one line, nothing invisible."""
    text = clean_line(value, field, most=most, required=required)
    if any(ord(sign) in INVISIBLE or 0xE0000 <= ord(sign) <= 0xE007F for sign in text):
        raise Invalid("invisible", "The name contains invisible characters.", field)
    return text


def fold(name: str) -> str:
    """Return the key under which two names count as one: trimmed, one space, without case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", " ".join(name.split())).casefold())


def _refuse_bad_characters(value: str, field: str) -> None:
    """Refuse NUL, lone surrogates, unassigned code points and towers of marks."""
    if "\0" in value:
        raise Invalid("zero_byte", "The text contains a zero byte.", field)
    marks = 0
    for sign in value:
        kind = unicodedata.category(sign)
        marks = marks + 1 if kind == "Mn" else 0
        if kind in ("Cs", "Cn") or marks > MOST_MARKS:
            raise Invalid("bad_characters", "The text contains invalid characters.", field)


def one_of(value: str, values: list[str], field: str) -> str:
    """Return a value that is one of some words."""
    if value not in values:
        there = ", ".join(values)
        raise Invalid(field, "“%(text)s” is none of: %(there)s.", field, text=value[:40], there=there)
    return value
