"""What waits to be done: by oneself, late or not, and by others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conspectus.journeys.home.governing import governing
from conspectus.journeys.home.registered import registered
from conspectus.journeys.home.views import PeriodStand, Task
from conspectus.journeys.subjects import seen_subjects
from conspectus.kit.manner import inside, written_day
from conspectus.kit.subjects import SubjectKind
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.agile.choices import OLD_DAYS
from conspectus.rooms.agile.queries.since import backlogs_asked
from conspectus.rooms.files.queries import documents_due
from conspectus.rooms.followup.queries.given import actions_waiting
from conspectus.rooms.knowledge.queries import (
    articles_due,
    projects_without_lessons,
    projects_without_offers,
    titles_of,
)
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.portfolio.models import Programme
from conspectus.rooms.portfolio.queries import visible_programmes, visible_projects
from conspectus.rooms.portfolio.queries.parties import claims_waiting, contracts_due
from conspectus.rooms.portfolio.rules import may, projects_with
from conspectus.rooms.schedule.choices import Colour
from conspectus.rooms.schedule.queries import STALE_DAYS
from conspectus.rooms.schedule.queries.todo import PlanAsked, missed_milestones, plans_asked
from conspectus.rooms.status.choices import Dimension, ReportState
from conspectus.rooms.status.queries.todo import OverrideEnding, ReportAsked, overrides_ending, reports_asked

CONTRACT_DAYS = 30
MOST_MISSED = 3  # milestones of a project named one by one


class Duties:
    """What is asked in the open periods of the projects ``by`` sees, of whom, and what of it is theirs."""

    def __init__(self, by: User, persons: Sequence[int], on: date) -> None:
        self.by, self.persons, self.on = by, frozenset(persons), on
        seen = visible_projects(by, on)
        steered = projects_with(by, Ability.STEER, on)
        self.own = seen.filter(manager__in=persons)
        self._steered = None if steered is None else set(seen.filter(steered).order_by().values_list("pk", flat=True))
        programmes = list(visible_programmes(by, on))
        self.reports = reports_asked(seen, programmes)
        self._steered_programmes = self._steering(programmes)
        self.overrides = overrides_ending(seen, programmes, on)

    def decides(self, one: ReportAsked) -> bool:
        """Return whether ``by`` accepts a report: who steers the project, or what the programme lies in."""
        if one.kind == SubjectKind.PROGRAMME:
            return one.subject_id in self._steered_programmes
        return not self.by.reading_only and (self._steered is None or one.subject_id in self._steered)

    def _steering(self, programmes: Iterable[Programme]) -> set[int]:
        """Return the programmes that report and whose reports ``by`` decides on."""
        asked = {one.subject_id for one in self.reports if one.kind == SubjectKind.PROGRAMME}
        places = {one.pk: one.lies_in for one in programmes if one.pk in asked}
        able = {place for place in set(places.values()) if may(self.by, "accept_report", place, self.on)}
        return {pk for pk, place in places.items() if place in able}

    def mine(self) -> list[Task]:
        """Return what waits on these people, what is late and due first before the rest."""
        found = [
            *self._reports(),
            *self._acceptances(),
            *self._overrides(),
            *self._plans(),
            *self._contracts(),
            *self._documents(),
            *self._articles(),
            *self._lessons(),
            *governing(self.by, self.persons, self.on),
            *registered(self.by, self.persons, self.on),
            *self._actions(),
        ]
        return sorted(found, key=lambda one: (not one.late, one.due_on or date.max, one.subject))

    def others(self) -> list[Task]:
        """Return what these people wait for: reports handed in by them, and those owed to who steers."""
        found = [
            _report(
                one, _("Waits to be accepted for %(period)s") % {"period": one.period}, self.on, person=_("the PMO")
            )
            for one in self.reports
            if one.state == ReportState.SUBMITTED and one.manager_id in self.persons and not self.decides(one)
        ]
        for one in self.reports:
            if one.missing and one.manager_id not in self.persons and self.decides(one):
                found.append(_report(one, _stand(one), self.on, person=one.manager or _("nobody manages it")))
        return sorted(found, key=lambda one: (not one.late, one.due_on or date.max, one.subject))

    def periods(self) -> tuple[PeriodStand, ...]:
        """Return how far the reports of the open periods are that are ``by``'s to accept."""
        steered = [one for one in self.reports if self.decides(one)]
        states = Counter((one.period_id, "" if one.missing else one.state) for one in steered)
        firsts = {one.period_id: one for one in reversed(steered)}
        return tuple(
            PeriodStand(
                period_id=pk,
                period=one.period,
                portfolio=one.portfolio,
                due_on=one.due_on,
                asked=sum(count for (period, _state), count in states.items() if period == pk),
                missing=states[pk, ""],
                submitted=states[pk, ReportState.SUBMITTED],
                accepted=states[pk, ReportState.ACCEPTED],
                late=one.due_on < self.on,
            )
            for pk, one in sorted(firsts.items(), key=lambda pair: (pair[1].due_on, pair[0]))
        )

    def _reports(self) -> Iterator[Task]:
        for one in self.reports:
            if one.missing and self._writes(one):
                words = _("Write the report for %(period)s")
                if one.state == ReportState.RETURNED:
                    words = _("The report for %(period)s came back: %(answer)s")
                elif one.state == ReportState.DRAFT:
                    words = _("Submit the report for %(period)s; it is a draft")
                yield _report(one, words % {"period": one.period, "answer": one.answer}, self.on)

    def _writes(self, one: ReportAsked) -> bool:
        """Return whether a report waits on these people: as its manager, or as whom the manager asked to write it."""
        return one.manager_id in self.persons or one.delegate_id in self.persons

    def _acceptances(self) -> Iterator[Task]:
        for one in self.reports:
            if one.state == ReportState.SUBMITTED and self.decides(one):
                words = _("Accept or return the report for %(period)s") % {"period": one.period}
                yield _report(one, words, self.on, what="acceptance")

    def _overrides(self) -> Iterator[Task]:
        for one in self.overrides:
            if {one.made_by_id, one.manager_id} & self.persons:
                yield _override(one)

    def _documents(self) -> Iterator[Task]:
        rows = documents_due(self.persons, self.on)
        seen = seen_subjects(self.by, {(row.subject_kind, row.subject_id) for row in rows}, self.on)
        for row in rows:
            subject = seen.get((row.subject_kind, row.subject_id))
            if subject is not None:
                words = _("Look again at the document %(title)s") % {"title": row.title}
                late = row.review_on < self.on if row.review_on else False
                named = (*subject.reference, subject.name)
                yield Task("document", words, *named, document_id=row.pk, due_on=row.review_on, late=late)

    def _articles(self) -> Iterator[Task]:
        rows = articles_due(self.persons, self.on)
        titles = titles_of(self.by, [row.key for row in rows]) if rows else {}
        for row in rows:
            late = row.review_on < self.on if row.review_on else False
            named = titles.get(row.key) or row.draft_title or row.key
            words = _("Look again at the article “%(title)s”") % {"title": named}
            yield Task("article", words, "article", row.key, row.get_kind_display(), due_on=row.review_on, late=late)

    def _lessons(self) -> Iterator[Task]:
        """Yield projects that begin without having looked at lessons, and those that ended without writing any."""
        begun = self.own.filter(state__in=(State.PROPOSED, State.APPROVED))
        for row in projects_without_offers(begun):
            yield Task(
                "lessons", _("Look for lessons of projects like this one"), "project", str(row.pk), row.name, row.pk
            )
        for row in projects_without_lessons(self.own.filter(state__in=(State.CLOSED, State.STOPPED))):
            yield Task("lessons", _("Write down what this project learnt"), "project", str(row.pk), row.name, row.pk)

    def _actions(self) -> Iterator[Task]:
        rows = list(actions_waiting(self.persons, self.on))
        seen = seen_subjects(self.by, {(row.subject_kind, row.subject_id) for row in rows}, self.on) if rows else {}
        for row in rows:
            subject = seen.get((row.subject_kind, row.subject_id))
            late = row.due_on is not None and row.due_on < self.on
            name = subject.name if subject else _("not open to you")
            named = (row.subject_kind, row.subject_id, name)
            yield Task("action", row.words, *named, action_id=row.pk, due_on=row.due_on, late=late)

    def _plans(self) -> Iterator[Task]:
        plans = plans_asked(self.own)
        backlogs = backlogs_asked([one.project_id for one in plans], self.on)
        for one in plans:
            if one.errors is not None or one.project_id not in backlogs:
                yield from _plan(one, self.on)
            if one.project_id in backlogs:
                yield from _backlog(one, backlogs[one.project_id], self.on)
        named = {one.project_id: one for one in plans}
        missed: dict[int, int] = {}
        for row in missed_milestones(list(named), self.on):
            missed[row.project_id] = missed.get(row.project_id, 0) + 1
            if missed[row.project_id] <= MOST_MISSED:
                words = _("The milestone %(name)s is not done") % {"name": row.name}
                plan = named[row.project_id]
                yield _of(plan.project_id, plan.code, plan.name, "milestone", words, due_on=row.since, late=True)

    def _contracts(self) -> Iterator[Task]:
        until = self.on + timedelta(days=CONTRACT_DAYS)
        for row in contracts_due(self.by, self.persons, self.on, until):
            late = row.ends_on is not None and row.ends_on < self.on
            words = _("Its term is over and it is still in force") if late else _("Its term ends")
            named = (SubjectKind.CONTRACT.value, str(row.pk), row.title)
            yield Task("contract", words, *named, due_on=row.ends_on, late=late)
        for claim in claims_waiting(self.by, self.persons, self.on):
            contract = claim.contract
            named = (SubjectKind.CONTRACT.value, str(contract.pk), contract.title)
            words = _("The claim of %(day)s is not decided") % {"day": written_day(claim.raised_on)}
            yield Task("claim", words, *named)


def _stand(one: ReportAsked) -> str:
    told = {
        ReportState.RETURNED.value: _("Report for %(period)s was returned"),
        ReportState.DRAFT.value: _("Report for %(period)s is a draft"),
    }
    return told.get(one.state, _("Report for %(period)s is not begun")) % {"period": one.period}


def _report(one: ReportAsked, words: str, on: date, *, what: str = "report", person: str = "") -> Task:
    late = one.due_on < on
    project = one.subject_id if one.kind == SubjectKind.PROJECT else None
    named, more = (one.kind, str(one.subject_id), one.subject), {"due_on": one.due_on, "late": late, "person": person}
    return Task(what, words, *named, project_id=project, period_id=one.period_id, **more)  # type: ignore[arg-type]


def _override(one: OverrideEnding) -> Task:
    words = _("The override of %(dimension)s ends; from then on it counts as computed, now %(colour)s")
    words %= {"dimension": inside(Dimension(one.dimension).label), "colour": inside(Colour(one.computed).label)}
    project = one.subject_id if one.kind == SubjectKind.PROJECT else None
    named = (one.kind, str(one.subject_id), one.name)
    return Task("override", words, *named, project_id=project, due_on=one.ends_on)


def _plan(one: PlanAsked, on: date) -> Iterator[Task]:
    where = (one.project_id, one.code, one.name)
    if one.errors is None:
        yield _of(*where, "plan", _("There is no plan yet. Upload the one the project is run by"))
        return
    if one.status_on is not None and (on - one.status_on).days > STALE_DAYS:
        days = (on - one.status_on).days
        words = _("The plan's status date is %(days)s days old. Upload the newest") % {"days": days}
        yield _of(*where, "plan", words, late=True)
    if one.errors:
        words = ngettext(
            "%(count)s error in the newest plan: mend them in your tool, or answer them",
            "%(count)s errors in the newest plan: mend them in your tool, or answer them",
            one.errors,
        )
        yield _of(*where, "findings", words % {"count": one.errors})


def _backlog(one: PlanAsked, as_of: date | None, on: date) -> Iterator[Task]:
    """Yield what is asked of the backlog that judges a project."""
    where = (one.project_id, one.code, one.name)
    if as_of is None:
        yield _of(*where, "backlog", _("There is no backlog yet. Upload the one that judges the project"))
    elif (on - as_of).days > OLD_DAYS:
        words = _("The newest backlog is of %(day)s; upload a new one") % {"day": written_day(as_of)}
        yield _of(*where, "backlog", words, late=True)


def _of(project: int, code: str, name: str, what: str, words: str, **more: object) -> Task:
    named = (SubjectKind.PROJECT.value, str(project), f"{code} {name}")
    return Task(what, words, *named, project_id=project, **more)  # type: ignore[arg-type]  # fields of a task


def late_first(tasks: Iterable[Task]) -> tuple[tuple[Task, ...], tuple[Task, ...]]:
    """Return what is late and what is not."""
    rows = tuple(tasks)
    return tuple(one for one in rows if one.late), tuple(one for one in rows if not one.late)
