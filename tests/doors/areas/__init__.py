"""Rows and ids of one area a module: `API` and `PAGES` as in `permission_rows`, and what stands in its addresses.

`own(cast, ids)` adds what the cast's world has of the area and returns its ids by their names in addresses;
`their(ids)` does the same in the other world, where every text holds the canary.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any


def areas() -> list[Any]:
    """Return the modules of this package by their names."""
    names = sorted(one.name for one in pkgutil.iter_modules(__path__))
    return [importlib.import_module(f"{__name__}.{name}") for name in names]
