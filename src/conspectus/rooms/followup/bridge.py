"""Names in a comment: what stands after each @, and which of some people is meant by it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from conspectus.kit.texts import fold
from conspectus.rooms.accounts.models import User

MOST_NAMED = 20
_AT = re.compile(r"(?<![\w.@/])@(?=(\w[^\n]{0,200}))")
_WORD = re.compile(r"[\w.+'’-]+(?:@[\w-]+(?:\.[\w-]+)+)?")


def called(text: str) -> Iterator[tuple[str, str]]:
    """Yield for each @ its first word, or the e-mail that stands there, and all that follows in its line."""
    for found in list(_AT.finditer(text))[:MOST_NAMED]:
        rest = found[1]
        word = _WORD.match(rest)
        if word is not None:
            yield word[0].rstrip(".'’-"), rest


def meant(word: str, rest: str, users: Sequence[User]) -> User | None:
    """Return who is meant: by e-mail, by the longest full name that stands there, else by a first name of one only."""
    key = fold(rest)
    by_mail = [user for user in users if user.email_key == word.casefold()]
    full = [user for user in users if re.match(re.escape(fold(user.name)) + r"(?!\w)", key)]
    longest = max((len(user.name) for user in full), default=0)
    exact = [user for user in full if len(user.name) == longest]
    first = [user for user in users if fold(user.name.split()[0]) == fold(word)]
    for found in (by_mail, exact, first):
        if found:
            return found[0] if len(found) == 1 else None
    return None
