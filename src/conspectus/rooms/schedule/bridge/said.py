"""What a person says beside a file: its status date, and how it writes dates, amounts and text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conspectus.kit.errors import Invalid
from conspectus.kit.marked import gettext_noop

if TYPE_CHECKING:
    from conspectus.formats.workbooks import Manner
    from conspectus.review.result import StatusDate

DATE_ORDERS = {"dmy": gettext_noop("day first"), "mdy": gettext_noop("month first")}
AMOUNTS = {"en": "1,234.56", "de": "1.234,56", "fr": "1 234,56", "ch": "1'234.56"}


@dataclass(frozen=True, slots=True)
class Said:
    """Answers to what a file leaves open; an empty text leaves it to the file.

    ``status_date`` is ``2026-06-30`` (the end of that day) or ``2026-06-30T17:00`` and goes before the file's own;
    ``date_order`` is a key of ``DATE_ORDERS``, ``amounts`` one of ``AMOUNTS``,
    ``encoding`` one of ``formats.encodings.NAMED``.
    """

    status_date: str = ""
    date_order: str = ""
    amounts: str = ""
    encoding: str = ""
    currency: str = ""

    def check(self) -> None:
        """Refuse, by its field, an answer that is none."""
        from conspectus.formats import currencies, encodings

        self.given()
        for field, known in (("date_order", DATE_ORDERS), ("amounts", AMOUNTS), ("encoding", encodings.NAMED)):
            if (answer := getattr(self, field)) and answer not in known:
                raise Invalid(
                    field, "'%(answer)s' is not one of: %(known)s.", field, answer=answer[:40], known=", ".join(known)
                )
        if self.currency and self.currency not in currencies.KNOWN:
            raise Invalid(
                "currency", "'%(currency)s' is not a currency code in use.", "currency", currency=self.currency[:40]
            )

    def given(self) -> StatusDate:
        """Return the status date given, none where none was; refuses what is no date."""
        from conspectus.review.dates import BadDate, given
        from conspectus.review.result import StatusDate

        try:
            return given(self.status_date) if self.status_date else StatusDate()
        except BadDate as bad:
            raise Invalid("status_date", str(bad), "status_date") from None

    def manner(self, currency: str = "") -> Manner:
        """Return how the file is to be read; ``currency`` is the project's, for a table that names none."""
        from conspectus.formats.workbooks import Manner

        return Manner(
            locale=self.amounts or None,
            date_order=self.date_order or None,
            currency=self.currency or currency,
            encoding=self.encoding or None,
        )

    @property
    def words(self) -> str:
        """How the file was said to be written, as it is kept with the revision; empty where nothing was said."""
        parts = (
            DATE_ORDERS.get(self.date_order, ""),
            f"amounts {AMOUNTS[self.amounts]}" if self.amounts else "",
            f"text {self.encoding}" if self.encoding else "",
            self.currency,
        )
        return ", ".join(filter(None, parts))


NOTHING = Said()
