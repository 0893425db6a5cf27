"""Values as people type them into a master list: colours, states, days that name a year only, money in millions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from conspectus.formats.currencies import KNOWN, decimals
from conspectus.formats.workbooks.cells import BadCell, Cell, Manner
from conspectus.formats.workbooks.locales import choose_locale
from conspectus.formats.workbooks.values import LARGEST, Locale, parse_date, parse_number
from conspectus.formats.workbooks.words import EMPTY, MONTHS, UNDECIDED, fold

_WORDS = {
    "green": "g green gr grun gruen vert verde groen 🟢",
    "amber": "a amber yellow y o orange gelb ge jaune ambre giallo amarillo ambar geel oranje 🟡 🟠",
    "red": "r red rot rouge rosso rojo rood 🔴",
}
COLOUR = {word: code for code, words in _WORDS.items() for word in words.split()} | {
    "ag": "amber_green", "ga": "amber_green", "ar": "amber_red", "ra": "amber_red",
}  # fmt: skip
_PAIRS = {frozenset({"green", "amber"}): "amber_green", frozenset({"amber", "red"}): "amber_red"}
UNRATED = frozenset({
    "exempt", "reset", "grey", "gray", "grau", "white", "weiss", "blue", "blau", "complete", "completed", "closed",
    "new", "none", "suspended", "withheld", "not assessed", "not rated", "not set", "nicht bewertet", "n a", "on hold",
})  # fmt: skip
_STATES = {
    "proposed": "proposed idea pipeline planned vorgeschlagen idee geplant propose prevu propuesto",
    "approved": "approved initiated genehmigt freigegeben approuve aprobado",
    "active": "active live running ongoing started open execution delivery aktiv laufend laeuft actif activo attivo",
    "paused": "paused suspended hold pausiert ruhend suspendu",
    "closed": "closed complete completed finished done delivered abgeschlossen fertig beendet termine cerrado chiuso",
    "stopped": "stopped cancelled canceled terminated abandoned gestoppt abgebrochen arrete annule cancelado",
}
STATE = {word: code for code, words in _STATES.items() for word in words.split()} | {
    "in progress": "active", "in delivery": "active", "in arbeit": "active", "en cours": "active", "on hold": "paused",
}  # fmt: skip
YES_NO = dict.fromkeys(
    ["yes", "y", "true", "1", "x", "ja", "j", "wahr", "oui", "vrai", "si", "s", "sim", "vero", "✓", "✔"], "yes"
) | dict.fromkeys(["no", "false", "0", "nein", "falsch", "non", "faux", "nee", "nao", "falso", "✗", "✘"], "no")
_SCALES = {
    "k": 1_000, "tsd": 1_000, "thousand": 1_000, "t": 1_000, "m": 10**6, "mn": 10**6, "mm": 10**6, "mio": 10**6,
    "mill": 10**6, "million": 10**6, "millions": 10**6, "millionen": 10**6, "bn": 10**9, "b": 10**9, "mrd": 10**9,
    "md": 10**9, "billion": 10**9, "milliarden": 10**9,
}  # fmt: skip
_SIGNS = {
    "us$": "USD", "ca$": "CAD", "c$": "CAD", "au$": "AUD", "a$": "AUD", "£": "GBP", "€": "EUR", "$": "", "¥": "JPY",
}  # fmt: skip
_NUMBER = re.compile(r"\d(?:[\d.,'’\u00a0\u202f ]*\d)?")
_SPAN = re.compile(
    r"^(?:(?:q|quarter|quartal|t|k)\s*([1-4])[\s/'-]*(\d{4})|(\d{4})[\s/-]*q([1-4])|([1-4])\.?\s*(?:quartal|q)\s*(\d{4}))$"
)
_MONTH = re.compile(r"^(?:([^\W\d_]+)\.?[\s/'-]*(\d{4})|(\d{1,2})[./-](\d{4})|(\d{4})[./-](\d{1,2}))$")
YEARS = range(1970, 2150)


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as it was typed: minor units, and the currency where the cell or the heading names one."""

    minor: int
    currency: str = ""


def colour(cell: Cell) -> str | None:
    """Return green, amber_green, amber, amber_red or red; None where nothing is rated; refuses other words."""
    said = _word(cell)
    if not said:
        return _of_fill(cell.fill)
    whole = " ".join(re.sub(r"[^\w🟢🟡🟠🔴]+|_", " ", said).split())
    if whole in COLOUR:
        return COLOUR[whole]
    parts = [COLOUR.get(part, "") for part in whole.split()]
    if all(parts) and len(parts) == 2:
        both = frozenset(parts)
        if len(both) == 1 or both in _PAIRS:
            return _PAIRS.get(both, parts[0])
    if whole in UNRATED or whole in EMPTY or said in EMPTY or whole in UNDECIDED or said in UNDECIDED:
        return None
    raise BadCell(f"'{cell.text[:60]}' is no colour such as green, amber or red ({cell.ref}).")


def unrated_word(cell: Cell) -> str:
    """Return the word by which a cell says that there is no rating; empty where it says nothing at all."""
    return cell.text if _word(cell) and colour(cell) is None else ""


def state(cell: Cell) -> str | None:
    """Return the state of a project a word names; refuses other words."""
    said = " ".join(re.sub(r"[^\w]+|_", " ", _word(cell)).split())
    if not said or said in EMPTY or said in UNDECIDED:
        return None
    found = STATE.get(said) or STATE.get(said.split()[0])
    if found is None:
        raise BadCell(f"'{cell.text[:60]}' is no state such as proposed, active, on hold or completed ({cell.ref}).")
    return found


def day(cell: Cell, *, last: bool, day_comes_first: bool) -> tuple[date, bool] | None:
    """Return the day a cell names and whether it names a longer time: its first or, where ``last``, its last day."""
    said = _word(cell)
    if not said or said in EMPTY or said in UNDECIDED:
        if cell.problem:
            raise BadCell(cell.problem)
        return None
    span = _span(cell, said)
    if span is not None:
        first, after = span
        return (after - timedelta(days=1) if last else first), True
    instant = parse_date(cell, day_comes_first=day_comes_first)
    return None if instant is None else (date(1970, 1, 1) + timedelta(days=instant.minutes // 1440), False)


def _span(cell: Cell, said: str) -> tuple[date, date] | None:
    """Return the first day of the year, quarter or month a cell names and the day after it."""
    year = cell.text if isinstance(cell.value, str | float) and not isinstance(cell.value, bool) else ""
    if year.isdecimal() and len(year) == 4 and int(year) in YEARS:
        return date(int(year), 1, 1), date(int(year) + 1, 1, 1)
    if match := _SPAN.match(said):
        quarter, of = next((q, y) for q, y in (match.group(1, 2), match.group(4, 3), match.group(5, 6)) if q)
        return _months(int(of), 3 * int(quarter) - 2, 3)
    if match := _MONTH.match(said):
        name, of, number, its, first, month = match.groups()
        if name and name in MONTHS:
            return _months(int(of), MONTHS[name], 1)
        if number and 1 <= int(number) <= 12:
            return _months(int(its), int(number), 1)
        if first and 1 <= int(month) <= 12:
            return _months(int(first), int(month), 1)
    return None


def _months(year: int, month: int, count: int) -> tuple[date, date] | None:
    if year not in YEARS:
        return None
    after = month + count
    return date(year, month, 1), date(year + (after > 12), (after - 1) % 12 + 1, 1)


_NAMED = {code.casefold(): code for code in KNOWN} | _SIGNS
_SHORT = tuple(sign for sign in _SIGNS if len(sign) < 3)
_SCALED = {  # EURm, TEUR
    word: sign
    for sign in reversed([*_SIGNS, *(code.casefold() for code in KNOWN)])
    if len(sign) > 2
    for word in (sign, *(f"{sign}{scale}" for scale in _SCALES), *(f"{scale}{sign}" for scale in _SCALES))
}


def unit_of(heading: str) -> tuple[str, int, str]:
    """Return a heading without its unit, the factor of its amounts, and their currency: ``Budget (£m)``."""
    words = re.sub(r"[()\[\],:_]", " ", heading).split()
    factor, currency, kept = 1, "", list(words)
    while kept:
        bare, times, code = _unit(kept[-1])
        if bare:
            break
        factor, currency = factor * times, currency or code
        kept.pop()
    while kept and kept[-1].casefold() == "in" and len(kept) < len(words):
        kept.pop()
    return (" ".join(kept), factor, currency) if kept else (heading, 1, "")


def _unit(word: str) -> tuple[str, int, str]:
    """Return what is left of a word when its currency and its factor are taken away."""
    rest, code = word.casefold().strip(". '’"), ""
    short = next((sign for sign in _SHORT if sign in rest), "")
    if sign := _SCALED.get(rest, short):
        rest, code = rest.replace(sign, "", 1).strip(), _NAMED[sign]
    if rest in _SCALES and (code or rest not in ("b", "t", "md", "mill") or word.isupper()):
        return "", _SCALES[rest], code
    return rest, 1, code


def bare_amount(cell: Cell) -> tuple[Cell, int, str]:
    """Return a cell with the number alone, the factor beside it and its currency: ``£1.2m``, ``1,234k``."""
    match = _NUMBER.search(cell.text) if isinstance(cell.value, str) and not cell.problem else None
    if match is None:
        return cell, 1, ""
    before, after = cell.text[: match.start()], cell.text[match.end() :]
    factor, currency = 1, ""
    for word in (*before.split(), *after.split()):
        rest = word.strip("()-−+")
        left, times, code = _unit(rest) if rest else ("", 1, "")
        if left:
            return cell, 1, ""  # a word that is no unit: the cell is no plain amount
        factor, currency = factor * times, currency or code
    negative = any(sign in before for sign in "(-−") or after.lstrip().startswith("-")
    return replace(cell, value=("-" if negative else "") + match[0]), factor, currency


def amounts_locale(cells: Iterable[Cell], manner: Manner, place: str) -> Locale:
    """Return how a column writes its numbers; one that cannot be known is asked for."""
    bare = [bare_amount(cell)[0] for cell in cells]
    return choose_locale([one for one in bare if any(c.isdigit() for c in one.text)], manner.locale, place)


def amount(cell: Cell, locale: Locale, unit: tuple[int, str]) -> Amount | None:
    """Return the money of a cell; ``unit`` is the factor and the currency its heading gives."""
    said = _word(cell)
    if not said or said in EMPTY or said in UNDECIDED:
        if cell.problem:
            raise BadCell(cell.problem)
        return None
    if isinstance(cell.value, bool | date):
        raise BadCell(f"'{cell.text[:60]}' is no amount such as 1,234.56 or 1.2m ({cell.ref}).")
    bare, factor, currency = bare_amount(cell)
    try:
        number = parse_number(bare, bare.text, locale)
    except BadCell:
        raise BadCell(f"'{cell.text[:60]}' is no amount such as 1,234.56 or 1.2m ({cell.ref}).") from None
    code = currency or unit[1]
    minor = (number * factor * (unit[0] if factor == 1 else 1)).scaleb(decimals(code))
    if abs(minor) > LARGEST:
        raise BadCell(f"The amount is too large. ({cell.ref})")
    return Amount(int(minor.quantize(Decimal(1))), code)


def number(cell: Cell, locale: Locale) -> str | None:
    """Return the number of a cell in plain digits with a point; refuses other words."""
    said = _word(cell)
    if not said or said in EMPTY or said in UNDECIDED:
        if cell.problem:
            raise BadCell(cell.problem)
        return None
    if isinstance(cell.value, bool | date):
        raise BadCell(f"'{cell.text[:60]}' is no number such as 1234.56 ({cell.ref}).")
    try:
        return f"{parse_number(cell, cell.text, locale):f}"
    except BadCell:
        raise BadCell(f"'{cell.text[:60]}' is no number such as 1234.56 ({cell.ref}).") from None


def yes_no(cell: Cell) -> str | None:
    """Return yes or no; refuses other words."""
    said = _word(cell)
    if not said or said in EMPTY or said in UNDECIDED:
        return None
    if said not in YES_NO:
        raise BadCell(f"'{cell.text[:60]}' is neither yes nor no ({cell.ref}).")
    return YES_NO[said]


def _word(cell: Cell) -> str:
    return fold(cell.text)


def _of_fill(rgb: str) -> str | None:
    """Return the colour a cell is filled with, where it is clearly one of three."""
    if len(rgb) < 6:
        return None
    red, green, blue = (int(rgb[-6:][at : at + 2], 16) for at in (0, 2, 4))
    most, least = max(red, green, blue), min(red, green, blue)
    if most - least < 60 or blue == most:
        return None  # white, grey, black or blue
    if green == most:
        return "green" if green - red > 30 else "amber"
    return "red" if green - blue < 60 and green < 140 else "amber"
