"""Letters carried past a reader that knows only one code page: wrapped as ASCII before, unwrapped after."""

from __future__ import annotations

import contextlib
import re
from typing import Any

PAGES = (("cp1252", "ANSI"), ("cp1251", "RU"), ("gb2312", "ZH"))  # those the reader has units and words for
FIRST_RECORD = re.compile(r"(MPX(.)[^\r\n]*?\2[^\r\n]*?\2)\w*")
WRAPPED = re.compile(r"~u([0-9a-f]{5})~")


def in_known_page(text: str, encoding: str) -> bytes:
    """Return an exchange file in a code page the reader knows, else with its letters wrapped."""
    for codec, page in PAGES:
        with contextlib.suppress(UnicodeEncodeError):
            return FIRST_RECORD.sub(rf"\g<1>{page}", text, count=1).encode(codec)
    return wrap(text, encoding)


def wrap(text: str, encoding: str) -> bytes:
    """Return an exchange file whose letters beyond ASCII are wrapped.

    The currency sign stays as it is: amounts are recognised by it.
    """
    sign = next((line.split(line[2])[1] for line in text.splitlines() if line.startswith("10") and len(line) > 3), "")

    def one(letter: str) -> bytes:
        if letter.isascii():
            return letter.encode()
        return letter.encode(encoding, errors="replace") if letter in sign else f"~u{ord(letter):05x}~".encode()

    return b"".join(map(one, text))


def unwrap(sent: Any) -> Any:
    """Return the child's answer with all wrapped letters restored."""
    if isinstance(sent, str):
        return WRAPPED.sub(lambda m: chr(int(m[1], 16)), sent) if "~u" in sent else sent
    if isinstance(sent, dict):
        return {key: unwrap(value) for key, value in sent.items()}
    return [unwrap(item) for item in sent] if isinstance(sent, list) else sent
