"""Columns of the plan's tables to Arrow and back; a column that holds only its default is not stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from conspectus.engine.plan import Table

T = TypeVar("T", bound=Table)


def to_arrow(prefix: str, table: Table) -> dict[str, pa.Array]:
    """Return the table's columns by full name, each as one row that holds a list."""
    out: dict[str, pa.Array] = {}
    for item in fields(table):
        column = getattr(table, item.name)
        if not _only_default(column, item.metadata["default"]):
            out[f"{prefix}.{item.name}"] = one_row(_values(column))
    return out


def one_row(values: pa.Array) -> pa.Array:
    """Return a list column of a single row."""
    return pa.ListArray.from_arrays(pa.array([0, len(values)], type=pa.int32()), values)


def from_arrow(kind: type[T], rows: int, stored: Mapping[str, pa.Array]) -> T:
    """Return a table of ``rows`` rows from its stored columns; the rest take their defaults."""
    given: dict[str, Any] = {}
    for item in fields(kind):
        if item.name in stored:
            values = stored[item.name]
            given[item.name] = texts(values) if item.type == "Texts" else _numbers(values)
    if rows and not given:  # every column is at its default: any one of them says how many rows there are
        first = fields(kind)[0]
        given[first.name] = [first.metadata["default"]] * rows
    return kind(**given)


def texts(values: pa.Array) -> tuple[str, ...]:
    """Return the strings of an array; decoding the shared buffer once is what makes loading quick."""
    if not len(values):
        return ()
    _, offset_buffer, data = values.buffers()
    offsets = np.frombuffer(offset_buffer, dtype=np.int32)[values.offset : values.offset + len(values) + 1].tolist()
    raw = data.to_pybytes() if data is not None else b""
    if raw.isascii():
        text = raw.decode("ascii")
        return tuple([text[begin:end] for begin, end in pairwise(offsets)])
    return tuple([raw[begin:end].decode() for begin, end in pairwise(offsets)])


def _numbers(values: pa.Array) -> np.ndarray[Any, Any]:
    return values.to_numpy(zero_copy_only=False)  # type: ignore[no-any-return]


def _values(column: Any) -> pa.Array:
    return pa.array(column, type=pa.string()) if isinstance(column, tuple) else pa.array(column, from_pandas=False)


def _only_default(column: Any, default: Any) -> bool:
    if isinstance(column, tuple):
        return all(text == default for text in column)
    if isinstance(default, float):
        # Bits are compared, so that -0.0 and other NaNs are not taken for the default.
        return bool((column.view(np.int64) == np.float64(default).view(np.int64)).all())
    return bool((column == default).all())
