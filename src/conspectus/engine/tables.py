"""Tables of frozen columns, and the few types all of them are made of."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Texts = tuple[str, ...]

NONE = int(np.iinfo(np.int64).min)
DAY = 1440

_DTYPES: dict[str, Any] = {"Ints": np.int64, "Floats": np.float64, "Flags": np.bool_}


def column(default: Any) -> Any:
    """Return a table's column whose rows are ``default`` where none is given."""
    return field(default=None, metadata={"default": default})


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of equal length; a column not given is filled with its default."""

    def __post_init__(self) -> None:
        size = max((len(v) for f in fields(self) if (v := getattr(self, f.name)) is not None), default=0)
        for item in fields(self):
            given = getattr(self, item.name)
            default = item.metadata["default"]
            if item.type == "Texts":
                column: Any = tuple(given) if given is not None else (default,) * size
            elif given is None:
                column = np.full(size, default, dtype=_DTYPES[str(item.type)])
            else:
                column = np.asarray(given, dtype=_DTYPES[str(item.type)])
            if len(column) != size:
                raise ValueError(f"column {item.name} has {len(column)} rows, not {size}")
            if isinstance(column, np.ndarray):
                column.flags.writeable = False
            object.__setattr__(self, item.name, column)

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def with_(self, **columns: Any) -> Self:
        """Return a copy with some columns replaced."""
        kept = {f.name: getattr(self, f.name) for f in fields(self)}
        return type(self)(**(kept | columns))
