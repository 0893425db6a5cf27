"""Registers people keep in sheets: risks, issues, assumptions, decisions, however they were typed."""

from __future__ import annotations

from conspectus.formats.registers.described import Described, read_described
from conspectus.formats.registers.entries import ReadEntry, ReadRegister, ReadTable
from conspectus.formats.registers.fields import REGISTER_FIELDS
from conspectus.formats.registers.reading import read_register

__all__ = [
    "REGISTER_FIELDS",
    "Described",
    "ReadEntry",
    "ReadRegister",
    "ReadTable",
    "read_described",
    "read_register",
]
