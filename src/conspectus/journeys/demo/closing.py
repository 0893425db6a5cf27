"""Two small projects of the demo that came to their end, closed point by point and decided on by the sponsor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conspectus.journeys.demo.enterprise import ANALYST, DIVISIONS, MANAGERS, SPONSOR
from conspectus.journeys.demo.months import morning
from conspectus.journeys.demo.organisation import Organisation
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.accounts.models import User
from conspectus.rooms.closure import actions
from conspectus.rooms.closure.actions import Handover, NewBenefit, Verdict
from conspectus.rooms.followup.actions import ActionParticulars, open_action
from conspectus.rooms.knowledge.actions import LessonText, record_lesson
from conspectus.rooms.portfolio.actions import NewProject, create_project
from conspectus.rooms.portfolio.choices import State
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.risks.actions import Particulars, open_register_entry
from conspectus.rooms.scope.actions import (
    DeliverableParticulars,
    RequirementParticulars,
    enter_deliverables,
    enter_requirements,
    judge_deliverable,
    submit_deliverable,
)
from conspectus.rooms.scope.models import Requirement

OPENED, DELIVERED, CLOSED = timedelta(days=170), timedelta(days=40), timedelta(days=20)  # before today


@dataclass(frozen=True, slots=True)
class _Ended:
    code: str
    name: str
    programme: str
    division: str
    deliverable: str
    risk: str
    action: str
    need: tuple[str, str]  # and the requirement it became
    benefit: str
    lesson: LessonText
    left: str  # why a deliverable stays open; empty: none does


ENDED = (
    _Ended(
        "RN-07",
        "Smart meter trial",
        "resilient",
        "water",
        "Report on 400 meters over one winter",
        "Batteries fail before the warranty ends",
        "Collect the 60 meters that stay in the field",
        ("Leaks are found before the bill shows them", "Read every meter once an hour, also in frost"),
        "Leaks behind the meter found within a week instead of a quarter",
        LessonText(
            "Choose trial streets by the crews' routes",
            "Every reading fault took half a day, since the streets lay far apart.",
            "Pick streets one crew passes anyway; the sample stays large enough.",
        ),
        "",
    ),
    _Ended(
        "NC-07",
        "Gate camera trial",
        "corridor",
        "freight",
        "Cameras at two gates with accepted reading rate",
        "Number plates of three countries are read badly in rain",
        "Hand the camera contract to the terminal's own staff",
        ("Lorries do not queue on the public road", "Read number plates without stopping the lorry"),
        "A lorry passes the gate in 40 seconds instead of three minutes",
        LessonText(
            "Measure the old way before the new one comes",
            "Nobody had timed the gates before, so the gain had to be estimated.",
            "Time a week of the old process in the first month.",
        ),
        "The second gate is accepted by the terminal after its own roadworks.",
    ),
)


def close_projects(organisation: Organisation, today: date) -> None:
    """Open, deliver and close the projects that ended, through the deeds everybody uses."""
    for number, one in enumerate(ENDED):
        manager = organisation.people[MANAGERS[number]]
        project = _carried_out(organisation, one, manager, today)
        _close(organisation, one, project, manager, today)


def _carried_out(organisation: Organisation, one: _Ended, manager: User, today: date) -> Project:
    analyst, sponsor = organisation.people[ANALYST], organisation.people[SPONSOR]
    new = NewProject(
        portfolio=organisation.portfolio,
        programme=organisation.programmes[one.programme],
        division=_head(organisation, one).person.division,
        code=one.code,
        name=one.name,
        manager=manager.person,
        sponsor=sponsor.person,
        state=State.ACTIVE,
    )
    at = morning(today - OPENED, today)
    project = create_project(new=new, by=analyst, at=at)
    risk = Particulars(kind="threat", title=one.risk, owner=manager.person)
    open_register_entry(place=project, new=risk, by=manager, at=at)
    delivered = morning(today - DELIVERED, today)
    given = ActionParticulars(one.action, manager.person, today + timedelta(days=30))
    open_action(subject=subject_of(project), new=given, by=manager, at=delivered)
    criteria = "Read and tried by those who use it"
    met = _needed(project, one, manager, at)
    rows = [DeliverableParticulars(one.deliverable, owner=manager.person, criteria=criteria, requirements=met)]
    if one.left:
        rows.append(DeliverableParticulars("The second gate", requirements=met))
    first, *_ = enter_deliverables(project=project, new=rows, by=manager, at=at)
    first = submit_deliverable(deliverable=first, revision=first.revision, by=manager, at=delivered)
    judge_deliverable(
        deliverable=first, state="accepted", revision=first.revision, by=organisation.director, at=delivered
    )
    return project


def _needed(project: Project, one: _Ended, manager: User, at: datetime) -> tuple[Requirement, ...]:
    """Enter what the customer needed and what was asked of the project for it."""
    need, asked = one.need
    new = RequirementParticulars(need, "need", "N-1", priority="must", state="agreed")
    (served,) = enter_requirements(project=project, new=[new], by=manager, at=at)
    new = RequirementParticulars(asked, code="R-1", need=served, priority="must", state="agreed")
    return tuple(enter_requirements(project=project, new=[new], by=manager, at=at))


def _close(organisation: Organisation, one: _Ended, project: Project, manager: User, today: date) -> None:
    head, sponsor = _head(organisation, one), organisation.people[SPONSOR]
    at = morning(today - CLOSED, today)
    row = actions.begin_closure(project=project, by=manager, at=at)
    open_items = [("registerentry", pk) for pk in project.register.values_list("pk", flat=True)]
    open_items += [("action", pk) for pk in project.actions.values_list("pk", flat=True)]
    actions.hand_over_open_items(
        closure=row,
        picked=[(kind, str(pk)) for kind, pk in open_items],
        handover=Handover("Goes on in the division, agreed with its head", person=head.person),
        by=manager,
        at=at,
    )
    words = "The trial was paid from the division's running cost; nothing was budgeted or booked here."
    actions.reconcile_final_cost(closure=row, words=words, by=manager, at=at)
    record_lesson(project=project, text=one.lesson, by=manager, at=at)
    need = project.requirements.get(kind="need")
    new = NewBenefit(one.benefit, head.person, today + timedelta(days=300), need)
    benefit = actions.name_benefit_owner(closure=row, new=new, by=manager, at=at)
    said = "I take this on and report it with the figures of the division."
    actions.answer_benefit(benefit=benefit, accepted=True, words=said, by=head, at=at + timedelta(days=1))
    review = "Post-implementation review: what did the trial bring?"
    due_on = today + timedelta(days=160)
    actions.plan_closing_review(closure=row, words=review, owner=sponsor.person, due_on=due_on, by=manager, at=at)
    if one.left:
        actions.leave_point_open(closure=row, point="deliverables", reason=one.left, by=sponsor, at=at)
    words = "The trial has answered its question; the decision to go on is prepared in the division."
    day = at + timedelta(days=3)
    row = actions.submit_closure(closure=row, words=words, revision=row.revision, by=manager, at=day)
    verdict = Verdict(True, "Closed with thanks to all who took part", "Sponsor, in the steering committee")
    day += timedelta(days=4)
    actions.decide_closure(closure=row, verdict=verdict, revision=row.revision, by=sponsor, at=day)


def _head(organisation: Organisation, one: _Ended) -> User:
    """Return the head of the division that has it from now on."""
    return organisation.people[next(head for key, _, head in DIVISIONS if key == one.division)]
