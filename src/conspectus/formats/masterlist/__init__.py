"""The list a PMO keeps of its projects, however it was typed: headings, values, rows; nothing is guessed unsaid."""

from __future__ import annotations

from conspectus.formats.masterlist.entries import Column, Entry, MasterList
from conspectus.formats.masterlist.fields import FIELDS, Field
from conspectus.formats.masterlist.reading import read_master_list
from conspectus.formats.masterlist.values import Amount

__all__ = ["FIELDS", "Amount", "Column", "Entry", "Field", "MasterList", "read_master_list"]
