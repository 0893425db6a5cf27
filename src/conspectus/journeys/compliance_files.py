"""Compliance to take along: a line a project and clause."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from conspectus.formats.packs.page import Cell, Column, Grid
from conspectus.journeys.tables import require_kind, table_file
from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.queries import find_projects
from conspectus.rooms.standards.choices import Standing
from conspectus.rooms.standards.queries import ComplianceFilter, compliance_at

HEADS = ("Code", "Project", "Method", "Version", "Tier", "Clause", "Policy", "Binds", "Standing", "Missing facts")


@written_for(PLAIN)
def compliance_file(*, by: User, at: datetime, kind: str, wanted: ComplianceFilter) -> bytes:
    """Return how each project ``by`` sees stands to each clause, as a workbook or CSV."""
    require_kind(kind)
    projects = list(find_projects(by, replace(wanted.projects, archived=True)))
    stood = compliance_at([one.pk for one in projects], wanted.on, known_by=wanted.known_by)
    rows = []
    for project in projects:
        found = stood.get(project.pk)
        if found is None or (wanted.method and found.version.method.key != wanted.method):
            continue
        head = (project.code, project.name, found.version.name, found.version.number, found.tier)
        for one in found.clauses:
            told = (one.policy.clause, one.policy.title, one.policy.severity, str(Standing(one.standing).label))
            rows.append(tuple(Cell(text) for text in (*head, *told, ", ".join(one.missing))))
    columns = tuple(Column(name, 1.0, False) for name in HEADS)
    grid = Grid(caption="", columns=columns, rows=tuple(rows), empty="Nothing.")
    return table_file(grid, kind, title="Compliance", rows="lines", at=at)
