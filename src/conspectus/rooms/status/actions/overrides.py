"""Computed colours set aside for a while."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Conflict, Invalid
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import User
from conspectus.rooms.portfolio.models import Programme, Project
from conspectus.rooms.portfolio.rules import require, require_from_above
from conspectus.rooms.schedule.choices import Colour
from conspectus.rooms.status.bridge import of_subject
from conspectus.rooms.status.choices import Dimension
from conspectus.rooms.status.models import Override

LONGEST_DAYS = 366
OVER_IT = "A programme's colour is set aside by who steers what it lies in. Ask the portfolio manager or the PMO."


@deed("override_status", "set a computed status aside", needs=Ability.STEER)
def override_status(
    *,
    subject: Project | Programme,
    dimension: str,
    colour: str,
    computed: str,
    reason: str,
    ends_on: date,
    by: User,
    at: datetime,
) -> Override:
    """Set a dimension's computed colour aside until a day; the computed one stays beside it, and so does the gap.

    ``computed`` is the colour that was seen and is set aside. Refuses a colour
    that is none, no reason, an end that has passed or lies more than a year
    away. One in force for the same dimension ends. A programme's manager does
    not set the colour of their own programme aside.
    """
    require_steering(by, "override_status", subject, at.date())
    if dimension not in Dimension.values:
        raise Invalid("dimension", "There is no such dimension.", "dimension")
    if colour not in (Colour.GREEN, Colour.AMBER, Colour.RED):
        raise Invalid("colour", "Choose green, amber or red.", "colour")
    if computed not in Colour.values:
        raise Invalid("computed", "Say which computed colour is set aside.", "computed")
    reason = clean_text(reason, "reason")
    if not reason:
        raise Invalid("reason", "Say why; the reason is shown beside the colour.", "reason")
    if not at.date() < ends_on <= at.date() + timedelta(days=LONGEST_DAYS):
        raise Invalid("ends_on", "An override ends after today and within a year.", "ends_on")
    with audited("override_status", by=by, at=at) as line:
        type(subject).objects.select_for_update().get(pk=subject.pk)
        whose = dict([of_subject(subject)])
        there = Override.objects.filter(**whose, dimension=dimension, ended_at=None)
        there.update(ended_at=at, ended_by=by.person)
        row = Override.objects.create(
            **whose,
            dimension=dimension,
            colour=colour,
            computed=computed,
            reason=reason,
            made_by=by.person,
            made_at=at,
            ends_on=ends_on,
        )
        told = {"dimension": dimension, "colour": colour, "computed": computed, "reason": reason, "ends_on": ends_on}
        line.about("override", row.pk, **_named(row), **told)
    return row


@deed("end_override", "ended an override", needs=Ability.STEER)
def end_override(*, override: Override, by: User, at: datetime) -> Override:
    """Let the computed colour count again from now on; the override stays on record."""
    require_steering(by, "end_override", override.subject, at.date())
    with audited("end_override", by=by, at=at) as line:
        row = Override.objects.select_for_update().get(pk=override.pk)
        if row.ended_at is not None:
            raise Conflict("ended", "This override has ended already.")
        row.ended_at, row.ended_by = at, by.person
        row.save()
        line.about("override", row.pk, **_named(row), dimension=row.dimension)
    return row


def require_steering(by: User, deed: str, subject: Project | Programme, on: date) -> None:
    """Refuse who does not steer a project, or what a programme lies in."""
    if isinstance(subject, Project):
        require(by, deed, subject, on)
    else:
        require_from_above(by, deed, subject, OVER_IT, on)


def _named(row: Override) -> dict[str, int]:
    """Return whose colour it is, as the audit log keeps it."""
    return {of_subject(row.subject)[0]: row.subject.pk}
