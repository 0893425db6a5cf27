"""How deep brackets are nested in a JSON text, counted before a parser would recurse."""

from __future__ import annotations


def nested_deeper(text: str, most: int) -> bool:
    """Return whether brackets outside strings are nested deeper than that."""
    depth, quoted, escaped = 0, False, False
    for sign in text:
        if quoted:
            if escaped:
                escaped = False
            elif sign == "\\":
                escaped = True
            elif sign == '"':
                quoted = False
        elif sign == '"':
            quoted = True
        elif sign in "[{":
            depth += 1
            if depth > most:
                return True
        elif sign in "]}":
            depth -= 1
    return False
