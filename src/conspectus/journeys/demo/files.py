"""The files that demo project managers hand in: real bytes of the kind each of them keeps."""

from __future__ import annotations

from conspectus.engine.plan import Plan
from conspectus.formats.schedules import write_mspdi
from conspectus.journeys.demo.enterprise import Seed
from conspectus.journeys.demo.tables import as_csv, as_workbook
from conspectus.journeys.demo.updates import Revision


def handed_in_file(seed: Seed, revision: Revision) -> tuple[str, bytes]:
    """Return the name and the bytes of the file of one revision."""
    stem = f"{seed.code} {seed.name} {revision.handed_in_on:%Y-%m}"
    writers = {"mspdi": (".xml", _mspdi), "csv": (".csv", as_csv), "workbook": (".xlsx", as_workbook)}
    ending, write = writers[seed.handed_in]
    return stem + ending, write(revision.plan)


def _mspdi(plan: Plan) -> bytes:
    return write_mspdi(plan)
