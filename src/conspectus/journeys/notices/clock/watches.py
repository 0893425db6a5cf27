"""All that the clock looks out for; an area adds its own."""

from __future__ import annotations

from conspectus.journeys.notices.clock.backlogs import BACKLOGS
from conspectus.journeys.notices.clock.governing import GOVERNING
from conspectus.journeys.notices.clock.knowledge import KNOWLEDGE
from conspectus.journeys.notices.clock.registers import REGISTERS
from conspectus.journeys.notices.clock.watch import Watch

WATCHES: dict[str, Watch] = {
    one.name: one
    for one in (
        *REGISTERS,
        *BACKLOGS,
        *GOVERNING,
        *KNOWLEDGE,
    )
}
