"""The demo's months: periods laid and opened, reports written and accepted, all but the newest frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from conspectus.engine.findings import Finding
from conspectus.journeys.demo.enterprise import ANALYST, HONEST, PROGRAMMES, ROSY, Seed, manager_of
from conspectus.journeys.demo.months import morning
from conspectus.journeys.demo.organisation import Organisation
from conspectus.journeys.demo.stories import STORIES
from conspectus.journeys.freeze_period import freeze_period
from conspectus.journeys.reporting_cycle import begin_cycle, keep_cycles
from conspectus.kit.errors import Conflict
from conspectus.rooms.periods.actions import lay_periods
from conspectus.rooms.periods.models import Period
from conspectus.rooms.status.actions import (
    Declared,
    Gathering,
    Words,
    accept_report,
    declare_status,
    delegate_report,
    repeat_report,
    return_report,
    said_by,
    set_reporting_rule,
    submit_report,
)
from conspectus.rooms.status.choices import ReportState
from conspectus.rooms.status.models import Report, Request
from conspectus.rooms.status.queries import ProjectStatus, live_statuses, programme_status
from conspectus.rooms.status.queries.doubts import doubts_of
from conspectus.rooms.status.queries.reports import report_before

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
CALM = ("steady", "ahead")  # who says now and then that nothing changed
BEGUN, AWAY = "CD-06", "CO-03"  # in the newest month: not handed in yet, and handed on to somebody else
ANSWER = "Seen; it is set right with the next plan."
ANSWERS = {
    "PLAN_NOT_UPDATED": "The plan is brought up each quarter; nothing in it has moved since.",
    "COST_FELL": "An invoice was booked on the wrong project and put right.",
    "PERCENT_FELL": "Two tasks were opened again after the inspection.",
    "MILESTONE_OPEN": "It was reached; the plan follows with the next update.",
    "OVERALL_BETTER": "The way back is agreed with the sponsor, so we report where we shall be.",
}
MORE_WANTED = "Say what you do about it and until when; the board will ask."
WANTED = {"red": "Agree the way back, or a new date and budget.", "amber": "", "green": ""}


def lay_months(organisation: Organisation, ends: Sequence[date], at: datetime) -> tuple[Period, ...]:
    """Lay a period for each month, given by its last day."""
    by = organisation.people[ANALYST]
    return lay_periods(portfolio=organisation.portfolio, starting=ends[0], through=ends[-1], by=by, at=at)


def agree_rule(organisation: Organisation, at: datetime) -> None:
    """Say how the office gathers reports: asked on the first, due on the sixth, others told two days later."""
    rule = Gathering(opens_day=1, due_day=6, reminder_days=(-2, 1), escalate_day=2)
    by = organisation.people[ANALYST]
    set_reporting_rule(portfolio=organisation.portfolio, new=rule, revision=0, by=by, at=at)


@dataclass(frozen=True, slots=True)
class Month:
    """A month's last day, today, and how many months lie between: who has been silent for longer reports nothing."""

    end: date
    today: date
    silent: int

    def at(self, days: int) -> datetime:
        """Return the morning of a day after the month's end."""
        return morning(self.end + timedelta(days=days), self.today)


def open_month(organisation: Organisation, period: Period, month: Month) -> Period:
    """Ask for the reports of a month."""
    by = organisation.people[ANALYST]
    return begin_cycle(period=period, revision=period.revision, by=by, at=month.at(1)).period


def gather_month(organisation: Organisation, seeds: Sequence[Seed], period: Period, month: Month) -> tuple[Report, ...]:
    """Write the reports of a month: most in time, some after they were chased, some once more.

    Of the newest month one is begun and one was returned; one nobody writes is handed on.
    """
    if not month.silent:
        _hand_on(organisation, period, month.at(3))
    keep_cycles(at=month.at(4))
    told = _to_say(organisation, seeds, period, month)
    late = [number for number in told if (7 * number + 3 * month.silent) % 11 == 0]
    on_time = [number for number in told if number not in late]
    reports = [_report(organisation, seeds, period, told[number], month, month.at(6)) for number in on_time]
    reports += report_programmes(organisation, period, month.at(6))
    keep_cycles(at=month.at(7))
    reports = [_again(organisation, one, number, month) for number, one in enumerate(reports)]
    keep_cycles(at=month.at(8))
    reports += [_report(organisation, seeds, period, told[number], month, month.at(8)) for number in late]
    return tuple(reports)


@dataclass(frozen=True, slots=True)
class _ToSay:
    number: int
    declared: list[Declared]
    words: Words
    found: tuple[Finding, ...]


def _to_say(organisation: Organisation, seeds: Sequence[Seed], period: Period, month: Month) -> dict[int, _ToSay]:
    """Return what each manager with a plan says of a month, and what does not fit in it."""
    found = {row.code: row for row in live_statuses(organisation.director, period, at=month.at(6))}
    said = {}
    for number, seed in enumerate(seeds):
        row, story = found[seed.code], STORIES[seed.story]
        if row.revision is not None and month.silent >= story.months_silent:
            words = words_of(row, month.end + timedelta(days=20), says_green=story.says_green)
            said[number] = (colours_of(row, says_green=story.says_green), words)
    projects = [organisation.projects[number] for number in said]
    ranks = {organisation.projects[number].pk: said_by(*one) for number, one in said.items()}
    doubts = doubts_of(ranks, projects, period, month.at(6).date())
    return {number: _ToSay(number, *one, doubts[organisation.projects[number].pk]) for number, one in said.items()}


def _report(
    organisation: Organisation, seeds: Sequence[Seed], period: Period, told: _ToSay, month: Month, at: datetime
) -> Report:
    """Write and submit a report, or say that nothing changed; one of the newest month is begun only."""
    number, project = told.number, organisation.projects[told.number]
    by = organisation.people[manager_of(number)]
    if seeds[number].story in CALM and (number + month.silent) % 4 == 0 and report_before(project, period):
        try:
            return repeat_report(project=project, period=period, revision=0, by=by, at=at)
        except Conflict:
            pass  # the data say that something changed
    declared, words = told.declared, told.words
    report = declare_status(subject=project, period=period, declared=declared, words=words, revision=0, by=by, at=at)
    if seeds[number].code == BEGUN and not month.silent:
        return report
    answers = {(one.code, one.place): ANSWERS.get(one.code, ANSWER) for one in told.found}
    minutes = 6 + (5 * number + 3 * month.silent) % 14
    more: dict[str, Any] = {"answers": answers, "minutes": minutes, "found": told.found}
    return submit_report(report=report, revision=report.revision, by=by, at=at, **more)


def _again(organisation: Organisation, report: Report, number: int, month: Month) -> Report:
    """Return a report now and then; its manager submits it again, but for that of the newest month."""
    newest = not month.silent
    wanted = (
        report.subject == organisation.projects[min(1, len(organisation.projects) - 1)]
        if newest
        else (number + 5 * month.silent) % 17 == 0
    )
    if report.project is None or report.state != ReportState.SUBMITTED or not wanted:
        return report
    office = organisation.people[ANALYST]
    row = return_report(report=report, words=MORE_WANTED, revision=report.revision, by=office, at=month.at(7))
    if newest or row.project is None or row.project.manager is None:
        return row
    by = organisation.people[row.project.manager.name]
    return submit_report(report=row, revision=row.revision, by=by, at=month.at(8))


def _hand_on(organisation: Organisation, period: Period, at: datetime) -> None:
    """Let the head of the programme write a report whose manager is away."""
    row = Request.objects.filter(cycle__period=period, project__code=AWAY).first()
    if row is not None and row.project is not None and row.project.programme is not None:
        person, by = row.project.programme.manager, organisation.people[ANALYST]
        until = at.date() + timedelta(days=30)
        delegate_report(request=row, person=person, until=until, revision=row.revision, by=by, at=at)


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


def colours_of(row: ProjectStatus, *, says_green: bool) -> list[Declared]:
    """Return what a manager declares: the colours of the data, or green whatever they are."""
    found = []
    for one in row.dimensions[:3]:  # overall, schedule, cost
        colour = one.computed.colour
        if says_green or (one.dimension == "overall" and colour == "not_assessed"):
            colour = "green"
        if colour != "not_assessed":
            found.append(Declared(one.dimension, colour))
    return found


def words_of(row: ProjectStatus, decide_on: date, *, says_green: bool) -> Words:
    """Return what a manager writes."""
    colour = "green" if says_green else row.overall.computed.colour
    figures = row.figures
    done = f"{figures.done} of {figures.tasks} tasks are done." if figures and figures.tasks else ""
    following = [one for one in row.milestones if not one.done and one.on is not None][:2]
    return Words(
        summary=ALL_WELL if says_green else SAYS.get(colour, SAYS["green"]),
        achieved=done,
        planned=" ".join(f"{one.name} on {one.on:%d %b %Y}." for one in following),
        decisions=WANTED.get(colour, ""),
        decide_on=decide_on if WANTED.get(colour) else None,
    )
