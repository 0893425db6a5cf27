"""The same deed for many rows at once: all of them or none, and each that cannot be done is named by its row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from conspectus.engine.findings import Finding, Severity
from conspectus.kit.errors import Invalid, Refusal, SignInAgain

T = TypeVar("T")
R = TypeVar("R")
MOST = 200  # nobody else writes meanwhile
ROW = gettext_noop("row %(number)s")


class RowsRefused(Invalid):
    """Nothing is done; ``findings`` name each row that cannot be, and why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        first, count = findings[0], len(findings)
        words = gettext_noop("%(place)s: %(why)s Nothing was changed.")
        if count > 1:
            words = gettext_noop("%(count)s rows cannot be taken. The first is %(place)s: %(why)s Nothing was changed.")
        super().__init__("rows", words, "rows", count=count, place=first.place, why=first.words)
        self.findings = tuple(findings)

    @property
    def reasons(self) -> list[str]:
        """Why each row cannot be, under the name that people know it by."""
        return [f"{one.place}: {one.words}" for one in self.findings]


def all_or_none(
    rows: Sequence[T],
    do: Callable[[T], R],
    *,
    name: Callable[[T], str] | None = None,
    numbered: str = ROW,
    most: int = MOST,
) -> list[R]:
    """Return what ``do`` made of each row, in one transaction; ``name`` says what a row is known by, else its number.

    Refuses no rows, more than are taken at once, and where any row is refused, all of them, each with its reason.
    """
    if not 1 <= len(rows) <= most:
        raise Invalid("rows", "Send %(least)s to %(most)s at once.", "rows", least=1, most=most)
    done, findings = [], []
    with transaction.atomic():
        for number, row in enumerate(rows, start=1):
            try:
                with transaction.atomic():
                    done.append(do(row))
            except SignInAgain:
                raise
            except Refusal as refusal:
                place = (name(row) if name else "") or gettext(numbered) % {"number": number}
                remedy = gettext("Correct it and send all again.")
                findings.append(Finding(Severity.ERROR, refusal.code.upper(), place, refusal.words, remedy))
        if findings:
            raise RowsRefused(findings)
    return done
