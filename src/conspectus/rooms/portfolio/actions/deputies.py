"""Deputies: named for some days, and ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q

from conspectus.kit.deeds import deed
from conspectus.kit.errors import Invalid, NotAllowed
from conspectus.kit.texts import clean_text
from conspectus.rooms.accounts.actions import audited
from conspectus.rooms.accounts.choices import Ability
from conspectus.rooms.accounts.models import Person, User
from conspectus.rooms.accounts.rules import may_administer, refuse_reading_only, require_fresh_sign_in
from conspectus.rooms.portfolio.models import Deputy
from conspectus.rooms.portfolio.rules import Subject, abilities_on, alone, standings

LONGEST = timedelta(days=366)
LONGEST_NOTE = 300


@deed("name_deputy", "named a deputy")
def name_deputy(
    *, person: Person, deputy: Person, starts_on: date, last_on: date, note: str = "", by: User, at: datetime
) -> Deputy:
    """Let another do somebody's duties from a first to a last day.

    One names one's own; an administrator names one for somebody who cannot. Refuses a deputy who cannot sign in, more
    than a year, and the same deputy in the same days.
    """
    _require_own(by, person)
    require_fresh_sign_in(by, at)
    note = clean_text(note, "note")
    _check(person, deputy, starts_on, last_on, note, at.date())
    ends_on = last_on + timedelta(days=1)
    with audited("name_deputy", by=by, at=at) as line:
        Person.objects.select_for_update().get(pk=person.pk)
        same = Deputy.objects.filter(person=person, deputy=deputy, starts_on__lt=ends_on, ends_on__gt=starts_on)
        if same.exists():
            raise Invalid("already", "This deputy is named for some of these days already. End that first.", "deputy")
        row = Deputy.objects.create(
            person=person,
            deputy=deputy,
            starts_on=starts_on,
            ends_on=ends_on,
            note=note,
            named_by=by.person,
            named_at=at,
        )
        days = {"starts_on": starts_on.isoformat(), "last_on": last_on.isoformat()}
        line.about("deputy", row.pk, person=person.pk, deputy=deputy.pk, **days)
    return row


@deed("end_deputy", "ended that somebody stood in for another")
def end_deputy(*, deputy: Deputy, by: User, at: datetime) -> Deputy:
    """Let a deputy stand in no more, from now on: whoever is stood in for, the deputy, or an administrator."""
    if by.person_id != deputy.deputy_id:
        _require_own(by, deputy.person)
    refuse_reading_only(by)
    with audited("end_deputy", by=by, at=at) as line:
        row = Deputy.objects.select_for_update().get(pk=deputy.pk)
        if row.ends_on <= at.date():
            line.nothing_changed()
            return row
        row.ends_on = at.date()
        row.save()
        line.about("deputy", row.pk, person=row.person_id, deputy=row.deputy_id)
    return row


def end_deputies_of(person: Person, on: date) -> None:
    """Let nobody stand in for one who leaves, nor them for others; within the deed that hands everything over."""
    Deputy.objects.filter(Q(person=person) | Q(deputy=person), ends_on__gt=on).update(ends_on=on)


def refuse_naming_oneself(by: User, person: Person | None, subject: Subject, on: date) -> None:
    """Refuse a deputy who steers for some days only, and would lead what is steered from then on."""
    named = person is not None and person.pk == by.person_id
    if named and standings(by, on) and Ability.STEER not in abilities_on(alone(by), subject, on):
        raise NotAllowed("A deputy does not put themselves in charge. Ask somebody who steers this, or your PMO.")


def _require_own(by: User, person: Person) -> None:
    refuse_reading_only(by)
    if not by.is_active or (by.person_id != person.pk and not may_administer(by)):
        raise NotAllowed("One names one's own deputy. For somebody who cannot, an administrator does.")


def _check(person: Person, deputy: Person, starts_on: date, last_on: date, note: str, today: date) -> None:
    """Refuse days that cannot be, and a deputy who could do nothing."""
    if deputy.pk == person.pk:
        raise Invalid("deputy", "Choose somebody else to stand in.", "deputy")
    account = User.objects.filter(person=deputy, is_active=True, is_system=False)
    if not deputy.is_active or not account.exists():
        raise Invalid("deputy", "A deputy needs an open account. Choose somebody who signs in.", "deputy")
    if last_on < starts_on or last_on < today:
        raise Invalid("last_on", "The last day must not lie before the first, nor in the past.", "last_on")
    if last_on - starts_on > LONGEST:
        raise Invalid("last_on", "Name a deputy for a year at most.", "last_on")
    if len(note) > LONGEST_NOTE:
        raise Invalid("note", "A note has at most 300 characters.", "note")
