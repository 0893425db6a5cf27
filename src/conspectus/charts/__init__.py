"""Results in, plain Vega-Lite dictionaries out; one grammar for page, print and pack. No Django."""

from conspectus.charts.curves import s_curve
from conspectus.charts.gantt import Bar, gantt
from conspectus.charts.status import status_bars

__all__ = ["Bar", "gantt", "s_curve", "status_bars"]
