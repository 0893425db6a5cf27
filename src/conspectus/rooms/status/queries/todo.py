"""What is asked of people in the open periods: reports to write and to accept, colours set aside that end soon."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from conspectus.kit.many import of_these
from conspectus.rooms.periods.choices import PeriodState
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.status.choices import ReportState
from conspectus.rooms.status.models import Override, Report

REPORT_DAYS = 7  # a report is due this many days after the last day of its period
SOON_DAYS = 14


@dataclass(frozen=True, slots=True)
class ReportAsked:
    """The report an active project owes for an open period; ``state`` is empty where it was not begun."""

    project_id: int
    code: str
    name: str
    manager_id: int | None
    manager: str
    period_id: int
    period: str
    portfolio: str
    due_on: date
    report_id: int | None
    state: str
    answer: str

    @property
    def missing(self) -> bool:
        """True until it is handed in."""
        return self.state in ("", ReportState.DRAFT, ReportState.RETURNED)


@dataclass(frozen=True, slots=True)
class OverrideEnding:
    """A colour set aside that soon counts no more."""

    override_id: int
    project_id: int
    code: str
    name: str
    dimension: str
    colour: str
    computed: str
    made_by_id: int
    manager_id: int | None
    ends_on: date


def reports_asked(projects: QuerySet[Project]) -> list[ReportAsked]:
    """Return the reports that active ones of some visible projects owe for open periods, the first due first.

    A project owes none for a period that had ended before it was opened.
    """
    periods = list(Period.objects.filter(state=PeriodState.OPEN).select_related("portfolio"))
    if not periods:
        return []
    asked = ("pk", "code", "name", "manager", "manager__name", "portfolio", "created_at")
    owing = projects.filter(state=State.ACTIVE, portfolio__in={one.portfolio_id for one in periods})
    rows = list(owing.order_by("code", "pk").values_list(*asked))
    reports = of_these(Report.objects.filter(period__in=periods), [row[0] for row in rows])
    known = {(row[0], row[1]): row[2:] for row in reports.values_list("project", "period", "pk", "state", "answer")}
    found = []
    for period in periods:
        due = period.ends_on + timedelta(days=REPORT_DAYS - 1)
        for pk, code, name, manager, manager_name, portfolio, created_at in rows:
            if portfolio == period.portfolio_id and created_at.date() < period.ends_on:
                report, state, answer = known.get((pk, period.pk), (None, "", ""))
                found.append(
                    ReportAsked(
                        project_id=pk,
                        code=code,
                        name=name,
                        manager_id=manager,
                        manager=manager_name or "",
                        period_id=period.pk,
                        period=period.name,
                        portfolio=period.portfolio.name,
                        due_on=due,
                        report_id=report,
                        state=state,
                        answer=answer,
                    )
                )
    return sorted(found, key=lambda one: (one.due_on, one.code))


def overrides_ending(projects: QuerySet[Project], on: date) -> list[OverrideEnding]:
    """Return the colours set aside of some visible projects that end within two weeks, the first first."""
    soon = Q(ended_at=None, ends_on__gt=on, ends_on__lte=on + timedelta(days=SOON_DAYS))
    rows = Override.objects.filter(soon, project__in=projects.order_by()).select_related("project")
    return [
        OverrideEnding(
            row.pk,
            row.project_id,
            row.project.code,
            row.project.name,
            row.dimension,
            row.colour,
            row.computed,
            row.made_by_id,
            row.project.manager_id,
            row.ends_on,
        )
        for row in rows.order_by("ends_on", "pk")
    ]


def newest_words_wanted(projects: Collection[int]) -> list[Report]:
    """Return the reports for open periods of visible projects that want a decision, the newest handed in first."""
    rows = Report.objects.filter(
        period__state=PeriodState.OPEN, state__in=(ReportState.SUBMITTED, ReportState.ACCEPTED)
    ).exclude(decisions="")
    rows = of_these(rows.select_related("project", "period"), projects)
    wanted = set(projects)
    return [row for row in rows.order_by("-submitted_at", "pk") if row.project_id in wanted]
