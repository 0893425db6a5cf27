"""Letters carried past a reader that knows only one code page: wrapped as ASCII before, unwrapped after."""

from __future__ import annotations

import re
from typing import Any

WRAPPED = re.compile(r"~u([0-9a-f]{5})~")


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
