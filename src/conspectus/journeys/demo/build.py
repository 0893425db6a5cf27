"""Build the demo through the ordinary actions, in the order in which things happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from conspectus.formats.schedules import read
from conspectus.formats.schedules.drafts import draft_of
from conspectus.journeys.compliance_findings import follow_findings
from conspectus.journeys.demo.backlogs import keep_backlogs
from conspectus.journeys.demo.books import Books
from conspectus.journeys.demo.closing import close_projects
from conspectus.journeys.demo.cycle import Month, agree_rule, freeze_month, gather_month, lay_months, open_month
from conspectus.journeys.demo.enterprise import SEEDS, Seed, manager_of
from conspectus.journeys.demo.files import handed_in_file
from conspectus.journeys.demo.findings import answer_findings
from conspectus.journeys.demo.gates import Gates
from conspectus.journeys.demo.governing import govern
from conspectus.journeys.demo.learnt import learn
from conspectus.journeys.demo.links import link_projects, propose_one_more
from conspectus.journeys.demo.methods import ask_for_more, follow_methods, waive_some
from conspectus.journeys.demo.months import month_ends, morning
from conspectus.journeys.demo.organisation import Organisation, cut_projects, schedule, set_up_organisation, share_views
from conspectus.journeys.demo.purposes import say_what_for
from conspectus.journeys.demo.quality import keep_quality
from conspectus.journeys.demo.risks import keep_registers, tend_registers
from conspectus.journeys.demo.scope import keep_scope
from conspectus.journeys.demo.talk import keep_documents, stand_in, talk
from conspectus.journeys.demo.team import BacklogTeam
from conspectus.journeys.demo.updates import MONTHS, Revision, revisions
from conspectus.journeys.exceptions import follow_exceptions
from conspectus.journeys.gather_facts import gather_all
from conspectus.journeys.notices.clock.keep import keep_reminders
from conspectus.journeys.notices.follow import follow_notices
from conspectus.rooms.periods.models import Period
from conspectus.rooms.schedule.actions import edit_plan, import_plan, set_baseline
from conspectus.rooms.schedule.queries import current_number
from conspectus.rooms.search.actions import follow_deeds

Progress = Callable[[int, int, str], None]
HANDED_IN_AFTER = timedelta(days=4)  # a month's plan arrives in the first days of the next
BOOKED_AFTER = timedelta(days=5)  # the accounts of a month are closed
FROZEN_AFTER = timedelta(days=9)
LINKED = 4  # months there are when projects agree on what they hand over
OPENED_BEFORE = timedelta(days=21)  # the enterprise opened its projects before the first plan


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: who to sign in as, how many projects and plan revisions there are."""

    organisation: Organisation
    projects: int
    revisions: int


def build_demo(
    *, root: int, today: date, seeds: tuple[Seed, ...] = SEEDS, on_progress: Progress = lambda *_: None
) -> Built:
    """Fill an empty database with the demo.

    ``root`` seeds every random draw and ``today`` sets the dates: status dates
    reach to the last whole month before it. ``on_progress`` gets how many plans
    are in, how many there will be, and the name of the newest.
    """
    handed_in = [
        (revision, number)
        for number in range(len(seeds))
        for revision in revisions(number, root=root, today=today, seeds=seeds)
    ]
    handed_in.sort(key=lambda pair: (pair[0].handed_in_on, pair[1]))
    ends = month_ends(today, MONTHS)
    first = morning(min(handed_in[0][0].handed_in_on, ends[0]) - OPENED_BEFORE, today)
    organisation = set_up_organisation(seeds, at=first)
    periods = lay_months(organisation, ends, first)
    for begin in (agree_rule, say_what_for, follow_methods):
        begin(organisation, first)
    follow_exceptions(at=first)
    books, gates = Books(organisation, seeds, today), Gates(organisation, today)
    team, place = BacklogTeam(organisation, today), 0
    for month, (end, period) in enumerate(zip(ends, periods, strict=True)):
        while place < len(handed_in) and handed_in[place][0].handed_in_on <= end:
            revision, number = handed_in[place]
            on_progress(place, len(handed_in), seeds[number].name)
            _hand_in(books, number, revision)
            place += 1
        books.close_month(end, morning(end + BOOKED_AFTER, today))
        if month == len(ends) - 2:
            books.approve_programme(morning(end + BOOKED_AFTER, today))
        gates.pass_until(end)
        if month == len(ends) - LINKED:
            link_projects(organisation, today, morning(end + BOOKED_AFTER, today))
        if month == len(ends) - 6:
            waive_some(organisation, morning(end + BOOKED_AFTER, today))
        if month == len(ends) - 1:
            _look_ahead(books, morning(end + BOOKED_AFTER, today))
        tend_registers(organisation, month, morning(end, today))
        _tell(books, team, period, end, silent=len(ends) - 1 - month)
        follow_exceptions(at=morning(end + FROZEN_AFTER, today))
        follow_findings(at=morning(end + FROZEN_AFTER, today))
        if month == len(ends) - 1:
            answer_findings(organisation, morning(end + FROZEN_AFTER, today))
    govern(organisation, today)
    gates.pass_until(today)
    _bring_to_today(organisation, today)
    on_progress(len(handed_in), len(handed_in), "")
    follow_deeds(at=morning(today, today))
    gather_all(source="day", at=morning(today, today))
    follow_findings(at=morning(today, today))
    return Built(organisation, len(seeds), len(handed_in))


def _bring_to_today(organisation: Organisation, today: date) -> None:
    """Do what the enterprise did since its last frozen month, and tell people of it."""
    for arrange in (cut_projects, share_views, propose_one_more):
        arrange(organisation, at=morning(today, today))
    keep_scope(organisation, today)
    follow_notices(at=morning(today, today))  # people are told of what follows
    for follow in (talk, keep_documents, stand_in):
        follow(organisation, today)
    ask_for_more(organisation, morning(today, today))
    for keep in (learn, close_projects, keep_registers, keep_quality, keep_backlogs):
        keep(organisation, today)
    schedule(organisation, at=morning(today, today))
    for day in (today - timedelta(days=5), today):  # what fell due since is told
        keep_reminders(at=morning(day, today))
    follow_notices(at=morning(today, today))


def _look_ahead(books: Books, at: datetime) -> None:
    """Raise claims, and let the managers say what they expect."""
    books.raise_claims(at)
    books.expect([books.organisation.people[manager_of(number)] for number in range(len(books.seeds))], at)


def _tell(books: Books, team: BacklogTeam, period: Period, end: date, *, silent: int) -> None:
    """Gather the reports of a month and freeze it; the newest stays open."""
    organisation, asked = books.organisation, Month(end, books.today, silent)
    team.deliver(end, silent)
    period = open_month(organisation, period, asked)
    reports = (*team.report(period, asked), *gather_month(organisation, books.seeds, period, asked))
    if silent:
        freeze_month(organisation, period, reports, morning(end + FROZEN_AFTER, books.today))


def _hand_in(books: Books, number: int, revision: Revision) -> None:
    """Import one file as its project manager, and approve baseline and budget where they were agreed."""
    organisation = books.organisation
    at = morning(revision.handed_in_on + HANDED_IN_AFTER, books.today)
    name, data = handed_in_file(books.seeds[number], revision)
    project = organisation.projects[number]
    manager = organisation.people[manager_of(number)]
    before = current_number(project)
    if before is not None and books.seeds[number].handed_in == "csv":  # begun as a table, kept in the editor since
        draft = draft_of(read(data, name).plans[0])
        draft = replace(draft, head={**draft.head, "name": project.name})
        imported = edit_plan(project=project, draft=draft, revision=before, by=manager, at=at)
    else:
        imported = import_plan(project=project, data=data, name=name, by=manager, at=at)
    if revision.approves:
        baseline = set_baseline(
            project=project, revision=imported.revision, reason=revision.approves, by=organisation.director, at=at
        )
        books.approve(number, baseline, at)
    books.spend(number, imported.revision)
