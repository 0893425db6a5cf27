"""What some projects of the demo hand over and for what need, and the changes that were asked of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from conspectus.journeys.demo.enterprise import manager_of
from conspectus.journeys.demo.organisation import Organisation
from conspectus.rooms.accounts.models import User
from conspectus.rooms.changes.actions import (
    ChangeParticulars,
    decide_change_request,
    raise_change_request,
    set_change_authority,
    submit_change_request,
)
from conspectus.rooms.changes.rules import Limit
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.scope.actions import (
    DeliverableParticulars,
    RequirementParticulars,
    enter_deliverables,
    enter_requirements,
    judge_deliverable,
    submit_deliverable,
)
from conspectus.rooms.scope.models import Deliverable

PROJECTS = 8  # of the seed table that keep their scope
BEFORE = timedelta(days=60)
HANDED_OVER = (
    ("D-1", "Design approved by the operator", "document", -45, "Signed by operations and safety"),
    (
        "D-2",
        "Installed and tested equipment",
        "product",
        -12,
        "Factory and site tests passed, no open fault of class 1",
    ),
    ("D-3", "Operating manual", "document", 25, "Read and approved by the shift leaders"),
    ("D-4", "Trained operators", "service", 60, "Two shifts trained, test passed by nine of ten"),
)
ASKED = (
    ("More sensors at the inlet", "customer", 4, 0.02, "approved", "Worth it: fewer manual samples."),
    ("Cable route moved around the culvert", "technical", 8, 0.035, "", ""),
    ("New rule on noise at night", "regulation", 3, 0.015, "rejected", "The exemption was granted."),
)


def keep_scope(organisation: Organisation, today: date) -> None:
    """Enter needs, deliverables and changes of the first projects, through the deeds everybody uses."""
    at = datetime.combine(today - BEFORE, time(9), UTC)
    limits = [Limit("sponsor", 50_000_00, 10), Limit("portfolio_manager", 250_000_00, 40), Limit("pmo_director")]
    reason = "Levels of authority agreed by the board"
    place = organisation.portfolio
    set_change_authority(subject=place, limits=limits, reason=reason, by=organisation.director, at=at)
    for number, project in enumerate(organisation.projects[:PROJECTS]):
        manager = organisation.people[manager_of(number)]
        _deliver(organisation, project, manager, number, at)
        _change(organisation, project, manager, number, at)


def _deliver(organisation: Organisation, project: Project, manager: User, number: int, at: datetime) -> None:
    given = {"project": project, "by": manager, "at": at}
    need = RequirementParticulars("Run without interruption", "need", "N-1", priority="must", state="agreed")
    (served,) = enter_requirements(new=[need], **given)  # type: ignore[arg-type]  # what every deed takes
    asked = [
        RequirementParticulars(
            "Available 99.5 % of the year", code="R-1", need=served, priority="must", state="agreed"
        ),
        RequirementParticulars("Operated by two people a shift", code="R-2", need=served, state="agreed"),
    ]
    met = tuple(enter_requirements(new=asked, **given))  # type: ignore[arg-type]  # what every deed takes
    today = at.date() + BEFORE
    new = [
        DeliverableParticulars(
            name, kind, code, due_on=today + timedelta(days=due + 3 * number), criteria=criteria, requirements=met
        )
        for code, name, kind, due, criteria in HANDED_OVER
    ]
    rows = enter_deliverables(new=new, **given)  # type: ignore[arg-type]  # what every deed takes
    _accept(organisation, rows[: 1 + (number % 3 > 0)], manager, number, at)


def _accept(organisation: Organisation, rows: list[Deliverable], manager: User, number: int, at: datetime) -> None:
    for place, row in enumerate(rows):
        day = at + timedelta(days=20 + 25 * place)
        row = submit_deliverable(deliverable=row, revision=row.revision, by=manager, at=day)
        rejected = number == 4 and place
        judge_deliverable(
            deliverable=row,
            state="rejected" if rejected else "accepted",
            reason="Two faults of class 1 are open." if rejected else "",
            revision=row.revision,
            by=organisation.director,
            at=day + timedelta(days=5),
        )


def _change(organisation: Organisation, project: Project, manager: User, number: int, at: datetime) -> None:
    first = project.baselines.order_by("number").first()
    if first is None or not first.bac_minor:
        return
    title, reason, slip, share, state, words = ASKED[number % len(ASKED)]
    new = ChangeParticulars(
        title,
        f"{title}, as drawn in the sketch of the site meeting.",
        "Found in the review of the detailed design.",
        reason,
        slip_days=slip,
        cost_minor=round(first.bac_minor * share / 100_000) * 100_000 or 100_000,
        fiscal_year=at.year,
        risk="Less rework at commissioning.",
    )
    row = raise_change_request(project=project, new=new, by=manager, at=at)
    row = submit_change_request(request=row, revision=1, by=manager, at=at + timedelta(days=2))
    if state:
        day = at + timedelta(days=9)
        director = organisation.director
        decide_change_request(request=row, state=state, reason=words, revision=2, by=director, at=day)
