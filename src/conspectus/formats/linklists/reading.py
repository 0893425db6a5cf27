"""Lists of links as they are read: by their headings, told by the tasks that give or take."""

from __future__ import annotations

from conspectus.formats.linklists.fields import HEADINGS, LINK_FIELDS, TASKS
from conspectus.formats.registers.described import Described

LINK_LIST = Described(
    thing="a link",
    fields=LINK_FIELDS,
    headings=HEADINGS,
    telling=TASKS,
    missing=("TASKS_MISSING", "No column holds the tasks that give or take.", "Say which column holds them."),
    example="Name the columns, such as Giver, Giver task, Taker, Taker task, What and Agreed.",
    none_found="No list of links was found on {names}.",
)
