"""Facts as they are kept, packed, and back."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from conspectus.engine.measure import Reason
from conspectus.engine.policies import OF_FIELDS
from conspectus.formats.currencies import decimals
from conspectus.rooms.facts.choices import FACTS, Amount, FactKind, Measured

Known = Decimal | str | bool | date | tuple[Any, ...] | None
Kept = dict[str, Any]  # of one fact: v or r, the day it stands since, of money its currency, of a field its kind


@dataclass(frozen=True, slots=True)
class Stand:
    """One fact as it stood: its value or the reason why there is none, and since which day."""

    value: Known
    reason: str
    since: date
    currency: str = ""  # of money


def kept_of(values: Mapping[str, Measured], before: Mapping[str, Kept], on: date) -> dict[str, Kept]:
    """Return facts as they are kept; what is the same as before stands since then."""
    found = {}
    for name in sorted(values):
        now = _kept(values[name])
        if name.startswith(OF_FIELDS) and "v" in now:
            now["k"] = _kind(values[name])  # fields come, and formulas change; what stood then is read as it was
        then = before.get(name)
        since = then["s"] if then is not None and _bare(then) == now else on.isoformat()
        found[name] = {**now, "s": since}
    return found


def differ(first: Mapping[str, Kept], second: Mapping[str, Kept]) -> bool:
    """Return whether two sheets say something else of anything."""
    return first.keys() != second.keys() or any(_bare(first[name]) != _bare(second[name]) for name in first)


def packed(kept: Mapping[str, Kept]) -> tuple[str, bytes]:
    """Return the digest of facts and the bytes they are kept in."""
    told = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(told).hexdigest(), zlib.compress(told, 6)


def unpacked(body: bytes) -> dict[str, Kept]:
    """Return the facts of packed bytes."""
    found: dict[str, Kept] = json.loads(zlib.decompress(body))
    return found


def values(kept: Mapping[str, Kept]) -> dict[str, Known]:
    """Return the values of facts as they are read, None where there is none."""
    found: dict[str, Known] = {}
    for name, one in kept.items():
        if "r" in one:
            found[name] = None
        else:
            read, value = _READ.get(one["k"] if "k" in one else FACTS[name].kind), one["v"]
            found[name] = value if read is None else read(value, one.get("c", ""))
    return found


def stands(kept: Mapping[str, Kept]) -> dict[str, Stand]:
    """Return facts as they stood, each with the day it stands since."""
    return {
        name: Stand(value, kept[name].get("r", ""), date.fromisoformat(kept[name]["s"]), kept[name].get("c", ""))
        for name, value in values(kept).items()
    }


def _kind(value: Measured) -> str:
    """Return the kind of what a field holds."""
    kinds = {str: FactKind.TEXT, bool: FactKind.YES_NO, Amount: FactKind.MONEY, date: FactKind.DATE}
    return (FactKind.TEXTS if isinstance(value, tuple) else kinds.get(type(value), FactKind.NUMBER)).value


def _bare(kept: Kept) -> Kept:
    return {key: told for key, told in kept.items() if key != "s"}


def _kept(value: Measured) -> Kept:
    if isinstance(value, Reason):
        return {"r": value.value}
    if isinstance(value, Amount):
        return {"v": value.minor, "c": value.currency}
    if isinstance(value, float):
        return {"v": _plain(value)}
    if isinstance(value, date):
        return {"v": value.isoformat()}
    if isinstance(value, tuple):
        return {"v": [one.isoformat() if isinstance(one, date) else one for one in value]}
    return {"v": value}


def _plain(value: float) -> int | float:
    """Return a number to six places, whole where it is whole, so that it is written the same each time."""
    short = round(value, 6)
    return int(short) if short.is_integer() else short


_READ: dict[str, Any] = {
    FactKind.NUMBER: lambda value, _: Decimal(str(value)),
    FactKind.MONEY: lambda value, currency: Decimal(value).scaleb(-decimals(currency)),
    FactKind.DATE: lambda value, _: date.fromisoformat(value),
    FactKind.DATES: lambda value, _: tuple(map(date.fromisoformat, value)),
    FactKind.NUMBERS: lambda value, _: tuple(Decimal(str(one)) for one in value),
    FactKind.TEXTS: lambda value, _: tuple(value),
}
