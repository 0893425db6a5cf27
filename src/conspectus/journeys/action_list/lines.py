"""What a list of actions from a sheet would do, as it is shown: one line a row; nothing is stored yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from conspectus.journeys.sheet_lines import FieldChange, SheetPreview
from conspectus.rooms.followup.choices import ActionState


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One row of the sheet: gives an action, changes or closes one, changes nothing, or is refused."""

    sheet: str
    row: int
    deed: str
    words: str = ""
    about: str = ""
    owner: str = ""
    due_on: date | None = None
    state: str = ""
    action_id: int | None = None
    changes: tuple[FieldChange, ...] = ()
    notes: tuple[str, ...] = ()
    refused: str = ""

    @property
    def state_label(self) -> str:
        """The word for where it stands."""
        return str(ActionState(self.state).label) if self.state in ActionState.values else ""


@dataclass(frozen=True, slots=True)
class ActionListPreview(SheetPreview):
    """A list of actions as it would be taken."""

    line: ClassVar[type[ActionLine]] = ActionLine
    lines: tuple[ActionLine, ...]
