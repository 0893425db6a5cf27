"""What the people of the demo enter in their registers: risks with responses, some shared, escalated, or come true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from conspectus.journeys.demo.enterprise import SEEDS
from conspectus.journeys.demo.organisation import Organisation
from conspectus.journeys.demo.stories import STORIES
from conspectus.journeys.subjects import subject_of
from conspectus.rooms.accounts.models import User
from conspectus.rooms.followup.actions import ActionParticulars, close_action, open_action
from conspectus.rooms.portfolio.models import Project
from conspectus.rooms.risks.actions import (
    Particulars,
    Quantities,
    change_register_entry,
    convert_register_entry,
    escalate_register_entry,
    open_register_entry,
    particulars_of,
)
from conspectus.rooms.risks.models import RegisterEntry

# Event, cause, effect, category, probability, impacts, percent, money (in 500), response, percent and money left.
RISKS = (
    ("Permit comes late", "The authority has two reviewers for the region", "Work on site cannot begin", "legal",
     3, (4, 3, 1), 40, 120, "reduce", 20, 80),
    ("Prices of steel rise", "Contracts are signed after the mill fixes its price", "Each order costs more", "cost",
     4, (1, 4, 1), 55, 90, "transfer", 25, 60),
    ("Key engineer leaves", "One person alone knows the old controls", "Commissioning waits for a newcomer", "people",
     2, (4, 2, 3), 20, 60, "reduce", 10, 40),
    ("Supplier fails to deliver", "The factory runs three shifts already", "Equipment stands on site a quarter late",
     "supplier", 3, (5, 3, 2), 30, 200, "share", 20, 150),
    ("Data of the old system is wrong", "Nobody has compared it with the stock since it was built",
     "Switching over stops the warehouse", "technical", 4, (4, 4, 5), 45, 150, "reduce", 15, 50),
    ("Neighbours object", "Noise at night was not spoken about", "Work is allowed by day only", "stakeholder",
     2, (3, 2, 1), 25, 40, "avoid", 5, 20),
    ("Ground is softer than surveyed", "Borings lie sixty metres apart", "Piles grow longer", "technical",
     3, (3, 4, 2), 35, 110, "accept", None, None),
)  # fmt: skip
OPPORTUNITY = Particulars(
    "opportunity", "Two sites buy together", "Both order the same doors this year", "A better price for both", "cost",
    Quantities(probability=3, impact_cost=3, percent=50, cost_minor=4_000_000), response="exploit",
)  # fmt: skip
EACH = 2
SHARED_WITH = 2  # the projects that follow
UNANSWERED = RISKS[4][0]  # nobody answers it in the projects that report green and are not
SAY_GREEN = frozenset(seed.code for seed in SEEDS if STORIES[seed.story].says_green)
WAVES = 4  # months in which one of so many projects enters a risk, and as many in which one ends


def keep_registers(organisation: Organisation, today: date) -> None:
    """Let each manager enter risks; a few reach other projects, are given to the programme, or came true."""
    for number, project in enumerate(organisation.projects):
        if project.manager is None:
            continue
        by = organisation.people[project.manager.name]
        rows = [_enter(organisation, number, project, place, by, today) for place in range(EACH)]
        at = _at(today, 20 - number % 7)
        if number % 5 == 0 and project.programme is not None:
            told = {"level": "programme", "reason": "It is more than this project can answer.", "revision": 1}
            rows[0] = escalate_register_entry(entry=rows[0], **told, by=by, at=at)  # type: ignore[arg-type]
        if number % 6 == 1:
            told = {"kind": "issue", "reason": "It happened last week.", "revision": rows[1].revision}
            convert_register_entry(entry=rows[1], **told, by=by, at=at)  # type: ignore[arg-type]
        if number % 4 == 2:
            open_register_entry(place=project, new=OPPORTUNITY, by=by, at=at)
        _act(rows[0], by, today, done=number % 3 == 0)


def tend_registers(organisation: Organisation, month: int, at: datetime) -> None:
    """Let some managers enter a risk in the year's first months, and end others' later, so that exposure burns down."""
    for number, project in enumerate(organisation.projects):
        if project.manager is None or number % WAVES != month % WAVES:
            continue
        by = organisation.people[project.manager.name]
        if month < WAVES:
            open_register_entry(place=project, new=_risk(number + 3, by), by=by, at=at)
            if month == 1:
                open_register_entry(place=project, new=replace(OPPORTUNITY, owner=by.person), by=by, at=at)
        elif month < 2 * WAVES:
            for row in RegisterEntry.objects.filter(project=project, kind="threat", state="open")[: number % 3 and 1]:
                new = particulars_of(row, state="closed", outcome="The time it could have happened in has passed.")
                change_register_entry(entry=row, new=new, revision=row.revision, by=by, at=at)


def _enter(
    organisation: Organisation, number: int, project: Project, place: int, by: User, today: date
) -> RegisterEntry:
    near = [one for one in organisation.projects if one.programme_id == project.programme_id and one != project]
    also = tuple(near[:SHARED_WITH]) if place == 0 and number % 7 == 0 and project.programme_id else ()
    review = today + timedelta(days=(number * 5 + place * 9) % 40 - 8)
    reached = tuple(one for one in also if one.portfolio_id == project.portfolio_id)
    new = replace(_risk(number * EACH + place, by), review_on=review, also=reached)
    if new.title == UNANSWERED and project.code in SAY_GREEN:
        left = {"residual_probability": None, "residual_impact": None, "residual_percent": None}
        quantities = replace(new.quantities, residual_cost_minor=None, **left)
        new = replace(new, response="", quantities=quantities)
    return open_register_entry(place=project, new=new, by=by, at=_at(today, 60 - number % 30))


def _risk(number: int, by: User) -> Particulars:
    row = RISKS[number % len(RISKS)]
    title, cause, effect, category, probability, impacts, percent, money, response, percent_left, money_left = row
    quantities = Quantities(
        probability=probability,
        impact_time=impacts[0],
        impact_cost=impacts[1],
        impact_quality=impacts[2],
        percent=percent,
        cost_minor=money * 50_000,
        days=impacts[0] * 8,
        residual_probability=max(1, probability - 1) if response else None,
        residual_impact=max(impacts) - 1 if response else None,
        residual_percent=percent_left,
        residual_cost_minor=None if money_left is None else money_left * 50_000,
    )
    words = (title, cause, effect, category)
    return Particulars("threat", *words, quantities, response=response, owner=by.person)


def _act(row: RegisterEntry, by: User, today: date, *, done: bool) -> None:
    new = ActionParticulars(
        f"Ask who else has met “{row.title.lower()}”", by.person, today + timedelta(days=row.pk % 25 - 6)
    )
    made = open_action(subject=subject_of(row), new=new, by=by, at=_at(today, 15))
    if done:
        answer = "Two other projects; their answer is in the response."
        close_action(action=made, state="done", answer=answer, revision=1, by=by, at=_at(today, 3))


def _at(today: date, days: int) -> datetime:
    return datetime.combine(today - timedelta(days=days), time(10), UTC)
