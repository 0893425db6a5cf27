"""The files that demo project managers hand in: real bytes of the kind each of them keeps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from conspectus.engine.plan import OutsideLinks, Plan
from conspectus.formats.schedules import write_mspdi
from conspectus.journeys.demo.enterprise import Seed
from conspectus.journeys.demo.tables import as_csv, as_workbook
from conspectus.journeys.demo.updates import Revision

# A task of one project waits for a milestone of another, as its manager's file names it.
WAITS = {
    "CD-06": ("Yard handed over", "RN-06", "In service"),
    "NC-04": ("In service", "NC-02", "In service"),
}


def handed_in_file(seed: Seed, revision: Revision) -> tuple[str, bytes]:
    """Return the name and the bytes of the file of one revision."""
    stem = f"{seed.code} {seed.name} {revision.handed_in_on:%Y-%m}"
    writers = {"mspdi": (".xml", _mspdi), "csv": (".csv", as_csv), "workbook": (".xlsx", as_workbook)}
    ending, write = writers[seed.handed_in]
    return stem + ending, write(_waiting(revision.plan, seed.code))


def _waiting(plan: Plan, code: str) -> Plan:
    """Return the plan with its link to another one."""
    if code not in WAITS or WAITS[code][0] not in plan.tasks.name:
        return plan
    name, project, other = WAITS[code]
    link = OutsideLinks(
        task=np.array([plan.tasks.name.index(name)]), project=(f"N:\\Plans\\{project}.mpp",), other=(other,)
    )
    return replace(plan, outside=link)


def _mspdi(plan: Plan) -> bytes:
    return write_mspdi(plan)
