"""One project: where it stands, its schedule, its quality, its earned value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from conspectus.formats.currencies import decimals
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.accounts.models import User
from conspectus.rooms.agile.queries import newest_view
from conspectus.rooms.agile.queries.since import backlogs_asked
from conspectus.rooms.changes.queries import growth_of
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.portfolio.rules import may, sees_cost
from conspectus.rooms.risks.queries.touched import entries_by_task
from conspectus.rooms.schedule.queries import (
    STALE_DAYS,
    FiguresView,
    GanttRow,
    RevisionDetail,
    earned_by_work,
    quality_history,
    quality_trend,
)
from conspectus.rooms.schedule.queries.alone import figures_alone
from conspectus.rooms.status.choices import Dimension

from ..answers import page, show
from ..asking import asker, at, query
from ..panels.backlog import backlog_line
from ..panels.curve import Curve, Series, draw_curve
from ..panels.drawing import draw
from ..panels.earned import cause_rows, durations, estimates, levels_of, work_panel
from ..panels.findings import by_task, checks_with_tasks, with_tasks
from ..panels.gantt import gantt_view
from ..panels.key_figures import EARNED, KeyFigure, key_figures, overview_names
from ..panels.schedule import Ask, around, page_of
from ..sayings import said
from ..tables.quality import trend_table
from ..words import day, several
from .followup import talk
from .frame import with_detail
from .own_fields import own_rows

_EPOCH = date(1970, 1, 1)
TASK_COLUMNS = (
    (gettext_lazy("Start, Finish"), gettext_lazy("The dates computed from the plan's logic and progress.")),
    (
        gettext_lazy("Baseline finish"),
        gettext_lazy("The finish in the baseline in force: the approved one, else the one in the file."),
    ),
    (
        gettext_lazy("Float, d"),
        gettext_lazy(
            "Total float: how many working days the task can slip before the finish, or a constraint, gives way."
        ),
    ),
    (gettext_lazy("Done"), gettext_lazy("Percent complete as the plan reports it.")),
    (
        gettext_lazy("After"),
        gettext_lazy("Predecessors by their id, with the kind of link where it is not finish to start, and the lag."),
    ),
)


@require_safe
@page
def overview(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show status with its reasons, key figures, the Gantt chart, milestones and findings."""
    project, told = with_detail(request, project_id, "Overview")
    told |= {"own": [row for row in own_rows(asker(request), project, at(request).date()) if row[1] != "–"]}
    asked, today = query(request), at(request).replace(tzinfo=None)
    told |= talk(request, subject_of(project)) | {"growth": growth_of(asker(request), project, today.date())}
    told["pace"] = _pace(project, today.date())
    detail: RevisionDetail | None = told["detail"]
    if detail is None:
        return show(request, "project/overview.html", told | _alone(asker(request), project, today.date()))
    rows, figures = page_of(project, detail.revision.number, ask := Ask.read(asked)), detail.revision.figures
    stale_days = (today.date() - figures.status_on).days if figures.status_on else None
    told |= around(rows, ask, request.path, asked, zooms=True)
    told |= {
        "chart": draw(gantt_view(rows, zoom=ask.zoom, today=today, at=ask.at, findings=by_task(detail.findings))),
        "findings": with_tasks(project, detail.revision, detail.findings),
        **_status(figures),
        "key_figures": _figures(detail, overview_names(detail.measures)),
        "tasks_href": reverse("tasks", args=[project.pk]),
        "dates": _dates(detail),
        "stale_days": stale_days,
        "is_stale": stale_days is not None and stale_days > STALE_DAYS,
        "findings_note": several(len(detail.findings), "finding"),
    }
    return show(request, "project/overview.html", told)


def _alone(by: User, project: Project, on: date) -> dict[str, Any]:
    """Return what registers and the backlog say of a project without a plan, and what it was approved for.

    Where the backlog judges it and none is uploaded, only that.
    """
    figures = figures_alone(project, with_cost=sees_cost(by, project, on))
    if figures is None:
        lacking = project.pk in backlogs_asked([project.pk], on)
        return {"lacks_backlog": lacking, "may_upload": lacking and may(by, "import_backlog", project, on)}
    judged, span = [(Dimension(name).label, told) for name, told in figures.registers.items()], figures.backlog
    words = _("Nobody said what it was approved for.")
    if span and span.approved_finish_on:
        days = {"start": day(span.approved_start_on), "finish": day(span.approved_finish_on)}
        words = _("Approved for %(start)s to %(finish)s.") % days
    return {"alone": figures, "registers": judged, "dates": words}


def _pace(project: Project, on: date) -> str:
    """Return where the backlog stands; nothing where there is none."""
    found = newest_view(project, on)
    return backlog_line(found) if found else ""


@require_safe
@page
def tasks(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show the plan as a table."""
    project, told = with_detail(request, project_id, "Tasks")
    if told["detail"] is not None:
        asked = query(request)
        ask = Ask.read(asked)
        rows = page_of(project, told["revision"].number, ask)
        noticed = by_task(told["detail"].findings)
        entered = entries_by_task(asker(request), project, at(request).date())
        told |= around(rows, ask, request.path, asked, zooms=False)
        told |= {
            "rows": [_task(row, noticed.get(row.uid, ()), entered.get(row.uid, ())) for row in rows.rows],
            "meanings": TASK_COLUMNS,
        }
    return show(request, "project/tasks.html", told)


@require_safe
@page
def quality(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show the 14 checks and how they developed."""
    project, told = with_detail(request, project_id, "Schedule quality")
    if told["detail"] is not None:
        figures = told["revision"].figures
        note = _("%(passed)s of %(assessed)s assessed checks pass") % {
            "passed": figures.quality_passed,
            "assessed": figures.quality_assessed,
        }
        revision, detail = told["revision"], told["detail"]
        history = quality_history(project, revision.number)
        told |= {
            "quality_note": note,
            "trend": trend_table(history, quality_trend(history)),
            "checks": checks_with_tasks(project, revision, detail.checks),
            "findings": with_tasks(project, revision, detail.findings),
        }
    return show(request, "project/quality.html", told)


@require_safe
@page
def earned_value(request: HttpRequest, project_id: str) -> HttpResponse:
    """Show every measure of earned value, the S-curve, every estimate, and the work breakdown."""
    project, told = with_detail(request, project_id, "Earned value")
    detail: RevisionDetail | None = told["detail"]
    if detail is not None:
        curve, currency, asked = detail.curve, detail.revision.figures.money.currency, query(request)
        number, on = detail.revision.number, at(request).date()
        work = earned_by_work(project, number, levels=levels_of(asked), by=asker(request), on=on)
        told |= work_panel(work, request.path, asked) | {
            "growth": growth_of(asker(request), project, on),
            "key_figures": _figures(detail, EARNED),
            "curve": _curve(detail),
            "curve_rows": list(zip(curve.days, curve.planned, curve.earned, curve.spent, strict=False)),
            "currency": currency,
            "estimates": estimates(detail.measures, currency),
            "durations": durations(detail.measures),
            "cause_rows": cause_rows(work),
        }
    return show(request, "project/earned.html", told)


def _figures(detail: RevisionDetail, names: tuple[str, ...]) -> list[KeyFigure]:
    figures = detail.revision.figures
    source = _("revision %(number)s, %(baseline)s") % {
        "number": detail.revision.number,
        "baseline": said(figures.baseline_words) or _("no baseline"),
    }
    as_of = day(figures.status_on) if figures.status_on else ""
    return key_figures(names, detail.measures, currency=figures.money.currency, as_of=as_of, source=source)


def _status(figures: FiguresView) -> dict[str, Any]:
    """Return what registers say beside the plan, and how many of its tasks matter most."""
    judged = [(Dimension(name).label, told) for name, told in figures.registers.items()]
    return {"registers": judged, "gantt_note": _gantt_note(figures)}


def _gantt_note(figures: FiguresView) -> str:
    told = {"tasks": several(figures.tasks, "task"), "critical": several(figures.critical, "critical task")}
    return _("%(tasks)s, %(critical)s to do") % told


def _dates(detail: RevisionDetail) -> str:
    figures = detail.revision.figures
    span, status = _("The plan holds no dates."), _("The plan has no status date.")
    if figures.start_on:
        span = _("%(start)s to %(finish)s.") % {"start": day(figures.start_on), "finish": day(figures.finish_on)}
    if figures.status_on:
        status = _("Status date %(day)s.") % {"day": day(figures.status_on)}
    rest = _("%(tasks)s, %(done)s done. Measured against %(baseline)s.") % {
        "tasks": several(figures.tasks, "task"),
        "done": figures.done,
        "baseline": said(figures.baseline_words) or _("no baseline"),
    }
    return f"{span} {status} {rest}"


def _curve(detail: RevisionDetail) -> Curve | None:
    curve, currency = detail.curve, detail.revision.figures.money.currency
    unit = 10 ** decimals(currency)
    at_minutes = [((to - _EPOCH) + timedelta(days=1)).days * 1440 for to in curve.days]

    def line(kind: str, name: str, values: tuple[float | None, ...]) -> Series:
        points = [
            (minute, value / unit) for minute, value in zip(at_minutes, values, strict=False) if value is not None
        ]
        return Series(kind, name, tuple(points))

    series = [
        line("pv", _("Planned"), curve.planned),
        line("ev", _("Earned"), curve.earned),
        line("ac", _("Spent"), curve.spent),
    ]
    status = detail.revision.figures.status_on
    instant = ((status - _EPOCH).days + 1) * 1440 if status else None
    return (
        draw_curve(series, unit=currency) if instant is None else draw_curve(series, status_date=instant, unit=currency)
    )


def _task(row: GanttRow, noticed: tuple[str, ...], entered: Sequence[tuple[int, str]]) -> dict[str, Any]:
    before = (f"{link.before}{'' if link.type == 'FS' and not link.lag else link.type}{link.lag}" for link in row.links)
    return {
        "uid": row.uid,
        "name": row.name or _("(no name)"),
        "depth": min(row.level, 6),
        "kind": row.kind,
        "critical": row.critical and row.percent_complete < 1,
        "start": row.start,
        "finish": row.finish,
        "baseline_finish": row.baseline_finish,
        "float_days": row.total_float_days,
        "noticed": noticed,
        "share": row.percent_complete,
        "before": ", ".join(before),
        "notes": _notes(row),
        "entered": entered,
    }


def _notes(row: GanttRow) -> str:
    said = [_("critical")] if row.critical and row.percent_complete < 1 else []
    late = row.finish and row.baseline_finish and row.finish > row.baseline_finish
    said += [_("after its baseline")] if late else []
    said += [] if row.active else [_("not active")]
    return ", ".join(said)
