"""Quality plans, reviews and non-conformities of some projects of the demo; their stakeholders and communication."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from conspectus.journeys.demo.enterprise import manager_of
from conspectus.journeys.demo.organisation import Organisation
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.quality.actions import (
    CheckParticulars,
    ConformityParticulars,
    ReviewGiven,
    correct_nonconformity,
    enter_quality_checks,
    escalate_nonconformity,
    raise_nonconformities,
    record_quality_review,
    record_rework,
    verify_nonconformity,
)
from conspectus.rooms.quality.models import NonConformity
from conspectus.rooms.scope.models import Deliverable
from conspectus.rooms.stakeholders.actions import (
    CommunicationParticulars,
    Judged,
    SendingGiven,
    StakeholderParticulars,
    assess_stakeholder,
    enter_communications,
    enter_stakeholders,
    record_sending,
)

PROJECTS = 6  # of those that keep their scope
DAY = timedelta(days=1)
CHECKS = (("Design review with the operator", "review", -50), ("Factory acceptance test", "test", -22),
          ("Site inspection before handover", "inspection", 12))  # fmt: skip
FOUND = (
    ("Welds with pores", "major", "Pipe rack, axis 4", "work", "Wet electrodes", "rework", 14_000, "closed"),
    ("Cable cross-section below specification", "critical", "Distribution board 2", "supplier",
     "Old revision of the order was delivered", "reject", 52_000, "open"),
    ("Labels missing on switchgear", "minor", "Switch room", "process", "", "repair", 0, "corrected"),
    ("Software build fails two of forty tests", "major", "Test bench", "design", "", "open", 0, "open"),
)  # fmt: skip
WHO = (
    ("Shift leaders", "Operations", "Run it every day", 4, 3, "neutral", "supportive", True),
    ("Works council", "", "Agrees to new shifts", 5, 3, "resistant", "neutral", True),
    ("Building authority", "City", "Grants the permits", 5, 2, "neutral", "supportive", False),
    ("Neighbours", "", "Live beside the site", 2, 4, "resistant", "neutral", False),
    ("Head of finance", "Finance", "Releases the money", 4, 3, "supportive", "supportive", True),
)
SENT = (
    ("Steering committee", "Status and decisions wanted", "meeting", "monthly", -12),
    ("Shift leaders", "What changes in your shift", "presentation", "quarterly", 20),
    ("Neighbours", "Noise and traffic of the coming weeks", "newsletter", "fortnightly", -4),
)


def keep_quality(organisation: Organisation, today: date) -> None:
    """Plan and review quality, raise what does not conform, and keep stakeholders and what was sent to them."""
    now = datetime.combine(today, time(9), UTC)
    for number, project in enumerate(organisation.projects[:PROJECTS]):
        given: dict[str, Any] = {"project": project, "by": organisation.people[manager_of(number)]}
        _check(project, given, now)
        rows = _raise(number, given, now)
        _settle(organisation, rows, given, now)
        _meet(number, given, now)


def _check(project: Project, given: dict[str, Any], now: datetime) -> None:
    deliverables = list(Deliverable.objects.filter(project=project).order_by("pk"))
    new = [
        CheckParticulars(name, row, method=method, planned_on=now.date() + due * DAY)
        for (name, method, due), row in zip(CHECKS, deliverables, strict=False)
    ]
    checks = enter_quality_checks(new=new, at=now - 58 * DAY, **given)
    for place, (check, result) in enumerate(zip(checks, ("passed", "remarks"), strict=False)):
        words = "Two labels are missing; nothing that stops the use." if result == "remarks" else ""
        review = ReviewGiven(result, of_check=check, words=words)
        record_quality_review(new=review, at=now - (48 - 27 * place) * DAY, **given)


def _raise(number: int, given: dict[str, Any], now: datetime) -> list[NonConformity]:
    found = now - 30 * DAY
    chosen = FOUND[number % 2 :: 2] if number else FOUND
    new = [
        ConformityParticulars(
            title, f"{title}, found in the site inspection.", severity, place=place, origin=origin, cause=cause,
            treatment=treatment, owner=given["by"].person, due_on=found.date() + (21 + 4 * number) * DAY,
        )
        for title, severity, place, origin, cause, treatment, *_ in chosen
    ]  # fmt: skip
    return raise_nonconformities(new=new, at=found, **given)


def _settle(organisation: Organisation, rows: list[NonConformity], given: dict[str, Any], now: datetime) -> None:
    ends = {title: (cost, state) for title, *_, cost, state in FOUND}
    by = given["by"]
    for row in rows:
        cost, state = ends[row.title]
        if cost:
            amounts: dict[str, Any] = {
                "planned_minor": cost * 100,
                "spent_minor": cost * 60 if state == "closed" else None,
            }
            row = record_rework(nonconformity=row, **amounts, revision=row.revision, by=by, at=now - 25 * DAY)
        if state in ("corrected", "closed"):
            told: dict[str, Any] = {"words": "Put right by the supplier and checked on site.", "revision": row.revision}
            row = correct_nonconformity(nonconformity=row, **told, by=by, at=now - 15 * DAY)
        if state == "closed":
            director = organisation.director
            verify_nonconformity(nonconformity=row, holds=True, revision=row.revision, by=director, at=now - 12 * DAY)
        elif row.severity == "critical":
            reason = "The same supplier delivers to three other projects"
            escalate_nonconformity(nonconformity=row, reason=reason, revision=row.revision, by=by, at=now - 10 * DAY)


def _meet(number: int, given: dict[str, Any], now: datetime) -> None:
    by, begun = given["by"], now - 75 * DAY
    new = [
        (
            StakeholderParticulars(name, house, role, wanted, owner=by.person, is_confidential=confidential),
            Judged(influence, interest, stance),
        )
        for name, house, role, influence, interest, stance, wanted, confidential in WHO
    ]
    rows = enter_stakeholders(new=new, at=begun, **given)
    visit = Judged(4, 5, "supportive", "Two of them took part in the design review.")
    assess_stakeholder(stakeholder=rows[0], new=visit, by=by, at=now - 40 * DAY)
    if number % 2:
        worse = Judged(3, 5, "resistant", "Complaint about work on a Saturday.")
        assess_stakeholder(stakeholder=rows[3], new=worse, by=by, at=now - 20 * DAY)
    lines = [
        CommunicationParticulars(who, what, channel, cadence, by.person, now.date() + due * DAY - 60 * DAY)
        for who, what, channel, cadence, due in SENT
    ]
    for place, row in enumerate(enter_communications(new=lines, at=begun, **given)):
        if place != 1 or number % 2:
            sending = SendingGiven("Sent and talked through.")
            record_sending(communication=row, new=sending, revision=1, by=by, at=now - (34 + place) * DAY)
        if not place:
            row.refresh_from_db()
            minutes = SendingGiven("Minutes went to all who took part.")
            record_sending(communication=row, new=minutes, revision=row.revision, by=by, at=now - 9 * DAY)
