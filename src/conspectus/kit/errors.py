"""How an action refuses: five words every door translates once, and one for haste."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext

NOT_ALLOWED = "You may not do this. Ask your PMO for the role that may."
SIGN_IN_AGAIN = "Giving roles and approving take a fresh sign-in. Sign in again, then repeat."


class Refusal(Exception):
    """What all refusals share: a stable ``code``, a plain sentence, and the field it is about.

    The sentence is written in English with its ``values`` by name, and said in the language of whom the page is for.
    """

    def __init__(self, code: str, words: str, field: str = "", **values: object) -> None:
        said = gettext(words) if words and settings.configured else words  # a command may refuse before there are any
        self.words = said % values if values else said
        super().__init__(self.words)
        self.code = code
        self.field = field


class NotFound(Refusal):
    """Nothing is there, or nothing the asker may see: the two must look alike."""

    def __init__(self) -> None:
        super().__init__("not_found", "Not found.")


class NotAllowed(Refusal):
    """The thing is visible, the deed is not allowed."""

    def __init__(self, words: str = "", **values: object) -> None:
        super().__init__("not_allowed", words or NOT_ALLOWED, "", **values)


class SignInAgain(NotAllowed):
    """The deed is allowed, but takes a sign-in of the last minutes."""

    def __init__(self) -> None:
        super().__init__(SIGN_IN_AGAIN)
        self.code = "sign_in_again"


class Invalid(Refusal):
    """A value cannot be taken; ``field`` names it."""


class Stale(Refusal):
    """Somebody changed the thing meanwhile; ``revision`` is the newest."""

    def __init__(self, words: str, revision: int, **values: object) -> None:
        super().__init__("stale", words, "revision", **values)
        self.revision = revision


class Conflict(Refusal):
    """The state of things forbids it."""


class TooMany(Refusal):
    """Too many tries; ``seconds`` says when to come back."""

    def __init__(self, words: str, seconds: int, **values: object) -> None:
        super().__init__("too_many", words, "", **values)
        self.seconds = seconds


HTTP_STATUS: dict[type[Refusal], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Invalid: 422,
    Stale: 412,
    Conflict: 409,
    TooMany: 429,
}


def http_status(refusal: Refusal) -> int:
    """Return the status with which pages and API tell a refusal alike."""
    return next(status for kind, status in HTTP_STATUS.items() if isinstance(refusal, kind))
