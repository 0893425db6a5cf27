"""Plans in and out: native schedule files, plain tables, MSPDI. Parts load when first asked for.

The reader child imports from this package and must start quickly, so nothing heavy is imported here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conspectus.formats.schedules.mspdi import write_mspdi
    from conspectus.formats.schedules.outcome import Reading
    from conspectus.formats.schedules.process import DEFAULT, Limits
    from conspectus.formats.schedules.reading import iterate, read, warm_up
    from conspectus.formats.workbooks.cells import Manner

_HOMES = {
    "DEFAULT": "process",
    "Limits": "process",
    "Manner": "reading",
    "Reading": "outcome",
    "iterate": "reading",
    "read": "reading",
    "warm_up": "reading",
    "write_mspdi": "mspdi",
}
__all__ = ["DEFAULT", "Limits", "Manner", "Reading", "iterate", "read", "warm_up", "write_mspdi"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
