"""Money as a whole number of minor units and a currency; never a float, never rounded in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from conspectus.kit.errors import Invalid

LARGEST = 2**63 - 1
LONGEST = 60
EXAMPLE = "Enter an amount such as 1234.56."

SHARED = frozenset({"XAF", "XCD", "XCG", "XOF", "XPF"})  # currencies of several countries

_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?\Z")


@cache
def decimals_of(currency: str) -> int:
    """Return how many decimals a currency has: JPY 0, EUR 2, KWD 3, CLF 4."""
    from moneyed import get_currency

    units: int = get_currency(currency_code(currency)).sub_unit
    return len(str(units)) - 1


def currency_code(text: object, field: str = "currency") -> str:
    """Return the ISO 4217 code of a currency in use today."""
    code = text.strip().upper() if isinstance(text, str) and text.isascii() else ""
    if code not in currencies():
        raise Invalid("currency", "There is no such currency today. Use a code such as EUR or JPY.", field)
    return code


@cache
def currencies() -> dict[str, str]:
    """Return all currencies in use, code to English name."""
    from moneyed import list_all_currencies

    # No country pays with the rest: old money, and metals, funds and tests under X.
    return {
        item.code: item.name
        for item in list_all_currencies()
        if item.countries and (not item.code.startswith("X") or item.code in SHARED)
    }


@dataclass(frozen=True, slots=True)
class Money:
    """An amount: ``minor`` of the currency's smallest units, within 64 bits."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if isinstance(self.minor, bool) or not isinstance(self.minor, int):
            raise TypeError("money is a whole number of minor units")
        if abs(self.minor) > LARGEST:
            raise Invalid("too_large", "The amount is too large.", "amount")

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __str__(self) -> str:
        return f"{plain_amount(self)} {self.currency}"

    def _same(self, other: Money) -> int:
        """Return the other's amount, if it is in the same currency."""
        if other.currency != self.currency:
            raise Invalid("currencies", f"{self.currency} and {other.currency} cannot be added up.", "currency")
        return other.minor


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Return the sum of amounts of one currency."""
    whole = Money(0, currency)
    for amount in amounts:
        whole = whole + amount
    return whole


def parse_money(text: object, currency: str, *, locale: str = "", field: str = "amount", credit: bool = False) -> Money:
    """Return the amount a text says, exactly.

    Without a locale only plain digits with a decimal point are taken; with one, its
    signs for thousands and decimals. Negative amounts only where ``credit`` allows them.
    """
    if not isinstance(text, str) or len(text) > LONGEST or not (text.isascii() or locale):
        raise Invalid("amount", EXAMPLE, field)
    digits = text.strip()
    negative = digits.startswith("-")
    digits = digits.removeprefix("-")
    if locale:
        digits = _without_local_signs(digits, locale, field)
    if not _PLAIN.match(digits):
        raise Invalid("amount", EXAMPLE, field)
    whole, _, fraction = digits.partition(".")
    places = decimals_of(currency)
    if len(fraction) > places:
        raise Invalid("decimals", _decimals_words(currency, places), field)
    minor = int(whole + fraction.ljust(places, "0"))
    if negative and minor and not credit:
        raise Invalid("negative", "Costs cannot be negative; use a credit.", field)
    if minor > LARGEST:
        raise Invalid("too_large", "The amount is too large.", field)
    return Money(-minor if negative else minor, currency)


def plain_amount(money: Money) -> str:
    """Return the amount in plain digits, as programs and workbooks read it."""
    places = decimals_of(money.currency)
    sign, digits = ("-" if money.minor < 0 else ""), str(abs(money.minor)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def format_money(money: Money, locale: str = "en_GB", *, whole: bool = False) -> str:
    """Return the amount as people of a locale write it; ``whole`` leaves the decimals away, rounded half to even."""
    from babel.numbers import format_decimal

    places = decimals_of(money.currency)
    amount = Decimal(money.minor).scaleb(-places)
    pattern = "#,##0" if whole or not places else "#,##0." + "0" * places
    return f"{money.currency} {format_decimal(amount, format=pattern, locale=locale)}"


def allocate(money: Money, weights: Sequence[int]) -> list[Money]:
    """Split an amount by whole weights so that the parts add up to it, to the unit (largest remainders first)."""
    weight = sum(weights)
    if weight <= 0 or min(weights) < 0:
        raise ValueError("weights are whole numbers, none negative, not all zero")
    sign, amount = (-1 if money.minor < 0 else 1), abs(money.minor)
    parts = [amount * share // weight for share in weights]
    remainders = sorted(range(len(weights)), key=lambda place: (-(amount * weights[place] % weight), place))
    for place in remainders[: amount - sum(parts)]:
        parts[place] += 1
    return [Money(sign * part, money.currency) for part in parts]


def _without_local_signs(digits: str, locale: str, field: str) -> str:
    """Return digits with a decimal point from the writing of a locale; groups must be groups of three."""
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol, get_group_symbol

    try:
        known = Locale.parse(locale)
    except (ValueError, UnknownLocaleError):
        raise Invalid("locale", "This way of writing numbers is not known.", "locale") from None
    point, group = get_decimal_symbol(known), get_group_symbol(known)
    for space in ("\u00a0", "\u202f"):
        digits, group = digits.replace(space, " "), group.replace(space, " ")
    whole, cut, fraction = digits.partition(point)
    if group in whole and not re.fullmatch(rf"[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{3}})+", whole):
        raise Invalid("amount", EXAMPLE, field)
    return whole.replace(group, "") + ("." + fraction if cut else "")


def _decimals_words(currency: str, places: int) -> str:
    """Say how many decimals a currency has."""
    if places == 0:
        return f"{currency} has no decimals."
    return f"{currency} has {places} decimal{'s' if places > 1 else ''}."
