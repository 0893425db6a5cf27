"""Critical path passes, floats and drivers, by Microsoft's and Primavera's conventions."""

from conspectus.engine.network.passes import schedule
from conspectus.engine.network.result import CycleError, Schedule

__all__ = ["CycleError", "Schedule", "schedule"]
