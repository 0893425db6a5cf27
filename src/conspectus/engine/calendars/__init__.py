"""Working-time arithmetic on integer minutes."""

from conspectus.engine.calendars.clock import WorkClock
from conspectus.engine.calendars.shifts import Shifts, has_working_time, shifts_of
from conspectus.engine.calendars.tables import ELAPSED, Tables, pack

__all__ = ["ELAPSED", "Shifts", "Tables", "WorkClock", "has_working_time", "pack", "shifts_of"]
