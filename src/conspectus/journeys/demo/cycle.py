"""The demo's months: periods laid and opened, reports written and accepted, all but the newest frozen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from conspectus.journeys.demo.enterprise import ANALYST, HONEST, PROGRAMMES, ROSY, Seed, manager_of
from conspectus.journeys.demo.organisation import Organisation
from conspectus.journeys.demo.stories import STORIES
from conspectus.journeys.freeze_period import freeze_period
from conspectus.rooms.periods.actions import lay_periods, open_period
from conspectus.rooms.periods.models import Period
from conspectus.rooms.status.actions import Declared, Words, accept_report, declare_status, submit_report
from conspectus.rooms.status.models import Report
from conspectus.rooms.status.queries import ProjectStatus, live_statuses, programme_status

ALL_WELL = "All is on course; nothing needs attention."
SAYS = {
    "green": "On course.",
    "amber": "Off course; we are working on it and expect to be back within the quarter.",
    "red": "Well off course; a way back is being worked out with the sponsor.",
}
PROGRAMME_SAYS = {
    "green": "The programme as a whole is on course.",
    "amber": "The programme is held up by some of its projects; their ways back are agreed one by one.",
    "red": "The programme will not meet its date or budget as it stands.",
}
WANTED = {"red": "Agree the way back, or a new date and budget.", "amber": "", "green": ""}


def lay_months(organisation: Organisation, ends: Sequence[date], at: datetime) -> tuple[Period, ...]:
    """Lay a period for each month, given by its last day."""
    by = organisation.people[ANALYST]
    return lay_periods(portfolio=organisation.portfolio, starting=ends[0], through=ends[-1], by=by, at=at)


def open_month(organisation: Organisation, period: Period, at: datetime) -> Period:
    """Open a month for its reports."""
    return open_period(period=period, revision=period.revision, by=organisation.people[ANALYST], at=at)


def report_month(
    organisation: Organisation, seeds: Sequence[Seed], period: Period, at: datetime, *, silent: int
) -> tuple[Report, ...]:
    """Write and submit the report of every project that has a plan by then.

    ``silent`` is how many months before the newest this one lies: who has been silent for longer reports nothing.
    """
    found = {row.code: row for row in live_statuses(organisation.director, period, at=at)}
    reports = []
    for number, seed in enumerate(seeds):
        row, story = found[seed.code], STORIES[seed.story]
        if row.revision is None or silent < story.months_silent:
            continue
        by = organisation.people[manager_of(number)]
        report = declare_status(
            subject=organisation.projects[number],
            period=period,
            declared=_said(row, says_green=story.says_green),
            words=_words(row, says_green=story.says_green),
            revision=0,
            by=by,
            at=at,
        )
        reports.append(submit_report(report=report, revision=report.revision, by=by, at=at))
    return tuple(reports)


def report_programmes(organisation: Organisation, period: Period, at: datetime) -> tuple[Report, ...]:
    """Let programmes report themselves: one what its sums say, two green whatever they say."""
    reports = []
    heads = {key: organisation.people[head] for key, _, head in PROGRAMMES}
    for key in (HONEST, *ROSY):
        programme, colour, by = organisation.programmes[key], "green", heads[key]
        status = programme_status(by, programme, period, at=at) if key == HONEST else None
        if status is not None and status.overall.colour in SAYS:
            colour = status.overall.colour
        said = [Declared("overall", colour, PROGRAMME_SAYS[colour])]
        words = Words(summary=PROGRAMME_SAYS[colour], decisions=WANTED[colour])
        report = declare_status(subject=programme, period=period, declared=said, words=words, revision=0, by=by, at=at)
        reports.append(submit_report(report=report, revision=report.revision, by=by, at=at))
    return tuple(reports)


def freeze_month(organisation: Organisation, period: Period, reports: Sequence[Report], at: datetime) -> Period:
    """Accept the reports of a month and freeze it."""
    by = organisation.people[ANALYST]
    for report in reports:
        accept_report(report=report, revision=report.revision, by=by, at=at)
    return freeze_period(period=period, revision=period.revision, by=by, at=at)


def _said(row: ProjectStatus, *, says_green: bool) -> list[Declared]:
    """Return what a manager declares: the colours of the data, or green whatever they are."""
    found = []
    for one in row.dimensions[:3]:  # overall, schedule, cost
        colour = one.computed.colour
        if says_green or (one.dimension == "overall" and colour == "not_assessed"):
            colour = "green"
        if colour != "not_assessed":
            found.append(Declared(one.dimension, colour))
    return found


def _words(row: ProjectStatus, *, says_green: bool) -> Words:
    colour = "green" if says_green else row.overall.computed.colour
    figures = row.figures
    done = f"{figures.done} of {figures.tasks} tasks are done." if figures else ""
    following = [one for one in row.milestones if not one.done and one.on is not None][:2]
    return Words(
        summary=ALL_WELL if says_green else SAYS.get(colour, SAYS["green"]),
        achieved=done,
        planned=" ".join(f"{one.name} on {one.on:%d %b %Y}." for one in following),
        decisions=WANTED.get(colour, ""),
    )
