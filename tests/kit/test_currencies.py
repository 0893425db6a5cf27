"""Currencies as people enter them."""

from __future__ import annotations

import pytest

from conspectus.kit.currencies import currency_code
from conspectus.kit.errors import Invalid


@pytest.mark.parametrize("code", ["XXZ", "DEM", "XXX", "XAU", "", "EU", "€", None, 5])
def test_currencies_of_no_land_are_refused(code: object) -> None:
    with pytest.raises(Invalid, match="no such currency"):
        currency_code(code)


@pytest.mark.parametrize(("typed", "code"), [("EUR", "EUR"), (" eur ", "EUR"), ("xof", "XOF")])
def test_a_code_is_taken_as_people_type_it(typed: str, code: str) -> None:
    assert currency_code(typed) == code
