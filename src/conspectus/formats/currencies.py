"""Currencies as files name them: which codes are in use, and how many decimals each has."""

from __future__ import annotations

from functools import cache

NO_DECIMALS = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split())
THREE_DECIMALS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())
FOUR_DECIMALS = frozenset("CLF UYW".split())
OUT_OF_USE = frozenset(
    "ATS BEF CYP DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MTL NLG PTE ROL RUR SIT SKK TRL VEB ZMK ZWD ZWL".split()
)


def decimals(code: str) -> int:
    """Return the number of decimals of a currency's minor unit; two where the code is unknown or empty."""
    if code in NO_DECIMALS:
        return 0
    if code in THREE_DECIMALS:
        return 3
    return 4 if code in FOUR_DECIMALS else 2


@cache
def known() -> frozenset[str]:
    """Return the codes of the currencies in use."""
    from moneyed import CURRENCIES

    return frozenset(CURRENCIES) - OUT_OF_USE
