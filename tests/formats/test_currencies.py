"""The one table of currencies, against that of a library which people keep."""

from __future__ import annotations

import moneyed
import pytest

from conspectus.formats.currencies import KNOWN, decimals

THEIRS = {item.code: len(str(item.sub_unit)) - 1 for item in moneyed.list_all_currencies() if item.countries}


def test_decimals_are_those_the_library_tells() -> None:
    shared = KNOWN & set(THEIRS) - {"XDR"}  # drawing rights have no coins; nobody says how many decimals
    assert len(shared) > 150
    assert {code: decimals(code) for code in shared} == {code: THEIRS[code] for code in shared}


@pytest.mark.parametrize(("code", "places"), [("JPY", 0), ("EUR", 2), ("KWD", 3), ("CLF", 4), ("BIF", 0), ("", 2)])
def test_decimals_by_name(code: str, places: int) -> None:
    assert decimals(code) == places
