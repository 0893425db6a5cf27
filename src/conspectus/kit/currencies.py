"""A currency as entered: a code in use today, or a refusal."""

from __future__ import annotations

from conspectus.formats.currencies import KNOWN
from conspectus.kit.errors import Invalid


def currency_code(text: object, field: str = "currency") -> str:
    """Return the ISO 4217 code of a currency in use today."""
    code = text.strip().upper() if isinstance(text, str) and text.isascii() else ""
    if code not in KNOWN:
        raise Invalid("currency", "There is no such currency today. Use a code such as EUR or JPY.", field)
    return code
