"""What is asked of people in the open periods: reports to write and to accept, colours set aside that end soon."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from conspectus.kit.many import of_these
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.portfolio.rules import ids_in
from conspectus.rooms.status.bridge import of_subject
from conspectus.rooms.status.choices import ReportState
from conspectus.rooms.status.models import Cycle, Override, Report, Request
from conspectus.rooms.status.queries.since import of_both

REPORT_DAYS = 7  # a report is due this many days after the last day of its period
SOON_DAYS = 14
_Known = dict[tuple[str, int, int], tuple[int | None, str, str]]  # report, state and answer by kind, id and period


@dataclass(frozen=True, slots=True)
class ReportAsked:
    """The report a project or programme owes for an open period; ``state`` is empty where it was not begun."""

    kind: str  # project or programme
    subject_id: int
    subject: str
    manager_id: int | None
    manager: str
    period_id: int
    period: str
    portfolio: str
    due_on: date
    report_id: int | None
    state: str
    answer: str
    delegate_id: int | None = None  # who writes it this time

    @property
    def missing(self) -> bool:
        """True until it is handed in."""
        return self.state in ("", ReportState.DRAFT, ReportState.RETURNED)


@dataclass(frozen=True, slots=True)
class OverrideEnding:
    """A colour set aside that soon counts no more."""

    override_id: int
    kind: str  # project or programme
    subject_id: int
    name: str
    dimension: str
    colour: str
    computed: str
    made_by_id: int
    manager_id: int | None
    ends_on: date


def reports_asked(projects: QuerySet[Project], programmes: Collection[Programme]) -> list[ReportAsked]:
    """Return the reports that some visible projects and programmes owe for open periods, the first due first.

    An active project owes one but for a period that had ended before it was opened; a
    programme that somebody manages owes one where a project in it, at any depth, does.
    """
    periods = list(Period.objects.filter(state=PeriodState.OPEN).select_related("portfolio"))
    if not periods:
        return []
    asked = ("pk", "code", "name", "manager", "manager__name", "portfolio", "created_at", "programme__path")
    owing = projects.filter(state=State.ACTIVE, portfolio__in={one.portfolio_id for one in periods})
    rows = list(owing.order_by("code", "pk").values_list(*asked))
    reports = Report.objects.filter(period__in=periods)
    told = of_these(reports, [row[0] for row in rows]).values_list("project", "period", "pk", "state", "answer")
    known: _Known = {("project", row[0], row[1]): row[2:] for row in told}
    told = reports.exclude(programme=None).values_list("programme", "period", "pk", "state", "answer")
    known |= {("programme", row[0], row[1]): row[2:] for row in told}
    cycles = {one.period_id: one.due_on for one in Cycle.objects.filter(period__in=periods)}
    delegates = _delegates(periods)
    found = []
    for period in periods:
        reporting: set[int] = set()
        for pk, code, name, manager, manager_name, portfolio, created_at, path in rows:
            if portfolio == period.portfolio_id and created_at.date() < period.ends_on:
                reporting.update(ids_in(path or ""))
                found.append(_asked(("project", pk, f"{code} {name}"), manager, manager_name or "", period, known))
        for row in programmes:
            if row.pk in reporting and row.manager is not None:
                found.append(_asked(("programme", row.pk, row.name), row.manager.pk, row.manager.name, period, known))
    found = [
        replace(
            one,
            due_on=cycles.get(one.period_id, one.due_on),
            delegate_id=delegates.get((one.kind, one.subject_id, one.period_id)),
        )
        for one in found
    ]
    return sorted(found, key=lambda one: (one.due_on, one.kind, one.subject))


def _delegates(periods: Collection[Period]) -> dict[tuple[str, int, int], int]:
    """Return who writes which report in its manager's place; whether they still may is asked when they do."""
    rows = Request.objects.filter(cycle__period__in=list(periods)).exclude(delegate=None)
    asked = rows.values_list("project", "programme", "cycle__period", "delegate")
    return {
        ("project" if project else "programme", project or programme, period): delegate
        for project, programme, period, delegate in asked
    }


def _asked(whose: tuple[str, int, str], manager: int | None, name: str, period: Period, known: _Known) -> ReportAsked:
    kind, number, subject = whose
    report, state, answer = known.get((kind, number, period.pk), (None, "", ""))
    return ReportAsked(
        kind=kind,
        subject_id=number,
        subject=subject,
        manager_id=manager,
        manager=name,
        period_id=period.pk,
        period=period.name,
        portfolio=period.portfolio.name,
        due_on=period.ends_on + timedelta(days=REPORT_DAYS - 1),
        report_id=report,
        state=state,
        answer=answer,
    )


def overrides_ending(projects: QuerySet[Project], programmes: Collection[Programme], on: date) -> list[OverrideEnding]:
    """Return the colours set aside of some visible projects and programmes that end within two weeks, first first."""
    soon = Q(ended_at=None, ends_on__gt=on, ends_on__lte=on + timedelta(days=SOON_DAYS))
    whose = Q(project__in=projects.order_by()) | Q(programme__in=[one.pk for one in programmes])
    rows = Override.objects.filter(soon & whose).select_related("project", "programme")
    return [
        OverrideEnding(
            row.pk,
            of_subject(row.subject)[0],
            row.subject.pk,
            str(row.subject),
            row.dimension,
            row.colour,
            row.computed,
            row.made_by_id,
            row.subject.manager_id,
            row.ends_on,
        )
        for row in rows.order_by("ends_on", "pk")
    ]


def newest_words_wanted(projects: Collection[int], programmes: Collection[int]) -> list[Report]:
    """Return the reports for open periods of what one sees that want a decision, the newest handed in first."""
    rows = Report.objects.filter(
        period__state=PeriodState.OPEN, state__in=(ReportState.SUBMITTED, ReportState.ACCEPTED)
    ).exclude(decisions="")
    found = of_both(rows.select_related("project", "programme", "period"), projects, programmes)
    return sorted(found, key=lambda row: (-row.submitted_at.timestamp() if row.submitted_at else 0.0, row.pk))
