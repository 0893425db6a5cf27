"""Everything that can be done to registers."""

from conspectus.rooms.risks.actions.entries import (
    BulkChange,
    Particulars,
    Quantities,
    change_register_entries,
    change_register_entry,
    open_register_entry,
    particulars_of,
)
from conspectus.rooms.risks.actions.lists import Listed, import_register_entries
from conspectus.rooms.risks.actions.moves import convert_register_entry, escalate_register_entry

__all__ = [
    "BulkChange",
    "Listed",
    "Particulars",
    "Quantities",
    "change_register_entries",
    "change_register_entry",
    "convert_register_entry",
    "escalate_register_entry",
    "import_register_entries",
    "open_register_entry",
    "particulars_of",
]
