"""What follows from red: the audit log is followed, and each report or freeze with red in it asks for an exception."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from conspectus.kit.manner import PLAIN, written_for
from conspectus.rooms.accounts.actions import local_operator
from conspectus.rooms.accounts.models import AuditLine
from conspectus.rooms.accounts.queries import newest_line
from conspectus.rooms.governance.actions import Red, ask_for_exception, end_exception, keep_followed
from conspectus.rooms.governance.choices import CauseKind
from conspectus.rooms.governance.queries import followed, open_exceptions
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.choices import ENDED
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.status.models import Report
from conspectus.rooms.status.queries.colours import Colours, declared_colours, frozen_colours, live_colours

TELLING = frozenset({"submit_report", "repeat_report", "accept_report", "freeze_period"})
RED, GREEN = "red", "green"


@written_for(PLAIN)  # what is kept of a cause has one language
def follow_exceptions(*, at: datetime) -> int:
    """Ask for the exceptions that reports and freezes since the last time call for; return how many were asked for.

    A house that never did begins with what is done from then on. Done twice it
    changes nothing: a cause is noted once for a period.
    """
    known, newest = followed(), newest_line()
    if known == newest:
        return 0
    if known is None or known > newest:  # the first time, or the rows come from a backup
        keep_followed(newest)
        return 0
    rows = AuditLine.objects.filter(number__gt=known, number__lte=newest, deed__in=TELLING).order_by("number")
    lines = list(rows.values_list("deed", "subject_id"))
    asked = sum(_from_reports([int(pk) for deed, pk in lines if deed != "freeze_period"], at))
    for deed, pk in dict.fromkeys(lines):
        if deed == "freeze_period":
            asked += _from_freeze(Period.objects.get(pk=pk), at)
    keep_followed(newest)
    return asked


def _from_reports(ids: Sequence[int], at: datetime) -> Iterator[int]:
    """Yield how many exceptions the reports of each period ask for."""
    places = ("portfolio", "programme", "division", "manager")
    rows = Report.objects.filter(pk__in=ids).select_related("period", *(f"project__{one}" for one in places))
    by_period: dict[int, list[Report]] = {}
    for row in rows.prefetch_related("declarations"):
        by_period.setdefault(row.period_id, []).append(row)
    for reports in by_period.values():
        period, projects = reports[0].period, [row.project for row in reports if row.project is not None]
        found = [*live_colours(projects, period, at.date()), *declared_colours(reports)]
        yield _ask(period, found, at)


def _from_freeze(period: Period, at: datetime) -> int:
    """Ask for what a frozen period shows red, and settle what it shows green."""
    if not period.version:
        return 0
    found = list(frozen_colours(period, period.version))
    asked = _ask(period, found, at)
    there = {("project" if row.project_id else "programme", row.subject.pk): row for row in open_exceptions()}
    by, last = local_operator(), period.ends_on - timedelta(days=1)
    for one in found:
        row = there.get((one.kind, one.subject_id))
        if row is not None:
            green = frozenset(each.dimension for each in one.dimensions if _is_green(each.colour, each.declared))
            whole = "overall" in green and not any(_reds(one))
            end_exception(exception=row, green=green, on=last, whole=whole, by=by, at=at)
    return asked


def _ask(period: Period, found: Iterable[Colours], at: datetime) -> int:
    by, asked = local_operator(), 0
    wanted = {(one.kind, one.subject_id): reds for one in found if (reds := list(_reds(one)))}
    subjects: list[Project | Programme] = [
        *Project.objects.filter(pk__in=[pk for kind, pk in wanted if kind == "project"]).exclude(state__in=ENDED),
        *Programme.objects.filter(pk__in=[pk for kind, pk in wanted if kind == "programme"]),
    ]
    for subject in subjects:
        reds = wanted[type(subject).__name__.lower(), subject.pk]
        asked += ask_for_exception(subject=subject, period=period, reds=reds, by=by, at=at) is not None
    return asked


def _reds(one: Colours) -> Iterator[Red]:
    """Yield what is red: by the data, where no override set it aside, and as declared."""
    for each in one.dimensions:
        if each.colour == RED:
            yield Red(CauseKind.COMPUTED, each.dimension, each.words)
        if each.declared == RED:
            yield Red(CauseKind.DECLARED, each.dimension, each.declared_words)


def _is_green(colour: str, declared: str) -> bool:
    """Return whether a dimension is green by the data and nobody declares otherwise."""
    return colour == GREEN and declared in ("", GREEN)
