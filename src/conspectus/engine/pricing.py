"""What a plan tells of prices and of how work and money lie in time: rates by date, phased amounts, expenses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from conspectus.engine.tables import NONE, Floats, Ints, Table, column


class Phase(IntEnum):
    """What a phased amount is."""

    WORK = 0  # minutes of effort, done and to do
    ACTUAL_COST = 1  # minor units
    BASELINE_COST = 2  # minor units, of the first baseline
    CURVE = 3  # a weight; start and finish are ten-thousandths of the assignment's working time


@dataclass(frozen=True, eq=False)
class Rates(Table):
    """What a resource costs from an instant on, until its next row of the same rate table."""

    resource: Ints = column(-1)
    table: Ints = column(0)
    start: Ints = column(NONE)  # NONE: from ever
    standard: Floats = column(np.nan)  # minor units an hour
    overtime: Floats = column(np.nan)
    per_use: Floats = column(0.0)


@dataclass(frozen=True, eq=False)
class Phases(Table):
    """Amounts of an assignment that do not lie evenly in its span, in order of time."""

    assignment: Ints = column(-1)
    kind: Ints = column(Phase.WORK)
    start: Ints = column(NONE)
    finish: Ints = column(NONE)
    amount: Floats = column(0.0)


@dataclass(frozen=True, eq=False)
class Expenses(Table):
    """Costs of a task that no resource brings about; part of its fixed cost."""

    task: Ints = column(-1)
    cost: Floats = column(0.0)  # at completion
    actual_cost: Floats = column(0.0)
    accrual: Ints = column(2)  # as ``Accrual``: prorated
