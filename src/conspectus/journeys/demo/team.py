"""A team of the demo that lives by its backlog alone: no plan, but dates it is held to, a budget and a forecast."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from conspectus.journeys.demo.backlogs import Team, export
from conspectus.journeys.demo.cycle import ANSWER, ANSWERS, Month, colours_of, words_of
from conspectus.journeys.demo.enterprise import ANALYST, MANAGERS, SPONSOR
from conspectus.journeys.demo.months import morning
from conspectus.journeys.demo.organisation import Organisation
from conspectus.rooms.accounts.models import User
from conspectus.rooms.agile.actions import NewChoice, SaidOf, choose_delivery, import_backlog
from conspectus.rooms.money.actions import NewEntry, NewLine, approve_budget, forecast_cost, record_entries
from conspectus.rooms.periods.models import Period
from conspectus.rooms.portfolio.actions import NewProject, create_project
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.status.actions import declare_status, said_by, submit_report
from conspectus.rooms.status.models import Report
from conspectus.rooms.status.queries import live_statuses
from conspectus.rooms.status.queries.doubts import doubts_of

CODE, NAME = "NC-08", "Gate booking app"
MONTHS, BOOKED_AFTER, WEEK = 8, timedelta(days=5), timedelta(weeks=1)
APPROVED_FOR = timedelta(days=290)  # from its first day
BUDGET, A_MONTH = 560_000_00, 52_000_00  # minor units of the portfolio's currency
WORK = Team(
    CODE, "jira", "GATE", (3, 4, 2, 5, 3), 6, 122, 3,
    ("Slots and bookings", "Hauliers", "Arrival at the gate", "Changes on the day", "Figures for the terminal"),
)  # fmt: skip


@dataclass(slots=True)
class BacklogTeam:
    """The team and what it has told so far, month by month."""

    organisation: Organisation
    today: date
    project: Project | None = None
    ends: list[date] = field(default_factory=list)

    @property
    def manager(self) -> User:
        """Who leads the team."""
        return self.organisation.people[MANAGERS[3]]

    def deliver(self, end: date, left: int) -> None:
        """Upload the backlog of a month, with what was spent and what is still to be; ``left`` months follow."""
        if left >= MONTHS:
            return
        self.ends.append(end)
        start = self.ends[0] - timedelta(weeks=WORK.begun)
        project = self.project = self.project or self._open(start)
        if len(self.ends) == 1:
            self._upload(project, start + WEEK)  # what growth is measured from
        self._upload(project, end)
        if len(self.ends) == 1:
            new = NewChoice(
                "Approved by the sponsor as a team with a backlog and no plan; agreed when work began.",
                judges=True, scopes=True, since=1, start_on=start, finish_on=start + APPROVED_FOR, from_on=end,
            )  # fmt: skip
            at = morning(end, self.today)
            choose_delivery(project=project, new=new, by=self.organisation.director, at=at)
        self._account(project, end, start + APPROVED_FOR)

    def report(self, period: Period, month: Month) -> tuple[Report, ...]:
        """Say what the figures say, and answer what does not fit."""
        if self.project is None:
            return ()
        project, by, at = self.project, self.manager, month.at(6)
        row = next(one for one in live_statuses(self.organisation.director, period, at=at) if one.code == CODE)
        declared = colours_of(row, says_green=False)
        words = words_of(row, month.end + timedelta(days=20), says_green=False)
        found = doubts_of({project.pk: said_by(declared, words)}, [project], period, at.date())[project.pk]
        report = declare_status(
            subject=project, period=period, declared=declared, words=words, revision=0, by=by, at=at
        )
        answers = {(one.code, one.place): ANSWERS.get(one.code, ANSWER) for one in found}
        report = submit_report(
            report=report, revision=report.revision, answers=answers, found=found, minutes=7, by=by, at=at
        )
        return (report,)

    def _open(self, start: date) -> Project:
        """Open the project and approve its budget."""
        organisation, at = self.organisation, morning(start, self.today)
        new = NewProject(
            portfolio=organisation.portfolio,
            programme=organisation.programmes["corridor"],
            division=organisation.people["Pieter Halloran"].person.division,
            code=CODE,
            name=NAME,
            manager=self.manager.person,
            sponsor=organisation.people[SPONSOR].person,
            state=State.ACTIVE,
        )
        project = create_project(new=new, by=organisation.people[ANALYST], at=at)
        by = organisation.people[SPONSOR]
        lines = [NewLine(start.year, "base", "opex", BUDGET)]
        approve_budget(subject=project, lines=lines, reason="One team until its backlog is worked off.", by=by, at=at)
        return project

    def _upload(self, project: Project, day: date) -> None:
        """Upload the backlog as it stood on a day, on that day: a period counts what was there by its last one."""
        data = export(WORK, self.ends[0], day, len(self.ends) - 1)
        name, said = f"{CODE.lower()}-{day:%Y-%m-%d}.csv", SaidOf(as_of=day, date_order="ymd")
        import_backlog(project=project, data=data, name=name, said=said, by=self.manager, at=morning(day, self.today))

    def _account(self, project: Project, end: date, finish: date) -> None:
        """Book the month's cost of the team, and let its manager say what each month to come costs."""
        at = morning(end + BOOKED_AFTER, self.today)
        spent = NewEntry(project, "actual", A_MONTH, end, "opex", "Own labour", project.currency)
        record_entries(entries=[spent], by=self.organisation.people[ANALYST], at=at)
        days, day = [], end
        while day < finish:
            day = (day + timedelta(days=1)).replace(day=28)
            day = (day + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            days.append(day)
        months = [(one, A_MONTH) for one in days]
        forecast_cost(
            project=project, made_on=end, reason="The team stays as it is.", months=months, by=self.manager, at=at
        )
