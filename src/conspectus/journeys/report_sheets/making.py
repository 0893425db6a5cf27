"""The workbook of a period's reports: a row a project, begun with what is known, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conspectus.engine.findings import Finding
from conspectus.formats.collection import MOST_ROWS, ReportSheet, SheetRow, write_reports
from conspectus.formats.collection.columns import DIMENSIONS
from conspectus.journeys.report_sheets.begun import prefilled, report_values
from conspectus.journeys.report_sheets.desk import Desk
from conspectus.journeys.report_sheets.item_making import item_sheets
from conspectus.kit.errors import Conflict, Invalid
from conspectus.rooms.accounts.models import User
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.queries.fields import ALL_SEEN
from conspectus.rooms.status.actions import TEXTS, Declared, Words, said_by
from conspectus.rooms.status.bridge import level_of
from conspectus.rooms.status.choices import RAG, SCALES, WRITABLE, Dimension
from conspectus.rooms.status.queries.cycles import narrowed, requests_of
from conspectus.rooms.status.queries.doubts import doubts_of, doubts_seen
from conspectus.rooms.status.queries.reports import reports_before
from conspectus.rooms.status.queries.standing import assemble

Say = Callable[[str], str]
DAYS = ("decide_on", "finish_on")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which of the requests a workbook is made of: those in a state, that hold a text, or one project's."""

    state: str = ""
    text: str = ""
    project: int | None = None


def report_sheet(
    *, period: Period, wanted: Narrowed = Narrowed(), say: Say = str, by: User, at: datetime
) -> tuple[bytes, int]:
    """Return a workbook to fill in with the reports ``by`` may still write, and how many there are.

    ``say`` says what does not fit in the reader's language. Refuses who may write none, and where none is left.
    """
    desk = Desk(period, by, at)
    desk.require_any()
    seen = narrowed(requests_of(by, period, at=at), wanted.state, wanted.text)
    ids = [one.subject_id for one in seen if one.kind == "project" and one.subject_id in desk.mine]
    ids = [pk for pk in ids if wanted.project in (None, pk) and _open(desk, pk)]
    if not ids:
        raise Conflict("none_left", "No report is left for you to write here: those asked for are submitted already.")
    if len(ids) > MOST_ROWS:
        raise Invalid("rows", "A workbook holds at most %(most)s reports. Narrow the list first.", "q", most=MOST_ROWS)
    projects = sorted((desk.projects[pk] for pk in ids), key=lambda one: (one.code, one.pk))
    rows = _rows(desk, projects, say)
    lead = ngettext("%(count)d report", "%(count)d reports", len(rows)) % {"count": len(rows)}
    book = ReportSheet(
        title=_("Reports of %(name)s") % {"name": period.name},
        lead=f"{lead}. {_('Fill in the white cells, and choose in the last column what becomes of each row.')}",
        sheet=_("Reports"),
        headings=headings(),
        deeds=tuple(str(one) for one in (_("Submit"), _("Keep as a draft"), _("Nothing changed"))),
        rows=rows,
        help_sheet=_("How to fill it in"),
        helps=_helps(),
        items=item_sheets(desk, projects, _("Reports")),
    )
    return write_reports(book, clock=at), len(rows)


def _open(desk: Desk, project: int) -> bool:
    report = desk.reports.get(project)
    return report is None or report.state in WRITABLE


def _rows(desk: Desk, projects: Sequence[Project], say: Say) -> list[SheetRow]:
    """Return a row for each project, begun as the form of the month begins."""
    period, ids = desk.period, [one.pk for one in projects]
    statuses = {
        one.project_id: one
        for one in assemble(projects, period, with_cost=desk.with_cost, on=desk.on, milestones=False, sight=ALL_SEEN)
    }
    last = reports_before(ids, period)
    values = {}
    for project in projects:
        report, currency = desk.reports.get(project.pk), project.currency if desk.sees_cost(project.pk) else ""
        stored = report_values(report, currency) if report else None
        values[project.pk] = stored or prefilled(statuses[project.pk], last.get(project.pk), currency)
    said = {pk: said_by(*_said(one), scale=_scale(desk, pk)) for pk, one in values.items()}
    doubts = doubts_of(said, projects, period, desk.on)
    return [_row(desk, one, values[one.pk], doubts[one.pk], say) for one in projects]


def _scale(desk: Desk, project: int) -> str:
    report = desk.reports.get(project)
    return report.scale if report else RAG


def _said(values: dict[str, Any]) -> tuple[list[Declared], Words]:
    declared = [Declared(one, values[one], values.get(f"{one}_words") or "") for one in DIMENSIONS if values.get(one)]
    told = {name: values.get(name) or "" for name in TEXTS} | {name: values.get(name) for name in DAYS}
    return declared, Words(**told)


def _row(desk: Desk, project: Project, values: dict[str, Any], found: Sequence[Finding], say: Say) -> SheetRow:
    report, scale = desk.reports.get(project.pk), _scale(desk, project.pk)
    priced = desk.sees_cost(project.pk)
    told = {name: values.get(name) for name in (*TEXTS, *DAYS, *(f"{one}_words" for one in DIMENSIONS))}
    for one in DIMENSIONS:
        level = level_of(scale, str(values.get(one) or ""))
        told[one] = _(level.label) if level else None
    told["forecast"] = float(values["forecast"]) if values.get("forecast") else None
    told |= {"code": project.code, "name": project.name, "manager": project.manager.name if project.manager else ""}
    told["doubts"] = "\n".join(say(one.words) for one in doubts_seen(found, priced))
    return SheetRow(
        key=f"{desk.period.pk}.{project.pk}.{report.revision if report else 0}",
        values=told,
        levels=tuple(_(level.label) for level in SCALES[scale].levels),
        shut=frozenset() if priced else frozenset({"forecast"}),
    )


def headings() -> dict[str, str]:
    """Return the headings of a workbook by what their columns hold, in the reader's language."""
    found = {"code": _("Code"), "name": _("Name"), "manager": _("Manager")}
    for one in Dimension:
        found[one.value] = str(one.label)
        found[f"{one.value}_words"] = _("Why %(dimension)s") % {"dimension": one.label}
    return found | {
        "summary": _("Where the project stands"),
        "achieved": _("Achieved in this period"),
        "planned": _("Planned for the next"),
        "decisions": _("Decisions wanted from management"),
        "decide_on": _("Decisions wanted by"),
        "finish_on": _("Forecast finish"),
        "forecast": _("Forecast cost"),
        "minutes": _("Minutes this took"),
        "doubts": _("What does not fit"),
        "answer": _("Your answer"),
        "deed": _("What becomes of this row"),
    }


def _helps() -> list[tuple[str, str]]:
    told = {
        _("White cells"): _("They begin with what the plan and the last report say. Grey cells are locked."),
        _("Status"): _("Choose from the list of the cell. Where you declare better than computed, say why beside it."),
        _("What does not fit"): _("As it was when this workbook was made. One answer goes to all of it."),
        _("What becomes of this row"): _(
            "Submit, keep as a draft, or nothing changed: then what was reported last is submitted again. A row where "
            "nothing is chosen is passed over."
        ),
        _("Further sheets"): _(
            "Open milestones, risks and issues, and actions. What you change there is taken over; rows you leave alone "
            "stay as they are. What is new goes into the empty rows at the end. Milestones change here where the plan "
            "is kept as a table; elsewhere hand the plan in."
        ),
        _("Read back"): _(
            "On the page of the period's reports, under Read a filled workbook. Each row is shown before it is taken; "
            "one that was changed meanwhile is refused."
        ),
    }
    return list(told.items())
